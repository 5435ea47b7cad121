//! Where opened responses go.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Stdout, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::command::CommandError;

/// Where opened responses go, one line of JSON each.
pub(super) enum Output {
    /// Nowhere: it is only tried whether they open.
    None,
    /// To whoever called.
    Stdout(BufWriter<Stdout>),
    /// Into a file. It gets its name when it is whole.
    File {
        /// Its name.
        path: PathBuf,
        /// Its name until then.
        part: PathBuf,
        /// What is written.
        file: BufWriter<File>,
    },
}

impl Output {
    pub(super) fn stdout() -> Self {
        Self::Stdout(BufWriter::new(std::io::stdout()))
    }

    /// A file at `path`, where nothing may be yet, for the eyes of this user.
    pub(super) fn file(path: &Path) -> Result<Self, CommandError> {
        if path.symlink_metadata().is_ok() {
            return Err(CommandError::AnswersThere(path.to_owned()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let unwritten = |error| CommandError::AnswersUnwritten { path: path.to_owned(), error };
        match std::fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(unwritten(error)),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(unwritten)?;
        Ok(Self::File { path: path.to_owned(), part, file: BufWriter::new(file) })
    }

    pub(super) fn write(&mut self, line: &impl Serialize) -> Result<(), CommandError> {
        match self {
            Self::None => Ok(()),
            Self::Stdout(out) => write(out, line).map_err(CommandError::Output),
            Self::File { path, file, .. } => write(file, line).map_err(|error| unwritten(path, error)),
        }
    }

    /// Everything is written.
    pub(super) fn end(self) -> Result<(), CommandError> {
        match self {
            Self::None => Ok(()),
            Self::Stdout(mut out) => out.flush().map_err(CommandError::Output),
            Self::File { path, part, file } => {
                let kept = file.into_inner().map_err(std::io::IntoInnerError::into_error);
                let kept = kept.and_then(|file| file.sync_all()).and_then(|()| std::fs::rename(&part, &path));
                kept.map_err(|error| unwritten(&path, error))
            }
        }
    }
}

fn unwritten(path: &Path, error: std::io::Error) -> CommandError {
    CommandError::AnswersUnwritten { path: path.to_owned(), error }
}

fn write(out: &mut impl Write, line: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
