//! `koe-office paper`

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use questionnaire::{GivenName, Givens, Language, Survey, SurveyId, WardCode};

use super::CommandError;
use super::place::{ContentFolder, Database};
use crate::content::{Interface, Tongue};
use crate::edition::Editions;
use crate::http::PublicOrigin;
use crate::paper::PaperForm;
use crate::store::{Store, StoreError};

/// Prints the questionnaire for paper, as HTML that a browser prints on A4
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office paper ward-residents-2026 --ward 271080 > paper.html")]
pub(super) struct Paper {
    /// The survey's id
    survey: SurveyId,
    /// The ward's code
    #[arg(long)]
    ward: WardCode,
    /// The language; without, the first of the survey
    #[arg(long)]
    lang: Option<Language>,
    /// A fact that a link would bring, such as kind=civic
    #[arg(long, value_name = "NAME=VALUE", value_parser = given)]
    given: Vec<(GivenName, String)>,
    /// In large print
    #[arg(long)]
    large: bool,
    /// Where people reach the office, for the QR code; without, there is none
    #[arg(long, value_name = "ORIGIN")]
    public_origin: Option<PublicOrigin>,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

fn given(text: &str) -> Result<(GivenName, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.parse().map_err(|error: questionnaire::NotAnId| error.to_string())?, value.to_owned()))
}

impl Paper {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let interface =
            Interface::load(&self.content.content).map_err(|problem| CommandError::Interface(problem.line(tongue)))?;
        let store = self.database.open().await?;
        let html = self.html(&store, &interface).await;
        store.close().await;
        std::io::stdout().lock().write_all(html?.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }

    async fn html(&self, store: &Store, interface: &Interface) -> Result<String, CommandError> {
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        let survey = &edition.survey;
        let setting = survey
            .setting(self.ward, self.given.iter().cloned().collect::<Givens>())
            .map_err(|error| CommandError::Paper(error.to_string()))?;
        let language = printed_in(survey, self.lang.as_ref())?;
        let address = self
            .public_origin
            .as_ref()
            .map(|origin| format!("{origin}/s/{}?ward={}&lang={language}", survey.id(), setting.ward()));
        let large = self.large;
        let form =
            PaperForm { survey, setting: &setting, language, interface, large, address, code: None, is_over: false };
        Ok(form.html())
    }
}

/// The language in which something of a survey is printed: the one that is wanted, or its first.
pub(super) fn printed_in<'a>(survey: &'a Survey, wanted: Option<&Language>) -> Result<&'a Language, CommandError> {
    let language = match wanted {
        None => survey.languages().first(),
        Some(wanted) => survey.languages().iter().find(|language| *language == wanted),
    };
    language.ok_or_else(|| {
        let has: Vec<&str> = survey.languages().iter().map(Language::as_str).collect();
        CommandError::Paper(format!("the survey has no such language: it has {}", has.join(", ")))
    })
}
