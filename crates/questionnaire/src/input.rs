//! What a widget holds, before anybody has looked at it (入力).

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Value};
use crate::id::{Code, QuestionId};
use crate::map::Map;

/// The inputs of one person, by question. They are kept as given, right or wrong, so that nothing typed is lost.
pub type Inputs = Map<QuestionId, Input>;

/// What a widget holds for one question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Nothing.
    #[default]
    Blank,
    /// One choice.
    Choice(Picked),
    /// Several choices.
    Choices(Vec<Picked>),
    /// What was typed for a number, a date (`2026-1-5`), a month or a text.
    Typed(String),
    /// A rating.
    Rating(u8),
    /// Choices in order, the first being first.
    Ranking(Vec<Code>),
    /// One of the question's ways to say nothing.
    Escape(Code),
}

/// A choice that was taken, with the words written beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Which.
    pub code: Code,
    /// What was written beside "other".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

impl Picked {
    /// A choice without words beside it.
    pub fn plain(code: Code) -> Self {
        Self { code, other: None }
    }
}

impl From<&Answer> for Input {
    /// What a widget holds when it shows `answer`.
    fn from(answer: &Answer) -> Self {
        match answer.value().clone() {
            Value::Choice(picked) => Self::Choice(picked),
            Value::Choices(picked) => Self::Choices(picked),
            Value::Number(number) => Self::Typed(number.to_string()),
            Value::Date(date) => Self::Typed(date.to_string()),
            Value::Month(month) => Self::Typed(month.to_string()),
            Value::Text(text) => Self::Typed(text),
            Value::Rating(rating) => Self::Rating(rating),
            Value::Ranking(codes) => Self::Ranking(codes),
            Value::Escape(code) => Self::Escape(code),
        }
    }
}
