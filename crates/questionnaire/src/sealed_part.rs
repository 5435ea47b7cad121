//! The two parts of a response that is sealed: what stays in clear, and what is sealed.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::admit::{ResponseFault, ResponseProblem};
use crate::calendar::Minute;
use crate::id::SurveyId;
use crate::language::Language;
use crate::receipt::ReceiptHash;
use crate::response::{Identity, Mode, Response, ResponseId};
use crate::revision::Revision;
use crate::setting::Givens;
use crate::survey::Survey;
use crate::tree::{self, Unwritable};
use crate::ward::WardCode;
use crate::wire::{Once, WireResponse, keys_once};

/// What of a sealed response stays in clear: all that the collector has to know of it.
// The fields stand in the order of canonical JSON (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearPart {
    /// Whether somebody helped to put it in.
    pub assisted: bool,
    /// When it was sent off.
    pub finished_at: Minute,
    /// Its id.
    pub id: ResponseId,
    /// The language it was finished in.
    pub language: Language,
    /// Through which door it says it came.
    pub mode: Mode,
    /// The hash of its receipt.
    pub receipt_hash: ReceiptHash,
    /// The revision of the survey.
    pub revision: Revision,
    /// When the first question was shown.
    pub started_at: Minute,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The ward it speaks of.
    pub ward: WardCode,
}

/// What of a sealed response nobody reads before it is opened.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedPart {
    /// The answers by question id.
    #[serde(deserialize_with = "keys_once")]
    pub answers: Once<Json>,
    /// The facts that came with the link.
    pub given: Once<String>,
}

/// The same, as it is sealed.
#[derive(Serialize)]
struct ToSeal<'a, A> {
    answers: &'a A,
    given: &'a Givens,
}

pub(crate) fn secret_json<A: Serialize>(answers: &A, given: &Givens) -> Result<String, Unwritable> {
    tree::write(&ToSeal { answers, given })
}

impl ClearPart {
    pub(crate) fn of(survey: &SurveyId, ward: WardCode, identity: &Identity) -> Self {
        Self {
            assisted: identity.assisted,
            finished_at: identity.finished_at,
            id: identity.id,
            language: identity.language.clone(),
            mode: identity.mode,
            receipt_hash: identity.receipt_hash.clone(),
            revision: identity.revision.clone(),
            started_at: identity.started_at,
            survey: survey.clone(),
            ward,
        }
    }
}

impl Response {
    /// What stays in clear when it is sealed.
    pub fn clear_part(&self) -> ClearPart {
        ClearPart::of(self.survey(), self.ward(), self.identity())
    }

    /// The same as canonical JSON.
    ///
    /// Fails never in practice, like [`to_json`](Self::to_json).
    pub fn clear_json(&self) -> Result<String, Unwritable> {
        tree::write(&self.clear_part())
    }

    /// What is sealed, as canonical JSON.
    ///
    /// Fails never in practice, like [`to_json`](Self::to_json).
    pub fn secret_json(&self) -> Result<String, Unwritable> {
        secret_json(self.complete(), self.given())
    }
}

impl WireResponse {
    /// The response that was divided into these parts. It is judged anew: whoever sealed it may have sealed anything.
    pub fn of_parts(clear: ClearPart, sealed: SealedPart) -> Self {
        Self {
            id: clear.id,
            survey: clear.survey,
            revision: clear.revision,
            ward: clear.ward,
            mode: clear.mode,
            assisted: clear.assisted,
            language: clear.language,
            given: sealed.given,
            receipt_hash: clear.receipt_hash,
            started_at: clear.started_at,
            finished_at: clear.finished_at,
            answers: sealed.answers,
        }
    }
}

impl Survey {
    /// Everything that is wrong with a sealed response as far as it can be told before it is opened. The caller has
    /// found this survey by the response's revision.
    pub fn admit_clear(&self, clear: &ClearPart) -> Vec<ResponseProblem> {
        let mut faults = self.whole_faults(&clear.survey, &clear.language, clear.started_at, clear.finished_at);
        faults.extend(self.setting(clear.ward, Givens::new()).err().map(ResponseFault::Setting));
        faults.into_iter().map(|fault| ResponseProblem { question: None, fault }).collect()
    }
}
