//! Every kanji that a name can hold, and every reading above one, is drawn whole at every size of letters, and what was
//! typed is kept as it was.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::residents::told;
use crate::harness::journey::{Says, Step};
use crate::harness::{Engine, KITA, Name, Office, Person, VISITORS, Window, in_every_engine};

in_every_engine! {
    rare_kanji_are_drawn_and_come_back_as_they_were_typed on phone;
    rare_kanji_come_back_as_they_were_typed_without_script on phone;
    readings_are_drawn_whole_and_lines_are_even on phone;
}

/// Kanji of levels 3 and 4 of JIS X 0213, some of them beyond the first plane, some compatible forms, and some of which a
/// selector says how they are written.
const NAME: &str = "葛\u{E0101}城𠮟𠮷𩸽髙﨑塚辻\u{E0100}";
/// More of them, on more than a line.
const WORDS: &str =
    "𡈽𡌛𣘺𥝱𧃴俱剝塡頰繫瘦﨟神\u{FE00}祥\u{FE00}\n葛\u{E0100}と葛\u{E0101}、辻\u{E0101}と辻、髙と高、﨑と崎";

/// A visitor who writes them wherever words are written.
const VISIT: &[Step] = &[
    ("purpose", Says::Other("other", NAME)),
    ("guide", Says::One("p2")),
    ("attitude", Says::One("p1")),
    ("explain", Says::One("n1")),
    ("wait", Says::One("na")),
    ("overall", Says::One("p2")),
    ("free", Says::Words(WORDS)),
];

/// Answers as that visitor, by whichever door: the box beside a choice is called by more words where no script shows it.
async fn answers(visitor: &Person) {
    visitor.is_asked("purpose").await;
    visitor.takes("purpose", "other").await;
    let more = visitor.browser.part(&["textbox"], Name::Holds(visitor.word("asking.other")));
    more.write(NAME).await;
    more.holds(NAME).await;
    visitor.goes_on().await;
    visitor.answers(&VISIT[1..]).await;
    visitor.sees("review.title").await;
    visitor.browser.reads(NAME).await;
}

/// As large as the button makes letters.
const SIZES: [&str; 3] = ["standard", "large", "largest"];

/// Says what is not drawn of letters, and how readings lie.
const DRAWN: &str = include_str!("kanji.js");

/// What is wrong with how the page draws typed words, and with its readings and lines.
async fn faults(person: &Person, screen: &str) -> String {
    let mut faults = String::new();
    // WebKitGTK draws no selected forms on a canvas, and makes room above a line as each reading needs it.
    let fine = person.browser.engine() != Engine::WebKit;
    let asked = json!({ "typed": format!("{NAME}{WORDS}"), "selects": fine, "even": fine }).to_string();
    for size in SIZES {
        person.browser.has_letters(size).await;
        let found = person.browser.script_with(DRAWN, &asked).await;
        let found = found.expect("the page can be measured");
        for fault in found.as_array().into_iter().flatten() {
            // Writing to a text cannot fail.
            let _ = writeln!(faults, "{screen}, {size}: {}", fault.as_str().unwrap_or_default());
        }
    }
    person.browser.has_letters("standard").await;
    faults
}

/// What the office has been told is what was typed, letter by letter.
fn are_kept(office: &Office) {
    let stored = office.stored(VISITORS);
    let answers = &stored[0]["response"]["answers"];
    assert_eq!(answers, &told(VISIT));
    assert_eq!(answers["free"], Value::from(WORDS));
    let typed = answers["purpose"].to_string();
    assert!(typed.contains(NAME), "{typed}");
}

async fn rare_kanji_are_drawn_and_come_back_as_they_were_typed(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    answers(&visitor).await;
    assert_eq!(faults(&visitor, "review").await, "");
    visitor.sends().await;
    visitor.has_sent().await;
    are_kept(&office);
}

async fn rare_kanji_come_back_as_they_were_typed_without_script(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_without_script(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    answers(&visitor).await;
    visitor.sends().await;
    visitor.has_sent().await;
    are_kept(&office);
}

async fn readings_are_drawn_whole_and_lines_are_even(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.switches_to("ja-easy").await;
    visitor.is_welcome().await;
    let mut found = faults(&visitor, "opening").await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    visitor.goes_on().await;
    visitor.browser.button(visitor.word("asking.pass")).found().await;
    found += &faults(&visitor, "reminder").await;
    answers(&visitor).await;
    found += &faults(&visitor, "review").await;
    visitor.sends().await;
    visitor.has_sent().await;
    found += &faults(&visitor, "receipt").await;
    assert_eq!(found, "");
}

/// A letter that no face has, a reading on the line before, and a line that is lower than the others.
const SPOILED: &str = "document.querySelector('.typed').append('\\u{10FFFD}');
    for (const reading of document.querySelectorAll('rt')) Object.assign(reading.style, { position: 'relative', top: '-1.5em' });
    const low = document.createElement('b');
    low.style.lineHeight = 4;
    low.textContent = '三';
    document.querySelector('.answer').replaceChildren('一', document.createElement('br'), '二', document.createElement('br'), low);";

#[tokio::test]
async fn what_is_drawn_badly_is_seen() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.switches_to("ja-easy").await;
    visitor.starts().await;
    answers(&visitor).await;
    visitor.browser.script(SPOILED).await.expect("a page can be spoiled");
    let found = faults(&visitor, "review").await;
    for fault in ["is not drawn", "lies on", "are not even"] {
        assert!(found.contains(fault), "{fault:?} is not in {found}");
    }
}
