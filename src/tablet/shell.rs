//! The only part of a tablet that touches the browser: it does what the rules ask for, and reports what happens.

mod net;
mod store;
mod watch;

pub(super) use watch::{after_render, link_here, read_file};

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::effect::Task;
use super::message::Happened;
use crate::message::Message;
use crate::shell::{self as browser, Home, Locks};
use store::Store;

/// The name of the tablet's database, and of its lock. What residents keep on the same device is in another.
const NAME: &str = "koe-tablet";

/// What does the tasks of a tablet.
pub(super) struct Shell {
    on: Callback<Happened>,
    store: Rc<Store>,
    _locks: Rc<Locks>,
}

impl Shell {
    /// A shell that reports to `on`. It reads the store once this tab alone has it.
    pub(super) fn open(on: Callback<Happened>) -> Self {
        let store = Rc::new(Store::new(NAME));
        let (reading, held) = (Rc::clone(&store), on.clone());
        let heard = Callback::from(move |message| {
            let (store, on) = (Rc::clone(&reading), held.clone());
            if matches!(message, Message::HoldTaken(_)) {
                spawn_local(async move { on.emit(Happened::Opened(store.read().await.ok().map(Box::new))) });
            } else {
                on.emit(Happened::HeldElsewhere);
            }
        });
        let locks = Rc::new(Locks::new(NAME.to_owned(), None, heard));
        Locks::hold(&locks, "page");
        watch::everything(&on);
        Self { on, store, _locks: locks }
    }

    /// Does one thing, or sets out to.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what takes a while is done below")]
    pub(super) fn perform(&self, task: Task, token: Option<&str>) {
        match task {
            Task::SeekVoices => return browser::seek_voices(self.on.reform(Happened::VoiceHeard)),
            Task::ReadAloud(reads) => return browser::read_aloud(reads),
            _ => {}
        }
        let at_once = match task {
            Task::FillScreen => Some(watch::fill_screen as fn()),
            Task::Wipe => Some(watch::wipe as fn()),
            Task::Reload => Some(watch::reload as fn()),
            _ => None,
        };
        if let Some(act) = at_once {
            return act();
        }
        let (store, on, token) = (Rc::clone(&self.store), self.on.clone(), token.unwrap_or_default().to_owned());
        spawn_local(async move {
            if let Some(happened) = work(&store, task, &token).await {
                on.emit(happened);
            }
        });
    }
}

/// Does what takes a while, and says what came of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "everything else is the store's")]
async fn work(store: &Store, task: Task, token: &str) -> Option<Happened> {
    Some(match task {
        Task::Enrol(link, token) => Happened::Enrolled(net::enrol(&link, &token).await),
        Task::FetchSurvey(survey) => {
            let result = browser::survey(&Home::own(), &survey, &super::first_language()).await;
            Happened::SurveyFetched(survey, result)
        }
        Task::FetchWords(language) => {
            let words = net::words(&language).await;
            Happened::WordsFetched(language, words)
        }
        Task::Seal(number, packed, keys) => Happened::Visit(number, browser::seal(packed, &keys).await),
        Task::CheckCode(number, survey, code) => {
            let standing = browser::check_code(&Home::own(), &survey, &code).await;
            Happened::Visit(number, Message::CodeChecked(standing))
        }
        Task::Send(survey, ids) => {
            let parcels = store.bodies(&ids).await.unwrap_or_default();
            let heard = if parcels.len() == ids.len() { net::send(&survey, &parcels, token).await } else { None };
            Happened::Sent(ids, heard)
        }
        Task::Report(report) => Happened::Reported(net::report(&report, token).await),
        Task::Test => Happened::Tested(net::test(token).await),
        Task::AskRoom => Happened::RoomTold(watch::room().await),
        Task::Export(made_at) => Happened::Exported(store.export(&made_at).await.ok()),
        stored => return store.carry_out(stored).await,
    })
}
