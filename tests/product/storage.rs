//! "Saved" is said only of what is on the device.

use super::delivery::owed;
use crate::harness::journey::VISIT;
use crate::harness::{Browser, KITA, Office, Person, VISITORS, Window, until};

/// A browser that keeps nothing, as in some private windows.
pub(super) const NO_STORE: &str =
    "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError') } })";

/// A store that fails as long as the page's window says so, as on a phone short of memory.
pub(super) const FAILING: &str = "const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
        if (window.failing) throw new DOMException('', 'UnknownError');
        return put.apply(this, all);
    };";

#[tokio::test]
async fn where_nothing_can_be_kept_it_says_so_and_still_sends() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(NO_STORE).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    visitor.reads("notice.memory_only").await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    let page = visitor.browser.text().await.expect("the page can be read");
    assert!(!page.contains(&visitor.word("notice.saved")), "{page}");
    visitor.sends().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS).len(), 1);
}

#[tokio::test]
async fn a_write_that_fails_is_told_and_tried_again() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(FAILING).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    visitor.browser.script("window.failing = true").await.expect("the store can be broken");
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.save_failed").await;
    let page = visitor.browser.text().await.expect("the page can be read");
    assert!(!page.contains(&visitor.word("notice.saved")), "{page}");
    visitor.browser.script("window.failing = false").await.expect("the store can be mended");
    visitor.reads("notice.saved").await;
    visitor.browser.reload().await;
    visitor.choice("purpose", "cert").chosen().await;
}

#[tokio::test]
async fn a_response_that_cannot_be_kept_is_not_called_safe() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(FAILING).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor.browser.script("window.failing = true").await.expect("the store can be broken");
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.reads("waiting.memory_only").await;
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS).len(), 1);
}

/// Notes how durable each write is asked to be, and holds on to the connection.
pub(super) const WATCHED: &str = "const begin = IDBDatabase.prototype.transaction;
    window.asked = [];
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        const begun = begin.call(this, stores, mode, options);
        window.connection = this;
        if (mode === 'readwrite') window.asked.push(begun.durability);
        return begun;
    };";

/// Whether the browser promises to keep what is stored, as it says when it is asked.
fn promising(kept: bool) -> String {
    format!("StorageManager.prototype.persist = async () => {{ window.promised = true; return {kept}; }}")
}

#[tokio::test]
async fn every_write_is_asked_to_be_on_the_disk_before_it_is_called_done() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(WATCHED).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let asked = visitor.browser.script("return window.asked").await.expect("it was noted");
    let asked = asked.as_array().cloned().unwrap_or_default();
    assert!(asked.len() > VISIT.len() && asked.iter().all(|durability| durability == "strict"), "{asked:?}");
}

#[tokio::test]
async fn a_connection_that_the_system_cut_is_opened_again_and_nothing_is_lost() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(WATCHED).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    visitor.browser.script("window.connection.close()").await.expect("there is a connection");
    visitor.takes("purpose", "ins").await;
    visitor.reads("notice.saved").await;
    visitor.browser.reload().await;
    visitor.choice("purpose", "ins").chosen().await;
    visitor.goes_on().await;
    visitor.answers(&VISIT[1..]).await;
    visitor.sees("review.title").await;
    office.kill().await;
    visitor.browser.script("window.connection.close()").await.expect("there is a connection");
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.reads("waiting.text").await;
    assert_eq!(owed(&visitor.browser).await.len(), 1, "it is on the device, and not in memory alone");
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS).len(), 1);
}

#[tokio::test]
async fn without_room_no_form_is_begun_and_it_says_why_and_where_to_answer_instead() {
    let office = Office::open().await;
    // A browser counts the room when it is first asked for some, and then not for a while.
    let browser = Browser::open(Window::PHONE).await;
    browser.has_room(&office.at(""), Some(1)).await;
    let address = office.at(&format!("/s/{VISITORS}?ward={KITA}"));
    let mut visitor = Person::meets(browser, &office, VISITORS, KITA, &address).await;
    visitor.sees("full.title").await;
    visitor.reads("full.text").await;
    visitor.browser.button(visitor.word("opening.start")).gone().await;

    visitor.browser.has_room(&office.at(""), None).await;
    visitor.presses("full.retry").await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    // What is there already is opened without any room too.
    visitor.browser = visitor.browser.restarted().await;
    visitor.browser.has_room(&office.at(""), Some(1)).await;
    visitor.opens().await;
    visitor.presses("opening.resume").await;
    visitor.choice("purpose", "cert").chosen().await;

    visitor.presses("device.restart").await;
    visitor.presses("device.restart_yes").await;
    visitor.sees("full.title").await;
    visitor.browser.part(&["link"], visitor.word("full.plain")).press().await;
    visitor.is_welcome().await;
    assert!(visitor.browser.address().await.contains("/plain"));
}

#[tokio::test]
async fn where_the_browser_may_delete_what_waits_it_says_so_and_offers_the_file() {
    for kept in [false, true] {
        let mut office = Office::open().await;
        let visitor = Person::arrives(&office, VISITORS, KITA).await;
        visitor.browser.before_every_page(&promising(kept)).await;
        visitor.opens().await;
        visitor.starts().await;
        visitor.answers(VISIT).await;
        office.kill().await;
        visitor.sends().await;
        visitor.sees("waiting.title").await;
        until("the browser to be asked", async || {
            let promised = visitor.browser.script("return window.promised").await?;
            if promised == true { Ok(()) } else { Err(promised.to_string()) }
        })
        .await;
        visitor.browser.button(visitor.word("file.save")).found().await;
        if kept {
            let page = visitor.browser.text().await.expect("the page can be read");
            assert!(!page.contains(&visitor.word("waiting.evictable")), "{page}");
        } else {
            visitor.reads("waiting.evictable").await;
        }
    }
}
