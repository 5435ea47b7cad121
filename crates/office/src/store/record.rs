//! What goes into the store and what comes out of it.

use questionnaire::{Minute, Mode, ResponseId, Revision, State, SurveyId, WardCode};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::admission::Timing;
use crate::sealed_response::SealedResponse;

/// Whether a stored response counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stored {
    /// It counts.
    Counted,
    /// It came in a rehearsal and never counts.
    Rehearsal,
    /// It does not count unless a person decides so.
    Aside,
}

/// Why a response was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Another response had used its code.
    CodeUsed,
    /// The survey was over.
    Late,
}

impl Stored {
    /// Its name on the wire and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Rehearsal => "rehearsal",
            Self::Aside => "aside",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Counted, Self::Rehearsal, Self::Aside].into_iter().find(|stored| stored.as_str() == name)
    }
}

impl Reason {
    /// Its name on the wire and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeUsed => "code_used",
            Self::Late => "late",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::CodeUsed, Self::Late].into_iter().find(|reason| reason.as_str() == name)
    }
}

/// A response that was admitted and asks to be kept.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Of which survey.
    pub survey: SurveyId,
    /// The id that its device made.
    pub id: ResponseId,
    /// The revision that it answers.
    pub revision: Revision,
    /// Of which ward.
    pub ward: WardCode,
    /// The hash of the receipt that the resident holds.
    pub receipt_hash: String,
    /// The SHA-256 of `body`, the door aside.
    pub content_hash: [u8; 32],
    /// The response as canonical JSON; where it is sealed, byte for byte as it came.
    pub body: String,
    /// Through which door it came, where it is sealed and cannot be made to say so itself.
    pub sealed_through: Option<Mode>,
    /// When it came.
    pub received_at: Minute,
    /// When it was finished, and when its ward is asked.
    pub timing: Timing,
    /// The keyed hash of the code that came beside it.
    pub code_hash: Option<[u8; 32]>,
    /// Whether its frame asks for a code.
    pub needs_code: bool,
    /// Whether codes are looked at now.
    pub hears_codes: bool,
}

/// What became of an arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is stored now.
    New(Stored, Option<Reason>),
    /// It was stored before, with the same content.
    Before(Stored, Option<Reason>),
    /// Its id is taken by other content, and both are kept.
    Conflict,
    /// The survey does not take responses in this state.
    NotAccepting(State),
    /// It came without the code that it needs.
    CodeMissing,
    /// Its code was never given out.
    CodeUnknown,
    /// Its code was not looked at.
    CodeUnheard,
}

/// A stored response as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Whether it counts.
    pub stored: Stored,
    /// Why it was set aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The response that had used its code before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// When it came.
    pub received_at: String,
    /// Other bodies that came under its id.
    pub conflicts: i64,
    /// What is kept of it besides, where it is sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedBody>,
    /// What was answered, or the sealed response.
    pub response: Value,
}

/// A sealed response and what the store holds beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBody {
    /// It, byte for byte as it came.
    pub body: String,
    /// Through which door it came.
    pub through: Mode,
    /// The revision that it was judged by.
    pub revision: String,
    /// Of which ward.
    pub ward: String,
    /// The hash of its receipt.
    pub receipt_hash: String,
}

impl Serialize for SealedBody {
    /// As data it says that there is one, which stands beside it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl Record {
    /// What can be read of it: the whole response, or of a sealed one what is in clear.
    pub fn in_clear(&self) -> Value {
        let Some(sealed) = &self.sealed else { return self.response.clone() };
        let read = SealedResponse::parse(sealed.body.as_bytes());
        read.ok().and_then(|sealed| serde_json::to_value(sealed.clear()).ok()).unwrap_or_default()
    }
}

/// Another body that came under the id of a stored response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The id.
    pub id: String,
    /// When it came.
    pub received_at: String,
    /// What it says, or the sealed response.
    pub response: Value,
}
