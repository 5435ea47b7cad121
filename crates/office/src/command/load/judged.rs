//! What a line holds, judged by the rules.

use koefile::Fault;
use questionnaire::{Mode, ResponseId, UnreadableResponse};
use serde_json::{Value, json};

use crate::device::Device;
use crate::http::Problem;
use crate::incoming::Incoming;
use crate::intake::{Carried, Intake, Refusal};
use crate::store::{Arrival, StoreError};

/// A line that was looked at.
#[derive(Debug)]
pub(super) struct Judged {
    /// Which line, from 1.
    pub(super) line: u64,
    /// The id of the response on it, as far as it could be read.
    pub(super) id: Option<ResponseId>,
    /// What the store is to keep.
    pub(super) arrival: Result<Arrival, NotTaken>,
}

/// Why a line is not stored.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// It is not whole.
    Fault(Fault),
    /// It is no response but what an office has stored.
    Receipts,
    /// It is whole, and nothing that this program knows.
    UnknownEntry,
    /// What should be a response is none.
    Unreadable(UnreadableResponse),
    /// The response is not stored.
    Refused(Refusal),
}

impl NotTaken {
    /// It by its names: those of HTTP, where HTTP has any.
    pub(super) fn names(self) -> Value {
        let named = |code: &str| json!({ "type": format!("urn:koe:problem:{code}") });
        match self {
            Self::Fault(fault) => named(fault.code()),
            Self::Receipts => named("receipts"),
            Self::UnknownEntry => named("unknown_entry"),
            Self::Unreadable(error) => Problem::from(error).names(),
            Self::Refused(refusal) => Problem::from(refusal).names(),
        }
    }
}

impl Judged {
    /// A line without a response.
    pub(super) fn without(line: u64, why: NotTaken) -> Self {
        Self { line, id: None, arrival: Err(why) }
    }

    /// The line with this entry, in a file that comes from `device`, as far as staff have said.
    pub(super) async fn entry(
        line: u64,
        entry: &str,
        intake: &Intake<'_>,
        device: Option<&Device>,
    ) -> Result<Self, StoreError> {
        if entry.starts_with("{\"id\":") {
            return Ok(Self::without(line, NotTaken::Receipts));
        }
        let Ok(Carried { response, code }) = serde_json::from_str(entry) else {
            return Ok(Self::without(line, NotTaken::UnknownEntry));
        };
        let incoming = match Incoming::parse(response.get().as_bytes()) {
            Ok(incoming) => incoming,
            Err(error) => return Ok(Self::without(line, NotTaken::Unreadable(error))),
        };
        let id = Some(incoming.id());
        // A file shows no credential of a device: it is staff who say from which it comes. What that one could not have taken
        // comes from elsewhere.
        let device = device.filter(|device| device.takes(incoming.survey(), incoming.ward()));
        let mode = device.map_or(Mode::Web, |device| device.mode.into());
        match intake.admit(incoming, code.as_deref(), mode).await {
            Ok(arrival) => Ok(Self { line, id, arrival: Ok(arrival) }),
            Err(Refusal::Store(error)) => Err(error),
            Err(refusal) => Ok(Self { line, id, arrival: Err(NotTaken::Refused(refusal)) }),
        }
    }
}
