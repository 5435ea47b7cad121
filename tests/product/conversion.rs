//! The Enter key that confirms a Japanese conversion neither sends nor moves on.

use serde_json::json;

use crate::harness::journey::{Says, VISIT};
use crate::harness::{EVERY_KIND, KITA, Key, Office, Person, Place, RESIDENTS, TAISHO, Tablet, VISITORS};

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

/// Types kana, presses Enter while the conversion is open, and confirms. Safari ends the conversion first and then tells
/// of the Enter that ended it.
async fn converts(person: &Person, kana: &str, words: &str) {
    person.browser.composes(kana).await;
    person.browser.key(Key::EnterInConversion).await;
    person.browser.write(words).await;
    person.browser.key(Key::EnterAfterConversion).await;
}

/// Goes into a box, converts, and is in it still, with what was confirmed.
async fn is_filled(person: &Person, place: &Place<'_>, kana: &str, words: &str) {
    place.press().await;
    converts(person, kana, words).await;
    place.holds(words).await;
    place.focused().await;
}

#[tokio::test]
async fn enter_during_a_conversion_stays_in_every_kind_of_box_and_full_width_digits_are_digits() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    is_filled(&person, &person.field("household"), "さん", "３").await;
    is_filled(&person, &person.field("children"), "いち", "１").await;
    person.goes_on().await;
    let days = [("born", "number.year", "１９５０"), ("born", "number.month", "２"), ("born", "number.day", "２８")];
    let months = [("moved", "number.year", "１９９９"), ("moved", "number.month", "４")];
    for parts in [&days[..], &months] {
        for (id, part, digits) in parts {
            person.is_asked(id).await;
            is_filled(&person, &person.group(id).part(&["textbox"], person.word(part)), "すうじ", digits).await;
        }
        person.goes_on().await;
    }
    person.is_asked("score").await;
    person.group("score").part(&["radio"], "10").choose().await;
    person.goes_on().await;
    person.answers(&[("topics", Says::One("art"))]).await;
    person.is_asked("order").await;
    person.browser.button(person.sheet.choice("ja", TAISHO, "order", "health")).press().await;
    person.goes_on().await;
    person.is_asked("nickname").await;
    is_filled(&person, &person.field("nickname"), "さくら", "桜").await;
    person.goes_on().await;
    person.sends().await;
    person.has_sent().await;
    let stored = office.stored(EVERY_KIND);
    let answers = &stored[0]["response"]["answers"];
    let typed = ["household", "children", "born", "moved", "nickname"].map(|id| &answers[id]);
    assert_eq!(json!(typed), json!([3, 1, "1950-02-28", "1999-04", "桜"]));
}

#[tokio::test]
async fn enter_during_a_conversion_stays_in_the_answer_number_which_may_be_full_width() {
    let office = Office::open().await;
    office.withdraw(RESIDENTS);
    office.moves("open", RESIDENTS);
    let code = office.invites(RESIDENTS, TAISHO, 1).remove(0);
    let wide =
        |one: char| if one.is_ascii_graphic() { char::from_u32(u32::from(one) + 0xFEE0).unwrap_or(one) } else { one };
    let wide: String = code.chars().map(wide).collect();
    let resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    let field = resident.browser.part(&["textbox"], resident.word("code.label"));
    is_filled(&resident, &field, "ばんごう", &wide).await;
    resident.presses("code.check").await;
    resident.is_asked("ties_felt").await;
}

#[tokio::test]
async fn enter_during_a_conversion_does_not_enter_the_number_of_staff() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    tablet.person.presses("tablet.staff").await;
    let field = tablet.person.browser.part(&["textbox"], tablet.person.word("tablet.pin_label"));
    field.press().await;
    // Entered half, the number would be wrong, and the other half too.
    converts(&tablet.person, "に", "２５").await;
    converts(&tablet.person, "はち", "８０").await;
    field.holds("２５８０").await;
    tablet.person.browser.key(Key::Enter).await;
    tablet.person.sees("tablet.staff_title").await;
}
