//! From place to place, with the browser's history alongside.

use questionnaire::Page;

use super::Turn;
use crate::asked::{Asked, page_of};
use crate::draft::{Draft, Mark, Place};
use crate::effect::{Effect, Focus};

/// How many pages a form keeps under the Back button. Chromium keeps 50 entries, those of the pages before the form
/// included, and forgets the oldest without a word; browsers also refuse long bursts.
const ENTRIES_MAX: usize = 40;

impl Turn<'_> {
    pub(super) fn advanced(&mut self) {
        self.begin();
        let Some(form) = self.state.form() else { return };
        match form.draft.place() {
            Place::Opening => self.started(),
            Place::Code => self.code_entered(),
            Place::Ward => self.leave_ward(),
            Place::Page(_) => self.leave_page(),
            Place::Review => self.send_asked(),
        }
    }

    fn leave_ward(&mut self) {
        let Some(form) = self.form_mut() else { return };
        if form.draft.ward.is_none() {
            form.tried = Some(form.draft.acknowledged.clone());
            return self.effects.push(Effect::Focus(Focus::Findings));
        }
        self.go_on();
    }

    /// On to the next page, unless something is to be said about this one.
    fn leave_page(&mut self) {
        let Some(asked) = self.state.asked() else { return };
        let Some(page) = asked.page() else { return };
        let draft = &asked.form.draft;
        let findings = asked.findings_of(&page, &draft.acknowledged);
        if findings.is_empty() {
            return if asked.published.is_pulse() { self.send_asked() } else { self.go_on() };
        }
        let before = draft.acknowledged.clone();
        let mut noted = before.clone();
        noted.note(&findings);
        if let Some(form) = self.form_mut() {
            form.draft.acknowledged = noted;
            form.tried = Some(before);
        }
        self.save();
        self.effects.push(Effect::Focus(Focus::Findings));
    }

    pub(super) fn go_on(&mut self) {
        if let Some(place) = self.next_place() {
            self.go(place);
        }
    }

    fn next_place(&self) -> Option<Place> {
        let form = self.state.form()?;
        let draft = &form.draft;
        let published = self.state.published.as_deref()?;
        if matches!(draft.place(), Place::Opening) && published.needs_code && draft.code.is_none() {
            return Some(Place::Code);
        }
        let Some(asked) = Asked::new(published, form) else { return Some(Place::Ward) };
        let pages = asked.pages();
        let place = |index: usize| pages.get(index).and_then(Page::id).map(|id| Place::Page(id.clone()));
        if draft.from_review {
            return Some(asked.first_unseen().unwrap_or(Place::Review));
        }
        let next = match draft.place() {
            Place::Page(id) => page_of(asked.questionnaire(), &pages, id).map_or(0, |index| index + 1),
            Place::Opening | Place::Code | Place::Ward => 0,
            Place::Review => pages.len(),
        };
        Some(place(next).unwrap_or(Place::Review))
    }

    pub(super) fn retreated(&mut self) {
        if let Some(place) = self.previous_place() {
            self.go_back_to(place);
        }
    }

    fn previous_place(&self) -> Option<Place> {
        let form = self.state.form()?;
        let draft = &form.draft;
        if draft.from_review && !matches!(draft.place(), Place::Review) {
            return Some(Place::Review);
        }
        let first = self.state.published.as_deref()?.first_place(draft.ward_given);
        let Some(asked) = self.state.asked() else { return Some(first) };
        let pages = asked.pages();
        let index = match draft.place() {
            Place::Page(id) => page_of(asked.questionnaire(), &pages, id)?,
            Place::Review => pages.len(),
            Place::Opening | Place::Code | Place::Ward => return Some(first),
        };
        let before = index.checked_sub(1).and_then(|index| pages.get(index)).and_then(Page::id);
        let before_pages = if draft.ward_given { first } else { Place::Ward };
        Some(before.map_or(before_pages, |id| Place::Page(id.clone())))
    }

    /// A step forward: a new entry in the history, as long as a browser keeps them all.
    pub(super) fn go(&mut self, place: Place) {
        let Some(form) = self.form_mut() else { return };
        let draft = &mut form.draft;
        draft.trail.truncate(draft.step + 1);
        let full = draft.trail.len() >= ENTRIES_MAX;
        if full {
            draft.trail.pop();
        }
        draft.trail.push(place);
        draft.step = draft.trail.len() - 1;
        let mark = draft.mark();
        self.effects.push(if full { Effect::Replace(mark) } else { Effect::Push(mark) });
        self.arrive();
    }

    /// A step back: to the entry that shows the place, so that the browser's Back does not come by twice.
    pub(super) fn go_back_to(&mut self, place: Place) {
        let Some(form) = self.form_mut() else { return };
        let draft = &mut form.draft;
        let earlier = draft.trail.iter().take(draft.step).rposition(|passed| *passed == place);
        if let Some(step) = earlier {
            let steps = draft.step - step;
            return self.effects.push(Effect::GoBack(steps));
        }
        if let Some(here) = draft.trail.get_mut(draft.step) {
            *here = place;
        }
        let mark = draft.mark();
        self.effects.push(Effect::Replace(mark));
        self.arrive();
    }

    pub(super) fn travelled(&mut self, mark: Option<Mark>) {
        let Some(form) = self.form_mut() else { return };
        let draft = &mut form.draft;
        if let Some(Mark { place, step, .. }) = mark.filter(|mark| mark.draft == draft.id) {
            settle_trail(draft, place, step);
            draft.from_review = false;
            self.arrive();
        } else {
            // An entry of another person's form: this one stays where it is.
            let mark = draft.mark();
            self.effects.push(Effect::Replace(mark));
        }
    }

    /// What is the same wherever one arrives.
    fn arrive(&mut self) {
        self.state.dialog = None;
        self.state.said = None;
        if let Some(form) = self.form_mut() {
            form.tried = None;
            form.unsealed = false;
            let place = form.draft.place().clone();
            if place == Place::Review {
                form.draft.from_review = false;
            }
            if !matches!(place, Place::Opening | Place::Code) {
                form.draft.left_at = place;
            }
        }
        self.state.note_seen();
        self.save();
        self.effects.push(Effect::Focus(Focus::Heading));
    }

    pub(super) fn resumed(&mut self) {
        let Some(asked) = self.state.asked() else { return self.started() };
        let left_at = asked.form.draft.left_at.clone();
        let trail = trail_to(&asked, &left_at);
        for place in trail {
            let Some(form) = self.form_mut() else { return };
            form.draft.trail.truncate(form.draft.step + 1);
            form.draft.trail.push(place);
            form.draft.step += 1;
            let mark = form.draft.mark();
            self.effects.push(Effect::Push(mark));
        }
        self.arrive();
    }

    pub(super) fn change_sought(&mut self, place: Place) {
        if let Some(form) = self.form_mut() {
            form.draft.from_review = true;
            self.go(place);
        }
    }

    pub(super) fn review_sought(&mut self) {
        self.go_back_to(Place::Review);
    }

    /// Opens the page of a question and says at once what is to be done there.
    pub(super) fn jump_to(&mut self, place: Place, complain: bool) {
        self.change_sought(place);
        if complain && let Some(form) = self.form_mut() {
            form.tried = Some(form.draft.acknowledged.clone());
            self.effects.push(Effect::Focus(Focus::Findings));
        }
    }
}

/// The places that lead to where a person left, the last ones at most.
fn trail_to(asked: &Asked<'_>, left_at: &Place) -> Vec<Place> {
    let pages = asked.pages();
    let upto = match left_at {
        Place::Page(id) => page_of(asked.questionnaire(), &pages, id).map_or(0, |index| index + 1),
        Place::Review => pages.len(),
        Place::Opening | Place::Code | Place::Ward => 0,
    };
    let passed = pages.iter().take(upto).filter_map(|page| page.id().map(|id| Place::Page(id.clone())));
    let ward = (!asked.form.draft.ward_given).then_some(Place::Ward);
    let review = (*left_at == Place::Review).then_some(Place::Review);
    let mut trail: Vec<Place> = ward.into_iter().chain(passed).chain(review).collect();
    if trail.is_empty() {
        trail.extend(pages.first().and_then(Page::id).map(|id| Place::Page(id.clone())));
    }
    trail.split_off(trail.len().saturating_sub(ENTRIES_MAX))
}

/// Puts the person at a step of the trail; the history is right where the two differ.
pub(super) fn settle_trail(draft: &mut Draft, place: Place, step: usize) {
    if draft.trail.get(step) != Some(&place) {
        draft.trail.resize(step, Place::Opening);
        draft.trail.push(place);
    }
    draft.step = step;
}
