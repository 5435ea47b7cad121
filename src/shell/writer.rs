//! Keeps drafts one after the other: while one is being written, only the last of those that follow is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::device;
use super::store::Store;
use crate::draft::Draft;
use crate::message::Message;

/// How long to wait after a write that failed twice.
const RETRY_MS: u32 = 3_000;

/// The writer of drafts.
pub(super) struct Writer {
    store: Rc<Store>,
    on: Callback<Message>,
    pending: RefCell<Option<(Box<Draft>, u32)>>,
    busy: Cell<bool>,
}

impl Writer {
    pub(super) fn new(store: Rc<Store>, on: Callback<Message>) -> Self {
        Self { store, on, pending: RefCell::default(), busy: Cell::new(false) }
    }

    /// Has the draft written as soon as the one before it is.
    pub(super) fn save(this: &Rc<Self>, draft: Box<Draft>, change: u32) {
        this.pending.replace(Some((draft, change)));
        if !this.busy.replace(true) {
            let this = Rc::clone(this);
            spawn_local(async move { this.work().await });
        }
    }

    /// Forgets what is not being written yet: it was sent off or deleted.
    pub(super) fn drop_pending(&self) {
        self.pending.take();
    }

    async fn work(&self) {
        while let Some((draft, change)) = self.take() {
            if self.store.save(&draft).await.is_ok() {
                self.on.emit(Message::DraftSaved(change));
                continue;
            }
            self.on.emit(Message::SaveFailed);
            // What was entered meanwhile is newer than what failed.
            self.pending.borrow_mut().get_or_insert((draft, change));
            device::sleep(RETRY_MS).await;
        }
        self.busy.set(false);
    }

    fn take(&self) -> Option<(Box<Draft>, u32)> {
        self.pending.borrow_mut().take()
    }
}
