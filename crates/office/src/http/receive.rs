//! From the bytes of a response to what became of it.

use std::time::Instant;

use axum::http::HeaderValue;
use questionnaire::{Mode, Response, ResponseId, SurveyId, UnreadableResponse, WireResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Office;
use super::metrics::Outcome;
use super::problem::Problem;
use crate::clock;
use crate::store::{Arrival, Kept, Reason, Stored};

/// What a device is told of a response that is stored.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Acknowledgement {
    pub(super) id: ResponseId,
    pub(super) stored: Stored,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<Reason>,
    /// Whether it was stored before.
    #[serde(skip)]
    pub(super) before: bool,
}

impl Acknowledgement {
    pub(super) fn status(&self) -> u16 {
        match (self.before, self.stored) {
            (true, _) => 200,
            (false, Stored::Aside) => 202,
            (false, Stored::Counted | Stored::Rehearsal) => 201,
        }
    }
}

impl Office {
    /// Takes in the response that `body` holds, and counts what became of it.
    pub(super) async fn receive(
        &self,
        survey: &SurveyId,
        body: &[u8],
        code: Option<&str>,
        id: Option<&str>,
    ) -> Result<Acknowledgement, Problem> {
        let received = self.take_in(survey, body, code, id).await;
        self.metrics.came(match &received {
            Ok(Acknowledgement { before: true, .. }) => Outcome::Replayed,
            Ok(Acknowledgement { stored: Stored::Counted, .. }) => Outcome::Counted,
            Ok(Acknowledgement { stored: Stored::Rehearsal, .. }) => Outcome::Rehearsal,
            Ok(Acknowledgement { stored: Stored::Aside, .. }) => Outcome::Aside,
            Err(problem) => match problem.status().as_u16() {
                409 => Outcome::Conflict,
                403 | 429 => Outcome::Refused,
                500.. => Outcome::Failed,
                _ => Outcome::Invalid,
            },
        });
        received
    }

    async fn take_in(
        &self,
        survey: &SurveyId,
        body: &[u8],
        code: Option<&str>,
        id: Option<&str>,
    ) -> Result<Acknowledgement, Problem> {
        let wire = WireResponse::parse(body).map_err(unreadable)?;
        if wire.survey != *survey {
            return Err(Problem::mismatch(
                "wrong_survey",
                "the response answers another survey than the address names: send it there",
            ));
        }
        if id.is_some_and(|id| id != wire.id.to_string()) {
            return Err(Problem::mismatch(
                "wrong_id",
                "the response has another id than the address names: make them the same",
            ));
        }
        if self.store.standing(survey).await?.is_none() {
            return Err(Problem::no_such_survey());
        }
        let edition = self.editions.get(survey, &wire.revision).await?.ok_or_else(Problem::unknown_revision)?;
        // No device has a credential of its own yet, so whatever comes here came from the open web.
        let response = edition.survey.admit(wire).map_err(|problems| Problem::not_valid(&problems))?.through(Mode::Web);
        let needs_code = edition.survey.frame().needs_code();
        let code = code.filter(|_| needs_code);
        let arrival = self.arrival(&response, code, needs_code)?;
        self.settle(arrival.id, &arrival.survey, self.store.keep(&arrival).await?)
    }

    fn arrival(&self, response: &Response, code: Option<&str>, needs_code: bool) -> Result<Arrival, Problem> {
        let unwritable = |error: serde_json::Error| Problem::misshapen(&error.to_string());
        let body = response.to_json().map_err(unwritable)?;
        Ok(Arrival {
            survey: response.survey().clone(),
            id: response.id(),
            revision: response.identity().revision.clone(),
            ward: response.ward(),
            receipt_hash: response.identity().receipt_hash.to_string(),
            content_hash: Sha256::digest(&body).into(),
            body,
            received_at: clock::now(),
            code_hash: code.map(|code| self.code_hash(response.survey(), code)),
            needs_code,
            hears_codes: self.listens(response.survey()).is_ok(),
        })
    }

    /// The hash of a code as it was typed. What is no code at all gets a hash that nothing in the store has.
    pub(super) fn code_hash(&self, survey: &SurveyId, typed: &str) -> [u8; 32] {
        typed.parse().map_or([0; 32], |code| self.code_key.hash(survey, code))
    }

    /// Refuses to look at a code while too many wrong ones came.
    pub(super) fn listens(&self, survey: &SurveyId) -> Result<(), Problem> {
        self.guesses.listens(survey, Instant::now()).map_err(|wait| Problem::too_many_wrong_codes(wait.as_secs() + 1))
    }

    fn settle(&self, id: ResponseId, survey: &SurveyId, kept: Kept) -> Result<Acknowledgement, Problem> {
        match kept {
            Kept::New(stored, reason) => Ok(Acknowledgement { id, stored, reason, before: false }),
            Kept::Before(stored, reason) => Ok(Acknowledgement { id, stored, reason, before: true }),
            Kept::Conflict => Err(Problem::conflict()),
            Kept::NotAccepting(state) => Err(Problem::not_accepting(state)),
            Kept::CodeMissing => Err(Problem::code_missing()),
            Kept::CodeUnknown => {
                self.guesses.wrong(survey, Instant::now());
                Err(Problem::code_unknown())
            }
            Kept::CodeUnheard => {
                self.listens(survey)?;
                Err(Problem::too_many_wrong_codes(1))
            }
        }
    }
}

fn unreadable(error: UnreadableResponse) -> Problem {
    match error {
        UnreadableResponse::TooLarge { .. } => Problem::too_large(questionnaire::limit::RESPONSE_BYTES_MAX),
        UnreadableResponse::NotJson { what } => Problem::not_json(&what),
        UnreadableResponse::Misshapen { what } => Problem::misshapen(&what),
    }
}

/// The code in a header. One that is no text is as good as a wrong one.
pub(super) fn code_of(header: Option<&HeaderValue>) -> Option<&str> {
    header.map(|value| value.to_str().unwrap_or_default())
}
