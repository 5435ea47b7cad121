//! `koe-office backup`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::inventory::{Form, tell};
use super::place::{Database, note};
use crate::audit::Act;
use crate::backup;
use crate::store::{Inventory, Store};

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
        let written = self.write(&store).await;
        store.close().await;
        tell(&written?, self.form)
    }

    async fn write(&self, store: &Store) -> Result<Inventory, CommandError> {
        note(store, Act::Backup, name_of(&self.file)).await?;
        Ok(backup::write(store, &self.file).await?)
    }
}

/// The name of a file without its folder, which is nobody's business in the log.
pub(super) fn name_of(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
