//! Writing a backup while the store is in use.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::BackupError;
use super::line::{Head, Tail, line_of};
use crate::store::{Counting, Inventory, Store};

/// Writes everything that is in `store` at this moment to `path`, where nothing is yet. The name stands for a whole file:
/// until it is on the disk it has another one. Gives what is in it.
pub async fn write(store: &Store, path: &Path) -> Result<Inventory, BackupError> {
    if path.symlink_metadata().is_ok() {
        return Err(BackupError::There(path.to_owned()));
    }
    let unwritten = |error| BackupError::Unwritten { path: path.to_owned(), error };
    let part = part_of(path);
    // It holds what the store holds, so that nobody else reads it.
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part).map_err(unwritten)?;
    let mut out = Hashing { file: BufWriter::new(file), hash: Sha256::new() };
    let written = write_all(store, &mut out, unwritten).await;
    let ended = written.and_then(|inventory| out.end(&part, path).map_err(unwritten).map(|()| inventory));
    if ended.is_err() {
        // What is not whole is of no use to anybody.
        let _ = std::fs::remove_file(&part);
    }
    ended
}

async fn write_all(
    store: &Store,
    out: &mut Hashing,
    unwritten: impl Fn(std::io::Error) -> BackupError,
) -> Result<Inventory, BackupError> {
    let (mut snapshot, mut counting) = (store.snapshot().await?, Counting::default());
    out.add(&text_of(&Head::of_this_program())).map_err(&unwritten)?;
    while let Some((table, rows)) = snapshot.next().await? {
        for row in &rows {
            counting.add(table, row);
            out.add(&line_of(table, row)).map_err(&unwritten)?;
        }
    }
    Ok(counting.end())
}

struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
}

impl Hashing {
    fn add(&mut self, line: &str) -> std::io::Result<()> {
        self.hash.update(line);
        self.file.write_all(line.as_bytes())
    }

    fn end(mut self, part: &Path, path: &Path) -> std::io::Result<()> {
        let tail = Tail { sha256: digits(self.hash) };
        self.file.write_all(text_of(&tail).as_bytes())?;
        self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        // Unlike a rename this never takes the place of a file that came meanwhile.
        std::fs::hard_link(part, path)?;
        std::fs::remove_file(part)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

pub(super) fn digits(hash: Sha256) -> String {
    format!("{:x}", hash.finalize())
}

pub(super) fn text_of(line: &impl Serialize) -> String {
    format!("{}\n", serde_json::to_string(line).unwrap_or_default())
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
