//! Where choices come from: a shared set, or a list of the question's own.

use std::sync::Arc;

use crate::draft::{Choice, ChoiceSet, DraftKind};
use crate::id::{ChoiceSetId, Code};
use crate::map::Map;
use crate::question::{Choices, Kind};
use crate::soundness::Fault;

/// The shared sets, each held once for all questions that name it.
pub(super) struct Sets(Map<ChoiceSetId, (Choices, Vec<Code>)>);

impl Sets {
    pub(super) fn new(sets: Map<ChoiceSetId, ChoiceSet>) -> Self {
        Self(sets.into_iter().map(|(id, set)| (id, (Choices(Arc::from(set.choices)), set.positive))).collect())
    }

    /// The kind of a question, with choices in place of names; where there are none, the kind without
    /// choices, and why.
    pub(super) fn kind(&self, draft: DraftKind) -> Result<Kind, (Kind, Fault)> {
        match draft {
            DraftKind::One(draft) => self.choices(draft.choice_set, draft.choices, Kind::One),
            DraftKind::Several(draft) => {
                let at_most = draft.at_most.map(usize::from);
                self.choices(draft.choice_set, draft.choices, |choices| Kind::Several { choices, at_most })
            }
            DraftKind::Ranking(draft) => {
                let at_most = draft.at_most.map(usize::from);
                self.choices(draft.choice_set, draft.choices, |choices| Kind::Ranking { choices, at_most })
            }
            DraftKind::Number(range) => Ok(Kind::Number(range)),
            DraftKind::Date(range) => Ok(Kind::Date(range)),
            DraftKind::Month(range) => Ok(Kind::Month(range)),
            DraftKind::Text(limit) => Ok(Kind::Text(limit)),
            DraftKind::Rating(ends) => Ok(Kind::Rating(ends)),
        }
    }

    /// The positive codes of a question: its own, or those of its set.
    pub(super) fn positive(&self, draft: &DraftKind, own: Vec<Code>) -> Vec<Code> {
        let set = draft.choice_set().filter(|_| own.is_empty()).and_then(|set| self.0.get(set));
        set.map_or(own, |(_, positive)| positive.clone())
    }

    fn choices(
        &self,
        set: Option<ChoiceSetId>,
        own: Vec<Choice>,
        kind: impl Fn(Choices) -> Kind,
    ) -> Result<Kind, (Kind, Fault)> {
        let fault = match (set, own.is_empty()) {
            (None, false) => return Ok(kind(Choices(Arc::from(own)))),
            (Some(set), true) => match self.0.get(&set) {
                Some((choices, _)) => return Ok(kind(choices.clone())),
                None => Fault::UnknownChoiceSet { set },
            },
            (set, _) => Fault::ChoicesUnclear { both: set.is_some() },
        };
        Err((kind(Choices(Arc::from([]))), fault))
    }
}
