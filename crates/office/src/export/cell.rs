//! What a response has in each column.

use std::collections::BTreeMap;

use questionnaire::{Code, Date, Mark, Month, PaperResponse, Picked, QuestionId, Standing, Survey, Value};

use super::column::{Column, Holds};
use super::nothing::Nothing;
use crate::stored_response::StoredResponse;

/// What is in a column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    Nothing(Nothing),
    Choice(&'a Code),
    Taken(bool),
    /// From 1; 0 for a choice that was put nowhere.
    Place(i64),
    Number(i64),
    Date(Date),
    Month(Month),
    Written,
}

/// What a person said at a question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'a> {
    Nothing(Nothing),
    Answer(&'a Value),
}

/// What somebody wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreeText<'a> {
    pub(crate) question: &'a QuestionId,
    /// The choice beside which it stands.
    pub(crate) choice: Option<&'a Code>,
    pub(crate) words: &'a str,
}

/// A response, question by question.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    said: BTreeMap<&'a QuestionId, Said<'a>>,
    /// What stands on paper and is no answer.
    marked: BTreeMap<&'a QuestionId, &'a Mark>,
}

impl<'a> Sheet<'a> {
    /// What `response` says by `survey`, the revision that it answers. None where its ward or a given is unknown there.
    pub(crate) fn new(survey: &'a Survey, response: &'a StoredResponse) -> Option<Self> {
        let setting = survey.setting(response.ward(), response.given().clone()).ok()?;
        let path = survey.questionnaire().path(&setting, response.answers());
        let said = path.questions().iter().map(|question| {
            let said = match response.answers().get(question.id()) {
                None => Said::Nothing(match response.mark(question.id()) {
                    Some(Mark::Marks(_)) => Nothing::TwoMarks,
                    Some(Mark::Unreadable) => Nothing::Unreadable,
                    Some(Mark::Answer(_)) | None => Nothing::NoAnswer,
                }),
                Some(answer) => match question.standing_of(answer) {
                    Standing::Answered(answer) => Said::Answer(answer.value()),
                    Standing::DontKnow => Said::Nothing(Nothing::DontKnow),
                    Standing::PreferNotToSay => Said::Nothing(Nothing::PreferNotToSay),
                    Standing::NoAnswer => Said::Nothing(Nothing::NoAnswer),
                    Standing::NotAsked => Said::Nothing(Nothing::NotAsked),
                },
            };
            (question.id(), said)
        });
        let mut said: BTreeMap<_, _> = said.collect();
        let mut marked = BTreeMap::new();
        for (question, mark) in response.paper().into_iter().flat_map(PaperResponse::marks) {
            let is_off_path = !path.contains(question);
            if is_off_path {
                said.insert(question, Said::Nothing(Nothing::OffPath));
            }
            if is_off_path || !matches!(mark, Mark::Answer(_)) {
                marked.insert(question, mark);
            }
        }
        Some(Self { said, marked })
    }

    /// What stands on paper at a question and is no answer.
    pub(super) fn marked(&self, question: &QuestionId) -> Option<&'a Mark> {
        self.marked.get(question).copied()
    }

    /// What was said at a question.
    pub(super) fn said(&self, question: &QuestionId) -> Said<'a> {
        self.said.get(question).copied().unwrap_or(Said::Nothing(Nothing::NotAsked))
    }

    /// What it has in `column`.
    pub(super) fn cell(&self, column: &Column) -> Cell<'a> {
        let value = match self.said(&column.question) {
            Said::Nothing(nothing) => return Cell::Nothing(nothing),
            Said::Answer(value) => value,
        };
        match (&column.holds, value) {
            (Holds::Choice(_), Value::Choice(picked)) => Cell::Choice(&picked.code),
            (Holds::Taken(entry), Value::Choices(picked)) => {
                Cell::Taken(picked.iter().any(|picked| picked.code == entry.code))
            }
            (Holds::Place(entry, _), Value::Ranking(codes)) => {
                let place = codes.iter().position(|code| *code == entry.code).map_or(0, |place| place + 1);
                Cell::Place(i64::try_from(place).unwrap_or(i64::MAX))
            }
            (Holds::Number { .. }, Value::Number(number)) => Cell::Number(*number),
            (Holds::Rating { .. }, Value::Rating(rating)) => Cell::Number(i64::from(*rating)),
            (Holds::Date, Value::Date(date)) => Cell::Date(*date),
            (Holds::Month, Value::Month(month)) => Cell::Month(*month),
            (Holds::Written, Value::Text(_)) => Cell::Written,
            // A revision in which the question was of another kind has not asked this one.
            _ => Cell::Nothing(Nothing::NotAsked),
        }
    }

    /// What was written, with the question that it answers.
    pub(crate) fn free_texts(&self) -> Vec<FreeText<'a>> {
        let beside = |question: &'a QuestionId, picked: &'a Picked| {
            picked.other.as_deref().map(|words| FreeText { question, choice: Some(&picked.code), words })
        };
        let of_value = |question: &'a QuestionId, value: &'a Value| match value {
            Value::Text(words) => vec![FreeText { question, choice: None, words }],
            Value::Choice(picked) => beside(question, picked).into_iter().collect(),
            Value::Choices(picked) => picked.iter().filter_map(|picked| beside(question, picked)).collect(),
            Value::Number(_)
            | Value::Date(_)
            | Value::Month(_)
            | Value::Rating(_)
            | Value::Ranking(_)
            | Value::Escape(_) => Vec::new(),
        };
        let texts = |(question, said): (&&'a QuestionId, &Said<'a>)| match (said, self.marked(question)) {
            (Said::Answer(value), _) => of_value(question, value),
            (Said::Nothing(_), Some(Mark::Answer(answer))) => of_value(question, answer.value()),
            (Said::Nothing(_), Some(Mark::Marks(picked))) => {
                picked.iter().filter_map(|picked| beside(question, picked)).collect()
            }
            (Said::Nothing(_), Some(Mark::Unreadable) | None) => Vec::new(),
        };
        self.said.iter().flat_map(texts).collect()
    }
}
