//! A store in one file, from whichever database it came and for whichever it goes into: `docs/formats/backup.md`.

mod line;
mod read;
mod write;

use std::path::PathBuf;

pub use read::{count_rows, restore};
pub use write::write;

use crate::store::StoreError;

/// Why a backup is not written or not read. The text says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file is there already.
    #[error("{} is there already, and a backup is never written over another: name another file", .0.display())]
    There(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written ({error}): free some space, or name a file elsewhere", path.display())]
    Unwritten {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file cannot be read.
    #[error("{} cannot be read ({error}): name the file that `koe-office backup` has written", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The file is no backup.
    #[error("{} is no backup: name the file that `koe-office backup` has written", .0.display())]
    NotABackup(PathBuf),
    /// The file is not as it was written.
    #[error("{} is torn or was changed since it was written: take another copy of it, or an earlier backup", .0.display())]
    Torn(PathBuf),
    /// The file holds what this program does not know.
    #[error("{} was written by a newer koe-office: restore it with that version or a later one", .0.display())]
    Newer(PathBuf),
}
