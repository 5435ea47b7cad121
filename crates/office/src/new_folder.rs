//! A folder that is written whole or not at all.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A folder under another name, beside the one that it gets when it is whole. Dropped before that, it goes away.
#[derive(Debug)]
pub struct NewFolder {
    out: PathBuf,
    beside: PathBuf,
    whole: bool,
}

/// Who may look into a new folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everybody whom the system lets.
    Everybody,
    /// The user who made it.
    ThisUser,
}

/// Why there is no new folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something already.
    #[error("{} is there already: name another folder with --out, or move it away", .0.display())]
    There(PathBuf),
    /// A file cannot be written.
    #[error("{} cannot be used ({error}): free some space, or name another folder", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl NewFolder {
    /// A folder that becomes `out`, where nothing may be. What a run that was ended left beside it goes away.
    pub fn begin(out: &Path, readers: Readers) -> Result<Self, FolderError> {
        let there = || FolderError::There(out.to_owned());
        if out.symlink_metadata().is_ok() {
            return Err(there());
        }
        let name = out.file_name().ok_or_else(there)?.to_string_lossy().into_owned();
        let beside = out.with_file_name(format!(".{name}.unfinished"));
        let failed = |error| FolderError::File { path: beside.clone(), error };
        if beside.exists() {
            fs::remove_dir_all(&beside).map_err(failed)?;
        }
        let mode = if readers == Readers::ThisUser { 0o700 } else { 0o777 };
        if let Some(parent) = beside.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        DirBuilder::new().mode(mode).create(&beside).map_err(failed)?;
        Ok(Self { out: out.to_owned(), beside, whole: false })
    }

    /// A new file in it.
    pub fn create(&self, name: &str) -> Result<File, FolderError> {
        let path = self.beside.join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&path));
        made.map_err(|error| self.failed(name, error))
    }

    /// That `error` befell the file `name`.
    pub fn failed(&self, name: &str, error: io::Error) -> FolderError {
        FolderError::File { path: self.out.join(name), error }
    }

    /// Gives it its name. Everything in it has been waited for by then.
    pub fn finish(mut self) -> Result<(), FolderError> {
        fs::rename(&self.beside, &self.out).map_err(|error| FolderError::File { path: self.out.clone(), error })?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.whole {
            // What is left of it is of no use, and whoever looks must not take it for the whole.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}
