//! `koe-office export`

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use questionnaire::SurveyId;

use super::CommandError;
use super::place::Database;
use crate::store::{Store, StoreError};

/// Prints the stored responses of a survey
///
/// One line of JSON for each: whether it counts (counted, rehearsal or aside), when it came, and what was answered.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office export --survey ward-residents-2026 --json > responses.ndjson")]
pub(super) struct Export {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// Print JSON, the only form there is
    #[arg(long, required = true)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// Responses read at once: some 3 MB of memory.
const PAGE: u32 = 1_000;

impl Export {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let store = self.database.open().await?;
        let done = self.print(&store).await;
        store.close().await;
        done?;
        Ok(ExitCode::SUCCESS)
    }

    async fn print(&self, store: &Store) -> Result<(), CommandError> {
        if store.standing(&self.survey).await?.is_none() {
            return Err(StoreError::NoSuchSurvey { survey: self.survey.to_string() }.into());
        }
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
