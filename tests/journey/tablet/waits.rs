use koe::message::Message;
use koe::tablet::message::Happened;
use koe::tablet::state::{Hindrance, StaffNote, Stage};

use super::counter::Counter;
use crate::person::Office;

/// So many visitors, one after the other.
fn visitors(counter: &mut Counter, count: usize) {
    for _ in 0..count {
        counter.give_a_response();
        counter.say(Message::LeaveAsked);
        counter.tell(Happened::Closed);
    }
}

fn note(counter: &Counter) -> Option<StaffNote> {
    let Stage::Staff(staff) = &counter.tablet.stage else { panic!("the staff's screen is not open") };
    staff.note.clone()
}

#[test]
fn what_waits_survives_a_reload_and_goes_out_when_there_is_a_network() {
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::Away;
    visitors(&mut counter, 3);
    counter.open(None);
    assert!(counter.is_idle());
    assert_eq!(counter.tablet.queue.counts(), (3, 0));
    counter.office = Office::Stores;
    counter.wait(60 * 60);
    assert_eq!((counter.stored.len(), counter.kept.len()), (3, 0));
    assert_eq!(counter.tablet.queue.counts(), (0, 0));
}

#[test]
fn responses_go_out_in_the_order_in_which_they_were_given() {
    let mut counter = Counter::set_up("field");
    counter.office = Office::Away;
    visitors(&mut counter, 5);
    let given: Vec<_> = counter.kept.iter().map(|(parcel, _)| parcel.id).collect();
    counter.kept.reverse();
    counter.open(None);
    visitors(&mut counter, 1);
    counter.office = Office::Stores;
    counter.tell(Happened::SendAsked);
    counter.wait(60);
    let sent: Vec<_> = counter.stored.iter().map(|parcel| parcel.id).collect();
    assert_eq!((sent.len(), &sent[..5]), (6, &given[..]));
}

#[test]
fn the_welcome_page_of_a_guest_network_stores_nothing() {
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::SignInPage;
    visitors(&mut counter, 2);
    counter.wait(600);
    assert_eq!(counter.tablet.queue.counts(), (2, 0));
    assert_eq!(counter.kept.len(), 2);
}

#[test]
fn what_the_office_refuses_waits_for_staff_who_can_have_it_sent_again() {
    let mut counter = Counter::set_up("kiosk");
    counter.office = Office::Refuses;
    visitors(&mut counter, 2);
    assert_eq!(counter.tablet.queue.counts(), (0, 2));
    counter.open(None);
    assert_eq!(counter.tablet.queue.counts(), (0, 2));
    counter.office = Office::Stores;
    counter.wait(600);
    assert_eq!(counter.stored.len(), 0);
    counter.unlock("2580");
    counter.tell(Happened::RetryAsked);
    counter.wait(600);
    assert_eq!((counter.stored.len(), counter.kept.len()), (2, 0));
}

#[test]
fn a_response_that_cannot_be_written_is_tried_until_it_is_and_nobody_else_begins_meanwhile() {
    let mut counter = Counter::set_up("kiosk");
    counter.writes = false;
    counter.give_a_response();
    counter.say(Message::LeaveAsked);
    assert_eq!(counter.tablet.hindrance(), Some(Hindrance::NotWritten));
    counter.begin();
    assert!(counter.is_idle());
    counter.writes = true;
    counter.wait(5);
    assert_eq!(counter.tablet.hindrance(), None);
    assert_eq!(counter.stored.len(), 1);
}

#[test]
fn a_tablet_that_was_removed_asks_nobody_and_keeps_what_it_has_until_it_is_set_up_again() {
    let mut counter = Counter::set_up("kiosk");
    counter.knows_token = false;
    counter.give_a_response();
    counter.say(Message::LeaveAsked);
    assert_eq!(counter.tablet.hindrance(), Some(Hindrance::Revoked));
    counter.begin();
    assert!(counter.is_idle());
    assert_eq!(counter.kept.len(), 1);
    counter.knows_token = true;
    counter.open(Some("a new link"));
    counter.choose_pin("1111", "1111");
    counter.wait(60);
    assert_eq!(counter.tablet.hindrance(), None);
    assert_eq!((counter.stored.len(), counter.kept.len()), (1, 0));
}

#[test]
fn a_tablet_that_was_removed_while_it_was_off_asks_nobody_once_it_is_on() {
    let mut counter = Counter::set_up("kiosk");
    counter.knows_token = false;
    counter.open(None);
    assert_eq!(counter.tablet.hindrance(), Some(Hindrance::Revoked));
    counter.begin();
    assert!(counter.is_idle());
}

#[test]
fn the_office_hears_how_many_wait_and_nothing_else() {
    let mut counter = Counter::set_up("kiosk");
    counter.wait(60);
    visitors(&mut counter, 1);
    counter.wait(60);
    let last: serde_json::Value = serde_json::from_str(counter.reports.last().unwrap()).unwrap();
    let told: Vec<_> = last.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(told, ["parked", "sent_at", "storage_free_bytes", "version", "waiting"]);
    assert_eq!(last["waiting"], 0);
    assert!(last["sent_at"].is_string());
}

#[test]
fn a_receipts_file_takes_off_the_device_what_the_office_has_and_nothing_else() {
    let mut counter = Counter::set_up("field");
    counter.office = Office::Away;
    visitors(&mut counter, 2);
    let gone = counter.kept[0].1.id;
    let mut file = koefile::header(koefile::Kind::Receipts, "2026-11-21T09:00:00Z", 2);
    file += &koefile::line(&koefile::acknowledgement(&gone.to_string(), "counted", None));
    file += &koefile::line(&koefile::acknowledgement(&uuid::Uuid::nil().to_string(), "counted", None));
    counter.unlock("2580");
    counter.tell(Happened::ReceiptsChosen(file));
    assert_eq!(note(&counter), Some(StaffNote::Receipts(1, 0)));
    assert_eq!(counter.kept.len(), 1);
    assert!(counter.kept.iter().all(|(_, waiting)| waiting.id != gone));
    for other in ["", "<html>", &koefile::header(koefile::Kind::Responses, "2026-11-21T09:00:00Z", 0)] {
        counter.tell(Happened::ReceiptsChosen(other.to_owned()));
        assert_eq!(counter.kept.len(), 1, "{other}");
    }
}

#[test]
fn staff_can_try_whether_the_office_is_there() {
    let mut counter = Counter::set_up("kiosk");
    counter.unlock("2580");
    for (office, knows, expected) in [
        (Office::Stores, true, StaffNote::Reached),
        (Office::Away, true, StaffNote::Unreached),
        (Office::SignInPage, true, StaffNote::Unreached),
        (Office::Stores, false, StaffNote::Unknown),
    ] {
        counter.office = office;
        counter.knows_token = knows;
        counter.tell(Happened::TestAsked);
        assert_eq!(note(&counter), Some(expected));
    }
}
