//! What came of a letter that was not answered, as staff are told it.

use std::str::FromStr;

/// What came of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It came back: nobody of that name there (AAPOR 3.3).
    Undeliverable,
    /// The person does not want to answer (2.1).
    Refused,
    /// The person is there and cannot be reached in the time of the survey (2.2).
    Absent,
    /// The person cannot answer, through illness or language, or has died (2.3).
    Unable,
    /// The person is not whom the survey asks: moved out of the ward before it, or too young (4).
    NotEligible,
}

/// A word that names no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no outcome: write undeliverable (宛所なし), refused (拒否), absent (不在), unable (回答不能), not_eligible (対象外), or none (なし) to take one back"
)]
pub struct NotAnOutcome;

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Undeliverable, Self::Refused, Self::Absent, Self::Unable, Self::NotEligible];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undeliverable => "undeliverable",
            Self::Refused => "refused",
            Self::Absent => "absent",
            Self::Unable => "unable",
            Self::NotEligible => "not_eligible",
        }
    }

    fn japanese(self) -> &'static str {
        match self {
            Self::Undeliverable => "宛所なし",
            Self::Refused => "拒否",
            Self::Absent => "不在",
            Self::Unable => "回答不能",
            Self::NotEligible => "対象外",
        }
    }

    /// What a word says: an outcome, or that there is none.
    pub fn said(word: &str) -> Result<Option<Self>, NotAnOutcome> {
        match word.trim() {
            "none" | "なし" => Ok(None),
            word => word.parse().map(Some),
        }
    }
}

impl FromStr for Outcome {
    type Err = NotAnOutcome;

    /// By either of its names.
    fn from_str(word: &str) -> Result<Self, NotAnOutcome> {
        let named = |outcome: &Self| outcome.as_str() == word || outcome.japanese() == word;
        Self::ALL.into_iter().find(named).ok_or(NotAnOutcome)
    }
}
