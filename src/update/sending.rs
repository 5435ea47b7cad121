//! From the review to the receipt. Nothing is called sent before the collector names the response.

use outbox::{Outcome, Task};
use questionnaire::{Identity, Minute, Receipt, Response, ResponseId};
use uuid::Uuid;

use super::Turn;
use crate::asked::Asked;
use crate::draft::{Mark, Place};
use crate::effect::{Effect, Focus, Records};
use crate::parcel::{Heard, Kept, Parcel, Slip};
use crate::state::{Screen, Storage};

impl Turn<'_> {
    pub(super) fn assisted_switched(&mut self) {
        if let Some(form) = self.form_mut() {
            form.draft.assisted = !form.draft.assisted;
            self.save();
        }
    }

    pub(super) fn send_asked(&mut self) {
        if self.state.form().is_some_and(|form| form.draft.ward.is_none()) {
            return self.jump_to(Place::Ward, true);
        }
        if let Some((place, complain)) = self.state.asked().and_then(|asked| asked.shortcoming()) {
            return self.jump_to(place, complain);
        }
        let Some((parcel, slip)) = self.state.asked().and_then(|asked| self.pack(&asked)) else { return };
        let keys = self.keys();
        if keys.is_empty() {
            return self.post(parcel, slip);
        }
        self.effects.push(Effect::Seal(Some(Box::new((parcel, slip))), keys));
    }

    /// Until it is sealed nothing of it is written down, and the form stays as it is. What was not the form's any more
    /// when it was sealed, sent before or deleted, is none of it.
    pub(super) fn sealed(&mut self, (parcel, slip): (Parcel, Slip), done: bool) {
        let Some(form) = self.form_mut().filter(|form| form.draft.id == slip.draft) else { return };
        form.unsealed = !done;
        if done {
            self.post(parcel, slip);
        }
    }

    /// The response with its id and receipt, made once: whatever happens, these bytes are sent, or what they become when
    /// they are sealed.
    fn pack(&self, asked: &Asked<'_>) -> Option<(Parcel, Slip)> {
        let draft = &asked.form.draft;
        let (id, receipt) = self.id_and_receipt()?;
        let now = Minute::from_unix_ms(i64::try_from(self.moment.unix_ms).unwrap_or_default());
        let identity = Identity {
            id,
            revision: asked.published.revision.clone(),
            mode: self.state.mode(),
            assisted: draft.assisted,
            language: self.state.language.clone(),
            receipt_hash: receipt.hash(),
            started_at: draft.started_at.unwrap_or(now).min(now),
            finished_at: now,
        };
        let response = Response::new(&asked.published.survey, identity, &asked.setting, asked.answers()).ok()?;
        let parcel = Parcel {
            id,
            survey: draft.survey.clone(),
            code: draft.code.clone(),
            body: response.to_json().ok()?,
            record: draft.key(),
            refusal: None,
            held_until_ms: None,
        };
        let slip = Slip {
            draft: draft.id.clone(),
            survey: draft.survey.clone(),
            id,
            code: draft.code.clone(),
            ward: draft.ward,
            language: self.state.language.clone(),
            ruby: self.state.ruby,
            receipt: receipt.to_string(),
            kept: None,
        };
        Some((parcel, slip))
    }

    fn id_and_receipt(&self) -> Option<(ResponseId, Receipt)> {
        let (id, rest) = self.moment.random.split_first_chunk::<16>()?;
        let receipt = rest.first_chunk::<13>()?;
        Some((ResponseId::from_random(*id), Receipt::from_random(*receipt)))
    }

    /// Writes it down first; what becomes of that decides when it is sent.
    fn post(&mut self, parcel: Parcel, slip: Slip) {
        let id = parcel.id.uuid();
        let mark = Mark { draft: slip.draft.clone(), place: Place::Review, step: 0 };
        self.state.parcels.push(parcel.clone());
        self.state.screen = Screen::Done(Box::new(slip.clone()));
        self.state.said = None;
        self.effects.push(Effect::Replace(mark));
        self.effects.push(Effect::Focus(Focus::Heading));
        if self.state.storage == Storage::Absent {
            self.queued(id);
        } else {
            self.effects.push(Effect::Queue(Box::new(parcel), Box::new(slip)));
        }
    }

    pub(super) fn queued(&mut self, id: Uuid) {
        // A full outbox takes nothing more; a single person's phone never comes near.
        if self.state.outbox.put(id, self.moment.unix_ms).is_ok() {
            self.tend();
        }
    }

    /// A device that cannot write may still be able to send, which is better than either.
    pub(super) fn queue_failed(&mut self, id: Uuid) {
        self.state.storage = Storage::Failing;
        self.state.unwritten = Some(id);
        self.queued(id);
    }

    /// Does what the outbox has to do now.
    pub(super) fn tend(&mut self) {
        match self.state.outbox.next(self.moment.unix_ms) {
            Task::Send(id) => match self.state.parcels.iter().find(|parcel| parcel.id.uuid() == id) {
                Some(parcel) => self.effects.push(Effect::Send(Box::new(parcel.clone()))),
                None => self.state.outbox.discard(id),
            },
            Task::Wait { until_ms } => self.effects.push(Effect::WakeAt(until_ms)),
            Task::Idle => {}
        }
    }

    pub(super) fn send_settled(&mut self, id: Uuid, heard: Option<Heard>) {
        let (outcome, kept) = heard.map_or((Outcome::Unreachable, None), |heard| heard.meaning(id));
        self.settled(id, outcome, kept);
    }

    /// An attempt to send has ended, here or in another tab.
    pub(super) fn settled(&mut self, id: Uuid, outcome: Outcome, kept: Option<Kept>) {
        let before = self.delivered();
        self.state.outbox.settle(id, outcome, self.moment.unix_ms);
        match (kept, self.state.parcels.iter_mut().find(|parcel| parcel.id.uuid() == id)) {
            (Some(kept), Some(parcel)) => {
                let record = parcel.record.clone();
                self.state.parcels.retain(|parcel| parcel.id.uuid() != id);
                // A draft that is left of what was sent would be sent again, as another response.
                if self.state.unwritten == Some(id) {
                    let records = Records::One(record.clone());
                    self.effects.push(Effect::Forget { records, parcels: Vec::new() });
                }
                self.effects.push(Effect::Settle { id, record, kept });
                if let Screen::Done(slip) = &mut self.state.screen
                    && slip.id.uuid() == id
                {
                    slip.kept = Some(kept);
                }
            }
            (None, Some(parcel)) => {
                parcel.refusal = self.state.outbox.entry(id).and_then(outbox::Entry::refusal).map(Into::into);
                parcel.held_until_ms = self.state.outbox.line().held_until(self.moment.unix_ms);
                self.effects.push(Effect::KeepParcel(Box::new(parcel.clone())));
            }
            (_, None) => {}
        }
        if self.delivered() != before {
            self.effects.push(Effect::Focus(Focus::Heading));
        }
        self.tend();
    }

    /// Which heading the screen of the slip has.
    fn delivered(&self) -> Option<std::mem::Discriminant<crate::parcel::Delivery>> {
        match &self.state.screen {
            Screen::Done(slip) => Some(std::mem::discriminant(&self.state.delivery(slip))),
            Screen::Loading(_) | Screen::Broken(_) | Screen::Held | Screen::Form(_) => None,
        }
    }

    pub(super) fn online_changed(&mut self, online: bool) {
        self.state.online = online;
        if online {
            self.state.outbox.hurry(self.moment.unix_ms);
            self.tend();
        }
    }

    pub(super) fn came_back(&mut self) {
        self.tend();
    }

    pub(super) fn retry_asked(&mut self) {
        let now_ms = self.moment.unix_ms;
        if let Screen::Done(slip) = &self.state.screen {
            self.state.outbox.retry(slip.id.uuid(), now_ms);
        }
        self.state.outbox.hurry(now_ms);
        self.tend();
        if self.state.full {
            self.effects.push(Effect::SeekRoom);
        }
    }
}
