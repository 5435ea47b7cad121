//! A full outbox refuses the new and keeps the old.

use crate::{NOW, holding, id, stored};
use outbox::{CAPACITY, Full, Outcome, Refusal};

fn full() -> outbox::Outbox {
    stored(CAPACITY as u128)
}

#[test]
fn an_outbox_holds_twenty_thousand_responses() {
    let outbox = full();
    assert_eq!((outbox.waiting().count(), outbox.room()), (20_000, 0));
    assert_eq!(stored(19_999).room(), 1);
    assert_eq!(holding(0).room(), 20_000);
}

#[test]
fn a_full_outbox_refuses_a_new_response_and_loses_none() {
    let mut outbox = full();
    assert_eq!(outbox.put(id(99_999), NOW), Err(Full { held: 20_000 }));
    assert_eq!(outbox, full());
}

#[test]
fn a_full_outbox_says_how_many_it_holds() {
    assert_eq!(
        full().put(id(99_999), NOW).unwrap_err().to_string(),
        "the outbox is full: 20000 responses wait on this device, and at most 20000 fit"
    );
}

#[test]
fn a_full_outbox_accepts_what_it_has_already() {
    assert_eq!(full().put(id(1), NOW), Ok(()));
}

#[test]
fn parked_responses_take_room_and_stored_ones_give_it_back() {
    let mut outbox = full();
    outbox.settle(id(1), Outcome::Refused(Refusal::Invalid), NOW);
    assert_eq!(outbox.room(), 0);
    outbox.settle(id(2), Outcome::Stored, NOW);
    assert_eq!(outbox.room(), 1);
    assert_eq!(outbox.put(id(99_999), NOW), Ok(()));
}

#[test]
fn putting_the_same_response_twice_holds_it_once() {
    let mut outbox = holding(1);
    outbox.put(id(1), NOW + 5).unwrap();
    assert_eq!(outbox, holding(1));
}
