//! `koe-office survey`

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use questionnaire::{DraftSurvey, State, Survey, SurveyId};
use serde_json::json;

use super::CommandError;
use super::place::{ContentFolder, Database, note};
use crate::audit;
use crate::audit::Deed;
use crate::clock;
use crate::content::{Content, ContentProblem, Interface, Tongue, What};
use crate::edition::{self, Editions, Published, Situation};
use crate::retention::{Deletion, tidy};
use crate::store::{Store, StoreError, check_way};

/// Shows where surveys stand, and moves them on
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office survey rehearse ward-residents-2026")]
pub(super) struct Command {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Publishes the survey as it is in the content folder, for everybody to try (予行); nothing counts
    Rehearse(ToPublish),
    /// Publishes the survey as it is in the content folder, and lets it begin or go on
    Open(ToPublish),
    /// Takes a rehearsal back
    Draft(ToPublish),
    /// Lets an open survey rest
    Pause(ToMove),
    /// Ends a survey; what was finished before and comes within its days of grace counts, what is later is set aside
    Close(ToMove),
    /// Marks a closed survey as one whose results are public
    Publish(ToMove),
    /// Puts a published survey away
    Archive(ToMove),
    /// Deletes what has had its time, as `serve` does every hour, and says what
    Tidy(Tidy),
    /// Lists the surveys that were published here
    List(List),
    /// Prints a survey exactly as the page is given it
    Show(Show),
}

#[derive(Debug, Args)]
struct ToPublish {
    /// The survey's id
    survey: SurveyId,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
struct ToMove {
    /// The survey's id
    survey: SurveyId,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
struct Tidy {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
struct Show {
    /// The survey's id
    survey: SurveyId,
    /// Print JSON, the only form there is
    #[arg(long, required = true)]
    json: bool,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

impl Command {
    pub(super) async fn run(self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        match self.act {
            Act::Rehearse(survey) => survey.run(State::Rehearsal, tongue).await?,
            Act::Open(survey) => survey.run(State::Open, tongue).await?,
            Act::Draft(survey) => survey.run(State::Draft, tongue).await?,
            Act::Pause(survey) => survey.run(State::Paused).await?,
            Act::Close(survey) => survey.run(State::Closed).await?,
            Act::Publish(survey) => survey.run(State::Published).await?,
            Act::Archive(survey) => survey.run(State::Archived).await?,
            Act::Tidy(tidy) => tidy.run().await?,
            Act::List(list) => list.run().await?,
            Act::Show(show) => show.run().await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl ToPublish {
    async fn run(&self, next: State, tongue: Tongue) -> Result<(), CommandError> {
        let draft = self.sound_draft(tongue)?;
        let store = self.database.open_or_create().await?;
        let done = self.publish(&store, &draft, next).await;
        store.close().await;
        done
    }

    async fn publish(&self, store: &Store, draft: &DraftSurvey, next: State) -> Result<(), CommandError> {
        // A survey that cannot go there must not get a new revision on the way.
        let before = store.standing(&self.survey).await?;
        check_way(&self.survey, before.map_or(State::Draft, |before| before.state), next)?;
        note(store, audit::Act::Survey, format!("{} {}", self.survey, next.as_str())).await?;
        let Published { revision, is_new } = edition::publish(store, draft, next).await?;
        let what = if is_new { "new revision" } else { "revision as before" };
        writeln!(std::io::stdout(), "{} is {} ({what} {revision})", self.survey, next.as_str())?;
        Ok(())
    }

    fn sound_draft(&self, tongue: Tongue) -> Result<DraftSurvey, CommandError> {
        let mut content = Content::read(&self.content.content);
        let Some(draft) = content.surveys.remove(&self.survey) else {
            return Err(CommandError::NotInContent(self.survey.clone()));
        };
        let Err(problems) = Survey::try_from(draft.clone()) else { return Ok(draft) };
        let file = self.content.content.join("surveys").join(format!("{}.toml", self.survey));
        for problem in &problems {
            let what = What::Unsound(Box::new(problem.clone()));
            let problem = ContentProblem { file: file.clone(), at: None, what };
            writeln!(std::io::stderr(), "{}", problem.line(tongue))?;
        }
        Err(CommandError::NotSound(self.survey.clone()))
    }
}

impl ToMove {
    async fn run(&self, next: State) -> Result<(), CommandError> {
        let store = self.database.open().await?;
        let done = self.send(&store, next).await;
        store.close().await;
        done?;
        writeln!(std::io::stdout(), "{} is {}", self.survey, next.as_str())?;
        Ok(())
    }

    async fn send(&self, store: &Store, next: State) -> Result<(), StoreError> {
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        check_way(&self.survey, standing.state, next)?;
        note(store, audit::Act::Survey, format!("{} {}", self.survey, next.as_str())).await?;
        store.send_to(&self.survey, next, clock::now()).await.map(drop)
    }
}

impl Tidy {
    async fn run(&self) -> Result<(), CommandError> {
        let store = self.database.open().await?;
        let deletions = tidy(&store, clock::now(), Deed::of_terminal).await;
        store.close().await;
        let (deletions, mut out) = (deletions?, std::io::stdout().lock());
        if self.json {
            writeln!(out, "{}", json!(deletions))?;
            return Ok(());
        }
        for Deletion { survey, what, rows } in &deletions {
            writeln!(out, "{survey:<28} {:<14} {rows}", what.as_str())?;
        }
        if deletions.is_empty() {
            writeln!(out, "nothing has had its time")?;
        }
        Ok(())
    }
}

impl List {
    async fn run(&self) -> Result<(), CommandError> {
        let store = self.database.open().await?;
        let editions = Editions::new(store.clone());
        let mut rows = Vec::new();
        for standing in store.standings().await? {
            let edition = editions.current(&standing).await?;
            rows.push(json!({
                "id": standing.survey,
                "state": standing.state,
                "revision": standing.revision,
                "title": edition.survey.title(),
                "needs_code": edition::needs_code(&edition.survey, standing.state),
            }));
        }
        store.close().await;
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::Value::from(rows))?;
            return Ok(());
        }
        for row in rows {
            let text = |name: &str| row.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            writeln!(out, "{:<28} {:<10} {}", text("id"), text("state"), text("revision"))?;
        }
        Ok(())
    }
}

impl Show {
    async fn run(&self) -> Result<(), CommandError> {
        let interface = Interface::load(&self.content.content)
            .map_err(|problem| CommandError::Interface(problem.line(Tongue::En)))?;
        let store = self.database.open().await?;
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        store.close().await;
        let situation = Situation::of(standing, &edition.survey, clock::now());
        writeln!(std::io::stdout(), "{}", edition::payload(&situation, &edition, &interface))?;
        Ok(())
    }
}
