//! Every screen of a tablet, drawn natively, in every language.

use koe::draft::Place;
use koe::message::Message;
use koe::state::Dialog;
use koe::tablet::message::Happened;
use koe::tablet::screen::show;
use koe::tablet::state::Room;
use yew::Callback;

use super::counter::{Counter, LINK};
use crate::person::Office;

fn drawn(counter: Counter) -> String {
    koe::plain::drawn(move || show(&counter.tablet, &Callback::noop()))
}

type Way = (&'static str, fn(&mut Counter));

/// At the page of a question.
fn asked(counter: &mut Counter, question: &str) {
    counter.begin();
    counter.say(Message::Started);
    counter.say(Message::ChangeSought(Place::Page(question.parse().unwrap())));
}

const SCREENS: [Way; 17] = [
    ("attract", |_| {}),
    ("no room", |counter| counter.has_room(1)),
    ("opening", Counter::begin),
    ("many lines", |counter| asked(counter, "words")),
    ("a day", |counter| asked(counter, "moved")),
    ("leaving", |counter| {
        counter.begin();
        counter.say(Message::Started);
        counter.say(Message::DialogSet(Some(Dialog::Restart)));
    }),
    ("warning", |counter| {
        counter.begin();
        counter.wait(61);
    }),
    ("sent", |counter| drop(counter.give_a_response())),
    ("waiting", |counter| {
        counter.office = Office::Away;
        counter.give_a_response();
    }),
    ("refused", |counter| {
        counter.office = Office::Refuses;
        counter.give_a_response();
    }),
    ("pin", |counter| counter.unlock("1")),
    ("staff", |counter| {
        counter.office = Office::Refuses;
        counter.give_a_response();
        counter.say(Message::LeaveAsked);
        counter.unlock("2580");
        counter.tell(Happened::TestAsked);
    }),
    ("not persistent", |counter| {
        counter.tell(Happened::RoomTold(Room::default()));
        counter.unlock("2580");
    }),
    ("not set up", |counter| {
        *counter = Counter::new("kiosk");
        counter.open(None);
    }),
    ("choosing a number", |counter| {
        *counter = Counter::new("kiosk");
        counter.open(Some(LINK));
        counter.choose_pin("1", "");
    }),
    ("desk", |counter| {
        *counter = Counter::set_up("field");
        counter.office = Office::Away;
        counter.give_a_response();
        counter.say(Message::LeaveAsked);
        counter.tell(Happened::Closed);
    }),
    ("handed back", |counter| {
        *counter = Counter::set_up("field");
        counter.give_a_response();
        counter.say(Message::LeaveAsked);
    }),
];

#[test]
fn every_screen_has_a_heading_and_all_its_words_in_every_language() {
    for language in ["ja", "ja-easy", "en"] {
        for (name, way) in SCREENS {
            let mut counter = Counter::set_up("kiosk");
            way(&mut counter);
            counter.tablet.language = language.parse().unwrap();
            if counter.tablet.visit().is_some() {
                counter.say(Message::LanguageChosen(language.parse().unwrap()));
            }
            let html = drawn(counter);
            assert!(html.contains("<h1"), "{name} in {language}: {html}");
            assert!(!html.contains('{') && !html.contains('|'), "{name} in {language}: {html}");
            for empty in ["<p></p>", "</h1></h1>", "main\"></button>", "second\"></button>"] {
                assert!(!html.contains(empty), "{name} in {language}: {html}");
            }
        }
    }
}

#[test]
fn no_screen_has_a_way_out_of_it_or_anything_that_fills_a_box_by_itself() {
    for (name, way) in SCREENS {
        let mut counter = Counter::set_up("kiosk");
        way(&mut counter);
        let html = drawn(counter);
        for outside in ["href=\"/", "href=\"http", "target=", "<form", "type=\"password\""] {
            assert!(!html.contains(outside), "{name}: {outside} in {html}");
        }
        let texts = html.matches("type=\"text\"").count() + html.matches("<textarea").count();
        assert_eq!(texts, html.matches("autocomplete=\"off\"").count(), "{name}: {html}");
    }
}

#[test]
fn a_visitor_is_told_that_nothing_is_kept_before_it_is_sent_and_is_offered_no_file() {
    let mut counter = Counter::set_up("kiosk");
    counter.begin();
    assert!(drawn(counter).contains("どこにも書き込みません"));
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::Away;
    let receipt = counter.give_a_response();
    let html = drawn(counter);
    assert!(receipt.split('-').all(|five| html.contains(five)));
    for not_here in ["ファイルに保存する", "番号をコピーする", "印刷する", "この端末の回答を消す"]
    {
        assert!(!html.contains(not_here), "{not_here}");
    }
}
