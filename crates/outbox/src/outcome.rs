use crate::reply::{Body, CODE_UNKNOWN, Reply};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How one attempt to send ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The collector keeps the response: the device is done with it.
    Stored,
    /// The collector keeps it and a person at the office decides about it: the device is done with it.
    StoredAside,
    /// The collector will not keep it, and sending the same again changes nothing: it is parked.
    Refused(Refusal),
    /// Someone is there and cannot take it now.
    Busy {
        /// The seconds that the collector asks to be left alone, if it said.
        retry_after_s: Option<u32>,
    },
    /// Nobody answered, or nobody who speaks for the collector.
    Unreachable,
}

/// Why the collector will not keep a response; the screen chooses its words by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// 400: the body could not be read as a response at all.
    Unreadable,
    /// 403: the survey takes no responses now. It may open again, and then a person tries again.
    NotOpen,
    /// 403: the invitation code is not one of this survey's.
    CodeUnknown,
    /// 409: the collector holds other content under the same id; it keeps both.
    Conflict,
    /// 413: larger than the collector takes.
    TooLarge,
    /// 422: the answers do not pass the questionnaire's rules.
    Invalid,
}

impl Outcome {
    /// What a reply to the sending of response `id` means.
    ///
    /// | status | body | outcome |
    /// |---|---|---|
    /// | 200, 201 | receipt for this id | `Stored` |
    /// | 202 | receipt for this id | `StoredAside` |
    /// | 400, 403, 409, 413, 422 | problem | `Refused` |
    /// | 408, 425, 429, 5xx but 511 | any | `Busy` |
    /// | anything else | any | `Unreachable` |
    ///
    /// A 200 that does not name this id is a sign-in page, a 403 without a problem is a filter, 511 is a network
    /// that wants a sign-in: the collector has not spoken, so nothing is stored and nothing is refused. 401, 404,
    /// 405 and 410 say that the device's address or token is wrong, not that the response is: once the office has
    /// mended that, every device sends by itself, which a parked response would not.
    pub fn of(id: Uuid, reply: &Reply<'_>) -> Self {
        match (reply.status, reply.body) {
            (200 | 201, Body::Receipt { id: named }) if named == id => Self::Stored,
            (202, Body::Receipt { id: named }) if named == id => Self::StoredAside,
            (400, Body::Problem { .. }) => Self::Refused(Refusal::Unreadable),
            (403, Body::Problem { kind: CODE_UNKNOWN }) => Self::Refused(Refusal::CodeUnknown),
            (403, Body::Problem { .. }) => Self::Refused(Refusal::NotOpen),
            (409, Body::Problem { .. }) => Self::Refused(Refusal::Conflict),
            (413, Body::Problem { .. }) => Self::Refused(Refusal::TooLarge),
            (422, Body::Problem { .. }) => Self::Refused(Refusal::Invalid),
            (408 | 425 | 429 | 500..=510 | 512..=599, _) => Self::Busy { retry_after_s: reply.retry_after_s() },
            _ => Self::Unreachable,
        }
    }
}
