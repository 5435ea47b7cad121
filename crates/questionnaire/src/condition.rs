//! Conditions (回答条件) as written: what must be so for a question to be asked, worded otherwise or checked.
//!
//! Nothing else routes. There is no goto, so a loop cannot be written; that a condition looks only at
//! earlier questions is seen to once, when the questionnaire becomes sound.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Month};
use crate::id::{Code, GivenName, QuestionId};

/// What must be so.
///
/// A question that was not asked or not answered meets no condition but `not`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// A choice was taken, alone or (with several choices) among others.
    Chose {
        /// Where.
        question: QuestionId,
        /// Which.
        choice: Code,
    },
    /// One of several choices was taken.
    ChoseAny {
        /// Where.
        question: QuestionId,
        /// Which.
        choices: Vec<Code>,
    },
    /// The set of choices taken contains all of these.
    Contains {
        /// Where.
        question: QuestionId,
        /// Which.
        choices: Vec<Code>,
    },
    /// A number, rating, date or month compares so with a fixed one.
    Compare {
        /// The question on the left.
        question: QuestionId,
        /// How.
        is: Comparison,
        /// The value on the right.
        to: Operand,
    },
    /// The answers to two questions compare so.
    CompareAnswers {
        /// The question on the left.
        question: QuestionId,
        /// How.
        is: Comparison,
        /// The question on the right.
        to: QuestionId,
    },
    /// A given is exactly this.
    GivenIs {
        /// Which given.
        given: GivenName,
        /// Its value.
        value: String,
    },
    /// A given is one of these.
    GivenIn {
        /// Which given.
        given: GivenName,
        /// The values.
        values: Vec<String>,
    },
    /// A given, read as a number, date or month, compares so.
    GivenCompare {
        /// Which given.
        given: GivenName,
        /// How.
        is: Comparison,
        /// The value on the right.
        to: Operand,
    },
    /// All of these; an empty list holds.
    All(Vec<Condition>),
    /// At least one of these; an empty list does not hold.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// =
    Equal,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// What is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Operand {
    /// A whole number; ratings are numbers.
    Number(i64),
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
}

impl Operand {
    /// Whether `self` compares so with `right`; values of different kinds never do.
    pub fn compares(self, is: Comparison, right: Self) -> bool {
        match (self, right) {
            (Self::Number(left), Self::Number(right)) => is.holds(&left, &right),
            (Self::Date(left), Self::Date(right)) => is.holds(&left, &right),
            (Self::Month(left), Self::Month(right)) => is.holds(&left, &right),
            (Self::Number(_) | Self::Date(_) | Self::Month(_), _) => false,
        }
    }
}

impl Condition {
    /// How deep it nests: 1 for a condition without conditions in it.
    pub fn depth(&self) -> usize {
        match self {
            Self::All(inner) | Self::Any(inner) => 1 + inner.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(inner) => 1 + inner.depth(),
            Self::Chose { .. }
            | Self::ChoseAny { .. }
            | Self::Contains { .. }
            | Self::Compare { .. }
            | Self::CompareAnswers { .. }
            | Self::GivenIs { .. }
            | Self::GivenIn { .. }
            | Self::GivenCompare { .. } => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_what_their_names_say() {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less};
        for (is, below, same, above) in [
            (Equal, false, true, false),
            (Less, true, false, false),
            (AtMost, true, true, false),
            (Greater, false, false, true),
            (AtLeast, false, true, true),
        ] {
            assert_eq!((is.holds(&1, &2), is.holds(&2, &2), is.holds(&3, &2)), (below, same, above), "{is:?}");
        }
    }

    #[test]
    fn values_of_different_kinds_never_compare() {
        let day = Operand::Date("2026-01-01".parse().unwrap());
        let month = Operand::Month("2026-01".parse().unwrap());
        assert!(!day.compares(Comparison::AtLeast, Operand::Number(0)));
        assert!(!day.compares(Comparison::Equal, month));
        assert!(day.compares(Comparison::Equal, day) && month.compares(Comparison::Equal, month));
    }

    #[test]
    fn depth_counts_the_longest_branch() {
        let leaf = Condition::All(vec![]);
        assert_eq!(leaf.depth(), 1);
        let nested = Condition::Any(vec![leaf.clone(), Condition::Not(Box::new(Condition::All(vec![leaf])))]);
        assert_eq!(nested.depth(), 4);
    }
}
