//! What a draft becomes in a survey that may not be the one it began with.

use questionnaire::{Choices, Input, Kind, Language};

use crate::draft::{Draft, Place};
use crate::published::Published;

/// Makes a draft fit a survey that may not be the one it began with: what is not asked any more is passed over, and
/// the answers stay.
pub(super) fn fit(draft: &mut Draft, published: &Published) {
    let questionnaire = published.survey.questionnaire();
    for question in questionnaire.questions() {
        if let (Kind::Ranking { choices, .. }, Some(input)) = (question.kind(), draft.inputs.get_mut(question.id())) {
            fit_ranking(input, choices);
        }
    }
    if draft.ward.is_some_and(|ward| !published.survey.wards().contains_key(&ward)) {
        draft.ward = None;
        draft.ward_given = false;
    }
    let step = draft.step.min(draft.trail.len().saturating_sub(1));
    let exists = |place: &Place| !matches!(place, Place::Page(id) if questionnaire.question(id).is_none());
    let passed = draft.trail.iter().take(step + 1).filter(|place| exists(place)).count();
    draft.trail.retain(exists);
    if passed == 0 {
        draft.trail.insert(0, published.first_place(draft.ward_given));
    }
    draft.step = passed.saturating_sub(1);
    if !exists(&draft.left_at) {
        draft.left_at = draft.place().clone();
    }
    let asked = matches!(draft.place(), Place::Page(_) | Place::Review);
    if asked && draft.ward.is_none() {
        draft.trail.truncate(draft.step);
        draft.trail.push(Place::Ward);
    }
}

/// A ranking can only be mended by buttons, and what cannot be seen has none.
fn fit_ranking(input: &mut Input, choices: &Choices) {
    match input {
        Input::Ranking(codes) => {
            codes.retain(|code| choices.find(code).is_some());
            if codes.is_empty() {
                *input = Input::Blank;
            }
        }
        Input::Blank | Input::Escape(_) => {}
        Input::Choice(_) | Input::Choices(_) | Input::Typed(_) | Input::Rating(_) => *input = Input::Blank,
    }
}

/// The language itself, where the form can be drawn in it; otherwise one in which it can.
pub(super) fn spoken(published: &Published, language: &Language) -> Language {
    let is_spoken = |language: &&Language| published.speaks(language) && published.interface.words(language).is_some();
    let languages = std::iter::once(language).chain(published.survey.languages());
    languages.clone().find(is_spoken).unwrap_or(language).clone()
}
