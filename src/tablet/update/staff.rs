//! The staff's screen and the number before it.

use super::Turn;
use crate::effect::Focus;
use crate::tablet::effect::Task;
use crate::tablet::message::Known;
use crate::tablet::own::Own;
use crate::tablet::pin::{PAUSE_S, TRIES};
use crate::tablet::state::{PinEntry, PinFault, Staff, StaffNote, Stage};

impl Turn<'_> {
    pub(super) fn staff_sought(&mut self) {
        if matches!(self.tablet.stage, Stage::Idle) {
            self.stand(Stage::Pin(PinEntry::default()));
        }
    }

    pub(super) fn pin_typed(&mut self, typed: String) {
        if let Stage::Pin(entry) = &mut self.tablet.stage {
            *entry = PinEntry { typed, fault: None };
        } else if let Stage::ChoosingPin(choice) = &mut self.tablet.stage {
            choice.typed = typed;
            choice.fault = None;
        }
    }

    pub(super) fn pin_entered(&mut self) {
        if matches!(self.tablet.stage, Stage::ChoosingPin(_)) {
            return self.pin_chosen();
        }
        let Stage::Pin(entry) = &mut self.tablet.stage else { return };
        if self.tablet.pin_pause_s > 0 {
            return;
        }
        let typed = std::mem::take(&mut entry.typed);
        if self.tablet.own.as_ref().and_then(|own| own.pin.as_ref()).is_some_and(|pin| pin.is(&typed)) {
            self.tablet.wrong_pins = 0;
            self.tasks.push(Task::AskRoom);
            return self.stand(Stage::Staff(Staff::default()));
        }
        entry.fault = Some(PinFault::Wrong);
        self.tablet.wrong_pins += 1;
        if self.tablet.wrong_pins.is_multiple_of(TRIES) {
            self.tablet.pin_pause_s = PAUSE_S;
        }
        self.tasks.push(Task::Focus(Focus::Findings));
    }

    /// Back to the first screen, from wherever staff are. A fault of the set-up does not go away by that.
    pub(super) fn closed(&mut self) {
        let has_pin = self.tablet.own.as_ref().is_some_and(|own| own.pin.is_some());
        let faulty = matches!(self.tablet.stage, Stage::Failed(_));
        if faulty && has_pin || matches!(self.tablet.stage, Stage::Pin(_) | Stage::Staff(_) | Stage::HandBack) {
            self.tasks.push(Task::Wipe);
            self.stand(Stage::Idle);
        }
    }

    fn note(&mut self, note: StaffNote) {
        if let Stage::Staff(staff) = &mut self.tablet.stage {
            staff.note = Some(note);
        }
    }

    pub(super) fn test_asked(&mut self) {
        self.note(StaffNote::Testing);
        self.tasks.push(Task::Test);
    }

    pub(super) fn tested(&mut self, known: Known) {
        self.know(known);
        self.note(match known {
            Known::Yes => StaffNote::Reached,
            Known::No => StaffNote::Unknown,
            Known::Unheard => StaffNote::Unreached,
        });
        if known == Known::Yes {
            self.report();
            self.refresh();
        }
    }

    pub(super) fn export_asked(&mut self) {
        self.tasks.push(Task::Export(self.now().to_string()));
    }

    /// What a receipts file names is taken off the device: the office has it, whatever the network did.
    pub(super) fn receipts_chosen(&mut self, text: &str) {
        let receipts = koefile::receipts(text.as_bytes());
        if receipts.stored.is_empty() && !receipts.rest.is_empty() {
            return self.note(StaffNote::NoReceipts);
        }
        let named = receipts.stored.iter().filter_map(|receipt| receipt.id.parse().ok());
        let gone: Vec<_> = named.filter(|id| self.tablet.queue.remove(*id)).collect();
        self.note(StaffNote::Receipts(gone.len(), receipts.rest.len()));
        if !gone.is_empty() {
            self.tablet.unreported = true;
            self.tasks.push(Task::Remove(gone));
        }
    }

    pub(super) fn interviewer_typed(&mut self, typed: String) {
        let code = typed.trim().to_owned();
        let sound = code.is_empty() || questionnaire::is_interviewer(&code);
        self.tablet.desk.interviewer = typed;
        self.tablet.desk.interviewer_wrong = !sound;
        if sound && let Some(own) = self.tablet.own.clone() {
            self.keep_own(Own { interviewer: code, ..own });
        }
    }
}
