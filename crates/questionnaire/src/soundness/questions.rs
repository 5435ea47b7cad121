//! What a question says, and whether its kind makes sense.

use super::lists::{inspect_at_most, inspect_escapes, inspect_list, inspect_positive, refuse_marks};
use super::{Fault, Place, Problem, Texts};
use crate::draft::{Choice, DraftKind, DraftQuestion, DraftQuestionnaire};
use crate::limit::{ANSWER_CHARACTERS_MAX, NUMBER_MAX};

/// Looks at a question of `draft`, besides the names in its conditions.
pub(super) fn inspect_question(draft: &DraftQuestionnaire, question: &DraftQuestion, texts: &mut Texts<'_>) {
    let place = |part: &str| Place::question(&question.id, part);
    texts.inspect(&place("text"), &question.text);
    if let Some(help) = &question.help {
        texts.inspect(&place("help"), help);
    }
    for wording in &question.wordings {
        texts.inspect(&place("wordings"), &wording.text);
    }
    for check in &question.checks {
        texts.inspect(&place("checks"), &check.message);
    }
    let set = question.answer.choice_set().and_then(|set| draft.choice_sets.get(set));
    let choices = set.map_or(question.answer.own_choices(), |set| &set.choices);
    inspect_kind(&place("answer"), &question.answer, choices, texts);
    inspect_escapes(question, choices, texts);
    inspect_positive(&place("positive"), &question.positive, choices, texts);
}

fn inspect_kind(place: &Place, kind: &DraftKind, choices: &[Choice], texts: &mut Texts<'_>) {
    let own = kind.own_choices();
    if !own.is_empty() {
        inspect_list(place, own, texts);
    }
    match kind {
        DraftKind::One(_) => refuse_marks(place, choices, |choice| choice.exclusive, texts),
        DraftKind::Several(several) => inspect_at_most(place, several.at_most, choices, texts),
        DraftKind::Ranking(ranking) => {
            refuse_marks(place, choices, |choice| choice.exclusive || choice.other, texts);
            inspect_at_most(place, ranking.at_most, choices, texts);
        }
        DraftKind::Number(range) => {
            if let Some(unit) = &range.unit {
                texts.inspect(place, unit);
            }
        }
        DraftKind::Rating(ends) => {
            texts.inspect(place, &ends.low);
            texts.inspect(place, &ends.high);
        }
        DraftKind::Date(_) | DraftKind::Month(_) | DraftKind::Text(_) => {}
    }
    texts.problems.extend(bounds(kind).map(|fault| Problem { place: place.clone(), fault }));
}

/// What is wrong with the bounds of a kind.
fn bounds(kind: &DraftKind) -> Option<Fault> {
    let sound = match kind {
        DraftKind::Number(range) => range.min <= range.max && range.min >= -NUMBER_MAX && range.max <= NUMBER_MAX,
        DraftKind::Date(range) => range.earliest <= range.latest,
        DraftKind::Month(range) => range.earliest <= range.latest,
        DraftKind::Text(limit) => {
            let characters = limit.characters_max;
            return (!(1..=ANSWER_CHARACTERS_MAX).contains(&characters)).then_some(Fault::TextLimit { characters });
        }
        DraftKind::One(_) | DraftKind::Several(_) | DraftKind::Ranking(_) | DraftKind::Rating(_) => true,
    };
    (!sound).then_some(Fault::Range)
}
