//! What waits goes out.

use outbox::Outcome;
use questionnaire::Minute;
use uuid::Uuid;

use super::Turn;
use crate::message::Message;
use crate::parcel::{Heard, Kept, Parcel};
use crate::state::{Screen, Storage};
use crate::tablet::batch;
use crate::tablet::effect::Task;
use crate::tablet::message::Known;
use crate::tablet::own::Own;
use crate::tablet::queue::Waiting;
use crate::tablet::state::{Staff, StaffNote, Stage, Visit};

impl Turn<'_> {
    pub(super) fn now(&self) -> Minute {
        Minute::from_unix_ms(i64::try_from(self.moment.unix_ms).unwrap_or_default())
    }

    /// A finished response goes to the store, and nowhere else before it is there.
    pub(super) fn write(&mut self, parcel: Parcel) {
        let (id, number) = (parcel.id.uuid(), self.tablet.queue.number());
        let waiting = Waiting { id, number, survey: parcel.survey.clone(), at: self.now(), refusal: None };
        self.tablet.unwritten.push((parcel.clone(), waiting.clone()));
        self.tasks.push(Task::Write(Box::new((parcel, waiting))));
    }

    pub(super) fn written(&mut self, id: Uuid) {
        let unwritten = &mut self.tablet.unwritten;
        let Some(at) = unwritten.iter().position(|(_, waiting)| waiting.id == id) else { return };
        let (_, waiting) = unwritten.swap_remove(at);
        self.tablet.queue.put(waiting, self.moment.unix_ms);
        self.tablet.unreported = true;
        if let Some(visit) = self.visit_of(id) {
            visit.state.storage = Storage::Works;
            let number = visit.number;
            self.visit_told(number, Message::Queued(id));
        }
        self.tasks.push(Task::AskRoom);
        self.tend();
    }

    /// It stays in memory and is tried again; nobody else begins meanwhile.
    pub(super) fn write_failed(&mut self, (_, waiting): (Parcel, Waiting)) {
        if let Some(visit) = self.visit_of(waiting.id) {
            visit.state.storage = Storage::Failing;
        }
    }

    pub(super) fn write_again(&mut self) {
        let again = self.tablet.unwritten.iter().cloned().map(|unwritten| Task::Write(Box::new(unwritten)));
        self.tasks.extend(again);
    }

    /// Sends what is due. A tablet that the office does not know sends nothing: it would be taken for somebody's own.
    pub(super) fn tend(&mut self) {
        if self.tablet.revoked || self.tablet.device().is_none() {
            return;
        }
        let due = self.tablet.queue.due(self.moment.unix_ms);
        self.tasks.extend(due.into_iter().map(|(survey, ids)| Task::Send(survey, ids)));
    }

    pub(super) fn sent(&mut self, ids: &[Uuid], heard: Option<&Heard>) {
        self.tablet.revoked |= heard.is_some_and(is_unknown);
        let (mut stored, mut refused) = (Vec::new(), Vec::new());
        let outcomes = batch::outcomes(heard, ids);
        let reports: Vec<_> = outcomes.iter().map(|(id, outcome, _)| (*id, *outcome)).collect();
        self.tablet.queue.settle(&reports, self.moment.unix_ms);
        for (id, outcome, kept) in outcomes {
            self.tell_visit(id, outcome, kept);
            match outcome {
                Outcome::Stored | Outcome::StoredAside => stored.push(id),
                Outcome::Refused(_) => refused.extend(self.tablet.queue.get(id).cloned()),
                Outcome::Busy { .. } | Outcome::Unreachable => {}
            }
        }
        self.mark(refused);
        if !stored.is_empty() {
            self.tasks.push(Task::Remove(stored));
            self.note_sent();
        }
        self.tend();
    }

    fn mark(&mut self, waiting: Vec<Waiting>) {
        if !waiting.is_empty() {
            self.tasks.push(Task::Mark(waiting));
        }
    }

    fn note_sent(&mut self) {
        let now = self.now();
        self.tablet.unreported = true;
        if let Some(own) = self.tablet.own.clone().filter(|own| own.sent_at != Some(now)) {
            self.keep_own(Own { sent_at: Some(now), ..own });
        }
    }

    fn visit_of(&mut self, id: Uuid) -> Option<&mut Visit> {
        let Stage::Visit(visit) = &mut self.tablet.stage else { return None };
        let own = matches!(&visit.state.screen, Screen::Done(slip) if slip.id.uuid() == id);
        own.then_some(visit)
    }

    /// The person who is still there sees what became of it.
    fn tell_visit(&mut self, id: Uuid, outcome: Outcome, kept: Option<Kept>) {
        let now_ms = self.moment.unix_ms;
        let Some(visit) = self.visit_of(id) else { return };
        visit.state.outbox.settle(id, outcome, now_ms);
        if let Screen::Done(slip) = &mut visit.state.screen
            && kept.is_some()
        {
            slip.kept = kept;
            visit.state.parcels.clear();
        }
    }

    /// Tells the office how the tablet stands: counts, and nothing of an answer.
    pub(super) fn report(&mut self) {
        let Some(own) = self.tablet.own.as_ref().filter(|own| own.device.is_some()) else { return };
        let (waiting, parked) = self.tablet.queue.counts();
        let sent_at = own.sent_at.map_or_else(|| "null".to_owned(), |at| format!("\"{at}\""));
        let free = self.tablet.room.free_bytes.map_or_else(|| "null".to_owned(), |bytes| bytes.to_string());
        let version = env!("CARGO_PKG_VERSION");
        self.tasks.push(Task::Report(format!(
            "{{\"waiting\":{waiting},\"parked\":{parked},\"sent_at\":{sent_at},\"storage_free_bytes\":{free},\"version\":\"{version}\"}}"
        )));
        self.tablet.unreported = false;
    }

    pub(super) fn reported(&mut self, known: Known) {
        self.know(known);
        self.tablet.unreported |= known == Known::Unheard;
    }

    pub(super) fn know(&mut self, known: Known) {
        match known {
            Known::Yes => self.tablet.revoked = false,
            Known::No => self.tablet.revoked = true,
            Known::Unheard => {}
        }
    }

    pub(super) fn send_asked(&mut self, parked_too: bool) {
        let tried_again = self.tablet.queue.hurry(parked_too, self.moment.unix_ms);
        self.mark(tried_again);
        self.tend();
    }

    pub(super) fn exported(&mut self, count: Option<usize>) {
        let note = count.map_or(StaffNote::NotExported, StaffNote::Exported);
        if matches!(self.tablet.stage, Stage::Staff(_)) {
            self.tablet.stage = Stage::Staff(Staff { note: Some(note) });
        }
    }
}

/// Whether the office says that it does not know the tablet.
fn is_unknown(heard: &Heard) -> bool {
    heard.status == 401 && heard.problem
}
