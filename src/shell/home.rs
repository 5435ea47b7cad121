//! Where a form lives: on its own page, or in an element of someone else's.

use js_sys::Function;
use wasm_bindgen::JsValue;

/// Where a form lives.
#[derive(Debug)]
pub(crate) struct Home {
    /// Who does in someone else's page what the form asks of it; nobody, on its own page.
    ear: Option<Function>,
    /// What stands before `/api` in the collector's addresses.
    pub(super) collector: String,
    /// What the database is called, and what the names of locks begin with.
    pub(super) store: String,
}

impl Home {
    /// The collector's own page.
    pub(crate) fn own() -> Self {
        Self { ear: None, collector: String::new(), store: "koe".to_owned() }
    }

    /// A page that does what `ear` is told. Forms of two collectors must not share a `store`.
    pub(crate) fn foreign(ear: Function, collector: String, store: String) -> Self {
        Self { ear: Some(ear), collector, store }
    }

    /// Whether the page is someone else's, who alone may touch its address, history, title and scroll position.
    pub(crate) fn is_foreign(&self) -> bool {
        self.ear.is_some()
    }

    /// Has the page around do something, or says what has happened; the form's own page hears nothing.
    pub(crate) fn tell(&self, what: &str, of: &str, more: &str) {
        if let Some(ear) = &self.ear {
            // What the other page makes of it is its own affair.
            let _ = ear.call3(&JsValue::NULL, &what.into(), &of.into(), &more.into());
        }
    }
}
