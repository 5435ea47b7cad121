//! When a set of answers is complete: every required question on the path answered, no hard check speaking.

use serde::ser::{Serialize, Serializer};

use crate::answer::Answers;
use crate::draft::{Need, Severity};
use crate::finding::failed_checks;
use crate::id::QuestionId;
use crate::questionnaire::Questionnaire;
use crate::setting::Setting;

/// The answers on a complete path, and no others. Only [`Questionnaire::complete`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete(Answers);

impl Complete {
    /// The answers.
    pub fn answers(&self) -> &Answers {
        &self.0
    }
}

impl Serialize for Complete {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// One thing that a set of answers lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// At which question.
    pub question: QuestionId,
    /// What.
    pub kind: ShortfallKind,
}

/// What is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortfallKind {
    /// It must be answered and is not.
    Required,
    /// One of its hard checks speaks.
    Check {
        /// Which.
        index: usize,
    },
}

impl Questionnaire {
    /// The answers that travel, or everything that keeps them from it.
    pub fn complete(&self, setting: &Setting, answers: &Answers) -> Result<Complete, Vec<Shortfall>> {
        let mut asked = vec![false; self.questions().len()];
        let mut shortfalls = Vec::new();
        self.walk(setting, answers, |question, on_path| {
            if let Some(asked) = asked.get_mut(on_path.len() - 1) {
                *asked = true;
            }
            let lacks = |kind| Shortfall { question: question.id().clone(), kind };
            if on_path.last().is_some_and(Option::is_some) {
                let hard = failed_checks(question, setting, on_path)
                    .filter(|(_, severity, _)| *severity == Severity::Hard)
                    .map(|(index, ..)| lacks(ShortfallKind::Check { index }));
                shortfalls.extend(hard);
            } else if question.need() == Need::Required {
                shortfalls.push(lacks(ShortfallKind::Required));
            }
        });
        let on_path = |id: &QuestionId| self.index.get(id).and_then(|at| asked.get(*at)) == Some(&true);
        let mut kept = answers.clone();
        kept.0.retain(|id, _| on_path(id));
        if shortfalls.is_empty() { Ok(Complete(kept)) } else { Err(shortfalls) }
    }
}
