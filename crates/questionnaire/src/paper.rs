//! What staff type in from paper. Paper can contradict itself, so it is a type of its own: two marks where
//! one was asked for, marks that nobody can read, answers to questions that were not for this person.

use serde_json::Value as Json;

use crate::answer::{Answer, Answers};
use crate::id::{Code, QuestionId};
use crate::map::Map;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rejection::Rejection;
use crate::setting::Setting;
use crate::standing::Standing;

/// The marks of one sheet, by question. It never becomes a [`Response`](crate::Response).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperResponse(Map<QuestionId, Mark>);

/// What stands on paper at one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// An answer like any other.
    Answer(Answer),
    /// Two marks or more where one was asked for.
    Marks(Vec<Code>),
    /// Something that nobody can read.
    Unreadable,
}

/// How a question stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperStanding<'a> {
    /// As it would on a screen.
    Like(Standing<'a>),
    /// Two marks (`_multi`).
    TwoMarks(&'a [Code]),
    /// Unreadable.
    Unreadable,
    /// Answered, although the question was not for this person.
    OffPath(&'a Mark),
}

/// Why a sheet cannot be taken as typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// There is no such question.
    #[error("there is no question `{0}`")]
    UnknownQuestion(String),
    /// What was typed is nothing that can stand there.
    #[error("{question}: {rejection}")]
    Rejected {
        /// At which question.
        question: QuestionId,
        /// Why.
        rejection: Rejection,
    },
}

impl PaperResponse {
    /// The sheet that staff typed, or everything in it that cannot stand on paper. Answers off the path are
    /// kept: they are on the sheet.
    pub fn read(questionnaire: &Questionnaire, typed: &Map<String, Json>) -> Result<Self, Vec<PaperError>> {
        let mut marks = Map::new();
        let mut errors = Vec::new();
        for (name, json) in typed {
            let id = name.parse::<QuestionId>().ok();
            let Some(question) = id.and_then(|id| questionnaire.question(&id)) else {
                errors.push(PaperError::UnknownQuestion(name.chars().take(crate::limit::ID_BYTES_MAX).collect()));
                continue;
            };
            match read_mark(question, json) {
                Ok(mark) => {
                    marks.insert(question.id().clone(), mark);
                }
                Err(rejection) => errors.push(PaperError::Rejected { question: question.id().clone(), rejection }),
            }
        }
        if errors.is_empty() { Ok(Self(marks)) } else { Err(errors) }
    }

    /// The answers that route: a question with two marks or an unreadable one has none.
    pub fn answers(&self) -> Answers {
        let answers = self.0.iter().filter_map(|(id, mark)| match mark {
            Mark::Answer(answer) => Some((id.clone(), answer.clone())),
            Mark::Marks(_) | Mark::Unreadable => None,
        });
        Answers(answers.collect())
    }

    /// How the question `id` stands on this sheet.
    pub fn standing(&self, questionnaire: &Questionnaire, setting: &Setting, id: &QuestionId) -> PaperStanding<'_> {
        let asked = questionnaire.path(setting, &self.answers()).contains(id);
        match (self.0.get(id), asked) {
            (None, false) => PaperStanding::Like(Standing::NotAsked),
            (None, true) => PaperStanding::Like(Standing::NoAnswer),
            (Some(mark), false) => PaperStanding::OffPath(mark),
            (Some(Mark::Marks(codes)), true) => PaperStanding::TwoMarks(codes),
            (Some(Mark::Unreadable), true) => PaperStanding::Unreadable,
            (Some(Mark::Answer(answer)), true) => PaperStanding::Like(
                questionnaire.question(id).map_or(Standing::NotAsked, |question| question.standing_of(answer)),
            ),
        }
    }
}

fn read_mark(question: &Question, json: &Json) -> Result<Mark, Rejection> {
    let Some(map) = json.as_object().filter(|map| map.len() == 1) else {
        return question.read_json(json).map(Mark::Answer);
    };
    if map.get("unreadable") == Some(&Json::Bool(true)) {
        return Ok(Mark::Unreadable);
    }
    let Some(marks) = map.get("marks") else { return question.read_json(json).map(Mark::Answer) };
    let Kind::One(choices) = question.kind() else { return Err(Rejection::WrongKind) };
    let mut codes: Vec<Code> = Vec::new();
    for mark in marks.as_array().ok_or(Rejection::WrongKind)? {
        let text = mark.as_str().ok_or(Rejection::WrongKind)?;
        let choice = choices.iter().find(|choice| choice.code.as_str() == text);
        let choice = choice.ok_or_else(|| Rejection::UnknownChoice { code: text.to_owned() })?;
        if codes.contains(&choice.code) {
            return Err(Rejection::TakenTwice { code: choice.code.clone() });
        }
        codes.push(choice.code.clone());
    }
    // One mark is an answer, and is typed as one.
    if codes.len() < 2 { Err(Rejection::WrongKind) } else { Ok(Mark::Marks(codes)) }
}
