//! Reading a backup into an empty store.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::BackupError;
use super::line::{FORM, Head, Tail};
use super::write::{digits, text_of};
use crate::store::{Counting, Inventory, Row, Store, Table};

/// Rows written with one wait for the disk.
const GROUP: usize = 500;

/// Puts everything that is in the file at `path` into `store`, which is empty, and compares. The file is looked through first:
/// one that is not whole changes nothing. Gives what is in it.
pub async fn restore(store: &Store, path: &Path) -> Result<Inventory, BackupError> {
    look_through(path)?;
    store.begin_filling().await?;
    let (mut rows, mut filling) = (Rows::open(path)?, Filling::new(store));
    while let Some((table, row)) = rows.next()? {
        filling.add(table, row).await?;
    }
    filling.end().await
}

/// Reads the file at `path` as it is restored, into nothing. Gives how many rows are in it.
pub fn count_rows(path: &Path) -> Result<usize, BackupError> {
    look_through(path)?;
    let (mut rows, mut count) = (Rows::open(path)?, 0);
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}

/// The rows of a backup that is whole.
struct Rows<'a> {
    lines: Lines<'a>,
    head: Head,
}

impl<'a> Rows<'a> {
    fn open(path: &'a Path) -> Result<Self, BackupError> {
        let mut lines = Lines::open(path)?;
        let head = head_of(path, lines.next()?)?;
        Ok(Self { lines, head })
    }

    fn next(&mut self) -> Result<Option<(&'static Table, Row)>, BackupError> {
        let Some(line) = self.lines.next()?.filter(|line| !is_tail(line)) else { return Ok(None) };
        let row = self.head.row_of(&line);
        row.map(Some).ok_or_else(|| BackupError::Torn(self.lines.path.to_owned()))
    }
}

/// Whether every byte is as it was written, and nothing is missing.
fn look_through(path: &Path) -> Result<(), BackupError> {
    let mut lines = Lines::open(path)?;
    let first = lines.next()?;
    let (mut hash, mut last) = (Sha256::new(), first.clone().unwrap_or_default());
    head_of(path, first)?;
    let torn = || BackupError::Torn(path.to_owned());
    while let Some(line) = lines.next()? {
        // What stands behind a last line would be left out without a word.
        if is_tail(&last) {
            return Err(torn());
        }
        hash.update(&last);
        last = line;
    }
    // To the byte, as all the rest: what was written otherwise was not written by this program.
    let whole = text_of(&Tail { sha256: digits(hash) });
    if last == whole.as_bytes() { Ok(()) } else { Err(torn()) }
}

fn head_of(path: &Path, line: Option<Vec<u8>>) -> Result<Head, BackupError> {
    let head: Option<Head> = line.and_then(|line| serde_json::from_slice(&line).ok());
    let head = head.ok_or_else(|| BackupError::NotABackup(path.to_owned()))?;
    if head.is_known() {
        Ok(head)
    } else if head.koe_backup < FORM {
        Err(BackupError::NotABackup(path.to_owned()))
    } else {
        Err(BackupError::Newer(path.to_owned()))
    }
}

fn is_tail(line: &[u8]) -> bool {
    serde_json::from_slice::<Tail>(line).is_ok()
}

struct Lines<'a> {
    path: &'a Path,
    file: BufReader<File>,
}

impl<'a> Lines<'a> {
    fn open(path: &'a Path) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(|error| BackupError::Unreadable { path: path.to_owned(), error })?;
        Ok(Self { path, file: BufReader::new(file) })
    }

    /// The next line with its end.
    fn next(&mut self) -> Result<Option<Vec<u8>>, BackupError> {
        let mut line = Vec::new();
        let read = self.file.read_until(b'\n', &mut line);
        let count = read.map_err(|error| BackupError::Unreadable { path: self.path.to_owned(), error })?;
        Ok(Some(line).filter(|_| count > 0))
    }
}

/// Rows on their way into a store, those of one table together.
struct Filling<'a> {
    store: &'a Store,
    counting: Counting,
    table: Option<&'static Table>,
    rows: Vec<Row>,
}

impl<'a> Filling<'a> {
    fn new(store: &'a Store) -> Self {
        Self { store, counting: Counting::default(), table: None, rows: Vec::new() }
    }

    async fn add(&mut self, table: &'static Table, row: Row) -> Result<(), BackupError> {
        if self.table != Some(table) || self.rows.len() >= GROUP {
            self.flush().await?;
            self.table = Some(table);
        }
        self.counting.add(table, &row);
        self.rows.push(row);
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), BackupError> {
        if let Some(table) = self.table {
            self.store.fill(table, &self.rows).await?;
        }
        self.rows.clear();
        Ok(())
    }

    async fn end(mut self) -> Result<Inventory, BackupError> {
        self.flush().await?;
        let inventory = self.counting.end();
        self.store.end_filling(&inventory).await?;
        Ok(inventory)
    }
}
