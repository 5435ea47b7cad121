//! The Enter key that confirms a Japanese conversion neither sends nor moves on.

use crate::harness::journey::VISIT;
use crate::harness::{KITA, Key, Office, Person, VISITORS};

#[tokio::test]
async fn enter_during_a_conversion_stays_in_a_long_text() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.is_asked("free").await;
    visitor.field("free").press().await;
    converts(&visitor, "かんしゃ", "感謝").await;
    visitor.field("free").holds("感謝").await;
    visitor.is_asked("free").await;
}

#[tokio::test]
async fn enter_during_a_conversion_stays_in_a_single_line() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.takes("purpose", "other").await;
    let more = visitor.browser.part(&["textbox"], visitor.word("asking.other"));
    more.press().await;
    converts(&visitor, "きもの", "着物").await;
    more.holds("着物").await;
    more.focused().await;
    visitor.is_asked("purpose").await;
}

#[tokio::test]
async fn a_language_switch_in_the_middle_of_a_conversion_loses_nothing_that_was_confirmed() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.writes("free", "窓口が").await;
    visitor.browser.composes("しんせつ").await;
    visitor.switches_to("en").await;
    let field = visitor.field("free").found().await;
    assert!(field.value.starts_with("窓口が"), "{field:?}");
}

/// Types kana, presses Enter while the conversion is open, and confirms.
async fn converts(person: &Person, kana: &str, words: &str) {
    person.browser.composes(kana).await;
    person.browser.key(Key::EnterInConversion).await;
    person.browser.write(words).await;
}
