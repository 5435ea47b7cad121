//! What a page says in two ways. The office does not guess which is meant.

use questionnaire::{Code, QuestionId};

/// Something that has to be asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Something was entered, and a way to say nothing was chosen too.
    Both {
        /// For which question.
        question: QuestionId,
        /// Which way.
        code: Code,
    },
    /// A box came twice, with different words. All of them are in the box now.
    Twice {
        /// For which question.
        question: QuestionId,
    },
}

impl Doubt {
    /// The question that it is about.
    pub fn question(&self) -> &QuestionId {
        match self {
            Self::Both { question, .. } | Self::Twice { question } => question,
        }
    }
}
