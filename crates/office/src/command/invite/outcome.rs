//! `koe-office invite outcome`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use questionnaire::SurveyId;

use super::super::CommandError;
use super::super::place::{Database, note};
use crate::address_list::{CODE, Rows};
use crate::audit::Act;
use crate::clock;
use crate::code::{CodeKey, InvitationCode};
use crate::http::code_key;
use crate::outcome::{NotAnOutcome, Outcome};
use crate::store::{Letter, Store, StoreError};

/// The column of outcomes, and what else it may be called.
const OUTCOME: [&str; 2] = ["結果", "outcome"];

/// Keeps what came of letters that were not answered: undeliverable, refused, absent, unable, not eligible
///
/// The database keeps it beside the keyed hash of the code. Nobody is reminded whose letter came to something, and response
/// rates tell them apart. The list is CSV in UTF-8 or Shift JIS with the columns 回答番号 and 結果; other columns are not
/// looked at. Where a row is wrong, nothing is kept.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office invite outcome --survey ward-residents-2026 --list returned.csv\n\
                        Example: koe-office invite outcome --survey ward-residents-2026 --code ABCDE-FGHJ2 --outcome refused")]
pub(super) struct Telling {
    /// The survey's id
    #[arg(long)]
    survey: SurveyId,
    /// A list of codes with what came of their letters
    #[arg(long, value_name = "FILE", required_unless_present = "code", conflicts_with = "code")]
    list: Option<PathBuf>,
    /// One code
    #[arg(long, requires = "outcome")]
    code: Option<String>,
    /// What came of its letter: undeliverable, refused, absent, unable, `not_eligible`, or none to take it back
    #[arg(long, requires = "code")]
    outcome: Option<String>,
    #[command(flatten)]
    database: Database,
}

/// What somebody says of a letter, and where.
struct Said {
    line: usize,
    code: String,
    outcome: Result<Option<Outcome>, NotAnOutcome>,
}

impl Telling {
    pub(super) async fn run(&self) -> Result<ExitCode, CommandError> {
        let said = self.said()?;
        let store = self.database.open().await?;
        let kept = self.keep(&store, &said).await;
        store.close().await;
        let answered = kept?;
        let count = said.len();
        writeln!(
            std::io::stdout(),
            "{count} outcomes kept; {answered} of these people have answered, and count as that"
        )?;
        Ok(ExitCode::SUCCESS)
    }

    fn said(&self) -> Result<Vec<Said>, CommandError> {
        let Some(path) = &self.list else {
            let outcome = Outcome::said(self.outcome.as_deref().unwrap_or_default());
            return Ok(vec![Said { line: 1, code: self.code.clone().unwrap_or_default(), outcome }]);
        };
        let bytes = std::fs::read(path).map_err(|error| CommandError::ListUnreadable { path: path.clone(), error })?;
        let rows = Rows::read(&bytes, [CODE, OUTCOME]).or_else(|faults| {
            for fault in &faults {
                writeln!(std::io::stderr(), "{}: {fault}", path.display())?;
            }
            Err(CommandError::List(faults.len()))
        })?;
        let said =
            |(line, [code, outcome]): (usize, [String; 2])| Said { line, code, outcome: Outcome::said(&outcome) };
        Ok(rows.0.into_iter().map(said).collect())
    }

    /// Keeps all of it, or nothing. Gives how many of these people have answered.
    async fn keep(&self, store: &Store, said: &[Said]) -> Result<usize, CommandError> {
        if store.standing(&self.survey).await?.is_none() {
            return Err(StoreError::NoSuchSurvey { survey: self.survey.to_string() }.into());
        }
        let key = code_key(store).await?;
        let (mut outcomes, mut faults, mut answered) = (Vec::new(), 0, 0);
        for Said { line, code, outcome } in said {
            match (self.find(store, &key, code).await?, outcome) {
                (Some((hash, given_out)), Ok(outcome)) => {
                    answered += usize::from(given_out.is_used);
                    outcomes.push((hash, *outcome));
                }
                (None, _) => {
                    faults += 1;
                    writeln!(std::io::stderr(), "line {line}: this is no code of the survey")?;
                }
                (_, Err(error)) => {
                    faults += 1;
                    writeln!(std::io::stderr(), "line {line}: {error}")?;
                }
            }
        }
        if faults > 0 {
            return Err(CommandError::List(faults));
        }
        note(store, Act::Outcome, format!("{} count={}", self.survey, outcomes.len())).await?;
        let now = clock::now();
        for (hash, outcome) in outcomes {
            store.set_outcome(&self.survey, hash, outcome, now).await?;
        }
        Ok(answered)
    }

    async fn find(&self, store: &Store, key: &CodeKey, typed: &str) -> Result<Option<([u8; 32], Letter)>, StoreError> {
        let Ok(code) = typed.parse::<InvitationCode>() else { return Ok(None) };
        let hash = key.hash(&self.survey, code);
        Ok(store.letter(&self.survey, hash).await?.map(|given_out| (hash, given_out)))
    }
}
