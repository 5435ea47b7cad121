//! No form is begun that could not be kept.

use koe::message::Message;
use koe::state::{Holdings, Storage};
use outbox::CAPACITY;
use questionnaire::ResponseId;

use crate::person::{Office, Person};

/// A device with so many responses that wait.
fn owing(count: usize) -> Holdings {
    let mut person = Person::new();
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    let parcel = person.device.parcels[0].clone();
    let mut device = Holdings::default();
    for number in 0..count {
        let mut parcel = parcel.clone();
        parcel.id = ResponseId::from_random(u128::try_from(number).unwrap().to_le_bytes());
        parcel.record = format!("small-2026\n{number}");
        device.parcels.push(parcel);
    }
    device
}

#[test]
fn before_a_form_is_begun_it_is_tried_whether_there_is_room() {
    let mut person = Person::new();
    assert_eq!(person.room_sought, 1);
    person.tell(Message::Started);
    person.tell(Message::RestartConfirmed);
    assert_eq!(person.room_sought, 2);
    person.tell(Message::Started);
    person.return_later();
    assert_eq!(person.room_sought, 2, "one that was begun is not tried for");
}

#[test]
fn without_room_no_form_is_begun_until_there_is_some() {
    let mut person = Person::new();
    person.tell(Message::RoomSought(false));
    assert!(person.state.is_refused());
    person.tell(Message::Started);
    assert!(person.draft().started_at.is_none());
    person.tell(Message::RetryAsked);
    assert_eq!(person.room_sought, 2);
    person.tell(Message::RoomSought(true));
    person.tell(Message::Started);
    assert_eq!(person.place(), "works");
}

#[test]
fn without_room_a_draft_that_is_there_is_gone_on_with() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.return_later();
    person.tell(Message::RoomSought(false));
    assert!(!person.state.is_refused());
    person.tell(Message::Resumed);
    assert_eq!(person.place(), "works");
}

#[test]
fn a_full_outbox_refuses_a_new_form_and_takes_one_again_when_something_was_sent() {
    let mut person = Person::new();
    person.device = owing(CAPACITY);
    person.office = Office::Away;
    person.reload();
    assert!(person.state.is_refused());
    person.tell(Message::Started);
    assert!(person.draft().started_at.is_none());
    let id = person.device.parcels[0].id.uuid();
    person.tell(Message::SentElsewhere(id, koe::parcel::Kept::Counted));
    assert!(!person.state.is_refused());
    person.tell(Message::Started);
    assert_eq!(person.place(), "works");
}

#[test]
fn where_nothing_can_be_kept_anyway_nothing_is_refused() {
    let mut person = Person::new();
    person.keeps = false;
    person.reload();
    assert_eq!(person.state.storage, Storage::Absent);
    person.tell(Message::RoomSought(false));
    person.tell(Message::Started);
    assert_eq!(person.place(), "works");
}
