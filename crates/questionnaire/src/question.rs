//! A question (設問) of a sound questionnaire: its names are resolved, its choices at hand.

use std::ops::Deref;
use std::sync::Arc;

use crate::draft::{Choice, DateRange, Ends, Meaning, MonthRange, Need, NumberRange, Severity, TextLimit};
use crate::id::{Code, IndicatorId, ModuleId, PageId, QuestionId};
use crate::rule::Rule;
use crate::text::Text;

/// A question of a sound questionnaire.
#[derive(Debug, Clone)]
pub struct Question {
    pub(crate) id: QuestionId,
    pub(crate) section_index: usize,
    pub(crate) module: ModuleId,
    pub(crate) page: Option<PageId>,
    pub(crate) text: Text,
    pub(crate) wordings: Vec<(Rule, Text)>,
    pub(crate) help: Option<Text>,
    pub(crate) need: Need,
    pub(crate) asked: Option<Rule>,
    pub(crate) kind: Kind,
    pub(crate) escapes: Vec<Choice>,
    pub(crate) positive: Vec<Code>,
    pub(crate) feeds: Vec<IndicatorId>,
    pub(crate) checks: Vec<SoundCheck>,
}

/// What an answer looks like.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One choice.
    One(Choices),
    /// Several choices.
    Several {
        /// What can be chosen.
        choices: Choices,
        /// How many may be taken; all, without.
        at_most: Option<usize>,
    },
    /// A whole number.
    Number(NumberRange),
    /// A day.
    Date(DateRange),
    /// A month.
    Month(MonthRange),
    /// Words.
    Text(TextLimit),
    /// 0 to 10.
    Rating(Ends),
    /// Choices in order.
    Ranking {
        /// What is put in order.
        choices: Choices,
        /// How many places there are; as many as choices, without.
        at_most: Option<usize>,
    },
}

/// The choices of a question, shared by all questions that name the same set.
#[derive(Debug, Clone)]
pub struct Choices(pub(crate) Arc<[Choice]>);

impl Deref for Choices {
    type Target = [Choice];

    fn deref(&self) -> &[Choice] {
        &self.0
    }
}

impl Choices {
    /// The choice of that code.
    pub fn find(&self, code: &Code) -> Option<&Choice> {
        self.iter().find(|choice| choice.code == *code)
    }
}

/// A check whose condition is resolved.
#[derive(Debug, Clone)]
pub(crate) struct SoundCheck {
    pub(crate) fails_when: Rule,
    pub(crate) severity: Severity,
    pub(crate) message: Text,
}

impl Question {
    /// Its id.
    pub fn id(&self) -> &QuestionId {
        &self.id
    }

    /// The place of its section in the questionnaire, from 0.
    pub fn section_index(&self) -> usize {
        self.section_index
    }

    /// The module it belongs to.
    pub fn module(&self) -> &ModuleId {
        &self.module
    }

    /// What is asked where nothing is known of the person; `Questionnaire::wording` says what a person is asked.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// A line that helps to answer it.
    pub fn help(&self) -> Option<&Text> {
        self.help.as_ref()
    }

    /// Whether it may stand on one page with its neighbours.
    pub fn shares_page(&self) -> bool {
        self.page.is_some()
    }

    /// Whether it must be answered.
    pub fn need(&self) -> Need {
        self.need
    }

    /// What an answer looks like.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Its ways to say nothing, for kinds without choices.
    pub fn escapes(&self) -> &[Choice] {
        &self.escapes
    }

    /// The codes that count as positive.
    pub fn positive(&self) -> &[Code] {
        &self.positive
    }

    /// The indicators that it feeds.
    pub fn feeds(&self) -> &[IndicatorId] {
        &self.feeds
    }

    /// What can be chosen, for kinds that have choices.
    pub fn choices(&self) -> Option<&Choices> {
        match &self.kind {
            Kind::One(choices) | Kind::Several { choices, .. } | Kind::Ranking { choices, .. } => Some(choices),
            Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) | Kind::Rating(_) => None,
        }
    }

    /// What taking `code` says, where the question has such a choice or escape.
    pub fn meaning(&self, code: &Code) -> Option<Meaning> {
        let choices = self.choices().into_iter().flat_map(|choices| choices.iter());
        choices.chain(&self.escapes).find(|choice| choice.code == *code).map(|choice| choice.meaning)
    }
}
