//! Nothing moves by itself under a finger or an eye, from the first paint to the receipt.

use serde_json::Value;

use crate::harness::journey::VISIT;
use crate::harness::{Browser, KITA, Office, Person, VISITORS, Window, until};

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
    nothing_moved(&visitor).await;
}

async fn nothing_moved(person: &Person) {
    let shifts = shifts(person).await;
    let unasked: Vec<_> = shifts.iter().filter(|shift| shift["asked"] == false).collect();
    assert!(unasked.is_empty(), "{unasked:#?}");
}

#[tokio::test]
async fn nothing_moves_when_the_module_comes_after_the_first_answer_or_the_receipt_long_after_sending() {
    let office = Office::open().await;
    let page = office.at(&format!("/s/{VISITORS}?ward={KITA}&lang=ja"));
    for window in [Window::PHONE, Window::TABLET, Window::KIOSK] {
        let browser = Browser::open(window).await;
        browser.before_every_page(KEEPS_SHIFTS).await;
        // Longer than a browser puts what moves down to the press before it.
        browser.has_line(900, None).await;
        let visitor = Person::meets(browser, &office, VISITORS, KITA, &page).await;
        visitor.starts().await;
        visitor.is_asked(VISIT[0].0).await;
        visitor.takes(VISIT[0].0, "cert").await;
        visitor.reads("notice.saved").await;
        nothing_moved(&visitor).await;
        visitor.choice(VISIT[0].0, "cert").press().await;
        visitor.answers(VISIT).await;
        visitor.sends().await;
        visitor.has_sent().await;
        nothing_moved(&visitor).await;
    }
}

#[tokio::test]
async fn nothing_moves_when_what_has_waited_for_the_network_is_received() {
    let office = Office::open().await;
    let visitor = watched(&office).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor.browser.has_network(false).await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.browser.has_network(true).await;
    visitor.has_sent().await;
    nothing_moved(&visitor).await;
}

#[tokio::test]
async fn what_moves_by_itself_is_seen() {
    let office = Office::open().await;
    let visitor = watched(&office).await;
    // To and fro, for longer than a browser puts what moves down to the opening of the page.
    let push = "let more = document.querySelector('.page > .pushed');
        if (!more) {
            more = document.createElement('p');
            more.className = 'pushed';
            document.querySelector('.page').prepend(more);
        }
        more.style.height = more.style.height === '200px' ? '0' : '200px'";
    until("it to be seen", async || {
        visitor.browser.script(push).await?;
        let shifts = shifts(&visitor).await;
        if shifts.iter().any(|shift| shift["asked"] == false) { Ok(()) } else { Err(format!("seen is {shifts:?}")) }
    })
    .await;
}
