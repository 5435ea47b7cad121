//! The page of a tablet: what happens to it, and what is done to it besides drawing.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{EventTarget, HtmlElement, HtmlInputElement, Window};
use yew::Callback;

use crate::effect::Focus;
use crate::shell::{listen, move_focus, prepare_worker};
use crate::state::TextSize;
use crate::tablet::message::Happened;
use crate::tablet::state::Room;

/// What stands before the secret in the link by which a tablet is set up.
const BEFORE_LINK: &str = "#enrol=";
/// The still text, which stands until there is something better.
const STILL: &str = "koe-still";
/// What somebody does who is there.
const TOUCHES: [&str; 5] = ["pointerdown", "pointermove", "keydown", "touchstart", "wheel"];

fn window() -> Option<Window> {
    web_sys::window()
}

/// What the address brought, which is taken out of it: the link is good once, and on no screen.
pub(in crate::tablet) fn link_here() -> Option<String> {
    let window = window()?;
    let hash = window.location().hash().ok()?;
    let link = hash.strip_prefix(BEFORE_LINK).map(str::to_owned);
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/tablet/"));
    }
    link
}

/// Listens to everything that a tablet has to hear of, for as long as the page is there.
pub(super) fn everything(on: &Callback<Happened>) {
    let Some(window) = window() else { return };
    for touch in TOUCHES {
        listen(&window, touch, on.reform(|()| Happened::Touched));
    }
    listen(&window, "online", on.reform(|()| Happened::OnlineChanged(true)));
    listen(&window, "offline", on.reform(|()| Happened::OnlineChanged(false)));
    listen(&window, "pageshow", Callback::from(|()| stay_awake()));
    listen(&window, "hashchange", Callback::from(|()| reload()));
    if let Some(document) = window.document() {
        listen(&document, "visibilitychange", Callback::from(|()| stay_awake()));
        // What a long press offers leads out of the form.
        prevent(&document, "contextmenu");
    }
    tick(&window, on);
    keep_back(&window, on);
    stay_awake();
}

fn tick(window: &Window, on: &Callback<Happened>) {
    let on = on.clone();
    let ticked = Closure::<dyn FnMut()>::new(move || on.emit(Happened::Ticked));
    let set = window.set_interval_with_callback_and_timeout_and_arguments_0(ticked.as_ref().unchecked_ref(), 1_000);
    if set.is_ok() {
        ticked.forget();
    }
}

fn prevent(target: &EventTarget, name: &str) {
    let heard = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| event.prevent_default());
    let _ = target.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// The history has one entry before this page's own, so that Back is heard and leads nowhere. Neither says anything, and
/// there is never one to go forward to.
fn keep_back(window: &Window, on: &Callback<Happened>) {
    guard();
    listen(
        window,
        "popstate",
        on.reform(|()| {
            guard();
            Happened::BackPressed
        }),
    );
}

fn guard() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", None);
    }
}

fn of(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls what a browser need not have. What comes of a refusal is nothing.
fn call(object: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let function: Function = of(object, name)?.dyn_into().ok()?;
    function.apply(object, &with.iter().collect::<Array>()).ok()
}

fn forget(promise: Option<JsValue>) {
    if let Some(promise) = promise.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// Keeps the screen on. Browsers let go of that whenever the page is not seen.
fn stay_awake() {
    let lock = window().and_then(|window| of(&window.navigator(), "wakeLock"));
    forget(lock.and_then(|lock| call(&lock, "request", &["screen".into()])));
}

/// Fills the screen, which browsers grant only to a touch.
pub(super) fn fill_screen() {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    if of(&document, "fullscreenElement").is_none()
        && let Some(root) = document.document_element()
    {
        forget(call(&root, "requestFullscreen", &[]));
    }
}

/// Leaves no trace of whoever was there.
pub(super) fn wipe() {
    let Some(window) = window() else { return };
    if let Some(selection) = call(&window, "getSelection", &[]) {
        call(&selection, "removeAllRanges", &[]);
    }
    let focused = window.document().and_then(|document| document.active_element());
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
}

/// Loads the page again.
pub(super) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// What the browser says of its storage, once it was asked to keep it.
pub(super) async fn room() -> Room {
    let Some(storage) = window().and_then(|window| of(&window.navigator(), "storage")) else { return Room::default() };
    let told = async |name| {
        let promise: Promise = call(&storage, name, &[])?.dyn_into().ok()?;
        JsFuture::from(promise).await.ok()
    };
    let persistent = told("persist").await.and_then(|kept| kept.as_bool()).unwrap_or_default();
    let estimate = told("estimate").await;
    let bytes = |name| estimate.as_ref().and_then(|estimate| of(estimate, name)).and_then(|bytes| bytes.as_f64());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes fit, and are not below nothing")]
    let free_bytes = bytes("quota").zip(bytes("usage")).map(|(quota, usage)| (quota - usage).max(0.0) as u64);
    Room { free_bytes, persistent }
}

/// Reads the file that was chosen, and lets the same be chosen again.
pub(in crate::tablet) fn read_file(input: &HtmlInputElement, then: Callback<String>) {
    let file = of(input, "files").and_then(|files| Reflect::get_u32(&files, 0).ok()).filter(JsValue::is_object);
    let promise = file.and_then(|file| call(&file, "text", &[])?.dyn_into::<Promise>().ok());
    let input = input.clone();
    spawn_local(async move {
        if let Some(promise) = promise
            && let Ok(text) = JsFuture::from(promise).await
        {
            then.emit(text.as_string().unwrap_or_default());
        }
        input.set_value("");
    });
}

/// Makes the rest of the page fit what was drawn.
pub(in crate::tablet) fn after_render(title: &str, language: &str, size: TextSize, focus: Option<&Focus>) {
    let Some(window) = window() else { return };
    let Some(document) = window.document() else { return };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("data-size", size.name());
    }
    let drawn = document.get_element_by_id("koe-tablet").is_some_and(|own| own.has_child_nodes());
    if let Some(still) = document.get_element_by_id(STILL).filter(|_| drawn) {
        still.remove();
        prepare_worker(&window);
    }
    if let Some(focus) = focus {
        move_focus(&window, &document, focus);
    }
}
