//! An answer (回答): an input that has passed its question's checks, and nothing else.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::calendar::{Date, Month};
use crate::condition::Operand;
use crate::id::{Code, QuestionId};
use crate::input::Picked;
use crate::map::Map;

/// An answer to one question. Only [`Question::accept`](crate::Question::accept) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer(pub(crate) Value);

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One choice.
    Choice(Picked),
    /// Several choices, in the order of the question.
    Choices(Vec<Picked>),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
    /// Words, as typed, with LF for line ends.
    Text(String),
    /// 0 to 10.
    Rating(u8),
    /// Choices in order, the first being first.
    Ranking(Vec<Code>),
    /// A way to say nothing: don't know, prefer not to say.
    Escape(Code),
}

/// The answers of one person, by question. Only a questionnaire writes in it, so that no answer can be
/// filed under another question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers(pub(crate) Map<QuestionId, Answer>);

impl Answer {
    /// What it says.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// Whether `code` was taken, alone, among others or at any place of a ranking.
    pub fn took(&self, code: &Code) -> bool {
        match &self.0 {
            Value::Choice(picked) => picked.code == *code,
            Value::Choices(picked) => picked.iter().any(|picked| picked.code == *code),
            Value::Ranking(codes) => codes.contains(code),
            Value::Escape(escape) => escape == code,
            Value::Number(_) | Value::Date(_) | Value::Month(_) | Value::Text(_) | Value::Rating(_) => false,
        }
    }

    /// What it compares as, where it is a number, a rating, a date or a month.
    pub fn operand(&self) -> Option<Operand> {
        match self.0 {
            Value::Number(number) => Some(Operand::Number(number)),
            Value::Rating(rating) => Some(Operand::Number(i64::from(rating))),
            Value::Date(date) => Some(Operand::Date(date)),
            Value::Month(month) => Some(Operand::Month(month)),
            Value::Choice(_) | Value::Choices(_) | Value::Text(_) | Value::Ranking(_) | Value::Escape(_) => None,
        }
    }
}

impl Answers {
    /// The answer to a question, on the path or off it.
    pub fn get(&self, question: &QuestionId) -> Option<&Answer> {
        self.0.get(question)
    }

    /// All answers, by question id.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, &Answer)> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A choice with words beside it on the wire: `{"choice": "other", "text": "…"}`; a plain one is its code.
pub(crate) struct OnWire<'a>(pub(crate) &'a Picked);

impl Serialize for OnWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.other {
            None => serializer.serialize_str(self.0.code.as_str()),
            Some(text) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("choice", &self.0.code)?;
                map.serialize_entry("text", text)?;
                map.end()
            }
        }
    }
}

impl Serialize for Answer {
    /// The form in which it travels. A way to say nothing is `{"choice": code}`, so that it can never be
    /// taken for a text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Choice(picked) => OnWire(picked).serialize(serializer),
            Value::Choices(picked) => serializer.collect_seq(picked.iter().map(OnWire)),
            Value::Number(number) => serializer.serialize_i64(*number),
            Value::Date(date) => serializer.collect_str(date),
            Value::Month(month) => serializer.collect_str(month),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Rating(rating) => serializer.serialize_u8(*rating),
            Value::Ranking(codes) => codes.serialize(serializer),
            Value::Escape(code) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("choice", code)?;
                map.end()
            }
        }
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
