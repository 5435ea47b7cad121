//! An office that asks to be left alone is left alone: by pages, by the next page, and by the service worker.

use std::time::{Duration, Instant};

use super::delivery::{hears_of_the_network, owed, stored_once};
use super::offline::{is_ready, wakes_the_worker};
use crate::harness::journey::VISIT;
use crate::harness::{Impostor, KITA, Office, Person, VISITORS, site, until};

/// What it asks for: longer than a page takes to be opened again.
const ASKED: Duration = Duration::from_secs(8);
/// How somebody asks who sends.
const SENDING: &str = "PUT /api/v1/surveys/";

/// Someone whose device could open the survey alone, before the last button.
async fn comes_to_the_review(office: &Office) -> Person {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor
}

/// Somebody who has too much to do takes the office's place.
async fn is_busy(office: &mut Office) -> Impostor {
    office.kill().await;
    Impostor::sit_busy_on(office.port(), ASKED.as_secs()).await
}

/// Waits until it is on the device how long the office asked to be left alone.
async fn is_noted(visitor: &Person) {
    until("what the office asked for on the device", async || {
        let owed = owed(&visitor.browser).await;
        if owed[0]["held_until_ms"].is_u64() { Ok(()) } else { Err(format!("{owed:?}")) }
    })
    .await;
}

/// Page and service worker hear again and again that they might send, until one of them does; when that was.
async fn is_asked_again(office: &Office, visitor: &Person, busy: &mut Impostor) -> Instant {
    until("the office to be asked again", async || {
        hears_of_the_network(&visitor.browser).await;
        wakes_the_worker(&visitor.browser, &office.at("")).await;
        busy.heard_at(SENDING).ok_or_else(|| "nobody asks".to_owned())
    })
    .await
}

/// The office is there again, and gets what waited.
async fn recovers(mut office: Office, visitor: &Person, busy: Impostor) {
    busy.leave().await;
    office.serve().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn what_a_page_is_told_holds_for_it_for_the_next_page_and_for_the_service_worker() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    let mut busy = is_busy(&mut office).await;
    visitor.sends().await;
    let first = busy.hears(SENDING).await;
    visitor.sees("waiting.title").await;
    is_noted(&visitor).await;
    hears_of_the_network(&visitor.browser).await;
    visitor.browser.reload().await;
    visitor.sees("waiting.title").await;
    let again = is_asked_again(&office, &visitor, &mut busy).await;
    assert!(again - first >= ASKED, "it was asked again after {:?}", again - first);
    recovers(office, &visitor, busy).await;
}

#[tokio::test]
async fn what_the_service_worker_is_told_holds_for_it_and_for_the_page_that_comes_next() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.browser.visit("about:blank").await;
    // The page without script is of the same site, and sends nothing by itself.
    office.serve().await;
    visitor.browser.visit(&office.at(&format!("/s/{VISITORS}/plain?ward={KITA}"))).await;
    let mut busy = is_busy(&mut office).await;
    wakes_the_worker(&visitor.browser, &office.at("")).await;
    let first = busy.hears(SENDING).await;
    is_noted(&visitor).await;
    visitor.opens().await;
    visitor.sees("waiting.title").await;
    let again = is_asked_again(&office, &visitor, &mut busy).await;
    assert!(again - first >= ASKED, "it was asked again after {:?}", again - first);
    recovers(office, &visitor, busy).await;
}
