//! Coming back: after a reload, after days, in another language, as somebody else.

use koe::message::{CodeStanding, Message};
use koe::state::{Arrival, Dialog, Holdings, Storage};
use questionnaire::Input;

use crate::person::Person;

#[test]
fn nothing_is_kept_of_one_who_only_looks() {
    let mut person = Person::new();
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!(person.traces(), Holdings::default());
}

#[test]
fn a_reload_comes_straight_back_to_the_same_page_and_answers() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.next();
    person.write("days", "3");
    person.reload();
    assert_eq!(person.place(), "days");
    assert_eq!(person.input("days"), Input::Typed("3".to_owned()));
    person.back();
    assert_eq!(person.place(), "works");
}

#[test]
fn one_who_returns_later_goes_on_where_they_left_with_the_pages_behind_them() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.next();
    person.return_later();
    assert_eq!(person.place(), "opening");
    person.tell(Message::Resumed);
    assert_eq!(person.place(), "days");
    person.back();
    assert_eq!(person.place(), "works");
}

#[test]
fn switching_the_language_keeps_place_answers_and_findings_and_is_remembered() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.next();
    let before = person.draft().inputs.clone();
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!((person.place().as_str(), &person.draft().inputs), ("works", &before));
    assert_eq!(person.state.asked().unwrap().findings().len(), 1);
    person.reload();
    assert_eq!(person.state.language.as_str(), "en");
}

#[test]
fn saved_is_said_only_of_what_is_on_the_device() {
    let mut person = Person::new();
    person.tell(Message::Started);
    assert!(person.state.is_saved());
    person.tell(Message::SaveFailed);
    assert!(!person.state.is_saved());
    assert_eq!(person.state.storage, Storage::Failing);
    person.choose("works", "no");
    assert!(person.state.is_saved());
}

#[test]
fn a_device_that_keeps_nothing_still_asks() {
    let mut person = Person::new();
    person.keeps = false;
    person.reload();
    assert_eq!(person.state.storage, Storage::Absent);
    person.hurry_to_review();
    assert!(!person.state.is_saved());
}

#[test]
fn two_answer_numbers_on_one_device_never_meet() {
    let mut person = Person::with(Holdings::default(), Some("271080"), Some("AAAA"), true);
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.return_later();
    person.open(Arrival { code: Some("bbbb".to_owned()), ..Arrival::default() });
    assert_eq!(person.input("works"), Input::Blank);
    assert!(person.draft().started_at.is_none());
    person.open(Arrival { code: Some("ａａ-aa".to_owned()), ..Arrival::default() });
    person.tell(Message::Resumed);
    assert_eq!((person.place().as_str(), person.input("works") == Input::Blank), ("works", false));
}

#[test]
fn an_answer_number_is_asked_for_and_checked_before_the_first_question() {
    let mut person = Person::with(Holdings::default(), Some("271080"), None, true);
    person.tell(Message::Started);
    assert_eq!(person.place(), "code");
    person.tell(Message::CodeEntered);
    assert_eq!(person.place(), "code");
    person.codes = Some(CodeStanding::Unknown);
    person.tell(Message::CodeTyped("ab2c9 de4fh".to_owned()));
    person.tell(Message::CodeEntered);
    assert_eq!(person.place(), "code");
    person.codes = Some(CodeStanding::Usable);
    person.tell(Message::CodeEntered);
    assert_eq!(person.place(), "works");
    assert_eq!(person.draft().code.as_deref(), Some("AB2C9DE4FH"));
    assert_eq!(person.device.drafts.len(), 1);
}

#[test]
fn an_office_out_of_reach_keeps_nobody_from_answering() {
    let mut person = Person::with(Holdings::default(), Some("271080"), None, true);
    person.tell(Message::Started);
    person.codes = None;
    person.tell(Message::CodeTyped("AB2C9DE4FH".to_owned()));
    person.tell(Message::CodeEntered);
    assert_eq!(person.place(), "works");
}

#[test]
fn a_used_number_is_told_and_may_be_insisted_on() {
    let mut person = Person::with(Holdings::default(), Some("271080"), Some("AAAA"), true);
    person.codes = Some(CodeStanding::Used);
    person.tell(Message::Started);
    assert_eq!(person.place(), "code");
    person.tell(Message::CodeInsisted);
    assert_eq!(person.place(), "works");
}

#[test]
fn somebody_else_starts_with_nothing() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.tell(Message::DialogSet(Some(Dialog::Restart)));
    person.tell(Message::RestartConfirmed);
    assert_eq!((person.place().as_str(), person.input("works")), ("opening", Input::Blank));
    assert_eq!(person.traces(), Holdings::default());
    person.tell(Message::Started);
    person.back();
    person.back();
    assert_eq!(person.input("works"), Input::Blank);
}

#[test]
fn somebody_else_leaves_a_numbered_draft_where_it_is() {
    let mut person = Person::with(Holdings::default(), Some("271080"), Some("AAAA"), true);
    person.tell(Message::Started);
    person.tell(Message::RestartConfirmed);
    assert!(person.draft().code.is_none());
    assert_eq!(person.device.drafts.len(), 1);
}

#[test]
fn deleting_leaves_nothing_on_the_device() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.tell(Message::EraseConfirmed);
    assert_eq!(person.traces(), Holdings::default());
    person.reload();
    assert!(person.draft().started_at.is_none());
}

#[test]
fn a_device_that_is_never_heard_of_does_not_keep_anyone_waiting() {
    let mut person = Person::new();
    person.state = koe::state::State::new(person.state.arrival.clone(), "ja".parse().unwrap(), 1);
    person.tell(Message::SurveyFetched(Ok(crate::survey::payload(false))));
    assert!(koe::screen::title(&person.state).is_none());
    person.tell(Message::DeviceOverdue);
    assert_eq!((person.place().as_str(), person.state.storage), ("opening", Storage::Absent));
    person.tell(Message::DeviceRead(Some(Box::default())));
    person.tell(Message::DeviceOverdue);
    assert_eq!((person.place().as_str(), person.state.storage), ("opening", Storage::Works));
}

#[test]
fn a_way_longer_than_a_browsers_history_still_leads_back_page_by_page() {
    let mut person = Person::new();
    person.hurry_to_review();
    for _ in 0..60 {
        person.tell(Message::ChangeSought(koe::draft::Place::Page("works".parse().unwrap())));
        assert_eq!(person.place(), "works");
        person.next();
        assert_eq!(person.place(), "review");
        assert!(person.history.len() <= 50, "browsers keep no more: {}", person.history.len());
    }
    let mut passed = Vec::new();
    while person.place() != "opening" {
        passed.push(person.place());
        assert!(passed.len() < 20, "{passed:?}");
        person.tell(Message::Retreated);
    }
    passed.reverse();
    assert_eq!(
        (passed.first().map(String::as_str), passed.last().map(String::as_str)),
        (Some("works"), Some("review"))
    );
}
