//! One phone, two people; one person, two tabs.

use serde_json::json;

use super::storage::FAILING;
use crate::harness::journey::VISIT;
use crate::harness::{KITA, Office, Person, RESIDENTS, TAISHO, VISITORS, Window, until};

/// A browser without Web Locks, which has none over plain HTTP in the network of a ward either.
const NO_LOCKS: &str = "delete Navigator.prototype.locks";

/// Counts how often the page sets out to write, and how often that has come to an end.
const COUNTED: &str = "const begin = IDBDatabase.prototype.transaction;
    window.writes = 0;
    window.ended = 0;
    IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
        const begun = begin.call(this, stores, mode, ...more);
        if (mode === 'readwrite') {
            window.writes += 1;
            for (const end of ['complete', 'abort']) begun.addEventListener(end, () => { window.ended += 1; });
        }
        return begun;
    };";

/// Waits until the draft that rests on the device has, or has not, chosen this.
async fn rests_with(visitor: &Person, code: &str, chosen: bool) {
    until("the draft on the device", async || {
        let drafts = visitor.browser.on_device("drafts").await;
        let text: String = drafts.iter().filter_map(|draft| draft.as_str()).collect();
        if text.contains(&format!("\"{code}\"")) == chosen { Ok(()) } else { Err(text) }
    })
    .await;
}

#[tokio::test]
async fn a_second_tab_says_that_the_first_holds_the_draft() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    let first = visitor.browser.tab().await;
    let second = visitor.browser.new_tab().await;
    visitor.opens().await;
    visitor.sees("held.title").await;
    visitor.browser.button(visitor.word("opening.resume")).gone().await;
    // Once the first is closed, the second goes on by itself.
    visitor.browser.show_tab(&first).await;
    visitor.browser.close_tab_for(&second).await;
    visitor.presses("opening.resume").await;
    visitor.choice("purpose", "cert").chosen().await;
}

#[tokio::test]
async fn a_second_tab_takes_the_draft_over_where_it_was_left_and_the_first_says_so_at_once() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    let first = visitor.browser.tab().await;
    visitor.browser.new_tab().await;
    visitor.opens().await;
    visitor.sees("held.title").await;
    visitor.presses("held.take").await;
    visitor.choice("purpose", "cert").chosen().await;
    visitor.takes("purpose", "ins").await;
    visitor.reads("notice.saved").await;
    visitor.browser.show_tab(&first).await;
    visitor.sees("held.title").await;
    // And back again.
    visitor.presses("held.take").await;
    visitor.choice("purpose", "ins").chosen().await;
    visitor.goes_on().await;
    visitor.answers(&VISIT[1..]).await;
}

#[tokio::test]
async fn without_locks_a_tab_whose_draft_was_opened_in_another_writes_nothing_any_more_and_says_so() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(NO_LOCKS).await;
    visitor.opens().await;
    assert_eq!(visitor.browser.script("return 'locks' in navigator").await, Ok(false.into()));
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    let first = visitor.browser.tab().await;
    visitor.browser.new_tab().await;
    visitor.browser.before_every_page(NO_LOCKS).await;
    visitor.opens().await;
    visitor.presses("opening.resume").await;
    visitor.takes("purpose", "ins").await;
    rests_with(&visitor, "ins", true).await;
    visitor.browser.show_tab(&first).await;
    visitor.choice("purpose", "welfare").press().await;
    visitor.sees("held.title").await;
    rests_with(&visitor, "ins", true).await;
    rests_with(&visitor, "welfare", false).await;
}

#[tokio::test]
async fn what_a_frozen_tab_had_still_to_write_is_not_written_over_what_another_wrote_meanwhile() {
    let office = Office::open().await;
    let visitor = Person::comes_with(Window::PHONE.whole(), &office, VISITORS, KITA).await;
    visitor.browser.before_every_page(FAILING).await;
    visitor.browser.before_every_page(COUNTED).await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.reads("notice.saved").await;
    visitor.browser.script("window.failing = true").await.expect("the store can be broken");
    visitor.takes("purpose", "welfare").await;
    visitor.reads("notice.save_failed").await;
    let asleep = "window.failing = false; return window.writes";
    let writes = visitor.browser.script(asleep).await.expect("the store can be mended").as_u64();
    let first = visitor.browser.tab().await;
    visitor.browser.freezes(true).await;

    let second = visitor.browser.new_tab().await;
    visitor.opens().await;
    visitor.sees("held.title").await;
    visitor.presses("held.take").await;
    visitor.choice("purpose", "cert").chosen().await;
    visitor.takes("purpose", "ins").await;
    rests_with(&visitor, "ins", true).await;

    visitor.browser.show_tab(&first).await;
    visitor.browser.freezes(false).await;
    visitor.sees("held.title").await;
    until("the end of an attempt to write what was pending", async || {
        let now = visitor.browser.script("return [window.writes, window.ended]").await?;
        if now[0].as_u64() > writes && now[0] == now[1] { Ok(()) } else { Err(format!("{now}, {writes:?} before")) }
    })
    .await;
    rests_with(&visitor, "ins", true).await;
    rests_with(&visitor, "welfare", false).await;
    visitor.browser.show_tab(&second).await;
    visitor.choice("purpose", "ins").chosen().await;
}

#[tokio::test]
async fn starting_again_as_someone_else_shows_no_trace() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.writes("free", "秘密のことば").await;
    visitor.reads("notice.saved").await;
    visitor.presses("device.restart").await;
    visitor.sees("device.restart_title").await;
    visitor.presses("device.restart_yes").await;
    visitor.is_welcome().await;
    until("a device without the words", async || {
        let device = visitor.browser.device().await.to_string();
        if device.contains("秘密のことば") { Err(device) } else { Ok(()) }
    })
    .await;
    // Neither by starting nor by the browser's Back is there anything of the one before.
    visitor.starts().await;
    for (id, _) in &VISIT[..1] {
        visitor.is_asked(id).await;
        assert!(!visitor.choice("purpose", "cert").found().await.checked);
    }
    for _ in 0..8 {
        visitor.browser.back().await;
        let text = visitor.browser.text().await.unwrap_or_default();
        assert!(!text.contains("秘密のことば"), "{text}");
        let chosen = visitor.browser.query(None, "radio").await.unwrap_or_default();
        assert!(chosen.iter().all(|radio| !radio.checked), "{chosen:?}");
        let held = "return [...document.querySelectorAll('textarea, input[type=text]')].map(one => one.value).join('')";
        if let Ok(held) = visitor.browser.script(held).await {
            assert_eq!(held, "");
        }
    }
}

#[tokio::test]
async fn deleting_what_is_on_the_device_leaves_no_answer_on_it() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.writes("free", "秘密のことば").await;
    visitor.reads("notice.saved").await;
    visitor.presses("device.erase").await;
    visitor.sees("device.erase_title").await;
    visitor.presses("device.erase_yes").await;
    visitor.is_welcome().await;
    visitor.browser.button(visitor.word("opening.start")).found().await;
    until("an empty device", async || {
        let device = visitor.browser.device().await;
        let left: Vec<_> = ["drafts", "outbox"].iter().filter(|store| device[**store] != json!([])).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?} of {device}")) }
    })
    .await;
    let kept = "return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state])";
    let kept = visitor.browser.script(kept).await.expect("the page's memory can be read").to_string();
    assert!(!kept.contains("秘密") && !kept.contains("cert"), "{kept}");
}

#[tokio::test]
async fn changing_ones_mind_about_deleting_changes_nothing() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "welfare").await;
    visitor.presses("device.erase").await;
    visitor.presses("device.cancel").await;
    visitor.choice("purpose", "welfare").chosen().await;
}

#[tokio::test]
async fn two_surveys_on_one_phone_do_not_mix() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "welfare").await;
    visitor.reads("notice.saved").await;
    let sheet = crate::harness::Sheet::of(&office, RESIDENTS).await;
    visitor.browser.visit(&office.at(&format!("/s/{RESIDENTS}?ward={TAISHO}"))).await;
    visitor.browser.heading(sheet.title("ja")).found().await;
    visitor.browser.button(visitor.word("opening.start")).found().await;
    visitor.opens().await;
    visitor.presses("opening.resume").await;
    visitor.choice("purpose", "welfare").chosen().await;
}

#[tokio::test]
async fn leaving_after_the_receipt_takes_it_off_the_device() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let receipt = visitor.receipt().await;
    visitor.presses("sent.leave").await;
    visitor.is_welcome().await;
    let device = visitor.browser.device().await.to_string();
    assert!(!device.replace('-', "").contains(&receipt), "the opening is shown before that: {device}");
    visitor.browser.button(visitor.word("opening.start")).found().await;
}
