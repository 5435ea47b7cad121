//! The only part that touches the browser: it does what the rules ask for, and reports what happens.

mod aloud;
mod device;
mod history;
mod home;
mod idb;
mod locks;
mod net;
mod offline;
mod screen;
mod seal;
mod store;
mod writer;

pub(crate) use device::{is_online, moment, watch, watch_address};
pub(crate) use history::{arrival, arrival_here, read_mark};
pub(crate) use home::Home;
pub(crate) use screen::{Shown, after_render, page_language};
#[cfg(feature = "tablet")]
pub(crate) use {
    aloud::{listen as seek_voices, read as read_aloud},
    device::{listen, offer_blob},
    idb::{Change, Lost, Transaction, open as open_database},
    net::{check_code, headers, request, survey},
    offline::prepare as prepare_worker,
    screen::move_focus,
    seal::seal,
};

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::effect::{Effect, Records};
use crate::message::Message;
pub(crate) use locks::Locks;
use store::Store;
use writer::Writer;

/// How long the device's store may take to open.
const DEVICE_MS: u32 = 4_000;

/// What performs effects.
pub(crate) struct Shell {
    on: Callback<Message>,
    home: Rc<Home>,
    store: Rc<Store>,
    writer: Rc<Writer>,
    locks: Rc<Locks>,
    alarm: device::Alarm,
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.locks.let_go();
    }
}

impl Shell {
    /// A shell that reports to `on`.
    pub(crate) fn new(home: Home, on: Callback<Message>) -> Self {
        let store = Rc::new(Store::new(home.store.clone()));
        let writer = Rc::new(Writer::new(Rc::clone(&store), on.clone()));
        let locks = Rc::new(Locks::new(home.store.clone(), Some(Rc::clone(&store)), on.clone()));
        Self { home: Rc::new(home), store, writer, locks, alarm: device::Alarm::default(), on }
    }

    /// Where the form lives.
    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// Does one thing, or sets out to.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what takes a while is done below")]
    pub(crate) fn perform(&self, effect: Effect) {
        match effect {
            Effect::Push(_) | Effect::Replace(_) | Effect::GoBack(_) | Effect::Reload => self.travel(&effect),
            Effect::Focus(_) => {}
            Effect::SeekVoices if self.home.is_foreign() => {}
            Effect::SeekVoices => aloud::listen(self.on.reform(Message::VoiceHeard)),
            Effect::ReadAloud(reads) => aloud::read(reads),
            Effect::Print => device::print(),
            Effect::SaveFile { name, text } => device::save_file(&name, &text),
            Effect::Hold(key) => Locks::hold(&self.locks, &key),
            Effect::TakeOver => {
                // What is not written yet is older than what the other tab wrote.
                self.writer.drop_pending();
                Locks::take_over(&self.locks);
            }
            Effect::WakeAt(unix_ms) => self.alarm.set(unix_ms, self.on.reform(|()| Message::Woke)),
            Effect::StartPatience(ms) => device::after(ms, self.on.reform(|()| Message::PatienceEnded)),
            Effect::Tell(event) => {
                let (name, of) = event.told();
                self.home.tell(name, of, "");
            }
            stored => self.perform_stored(stored),
        }
    }

    /// What goes to the browser's history, or to whoever keeps the place in a page that is someone else's.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others were done before they came here")]
    fn travel(&self, effect: &Effect) {
        match effect {
            Effect::Push(mark) | Effect::Replace(mark) if self.home.is_foreign() => {
                self.home.tell("mark", &history::written(mark), "");
            }
            Effect::Push(mark) => history::push(mark),
            Effect::Replace(mark) => history::replace(mark),
            Effect::GoBack(steps) => history::go_back(*steps),
            _ if self.home.is_foreign() => self.home.tell("reload", "", ""),
            _ => history::reload(),
        }
    }

    /// What goes to the device's store or over the network.
    fn perform_stored(&self, effect: Effect) {
        if matches!(effect, Effect::Queue(..) | Effect::Forget { .. }) {
            self.writer.drop_pending();
        }
        if matches!(effect, Effect::ReadDevice(_)) {
            device::after(DEVICE_MS, self.on.reform(|()| Message::DeviceOverdue));
        }
        if matches!(effect, Effect::KeepParcel(_)) {
            self.await_better_times();
        }
        if matches!(effect, Effect::Save(..)) {
            return Writer::save(&self.writer, effect);
        }
        if matches!(&effect, Effect::Forget { records: Records::All(_), .. }) && !self.home.is_foreign() {
            device::forget_mark();
        }
        let (home, store, on) = (Rc::clone(&self.home), Rc::clone(&self.store), self.on.clone());
        spawn_local(async move {
            if let Some(message) = work(&home, &store, effect).await {
                on.emit(message);
            }
        });
    }

    /// A response has to wait. Some browsers ask the person whether they may keep it, so that is not done before.
    fn await_better_times(&self) {
        let (foreign, on) = (self.home.is_foreign(), self.on.clone());
        spawn_local(async move {
            on.emit(Message::PersistenceHeard(device::ask_to_persist().await));
            // Within someone else's page there is no service worker of ours.
            if !foreign {
                let _ = offline::ask_to_send().await;
            }
        });
    }
}

/// Does what takes a while, and says what came of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "everything else is the store's")]
async fn work(home: &Home, store: &Store, effect: Effect) -> Option<Message> {
    if matches!(effect, Effect::LearnWords(_)) {
        device::later().await;
    }
    Some(match effect {
        Effect::FetchSurvey(survey, language) => Message::SurveyFetched(net::survey(home, &survey, &language).await),
        Effect::FetchWords(language) | Effect::LearnWords(language) => {
            let words = net::words(home, &language).await;
            Message::WordsFetched(language, words)
        }
        Effect::CheckCode { survey, code } => Message::CodeChecked(net::check_code(home, &survey, &code).await),
        Effect::Seal(packed, keys) => seal::seal(packed, &keys).await,
        Effect::Send(ref parcel) => {
            let _turn = locks::turn(&home.store).await;
            match store.carry_out(&effect).await {
                Some(told) => told,
                None => Message::SendSettled(parcel.id.uuid(), net::send(home, parcel).await),
            }
        }
        Effect::Copy(text) => Message::ReceiptCopied(device::copy(&text).await),
        stored => return store.carry_out(&stored).await,
    })
}
