//! `koe-office export`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use questionnaire::{Language, SurveyId};
use sealing::PrivateKey;
use tokio::signal::unix::{SignalKind, signal};

use super::CommandError;
use super::open::read_key;
use super::place::{Database, note};
use crate::audit::Act;
use crate::export::{ExportError, Exported, Wanted, export};
use crate::store::{Store, StoreError};

/// Hands out the stored responses of a survey, as files that other programs read
///
/// With --out a new folder is made that only this user may read: tables of codes and of words for Excel, JSON lines, and a
/// table of numbers with its SPSS syntax, Triple-S and DDI descriptions, and a codebook. What people wrote is in a file of its
/// own: it may name somebody. The folder is written whole or not at all. With --json, each response is printed as it is
/// stored, one line of JSON each, whether it counts or not.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office export --survey ward-residents-2026 --out export-2026\n\
                  Example: koe-office export --survey ward-residents-2026 --json > responses.ndjson")]
pub(super) struct Export {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// The folder that is made
    #[arg(long, value_name = "FOLDER", required_unless_present = "json")]
    out: Option<PathBuf>,
    /// The language of labels; without, the first of the survey
    #[arg(long, value_name = "LANGUAGE")]
    labels: Option<Language>,
    /// Rehearsed responses and those set aside as well
    #[arg(long)]
    all: bool,
    /// The private keys, where responses are sealed
    #[arg(long, num_args = 1.., value_name = "FILE")]
    key: Vec<PathBuf>,
    /// Print the stored responses as JSON instead
    #[arg(long, conflicts_with_all = ["out", "labels", "all", "key"])]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Responses read at once: some 3 MB of memory.
const PAGE: u32 = 1_000;

impl Export {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let keys = self.key.iter().map(|path| read_key(path)).collect::<Result<Vec<_>, _>>()?;
        let store = self.database.open().await?;
        let done = match &self.out {
            None => self.print(&store).await,
            Some(out) => self.write(&store, &keys, out).await,
        };
        store.close().await;
        done?;
        Ok(ExitCode::SUCCESS)
    }

    async fn write(&self, store: &Store, keys: &[PrivateKey], out: &Path) -> Result<(), CommandError> {
        let all = if self.all { " all" } else { "" };
        note(store, Act::Export, format!("{} folder{all}", self.survey)).await?;
        let wanted = Wanted { survey: &self.survey, ward: None, keys, language: self.labels.clone(), all: self.all };
        let mut ended = signal(SignalKind::terminate())?;
        // Dropped where it is, an export takes away what it has written.
        let exported = tokio::select! {
            exported = export(store, &wanted, out) => exported,
            _ = tokio::signal::ctrl_c() => Err(ExportError::Stopped),
            _ = ended.recv() => Err(ExportError::Stopped),
        };
        tell(out, exported?)
    }

    async fn print(&self, store: &Store) -> Result<(), CommandError> {
        if store.standing(&self.survey).await?.is_none() {
            return Err(StoreError::NoSuchSurvey { survey: self.survey.to_string() }.into());
        }
        note(store, Act::Export, format!("{} json", self.survey)).await?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let mut after = String::new();
        loop {
            let records = store.records(&self.survey, &after, PAGE).await?;
            let Some(last) = records.last() else { break };
            after.clone_from(&last.id);
            for record in &records {
                serde_json::to_writer(&mut out, record)?;
                writeln!(out)?;
            }
        }
        out.flush()?;
        Ok(())
    }
}

fn tell(out: &Path, exported: Exported) -> Result<(), CommandError> {
    let Exported { responses, texts } = exported;
    let out = out.display();
    let mut told = std::io::stdout().lock();
    writeln!(told, "{out}: {responses} responses")?;
    if texts > 0 {
        writeln!(
            told,
            "{out}/free-text.csv: {texts} texts, which may name somebody: read and redact them before anybody else gets them"
        )?;
    }
    Ok(())
}
