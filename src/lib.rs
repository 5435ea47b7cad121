//! The browser module: what a resident sees and touches.
//!
//! An event becomes a [`message::Message`], [`update::update`] takes it into the [`state::State`] and says which
//! [`effect::Effect`]s follow, and only the shell performs them. The screens are drawn from the state alone, in a
//! browser or natively.

mod app;
mod shell;

pub mod draft;
pub mod effect;
pub mod field;
pub mod message;
pub mod parcel;
pub mod phrase;
pub mod published;
pub mod screen;
pub mod state;
pub mod update;
pub mod words;

pub use app::{App, AppProps};

/// The element of the page that holds the form.
const ROOT: &str = "koe";

/// Puts the form into its page.
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.get_element_by_id(ROOT)) {
        let survey = root.get_attribute("data-survey");
        yew::Renderer::<App>::with_root_and_props(root, AppProps { survey }).render();
    }
}
