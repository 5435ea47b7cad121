//! What stays on this device: the receipt, and starting afresh.

use questionnaire::Minute;

use super::Turn;
use crate::draft::record_key;
use crate::effect::{Effect, Focus, Records};
use crate::state::{Dialog, Form, Screen};
use crate::words::Word;

impl Turn<'_> {
    pub(super) fn dialog_set(&mut self, dialog: Option<Dialog>) {
        let opens = dialog.is_some() && self.state.dialog.is_none();
        self.state.dialog = dialog;
        if opens {
            self.effects.push(Effect::Focus(Focus::Dialog));
        }
    }

    pub(super) fn room_sought(&mut self, found: bool) {
        if self.state.full == found {
            self.state.full = !found;
            self.effects.push(Effect::Focus(Focus::Heading));
        }
    }

    pub(super) fn copy_asked(&mut self) {
        if let Screen::Done(slip) = &self.state.screen {
            self.effects.push(Effect::Copy(slip.receipt.clone()));
        }
    }

    pub(super) fn file_asked(&mut self) {
        let Screen::Done(slip) = &self.state.screen else { return };
        let Some((tongue, published)) = self.state.tongue().zip(self.state.published.as_ref()) else { return };
        let lines =
            [tongue.plain_text(published.survey.title()), tongue.plain(Word::ReceiptTitle), slip.receipt.clone()];
        let name = ["koe-", published.survey.id().as_str(), ".txt"].concat();
        self.effects.push(Effect::SaveFile { name, text: lines.join("\r\n") + "\r\n" });
    }

    /// Everything that the device owes goes into the file, of this survey and of others. All of it stays on the device.
    pub(super) fn export_asked(&mut self) {
        let now = Minute::from_unix_ms(i64::try_from(self.moment.unix_ms).unwrap_or_default()).to_string();
        let parcels = &self.state.parcels;
        let count = u64::try_from(parcels.len()).unwrap_or_default();
        let mut text = koefile::header(koefile::Kind::Responses, &now, count);
        for parcel in parcels {
            text.push_str(&koefile::line(&koefile::response(&parcel.body, parcel.code.as_deref())));
        }
        let day = now.get(..10).unwrap_or_default();
        self.effects.push(Effect::SaveFile { name: ["koe-", day, ".koe"].concat(), text });
    }

    /// The person has the receipt and is done.
    pub(super) fn leave_asked(&mut self) {
        if let Screen::Done(slip) = &self.state.screen
            && let Some(published) = &self.state.published
        {
            let record = record_key(published.survey.id(), slip.code.as_deref());
            self.forget(Records::One(record), false);
            self.state.leaving = true;
        }
    }

    /// Only what is off the device is shown as gone: whoever goes elsewhere a moment too early finds the receipt again.
    pub(super) fn forgotten(&mut self) {
        if std::mem::take(&mut self.state.leaving) && matches!(self.state.screen, Screen::Done(_)) {
            self.begin_afresh();
        }
    }

    /// With an answer number the draft waits under it; without one there is no way back to it, so it goes.
    pub(super) fn restart_confirmed(&mut self) {
        let Some(published) = self.state.published.clone() else { return };
        let coded = match &self.state.screen {
            Screen::Form(form) => form.draft.code.is_some(),
            Screen::Done(slip) => slip.code.is_some(),
            Screen::Loading(_) | Screen::Broken(_) | Screen::Held => return,
        };
        if !coded {
            self.forget(Records::One(record_key(published.survey.id(), None)), false);
        }
        self.begin_afresh();
    }

    pub(super) fn erase_confirmed(&mut self) {
        let unsent_too = matches!(self.state.dialog, Some(Dialog::Erase { unsent_too: true }));
        let Some(published) = self.state.published.clone() else { return };
        self.forget(Records::All(published.survey.id().clone()), unsent_too);
        self.begin_afresh();
        self.announce(Word::DeviceErased, Vec::new());
    }

    fn forget(&mut self, records: Records, unsent_too: bool) {
        let parcels = if unsent_too { self.unsent_here() } else { Vec::new() };
        for id in &parcels {
            self.state.outbox.discard(*id);
            self.state.parcels.retain(|parcel| parcel.id.uuid() != *id);
        }
        self.effects.push(Effect::Forget { records, parcels });
    }

    fn unsent_here(&self) -> Vec<uuid::Uuid> {
        let survey = self.state.published.as_ref().map(|published| published.survey.id());
        self.state
            .parcels
            .iter()
            .filter(|parcel| Some(&parcel.survey) == survey)
            .map(|parcel| parcel.id.uuid())
            .collect()
    }

    /// The next person sees no trace of the last one.
    fn begin_afresh(&mut self) {
        let Some(published) = self.state.published.clone() else { return };
        self.state.arrival.code = None;
        self.state.arrival.mark = None;
        self.state.dialog = None;
        self.state.said = None;
        let draft = self.fresh_draft(&published, None);
        let (mark, key) = (draft.mark(), draft.key());
        self.stand(Screen::Form(Box::new(Form::of(draft))));
        self.state.note_seen();
        if !published.needs_code {
            self.effects.push(Effect::Hold(key));
        }
        self.effects.push(Effect::Replace(mark));
        self.effects.push(Effect::Focus(Focus::Heading));
    }
}
