//! The service worker (`src/worker.js`), by which the form opens again with no network.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Window;

/// It lies where the pages are that it works for, and has no say over others.
const WORKER: &str = if cfg!(feature = "tablet") { "/tablet/worker.js" } else { "/s/worker.js" };

/// By this name the worker is told to send what the device owes.
const OWED: &str = "koe owed";

/// Has the browser take the worker in, if it has such things. Where it refuses, the form works as well while there is
/// a network, so there is nothing to be said.
pub(crate) fn prepare(window: &Window) {
    if let Some(registering) = register(window) {
        spawn_local(async move {
            let _ = JsFuture::from(registering).await;
        });
    }
}

/// Has the service worker send what waits when the network is back, should no page be open then. Few browsers do this;
/// with all others it goes out when the page is opened next.
pub(super) async fn ask_to_send() -> Result<(), JsValue> {
    let registration: Registration = JsFuture::from(registration()?).await?.unchecked_into();
    registration.sync()?.register(OWED)
}

fn register(window: &Window) -> Option<Promise> {
    // In a frame of someone else's page, what is kept would be theirs too.
    Reflect::get(window, &"top".into()).ok().filter(|top| top == AsRef::<JsValue>::as_ref(window))?;
    register_worker(WORKER).ok()
}

// There is nothing of this where the page did not come over HTTPS, and the last of it in few browsers.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = register)]
    fn register_worker(address: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = getRegistration)]
    fn registration() -> Result<Promise, JsValue>;

    type Registration;
    type Sync;

    #[wasm_bindgen(method, getter, catch)]
    fn sync(this: &Registration) -> Result<Sync, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn register(this: &Sync, name: &str) -> Result<(), JsValue>;
}
