//! How much memory a page takes.

use serde_json::json;

use super::browser::Browser;

const KEEPS_MEMORY: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
        const make = WebAssembly[name];
        WebAssembly[name] = async (...all) => {
            const made = await make.apply(WebAssembly, all);
            const { exports } = made.instance ?? made;
            window.memory = Object.values(exports).find(one => one instanceof WebAssembly.Memory);
            return made;
        };
    }";

/// What a page takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Bytes of the script's heap.
    pub(crate) heap: f64,
    /// Nodes of documents.
    pub(crate) nodes: f64,
    /// Listeners on them.
    pub(crate) listeners: f64,
    /// Bytes of the module's memory.
    pub(crate) module: f64,
}

impl Size {
    /// Has the browser count, and pages that are opened from now on keep the module's memory where it can be measured.
    pub(crate) async fn prepare(browser: &Browser) {
        browser.before_every_page(KEEPS_MEMORY).await;
        browser.cdp("Performance.enable", json!({})).await.expect("the browser counts");
    }

    /// By how much it has grown.
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            heap: self.heap - before.heap,
            nodes: self.nodes - before.nodes,
            listeners: self.listeners - before.listeners,
            module: self.module - before.module,
        }
    }

    /// What the page in front takes, once all that it has let go of is gone.
    pub(crate) async fn of(browser: &Browser) -> Self {
        // What one collection lets go of, the next one can take.
        for _ in 0..3 {
            browser.cdp("HeapProfiler.collectGarbage", json!({})).await.expect("garbage is collected");
        }
        let counted = browser.cdp("Performance.getMetrics", json!({})).await.expect("the browser counts");
        let metric = |name: &str| {
            let all = counted["metrics"].as_array().into_iter().flatten();
            let found =
                all.into_iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64());
            found.unwrap_or_else(|| panic!("there is no {name} in {counted}"))
        };
        let module = browser.script("return window.memory.buffer.byteLength").await.expect("the module has a memory");
        Self {
            heap: metric("JSHeapUsedSize"),
            nodes: metric("Nodes"),
            listeners: metric("JSEventListeners"),
            module: module.as_f64().expect("a number of bytes"),
        }
    }
}
