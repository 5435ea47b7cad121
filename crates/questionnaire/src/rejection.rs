//! Why an input is no answer. A person causes these, so they are data for the screen, not failures.

use crate::calendar::{Date, Month};
use crate::id::Code;

/// What is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The input is of another kind than the question: a program's fault, not a person's.
    #[error("the answer is not of the kind that the question asks for")]
    WrongKind,
    /// There is nothing in it; a question without an answer is left out instead.
    #[error("the answer is empty: leave the question out instead")]
    Empty,
    /// The question has no such choice.
    #[error("the question has no choice `{code}`")]
    UnknownChoice {
        /// What was taken.
        code: String,
    },
    /// The same choice twice.
    #[error("the choice `{code}` is taken twice")]
    TakenTwice {
        /// Which.
        code: Code,
    },
    /// More choices than allowed.
    #[error("{taken} choices are taken, at most {at_most} are allowed")]
    TooMany {
        /// How many may be taken.
        at_most: usize,
        /// How many were.
        taken: usize,
    },
    /// A choice that stands alone was taken with others.
    #[error("the choice `{code}` cannot be taken together with others")]
    NotAlone {
        /// Which.
        code: Code,
    },
    /// Words beside a choice that takes none.
    #[error("the choice `{code}` takes no text")]
    OtherNotAllowed {
        /// Which.
        code: Code,
    },
    /// Too many words beside "other".
    #[error("the text beside the choice has {characters} characters, at most {limit} are allowed")]
    OtherTooLong {
        /// How many characters may be written.
        limit: u32,
        /// How many were.
        characters: usize,
    },
    /// What was typed is no whole number.
    #[error("the answer is not a whole number")]
    NotANumber,
    /// The number is out of range.
    #[error("the number is not between {min} and {max}")]
    OutOfRange {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// What was typed is no day of the calendar.
    #[error("the answer is not a date of the form YYYY-MM-DD")]
    NotADate,
    /// The day is out of range.
    #[error("the date is not between {earliest} and {latest}")]
    DateOutOfRange {
        /// The first.
        earliest: Date,
        /// The last.
        latest: Date,
    },
    /// What was typed is no month.
    #[error("the answer is not a month of the form YYYY-MM")]
    NotAMonth,
    /// The month is out of range.
    #[error("the month is not between {earliest} and {latest}")]
    MonthOutOfRange {
        /// The first.
        earliest: Month,
        /// The last.
        latest: Month,
    },
    /// Too many words.
    #[error("the text has {characters} characters, at most {limit} are allowed")]
    TooLong {
        /// How many characters may be written.
        limit: u32,
        /// How many were.
        characters: usize,
    },
    /// A character that is neither seen nor a line end.
    #[error("the text holds the control character U+{:04X}", u32::from(*character))]
    ControlCharacter {
        /// Which.
        character: char,
    },
    /// One "character" so large that it is no writing.
    #[error("a single character of the text has more than {limit} bytes")]
    OversizedCharacter {
        /// How many bytes one may have.
        limit: usize,
    },
    /// A line end in a text of one line.
    #[error("the text has more than one line")]
    LineBreak,
}

impl Rejection {
    /// Its name in a problem report.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKind => "wrong_kind",
            Self::Empty => "empty",
            Self::UnknownChoice { .. } => "unknown_choice",
            Self::TakenTwice { .. } => "taken_twice",
            Self::TooMany { .. } => "too_many",
            Self::NotAlone { .. } => "not_alone",
            Self::OtherNotAllowed { .. } => "other_not_allowed",
            Self::OtherTooLong { .. } => "other_too_long",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotADate => "not_a_date",
            Self::DateOutOfRange { .. } => "date_out_of_range",
            Self::NotAMonth => "not_a_month",
            Self::MonthOutOfRange { .. } => "month_out_of_range",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter { .. } => "control_character",
            Self::OversizedCharacter { .. } => "oversized_character",
            Self::LineBreak => "line_break",
        }
    }
}
