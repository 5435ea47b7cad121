//! Why the office has not taken what was sent, or cannot do what was asked just now.

use questionnaire::tree::{self, Node};

use crate::parcel::Heard;
use crate::words::Word;

/// What keeps somebody on the page where they are, through no fault of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setback {
    /// The survey takes no responses now.
    NotOpen,
    /// Too many wrong answer numbers came.
    CodesUnheard,
    /// The office has too much to do, or cannot write.
    Busy,
    /// The response was not accepted.
    Refused,
    /// The survey was changed, and the page goes on with the present one.
    Changed,
    /// It cannot be told which button was pressed.
    Unclear,
}

/// How an answer of the office to a response is to be taken.
pub(super) enum Reply {
    /// It keeps the response.
    Kept,
    /// Another response came from the same form before.
    Conflict,
    /// The answer number is not known.
    CodeUnknown,
    /// It is not kept, and may be sent again.
    NotKept(Setback),
}

impl Reply {
    pub(super) fn of(heard: &Heard) -> Self {
        let mut told = tree::parse(&heard.body).unwrap_or(Node::Null);
        let kind = if let Some(Node::Text(kind)) = told.take("type") { kind } else { String::new() };
        match (heard.status, kind.rsplit(':').next().unwrap_or_default()) {
            (200..=299, _) => Self::Kept,
            (409, _) => Self::Conflict,
            (_, "code_unknown" | "code_missing") => Self::CodeUnknown,
            (_, "not_accepting") => Self::NotKept(Setback::NotOpen),
            (_, "too_many_wrong_codes") => Self::NotKept(Setback::CodesUnheard),
            (429 | 500..=599, _) => Self::NotKept(Setback::Busy),
            _ => Self::NotKept(Setback::Refused),
        }
    }
}

impl Setback {
    /// What is said of it.
    pub(super) fn word(self) -> Word {
        match self {
            Self::NotOpen => Word::PlainNotOpen,
            Self::CodesUnheard => Word::PlainCodesUnheard,
            Self::Busy => Word::PlainBusy,
            Self::Refused => Word::PlainRefused,
            Self::Changed => Word::PlainChanged,
            Self::Unclear => Word::PlainUnclear,
        }
    }
}
