//! "Saved" is said only of what is on the device.

use crate::harness::journey::VISIT;
use crate::harness::{KITA, Office, Person, VISITORS};

/// A browser that keeps nothing, as in some private windows.
pub(super) const NO_STORE: &str =
    "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError') } })";

/// A store that fails as long as the page's window says so, as on a phone short of memory.
const FAILING: &str = "const put = IDBObjectStore.prototype.put;
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
    visitor.presses("waiting.retry").await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS).len(), 1);
}
