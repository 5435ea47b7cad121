//! What is done to the page after it was drawn: its title and language, the focus, the still text.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

use crate::effect::Focus;

/// What the page is called, and in which language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The title of the document.
    pub title: String,
    /// The language of the document.
    pub language: String,
}

/// The still text, which stands until there is something better.
const STILL: &str = "koe-still";

/// Makes the rest of the page fit what was drawn.
pub(crate) fn after_render(shown: Option<&Shown>, focus: Option<&Focus>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    if let Some(shown) = shown {
        document.set_title(&shown.title);
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", &shown.language);
        }
        if let Some(still) = document.get_element_by_id(STILL) {
            still.remove();
        }
    }
    if let Some(focus) = focus {
        move_focus(&document, focus);
    }
}

fn move_focus(document: &Document, focus: &Focus) {
    let id = match focus {
        Focus::Heading => "koe-heading".to_owned(),
        Focus::Findings => "koe-findings".to_owned(),
        Focus::Dialog => "koe-dialog".to_owned(),
        Focus::Field(question) => crate::field::control_id(question),
    };
    if *focus == Focus::Heading
        && let Some(window) = web_sys::window()
    {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    let found = document.get_element_by_id(&id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
