//! The rules of the screen: what has happened, what that makes of the state, what is to be done.

mod aloud;
mod answering;
mod device;
mod entering;
mod loading;
mod passage;
mod sending;
mod telling;
mod voice;

pub use telling::Outlook;

use outbox::Outcome;

use crate::effect::Effect;
use crate::message::{Message, Moment};
use crate::state::{Form, Said, Screen, State, Storage};
use crate::words::Word;

/// Takes a message into the state and says what is to be done. It touches nothing else: no clock, no dice, no
/// browser.
pub fn update(state: &mut State, message: Message, moment: &Moment) -> Vec<Effect> {
    let before = Outlook::of(state);
    let mut turn = Turn { state, moment, effects: Vec::new() };
    turn.take(message);
    turn.tell_since(&before);
    turn.effects
}

/// One message being taken in.
struct Turn<'a> {
    state: &'a mut State,
    moment: &'a Moment,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what the person does is taken below")]
    fn take(&mut self, message: Message) {
        match message {
            Message::DeviceRead(holdings) => self.device_read(holdings),
            Message::DeviceOverdue => self.device_overdue(),
            Message::SurveyFetched(result) => self.survey_fetched(result),
            Message::WordsFetched(language, words) => self.words_fetched(language, words),
            Message::PatienceEnded => self.patience_ended(),
            Message::HoldTaken(found) => self.hold_taken(found),
            Message::HoldRefused => self.hold_refused(),
            Message::HoldLost => self.hold_lost(),
            Message::DraftSaved(change) => self.draft_saved(change),
            Message::SaveFailed => self.state.storage = Storage::Failing,
            Message::Travelled(mark) => self.travelled(mark),
            Message::OnlineChanged(online) => self.online_changed(online),
            Message::CameBack => self.came_back(),
            Message::Woke => self.tend(),
            Message::Sealed(Some(packed), done) => self.sealed(*packed, done),
            Message::Sealed(None, done) => self.seal_tried(done),
            Message::Queued(id) => self.queued(id),
            Message::QueueFailed(id) => self.queue_failed(id),
            Message::Forgotten => self.forgotten(),
            Message::SendSettled(id, heard) => self.send_settled(id, heard),
            Message::SentElsewhere(id, kept) => self.settled(id, Outcome::Stored, Some(kept)),
            Message::PersistenceHeard(granted) => self.state.evictable = !granted,
            Message::RoomSought(found) => self.room_sought(found),
            Message::CodeChecked(standing) => self.code_checked(standing),
            Message::ReceiptCopied(done) => {
                self.announce(if done { Word::ReceiptCopied } else { Word::ReceiptCopyFailed }, Vec::new());
            }
            Message::VoiceHeard(voices) => self.voice_heard(voices),
            Message::ReloadAsked => self.effects.push(Effect::Reload),
            asked => self.take_asked(asked),
        }
    }

    /// What the person does, outside the questions.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is entered for a question is taken by itself")]
    fn take_asked(&mut self, message: Message) {
        match message {
            Message::Started => self.started(),
            Message::Resumed => self.resumed(),
            Message::TakeOverAsked => self.take_over_asked(),
            Message::LanguageChosen(language) => self.language_chosen(language),
            Message::RubySwitched => self.ruby_switched(),
            Message::AloudAsked => self.aloud_asked(),
            Message::TextSizeChosen(size) => self.text_size_chosen(size),
            Message::CodeTyped(typed) => self.code_typed(typed),
            Message::CodeEntered => self.code_entered(),
            Message::CodeInsisted => self.code_insisted(),
            Message::WardChosen(ward) => self.ward_chosen(ward),
            Message::Advanced => self.advanced(),
            Message::Retreated => self.retreated(),
            Message::ChangeSought(place) => self.change_sought(place),
            Message::ReviewSought => self.review_sought(),
            Message::FieldSought(question) => {
                self.effects.push(Effect::Focus(crate::effect::Focus::Field(question)));
            }
            Message::AssistedSwitched => self.assisted_switched(),
            Message::SendAsked => self.send_asked(),
            Message::RetryAsked => self.retry_asked(),
            Message::CopyAsked => self.copy_asked(),
            Message::PrintAsked => self.effects.push(Effect::Print),
            Message::FileAsked => self.file_asked(),
            Message::ExportAsked => self.export_asked(),
            Message::LeaveAsked => self.leave_asked(),
            Message::DialogSet(dialog) => self.dialog_set(dialog),
            Message::RestartConfirmed => self.restart_confirmed(),
            Message::EraseConfirmed => self.erase_confirmed(),
            answered => self.take_answered(answered),
        }
    }

    fn announce(&mut self, word: Word, fill: Vec<(&'static str, String)>) {
        self.state.said = Some(Said { word, fill });
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        if let Screen::Form(form) = &mut self.state.screen { Some(form) } else { None }
    }

    /// Keeps the draft on the device, once the person has begun and it is known whose it is.
    fn save(&mut self) {
        let nameless = self.state.published.as_ref().is_some_and(|published| published.needs_code);
        let Some(form) = self.state.form() else { return };
        if form.draft.started_at.is_none() || (nameless && form.draft.code.is_none()) {
            return;
        }
        let draft = form.draft.clone();
        self.state.changes += 1;
        if self.state.storage != Storage::Absent {
            self.effects.push(Effect::Save(Box::new(draft), self.state.changes));
        }
    }

    fn draft_saved(&mut self, change: u32) {
        self.state.storage = Storage::Works;
        self.state.saved = self.state.saved.max(change);
    }
}
