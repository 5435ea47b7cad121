//! A file that is written whole or not at all, for the eyes of one user.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file that is on the disk under another name. Dropped before it gets its own, it goes away.
#[derive(Debug)]
pub struct NewFile {
    out: PathBuf,
    part: PathBuf,
    whole: bool,
}

/// Why there is no new file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is something already.
    #[error("{} is there already: name another file, or move it away", .0.display())]
    There(PathBuf),
    /// It cannot be written.
    #[error("{} cannot be written ({error}): free some space, or name another file", path.display())]
    Unwritten {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl NewFile {
    /// Writes `bytes` beside `out`, where nothing may be.
    pub fn write(out: &Path, bytes: &[u8]) -> Result<Self, FileError> {
        if out.symlink_metadata().is_ok() {
            return Err(FileError::There(out.to_owned()));
        }
        let mut part = out.as_os_str().to_owned();
        part.push(".part");
        let file = Self { out: out.to_owned(), part: PathBuf::from(part), whole: false };
        let written = match fs::remove_file(&file.part) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => file.put(bytes),
        };
        written.map_err(|error| FileError::Unwritten { path: out.to_owned(), error })?;
        Ok(file)
    }

    fn put(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.part)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Gives it its name.
    pub fn finish(mut self) -> Result<(), FileError> {
        fs::rename(&self.part, &self.out).map_err(|error| FileError::Unwritten { path: self.out.clone(), error })?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(&self.part);
        }
    }
}
