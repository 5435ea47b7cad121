//! `koe-office restore`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::backup::name_of;
use super::inventory::{Form, tell};
use super::place::{Database, note};
use crate::audit::Act;
use crate::backup;
use crate::store::{Inventory, Store};

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
        let restored = self.restore(&store).await;
        store.close().await;
        tell(&restored?, self.form)
    }

    /// The log that comes out of the file goes on with the note that it did.
    async fn restore(&self, store: &Store) -> Result<Inventory, CommandError> {
        let restored = backup::restore(store, &self.file).await?;
        note(store, Act::Restore, name_of(&self.file)).await?;
        Ok(restored)
    }
}
