//! The service worker (`src/worker.js`), by which the form opens again with no network.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Window;

/// It lies where the pages are that it works for, and has no say over others.
const WORKER: &str = if cfg!(feature = "tablet") { "/tablet/worker.js" } else { "/s/worker.js" };

/// Has the browser take the worker in, if it has such things. Where it refuses, the form works as well while there is
/// a network, so there is nothing to be said.
pub(crate) fn prepare(window: &Window) {
    if let Some(registering) = register(window) {
        spawn_local(async move {
            let _ = JsFuture::from(registering).await;
        });
    }
}

fn register(window: &Window) -> Option<Promise> {
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    // In a frame of someone else's page, what is kept would be theirs too.
    of(window, "top").filter(|top| top == AsRef::<JsValue>::as_ref(window))?;
    let workers = of(&window.navigator(), "serviceWorker")?;
    // There is nothing to call where the page did not come over HTTPS.
    let register: Function = of(&workers, "register")?.dyn_into().ok()?;
    register.call1(&workers, &WORKER.into()).ok()?.dyn_into().ok()
}
