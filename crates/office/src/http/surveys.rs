//! A survey as the page needs it, and the words of the page by themselves.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::{Language, SurveyId};

use super::Office;
use super::document::answer::{self, NoSuchSurvey, answers, bare, kept, problem};
use super::document::parameter::{OfSpeaker, OfSurvey, any, parameters, part, query};
use super::link::brought;
use super::problem::Problem;
use super::representation::{self, Keeping, Representation};
use crate::clock;
use crate::content::Interface;
use crate::edition::{self, Situation};
use crate::store::{Standing, StoreError};

/// What the page is given depends on the survey, on who asks and, if it asks for one, on the language of its own words.
pub(super) type PayloadOf = (SurveyId, Speaker, Option<Language>);
/// Words by themselves depend on who says them, and in which language.
pub(super) type WordsOf = (Speaker, Language);

/// Who says the words of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Speaker {
    /// A resident's browser.
    Module,
    /// A tablet that staff have set up, which has words of its own besides.
    Tablet,
}

impl Speaker {
    fn of(query: &str) -> Self {
        match brought(query, "for").as_deref() {
            Some("tablet") => Self::Tablet,
            _ => Self::Module,
        }
    }
}

answers! {
    /// A survey.
    Published,
    200 => kept(answer::json("Payload", "the survey")),
    304 => bare("the survey is the one that If-None-Match names"),
    403 => problem(
        "the page that asks is of an origin that the survey does not name (origin_not_allowed); asked from no other \
         origin, it is always given out",
    ),
}

parameters! {
    /// In which language.
    InLanguage,
    query("lang", any(), "give the words of the page in this language alone; one that it does not speak is as good as none"),
}

/// A survey as it was published, how it stands, and the words of the page
#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}",
    params(OfSurvey, InLanguage, OfSpeaker),
    responses(Published, NoSuchSurvey)
)]
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let standing = office.store.standing(&survey).await?.ok_or_else(Problem::no_such_survey)?;
    let query = query.unwrap_or_default();
    let language = brought(&query, "lang");
    Ok(office.payload(standing, Speaker::of(&query), language.as_deref()).await?.respond(&headers))
}

answers! {
    /// Words.
    Said,
    200 => kept(answer::json("Words", "the words by table and key")),
    304 => bare("the words are those that If-None-Match names"),
    404 => problem("the page does not speak it (no_such_language)"),
}

parameters! {
    /// Which language.
    OfLanguage,
    part("language", any(), "the language"),
}

/// The words of the page in one language, for pages of every origin
///
/// They are of no survey.
#[utoipa::path(get, path = "/api/v1/interface/{language}", params(OfLanguage, OfSpeaker), responses(Said))]
pub(super) async fn words(
    State(office): State<Arc<Office>>,
    Path(language): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language: Language = language.parse().map_err(|_| Problem::no_such_language())?;
    let speaker = Speaker::of(&query.unwrap_or_default());
    let words = office.said_by(speaker).0.get(&language).ok_or_else(Problem::no_such_language)?;
    let of = (speaker, language);
    if let Some(kept) = office.words.get(&of, &()) {
        return Ok(kept.respond(&headers));
    }
    let words = json(words.to_string()).await.shared(true);
    Ok(office.words.keep(of, (), words).respond(&headers))
}

impl Office {
    /// Makes what every page will ask for, so that the first resident does not wait for the compression.
    pub async fn warm(&self) -> Result<(), StoreError> {
        for standing in self.store.standings().await? {
            self.payload(standing.clone(), Speaker::Module, None).await?;
            let edition = self.editions.current(&standing).await?;
            for language in edition.survey.languages() {
                self.payload(standing.clone(), Speaker::Module, Some(language.as_str())).await?;
            }
        }
        Ok(())
    }

    fn said_by(&self, speaker: Speaker) -> &Interface {
        match speaker {
            Speaker::Module => &self.interface,
            Speaker::Tablet => &self.interface_of_tablet,
        }
    }

    async fn payload(
        &self,
        standing: Standing,
        speaker: Speaker,
        language: Option<&str>,
    ) -> Result<Arc<Representation>, StoreError> {
        let edition = self.editions.current(&standing).await?;
        let situation = Situation::of(standing, &edition.survey, clock::now());
        let language = language.and_then(|language| Language::meant(language, edition.survey.languages()));
        let language = language.filter(|language| self.interface.0.contains_key(language)).cloned();
        let of = (situation.standing.survey.clone(), speaker, language);
        if let Some(kept) = self.payloads.get(&of, &situation) {
            return Ok(kept);
        }
        let interface = self.said_by(speaker).only(of.2.as_ref());
        let payload = json(edition::payload(&situation, &edition, &interface)).await;
        Ok(self.payloads.keep(of, situation, payload))
    }
}

async fn json(json: String) -> Representation {
    let json = Bytes::from(json);
    let brotli = representation::brotli_best(json.clone()).await;
    Representation::new("application/json", Keeping::AskEachTime, json).with_brotli(brotli)
}
