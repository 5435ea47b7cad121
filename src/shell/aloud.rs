//! Reading aloud, by code in a file of its own: `src/aloud.js`.

use std::cell::RefCell;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use super::device::later;
use super::seal::import;

/// Where it lies from the module's own script: beside it. The build names it by its content.
const ADDRESS: &str = match option_env!("KOE_READER") {
    Some(named) => named,
    None => "./aloud.js",
};

#[wasm_bindgen]
extern "C" {
    type Reader;

    #[wasm_bindgen(method)]
    fn listen(this: &Reader, hear: &JsValue);

    #[wasm_bindgen(method)]
    fn read(this: &Reader, reads: bool);
}

thread_local! {
    /// The code, once it is there. What is to be read has to begin within the touch that wants it, or some phones stay
    /// silent.
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Reports in which languages the device has voices of its own, and the end of what was read. Where the code cannot be
/// had, nothing is reported, and there is nothing to be said.
pub(crate) fn listen(on: Callback<Option<String>>) {
    spawn_local(async move {
        later().await;
        let Ok(reader) = JsFuture::from(import(ADDRESS)).await else { return };
        let reader: Reader = reader.unchecked_into();
        let heard = Closure::<dyn FnMut(JsValue)>::new(move |voices: JsValue| on.emit(voices.as_string()));
        reader.listen(&heard.into_js_value());
        READER.set(Some(reader));
    });
}

/// Reads what is asked on the screen, or is silent.
pub(crate) fn read(reads: bool) {
    READER.with_borrow(|reader| {
        if let Some(reader) = reader {
            reader.read(reads);
        }
    });
}
