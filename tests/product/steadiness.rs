//! Nothing moves by itself under a finger or an eye, from the first paint to the receipt.

use serde_json::Value;

use crate::harness::journey::VISIT;
use crate::harness::{KITA, Office, Person, VISITORS, until};

/// Keeps what moves without anybody having asked for it, in pages that are opened from now on.
const KEEPS_SHIFTS: &str = "window.shifts = [];
    new PerformanceObserver(list => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
            const moved = sources.map(({ node, previousRect, currentRect }) =>
                [(node?.outerHTML ?? node?.textContent ?? '').slice(0, 120), previousRect.y, currentRect.y].join(' | '));
            shifts.push({ value, asked: hadRecentInput, moved });
        }
    }).observe({ type: 'layout-shift', buffered: true });";

/// Two frames later everything that moved is written down.
const SHIFTS: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shifts))));";

async fn shifts(person: &Person) -> Vec<Value> {
    let shifts = person.browser.script_later(SHIFTS).await.expect("the page looks at itself");
    shifts.as_array().cloned().expect("the page keeps what moves")
}

/// A person on a page that looks at itself from its first paint on.
async fn watched(office: &Office) -> Person {
    let person = Person::arrives(office, VISITORS, KITA).await;
    person.browser.before_every_page(KEEPS_SHIFTS).await;
    person.opens().await;
    // The still text has the survey's name too.
    person.browser.button(person.word("opening.start")).found().await;
    person
}

#[tokio::test]
async fn nothing_moves_by_itself_from_the_first_paint_to_the_receipt() {
    let office = Office::open().await;
    let visitor = watched(&office).await;
    visitor.starts().await;
    visitor.is_asked(VISIT[0].0).await;
    visitor.goes_on().await;
    visitor.browser.button(visitor.word("asking.pass")).found().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let shifts = shifts(&visitor).await;
    let unasked: Vec<_> = shifts.iter().filter(|shift| shift["asked"] == false).collect();
    assert!(unasked.is_empty(), "{unasked:#?}");
}

#[tokio::test]
async fn what_moves_by_itself_is_seen() {
    let office = Office::open().await;
    let visitor = watched(&office).await;
    let push = "const more = document.createElement('p');
        more.style.height = '200px';
        document.querySelector('.page').prepend(more)";
    until("it to be seen", async || {
        visitor.browser.script(push).await?;
        let shifts = shifts(&visitor).await;
        if shifts.iter().any(|shift| shift["asked"] == false) { Ok(()) } else { Err(format!("seen is {shifts:?}")) }
    })
    .await;
}
