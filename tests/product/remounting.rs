//! A page may put a survey up and take it down for as long as it likes.

use serde_json::{Value, json};

use super::embedding::element;
use crate::harness::{Browser, Host, KITA, Office, PULSE, Page, Window};

/// How often by default, at full length, or as asked for.
fn rounds() -> u64 {
    let asked = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(40)
}

/// So much of something for each time.
fn per(each: f64) -> f64 {
    f64::from(u32::try_from(rounds()).expect("a count")) * each
}

/// Bytes by which the script's heap comes and goes by itself.
const HEAP_SLACK: f64 = 200_000.0;
/// Bytes of the module's memory that come at once: what is used of them is not seen from outside.
const MODULE_SLACK: f64 = 65_536.0;
/// So often before anything is measured: what is made once is made by then.
const WARM_UP: u64 = 20;
/// So often within what a script may take.
const AT_ONCE: u64 = 20;

/// Keeps the module's memory where it can be measured, counts the surveys that are fetched, and puts forms up and
/// answers in them: each time it is another form, to which the survey comes anew.
const BEFORE: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
        const make = WebAssembly[name];
        WebAssembly[name] = async (...all) => {
            const made = await make.apply(WebAssembly, all);
            const { exports } = made.instance ?? made;
            window.memory = Object.values(exports).find(one => one instanceof WebAssembly.Memory);
            return made;
        };
    }
    window.fetched = 0;
    const ask = window.fetch;
    window.fetch = (what, how) => {
        if (String(what).includes('/surveys/')) window.fetched += 1;
        return ask(what, how);
    };
    const hears = name => new Promise(resolve => addEventListener(name, () => resolve(), { once: true }));
    window.mounts = async (times, html) => {
        for (; times; times--) {
            const [ready, saved] = [hears('koe:ready'), hears('koe:saved')];
            document.body.insertAdjacentHTML('beforeend', html);
            await ready;
            const form = document.body.lastElementChild;
            form.shadowRoot.querySelectorAll('input')[times % 2].click();
            await saved;
            form.remove();
            // What leaves does so by itself, and the browser's next task comes after it.
            await new Promise(resolve => setTimeout(resolve));
        }
    };";

/// What a page with a form put up so and so often takes.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// Bytes of the script's heap.
    heap: f64,
    nodes: f64,
    listeners: f64,
    /// Bytes of the module's memory.
    module: f64,
}

impl Size {
    fn since(self, before: Self) -> Self {
        Self {
            heap: self.heap - before.heap,
            nodes: self.nodes - before.nodes,
            listeners: self.listeners - before.listeners,
            module: self.module - before.module,
        }
    }

    async fn of(browser: &Browser) -> Self {
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

async fn mounts(browser: &Browser, times: u64) {
    let html = element(PULSE, &format!("ward=\"{KITA}\""));
    for done in (0..times).step_by(usize::try_from(AT_ONCE).expect("a few")) {
        let now = AT_ONCE.min(times - done);
        let body =
            format!("const done = arguments[arguments.length - 1]; mounts({now}, `{html}`).then(() => done('ended'))");
        assert_eq!(browser.script_later(&body).await, Ok(Value::from("ended")), "after {done}");
    }
}

#[tokio::test]
async fn soak_a_survey_put_up_and_taken_down_over_and_over_leaves_nothing_behind() {
    let host = Host::open().await;
    let office = Office::open_to(&host.origin(), &[PULSE]).await;
    let browser = Browser::open(Window::PHONE).await;
    browser.before_every_page(BEFORE).await;
    browser.visit(&host.shows("/over-and-over", Page::with(&office, ""))).await;
    browser.cdp("Performance.enable", json!({})).await.expect("the browser counts");
    mounts(&browser, WARM_UP).await;
    let before = Size::of(&browser).await;
    mounts(&browser, rounds()).await;
    let after = Size::of(&browser).await;
    let grown = after.since(before);
    println!("{} times: {before:?} became {after:?}", rounds());
    // Less than one for two times: nothing is left each time.
    assert!(grown.nodes < per(0.5) && grown.listeners < per(0.5), "{grown:?}");
    assert!(grown.heap < HEAP_SLACK + per(200.0), "{grown:?}");
    assert!(grown.module < MODULE_SLACK + per(100.0), "{grown:?}");
    let fetched = browser.script("return window.fetched").await;
    assert_eq!(fetched, Ok(Value::from(WARM_UP + rounds())), "each form is a new one");
}
