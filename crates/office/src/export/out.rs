//! Where the bytes of a file go: onto the disk, or to whoever asked for it at the desk.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the bytes of a file go.
#[derive(Debug)]
pub(super) enum Out {
    /// Into a file of a folder.
    File(BufWriter<File>),
    /// To somebody who waits for them.
    Sent(Sent),
}

/// What was written and has not been sent yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent(Arc<Mutex<Vec<u8>>>);

impl Sent {
    /// Takes what is there.
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Out {
    /// Into `file`.
    pub(super) fn file(file: File) -> Self {
        Self::File(BufWriter::with_capacity(1 << 16, file))
    }

    /// Waits until everything is where it goes.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::File(file) => file.get_ref().sync_all(),
            Self::Sent(_) => Ok(()),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Sent(sent) => sent.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Sent(_) => Ok(()),
        }
    }
}
