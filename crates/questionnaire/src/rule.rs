//! A condition whose names are resolved: it knows its questions by their place, and all of them are earlier.

use crate::answer::Answer;
use crate::condition::{Comparison, Operand};
use crate::id::{Code, GivenName};
use crate::setting::Setting;

/// A resolved [`Condition`](crate::Condition). Questions are indexes into the questionnaire.
#[derive(Debug, Clone)]
pub(crate) enum Rule {
    Chose(usize, Vec<Code>),
    Contains(usize, Vec<Code>),
    Compare(usize, Comparison, Operand),
    CompareAnswers(usize, Comparison, usize),
    GivenIn(GivenName, Vec<String>),
    GivenCompare(GivenName, Comparison, Operand),
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
}

/// The answers on the path so far, by the index of their question.
pub(crate) type OnPath<'a> = [Option<&'a Answer>];

impl Rule {
    /// Whether it holds. A question that is off the path or has no answer meets nothing.
    pub(crate) fn holds(&self, setting: &Setting, on_path: &OnPath<'_>) -> bool {
        let answer = |index: &usize| on_path.get(*index).copied().flatten();
        let operand = |index: &usize| answer(index).and_then(Answer::operand);
        match self {
            Self::Chose(question, codes) => {
                answer(question).is_some_and(|answer| codes.iter().any(|code| answer.took(code)))
            }
            Self::Contains(question, codes) => {
                answer(question).is_some_and(|answer| codes.iter().all(|code| answer.took(code)))
            }
            Self::Compare(question, is, to) => operand(question).is_some_and(|left| left.compares(*is, *to)),
            Self::CompareAnswers(left, is, right) => {
                operand(left).zip(operand(right)).is_some_and(|(left, right)| left.compares(*is, right))
            }
            Self::GivenIn(given, values) => setting.given(given).is_some_and(|value| values.contains(&value)),
            Self::GivenCompare(given, is, to) => {
                setting.given(given).and_then(|value| like(&value, *to)).is_some_and(|left| left.compares(*is, *to))
            }
            Self::All(rules) => rules.iter().all(|rule| rule.holds(setting, on_path)),
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(setting, on_path)),
            Self::Not(rule) => !rule.holds(setting, on_path),
        }
    }
}

/// `value` read as what it is compared with; nothing when it is not of that kind.
pub(crate) fn like(value: &str, kind: Operand) -> Option<Operand> {
    match kind {
        Operand::Number(_) => value.parse().ok().map(Operand::Number),
        Operand::Date(_) => value.parse().ok().map(Operand::Date),
        Operand::Month(_) => value.parse().ok().map(Operand::Month),
    }
}
