//! What the page around a form hears of it, and when the form may be forgotten.

use koe::effect::{Event, Trouble};
use koe::message::Message;
use koe::parcel::Kept;
use koe::published::LoadError;
use koe::state::{Arrival, State};
use koe::update::update;

use crate::person::{Office, Person};

/// What was told since the last time this was asked, of the kinds that begin so.
fn told(person: &mut Person, names: &[&str]) -> Vec<(String, String)> {
    let told = std::mem::take(&mut person.told);
    let said = told.iter().map(Event::told).filter(|(name, _)| names.contains(name));
    said.map(|(name, of)| (name.to_owned(), of.to_owned())).collect()
}

fn pages(person: &mut Person) -> Vec<String> {
    told(person, &["page"]).into_iter().map(|(_, page)| page).collect()
}

#[test]
fn the_page_around_hears_once_that_the_form_stands_and_then_each_page() {
    let mut person = Person::new();
    assert_eq!(person.told, [Event::Ready, Event::Page("opening".to_owned())]);
    person.told.clear();
    person.tell(Message::Started);
    assert_eq!(pages(&mut person), ["works"]);
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    person.next();
    assert_eq!(pages(&mut person), [""; 0], "the same page is nothing new");
    person.choose("works", "yes");
    person.next();
    person.back();
    assert_eq!(pages(&mut person), ["days", "works"]);
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(pages(&mut person).pop().as_deref(), Some("done"));
}

#[test]
fn saved_is_told_only_of_what_is_on_the_device() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.told.clear();
    person.choose("works", "no");
    assert_eq!(told(&mut person, &["saved"]).len(), 1);
    person.keeps = false;
    person.reload();
    person.tell(Message::Started);
    person.choose("works", "no");
    assert_eq!(told(&mut person, &["saved"]), []);
}

#[test]
fn a_response_is_told_when_it_waits_and_when_the_collector_keeps_it() {
    let mut person = Person::new();
    person.office = Office::Away;
    person.hurry_to_review();
    person.told.clear();
    person.tell(Message::SendAsked);
    assert_eq!(told(&mut person, &["queued", "sent"]), [("queued".to_owned(), String::new())]);
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert_eq!(person.told, [Event::Sent(Kept::Rehearsal)]);
    // One who comes back to the receipt has not sent anything anew.
    person.told.clear();
    person.reload();
    assert_eq!(told(&mut person, &["queued", "sent"]), []);
}

#[test]
fn a_response_that_only_memory_holds_is_not_told_as_waiting_on_the_device() {
    let mut person = Person::new();
    person.keeps = false;
    person.reload();
    person.hurry_to_review();
    person.told.clear();
    person.tell(Message::SendAsked);
    assert_eq!(told(&mut person, &["queued", "sent"]), [("sent".to_owned(), "rehearsal".to_owned())]);
}

#[test]
fn a_refused_response_is_told_as_such() {
    let mut person = Person::new();
    person.office = Office::Refuses;
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!(told(&mut person, &["sent", "error"]), [("error".to_owned(), "refused".to_owned())]);
}

#[test]
fn a_ward_that_the_survey_does_not_have_is_told_and_the_person_is_asked() {
    for (ward, ward_unknown) in [(Some("271276"), false), (None, true)] {
        let mut person = Person::new();
        person.told.clear();
        person.open(Arrival { ward: ward.map(|ward| ward.parse().unwrap()), ward_unknown, ..Arrival::default() });
        assert_eq!(told(&mut person, &["error"]), [("error".to_owned(), "unknown_ward".to_owned())]);
        person.tell(Message::Started);
        assert_eq!(person.place(), "ward");
    }
}

#[test]
fn a_device_that_keeps_nothing_is_told() {
    let mut person = Person::new();
    person.told.clear();
    person.keeps = false;
    person.reload();
    assert!(person.told.contains(&Event::Error(Trouble::Storage)));
}

#[test]
fn a_survey_that_cannot_be_shown_is_told_with_the_reason() {
    let reasons = [
        (LoadError::UnknownSurvey, Trouble::UnknownSurvey),
        (LoadError::Unreachable, Trouble::Unreachable),
        (LoadError::Unsound, Trouble::Unsound),
        (LoadError::Unsealable, Trouble::Unsealable),
    ];
    for (error, trouble) in reasons {
        let mut state = State::new(Arrival::default(), "ja".parse().unwrap(), 1);
        let moment = koe::message::Moment { unix_ms: 0, random: [0; 45] };
        update(&mut state, Message::DeviceRead(Some(Box::default())), &moment);
        let effects = update(&mut state, Message::SurveyFetched(Err(error)), &moment);
        assert_eq!(effects, [koe::effect::Effect::Tell(Event::Error(trouble))]);
    }
}

#[test]
fn answers_are_never_told() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "no");
    person.write("place", "ひみつ");
    person.write("words", "ひみつ");
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert!(person.told.len() > 5);
    assert!(!format!("{:?}", person.told).contains("ひみつ"));
}

#[test]
fn a_form_may_be_forgotten_as_soon_as_all_of_it_is_on_the_device_or_with_the_collector() {
    let mut person = Person::new();
    assert!(person.state.is_settled());
    person.tell(Message::Started);
    person.choose("works", "no");
    assert!(person.state.is_settled());
    person.hurry_to_review();
    person.office = Office::Away;
    person.tell(Message::SendAsked);
    assert!(!person.state.is_settled(), "its response still waits");
    person.office = Office::Stores;
    person.tell(Message::RetryAsked);
    assert!(person.state.is_settled());
}

#[test]
fn what_only_memory_holds_is_not_forgotten() {
    let mut person = Person::new();
    person.keeps = false;
    person.reload();
    assert!(person.state.is_settled(), "nothing is there yet");
    person.tell(Message::Started);
    person.choose("works", "no");
    assert!(!person.state.is_settled());
    person.office = Office::Refuses;
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert!(!person.state.is_settled(), "the refused response is nowhere else");
}
