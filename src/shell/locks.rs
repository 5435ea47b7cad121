//! One tab holds a draft (Web Locks); where a browser has none, every tab believes that it does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

use super::device;
use crate::message::Message;

/// How long a lock may take that nobody holds: a page that is being reloaded lets go of its own a moment late.
const GRANT_MS: u32 = 800;

/// The lock that this tab holds or waits for.
pub(super) struct Locks {
    on: Callback<Message>,
    release: RefCell<Option<Function>>,
    held: RefCell<Option<String>>,
    round: Cell<u32>,
}

impl Locks {
    pub(super) fn new(on: Callback<Message>) -> Self {
        Self { on, release: RefCell::default(), held: RefCell::default(), round: Cell::new(0) }
    }

    /// Asks for the draft of `key`; what was held before is let go.
    pub(super) fn hold(this: &Rc<Self>, key: &str) {
        let name = ["koe:", &key.replace('\n', ":")].concat();
        if this.held.borrow().as_ref() == Some(&name) {
            return this.on.emit(Message::HoldTaken);
        }
        this.held.replace(None);
        if let Some(release) = this.release.take() {
            // A promise that is resolved already is no matter.
            let _ = release.call0(&JsValue::NULL);
        }
        this.round.set(this.round.get() + 1);
        if request(this, &name).is_none() {
            this.on.emit(Message::HoldTaken);
        }
    }
}

fn request(this: &Rc<Locks>, name: &str) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let granted = on_grant(this, name);
    request.call2(&locks, &name.into(), &granted).ok()?;
    report_refusal(this);
    Some(())
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
