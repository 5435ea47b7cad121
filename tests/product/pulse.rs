//! One question that is answered where it stands, on a screen no wider than a sidebar.

use serde_json::json;

use super::residents::sha256;
use crate::harness::{KITA, Key, Name, Office, PULSE, Person, Window};

/// What the purpose says to those who share the link, before any program has run.
const SHARED: &str = "return document.querySelector('meta[property=\"og:description\"]').content";

/// What does not fit: wider than the screen, or too low to be hit by a finger.
const MISFITS: &str = "const shown = [...document.body.querySelectorAll('*')].filter(one => one.checkVisibility());
    const targets = 'button, summary, label, a';
    const wide = shown.filter(one => one.getBoundingClientRect().right > innerWidth + 0.5);
    const low = shown.filter(one => one.matches(targets) && one.getBoundingClientRect().height < 44);
    return [...wide, ...low].map(one => one.outerHTML.slice(0, 120));";

async fn arrives(office: &Office) -> Person {
    let person = Person::follows_link(Window::SMALL, office, PULSE, KITA).await;
    person.is_asked("topic").await;
    person
}

async fn everything_fits(person: &mut Person, screen: &str) {
    for language in ["ja-easy", "en", "ja"] {
        person.switches_to(language).await;
        person.reads("language.name").await;
        let misfits = person.browser.script(MISFITS).await.expect("the page can be measured");
        assert_eq!(misfits, json!([]), "{screen} in {language}");
    }
}

#[tokio::test]
async fn a_link_leads_to_the_question_and_its_button_to_the_receipt() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.browser.reads(&person.sheet.purpose("ja", KITA)).await;
    person.takes("topic", "n1").await;
    person.presses("review.send").await;
    person.has_sent().await;

    let stored = office.stored(PULSE);
    assert_eq!(stored.len(), 1, "{stored:?}");
    let response = &stored[0]["response"];
    assert_eq!((&response["answers"], &response["mode"]), (&json!({ "topic": "n1" }), &json!("web")));
    assert_eq!(response["receipt_hash"], sha256(&person.receipt().await));
    person.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_question_is_answered_by_keyboard_alone() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.tabs_to("radio", Name::Any).await;
    person.browser.key(Key::Down).await;
    person.choice("topic", "p1").chosen().await;
    person.tabs_to("button", person.word("review.send")).await;
    person.browser.key(Key::Enter).await;
    person.has_sent().await;
    assert_eq!(office.stored(PULSE)[0]["response"]["answers"], json!({ "topic": "p1" }));
}

#[tokio::test]
async fn nothing_chosen_is_asked_back_once_and_then_sent_as_no_answer() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.presses("review.send").await;
    person.browser.part(&["alert"], Name::Any).found().await;
    person.reads("findings.reminder").await;
    assert_eq!(office.stored(PULSE).len(), 0);
    person.presses("asking.pass").await;
    person.has_sent().await;
    assert_eq!(office.stored(PULSE)[0]["response"]["answers"], json!({}));
}

#[tokio::test]
async fn whose_ward_the_link_does_not_name_is_asked_it_first_and_can_go_back_to_it() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.browser.visit(&office.at(&format!("/s/{PULSE}"))).await;
    let wards = person.browser.part(&["group"], Name::Holds(person.sheet.ward_question("ja")));
    wards.part(&["radio"], person.sheet.ward("ja", KITA)).choose().await;
    person.goes_on().await;
    person.is_asked("topic").await;
    person.browser.back().await;
    wards.part(&["radio"], person.sheet.ward("ja", KITA)).chosen().await;
    person.browser.forward().await;
    person.takes("topic", "dk").await;
    person.presses("review.send").await;
    person.has_sent().await;
    person.browser.back().await;
    person.browser.reload().await;
    person.has_sent().await;
    let stored = office.stored(PULSE);
    assert_eq!((stored.len(), &stored[0]["response"]["ward"]), (1, &json!(KITA)));
}

#[tokio::test]
async fn what_becomes_of_the_answer_and_how_to_erase_it_unfold_below() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.takes("topic", "p2").await;
    person.reads("notice.saved").await;
    let about = "document.querySelector('details').open = true";
    person.browser.script(about).await.expect("what is folded can be unfolded");
    person.browser.reads(&person.sheet.handling("ja", KITA)).await;
    person.presses("device.erase").await;
    person.presses("device.erase_yes").await;
    person.reads("device.erased").await;
    assert!(!person.choice("topic", "p2").found().await.checked);
}

#[tokio::test]
async fn every_screen_fits_a_sidebar_in_every_language() {
    let office = Office::open_for(&[PULSE]).await;
    let mut person = arrives(&office).await;
    everything_fits(&mut person, "the question").await;
    person.presses("review.send").await;
    person.reads("findings.reminder").await;
    everything_fits(&mut person, "the reminder").await;
    person.takes("topic", "p2").await;
    everything_fits(&mut person, "the answer").await;
    person.presses("review.send").await;
    person.has_sent().await;
    everything_fits(&mut person, "the receipt").await;
    person.presses("sent.leave").await;
    person.is_asked("topic").await;
    person.browser.visit(&office.at(&format!("/s/{PULSE}"))).await;
    person.browser.heading(person.sheet.ward_question("ja")).found().await;
    everything_fits(&mut person, "the wards").await;
}

#[tokio::test]
async fn without_script_the_same_question_leads_to_the_same_receipt() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    person.browser.visit(&office.at(&format!("/s/{PULSE}/plain?ward={KITA}&lang=ja"))).await;
    person.browser.reads(&person.sheet.purpose("ja", KITA)).await;
    person.presses("review.send").await;
    person.browser.button(person.word("asking.pass")).found().await;
    person.takes("topic", "n2").await;
    // The page is not redrawn by a choice, so the button still says what it did.
    person.presses("asking.pass").await;
    person.sees("sent.title").await;
    let stored = office.stored(PULSE);
    let response = &stored[0]["response"];
    assert_eq!((&response["answers"], &response["mode"]), (&json!({ "topic": "n2" }), &json!("plain")));
    assert_eq!(response["receipt_hash"], sha256(&person.receipt().await));
}

#[tokio::test]
async fn a_shared_link_says_what_the_question_is_for_in_the_links_language() {
    let office = Office::open_for(&[PULSE]).await;
    let person = arrives(&office).await;
    for language in ["ja", "ja-easy", "en"] {
        person.browser.visit(&office.at(&format!("/s/{PULSE}?ward={KITA}&lang={language}"))).await;
        let described = person.browser.script(SHARED).await.expect("the page describes itself");
        assert_eq!(described, json!(person.sheet.purpose(language, KITA)));
    }
}
