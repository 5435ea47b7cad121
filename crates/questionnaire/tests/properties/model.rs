//! The path once more, straight from the draft: slow, plain, and written apart from the product's.

use std::collections::BTreeSet;

use crate::id;
use questionnaire::{Answer, Answers, Condition, DraftQuestion, DraftSurvey, Operand, QuestionId, Setting};

pub(super) struct Model<'a> {
    pub(super) draft: &'a DraftSurvey,
    pub(super) setting: &'a Setting,
    pub(super) answers: &'a Answers,
}

impl Model<'_> {
    pub(super) fn path(&self) -> Vec<QuestionId> {
        self.questions().filter(|question| self.asked(question)).map(|question| question.id.clone()).collect()
    }

    fn questions(&self) -> impl Iterator<Item = &DraftQuestion> {
        self.draft.questionnaire.sections.iter().flat_map(|section| &section.questions)
    }

    fn asked(&self, question: &DraftQuestion) -> bool {
        let ward = self.draft.wards.get(&self.setting.ward()).unwrap();
        let on: BTreeSet<_> =
            self.draft.modules.iter().chain(ward.modules.iter()).chain([&id("core")]).cloned().collect();
        on.contains(&question.module) && question.ask_when.as_ref().is_none_or(|condition| self.holds(condition))
    }

    fn answer(&self, question: &QuestionId) -> Option<&Answer> {
        let asked = self.questions().find(|one| one.id == *question).is_some_and(|one| self.asked(one));
        self.answers.get(question).filter(|_| asked)
    }

    fn operand(&self, question: &QuestionId) -> Option<Operand> {
        self.answer(question).and_then(Answer::operand)
    }

    fn given(&self, name: &str) -> Option<String> {
        if name == "ward" {
            return Some(self.setting.ward().to_string());
        }
        self.setting.givens().iter().find(|(given, _)| given.as_str() == name).map(|(_, value)| value.clone())
    }

    fn holds(&self, condition: &Condition) -> bool {
        let took = |question, code| self.answer(question).is_some_and(|answer| answer.took(code));
        match condition {
            Condition::Chose { question, choice } => took(question, choice),
            Condition::ChoseAny { question, choices } => choices.iter().any(|code| took(question, code)),
            Condition::Contains { question, choices } => choices.iter().all(|code| took(question, code)),
            Condition::Compare { question, is, to } => {
                self.operand(question).is_some_and(|left| left.compares(*is, *to))
            }
            Condition::CompareAnswers { question, is, to } => match (self.operand(question), self.operand(to)) {
                (Some(left), Some(right)) => left.compares(*is, right),
                (_, _) => false,
            },
            Condition::GivenIs { given, value } => self.given(given.as_str()).as_ref() == Some(value),
            Condition::GivenIn { given, values } => {
                self.given(given.as_str()).is_some_and(|value| values.contains(&value))
            }
            Condition::GivenCompare { given, is, to } => self
                .given(given.as_str())
                .and_then(|value| value.parse().ok())
                .is_some_and(|value| Operand::Number(value).compares(*is, *to)),
            Condition::All(inner) => inner.iter().all(|condition| self.holds(condition)),
            Condition::Any(inner) => inner.iter().any(|condition| self.holds(condition)),
            Condition::Not(inner) => !self.holds(inner),
        }
    }
}
