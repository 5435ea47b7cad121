//! The form without script, as a person meets it whose browser runs none.

use serde_json::json;

use super::residents::{sha256, told};
use crate::harness::journey::{RESIDENCE, VISIT};
use crate::harness::{
    EVERY_KIND, KITA, Key, Name, Office, Person, RESIDENTS, TAISHO, VISITORS, Window, in_every_engine, until,
};

in_every_engine! {
    a_resident_without_script_answers_every_question_in_japanese_and_the_office_has_exactly_that on phone;
    what_is_wrong_is_said_at_the_question_linked_from_the_summary_and_nothing_typed_is_lost on tablet;
    enter_in_a_box_goes_on_and_presses_neither_back_nor_a_language on phone;
    another_language_keeps_what_was_chosen_and_typed on phone;
    after_the_browsers_back_a_page_holds_what_was_chosen_and_typed_on_it on tablet;
}

/// What the browser calls the page, which is what is read out first when it comes.
async fn is_titled(person: &Person, fits: impl Fn(&str) -> bool) {
    until("a title that fits", async || {
        let title = person.browser.script("return document.title").await?;
        let title = title.as_str().unwrap_or_default().to_owned();
        if fits(&title) { Ok(()) } else { Err(title) }
    })
    .await;
}

async fn a_resident_without_script_answers_every_question_in_japanese_and_the_office_has_exactly_that(window: Window) {
    let office = Office::open().await;
    let resident = Person::comes_without_script(window, &office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    resident.answers(RESIDENCE).await;
    resident.sees("review.title").await;
    assert_eq!(office.stored(RESIDENTS).len(), 0, "nothing is kept of somebody who has not sent");
    resident.sends().await;
    resident.has_sent().await;
    resident.reads("sent.rehearsal").await;
    let receipt = resident.receipt().await;

    let stored = office.stored(RESIDENTS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    let response = &stored[0]["response"];
    assert_eq!(response["answers"], told(RESIDENCE));
    assert_eq!(response["receipt_hash"], sha256(&receipt));
    for (name, value) in [("survey", RESIDENTS), ("ward", TAISHO), ("mode", "plain"), ("language", "ja")] {
        assert_eq!(response[name], value, "{name}");
    }
    resident.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_page_that_needs_script_leads_whoever_has_none_to_the_form_that_needs_none() {
    let office = Office::open().await;
    let mut resident = Person::without_script(&office, RESIDENTS, TAISHO).await;
    for language in ["ja", "ja-easy", "en"] {
        resident.browser.visit(&office.at(&format!("/s/{RESIDENTS}?ward={TAISHO}&lang={language}"))).await;
        resident.language = language;
        resident.is_welcome().await;
        resident.starts().await;
        resident.is_asked("ties_felt").await;
        let address = resident.browser.address().await;
        let plain = [format!("/s/{RESIDENTS}/plain?"), format!("lang={language}"), format!("ward={TAISHO}")];
        assert!(plain.iter().all(|part| address.contains(part)), "{address}");
    }
}

async fn what_is_wrong_is_said_at_the_question_linked_from_the_summary_and_nothing_typed_is_lost(window: Window) {
    let office = Office::open_for_every_kind().await;
    let mut person = Person::comes_without_script(window, &office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.writes("children", "三人").await;
    person.goes_on().await;
    for language in ["ja", "en"] {
        person.switches_to(language).await;
        let word = person.word("findings.error");
        is_titled(&person, |title| title.starts_with(&format!("{word}: "))).await;
        person.field("children").holds("三人").await;
        let summary = person.browser.part(&["alert"], Name::Any);
        for (id, key) in [("household", "findings.required"), ("children", "rejection.not_a_number")] {
            let words = person.word(key);
            summary.part(&["link"], Name::Holds(words.clone())).press().await;
            person.field(id).focused().await;
            let field = person.field(id).found().await;
            assert!(field.invalid && Name::Holds(words).fits(&field.description), "{field:?}");
        }
    }
    person.writes("household", "3").await;
    person.clears("children").await;
    person.writes("children", "1").await;
    person.goes_on().await;
    person.is_asked("born").await;
    let word = person.word("findings.error");
    is_titled(&person, |title| !title.starts_with(&word)).await;
}

#[tokio::test]
async fn a_page_with_faults_comes_with_the_focus_on_what_they_are() {
    let office = Office::open_for_every_kind().await;
    let person = Person::without_script(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.goes_on().await;
    person.browser.part(&["alert"], Name::Any).focused().await;
}

async fn enter_in_a_box_goes_on_and_presses_neither_back_nor_a_language(window: Window) {
    let office = Office::open_for_every_kind().await;
    let person = Person::comes_without_script(window, &office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.writes("children", "0").await;
    person.writes("household", "2").await;
    person.browser.key(Key::Enter).await;
    person.is_asked("born").await;
    // Wrong, so the page comes again, in the same language and with what was typed.
    person.writes_date("born", &["1930", "2", "30"]).await;
    person.browser.key(Key::Enter).await;
    person.reads("rejection.not_a_date").await;
    person.writes_date("born", &["1930", "2", "28"]).await;
    person.browser.key(Key::Enter).await;
    person.is_asked("moved").await;
}

#[tokio::test]
async fn enter_that_ends_a_conversion_does_not_go_on() {
    let office = Office::open_for_every_kind().await;
    let person = Person::without_script(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.writes("household", "2").await;
    person.field("children").press().await;
    person.browser.composes("れい").await;
    person.browser.key(Key::EnterInConversion).await;
    person.browser.write("0").await;
    person.field("children").holds("0").await;
    person.browser.key(Key::Enter).await;
    person.is_asked("born").await;
}

#[tokio::test]
async fn enter_at_the_review_sends_nothing() {
    let office = Office::open().await;
    let visitor = Person::without_script(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    let assisted = visitor.browser.part(&["checkbox"], visitor.word("review.assisted"));
    let before = assisted.choose().await;
    visitor.browser.key(Key::Enter).await;
    until("the page to come anew", async || {
        let now = assisted.look().await?;
        if now.node == before.node { Err("it is the same page".to_owned()) } else { Ok(()) }
    })
    .await;
    visitor.sees("review.title").await;
    assisted.chosen().await;
    assert_eq!(office.stored(VISITORS).len(), 0);
}

async fn another_language_keeps_what_was_chosen_and_typed(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_without_script(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "cert").await;
    visitor.takes("purpose", "ins").await;
    for language in ["en", "ja-easy", "ja"] {
        visitor.switches_to(language).await;
        for code in ["cert", "ins"] {
            visitor.choice("purpose", code).chosen().await;
        }
    }
    visitor.goes_on().await;
    visitor.answers(&VISIT[1..6]).await;
    let words = "窓口の𠮷田さん、ありがとう。\n\n👨‍👩‍👧 \"<b>&amp;\"";
    visitor.writes("free", words).await;
    for language in ["en", "ja-easy", "ja"] {
        visitor.switches_to(language).await;
        visitor.field("free").holds(words).await;
    }
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS)[0]["response"]["answers"]["free"], words);
}

#[tokio::test]
async fn a_number_from_the_letter_is_typed_and_counts_once() {
    let office = Office::open().await;
    office.withdraw(RESIDENTS);
    office.moves("open", RESIDENTS);
    let code = office.invites(RESIDENTS, TAISHO, 1).remove(0);
    let resident = Person::without_script(&office, RESIDENTS, TAISHO).await;
    let field = resident.browser.part(&["textbox"], resident.word("code.label"));
    resident.starts().await;
    resident.presses("code.check").await;
    resident.reads("code.empty").await;
    field.write("ZZZZ-ZZZZ-ZZ").await;
    resident.presses("code.check").await;
    resident.reads("code.unknown").await;
    field.holds("ZZZZ-ZZZZ-ZZ").await;
    field.press().await;
    resident.browser.erase().await;
    field.write(&code.to_lowercase().replace('-', "　")).await;
    resident.browser.key(Key::Enter).await;
    resident.answers(RESIDENCE).await;
    resident.sends().await;
    resident.has_sent().await;
    assert_eq!(office.stored(RESIDENTS)[0]["stored"], "counted");
    let bare = code.replace('-', "");
    assert!(!office.logged().replace('-', "").contains(&bare), "the number must not be in the log");

    // The same letter again.
    resident.opens().await;
    resident.starts().await;
    field.write(&code).await;
    resident.presses("code.check").await;
    resident.reads("code.used").await;
    resident.presses("code.go_on").await;
    resident.is_asked("ties_felt").await;
}

#[tokio::test]
async fn sent_again_after_the_browsers_back_it_is_the_same_response_with_the_same_receipt() {
    let office = Office::open().await;
    let visitor = Person::without_script(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let receipt = visitor.receipt().await;
    visitor.browser.back().await;
    visitor.sends().await;
    visitor.has_sent().await;
    assert_eq!(visitor.receipt().await, receipt);
    let stored = office.stored(VISITORS);
    assert_eq!((stored.len(), &stored[0]["response"]["receipt_hash"]), (1, &json!(sha256(&receipt))));
}

async fn after_the_browsers_back_a_page_holds_what_was_chosen_and_typed_on_it(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_without_script(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..1]).await;
    visitor.takes("guide", "p2").await;
    visitor.goes_on().await;
    visitor.is_asked("attitude").await;
    visitor.takes("attitude", "n1").await;
    visitor.browser.back().await;
    visitor.choice("guide", "p2").chosen().await;
    visitor.browser.back().await;
    visitor.choice("purpose", "cert").chosen().await;
    visitor.choice("purpose", "ins").chosen().await;
    visitor.goes_on().await;
    visitor.answers(&VISIT[1..6]).await;
    visitor.writes("free", "また来ます。\n🌸").await;
    visitor.goes_on().await;
    visitor.sees("review.title").await;
    visitor.browser.back().await;
    visitor.field("free").holds("また来ます。\n🌸").await;
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS)[0]["response"]["answers"]["free"], "また来ます。\n🌸");
}

#[tokio::test]
async fn a_page_that_is_too_large_to_be_taken_says_to_go_back_and_there_everything_is() {
    let office = Office::open().await;
    let visitor = Person::without_script(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    let words = "あ".repeat(60_000);
    visitor.writes("free", &words).await;
    visitor.goes_on().await;
    // The only page of this form that leads anywhere but on.
    visitor.browser.part(&["link"], Name::Any).found().await;
    visitor.browser.back().await;
    visitor.field("free").holds(&words).await;
}
