//! The only part that touches the browser: it does what the rules ask for, and reports what happens.

mod device;
mod history;
mod idb;
mod locks;
mod net;
mod screen;
mod store;
mod writer;

pub(crate) use device::{moment, watch};
pub(crate) use history::arrival;
pub(crate) use screen::{Shown, after_render};

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::effect::Effect;
use crate::message::Message;
use locks::Locks;
use store::Store;
use writer::Writer;

/// What performs effects.
pub(crate) struct Shell {
    on: Callback<Message>,
    store: Rc<Store>,
    writer: Rc<Writer>,
    locks: Rc<Locks>,
    alarm: device::Alarm,
}

impl Shell {
    /// A shell that reports to `on`.
    pub(crate) fn new(on: Callback<Message>) -> Self {
        let store = Rc::new(Store::default());
        let writer = Rc::new(Writer::new(Rc::clone(&store), on.clone()));
        Self { store, writer, locks: Rc::new(Locks::new(on.clone())), alarm: device::Alarm::default(), on }
    }

    /// Does one thing, or sets out to.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what takes a while is done below")]
    pub(crate) fn perform(&self, effect: Effect) {
        match effect {
            Effect::Push(mark) => history::push(&mark),
            Effect::Replace(mark) => history::replace(&mark),
            Effect::GoBack(steps) => history::go_back(steps),
            Effect::Focus(_) => {}
            Effect::Print => device::print(),
            Effect::SaveFile { name, text } => device::save_file(&name, &text),
            Effect::Reload => history::reload(),
            Effect::Hold(key) => Locks::hold(&self.locks, &key),
            Effect::WakeAt(unix_ms) => self.alarm.set(unix_ms, self.on.reform(|()| Message::Woke)),
            Effect::StartPatience(ms) => device::after(ms, self.on.reform(|()| Message::PatienceEnded)),
            stored => self.perform_stored(stored),
        }
    }

    /// What goes to the device's store or over the network.
    fn perform_stored(&self, effect: Effect) {
        if matches!(effect, Effect::Queue(..) | Effect::Forget { .. }) {
            self.writer.drop_pending();
        }
        if matches!(effect, Effect::KeepParcel(_)) {
            device::ask_to_persist();
        }
        if let Effect::Save(draft, change) = effect {
            return Writer::save(&self.writer, draft, change);
        }
        let (store, on) = (Rc::clone(&self.store), self.on.clone());
        spawn_local(async move {
            if let Some(message) = work(&store, effect).await {
                on.emit(message);
            }
        });
    }
}

/// Does what takes a while, and says what came of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "everything else is the store's")]
async fn work(store: &Store, effect: Effect) -> Option<Message> {
    Some(match effect {
        Effect::FetchSurvey(survey) => Message::SurveyFetched(net::survey(&survey).await),
        Effect::CheckCode { survey, code } => Message::CodeChecked(net::check_code(&survey, &code).await),
        Effect::Send(parcel) => Message::SendSettled(parcel.id.uuid(), net::send(&parcel).await),
        Effect::Copy(text) => Message::ReceiptCopied(device::copy(&text).await),
        stored => return store.carry_out(stored).await,
    })
}
