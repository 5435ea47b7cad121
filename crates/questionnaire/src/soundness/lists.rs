//! Whether a list of choices is in order, and what is said about it: positive codes, escapes, marks.

use std::collections::BTreeSet;

use super::{Fault, Place, Problem, Texts};
use crate::draft::{Choice, DraftKind, DraftQuestion};
use crate::id::Code;
use crate::limit::CHOICES_MAX;

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
pub(super) fn inspect_escapes(question: &DraftQuestion, choices: &[Choice], texts: &mut Texts<'_>) {
    if question.escapes.is_empty() {
        return;
    }
    let place = Place::question(&question.id, "escapes");
    inspect_list(&place, &question.escapes, texts);
    let has_choices = matches!(question.answer, DraftKind::One(_) | DraftKind::Several(_));
    for escape in &question.escapes {
        if matches!(question.answer, DraftKind::Ranking(_)) && choices.iter().any(|choice| choice.code == escape.code) {
            let fault = Fault::DuplicateCode { code: escape.code.clone() };
            texts.problems.push(Problem { place: place.clone(), fault });
        }
        if has_choices || escape.meaning.is_substance() || escape.other || escape.exclusive {
            let fault = Fault::MisplacedEscape { code: escape.code.clone() };
            texts.problems.push(Problem { place: place.clone(), fault });
        }
    }
}

/// Looks at positive codes: each a choice of substance.
pub(super) fn inspect_positive(place: &Place, positive: &[Code], choices: &[Choice], texts: &mut Texts<'_>) {
    for code in positive {
        let fault = match choices.iter().find(|choice| choice.code == *code) {
            None => Fault::PositiveNotAChoice { code: code.clone() },
            Some(choice) if !choice.meaning.is_substance() => Fault::PositiveSaysNothing { code: code.clone() },
            Some(_) => continue,
        };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
}

/// Refuses marks that the kind of question has no use for.
pub(super) fn refuse_marks(place: &Place, choices: &[Choice], marked: fn(&Choice) -> bool, texts: &mut Texts<'_>) {
    for choice in choices.iter().filter(|choice| marked(choice)) {
        let fault = Fault::UselessMark { code: choice.code.clone() };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
}

/// Looks at how many choices may be taken.
pub(super) fn inspect_at_most(place: &Place, at_most: Option<u16>, choices: &[Choice], texts: &mut Texts<'_>) {
    let Some(at_most) = at_most else { return };
    if !(1..=choices.len()).contains(&usize::from(at_most)) && !choices.is_empty() {
        let fault = Fault::AtMost { at_most, choices: choices.len() };
        texts.problems.push(Problem { place: place.clone(), fault });
    }
}
