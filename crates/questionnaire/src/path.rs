//! The path (経路): which questions are asked of this person. Derived from the answers, never stored.

use crate::answer::{Answer, Answers};
use crate::draft::CORE;
use crate::id::QuestionId;
use crate::question::Question;
use crate::questionnaire::{Questionnaire, Section};
use crate::setting::Setting;
use crate::text::Text;

/// The questions asked of one person, in order, as far as the answers so far decide it.
#[derive(Debug, Clone)]
pub struct Path<'q> {
    questionnaire: &'q Questionnaire,
    questions: Vec<&'q Question>,
}

/// What shares a screen: one question, or a few that belong together.
#[derive(Debug, Clone)]
pub struct Page<'q> {
    /// The section it is in.
    pub section: &'q Section,
    /// The place of that section in the questionnaire, from 0.
    pub section_index: usize,
    /// Its questions; at least one.
    pub questions: Vec<&'q Question>,
}

impl<'q> Page<'q> {
    /// The id of its first question, by which a page is known.
    pub fn id(&self) -> Option<&'q QuestionId> {
        self.questions.first().map(|question| question.id())
    }
}

impl Questionnaire {
    /// The path of a person with these circumstances and answers.
    ///
    /// One walk from front to back: a question is on the path when its module is on and its condition
    /// holds over the answers on the path before it. Answers off the path stay where they are and decide nothing.
    pub fn path<'q>(&'q self, setting: &Setting, answers: &Answers) -> Path<'q> {
        let mut questions = Vec::with_capacity(self.questions.len());
        self.walk(setting, answers, |question, _| questions.push(question));
        Path { questionnaire: self, questions }
    }

    /// Calls `visit` with each question on the path and the answers on the path up to and with it.
    pub(crate) fn walk<'q, 'a>(
        &'q self,
        setting: &Setting,
        answers: &'a Answers,
        mut visit: impl FnMut(&'q Question, &[Option<&'a Answer>]),
    ) {
        let mut on_path: Vec<Option<&'a Answer>> = Vec::with_capacity(self.questions.len());
        for question in &self.questions {
            let on = question.module.as_str() == CORE || setting.modules.contains(&question.module);
            let asked = on && question.asked.as_ref().is_none_or(|rule| rule.holds(setting, &on_path));
            on_path.push(if asked { answers.get(&question.id) } else { None });
            if asked {
                visit(question, &on_path);
            }
        }
    }

    /// The answers on the path, by index of their question.
    fn on_path<'a>(&self, setting: &Setting, answers: &'a Answers) -> Vec<Option<&'a Answer>> {
        let mut kept: Vec<Option<&'a Answer>> = vec![None; self.questions.len()];
        self.walk(setting, answers, |_, on_path| {
            if let Some((slot, answer)) =
                on_path.len().checked_sub(1).and_then(|last| kept.get_mut(last).zip(on_path.last()))
            {
                *slot = *answer;
            }
        });
        kept
    }

    /// What this person is asked by `question`: the first of its wordings whose condition holds, or its text.
    pub fn wording<'q>(&self, question: &'q Question, setting: &Setting, answers: &Answers) -> &'q Text {
        if question.wordings.is_empty() {
            return &question.text;
        }
        let on_path = self.on_path(setting, answers);
        question
            .wordings
            .iter()
            .find(|(when, _)| when.holds(setting, &on_path))
            .map_or(&question.text, |(_, text)| text)
    }
}

impl<'q> Path<'q> {
    /// The questions, in order.
    pub fn questions(&self) -> &[&'q Question] {
        &self.questions
    }

    /// Whether a question is asked.
    pub fn contains(&self, id: &QuestionId) -> bool {
        self.questions.iter().any(|question| question.id() == id)
    }

    /// The screens, in order. A page whose questions are all off the path is not there.
    pub fn pages(&self) -> Vec<Page<'q>> {
        let mut pages: Vec<Page<'q>> = Vec::new();
        for question in &self.questions {
            let shares = pages.last().and_then(|page| page.questions.last()).is_some_and(|last| {
                question.page.is_some() && last.page == question.page && last.section_index == question.section_index
            });
            if let Some(page) = pages.last_mut().filter(|_| shares) {
                page.questions.push(question);
            } else if let Some(section) = self.questionnaire.sections.get(question.section_index) {
                pages.push(Page { section, section_index: question.section_index, questions: vec![question] });
            }
        }
        pages
    }
}
