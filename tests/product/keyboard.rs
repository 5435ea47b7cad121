//! With a keyboard and nothing else.

use super::residents::{sha256, told};
use crate::harness::journey::{Says, Step};
use crate::harness::{KITA, Key, Name, Office, Person, VISITORS, Window, in_every_engine};

in_every_engine! {
    the_survey_is_answered_from_first_to_last_by_keyboard_alone on phone, tablet;
    one_can_go_back_through_the_controls_the_way_one_came on phone;
}

/// What this person says; every radio is reached by arrows from the first.
const SAID: &[Step] = &[
    ("purpose", Says::Several(&["cert", "child"])),
    ("guide", Says::One("p1")),
    ("attitude", Says::One("p1")),
    ("explain", Says::One("p1")),
    ("wait", Says::One("ok")),
    ("overall", Says::One("p1")),
    ("free", Says::Words("親切でした")),
];

async fn presses_by_key(person: &Person, key: &str) {
    // The still text has a link of its own to go to, and gives way to the form when the module is there.
    person.browser.button(person.word(key)).found().await;
    person.tabs_to("button", person.word(key)).await;
    person.browser.key(Key::Enter).await;
}

async fn answers_by_key(person: &Person, id: &str, says: Says) {
    person.is_asked(id).await;
    person.browser.heading(Name::Holds(person.words_of(id))).focused().await;
    let name = |code| person.sheet.choice("ja", KITA, id, code);
    match says {
        Says::Several(codes) => {
            for code in codes {
                person.tabs_to("checkbox", name(code)).await;
                person.browser.key(Key::Space).await;
                person.choice(id, code).chosen().await;
            }
        }
        Says::One(code) => {
            person.tabs_to("radio", Name::Any).await;
            person.browser.key(Key::Down).await;
            person.choice(id, code).chosen().await;
        }
        Says::Words(words) => {
            person.tabs_to("textbox", Name::Holds(person.words_of(id))).await;
            person.browser.write(words).await;
            person.field(id).holds(words).await;
        }
        Says::Other(..) | Says::Nothing => unreachable!("this person does not say that"),
    }
    presses_by_key(person, "asking.next").await;
}

async fn the_survey_is_answered_from_first_to_last_by_keyboard_alone(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    presses_by_key(&visitor, "opening.start").await;
    for (id, says) in SAID {
        answers_by_key(&visitor, id, *says).await;
    }
    visitor.sees("review.title").await;
    presses_by_key(&visitor, "review.send").await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    assert_eq!(stored[0]["response"]["answers"], told(SAID));
    assert_eq!(stored[0]["response"]["receipt_hash"], sha256(&visitor.receipt().await));
}

async fn one_can_go_back_through_the_controls_the_way_one_came(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.browser.heading(Name::Holds(visitor.words_of("purpose"))).focused().await;
    visitor.tabs_to("checkbox", Name::Any).await;
    let first = visitor.browser.focus().await.expect("a box has the focus").name;
    visitor.browser.key(Key::Tab).await;
    visitor.browser.key(Key::BackTab).await;
    assert_eq!(visitor.browser.focus().await.expect("a box has the focus").name, first);
}
