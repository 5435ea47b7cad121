//! Sealing, by code in a file of its own: `src/seal.js`.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

use crate::message::Message;
use crate::parcel::Packed;

/// Where it lies from the module's own script: beside it. The build names it by its content.
const ADDRESS: &str = match option_env!("KOE_SEALER") {
    Some(named) => named,
    None => "./seal.js",
};

#[wasm_bindgen]
extern "C" {
    /// The browser's own `import(…)`, which fetches a file once and gives it again.
    #[wasm_bindgen(js_name = import)]
    pub(super) fn import(address: &str) -> Promise;

    type Sealer;

    #[wasm_bindgen(method)]
    fn seal(this: &Sealer, response: &str, keys: &str) -> Promise;
}

/// Puts the sealed response in the place of the response. It fails where the code cannot be had, and where the browser
/// cannot do what the code asks of it.
pub(crate) async fn seal(mut packed: Option<Packed>, keys: &str) -> Message {
    let response = packed.as_ref().map_or("{}", |packed| &packed.0.body);
    let sealed = sealed(response, keys).await;
    let done = sealed.is_some();
    if let (Some(packed), Some(sealed)) = (&mut packed, sealed) {
        packed.0.body = sealed;
    }
    Message::Sealed(packed, done)
}

async fn sealed(response: &str, keys: &str) -> Option<String> {
    let sealer: Sealer = JsFuture::from(import(ADDRESS)).await.ok()?.unchecked_into();
    JsFuture::from(sealer.seal(response, keys)).await.ok()?.as_string()
}
