//! `koe-office restore`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::inventory::{Form, tell};
use super::place::Database;
use crate::backup;

/// Puts what a backup holds into an empty database, and compares
///
/// The file is looked through before anything is written. The database is one that holds nothing: a new file, or an empty
/// database on a server. One in which a restore was broken off is not opened by any command; remove it and begin again.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office restore /media/usb/koe-2026-11-22.koebackup --database sqlite:data/koe.db")]
pub(super) struct Restore {
    /// The file that `koe-office backup` has written
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    database: Database,
}

impl Restore {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open_or_create().await?;
        let restored = backup::restore(&store, &self.file).await;
        store.close().await;
        tell(&restored?, self.form)
    }
}
