//! How the form comes into a page: by itself into its own, and called by `element.js` into someone else's.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, Renderer};

use crate::app::{App, Call};
use crate::shell::{self, Home};

/// The element of the form's own page that holds it. Another page may have one of this name, but not of this kind.
const OWN: &str = "koe";
const OWN_KIND: &str = "data-koe-page";

thread_local! {
    /// The roots of this page, by number. They are used again and never taken down.
    static ROOTS: RefCell<Vec<AppHandle<App>>> = const { RefCell::new(Vec::new()) };
}

/// Puts the form into its own page, if this is it.
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    let own = document.and_then(|document| document.get_element_by_id(OWN));
    if let Some(own) = own.filter(|own| own.has_attribute(OWN_KIND)) {
        let survey = own.get_attribute("data-survey");
        let arrival = Box::new(shell::arrival_here(survey));
        call(root(own), Call::Enter(Home::own(), arrival));
    }
}

/// Makes an element a root, on which forms can live one after the other, and gives its number.
#[wasm_bindgen]
pub fn root(element: Element) -> usize {
    let handle = Renderer::<App>::with_root(element).render();
    ROOTS.with_borrow_mut(|roots| {
        roots.push(handle);
        roots.len() - 1
    })
}

/// A form of a collector comes to a root: the one that `address` would bring on a page of its own, at the place of
/// `mark`. Where the form that was there last has not left yet, that one stays.
///
/// `ear` hears what the form asks of the page: what, of what, and more. `store` names what it keeps on the device.
#[wasm_bindgen]
pub fn enter(root: usize, ear: Function, collector: String, store: String, address: &str, mark: &str) {
    let mut arrival = shell::arrival(address, None);
    arrival.mark = shell::read_mark(mark);
    arrival.foreign = true;
    call(root, Call::Enter(Home::foreign(ear, collector, store), Box::new(arrival)));
}

/// The form on a root is to speak another language.
#[wasm_bindgen]
pub fn speak(root: usize, language: &str) {
    if let Ok(language) = language.parse() {
        call(root, Call::Speak(language));
    }
}

/// The form on a root was taken out of its page. It says `left` when nothing of it is left.
#[wasm_bindgen]
pub fn leave(root: usize) {
    call(root, Call::Leave);
}

fn call(root: usize, call: Call) {
    ROOTS.with_borrow(|roots| {
        if let Some(handle) = roots.get(root) {
            handle.send_message(call);
        }
    });
}
