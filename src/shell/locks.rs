//! Web Locks: one tab holds a draft, and one at a time sends. Where a browser has none, every tab believes that it does,
//! and what rests on the device decides (`record.rs`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use super::device;
use super::store::Store;
use crate::effect::Effect;
use crate::message::Message;

/// How long a lock may take that nobody holds: a page that is being reloaded lets go of its own a moment late.
const GRANT_MS: u32 = 800;

/// How long another tab may take to send: a little longer than it tries. One that takes longer is frozen, and what it
/// was sending is lost on the way.
const TURN_MS: u32 = 55_000;

/// The lock on a draft that this tab holds or waits for.
pub(crate) struct Locks {
    on: Callback<Message>,
    name: String,
    store: Option<Rc<Store>>,
    key: RefCell<String>,
    held: Cell<bool>,
    release: RefCell<Option<Release>>,
    round: Cell<u32>,
}

impl Locks {
    /// Locks for what is kept under this name, and the store where it is looked up what another tab left there.
    pub(crate) fn new(name: String, store: Option<Rc<Store>>, on: Callback<Message>) -> Self {
        Self {
            on,
            name,
            store,
            key: RefCell::default(),
            held: Cell::default(),
            release: RefCell::default(),
            round: Cell::default(),
        }
    }

    /// Asks for the draft of `key`; what was held before is let go.
    pub(crate) fn hold(this: &Rc<Self>, key: &str) {
        if this.held.get() && *this.key.borrow() == key {
            return this.on.emit(Message::HoldTaken(false));
        }
        key.clone_into(&mut this.key.borrow_mut());
        ask(this, "{}");
    }

    /// Takes the draft that was asked for last from whichever tab holds it.
    pub(super) fn take_over(this: &Rc<Self>) {
        ask(this, r#"{"steal":true}"#);
    }

    /// Holds nothing any more, and takes nothing that is still to come.
    pub(super) fn let_go(&self) {
        self.round.set(self.round.get() + 1);
        self.held.set(false);
        self.release.take();
    }
}

fn ask(this: &Rc<Locks>, options: &'static str) {
    this.let_go();
    let (this, round) = (Rc::clone(this), this.round.get());
    report_refusal(&this);
    spawn_local(async move {
        let key = this.key.borrow().clone();
        let name = [&this.name, ":", &key.replace('\n', ":")].concat();
        let (release, ended) = acquire(&name, &JSON::parse(options).unwrap_or_default()).await.unzip();
        let is_ours = || this.round.get() == round;
        // One that comes too late is dropped, and with it the lock.
        if !is_ours() {
            return;
        }
        this.held.set(true);
        this.release.replace(release);
        let told = match &this.store {
            Some(store) => store.carry_out(&Effect::Hold(key)).await,
            None => Some(Message::HoldTaken(false)),
        };
        if let Some(told) = told.filter(|_| is_ours()) {
            this.on.emit(told);
        }
        if let Some(ended) = ended
            && JsFuture::from(ended).await.is_err()
            && is_ours()
        {
            this.let_go();
            this.on.emit(Message::HoldLost);
        }
    });
}

fn report_refusal(this: &Rc<Locks>) {
    let (this, round) = (Rc::clone(this), this.round.get());
    device::after(
        GRANT_MS,
        Callback::from(move |()| {
            if this.round.get() == round && !this.held.get() {
                this.on.emit(Message::HoldRefused);
            }
        }),
    );
}

/// Waits until no other tab is sending what the store of this name owes; it is this one's turn until the release is
/// dropped. Where locks are not to be had, and where the others take too long, it is so without one.
pub(super) async fn turn(store: &str) -> Option<Release> {
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &abort_after(TURN_MS).ok()?).ok()?;
    Some(acquire(&[store, " sender"].concat(), &options).await?.0)
}

/// Lets go of a lock when it is dropped.
pub(super) struct Release(Function);

impl Drop for Release {
    fn drop(&mut self) {
        // One that was taken away already is no matter.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"])]
    fn request(name: &str, options: &JsValue, granted: &JsValue) -> Result<Promise, JsValue>;

    /// Chrome has this only since 103: those before send without waiting for their turn.
    #[wasm_bindgen(catch, js_namespace = AbortSignal, js_name = timeout)]
    fn abort_after(ms: u32) -> Result<JsValue, JsValue>;
}

/// Waits for a lock, and hands back what lets it go, and the end of it: fulfilled when it was let go, rejected when it was
/// stolen. Nothing where there are no locks, as over plain HTTP, where they are denied, as where storage is blocked, and
/// where it took too long.
async fn acquire(name: &str, options: &JsValue) -> Option<(Release, Promise)> {
    let (held, mut ended) = (Rc::new(Cell::new(None)), None);
    let granted = Promise::new(&mut |granted, _| {
        let held = Rc::clone(&held);
        let on_grant = Closure::once_into_js(move |_lock: JsValue| -> Promise {
            Promise::new(&mut |release, _| {
                held.set(Some(Release(release)));
                let _ = granted.call0(&JsValue::NULL);
            })
        });
        ended = request(name, options, &on_grant).ok();
    });
    let ended = ended?;
    let _ = JsFuture::from(Promise::race(&Array::of2(&granted, &ended))).await;
    Some((held.take()?, ended))
}
