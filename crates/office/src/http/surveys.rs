//! A survey as the page needs it, and the words of the page by themselves.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::{Language, SurveyId};

use super::Office;
use super::link::brought;
use super::problem::Problem;
use super::representation::{self, Keeping, Representation};
use crate::content::Interface;
use crate::edition;
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

/// `GET /api/v1/surveys/{survey}`; with `?lang=` the words of the page come in that language alone, if it speaks it, and
/// with `?for=tablet` they are those of a tablet.
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

/// `GET /api/v1/interface/{language}`: the words of the page, for every page of the web, since they are of no survey; with
/// `?for=tablet` those of a tablet.
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
        let language = language.and_then(|language| Language::meant(language, edition.survey.languages()));
        let language = language.filter(|language| self.interface.0.contains_key(language)).cloned();
        let of = (standing.survey.clone(), speaker, language);
        if let Some(kept) = self.payloads.get(&of, &standing) {
            return Ok(kept);
        }
        let interface = self.said_by(speaker).only(of.2.as_ref());
        let payload = json(edition::payload(&standing, &edition, &interface)).await;
        Ok(self.payloads.keep(of, standing, payload))
    }
}

async fn json(json: String) -> Representation {
    let json = Bytes::from(json);
    let brotli = representation::brotli_best(json.clone()).await;
    Representation::new("application/json", Keeping::AskEachTime, json).with_brotli(brotli)
}
