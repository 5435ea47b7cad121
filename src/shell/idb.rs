//! IndexedDB as a few awaitable steps.

use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// The store did not do it; the connection may be gone.
#[derive(Debug)]
pub(crate) struct Lost;

impl From<JsValue> for Lost {
    fn from(_: JsValue) -> Self {
        Self
    }
}

#[wasm_bindgen]
extern "C" {
    /// A database that takes options, which the crate of the browser's functions calls unstable.
    type Database;

    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, stores: &Array, mode: &str, options: &JsValue) -> Result<IdbTransaction, JsValue>;
}

const STRICT: &str = r#"{"durability":"strict"}"#;
const VERSION: u32 = 1;
/// Drafts and slips, by survey and code.
pub(super) const DRAFTS: &str = "drafts";
/// Responses that are owed, by id.
pub(super) const OUTBOX: &str = "outbox";
/// Surveys, by id (the latest) and by id and revision.
pub(super) const SURVEYS: &str = "surveys";

/// The stores of what residents keep.
pub(super) const STORES: [&str; 3] = [DRAFTS, OUTBOX, SURVEYS];

/// Keys and texts.
pub(crate) type Shelf = Vec<(String, String)>;

/// A store, a key in it, and the text that is put there; none takes the key out.
#[cfg(feature = "tablet")]
pub(crate) type Change = (&'static str, String, Option<String>);

/// Opens the database of a name, and makes its stores where there are none.
pub(crate) async fn open(name: &str, stores: &'static [&'static str]) -> Result<IdbDatabase, Lost> {
    let factory = web_sys::window().ok_or(Lost)?.indexed_db()?.ok_or(Lost)?;
    let request = factory.open_with_u32(name, VERSION)?;
    let upgrade = make_stores(&request, stores);
    let opened = settled(&request).await;
    drop(upgrade);
    Ok(opened?.unchecked_into())
}

fn make_stores(request: &IdbOpenDbRequest, stores: &'static [&'static str]) -> Closure<dyn FnMut()> {
    let opening = request.clone();
    let upgrade = Closure::<dyn FnMut()>::new(move || {
        if let Ok(database) = opening.result() {
            let database: IdbDatabase = database.unchecked_into();
            for store in stores {
                // A store that cannot be made shows when it is first used.
                let _ = database.create_object_store(store);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    upgrade
}

/// A transaction over all stores: they are small, and there is one person.
pub(crate) struct Transaction(IdbTransaction);

impl Transaction {
    /// Begins one that writes. What it calls written is on the disk, as far as the browser can tell: a flat battery must
    /// not take it back.
    pub(crate) fn write(database: &IdbDatabase, stores: &[&str]) -> Result<Self, Lost> {
        Self::begin(database, stores, "readwrite")
    }

    /// Begins one that reads.
    pub(crate) fn read(database: &IdbDatabase, stores: &[&str]) -> Result<Self, Lost> {
        Self::begin(database, stores, "readonly")
    }

    fn begin(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Self, Lost> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = JSON::parse(STRICT)?;
        Ok(Self(database.unchecked_ref::<Database>().transaction(&names, mode, &options)?))
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, Lost> {
        Ok(self.0.object_store(name)?)
    }

    /// Makes a change, of which nothing is certain before all is done.
    #[cfg(feature = "tablet")]
    pub(crate) fn make(&self, (store, key, text): &Change) -> Result<(), Lost> {
        self.put(store, key, text.as_deref())
    }

    /// Puts a text under a key, or takes the key out, with the same reserve.
    pub(super) fn put(&self, store: &str, key: &str, text: Option<&str>) -> Result<(), Lost> {
        let (store, key) = (self.store(store)?, JsValue::from_str(key));
        match text {
            Some(text) => store.put_with_key(&text.into(), &key)?,
            None => store.delete(&key)?,
        };
        Ok(())
    }

    /// All keys and texts of a store.
    pub(crate) async fn all(&self, store: &str) -> Result<Shelf, Lost> {
        let store = self.store(store)?;
        let (keys, texts) = (store.get_all_keys()?, store.get_all()?);
        let (keys, texts) = (settled(&keys), settled(&texts));
        let (keys, texts): (Array, Array) = (keys.await?.unchecked_into(), texts.await?.unchecked_into());
        let pairs = keys.iter().zip(texts.iter());
        Ok(pairs.filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?))).collect())
    }

    /// The text under a key, once it is there.
    pub(crate) fn get(
        &self,
        store: &str,
        key: &str,
    ) -> Result<impl Future<Output = Result<Option<String>, Lost>> + use<>, Lost> {
        let found = settled(&self.store(store)?.get(&key.into())?);
        Ok(async move { Ok(found.await?.as_string()) })
    }

    /// Waits until all of it is written: only then is it true.
    pub(crate) async fn done(self) -> Result<(), Lost> {
        let transaction = self.0;
        let promise = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            // A request that fails ends in this too.
            transaction.set_onabort(Some(&reject));
        });
        JsFuture::from(promise).await?;
        Ok(())
    }
}

/// Waits for a request. Its handlers are set before this returns the future, so that none of several is missed.
fn settled(request: &IdbRequest) -> impl Future<Output = Result<JsValue, Lost>> + use<> {
    let request = request.clone();
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        // A version that another tab still holds open counts as no answer.
        let _ = Reflect::set(&request, &"onblocked".into(), &reject);
    });
    async move {
        JsFuture::from(promise).await?;
        Ok(request.result()?)
    }
}
