//! What staff type in from paper. Paper can contradict itself, so it is a type of its own: two marks where
//! one was asked for, marks that nobody can read, answers to questions that were not for this person.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value as Json;

use crate::accept::RATING_MAX;
use crate::admit::picked;
use crate::answer::{Answer, Answers, OnWire};
use crate::draft::Need;
use crate::finding::failed_checks;
use crate::id::{Code, QuestionId};
use crate::input::{Input, Picked};
use crate::map::Map;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rejection::Rejection;
use crate::setting::Setting;
use crate::standing::Standing;
use crate::text::Text;

/// The marks of one sheet, by question. It never becomes a [`Response`](crate::Response).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperResponse(Map<QuestionId, Mark>);

/// What stands on paper at one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// An answer like any other.
    Answer(Answer),
    /// Two marks or more where one was asked for, or more than may be made, with the words beside them.
    Marks(Vec<Picked>),
    /// Something that nobody can read.
    Unreadable,
}

/// How a question stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperStanding<'a> {
    /// As it would on a screen.
    Like(Standing<'a>),
    /// Two marks (`_multi`).
    TwoMarks(&'a [Picked]),
    /// Unreadable.
    Unreadable,
    /// Answered, although the question was not for this person.
    OffPath(&'a Mark),
}

/// What a screen would have said of what stands on paper. Paper cannot be argued with, so nothing is refused for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperWarning<'q> {
    /// The question is for this person, and nothing stands there.
    Empty,
    /// Something stands there, although the question is not for this person.
    OffPath,
    /// A check of the question speaks.
    Check(&'q Text),
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
            (Some(Mark::Marks(picked)), true) => PaperStanding::TwoMarks(picked),
            (Some(Mark::Unreadable), true) => PaperStanding::Unreadable,
            (Some(Mark::Answer(answer)), true) => PaperStanding::Like(
                questionnaire.question(id).map_or(Standing::NotAsked, |question| question.standing_of(answer)),
            ),
        }
    }

    /// What stands at a question, if anything does.
    pub fn mark(&self, id: &QuestionId) -> Option<&Mark> {
        self.0.get(id)
    }

    /// Everything that stands on it, by question.
    pub fn marks(&self) -> impl Iterator<Item = (&QuestionId, &Mark)> {
        self.0.iter()
    }

    /// Notes what stands at a question.
    pub(crate) fn put(&mut self, id: QuestionId, mark: Mark) {
        self.0.insert(id, mark);
    }

    /// The questions at which two readings of one sheet differ, in the order of `questionnaire`.
    pub fn differences<'q>(&self, other: &Self, questionnaire: &'q Questionnaire) -> Vec<&'q Question> {
        let differs = |question: &&Question| self.mark(question.id()) != other.mark(question.id());
        questionnaire.questions().iter().filter(differs).collect()
    }

    /// What a screen would have said, in the order of the questions. Two marks and what nobody can read say it themselves.
    pub fn warnings<'q>(
        &self,
        questionnaire: &'q Questionnaire,
        setting: &Setting,
    ) -> Vec<(&'q Question, PaperWarning<'q>)> {
        let answers = self.answers();
        let path = questionnaire.path(setting, &answers);
        let mut warnings = Vec::new();
        questionnaire.walk(setting, &answers, |question, on_path| match self.mark(question.id()) {
            None if question.need() != Need::Optional => warnings.push((question, PaperWarning::Empty)),
            Some(Mark::Answer(_)) => {
                let checks = failed_checks(question, setting, on_path);
                warnings.extend(checks.map(|(.., message)| (question, PaperWarning::Check(message))));
            }
            None | Some(Mark::Marks(_) | Mark::Unreadable) => {}
        });
        let off = questionnaire.questions().iter().filter(|question| !path.contains(question.id()));
        let off = off.filter(|question| self.mark(question.id()).is_some());
        warnings.extend(off.map(|question| (question, PaperWarning::OffPath)));
        let place = |id: &QuestionId| questionnaire.questions().iter().position(|question| question.id() == id);
        warnings.sort_by_key(|(question, _)| place(question.id()));
        warnings
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = match self {
            Self::Answer(answer) => return answer.serialize(serializer),
            Self::Marks(_) | Self::Unreadable => serializer.serialize_map(Some(1))?,
        };
        if let Self::Marks(picked) = self {
            map.serialize_entry("marks", &picked.iter().map(OnWire).collect::<Vec<_>>())?;
        } else {
            map.serialize_entry("unreadable", &true)?;
        }
        map.end()
    }
}

impl Serialize for PaperResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
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
    let marks = marks.as_array().ok_or(Rejection::WrongKind)?;
    question.marks(marks.iter().map(picked).collect::<Result<_, _>>()?)
}

impl Question {
    /// What these marks are on paper, where they are more than an answer has.
    pub(crate) fn marks(&self, mut picked: Vec<Picked>) -> Result<Mark, Rejection> {
        let escape = |code: &Code| self.escapes().iter().any(|escape| escape.code == *code);
        for (place, one) in picked.iter().enumerate() {
            let rated = || one.code.as_str().parse().is_ok_and(|rating: u8| rating <= RATING_MAX);
            let known = match self.choices() {
                Some(choices) => choices.find(&one.code).is_some(),
                None => matches!(self.kind(), Kind::Rating(_)) && rated(),
            };
            if !known && !escape(&one.code) {
                return Err(Rejection::UnknownChoice { code: one.code.to_string() });
            }
            if picked.iter().take(place).any(|earlier| earlier.code == one.code) {
                return Err(Rejection::TakenTwice { code: one.code.clone() });
            }
        }
        // Marks have no order, and equal sheets must be read equally.
        let printed = self.printed_choices();
        let number = |code: &Code| code.as_str().parse::<u8>().ok();
        let place = |code: &Code| printed.iter().position(|(_, choice)| choice.code == *code);
        picked.sort_by_key(|one| (place(&one.code), number(&one.code)));
        // One mark is an answer, and is typed as one; so are as many as may be made.
        let is_answer = match self.kind() {
            _ if picked.len() < 2 => true,
            _ if picked.iter().any(|one| escape(&one.code)) => false,
            Kind::One(_) | Kind::Rating(_) => false,
            Kind::Several { .. } => self.accept(Input::Choices(picked.clone())).is_ok(),
            Kind::Ranking { .. } => {
                self.accept(Input::Ranking(picked.iter().map(|one| one.code.clone()).collect())).is_ok()
            }
            Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) => true,
        };
        if is_answer { Err(Rejection::WrongKind) } else { Ok(Mark::Marks(picked)) }
    }
}
