//! One tab holds a draft, and another may take it over.

use koe::message::Message;
use koe::parcel::{Delivery, Kept};
use koe::record::{Content, Hold, Leave, Record};
use koe::state::Screen;
use questionnaire::Input;
use questionnaire::tree::read;

use crate::person::{Office, Person};

/// Somebody who was asked something, in a tab from which the draft is taken then.
fn overtaken() -> Person {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.taken = true;
    person
}

fn draft(person: &Person, hold: u32) -> Record {
    Record { content: Content::Draft(Box::new(person.device.drafts[0].clone())), hold }
}

/// The record of somebody who began a moment ago, and its key.
fn begun() -> (Record, String) {
    let mut person = Person::new();
    person.tell(Message::Started);
    (draft(&person, 0), person.device.drafts[0].key())
}

#[test]
fn a_second_tab_says_that_the_draft_is_open_elsewhere() {
    let mut person = Person::new();
    person.tell(Message::HoldRefused);
    assert!(matches!(person.state.screen, Screen::Held));
}

#[test]
fn a_tab_whose_draft_was_taken_over_says_so_and_writes_nothing_any_more() {
    let mut person = overtaken();
    let before = person.device.clone();
    person.next();
    assert!(matches!(person.state.screen, Screen::Held));
    person.choose("works", "no");
    assert_eq!(person.device, before);
}

#[test]
fn a_stolen_lock_is_enough_to_say_so() {
    let mut person = overtaken();
    person.tell(Message::HoldLost);
    assert!(matches!(person.state.screen, Screen::Held));
}

#[test]
fn going_on_here_reads_the_device_anew_and_comes_to_where_it_was_left() {
    let mut person = overtaken();
    person.tell(Message::HoldLost);
    // The other tab has gone further meanwhile.
    let mut other = Person::with(person.device.clone(), Some("271080"), None, false);
    other.tell(Message::Resumed);
    other.next();
    other.write("days", "3");
    person.device = other.device;
    person.tell(Message::TakeOverAsked);
    assert_eq!((person.place().as_str(), person.input("days")), ("days", Input::Typed("3".to_owned())));
    person.back();
    assert_eq!(person.place(), "works");
    person.choose("works", "no");
    assert!(person.state.is_saved());
}

#[test]
fn when_the_other_tab_is_gone_it_waits_to_be_gone_on_with() {
    let mut person = overtaken();
    person.tell(Message::HoldLost);
    person.taken = false;
    person.tell(Message::HoldTaken(true));
    assert_eq!(person.place(), "opening");
    person.tell(Message::Resumed);
    assert_eq!(person.place(), "works");
}

#[test]
fn what_another_tab_may_have_written_before_this_one_held_it_is_read_again_before_it_is_shown() {
    let mut person = Person::new();
    person.hurry_to_review();
    let written = person.device.clone();
    let arrival = person.state.arrival.clone();
    person.state = koe::state::State::new(arrival, "ja".parse().unwrap(), 1);
    person.device.drafts.clear();
    person.tell(Message::SurveyFetched(Ok(crate::survey::payload(false))));
    person.tell(Message::HoldTaken(true));
    person.device = written;
    person.tell(Message::DeviceRead(Some(Box::new(person.device.clone()))));
    assert!(person.draft().started_at.is_some());
}

#[test]
fn a_response_that_another_tab_overtook_is_neither_kept_nor_sent_here() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.taken = true;
    person.tell(Message::SendAsked);
    assert!(matches!(person.state.screen, Screen::Held));
    assert_eq!((person.state.parcels.len(), person.sent.len(), person.device.parcels.len()), (0, 0, 0));
    person.tell(Message::TakeOverAsked);
    assert_eq!(person.place(), "review");
    person.tell(Message::SendAsked);
    assert_eq!(person.state.delivery(person.slip()), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn what_waits_here_still_waits_after_going_on_with_a_draft_of_another_tab() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    person.tell(Message::HoldLost);
    assert_eq!(person.state.parcels.len(), 1);
    person.tell(Message::TakeOverAsked);
    assert_eq!((person.state.parcels.len(), person.state.outbox.entries().len()), (1, 1));
    assert_eq!(person.state.delivery(person.slip()), Delivery::Waiting { trying: false });
}

#[test]
fn what_another_tab_sent_is_called_sent_here_too() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    let id = person.slip().id.uuid();
    person.tell(Message::SentElsewhere(id, Kept::Counted));
    assert_eq!(person.state.delivery(person.slip()), Delivery::Kept(Kept::Counted));
    assert!(person.state.parcels.is_empty() && person.device.parcels.is_empty());
}

#[test]
fn a_record_is_read_back_with_its_number_and_without_one_as_programs_before_wrote_it() {
    let (record, _) = begun();
    let record = Record { hold: 7, ..record };
    assert_eq!(read::<Record>(&record.entry().text(7)), Ok(record.clone()));
    let before = record.entry().text(7).replace(",\"hold\":7", "");
    assert_eq!(read::<Record>(&before), Ok(Record { hold: 0, ..record }));
}

#[test]
fn whoever_takes_hold_of_what_is_found_locks_out_those_before() {
    let (record, key) = begun();
    let first = Hold::on(&key, Some(&record));
    let raised = Record { hold: first.number(), ..record };
    assert_eq!(first.leave(&key, Some(&raised), "other"), Leave::Given(1));
    let second = Hold::on(&key, Some(&raised));
    let raised = Record { hold: second.number(), ..raised };
    assert_eq!(first.leave(&key, Some(&raised), "other"), Leave::Taken);
    assert_eq!(second.leave(&key, Some(&raised), "other"), Leave::Given(2));
}

#[test]
fn one_who_found_nothing_writes_over_nothing_but_their_own() {
    let (record, key) = begun();
    let Content::Draft(draft) = &record.content else { panic!("a draft was begun") };
    let hold = Hold::on(&key, None);
    assert_eq!(hold.number(), 0);
    assert_eq!(hold.leave(&key, None, "mine"), Leave::Given(0));
    assert_eq!(hold.leave(&key, Some(&record), &draft.id), Leave::Given(0));
    assert_eq!(hold.leave(&key, Some(&record), "mine"), Leave::Taken);
}

#[test]
fn what_was_deleted_meanwhile_does_not_come_back_but_one_may_begin_anew() {
    let (_, key) = begun();
    let mut hold = Hold::on(&key, None);
    hold.wrote("another key");
    assert_eq!(hold.leave(&key, None, "mine"), Leave::Given(0));
    hold.wrote(&key);
    assert_eq!(hold.leave(&key, None, "mine"), Leave::Gone);
    hold.cleared();
    assert_eq!(hold.leave(&key, None, "mine"), Leave::Given(0));
}

#[test]
fn what_is_not_held_yet_is_written_with_the_number_that_it_has() {
    let (record, key) = begun();
    let record = Record { hold: 5, ..record };
    assert_eq!(Hold::default().leave(&key, Some(&record), "mine"), Leave::Given(5));
}
