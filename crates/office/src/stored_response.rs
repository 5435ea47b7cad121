//! Stored responses, judged again by the rules of the revision that each names.

use std::sync::Arc;

use questionnaire::{
    Answers, Givens, Identity, Mark, Mode, PaperResponse, QuestionId, Response, ResponseProblem, Revision, Survey,
    SurveyId, TypedResponse, WardCode, WireResponse,
};
use sealing::PrivateKey;
use serde::Serialize;

use crate::edition::{Edition, Editions};
use crate::opened::opened;
use crate::store::{Record, Store, StoreError};

/// A response as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum StoredResponse {
    /// It came from a screen, and is complete.
    Asked(Box<Response>),
    /// Staff typed it in from paper, which says what it says.
    Typed(Box<TypedResponse>),
}

impl StoredResponse {
    /// The response that came through the door `mode`, judged by `survey`.
    pub fn judged(survey: &Survey, wire: WireResponse, mode: Mode) -> Result<Self, Vec<ResponseProblem>> {
        match mode {
            Mode::Paper => Ok(Self::Typed(Box::new(survey.admit_paper(wire)?.through(mode)))),
            Mode::Web | Mode::Kiosk | Mode::Field | Mode::Plain => {
                Ok(Self::Asked(Box::new(survey.admit(wire)?.through(mode))))
            }
        }
    }

    /// What tells it from others.
    pub fn identity(&self) -> &Identity {
        match self {
            Self::Asked(response) => response.identity(),
            Self::Typed(response) => response.identity(),
        }
    }

    /// The ward it speaks of.
    pub fn ward(&self) -> WardCode {
        match self {
            Self::Asked(response) => response.ward(),
            Self::Typed(response) => response.ward(),
        }
    }

    /// The facts that came with the link, or that the sheet was printed for.
    pub fn given(&self) -> &Givens {
        match self {
            Self::Asked(response) => response.given(),
            Self::Typed(response) => response.given(),
        }
    }

    /// Its valid answers: of a question with two marks, or with what nobody can read, there is none.
    pub fn answers(&self) -> &Answers {
        match self {
            Self::Asked(response) => response.answers(),
            Self::Typed(response) => response.answers(),
        }
    }

    /// What stands on the sheet, where it was one.
    pub fn paper(&self) -> Option<&PaperResponse> {
        match self {
            Self::Asked(_) => None,
            Self::Typed(response) => Some(response.paper()),
        }
    }

    /// What stands at a question of the sheet, where it was one.
    pub fn mark(&self, question: &QuestionId) -> Option<&Mark> {
        self.paper().and_then(|paper| paper.mark(question))
    }
}

/// Reads the stored responses of a survey, opening what is sealed.
#[derive(Debug)]
pub struct StoredResponses<'a> {
    survey: &'a SurveyId,
    keys: &'a [PrivateKey],
    editions: Editions,
}

/// Why a stored response is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sealed responses and no key.
    #[error("responses of \"{0}\" are sealed: give the private key with --key")]
    Sealed(SurveyId),
    /// A sealed response that does not open, or is none.
    #[error("the sealed response {id} is not opened ({code}): `koe-office open` says more; nothing is made without it")]
    Shut {
        /// Which response.
        id: String,
        /// Why.
        code: &'static str,
    },
    /// A stored response that is none.
    #[error(
        "the stored response {id} is not one that was let in ({what}): find out who changed the database, or restore the latest backup"
    )]
    Strange {
        /// Which response.
        id: String,
        /// What is wrong; nothing of an answer.
        what: String,
    },
}

impl NotRead {
    /// That `record` is not one that was let in.
    pub fn strange(record: &Record, what: &str) -> Self {
        Self::Strange { id: record.id.clone(), what: what.to_owned() }
    }
}

impl<'a> StoredResponses<'a> {
    /// Those of `survey` in `store`.
    pub fn new(store: &Store, survey: &'a SurveyId, keys: &'a [PrivateKey]) -> Self {
        Self { survey, keys, editions: Editions::new(store.clone()) }
    }

    /// The response that `record` holds, with the edition that it answers.
    pub async fn read(&self, record: &Record) -> Result<(StoredResponse, Arc<Edition>), NotRead> {
        if let Some(sealed) = &record.sealed {
            if self.keys.is_empty() {
                return Err(NotRead::Sealed(self.survey.clone()));
            }
            let opened = opened(self.survey, &record.id, sealed, self.keys, &self.editions).await?;
            let response = opened.map_err(|shut| NotRead::Shut { id: record.id.clone(), code: shut.code() })?;
            let edition = self.edition(record, &response.identity().revision).await?;
            return Ok((response, edition));
        }
        let wire: WireResponse = serde_json::from_value(record.response.clone())
            .map_err(|_| NotRead::strange(record, "it is no response"))?;
        if wire.id.to_string() != record.id {
            return Err(NotRead::strange(record, "it is stored under another id"));
        }
        let edition = self.edition(record, &wire.revision).await?;
        let problems = |problems: Vec<ResponseProblem>| {
            NotRead::strange(record, &problems.first().map(ToString::to_string).unwrap_or_default())
        };
        let mode = wire.mode;
        let response = StoredResponse::judged(&edition.survey, wire, mode).map_err(problems)?;
        Ok((response, edition))
    }

    async fn edition(&self, record: &Record, revision: &Revision) -> Result<Arc<Edition>, NotRead> {
        let edition = self.editions.get(self.survey, revision).await?;
        edition.ok_or_else(|| NotRead::strange(record, "its revision was never published here"))
    }
}
