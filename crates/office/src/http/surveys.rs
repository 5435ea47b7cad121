//! A survey as the page needs it, and the words of the page by themselves.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::{Language, SurveyId};

use super::Office;
use super::problem::Problem;
use super::representation::{self, Keeping, Representation};
use crate::edition;
use crate::store::{Standing, StoreError};

/// What the page is given depends on the survey and, if it asks for one, on the language of its own words.
pub(super) type PayloadOf = (SurveyId, Option<Language>);

/// `GET /api/v1/surveys/{survey}`; with `?lang=` the words of the page come in that language alone, if it speaks it.
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let standing = office.store.standing(&survey).await?.ok_or_else(Problem::no_such_survey)?;
    let mut brought = form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
    let language = brought.find(|(name, _)| name == "lang").and_then(|(_, language)| language.parse().ok());
    let language = language.filter(|language| office.interface.0.contains_key(language));
    Ok(office.payload(standing, language).await?.respond(&headers))
}

/// `GET /api/v1/interface/{language}`: the words of the page, for every page of the web, since they are of no survey.
pub(super) async fn words(
    State(office): State<Arc<Office>>,
    Path(language): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language: Language = language.parse().map_err(|_| Problem::no_such_language())?;
    let words = office.interface.0.get(&language).ok_or_else(Problem::no_such_language)?;
    if let Some(kept) = office.words.get(&language, &()) {
        return Ok(kept.respond(&headers));
    }
    let words = json(words.to_string()).await.shared(true);
    Ok(office.words.keep(language, (), words).respond(&headers))
}

impl Office {
    /// Makes what every page will ask for, so that the first resident does not wait for the compression.
    pub async fn warm(&self) -> Result<(), StoreError> {
        for standing in self.store.standings().await? {
            self.payload(standing.clone(), None).await?;
            for language in self.interface.0.keys() {
                self.payload(standing.clone(), Some(language.clone())).await?;
            }
        }
        Ok(())
    }

    async fn payload(&self, standing: Standing, language: Option<Language>) -> Result<Arc<Representation>, StoreError> {
        let of = (standing.survey.clone(), language);
        if let Some(kept) = self.payloads.get(&of, &standing) {
            return Ok(kept);
        }
        let edition = self.editions.current(&standing).await?;
        let interface = self.interface.only(of.1.as_ref());
        let payload = json(edition::payload(&standing, &edition, &interface)).await;
        Ok(self.payloads.keep(of, standing, payload))
    }
}

async fn json(json: String) -> Representation {
    let json = Bytes::from(json);
    let brotli = representation::brotli_best(json.clone()).await;
    Representation::new("application/json", Keeping::AskEachTime, json).with_brotli(brotli)
}
