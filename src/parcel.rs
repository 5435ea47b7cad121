//! A response under way: its bytes, its slip for the person, and what the collector said.

use outbox::{Body, Outcome, Refusal, Reply};
use questionnaire::tree::{self, Node};
use questionnaire::{ResponseId, SurveyId};
use serde::Serialize;
use uuid::Uuid;

/// A response as it waits on the device. Its bytes are made once and sent again as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parcel {
    /// The response's id.
    pub id: ResponseId,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The answer number that travels beside it.
    pub code: Option<String>,
    /// The response as JSON.
    pub body: String,
    /// Where the person's slip rests.
    pub record: String,
    /// Why the collector refused it, if it did: then it waits for a person.
    pub refusal: Option<Refused>,
    /// Until when the collector asked to be left alone as this was sent, in milliseconds since 1970. The next page and the
    /// service worker read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_until_ms: Option<u64>,
}

questionnaire::read_table!(Parcel { id, survey, code, body, record, refusal, held_until_ms = None, .. });

/// What the person keeps of a response (控え): no answers, only the receipt and how far the response has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The draft that it was, so that the history still knows it.
    pub draft: String,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The response's id.
    pub id: ResponseId,
    /// The answer number that went with it.
    pub code: Option<String>,
    /// The ward, for its contact.
    pub ward: Option<questionnaire::WardCode>,
    /// The language the person reads.
    pub language: questionnaire::Language,
    /// Whether readings stand above kanji.
    pub ruby: bool,
    /// The receipt number.
    pub receipt: String,
    /// What the collector keeps, once it has said so.
    pub kept: Option<Kept>,
}

questionnaire::read_table!(Slip { draft, survey, id, code, ward, language, ruby, receipt, kept, .. });

/// A response that is to be sealed, with its slip.
pub type Packed = Box<(Parcel, Slip)>;

/// How the collector keeps a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// It counts.
    Counted,
    /// It came in a rehearsal.
    Rehearsal,
    /// Its answer number had been used.
    AsideCodeUsed,
    /// It came after the period.
    AsideLate,
    /// A person decides, for another reason.
    Aside,
}

questionnaire::read_names!(Kept {
    "counted" => Counted,
    "rehearsal" => Rehearsal,
    "aside_code_used" => AsideCodeUsed,
    "aside_late" => AsideLate,
    "aside" => Aside,
});

/// Why the collector refused a response, as it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// It could not be read.
    Unreadable,
    /// The survey takes no responses now.
    NotOpen,
    /// The answer number is none of this survey's.
    CodeUnknown,
    /// Another content came under its id.
    Conflict,
    /// It is too large.
    TooLarge,
    /// It does not pass the rules.
    Invalid,
}

questionnaire::read_names!(Refused {
    "unreadable" => Unreadable,
    "not_open" => NotOpen,
    "code_unknown" => CodeUnknown,
    "conflict" => Conflict,
    "too_large" => TooLarge,
    "invalid" => Invalid,
});

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unreadable => Self::Unreadable,
            Refusal::NotOpen => Self::NotOpen,
            Refusal::CodeUnknown => Self::CodeUnknown,
            Refusal::Conflict => Self::Conflict,
            Refusal::TooLarge => Self::TooLarge,
            Refusal::Invalid => Self::Invalid,
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unreadable => Self::Unreadable,
            Refused::NotOpen => Self::NotOpen,
            Refused::CodeUnknown => Self::CodeUnknown,
            Refused::Conflict => Self::Conflict,
            Refused::TooLarge => Self::TooLarge,
            Refused::Invalid => Self::Invalid,
        }
    }
}

/// What came back over HTTP to a response that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// Whether the body calls itself `application/problem+json`.
    pub problem: bool,
    /// The body.
    pub body: String,
}

impl Heard {
    /// What it means for the response `id`, and how the collector keeps it if it does.
    pub fn meaning(&self, id: Uuid) -> (Outcome, Option<Kept>) {
        let told = tree::parse(&self.body).unwrap_or(Node::Null);
        meaning(id, self.status, self.retry_after.as_deref(), self.problem, told)
    }
}

/// What a reply means for the response `id`, `told` being what its body holds.
pub(crate) fn meaning(
    id: Uuid,
    status: u16,
    retry_after: Option<&str>,
    problem: bool,
    mut told: Node,
) -> (Outcome, Option<Kept>) {
    let mut said = |name: &str| match told.take(name) {
        Some(Node::Text(text)) => Some(text),
        _ => None,
    };
    let kind = said("type").unwrap_or_default();
    let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or_default();
    let body = match said("id").and_then(|id| id.parse().ok()) {
        _ if problem => Body::Problem { kind },
        Some(id) => Body::Receipt { id },
        None => Body::Foreign,
    };
    let outcome = Outcome::of(id, &Reply { status, retry_after, body });
    let kept = match outcome {
        Outcome::Stored | Outcome::StoredAside => Some(kept(said("stored").as_deref(), said("reason").as_deref())),
        Outcome::Refused(_) | Outcome::Busy { .. } | Outcome::Unreachable => None,
    };
    (outcome, kept)
}

/// How the collector keeps a response, in its own words.
pub(crate) fn kept(stored: Option<&str>, reason: Option<&str>) -> Kept {
    match (stored, reason) {
        (Some("aside"), Some("code_used")) => Kept::AsideCodeUsed,
        (Some("aside"), Some("late")) => Kept::AsideLate,
        (Some("aside"), _) => Kept::Aside,
        (Some("rehearsal"), _) => Kept::Rehearsal,
        _ => Kept::Counted,
    }
}

/// How a response stands, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is being written down on the device.
    Storing,
    /// It is on its way for the first time.
    Sending,
    /// It waits on the device, and may be on its way again.
    Waiting {
        /// Whether it is on its way at this moment.
        trying: bool,
    },
    /// The collector keeps it.
    Kept(Kept),
    /// The collector refused it; it stays on the device.
    Parked(Refusal),
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(7);

    fn heard(status: u16, problem: bool, body: &str) -> Heard {
        Heard { status, retry_after: None, problem, body: body.to_owned() }
    }

    #[test]
    fn only_a_receipt_that_names_this_response_means_that_it_is_kept() {
        let named = format!(r#"{{"id":"{ID}","stored":"counted"}}"#);
        assert_eq!(heard(201, false, &named).meaning(ID), (Outcome::Stored, Some(Kept::Counted)));
        assert_eq!(heard(200, false, &named).meaning(Uuid::nil()).0, Outcome::Unreachable);
        assert_eq!(heard(200, false, "<html>Welcome to the hall</html>").meaning(ID), (Outcome::Unreachable, None));
    }

    #[test]
    fn a_response_laid_aside_says_why() {
        let late = format!(r#"{{"id":"{ID}","stored":"aside","reason":"late"}}"#);
        assert_eq!(heard(202, false, &late).meaning(ID), (Outcome::StoredAside, Some(Kept::AsideLate)));
    }

    #[test]
    fn a_refusal_is_told_by_its_problem() {
        let body = r#"{"type":"urn:koe:problem:code_unknown","status":403}"#;
        assert_eq!(heard(403, true, body).meaning(ID).0, Outcome::Refused(Refusal::CodeUnknown));
        assert_eq!(heard(403, false, "blocked").meaning(ID).0, Outcome::Unreachable);
    }
}
