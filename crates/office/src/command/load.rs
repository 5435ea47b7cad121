//! `koe-office load`

mod judged;
mod loading;
mod receipts;
mod report;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::Act;
use crate::content::Tongue;
use crate::edition::Editions;
use crate::http::code_key;
use crate::intake::Intake;
use crate::store::Store;
use loading::Loading;
use receipts::Receipts;
use report::Report;

/// Takes in responses that were carried here as files (*.koe)
///
/// Each line that is whole is taken in as if it had been sent, and stored once however often it comes. Each line that is
/// not stored is told, with what to do. Loading a file again does no harm.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office load tablet-3.koe --device 7KQ2MX9A --receipts tablet-3-stored.koe")]
pub(super) struct Load {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The tablet that the files come from, by its id: what it holds is stored as come from a kiosk or a collector
    #[arg(long, value_name = "ID")]
    device: Option<String>,
    /// Write a file that tells the device what is stored
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// Print JSON: one line for each that is not stored or set aside, and one that counts
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

impl Load {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let loaded = self.load(&store, tongue).await;
        store.close().await;
        loaded
    }

    async fn load(&self, store: &Store, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let device = match &self.device {
            Some(id) => Some(store.device(id).await?.ok_or_else(|| CommandError::NoSuchDevice(id.clone()))?),
            None => None,
        };
        let names: Vec<_> = self.files.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        note(store, Act::Load, names.join(" ")).await?;
        let receipts = self.receipts.as_deref().map(Receipts::begin).transpose()?;
        let (editions, code_key) = (Editions::new(store.clone()), code_key(store).await?);
        // Wrong codes are all heard: the database is at hand, and each of them is told.
        let intake = Intake { store, editions: &editions, code_key: &code_key, caller: None };
        let mut loading = Loading::new(intake, device, receipts, Report::new(self.json, tongue));
        for path in &self.files {
            let Err(fault) = loading.file(path).await? else { continue };
            if self.files.len() == 1 && !self.json {
                return Err(CommandError::NothingToLoad(fault.line(path, tongue)));
            }
            loading.report.file_fault(path, &fault);
        }
        loading.end(self.files.len())
    }
}
