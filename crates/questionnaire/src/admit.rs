//! How the collector makes a response of what arrived, by the same rules by which the browser made it.

use serde_json::Value as Json;

use crate::answer::{Answer, Answers};
use crate::calendar::{Date, Minute, Month};
use crate::complete::ShortfallKind;
use crate::id::{Code, GivenName, QuestionId, SurveyId};
use crate::input::{Input, Picked};
use crate::language::Language;
use crate::limit::GIVENS_MAX;
use crate::question::{Kind, Question};
use crate::rejection::Rejection;
use crate::response::{Identity, Response};
use crate::setting::{Givens, Setting, SettingError};
use crate::survey::Survey;
use crate::wire::WireResponse;

/// One thing that is wrong with what arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseProblem {
    /// At which question, as it was named; none for the response as a whole.
    pub question: Option<String>,
    /// What.
    pub fault: ResponseFault,
}

/// What is wrong with what arrived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseFault {
    /// It answers another survey.
    #[error("the response answers another survey: send it to the address of that one")]
    WrongSurvey,
    /// The ward or a given does not fit the survey.
    #[error("{0}: open the survey again by its link")]
    Setting(SettingError),
    /// A given whose name is not one, or too many of them.
    #[error("the givens cannot be read: open the survey again by its link")]
    Givens,
    /// The survey is not in this language.
    #[error("the survey is not in the language `{language}`")]
    UnknownLanguage {
        /// Which.
        language: Language,
    },
    /// It was finished before it was begun.
    #[error("the response was finished before it was started: set the clock of the device")]
    TimesBackwards,
    /// The questionnaire has no such question.
    #[error("there is no such question in this revision")]
    UnknownQuestion,
    /// What was given is no answer.
    #[error("{0}")]
    Rejected(Rejection),
    /// The question is not asked of this person.
    #[error("the question is not asked after these answers: leave it out")]
    OffPath,
    /// The question must be answered.
    #[error("the question must be answered")]
    Required,
    /// A hard check speaks.
    #[error("check {} of the question does not let this answer pass", index + 1)]
    Check {
        /// Which of the question's checks, from 0.
        index: usize,
    },
}

impl ResponseFault {
    /// Its name in a problem report.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongSurvey => "wrong_survey",
            Self::Setting(SettingError::UnknownWard { .. }) => "unknown_ward",
            Self::Setting(_) | Self::Givens => "unknown_given",
            Self::UnknownLanguage { .. } => "unknown_language",
            Self::TimesBackwards => "times_backwards",
            Self::UnknownQuestion => "unknown_question",
            Self::Rejected(rejection) => rejection.code(),
            Self::OffPath => "off_path",
            Self::Required => "required",
            Self::Check { .. } => "check",
        }
    }
}

impl std::fmt::Display for ResponseProblem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.question {
            Some(question) => write!(out, "{question}: {}", self.fault),
            None => write!(out, "{}", self.fault),
        }
    }
}

impl Survey {
    /// The response that arrived, or everything that is wrong with it. The caller has found this survey by
    /// the response's revision.
    pub fn admit(&self, wire: WireResponse) -> Result<Response, Vec<ResponseProblem>> {
        let whole = |fault| ResponseProblem { question: None, fault };
        let faults = self.whole_faults(&wire.survey, &wire.language, wire.started_at, wire.finished_at);
        let mut problems: Vec<_> = faults.into_iter().map(whole).collect();
        let setting = self.wire_setting(&wire).map_err(|fault| problems.push(whole(fault))).ok();
        let answers = self.wire_answers(&wire, &mut problems);
        // What the path is cannot be said without a setting; what was wrong so far is said all the same.
        let Some(setting) = setting else { return Err(problems) };
        problems.extend(self.off_path(&setting, &answers));
        let identity = Identity {
            id: wire.id,
            revision: wire.revision,
            mode: wire.mode,
            assisted: wire.assisted,
            language: wire.language,
            receipt_hash: wire.receipt_hash,
            started_at: wire.started_at,
            finished_at: wire.finished_at,
        };
        match Response::new(self, identity, &setting, &answers) {
            Ok(response) if problems.is_empty() => Ok(response),
            Ok(_) => Err(problems),
            Err(shortfalls) => {
                problems.extend(shortfalls.into_iter().filter_map(|shortfall| {
                    let question = shortfall.question.to_string();
                    let fault = match shortfall.kind {
                        // An answer that was rejected is there; only one that never came is missing.
                        ShortfallKind::Required if wire.answers.0.contains_key(&question) => return None,
                        ShortfallKind::Required => ResponseFault::Required,
                        ShortfallKind::Check { index } => ResponseFault::Check { index },
                    };
                    Some(ResponseProblem { question: Some(question), fault })
                }));
                Err(problems)
            }
        }
    }

    /// What is wrong with a response, whatever it answers.
    pub(crate) fn whole_faults(
        &self,
        survey: &SurveyId,
        language: &Language,
        started_at: Minute,
        finished_at: Minute,
    ) -> Vec<ResponseFault> {
        let mut faults = Vec::new();
        if survey != self.id() {
            faults.push(ResponseFault::WrongSurvey);
        }
        if !self.languages().contains(language) {
            faults.push(ResponseFault::UnknownLanguage { language: language.clone() });
        }
        if finished_at < started_at {
            faults.push(ResponseFault::TimesBackwards);
        }
        faults
    }

    pub(crate) fn wire_setting(&self, wire: &WireResponse) -> Result<Setting, ResponseFault> {
        if wire.given.0.len() > GIVENS_MAX {
            return Err(ResponseFault::Givens);
        }
        let mut givens = Givens::new();
        for (name, value) in &wire.given.0 {
            let name: GivenName = name.parse().map_err(|_| ResponseFault::Givens)?;
            givens.insert(name, value.clone());
        }
        self.setting(wire.ward, givens).map_err(ResponseFault::Setting)
    }

    fn wire_answers(&self, wire: &WireResponse, problems: &mut Vec<ResponseProblem>) -> Answers {
        let mut answers = Answers::default();
        for (name, json) in &wire.answers.0 {
            let question = name.parse::<QuestionId>().ok().and_then(|id| self.questionnaire().question(&id));
            let answer = question.ok_or(ResponseFault::UnknownQuestion).and_then(|question| {
                let answer = question.read_json(json).map_err(ResponseFault::Rejected)?;
                Ok((question.id().clone(), answer))
            });
            match answer {
                Ok((id, answer)) => {
                    answers.0.insert(id, answer);
                }
                Err(fault) => {
                    let question = Some(name.chars().take(crate::limit::ID_BYTES_MAX).collect());
                    problems.push(ResponseProblem { question, fault });
                }
            }
        }
        answers
    }

    fn off_path(&self, setting: &Setting, answers: &Answers) -> Vec<ResponseProblem> {
        let path = self.questionnaire().path(setting, answers);
        let off = answers.iter().filter(|(id, _)| !path.contains(id));
        off.map(|(id, _)| ResponseProblem { question: Some(id.to_string()), fault: ResponseFault::OffPath }).collect()
    }
}

impl Question {
    /// The answer that `json` stands for on the wire. Stricter than [`accept`](Self::accept): what a person
    /// may type in many ways is written in one.
    pub fn read_json(&self, json: &Json) -> Result<Answer, Rejection> {
        let input = match (self.kind(), json) {
            (_, Json::Object(map)) if map.len() == 1 => Input::Escape(code(map.get("choice"))?),
            (Kind::One(_), _) => Input::Choice(picked(json)?),
            (Kind::Several { .. }, Json::Array(list)) => {
                Input::Choices(list.iter().map(picked).collect::<Result<_, _>>()?)
            }
            (Kind::Ranking { .. }, Json::Array(list)) => {
                Input::Ranking(list.iter().map(|json| code(Some(json))).collect::<Result<_, _>>()?)
            }
            (Kind::Number(_), Json::Number(number)) => {
                Input::Typed(number.as_i64().ok_or(Rejection::NotANumber)?.to_string())
            }
            (Kind::Rating(_), Json::Number(number)) => {
                // A number that is no u8 is above every rating.
                let number = number.as_i64().ok_or(Rejection::NotANumber)?;
                Input::Rating(u8::try_from(number).unwrap_or(u8::MAX))
            }
            (Kind::Date(_), Json::String(text)) => {
                Input::Typed(text.parse::<Date>().map_err(|_| Rejection::NotADate)?.to_string())
            }
            (Kind::Month(_), Json::String(text)) => {
                Input::Typed(text.parse::<Month>().map_err(|_| Rejection::NotAMonth)?.to_string())
            }
            (Kind::Text(_), Json::String(text)) => Input::Typed(one_line_end(text)?.to_owned()),
            (
                Kind::Several { .. }
                | Kind::Number(_)
                | Kind::Date(_)
                | Kind::Month(_)
                | Kind::Text(_)
                | Kind::Rating(_)
                | Kind::Ranking { .. },
                _,
            ) => return Err(Rejection::WrongKind),
        };
        self.accept(input)?.ok_or(Rejection::Empty)
    }
}

fn code(json: Option<&Json>) -> Result<Code, Rejection> {
    let text = json.and_then(Json::as_str).ok_or(Rejection::WrongKind)?;
    text.parse().map_err(|_| Rejection::UnknownChoice { code: text.chars().take(crate::limit::ID_BYTES_MAX).collect() })
}

pub(crate) fn picked(json: &Json) -> Result<Picked, Rejection> {
    let Json::Object(map) = json else { return Ok(Picked::plain(code(Some(json))?)) };
    let words = map.get("text").and_then(Json::as_str).filter(|_| map.len() == 2).ok_or(Rejection::WrongKind)?;
    if words.trim().is_empty() {
        return Err(Rejection::Empty);
    }
    Ok(Picked { code: code(map.get("choice"))?, other: Some(one_line_end(words)?.to_owned()) })
}

/// Text on the wire has LF for line ends and no CR.
fn one_line_end(text: &str) -> Result<&str, Rejection> {
    if text.contains('\r') { Err(Rejection::ControlCharacter { character: '\r' }) } else { Ok(text) }
}
