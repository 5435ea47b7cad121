//! `koe-office backup`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::inventory::{Form, tell};
use super::place::Database;
use crate::backup;

/// Writes everything that is stored to one file, while the office goes on
///
/// The file is the same whichever database it comes from, and is restored into either. It holds the answers and the key of
/// the codes: keep it where the database would be kept. Nothing is written over another file.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office backup /media/usb/koe-2026-11-22.koebackup")]
pub(super) struct Backup {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    database: Database,
}

impl Backup {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let written = backup::write(&store, &self.file).await;
        store.close().await;
        tell(&written?, self.form)
    }
}
