//! From what widgets hold to answers, for a whole questionnaire.

use crate::answer::Answers;
use crate::id::QuestionId;
use crate::input::{Input, Inputs};
use crate::map::Map;
use crate::questionnaire::Questionnaire;
use crate::rejection::Rejection;

/// What a person's inputs come to: answers, and what could not be one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The inputs that are answers.
    pub answers: Answers,
    /// The inputs that are none, with why.
    pub rejected: Map<QuestionId, Rejection>,
}

/// Why an input was not filed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// There is no such question.
    #[error("there is no question `{question}`")]
    UnknownQuestion {
        /// Which.
        question: QuestionId,
    },
    /// The input is no answer to it.
    #[error("{question}: {rejection}")]
    Rejected {
        /// Which question.
        question: QuestionId,
        /// Why.
        rejection: Rejection,
    },
}

impl Questionnaire {
    /// Reads all inputs. Inputs for questions that are not there, as after a change of the form, are passed
    /// over; they stay in the draft.
    pub fn read(&self, inputs: &Inputs) -> Reading {
        let mut reading = Reading::default();
        for (id, input) in inputs {
            let Some(question) = self.question(id) else { continue };
            match question.accept(input.clone()) {
                Ok(answer) => reading.answers.0.extend(answer.map(|answer| (id.clone(), answer))),
                Err(rejection) => {
                    reading.rejected.insert(id.clone(), rejection);
                }
            }
        }
        reading
    }

    /// Files the answer that `input` gives under its question; a blank input takes the answer out. When
    /// the input is no answer, what was filed before stays.
    pub fn answer(&self, answers: &mut Answers, id: &QuestionId, input: Input) -> Result<(), AnswerError> {
        let question = self.question(id).ok_or_else(|| AnswerError::UnknownQuestion { question: id.clone() })?;
        let answer =
            question.accept(input).map_err(|rejection| AnswerError::Rejected { question: id.clone(), rejection })?;
        match answer {
            Some(answer) => answers.0.insert(id.clone(), answer),
            None => answers.0.remove(id),
        };
        Ok(())
    }
}
