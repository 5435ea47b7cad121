//! What the page around a form hears of it: what is different from before.

use super::Turn;
use crate::draft::Place;
use crate::effect::{Effect, Event, Trouble};
use crate::parcel::Delivery;
use crate::published::LoadError;
use crate::state::{Screen, State, Storage};

/// How a form looks from outside.
#[derive(Debug, Default)]
pub struct Outlook {
    ready: bool,
    page: Option<String>,
    storage_absent: bool,
    saved: u32,
    broken: Option<LoadError>,
    delivery: Option<Delivery>,
}

impl Outlook {
    /// As it looks now.
    pub fn of(state: &State) -> Self {
        Self {
            ready: state.ready,
            page: page(state),
            storage_absent: state.storage == Storage::Absent,
            saved: state.saved,
            broken: if let Screen::Broken(error) = state.screen { Some(error) } else { None },
            delivery: if let Screen::Done(slip) = &state.screen { Some(state.delivery(slip)) } else { None },
        }
    }

    /// What there is to tell of a form that looked otherwise before.
    pub fn since(self, before: &Self, state: &State) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(error) = self.broken.filter(|_| before.broken.is_none()) {
            events.push(Event::Error(trouble(error)));
        }
        if self.ready && !before.ready {
            events.push(Event::Ready);
            if names_unknown_ward(state) {
                events.push(Event::Error(Trouble::UnknownWard));
            }
        }
        if self.storage_absent && !before.storage_absent {
            events.push(Event::Error(Trouble::Storage));
        }
        if self.saved > before.saved {
            events.push(Event::Saved);
        }
        if self.delivery != before.delivery {
            events.extend(self.delivery.and_then(|now| delivered(now, before.delivery, state)));
        }
        if self.page != before.page {
            events.extend(self.page.map(Event::Page));
        }
        events
    }
}

impl Turn<'_> {
    pub(super) fn tell_since(&mut self, before: &Outlook) {
        if matches!(self.state.screen, Screen::Form(_) | Screen::Done(_) | Screen::Held) {
            self.state.ready = true;
        }
        if before.page != page(self.state) {
            self.fall_silent();
        }
        let events = Outlook::of(self.state).since(before, self.state);
        self.effects.extend(events.into_iter().map(Effect::Tell));
    }
}

/// What is on the screen: the first question of a page, or the name of another place.
fn page(state: &State) -> Option<String> {
    let name = match &state.screen {
        Screen::Loading(_) | Screen::Broken(_) => return None,
        Screen::Held => "held",
        Screen::Done(_) => "done",
        Screen::Form(form) => match form.draft.place() {
            Place::Opening => "opening",
            Place::Code => "code",
            Place::Ward => "ward",
            Place::Page(question) => question.as_str(),
            Place::Review => "review",
        },
    };
    Some(name.to_owned())
}

fn delivered(now: Delivery, before: Option<Delivery>, state: &State) -> Option<Event> {
    match (now, before) {
        (Delivery::Sending | Delivery::Waiting { .. }, None | Some(Delivery::Storing)) => {
            (state.storage == Storage::Works).then_some(Event::Queued)
        }
        (Delivery::Kept(kept), Some(_)) => Some(Event::Sent(kept)),
        (Delivery::Parked(_), Some(_)) => Some(Event::Error(Trouble::Refused)),
        _ => None,
    }
}

fn trouble(error: LoadError) -> Trouble {
    match error {
        LoadError::UnknownSurvey => Trouble::UnknownSurvey,
        LoadError::Unreachable => Trouble::Unreachable,
        LoadError::Unsound => Trouble::Unsound,
        LoadError::Unsealable => Trouble::Unsealable,
    }
}

fn names_unknown_ward(state: &State) -> bool {
    let Some(published) = state.published.as_deref() else { return false };
    let of_another = |ward| !published.survey.wards().contains_key(&ward);
    state.arrival.ward_unknown || state.arrival.ward.is_some_and(of_another)
}
