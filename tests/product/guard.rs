//! The page keeps to its own office and to its own policy, on every screen.

use std::collections::BTreeSet;

use super::delivery::comes_to_the_review;
use crate::harness::journey::{RESIDENCE, VISIT};
use crate::harness::{EVERY_KIND, KITA, Office, Person, RESIDENTS, TAISHO, VISITORS};

/// What the policy must say, and may not.
const POLICY: &str = "return fetch(location.href).then(reply => reply.headers.get('content-security-policy'))";

#[tokio::test]
async fn no_screen_makes_the_browser_complain_or_ask_anyone_else() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.goes_on().await;
    visitor.presses("asking.pass").await;
    for language in ["en", "ja-easy", "ja"] {
        visitor.switches_to(language).await;
    }
    for dialog in ["device.restart", "device.erase"] {
        visitor.presses(dialog).await;
        visitor.presses("device.cancel").await;
    }
    visitor.answers(&VISIT[1..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
    visitor.presses("receipt.copy").await;
    visitor.presses("sent.leave").await;
    visitor.is_welcome().await;
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn every_kind_of_question_keeps_the_policy() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.goes_on().await;
    person.reads("findings.required").await;
    person.leaves_without_complaint().await;
}

#[tokio::test]
async fn a_page_that_the_browser_has_kept_is_held_to_the_same_policy() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    for _ in 0..2 {
        visitor.opens().await;
        visitor.is_welcome().await;
    }
    visitor.browser.reload().await;
    visitor.is_welcome().await;
    visitor.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_policy_allows_nothing_inline_and_nothing_evaluated() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    let policy = visitor.browser.script(POLICY).await.expect("the page can ask for itself");
    let policy = policy.as_str().expect("there is a policy").to_owned();
    let words: BTreeSet<&str> = policy.split([' ', ';']).collect();
    assert!(words.contains("'wasm-unsafe-eval'"), "{policy}");
    assert!(!words.contains("'unsafe-inline'") && !words.contains("'unsafe-eval'"), "{policy}");
    assert!(words.contains("frame-ancestors"), "{policy}");
    // The policy is not only said: the browser keeps to it.
    let tried = "const tried = document.createElement('script'); tried.textContent = 'window.ran = true';
        document.body.append(tried); return window.ran === true";
    assert_eq!(visitor.browser.script(tried).await, Ok(false.into()));
}

#[tokio::test]
async fn no_answer_is_ever_in_the_address_or_the_log() {
    let office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    let address = visitor.browser.address().await;
    visitor.sends().await;
    visitor.has_sent().await;
    let later = visitor.browser.address().await;
    let journal = visitor.browser.journal().await;
    for place in [address, later, journal.asked.into_iter().collect::<String>(), office.logged()] {
        for answer in ["cert", "welfare", "p2", "purpose=", "overall"] {
            assert!(!place.contains(answer), "{answer} is in {place}");
        }
    }
}

#[tokio::test]
async fn the_resident_reads_no_word_that_is_missing() {
    let office = Office::open().await;
    let mut resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    for (id, says) in &RESIDENCE[..4] {
        for language in ["en", "ja-easy", "ja"] {
            resident.switches_to(language).await;
            resident.is_asked(id).await;
            let text = resident.browser.text().await.expect("the page can be read");
            assert!(!text.contains(['{', '}', '|']), "{language}: {text}");
        }
        resident.answers(&[(id, *says)]).await;
    }
}
