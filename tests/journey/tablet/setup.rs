use koe::tablet::message::Happened;
use koe::tablet::state::{PinFault, SetupFault, Stage};

use super::counter::{Counter, LINK};
use crate::person::Office;

fn fault(counter: &Counter) -> SetupFault {
    let Stage::Failed(fault) = counter.tablet.stage else { panic!("it is set up") };
    fault
}

#[test]
fn a_link_makes_a_tablet_that_invites_and_does_so_again_after_every_start() {
    let mut counter = Counter::new("kiosk");
    counter.open(Some(LINK));
    assert!(matches!(counter.tablet.stage, Stage::ChoosingPin(_)));
    counter.choose_pin("2580", "2580");
    assert!(counter.is_idle());
    assert_eq!(counter.tablet.hindrance(), None);
    counter.open(None);
    assert!(counter.is_idle());
    assert_eq!(counter.own.as_ref().unwrap().token.len(), 43);
}

#[test]
fn a_tablet_without_a_link_says_how_to_get_one() {
    let mut counter = Counter::new("kiosk");
    counter.open(None);
    assert_eq!(fault(&counter), SetupFault::NoLink);
}

#[test]
fn an_office_that_was_not_heard_is_asked_again_by_the_same_token_even_after_a_reload() {
    let mut counter = Counter::new("kiosk");
    counter.office = Office::Away;
    counter.open(Some(LINK));
    assert_eq!(fault(&counter), SetupFault::Unreachable);
    let token = counter.pending.as_ref().unwrap().token.clone();
    counter.open(None);
    assert_eq!(fault(&counter), SetupFault::Unreachable);
    counter.office = Office::Stores;
    counter.tell(Happened::SetupRetried);
    assert_eq!(counter.own.as_ref().unwrap().token, token);
    assert!(counter.pending.is_none());
}

#[test]
fn a_link_that_the_office_does_not_know_is_told_and_leaves_a_tablet_what_it_was() {
    let mut counter = Counter::set_up("kiosk");
    let own = counter.own.clone();
    counter.knows_link = false;
    counter.open(Some("another"));
    assert_eq!(fault(&counter), SetupFault::LinkUnknown);
    counter.open(None);
    assert!(counter.is_idle());
    assert_eq!(counter.own, own);
    let mut fresh = Counter::new("kiosk");
    fresh.knows_link = false;
    fresh.open(Some(LINK));
    fresh.open(None);
    assert_eq!(fault(&fresh), SetupFault::NoLink, "a link that is no good is not tried again");
}

#[test]
fn the_link_by_which_it_was_set_up_does_nothing_when_it_is_opened_again() {
    let mut counter = Counter::set_up("kiosk");
    let own = counter.own.clone();
    counter.knows_link = false;
    counter.open(Some(LINK));
    assert!(counter.is_idle());
    assert_eq!(counter.own, own);
}

#[test]
fn a_device_that_keeps_nothing_does_not_use_the_link_up() {
    let mut counter = Counter::new("kiosk");
    counter.keeps = false;
    counter.open(Some(LINK));
    assert_eq!(fault(&counter), SetupFault::NoStorage);
    assert!(counter.own.is_none() && counter.pending.is_none());
}

#[test]
fn the_staffs_number_is_typed_twice_alike() {
    let mut counter = Counter::new("kiosk");
    counter.open(Some(LINK));
    let wrong = |counter: &Counter| {
        let Stage::ChoosingPin(choice) = &counter.tablet.stage else { panic!("a number was taken") };
        choice.fault
    };
    counter.choose_pin("25", "2580");
    assert!(wrong(&counter).is_none());
    counter.choose_pin("2581", "");
    assert_eq!(wrong(&counter), Some(PinFault::NoPin));
    counter.choose_pin("2580", "2581");
    assert_eq!(wrong(&counter), Some(PinFault::Differs));
    counter.choose_pin("2580", "２５８０");
    assert!(counter.is_idle());
}

#[test]
fn without_the_number_nobody_sees_the_staffs_screen_and_guessing_takes_long() {
    let mut counter = Counter::set_up("kiosk");
    for _ in 0..5 {
        counter.unlock("0000");
        assert!(matches!(counter.tablet.stage, Stage::Pin(_)));
    }
    counter.unlock("2580");
    assert!(matches!(counter.tablet.stage, Stage::Pin(_)));
    counter.wait(60);
    counter.unlock("2580");
    assert!(matches!(counter.tablet.stage, Stage::Staff(_)));
    counter.tell(Happened::Closed);
    assert!(counter.is_idle());
}
