//! The file that tells a device what is stored.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use koefile::Kind;

use crate::clock;
use crate::command::CommandError;
use crate::intake::Acknowledgement;
use crate::store::Reason;

/// A file of receipts under way. It gets its name when it is whole, so that no device is ever given a part of one.
#[derive(Debug)]
pub(super) struct Receipts {
    path: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
    made_at: String,
    count: u64,
}

impl Receipts {
    /// Begins the file that is to be at `path`, where nothing may be yet: it could be the only copy of responses.
    pub(super) fn begin(path: &Path) -> Result<Self, CommandError> {
        if path.symlink_metadata().is_ok() {
            return Err(CommandError::ReceiptsThere(path.to_owned()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".unfinished");
        let part = PathBuf::from(part);
        let file = File::create(&part).map_err(|error| unwritable(path, error))?;
        let mut receipts = Self {
            path: path.to_owned(),
            part,
            file: BufWriter::new(file),
            made_at: clock::now().to_string(),
            count: 0,
        };
        receipts.write_header().map_err(|error| unwritable(path, error))?;
        Ok(receipts)
    }

    /// Adds what is stored.
    pub(super) fn add(&mut self, acknowledgement: &Acknowledgement) -> Result<(), CommandError> {
        let Acknowledgement { id, stored, reason, before: _ } = acknowledgement;
        let entry = koefile::acknowledgement(&id.to_string(), stored.as_str(), reason.map(Reason::as_str));
        self.count += 1;
        self.file.write_all(koefile::line(&entry).as_bytes()).map_err(|error| unwritable(&self.path, error))
    }

    /// Gives the file its name.
    pub(super) fn end(mut self) -> Result<(), CommandError> {
        self.write_name().map_err(|error| unwritable(&self.path, error))
    }

    fn write_name(&mut self) -> std::io::Result<()> {
        self.file.rewind()?;
        self.write_header()?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        std::fs::rename(&self.part, &self.path)
    }

    /// Writes the header, as long for any count: how many lines follow is known at the end.
    fn write_header(&mut self) -> std::io::Result<()> {
        let longest = koefile::header(Kind::Receipts, &self.made_at, u64::MAX);
        let header = koefile::header(Kind::Receipts, &self.made_at, self.count);
        writeln!(self.file, "{:width$}", header.trim_end(), width = longest.len() - 1)
    }
}

impl Drop for Receipts {
    fn drop(&mut self) {
        // Where the load failed there is a part of a file that nobody needs; where it did not, there is none.
        let _ = std::fs::remove_file(&self.part);
    }
}

fn unwritable(path: &Path, error: std::io::Error) -> CommandError {
    CommandError::Receipts { path: path.to_owned(), error }
}
