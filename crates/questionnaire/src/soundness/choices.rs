//! Where choices come from, and whether a list of them is in order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Fault, Place, Problem, Texts};
use crate::draft::{Choice, ChoiceSet, DraftKind, DraftQuestion};
use crate::id::{ChoiceSetId, Code};
use crate::limit::{ANSWER_CHARACTERS_MAX, CHOICES_MAX, NUMBER_MAX};
use crate::question::{Choices, Kind};

/// Turns written kinds into kinds with their choices at hand.
pub(crate) struct Resolver<'a> {
    sets: &'a BTreeMap<ChoiceSetId, ChoiceSet>,
    shared: BTreeMap<ChoiceSetId, Choices>,
}

/// What `several` and `ranking` have in common.
struct Source<'a> {
    set: Option<&'a ChoiceSetId>,
    own: &'a [Choice],
}

impl<'a> Resolver<'a> {
    /// Looks at the shared sets and keeps them for the questions.
    pub(crate) fn new(sets: &'a BTreeMap<ChoiceSetId, ChoiceSet>, texts: &mut Texts<'_>) -> Self {
        let mut shared = BTreeMap::new();
        for (id, set) in sets {
            let place = |part: &str| Place::whole(format!("choice_sets.{id}.{part}"));
            inspect_list(&place("choices"), &set.choices, texts);
            inspect_positive(&place("positive"), &set.positive, &set.choices, texts);
            shared.insert(id.clone(), Choices(Arc::from(set.choices.as_slice())));
        }
        Self { sets, shared }
    }

    /// The kind of a question, with choices in place of names. What is wrong goes to `texts.problems`; the
    /// kind is then as good as can be made of it, so that later questions can still be looked at.
    pub(crate) fn kind(&self, question: &DraftQuestion, texts: &mut Texts<'_>) -> Kind {
        let place = Place::question(&question.id, "answer");
        match &question.answer {
            DraftKind::One(draft) => {
                let source = Source { set: draft.choice_set.as_ref(), own: &draft.choices };
                let choices = self.choices(&place, &source, texts);
                refuse_marks(&place, &choices, |choice| choice.exclusive, texts);
                Kind::One(choices)
            }
            DraftKind::Several(draft) => {
                let source = Source { set: draft.choice_set.as_ref(), own: &draft.choices };
                let choices = self.choices(&place, &source, texts);
                let at_most = at_most(&place, draft.at_most, &choices, texts);
                Kind::Several { choices, at_most }
            }
            DraftKind::Ranking(draft) => {
                let source = Source { set: draft.choice_set.as_ref(), own: &draft.choices };
                let choices = self.choices(&place, &source, texts);
                refuse_marks(&place, &choices, |choice| choice.exclusive || choice.other, texts);
                let at_most = at_most(&place, draft.at_most, &choices, texts);
                Kind::Ranking { choices, at_most }
            }
            plain @ (DraftKind::Number(_)
            | DraftKind::Date(_)
            | DraftKind::Month(_)
            | DraftKind::Text(_)
            | DraftKind::Rating(_)) => plain_kind(&place, plain, texts),
        }
    }

    /// The positive codes of a question: its own, or those of its set.
    pub(crate) fn positive(&self, question: &DraftQuestion, kind: &Kind, texts: &mut Texts<'_>) -> Vec<Code> {
        let choices = match kind {
            Kind::One(choices) | Kind::Several { choices, .. } | Kind::Ranking { choices, .. } => &**choices,
            Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) | Kind::Rating(_) => &[],
        };
        if !question.positive.is_empty() {
            inspect_positive(&Place::question(&question.id, "positive"), &question.positive, choices, texts);
            return question.positive.clone();
        }
        let set = match &question.answer {
            DraftKind::One(draft) => draft.choice_set.as_ref(),
            DraftKind::Several(draft) | DraftKind::Ranking(draft) => draft.choice_set.as_ref(),
            DraftKind::Number(_)
            | DraftKind::Date(_)
            | DraftKind::Month(_)
            | DraftKind::Text(_)
            | DraftKind::Rating(_) => None,
        };
        set.and_then(|set| self.sets.get(set)).map(|set| set.positive.clone()).unwrap_or_default()
    }

    fn choices(&self, place: &Place, source: &Source<'_>, texts: &mut Texts<'_>) -> Choices {
        let fault = match (source.set, source.own) {
            (Some(set), []) => match self.shared.get(set) {
                Some(choices) => return choices.clone(),
                None => Fault::UnknownChoiceSet { set: set.clone() },
            },
            (None, own @ [_, ..]) => {
                inspect_list(place, own, texts);
                return Choices(Arc::from(own));
            }
            (set, _) => Fault::ChoicesUnclear { both: set.is_some() },
        };
        texts.problems.push(Problem { place: place.clone(), fault });
        Choices(Arc::from([]))
    }
}

fn plain_kind(place: &Place, kind: &DraftKind, texts: &mut Texts<'_>) -> Kind {
    let mut problem = |fault| texts.problems.push(Problem { place: place.clone(), fault });
    match kind {
        DraftKind::Number(range) => {
            if range.min > range.max || range.min < -NUMBER_MAX || range.max > NUMBER_MAX {
                problem(Fault::Range);
            }
            if let Some(unit) = &range.unit {
                texts.inspect(place, unit);
            }
            Kind::Number(range.clone())
        }
        DraftKind::Date(range) => {
            if range.earliest > range.latest {
                problem(Fault::Range);
            }
            Kind::Date(range.clone())
        }
        DraftKind::Month(range) => {
            if range.earliest > range.latest {
                problem(Fault::Range);
            }
            Kind::Month(range.clone())
        }
        DraftKind::Text(limit) => {
            if !(1..=ANSWER_CHARACTERS_MAX).contains(&limit.characters_max) {
                problem(Fault::TextLimit { characters: limit.characters_max });
            }
            Kind::Text(limit.clone())
        }
        DraftKind::Rating(ends) => {
            texts.inspect(place, &ends.low);
            texts.inspect(place, &ends.high);
            Kind::Rating(ends.clone())
        }
        DraftKind::One(_) | DraftKind::Several(_) | DraftKind::Ranking(_) => Kind::One(Choices(Arc::from([]))),
    }
}

/// Looks at a list of choices: codes and paper numbers once, every text whole.
pub(super) fn inspect_list(place: &Place, choices: &[Choice], texts: &mut Texts<'_>) {
    let mut codes = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    if choices.is_empty() {
        texts.problems.push(Problem { place: place.clone(), fault: Fault::Empty });
    }
    if choices.len() > CHOICES_MAX {
        let fault = Fault::TooMany { count: choices.len(), limit: CHOICES_MAX };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
    for choice in choices {
        if !codes.insert(&choice.code) {
            let fault = Fault::DuplicateCode { code: choice.code.clone() };
            texts.problems.push(Problem { place: place.clone(), fault });
        }
        if let Some(number) = choice.paper.filter(|number| !numbers.insert(*number)) {
            texts.problems.push(Problem { place: place.clone(), fault: Fault::DuplicatePaperNumber { number } });
        }
        let within = Place { question: place.question.clone(), part: format!("{} › {}", place.part, choice.code) };
        texts.inspect(&within, &choice.text);
    }
}

/// Looks at the escapes of a question: only where there are no choices, and only ways to say nothing.
pub(crate) fn inspect_escapes(question: &DraftQuestion, kind: &Kind, texts: &mut Texts<'_>) {
    if question.escapes.is_empty() {
        return;
    }
    let place = Place::question(&question.id, "escapes");
    inspect_list(&place, &question.escapes, texts);
    let has_choices = matches!(kind, Kind::One(_) | Kind::Several { .. });
    for escape in &question.escapes {
        if let Kind::Ranking { choices, .. } = kind
            && choices.find(&escape.code).is_some()
        {
            let fault = Fault::DuplicateCode { code: escape.code.clone() };
            texts.problems.push(Problem { place: place.clone(), fault });
        }
        if has_choices || escape.meaning.is_substance() || escape.other || escape.exclusive {
            let fault = Fault::MisplacedEscape { code: escape.code.clone() };
            texts.problems.push(Problem { place: place.clone(), fault });
        }
    }
}

fn inspect_positive(place: &Place, positive: &[Code], choices: &[Choice], texts: &mut Texts<'_>) {
    for code in positive {
        let fault = match choices.iter().find(|choice| choice.code == *code) {
            None => Fault::PositiveNotAChoice { code: code.clone() },
            Some(choice) if !choice.meaning.is_substance() => Fault::PositiveSaysNothing { code: code.clone() },
            Some(_) => continue,
        };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
}

fn refuse_marks(place: &Place, choices: &Choices, marked: fn(&Choice) -> bool, texts: &mut Texts<'_>) {
    for choice in choices.iter().filter(|choice| marked(choice)) {
        let fault = Fault::UselessMark { code: choice.code.clone() };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
}

fn at_most(place: &Place, at_most: Option<u16>, choices: &Choices, texts: &mut Texts<'_>) -> Option<usize> {
    let at_most = at_most?;
    let sound = (1..=choices.len()).contains(&usize::from(at_most));
    if !sound && !choices.is_empty() {
        let fault = Fault::AtMost { at_most, choices: choices.len() };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
    Some(usize::from(at_most))
}
