//! A sound questionnaire (調査票), and how a draft becomes one.

use crate::assemble::assemble;
use crate::draft::{CORE, DraftQuestionnaire, Opening};
use crate::id::{GivenName, QuestionId, QuestionnaireId, SectionId};
use crate::language::Language;
use crate::map::Map;
use crate::question::Question;
use crate::soundness::{self, Problem};
use crate::text::Text;

/// An ordered set of sections of questions, in several languages, with conditions. It is sound: every name
/// in it means something, every condition looks back, every text is there in every language.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    pub(crate) id: QuestionnaireId,
    pub(crate) edition: String,
    pub(crate) languages: Vec<Language>,
    pub(crate) title: Text,
    pub(crate) opening: Opening,
    pub(crate) ward_question: Text,
    pub(crate) givens: Map<GivenName, Vec<String>>,
    pub(crate) sections: Vec<Section>,
    pub(crate) questions: Vec<Question>,
    pub(crate) index: Map<QuestionId, usize>,
}

/// Questions under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub title: Text,
    /// Why these are asked, where people wonder.
    pub why: Option<Text>,
}

impl Questionnaire {
    /// Its id.
    pub fn id(&self) -> &QuestionnaireId {
        &self.id
    }

    /// Which edition of the wording it is.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The languages, the one shown first being first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Its name.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// What is read before the first question.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// How the ward is asked for.
    pub fn ward_question(&self) -> &Text {
        &self.ward_question
    }

    /// The facts that a link may bring besides the ward, with the values that each may take.
    pub fn givens(&self) -> &Map<GivenName, Vec<String>> {
        &self.givens
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Its questions, in order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Whether it asks one question and no more, and everybody is asked it: then it needs no opening and no review.
    pub fn is_pulse(&self) -> bool {
        matches!(&self.questions[..], [only] if only.asked.is_none() && only.module.as_str() == CORE)
    }

    /// The question of that id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.index.get(id).and_then(|at| self.questions.get(*at))
    }
}

impl TryFrom<DraftQuestionnaire> for Questionnaire {
    type Error = Vec<Problem>;

    /// The questionnaire that `draft` describes, or everything that is wrong with it.
    fn try_from(draft: DraftQuestionnaire) -> Result<Self, Vec<Problem>> {
        let (mut problems, _) = soundness::inspect(&draft);
        let (questionnaire, unresolved) = assemble(draft);
        problems.extend(unresolved);
        problems.extend(soundness::unreachable(&questionnaire));
        if problems.is_empty() { Ok(questionnaire) } else { Err(problems) }
    }
}
