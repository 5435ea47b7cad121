//! Whether a sealed response opens, and is one.

use questionnaire::{ResponseProblem, SurveyId, WireResponse};
use sealing::{CannotOpen, PrivateKey};

use crate::edition::Editions;
use crate::sealed_response::{SealedResponse, Unopened};
use crate::store::{SealedBody, StoreError};
use crate::stored_response::StoredResponse;

/// Why a sealed response is not opened. It stays where it is.
#[derive(Debug)]
pub enum Shut {
    /// The stored bytes are no sealed response.
    Unreadable,
    /// It is sealed to other keys, whose ids these are.
    OtherKeys(Vec<String>),
    /// It was changed after it was sealed.
    Changed,
    /// It is not the response that the database says it is.
    Displaced {
        /// What of it is another.
        field: &'static str,
    },
    /// What was sealed are no answers.
    NoAnswers,
    /// Its survey was never published in its revision.
    UnknownRevision,
    /// By the rules of its survey it is no response.
    NotValid(Vec<ResponseProblem>),
}

impl Shut {
    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::OtherKeys(_) => "other_keys",
            Self::Changed => "changed",
            Self::Displaced { .. } => "displaced",
            Self::NoAnswers => "no_answers",
            Self::UnknownRevision => "unknown_revision",
            Self::NotValid(_) => "not_valid",
        }
    }
}

/// The response that the store keeps sealed under `id`, opened and judged by the rules of the revision that it names.
pub async fn opened(
    survey: &SurveyId,
    id: &str,
    stored: &SealedBody,
    keys: &[PrivateKey],
    editions: &Editions,
) -> Result<Result<StoredResponse, Shut>, StoreError> {
    let wire = match unsealed(survey, id, stored, keys) {
        Ok(wire) => wire,
        Err(shut) => return Ok(Err(shut)),
    };
    let Some(edition) = editions.get(survey, &wire.revision).await? else { return Ok(Err(Shut::UnknownRevision)) };
    Ok(StoredResponse::judged(&edition.survey, wire, stored.through).map_err(Shut::NotValid))
}

fn unsealed(survey: &SurveyId, id: &str, stored: &SealedBody, keys: &[PrivateKey]) -> Result<WireResponse, Shut> {
    let sealed = SealedResponse::parse(stored.body.as_bytes()).map_err(|_| Shut::Unreadable)?;
    let wire = sealed.open(keys).map_err(|error| match error {
        Unopened::Shut(CannotOpen::OtherKeys { to }) => Shut::OtherKeys(to),
        Unopened::Shut(CannotOpen::Changed) => Shut::Changed,
        Unopened::NoAnswers { .. } => Shut::NoAnswers,
    })?;
    // What was sealed cannot be changed, but it can be put in the place of another.
    let displaced = [
        ("id", wire.id.to_string() == id),
        ("survey", wire.survey == *survey),
        ("revision", wire.revision.to_string() == stored.revision),
        ("ward", wire.ward.to_string() == stored.ward),
        ("receipt_hash", wire.receipt_hash.to_string() == stored.receipt_hash),
    ];
    match displaced.into_iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(Shut::Displaced { field }),
        None => Ok(wire),
    }
}
