//! Keeps drafts one after the other: while one is being written, only the last of those that follow is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::device;
use super::store::Store;
use crate::effect::Effect;
use crate::message::Message;

/// How long to wait after a write that failed twice.
const RETRY_MS: u32 = 3_000;

/// The writer of drafts.
pub(super) struct Writer {
    store: Rc<Store>,
    on: Callback<Message>,
    pending: RefCell<Option<Effect>>,
    busy: Cell<bool>,
}

impl Writer {
    pub(super) fn new(store: Rc<Store>, on: Callback<Message>) -> Self {
        Self { store, on, pending: RefCell::default(), busy: Cell::new(false) }
    }

    /// Has the draft written, which is what the effect asks for, once it is seen and the one before it is written.
    pub(super) fn save(this: &Rc<Self>, save: Effect) {
        this.pending.replace(Some(save));
        if !this.busy.replace(true) {
            let this = Rc::clone(this);
            spawn_local(async move { this.work().await });
        }
    }

    /// Forgets what is not being written yet: it was sent off or deleted, or another tab has gone on with it.
    pub(super) fn drop_pending(&self) {
        self.pending.take();
    }

    async fn work(&self) {
        while self.pending.borrow().is_some() {
            // What was touched is seen first.
            device::drawn().await;
            // It was dropped meanwhile.
            let Some(save) = self.take() else { break };
            let Some(told) = self.store.carry_out(&save).await else { continue };
            let failed = matches!(told, Message::SaveFailed);
            self.on.emit(told);
            if failed {
                // What was entered meanwhile is newer than what failed.
                self.pending.borrow_mut().get_or_insert(save);
                device::sleep(RETRY_MS).await;
            }
        }
        self.busy.set(false);
    }

    fn take(&self) -> Option<Effect> {
        self.pending.borrow_mut().take()
    }
}
