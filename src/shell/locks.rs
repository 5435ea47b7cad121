//! One tab holds a draft (Web Locks); where a browser has none, every tab believes that it does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;
use yew::Callback;

use super::device;
use crate::message::Message;

/// How long a lock may take that nobody holds: a page that is being reloaded lets go of its own a moment late.
const GRANT_MS: u32 = 800;

/// The lock that this tab holds or waits for.
pub(crate) struct Locks {
    on: Callback<Message>,
    store: String,
    release: RefCell<Option<Function>>,
    held: RefCell<Option<String>>,
    abort: RefCell<Option<AbortController>>,
    round: Cell<u32>,
}

impl Locks {
    /// Locks for what is kept in a store.
    pub(crate) fn new(store: String, on: Callback<Message>) -> Self {
        Self {
            on,
            store,
            release: RefCell::default(),
            held: RefCell::default(),
            abort: RefCell::default(),
            round: Cell::new(0),
        }
    }

    /// Asks for the draft of `key`; what was held before is let go.
    pub(crate) fn hold(this: &Rc<Self>, key: &str) {
        let name = [&this.store, ":", &key.replace('\n', ":")].concat();
        if this.held.borrow().as_ref() == Some(&name) {
            return this.on.emit(Message::HoldTaken);
        }
        this.let_go();
        if request(this, &name).is_none() {
            this.on.emit(Message::HoldTaken);
        }
    }

    /// Holds nothing any more, and takes nothing that is still to come.
    pub(super) fn let_go(&self) {
        self.round.set(self.round.get() + 1);
        self.held.take();
        if let Some(release) = self.release.take() {
            // A promise that is resolved already is no matter.
            let _ = release.call0(&JsValue::NULL);
        }
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }
}

fn request(this: &Rc<Locks>, name: &str) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let abort = AbortController::new().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &abort.signal()).ok()?;
    let promise: Promise =
        request.call3(&locks, &name.into(), &options, &on_grant(this, name)).ok()?.dyn_into().ok()?;
    this.abort.replace(Some(abort));
    report_denial(this, promise);
    report_refusal(this);
    Some(())
}

/// Where a browser denies its locks, as it does where storage is blocked, it is as if it had none.
fn report_denial(this: &Rc<Locks>, promise: Promise) {
    let (this, round) = (Rc::clone(this), this.round.get());
    spawn_local(async move {
        if JsFuture::from(promise).await.is_err() && this.round.get() == round {
            this.round.set(round + 1);
            this.on.emit(Message::HoldTaken);
        }
    });
}

/// The browser calls this when the lock is ours, and takes it back when the promise is resolved.
fn on_grant(this: &Rc<Locks>, name: &str) -> JsValue {
    let (this, name, round) = (Rc::clone(this), name.to_owned(), this.round.get());
    Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        if this.round.get() != round {
            return JsValue::UNDEFINED;
        }
        let promise = Promise::new(&mut |resolve, _| {
            this.release.replace(Some(resolve));
        });
        this.held.replace(Some(name));
        this.on.emit(Message::HoldTaken);
        promise.into()
    })
}

fn report_refusal(this: &Rc<Locks>) {
    let (held, round) = (Rc::clone(this), this.round.get());
    device::after(
        GRANT_MS,
        Callback::from(move |()| {
            if held.round.get() == round && held.held.borrow().is_none() {
                held.on.emit(Message::HoldRefused);
            }
        }),
    );
}
