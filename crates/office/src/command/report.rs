//! `koe-office report`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use indicators::Dispositions;
use questionnaire::{SurveyId, WardCode};
use sealing::PrivateKey;

use super::CommandError;
use super::open::read_key;
use super::place::{ContentFolder, Database, FIGURED_BY, note};
use crate::audit::Act;
use crate::content::{Content, Tongue};
use crate::edition::Editions;
use crate::new_folder::FolderError;
use crate::rates::{answered, dispositions};
use crate::report::{
    Counted, Files, Manifest, Mismatch, Parts, Publication, Recipe, ReportError, count, earlier, files, read_folder,
    sha256, write_whole,
};
use crate::store::{Store, StoreError};
use crate::stored_response::NotRead;

/// Publishes what was answered: pages, data, receipts, and a manifest by which all of it can be checked
///
/// Only responses that count are read. The folder is written whole or not at all, and the same responses and content
/// give the same bytes. With --verify it is looked at again instead, and against what is stored now.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office report ward-residents-2026 --out results/ward-residents-2026\n\
                  Example: koe-office report ward-residents-2026 --verify results/ward-residents-2026")]
pub(super) struct Report {
    /// The survey's id
    survey: SurveyId,
    /// The folder that is made
    #[arg(long, value_name = "FOLDER", required_unless_present = "verify")]
    out: Option<PathBuf>,
    /// A publication of the year before, to say what has changed
    #[arg(long, value_name = "FOLDER")]
    before: Option<PathBuf>,
    /// Look whether this publication is still what was answered
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["out", "before"])]
    verify: Option<PathBuf>,
    /// The private keys, where responses are sealed
    #[arg(long, num_args = 1.., value_name = "FILE")]
    key: Vec<PathBuf>,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

/// What a publication is made from, as it stands now.
struct Found {
    counted: Counted,
    dispositions: BTreeMap<WardCode, Dispositions>,
    recipe: Recipe,
}

/// Counts by their names.
fn named(of: &Dispositions) -> BTreeMap<String, u64> {
    of.counts().into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

impl Report {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let keys = self.key.iter().map(|path| read_key(path)).collect::<Result<Vec<_>, _>>()?;
        let content = self.content.for_figures(tongue)?;
        let store = self.database.open().await?;
        let done = match note(&store, Act::Report, self.survey.as_str()).await {
            Err(error) => Err(error.into()),
            Ok(()) => match &self.verify {
                Some(folder) => self.verify(&store, &keys, &content, folder).await,
                None => self.report(&store, &keys, &content).await,
            },
        };
        store.close().await;
        done
    }

    async fn report(&self, store: &Store, keys: &[PrivateKey], content: &Content) -> Result<ExitCode, CommandError> {
        let Some(out) = &self.out else { return Ok(ExitCode::FAILURE) };
        if out.exists() {
            return Err(ReportError::from(FolderError::There(out.clone())).into());
        }
        let editions = Editions::new(store.clone());
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        let edition = editions.current(&standing).await?;
        let Found { counted, dispositions, recipe } = self.counted(store, keys, content).await?;
        if counted.inputs.responses.count == 0 {
            return Err(ReportError::Nobody(self.survey.clone()).into());
        }
        let before = self.before.as_deref().map(earlier).transpose()?;
        let parts = Parts {
            survey: &edition.survey,
            counted: &counted,
            content: &content.indicators,
            words: &content.report,
            invited: &store.invited(&self.survey).await?,
            dispositions: &dispositions,
            earlier: before.as_ref().map(|(year, shares, _)| (*year, shares)),
        };
        let publication = Publication::new(parts)?;
        let mut written = files(&publication)?;
        let manifest = Manifest {
            survey: self.survey.to_string(),
            fiscal_year: publication.year,
            last_received_at: counted.last_received_at.clone(),
            inputs: Recipe { earlier: before.map(|(_, _, hash)| hash), ..recipe },
            files: BTreeMap::new(),
        };
        manifest.seal(&mut written)?;
        write_whole(out, &written)?;
        let responses = counted.inputs.responses.count;
        writeln!(std::io::stdout(), "{}: {responses} responses, {} files", out.display(), written.len())?;
        Ok(ExitCode::SUCCESS)
    }

    async fn counted(&self, store: &Store, keys: &[PrivateKey], content: &Content) -> Result<Found, CommandError> {
        let counted = count(store, &self.survey, keys, &content.indicators.all).await?;
        let invited = store.invited(&self.survey).await?;
        let dispositions = self.dispositions(store).await?;
        let mut read = Files::new();
        for folder in FIGURED_BY {
            let path = self.content.content.join(folder);
            if path.is_dir() {
                read_folder(&path, &format!("{folder}/"), &mut read)?;
            }
        }
        read.retain(|name, _| Path::new(name).extension().is_some_and(|extension| extension == "toml"));
        let recipe = Recipe {
            responses: counted.inputs.clone(),
            invited: invited.iter().map(|(ward, count)| (ward.to_string(), *count)).collect(),
            dispositions: dispositions.iter().map(|(ward, of)| (ward.to_string(), named(of))).collect(),
            content: read.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
            earlier: None,
            said: counted.said.as_ref().map(|said| said.sha256.clone()),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok(Found { counted, dispositions, recipe })
    }

    /// What became of everybody who was asked by letter; nothing where people come without.
    async fn dispositions(&self, store: &Store) -> Result<BTreeMap<WardCode, Dispositions>, StoreError> {
        if store.code_uses(&self.survey).await?.is_empty() {
            return Ok(BTreeMap::new());
        }
        dispositions(store, &self.survey, &answered(store, &self.survey).await?).await
    }

    async fn verify(
        &self,
        store: &Store,
        keys: &[PrivateKey],
        content: &Content,
        folder: &Path,
    ) -> Result<ExitCode, CommandError> {
        let manifest = Manifest::read(folder)?;
        if manifest.survey != self.survey.as_str() {
            let what = format!("it is of {}", manifest.survey);
            return Err(ReportError::NotAPublication { path: folder.to_owned(), what }.into());
        }
        let mut found = manifest.hold_against_files(folder)?;
        match self.counted(store, keys, content).await {
            Ok(now) => found.extend(manifest.hold_against_inputs(&now.recipe)),
            Err(CommandError::Report(ReportError::NotRead(error @ NotRead::Strange { .. }))) => {
                found.push(Mismatch::Unreadable(error.to_string()));
            }
            Err(error) => return Err(error),
        }
        for mismatch in &found {
            writeln!(std::io::stderr(), "{mismatch}")?;
        }
        if found.is_empty() {
            let count = manifest.inputs.responses.responses.count;
            writeln!(std::io::stdout(), "{}: as it was published, {count} responses", folder.display())?;
            return Ok(ExitCode::SUCCESS);
        }
        Err(CommandError::NotAsPublished(found.len()))
    }
}
