//! A survey as the page needs it.

use std::io::Write;
use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::SurveyId;

use super::Office;
use super::problem::Problem;
use super::representation::{Keeping, Representation};
use crate::edition;
use crate::store::{Standing, StoreError};

/// What the page is given for a survey that stands so.
#[derive(Debug)]
pub(super) struct Payload {
    standing: Standing,
    representation: Representation,
}

/// `GET /api/v1/surveys/{survey}`
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let standing = office.store.standing(&survey).await?.ok_or_else(Problem::no_such_survey)?;
    Ok(office.payload(standing).await?.representation.respond(&headers))
}

impl Office {
    /// Makes what every page will ask for, so that the first resident does not wait for the compression.
    pub async fn warm(&self) -> Result<(), StoreError> {
        for standing in self.store.standings().await? {
            self.payload(standing).await?;
        }
        Ok(())
    }

    async fn payload(&self, standing: Standing) -> Result<Arc<Payload>, StoreError> {
        let made = self.payloads.read().unwrap_or_else(PoisonError::into_inner).get(&standing.survey).cloned();
        if let Some(made) = made.filter(|made| made.standing == standing) {
            return Ok(made);
        }
        let edition = self.editions.current(&standing).await?;
        let plain = Bytes::from(edition::payload(&standing, &edition, &self.interface));
        let to_compress = plain.clone();
        let brotli = tokio::task::spawn_blocking(move || brotli(&to_compress)).await.ok().flatten();
        let representation = Representation::new("application/json", Keeping::AskEachTime, plain).with_brotli(brotli);
        let payload = Arc::new(Payload { standing, representation });
        let mut payloads = self.payloads.write().unwrap_or_else(PoisonError::into_inner);
        payloads.insert(payload.standing.survey.clone(), Arc::clone(&payload));
        Ok(payload)
    }
}

/// `bytes` at the highest level of brotli: it is done once for each state, and every resident waits for it.
fn brotli(bytes: &[u8]) -> Option<Bytes> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(Bytes::from(compressed))
}
