//! A survey with keys: nothing is asked that could not be sealed, and nothing finished rests or travels in clear.

use koe::effect::{Event, Trouble};
use koe::message::{CodeStanding, Message};
use koe::parcel::{Delivery, Kept};
use koe::published::LoadError;
use koe::screen::{Report, Scene, show};
use koe::state::{Arrival, Dialog, Holdings, Screen, Storage};
use serde_json::Value;
use yew::Callback;

use crate::person::{Office, Person, Sealing};
use crate::survey::{ESCROW, NEXT, WARD, key_lines, payload, pulse, with_keys};

fn person() -> Person {
    Person::before(with_keys(&payload(false), [WARD, ESCROW]), Holdings::default(), Some("271080"), None)
}

/// Somebody whose device does this with what is to be sealed, from the first moment on.
fn person_whose(sealing: Sealing) -> Person {
    let mut person = person();
    person.sealing = sealing;
    person.to_seal.clear();
    person.told.clear();
    person.reload();
    person
}

/// Answers with a word that is found again wherever it is, and stands before the review.
fn answers(person: &mut Person) {
    person.tell(Message::Started);
    person.write("place", "ひみつ");
    person.hurry_to_review();
}

fn delivery(person: &Person) -> Delivery {
    person.state.delivery(person.slip())
}

#[test]
fn the_form_stands_once_it_is_known_that_it_can_be_sealed() {
    let mut person = person_whose(Sealing::Lasts);
    assert!(matches!(person.state.screen, Screen::Loading(_)));
    assert_eq!(person.told, []);
    assert_eq!(person.to_seal, [(None, key_lines([WARD, ESCROW]))]);
    person.has_sealed(None);
    assert_eq!(person.place(), "opening");
    assert_eq!(person.told[0], Event::Ready);
}

#[test]
fn a_survey_without_keys_asks_for_no_sealing() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(person.to_seal, []);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn where_nothing_can_be_sealed_nothing_is_asked_and_the_plain_form_is_named() {
    let mut person = person_whose(Sealing::Fails);
    assert!(matches!(person.state.screen, Screen::Broken(LoadError::Unsealable)));
    assert_eq!(person.told, [Event::Error(Trouble::Unsealable)]);
    person.state.arrival.plain = "/s/small-2026/plain?ward=271080".to_owned();
    let (state, on) = (person.state, Report::Live(Callback::noop()));
    let html = koe::plain::drawn(move || show(Scene { state: &state, on: &on }));
    assert!(html.contains("href=\"/s/small-2026/plain?ward=271080\""), "{html}");
    assert!(html.contains("暗号") && html.contains("encrypted"), "{html}");
}

#[test]
fn what_is_owed_goes_out_although_nothing_new_can_be_sealed() {
    let mut person = person();
    person.office = Office::Away;
    answers(&mut person);
    person.tell(Message::SendAsked);
    person.tell(Message::RestartConfirmed);
    person.office = Office::Stores;
    person.sealing = Sealing::Fails;
    person.return_later();
    assert!(matches!(person.state.screen, Screen::Broken(LoadError::Unsealable)));
    assert!(person.device.parcels.is_empty());
}

#[test]
fn a_response_is_sealed_before_it_is_written_down_and_only_that_is_sent() {
    let mut person = person();
    answers(&mut person);
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    let (packed, keys) = person.to_seal.pop().unwrap();
    let (parcel, slip) = *packed.unwrap();
    assert_eq!((slip, keys), (person.slip().clone(), person.state.published.as_ref().unwrap().keys()));
    assert!(parcel.body.contains("ひみつ"), "{}", parcel.body);
    assert_eq!(person.device.parcels[0].body, format!("sealed, {}", parcel.id));
    let resting = serde_json::to_string(&person.device.parcels).unwrap();
    let slips = serde_json::to_string(&person.device.slips[0].1).unwrap();
    assert!(person.device.drafts.is_empty());
    assert!(!resting.contains("ひみつ") && !slips.contains("ひみつ"), "{resting} {slips}");
    assert!(!resting.contains(&person.slip().receipt), "the receipt is the person's alone: {resting}");
    assert_eq!(person.sent, person.device.parcels);
}

#[test]
fn what_was_sealed_once_is_sent_again_as_it_is() {
    let mut person = person();
    answers(&mut person);
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    person.tell(Message::RetryAsked);
    person.office = Office::Refuses;
    person.return_later();
    assert!(matches!(delivery(&person), Delivery::Parked(_)), "{:?}", delivery(&person));
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.sent.len(), 4);
    assert!(person.sent.iter().all(|parcel| parcel.body == person.sent[0].body));
}

#[test]
fn while_it_is_sealed_nothing_is_written_down_or_called_sent_and_the_form_stays() {
    let mut person = person();
    answers(&mut person);
    person.sealing = Sealing::Lasts;
    person.tell(Message::SendAsked);
    assert_eq!(person.place(), "review");
    assert_eq!((person.device.parcels.len(), person.device.drafts.len(), person.sent.len()), (0, 1, 0));
    let (packed, _) = person.to_seal[1].clone();
    person.has_sealed(packed);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert!(person.device.drafts.is_empty());
}

#[test]
fn one_who_presses_twice_sends_once() {
    let mut person = person();
    answers(&mut person);
    person.sealing = Sealing::Lasts;
    person.tell(Message::SendAsked);
    person.tell(Message::SendAsked);
    let sealed = [1, 2].map(|time| person.to_seal[time].0.clone());
    person.office = Office::Away;
    for packed in sealed {
        person.has_sealed(packed);
    }
    assert_eq!((person.state.parcels.len(), person.device.parcels.len(), person.sent.len()), (1, 1, 1));
}

#[test]
fn where_it_fails_the_person_is_told_and_may_send_again() {
    let mut person = person();
    answers(&mut person);
    person.sealing = Sealing::Fails;
    person.tell(Message::SendAsked);
    assert_eq!(person.place(), "review");
    assert!(person.form().unsealed);
    assert_eq!((person.device.parcels.len(), person.device.drafts.len(), person.sent.len()), (0, 1, 0));
    person.sealing = Sealing::Works;
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!((person.device.drafts.len(), person.sent.len()), (0, 1));
}

#[test]
fn what_could_not_be_sealed_is_no_more_said_on_the_next_page() {
    let mut person = person();
    answers(&mut person);
    person.sealing = Sealing::Fails;
    person.tell(Message::SendAsked);
    person.back();
    assert!(!person.form().unsealed);
}

#[test]
fn one_question_alone_is_sealed_too_and_stays_where_it_is_if_that_fails() {
    let mut person =
        Person::before(with_keys(&pulse("reminded", false), [WARD, ESCROW]), Holdings::default(), Some("271080"), None);
    person.choose("informed", "yes");
    person.sealing = Sealing::Fails;
    person.next();
    assert_eq!((person.place().as_str(), person.form().unsealed), ("informed", true));
    person.sealing = Sealing::Works;
    person.next();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert!(person.sent[0].body.starts_with("sealed"));
}

#[test]
fn what_was_deleted_while_it_was_sealed_is_not_sent() {
    let mut person = person();
    answers(&mut person);
    person.sealing = Sealing::Lasts;
    person.tell(Message::SendAsked);
    person.tell(Message::DialogSet(Some(Dialog::Erase { unsent_too: true })));
    person.tell(Message::EraseConfirmed);
    let (packed, _) = person.to_seal[1].clone();
    person.has_sealed(packed);
    assert_eq!(person.place(), "opening");
    assert_eq!((person.sent.len(), person.state.parcels.len()), (0, 0));
    assert_eq!(person.traces(), Holdings::default());
}

#[test]
fn a_device_that_keeps_nothing_seals_all_the_same() {
    let mut person = person();
    person.keeps = false;
    person.reload();
    assert_eq!(person.state.storage, Storage::Absent);
    answers(&mut person);
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert!(person.sent[0].body.starts_with("sealed"));
}

#[test]
fn a_receipt_is_shown_where_nothing_can_be_sealed_and_the_next_form_is_not_begun() {
    let mut person = person();
    answers(&mut person);
    person.tell(Message::SendAsked);
    person.sealing = Sealing::Fails;
    person.reload();
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    person.tell(Message::LeaveAsked);
    assert!(matches!(person.state.screen, Screen::Broken(LoadError::Unsealable)));
    assert!(person.device.slips.is_empty());
}

#[test]
fn a_draft_from_before_there_were_keys_is_sent_as_it_was_begun() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "no");
    let draft = person.draft().clone();
    let mut newer: Value = serde_json::from_str(&with_keys(&payload(false), [WARD, ESCROW])).unwrap();
    newer["revision"] = "b".repeat(64).into();
    let held = Holdings {
        drafts: vec![draft.clone()],
        earlier: vec![(draft.revision.to_string(), payload(false))],
        ..Holdings::default()
    };
    let mut person = Person::before(newer.to_string(), held, Some("271080"), None);
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.to_seal, []);
    let body: Value = serde_json::from_str(&person.sent[0].body).unwrap();
    assert_eq!(body["revision"], draft.revision.to_string());
}

#[test]
fn a_draft_keeps_to_the_keys_that_it_was_begun_with() {
    let mut person = person();
    person.tell(Message::Started);
    person.choose("works", "no");
    let draft = person.draft().clone();
    let newer = with_keys(&payload(false), [WARD, NEXT]).replace(&"a".repeat(64), &"b".repeat(64));
    let held = Holdings {
        earlier: vec![(draft.revision.to_string(), with_keys(&payload(false), [WARD, ESCROW]))],
        drafts: vec![draft],
        ..Holdings::default()
    };
    let mut person = Person::before(newer, held, Some("271080"), None);
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(person.to_seal.pop().unwrap().1, key_lines([WARD, ESCROW]));
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
}

#[test]
fn an_answer_number_leads_into_the_form_that_can_be_sealed() {
    let mut person =
        Person::before(with_keys(&payload(true), [WARD, ESCROW]), Holdings::default(), Some("271080"), None);
    person.codes = Some(CodeStanding::Usable);
    person.tell(Message::Started);
    person.tell(Message::CodeTyped("AB2C9".to_owned()));
    person.tell(Message::CodeEntered);
    person.choose("works", "no");
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(delivery(&person), Delivery::Kept(Kept::Rehearsal));
    assert_eq!(person.sent[0].code.as_deref(), Some("AB2C9"));
    assert!(person.sent[0].body.starts_with("sealed"));
}

#[test]
fn the_form_goes_on_if_the_trial_ends_after_another_tab_let_go() {
    let mut person = person_whose(Sealing::Lasts);
    person.tell(Message::HoldRefused);
    person.has_sealed(None);
    assert!(matches!(person.state.screen, Screen::Held));
    person.open(Arrival { ward: Some("271080".parse().unwrap()), ..Arrival::default() });
    person.has_sealed(None);
    assert_eq!(person.place(), "opening");
}
