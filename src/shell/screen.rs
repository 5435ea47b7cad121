//! What is done to the page after it was drawn: its title and language, the focus, the still text.

use questionnaire::Language;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, Window};

use super::home::Home;
use super::offline;
use crate::effect::Focus;
use crate::state::TextSize;

/// What the page is called, in which language, and how large its letters are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The title of the document.
    pub title: String,
    /// The language of the document.
    pub language: String,
    /// The size of its letters.
    pub text_size: TextSize,
}

/// The language in which the page came.
pub(crate) fn page_language() -> Option<Language> {
    web_sys::window()?.document()?.document_element()?.get_attribute("lang")?.parse().ok()
}

/// The still text, which stands until there is something better.
const STILL: &str = "koe-still";
/// Whether that is screens that can be answered, whose script takes them away itself.
const EARLY: &str = "data-early";

/// Makes the rest of the page fit what was drawn, or has the page around do so.
pub(crate) fn after_render(home: &Home, shown: Option<&Shown>, focus: Option<&Focus>) {
    if let Some(Shown { title, language, text_size }) = shown {
        home.tell("size", text_size.name(), "");
        home.tell("shown", language, title);
    }
    if let Some(focus) = focus {
        home.tell("focus", &id_of(focus), "");
    }
    if home.is_foreign() {
        return;
    }
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    if let Some(shown) = shown {
        document.set_title(&shown.title);
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", &shown.language);
            let _ = root.set_attribute("data-size", shown.text_size.name());
        }
        if let Some(still) = document.get_element_by_id(STILL) {
            // The first screen stands, so whatever is fetched now keeps nobody waiting.
            offline::prepare(&window);
            if still.has_attribute(EARLY) {
                // What was done on the screens before (`src/still.js`) goes on from where somebody is.
                let _ = still.remove_attribute(EARLY);
                return;
            }
            still.remove();
        }
    }
    if let Some(focus) = focus {
        move_focus(&window, &document, focus);
    }
}

/// The id of what the focus goes to.
fn id_of(focus: &Focus) -> String {
    match focus {
        Focus::Heading => "koe-heading".to_owned(),
        Focus::Findings => "koe-findings".to_owned(),
        Focus::Dialog => "koe-dialog".to_owned(),
        Focus::Field(question) => crate::field::control_id(question),
    }
}

/// Moves the focus.
pub(crate) fn move_focus(window: &Window, document: &Document, focus: &Focus) {
    let found = document.get_element_by_id(&id_of(focus));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    // After the focus, in which the first screens (`src/still.js`) see how far down somebody had read.
    if *focus == Focus::Heading {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
