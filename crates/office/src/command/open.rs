//! `koe-office open`

mod opening;
mod output;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use questionnaire::SurveyId;
use sealing::PrivateKey;

use super::CommandError;
use super::place::{Database, note};
use crate::audit::Act;
use crate::content::Tongue;
use crate::edition::Editions;
use crate::store::{Store, StoreError};
use opening::Opening;
use output::Output;

/// Opens sealed responses, and judges them again by the rules
///
/// Every stored response is looked at, and nothing in the database is changed. With --json or --out they are handed out as
/// `export` does, the sealed ones opened; without, it is only tried whether they open. What does not open is told by its id
/// with the reason, and handed out as it is.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office open --key /media/usb/ward-2026.jwk --out answers.ndjson")]
pub(super) struct Open {
    /// The private keys, any one of which opens what is sealed to it
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    key: Vec<PathBuf>,
    /// The survey's id; without, every survey
    #[arg(long)]
    survey: Option<SurveyId>,
    /// Print the responses, one line of JSON for each
    #[arg(long)]
    json: bool,
    /// Write the same into a new file that only this user may read
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    out: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
}

impl Open {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let keys = self.key.iter().map(|path| read_key(path)).collect::<Result<Vec<_>, _>>()?;
        let store = self.database.open().await?;
        let opened = self.open(&store, &keys, tongue).await;
        store.close().await;
        opened
    }

    async fn open(&self, store: &Store, keys: &[PrivateKey], tongue: Tongue) -> Result<ExitCode, CommandError> {
        let surveys = self.surveys(store).await?;
        look_for_a_lock(store, &surveys, keys).await?;
        let names: Vec<&str> = surveys.iter().map(SurveyId::as_str).collect();
        note(store, Act::Open, names.join(" ")).await?;
        let output = match &self.out {
            Some(path) => Output::file(path)?,
            None if self.json => Output::stdout(),
            None => Output::None,
        };
        let mut opening = Opening::new(store, keys, output, tongue);
        for survey in &surveys {
            opening.survey(survey).await?;
        }
        opening.end(self.json)
    }

    async fn surveys(&self, store: &Store) -> Result<Vec<SurveyId>, StoreError> {
        match &self.survey {
            Some(survey) if store.standing(survey).await?.is_none() => {
                Err(StoreError::NoSuchSurvey { survey: survey.to_string() })
            }
            Some(survey) => Ok(vec![survey.clone()]),
            None => Ok(store.standings().await?.into_iter().map(|standing| standing.survey).collect()),
        }
    }
}

/// Refuses keys that open nothing at all: whoever took the wrong ones is told so once, and not at every response.
async fn look_for_a_lock(store: &Store, surveys: &[SurveyId], keys: &[PrivateKey]) -> Result<(), CommandError> {
    let editions = Editions::new(store.clone());
    let mut named = BTreeSet::new();
    for survey in surveys {
        for revision in store.revisions(survey).await? {
            let edition = editions.get(survey, &revision).await?;
            named.extend(edition.iter().flat_map(|edition| edition.survey.sealing_keys()).map(|key| key.kid.clone()));
        }
    }
    let fits = named.is_empty() || keys.iter().any(|key| named.contains(key.public().id()));
    if fits { Ok(()) } else { Err(CommandError::OtherKeys(named.into_iter().collect())) }
}

pub(super) fn read_key(path: &Path) -> Result<PrivateKey, CommandError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| CommandError::KeyUnreadable { path: path.to_owned(), error })?;
    PrivateKey::from_jwk(&text).map_err(|error| CommandError::NotAPrivateKey { path: path.to_owned(), error })
}
