//! The clock, the dice, timers, and what a device can do with a receipt.

use std::cell::RefCell;

use js_sys::{Array, Date, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, Window};
use yew::Callback;

use super::history;
use crate::message::{Message, Moment};

/// The longest time a browser's timer can be set for is 24.8 days; nothing here waits longer than a day.
const TIMER_MS_MAX: u64 = 25 * 60 * 60 * 1_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = removeItem)]
    fn remove_item(key: &str) -> Result<(), JsValue>;
}

/// Takes away the note (`src/still.js`) that this device has been here before.
pub(super) fn forget_mark() {
    let _ = remove_item("koe");
}

/// The moment now. A browser without good dice is none that runs this.
pub(crate) fn moment() -> Moment {
    let mut random = [0; 45];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    Moment { unix_ms: unix_ms(), random }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970 fit")]
fn unix_ms() -> u64 {
    Date::now() as u64
}

/// A timer that goes off once, unless it is dropped before.
pub(super) struct Timer {
    handle: i32,
    _ring: Closure<dyn FnMut()>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.handle);
        }
    }
}

/// Sets a timer.
pub(super) fn timer(ms: u32, ring: impl FnOnce() + 'static) -> Option<Timer> {
    let ring = Closure::once(ring);
    let ms = i32::try_from(ms).unwrap_or(i32::MAX);
    let set = Window::set_timeout_with_callback_and_timeout_and_arguments_0;
    let handle = set(&web_sys::window()?, ring.as_ref().unchecked_ref(), ms).ok()?;
    Some(Timer { handle, _ring: ring })
}

/// Two frames of a usual screen. In a page that is not seen there are none to wait for.
const FRAME_MS: u32 = 32;

/// Waits until what has just changed is seen: a touch must not wait for what is done about it.
pub(super) fn drawn() -> impl Future<Output = ()> {
    sleep(FRAME_MS)
}

/// How long what nobody waits for is put off: the first screens have changed places by then, on an old phone too.
const LATER_MS: u32 = 1_000;

/// Waits until nobody waits for anything that this could hold up.
pub(super) fn later() -> impl Future<Output = ()> {
    sleep(LATER_MS)
}

/// Waits.
pub(super) async fn sleep(ms: u32) {
    let mut set = None;
    let promise = Promise::new(&mut |resolve, _| {
        set = timer(ms, move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(promise).await;
    drop(set);
}

/// Calls back once, after a while.
pub(super) fn after(ms: u32, ring: Callback<()>) {
    wasm_bindgen_futures::spawn_local(async move {
        sleep(ms).await;
        ring.emit(());
    });
}

/// The one alarm by which the outbox is tended; setting it anew drops the former.
#[derive(Default)]
pub(super) struct Alarm(RefCell<Option<Timer>>);

impl Alarm {
    pub(super) fn set(&self, at_unix_ms: u64, ring: Callback<()>) {
        let ms = at_unix_ms.saturating_sub(unix_ms()).min(TIMER_MS_MAX);
        let ms = u32::try_from(ms).unwrap_or(u32::MAX);
        self.0.replace(timer(ms, move || ring.emit(())));
    }
}

/// Listens to what happens to the page, for as long as it is there.
pub(crate) fn watch(on: &Callback<Message>) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, "online", on.reform(|()| Message::OnlineChanged(true)));
    listen(&window, "offline", on.reform(|()| Message::OnlineChanged(false)));
    listen(&window, "pageshow", on.reform(|()| Message::CameBack));
    if let Some(document) = window.document() {
        listen(&document, "visibilitychange", on.reform(|()| Message::CameBack));
    }
}

/// Listens to what happens to the address of the form's own page.
pub(crate) fn watch_address(on: &Callback<Message>) {
    let Some(window) = web_sys::window() else { return };
    listen(&window, "popstate", on.reform(|()| Message::Travelled(history::mark())));
    listen(
        &window,
        "hashchange",
        Callback::from(|()| {
            if history::has_new_code() {
                history::reload();
            }
        }),
    );
}

/// Calls back whenever something happens to `target`, for as long as the page is there.
pub(crate) fn listen(target: &web_sys::EventTarget, name: &str, then: Callback<()>) {
    let heard = Closure::<dyn FnMut()>::new(move || then.emit(()));
    let _ = target.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Whether the browser believes that there is a network.
pub(crate) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Asks the browser not to clear this site's storage by itself, and says whether it will not. Some ask the person, so
/// this is done only when a response really has to wait.
pub(super) async fn ask_to_persist() -> bool {
    let asked = web_sys::window().and_then(|window| window.navigator().storage().persist().ok());
    match asked {
        Some(asked) => JsFuture::from(asked).await.is_ok_and(|granted| granted.is_truthy()),
        None => false,
    }
}

/// Opens the printing dialog.
pub(super) fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Puts a text on the clipboard, and says whether it is there.
pub(super) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Offers a text as a file.
pub(super) fn save_file(name: &str, text: &str) {
    let _ = offer(name, text);
}

fn offer(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    offer_blob(name, &Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?)
}

/// Offers what is in a blob as a file.
pub(crate) fn offer_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
