//! What rests on the device: the browser's database, read beside the page.

use serde_json::Value;

use super::browser::Browser;

/// Opens the database only if it is there, so that looking does not make it.
const READ: &str = "const done = arguments[arguments.length - 1];
    indexedDB.databases().then(all => {
        if (!all.some(one => one.name === 'koe')) return done({});
        const opening = indexedDB.open('koe');
        opening.onerror = () => done({ error: String(opening.error) });
        opening.onsuccess = () => {
            const base = opening.result;
            const names = [...base.objectStoreNames];
            const finish = found => { base.close(); done(found); };
            if (!names.length) return finish({});
            const found = {};
            const reading = base.transaction(names, 'readonly');
            for (const name of names) {
                const all = reading.objectStore(name).getAll();
                all.onsuccess = () => { found[name] = all.result; };
            }
            reading.oncomplete = () => finish(found);
            reading.onabort = () => finish({ error: String(reading.error) });
        };
    });";

impl Browser {
    /// Everything in the database `koe`, by store.
    pub(crate) async fn device(&self) -> Value {
        let found = self.script_later(READ).await.expect("the device can be read");
        assert!(found.get("error").is_none(), "the device cannot be read: {found}");
        found
    }

    /// What rests in one store.
    pub(crate) async fn on_device(&self, store: &str) -> Vec<Value> {
        self.device().await[store].as_array().cloned().unwrap_or_default()
    }
}
