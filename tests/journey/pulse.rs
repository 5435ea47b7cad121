//! One question that is answered where it stands: no opening before it, no review after it.

use koe::draft::Place;
use koe::effect::Event;
use koe::message::Message;
use koe::parcel::{Delivery, Kept};
use koe::screen::title;
use koe::state::{Arrival, Dialog, Holdings, Screen};
use questionnaire::{FindingKind, Input};
use serde_json::Value;

use crate::person::{Office, Person};
use crate::survey::pulse;

const TAISHO: Option<&str> = Some("271080");

fn delivery(person: &Person) -> Delivery {
    person.state.delivery(person.slip())
}

fn answers(person: &Person) -> Value {
    let bodies: Vec<Value> = person.sent.iter().map(|parcel| serde_json::from_str(&parcel.body).unwrap()).collect();
    assert_eq!(bodies.len(), 1, "it is sent once");
    bodies[0]["answers"].clone()
}

#[test]
fn the_question_is_the_first_screen_and_its_button_sends() {
    let mut person = Person::at_pulse(TAISHO);
    assert_eq!(person.place(), "informed");
    person.choose("informed", "yes");
    assert_eq!(person.place(), "informed", "choosing sends nothing");
    assert!(person.sent.is_empty());
    person.next();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(answers(&person), serde_json::json!({ "informed": "yes" }));
    assert_eq!((person.device.parcels.len(), person.device.drafts.len()), (0, 0));
    let pages: Vec<_> = person.told.iter().filter(|event| matches!(event, Event::Page(_))).cloned().collect();
    assert_eq!(pages, [Event::Page("informed".to_owned()), Event::Page("done".to_owned())]);
}

#[test]
fn whose_ward_is_not_known_is_asked_it_first() {
    let mut person = Person::at_pulse(None);
    assert_eq!(person.place(), "ward");
    person.next();
    assert_eq!(person.place(), "ward", "it has to be chosen");
    person.tell(Message::WardChosen("271161".parse().unwrap()));
    person.next();
    assert_eq!(person.place(), "informed");
    person.tell(Message::Retreated);
    assert_eq!(person.place(), "ward");
    person.tell(Message::Retreated);
    assert_eq!((person.place().as_str(), person.at), ("ward", 0), "nothing stands before it");
    person.next();
    person.choose("informed", "no");
    person.next();
    assert_eq!(answers(&person), serde_json::json!({ "informed": "no" }));
    assert!(person.sent[0].body.contains("271161"));
}

#[test]
fn what_is_left_blank_is_asked_once_and_then_sent_as_no_answer() {
    let mut person = Person::at_pulse(TAISHO);
    person.next();
    let found = person.state.asked().unwrap();
    assert_eq!(
        found.findings().iter().map(|finding| finding.kind.clone()).collect::<Vec<_>>(),
        [FindingKind::Reminder]
    );
    assert!(person.sent.is_empty());
    person.next();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(answers(&person), serde_json::json!({}));
}

#[test]
fn a_required_question_is_never_sent_without_an_answer() {
    let mut person = Person::before(pulse("required", false), Holdings::default(), TAISHO, None);
    for _ in 0..3 {
        person.next();
        assert_eq!(person.place(), "informed");
    }
    person.choose("informed", "yes");
    person.next();
    assert_eq!(answers(&person), serde_json::json!({ "informed": "yes" }));
}

#[test]
fn to_look_at_it_leaves_nothing_on_the_device() {
    let mut person = Person::at_pulse(TAISHO);
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert!(person.device.drafts.is_empty());
    assert_eq!(person.draft().started_at, None);
    person.now_ms += 3_600_000;
    person.choose("informed", "yes");
    let begun = person.draft().started_at.expect("to choose is to begin");
    assert_eq!(begun.to_string(), questionnaire::Minute::from_unix_ms(1_795_003_600_000).to_string());
    assert_eq!(person.device.drafts.len(), 1);
}

#[test]
fn a_double_press_sends_once() {
    let mut person = Person::at_pulse(TAISHO);
    person.office = Office::Away;
    person.choose("informed", "yes");
    person.next();
    person.next();
    person.tell(Message::SendAsked);
    assert_eq!((person.sent.len(), person.device.parcels.len()), (1, 1));
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.sent[0].body, person.sent[1].body);
}

#[test]
fn a_reload_and_a_later_visit_come_back_to_the_question_with_its_answer() {
    let mut person = Person::at_pulse(TAISHO);
    person.choose("informed", "no");
    for _ in 0..2 {
        person.reload();
        assert_eq!(person.place(), "informed");
        assert!(matches!(person.input("informed"), Input::Choice(_)));
        person.return_later();
    }
    person.next();
    assert_eq!(answers(&person), serde_json::json!({ "informed": "no" }));
}

#[test]
fn who_chose_the_ward_comes_back_to_the_question_and_can_still_change_the_ward() {
    let mut person = Person::at_pulse(None);
    person.tell(Message::WardChosen("271161".parse().unwrap()));
    person.next();
    person.return_later();
    assert_eq!(person.place(), "informed");
    person.tell(Message::Retreated);
    assert_eq!((person.place().as_str(), person.at), ("ward", 0));
    person.next();
    assert_eq!((person.place().as_str(), person.at), ("informed", 1));
    person.back();
    assert_eq!(person.place(), "ward");
}

#[test]
fn a_draft_without_a_ward_takes_the_links_only_where_the_survey_has_it() {
    for (ward, place) in [("271161", "informed"), ("271276", "ward")] {
        let mut person = Person::at_pulse(None);
        person.next();
        person.tell(Message::LanguageChosen("en".parse().unwrap()));
        assert_eq!(person.device.drafts.len(), 1, "to press is to begin");
        person.history = vec![None];
        person.open(Arrival { ward: Some(ward.parse().unwrap()), ..Arrival::default() });
        assert_eq!(person.place(), place);
    }
}

#[test]
fn behind_the_receipt_there_is_no_form_to_come_back_to() {
    let mut person = Person::at_pulse(None);
    person.tell(Message::WardChosen("271161".parse().unwrap()));
    person.next();
    person.choose("informed", "yes");
    person.next();
    assert_eq!(person.at, 1, "the receipt stands in the question's place");
    person.back();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    person.reload();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.sent.len(), 1);
}

#[test]
fn the_next_person_finds_the_question_as_it_was_and_can_send_at_once() {
    let mut person = Person::at_pulse(TAISHO);
    person.choose("informed", "yes");
    person.next();
    let first = person.slip().receipt.clone();
    person.tell(Message::LeaveAsked);
    assert_eq!((person.place().as_str(), person.input("informed")), ("informed", Input::Blank));
    person.choose("informed", "no");
    person.next();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_ne!(person.slip().receipt, first);
    assert_eq!(person.sent.len(), 2);
}

#[test]
fn what_was_chosen_can_be_erased_and_the_question_stands_there_anew() {
    let mut person = Person::at_pulse(TAISHO);
    person.choose("informed", "yes");
    person.tell(Message::DialogSet(Some(Dialog::Erase { unsent_too: false })));
    person.tell(Message::EraseConfirmed);
    assert_eq!((person.place().as_str(), person.input("informed")), ("informed", Input::Blank));
    assert!(person.device.drafts.is_empty());
}

#[test]
fn with_answer_numbers_one_question_is_asked_like_any_other() {
    let mut person = Person::before(pulse("reminded", true), Holdings::default(), TAISHO, Some("AB2C9DE4FH"));
    assert_eq!(person.place(), "opening");
    person.tell(Message::Started);
    person.choose("informed", "yes");
    person.next();
    assert_eq!(*person.draft().place(), Place::Review);
    person.tell(Message::SendAsked);
    assert!(matches!(person.state.screen, Screen::Done(_)));
}
#[test]
fn the_page_is_called_what_the_survey_is_called() {
    let person = Person::at_pulse(TAISHO);
    assert_eq!(title(&person.state).unwrap(), "survey（日）");
}
