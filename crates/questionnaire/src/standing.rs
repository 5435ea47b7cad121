//! How a question stands with one person. The four kinds of nothing are four different things.

use crate::answer::{Answer, Answers, Value};
use crate::draft::Meaning;
use crate::id::QuestionId;
use crate::question::Question;
use crate::questionnaire::Questionnaire;
use crate::setting::Setting;

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It was answered.
    Answered(&'a Answer),
    /// わからない was chosen.
    DontKnow,
    /// 答えたくない was chosen.
    PreferNotToSay,
    /// It was asked and left without an answer (無回答).
    NoAnswer,
    /// It was not asked of this person, or does not exist (非該当).
    NotAsked,
}

impl Questionnaire {
    /// How the question `id` stands with a person of these circumstances and answers.
    pub fn standing<'a>(&self, setting: &Setting, answers: &'a Answers, id: &QuestionId) -> Standing<'a> {
        let mut standing = Standing::NotAsked;
        self.walk(setting, answers, |question, _| {
            if question.id() == id {
                standing = answers.get(id).map_or(Standing::NoAnswer, |answer| question.standing_of(answer));
            }
        });
        standing
    }
}

impl Question {
    /// How the question stands with a person who gave `answer`.
    pub fn standing_of<'a>(&self, answer: &'a Answer) -> Standing<'a> {
        match said_with(answer).and_then(|code| self.meaning(code)) {
            Some(Meaning::DontKnow) => Standing::DontKnow,
            Some(Meaning::PreferNotToSay) => Standing::PreferNotToSay,
            Some(Meaning::Substance) | None => Standing::Answered(answer),
        }
    }
}

/// The one code that an answer consists of, if it does.
fn said_with(answer: &Answer) -> Option<&crate::id::Code> {
    match answer.value() {
        Value::Choice(picked) => Some(&picked.code),
        Value::Choices(picked) => match picked.as_slice() {
            [only] => Some(&only.code),
            _ => None,
        },
        Value::Escape(code) => Some(code),
        Value::Number(_) | Value::Date(_) | Value::Month(_) | Value::Text(_) | Value::Rating(_) | Value::Ranking(_) => {
            None
        }
    }
}
