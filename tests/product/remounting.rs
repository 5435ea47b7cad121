//! A page may put a survey up and take it down for as long as it likes.

use serde_json::Value;

use super::embedding::element;
use crate::harness::{Browser, Host, KITA, Office, PULSE, Page, Size, Window};

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

/// Counts the surveys that are fetched, and puts forms up and
/// answers in them: each time it is another form, to which the survey comes anew.
const BEFORE: &str = "window.fetched = 0;
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
    Size::prepare(&browser).await;
    browser.before_every_page(BEFORE).await;
    browser.visit(&host.shows("/over-and-over", Page::with(&office, ""))).await;
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
