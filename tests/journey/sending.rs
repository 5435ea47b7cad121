//! From "send" to the receipt, with an office that is there, away, or refuses.

use koe::message::Message;
use koe::parcel::{Delivery, Kept};
use koe::state::{Dialog, Screen, Storage};

use crate::person::{Office, Person};

fn delivery(person: &Person) -> Delivery {
    person.state.delivery(person.slip())
}

#[test]
fn a_response_is_written_down_then_sent_then_received() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!((person.sent.len(), person.device.parcels.len(), person.device.drafts.len()), (1, 0, 0));
    person.reload();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn the_receipt_on_the_screen_is_the_one_whose_hash_travels() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    let receipt: questionnaire::Receipt = person.slip().receipt.parse().unwrap();
    assert!(person.sent[0].body.contains(&receipt.hash().to_string()));
}

#[test]
fn an_office_out_of_reach_is_tried_again_with_the_same_bytes() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Waiting { trying: false });
    assert_eq!(person.device.parcels.len(), 1);
    person.office = Office::Stores;
    person.now_ms = person.wakes_at_ms.expect("it is tried again by itself");
    person.tell(Message::Woke);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.sent[0].body, person.sent[1].body);
}

#[test]
fn of_what_was_sent_from_memory_no_draft_is_left_to_be_sent_again() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.queues = false;
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    assert_eq!(person.device.drafts.len(), 1, "it is all that the device has");
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.device.drafts.len(), 0);
}

#[test]
fn what_cannot_be_sent_is_handed_over_as_a_file_and_stays_on_the_device() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    person.tell(Message::ExportAsked);
    let (name, text) = person.saved_file.clone().expect("a file is offered");
    assert_eq!(name, "koe-2026-11-18.koe");
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("{\"koe\":\"responses\",\"version\":1,"), "{text}");
    let entry = format!("\"entry\":{{\"response\":{}}}}}", person.device.parcels[0].body);
    assert!(lines.next().unwrap().ends_with(&entry), "{text}");
    assert_eq!((lines.next(), person.device.parcels.len()), (None, 1));
}

#[test]
fn the_sign_in_page_of_a_hall_receives_nothing() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::SignInPage;
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Waiting { trying: false });
    assert_eq!(person.device.parcels.len(), 1);
}

#[test]
fn what_waits_goes_out_when_the_network_comes_back_or_the_page_is_opened_again() {
    for again in [Message::OnlineChanged(true), Message::RetryAsked] {
        let mut person = Person::new();
        person.hurry_to_review();
        person.office = Office::Away;
        person.tell(Message::SendAsked);
        person.office = Office::Stores;
        person.tell(again);
        assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    }
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    person.office = Office::Stores;
    person.return_later();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert!(person.device.parcels.is_empty());
}

#[test]
fn an_office_that_asks_to_be_left_alone_is_left_alone_whatever_happens() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Busy;
    person.tell(Message::SendAsked);
    for message in [Message::RetryAsked, Message::OnlineChanged(true), Message::CameBack, Message::Woke] {
        person.tell(message);
    }
    assert_eq!(person.sent.len(), 1);
    let again_ms = person.wakes_at_ms.expect("it is tried again by itself");
    assert!(again_ms >= person.now_ms + 3_600_000, "{again_ms}");
    person.office = Office::Stores;
    person.now_ms = again_ms;
    person.tell(Message::Woke);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn an_office_that_asks_to_be_left_alone_is_left_alone_by_the_next_page_too() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Busy;
    person.tell(Message::SendAsked);
    person.office = Office::Stores;
    person.return_later();
    person.tell(Message::RetryAsked);
    assert_eq!(person.sent.len(), 1);
    assert_eq!(delivery(&person), Delivery::Waiting { trying: false });
    let again_ms = person.wakes_at_ms.expect("it is tried again by itself");
    assert!(again_ms >= person.now_ms + 3_600_000, "{again_ms}");
    person.now_ms += 3_600_000;
    person.return_later();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn a_time_that_another_clock_wrote_down_holds_nothing() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Busy;
    person.tell(Message::SendAsked);
    person.office = Office::Stores;
    person.now_ms -= 365 * 24 * 3_600_000;
    person.return_later();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn a_refused_response_stays_on_the_device_and_may_be_tried_again() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Refuses;
    person.tell(Message::SendAsked);
    assert!(matches!(delivery(&person), Delivery::Parked(_)));
    person.reload();
    assert!(matches!(delivery(&person), Delivery::Parked(_)));
    assert_eq!((person.sent.len(), person.device.parcels.len()), (1, 1));
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn a_device_that_cannot_write_sends_all_the_same() {
    let mut person = Person::new();
    person.keeps = false;
    person.reload();
    assert_eq!(person.state.storage, Storage::Absent);
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn deleting_keeps_what_is_not_sent_unless_that_is_meant_too() {
    for (unsent_too, left) in [(false, 1), (true, 0)] {
        let mut person = Person::new();
        person.hurry_to_review();
        person.office = Office::Away;
        person.tell(Message::SendAsked);
        person.tell(Message::DialogSet(Some(Dialog::Erase { unsent_too })));
        person.tell(Message::EraseConfirmed);
        assert_eq!((person.device.parcels.len(), person.state.parcels.len()), (left, left));
        assert!(person.device.slips.is_empty());
    }
}

#[test]
fn somebody_else_may_answer_while_one_response_still_waits() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    person.tell(Message::RestartConfirmed);
    assert_eq!(person.state.unsent_elsewhere(), 1);
    person.hurry_to_review();
    person.office = Office::Stores;
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    person.now_ms = person.wakes_at_ms.expect("the first one is tried again by itself");
    person.tell(Message::Woke);
    assert_eq!((person.device.parcels.len(), person.sent.len()), (0, 3));
}

#[test]
fn one_who_is_done_leaves_no_trace() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    person.tell(Message::LeaveAsked);
    assert!(matches!(person.state.screen, Screen::Form(_)));
    assert!(person.device.slips.is_empty() && person.device.drafts.is_empty());
}

#[test]
fn who_goes_elsewhere_before_the_receipt_is_off_the_device_finds_it_again() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    person.forgets = false;
    person.tell(Message::LeaveAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal), "nothing is shown as gone that is not");
    person.reload();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    person.forgets = true;
    person.tell(Message::LeaveAsked);
    assert!(matches!(person.state.screen, Screen::Form(_)));
    assert!(person.device.slips.is_empty());
}

#[test]
fn only_who_asked_to_leave_is_led_away_when_something_was_deleted() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.queues = false;
    person.tell(Message::SendAsked);
    assert_eq!(person.device.drafts.len(), 0, "the draft of what was sent from memory is deleted");
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn incomplete_answers_are_not_sent_but_shown() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::Cleared("works".parse().unwrap()));
    person.tell(Message::SendAsked);
    assert_eq!(person.place(), "works");
    assert_eq!(person.state.asked().unwrap().findings().len(), 1);
    assert!(person.sent.is_empty());
}

#[test]
fn what_was_never_on_the_screen_is_asked_before_sending() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.choose("works", "yes");
    person.tell(Message::SendAsked);
    assert_eq!(person.place(), "days");
    assert!(person.sent.is_empty());
}
