//! What is asked can be read aloud, where the device has a voice for it, and is read no longer than it is asked.

use koe::message::Message;
use koe::screen::{Report, Scene, show};
use koe::state::{Dialog, State, TextSize};
use questionnaire::Input;
use yew::Callback;

use crate::person::Person;

const VOICES: &str = "ja zh-Hans";
const READ: &str = "質問を読み上げる";
const STOP: &str = "読み上げを止める";

/// Somebody at the first question, before a device that speaks.
fn asked() -> Person {
    let mut person = Person::new();
    person.tell(Message::VoiceHeard(Some(VOICES.to_owned())));
    person.tell(Message::Started);
    person
}

/// Somebody who has just begun to listen.
fn listening() -> Person {
    let mut person = asked();
    person.tell(Message::AloudAsked);
    assert_eq!(person.read_aloud, [true]);
    person
}

/// How somebody comes to where nothing can be read, and what that is.
type Way = (&'static str, fn(&mut Person));

fn drawn(person: Person) -> String {
    let state: State = person.state;
    koe::plain::drawn(move || show(Scene { state: &state, on: &Report::Live(Callback::noop()) }))
}

#[test]
fn the_device_is_asked_for_its_voices_once_when_the_first_screen_stands_and_reads_nothing_by_itself() {
    let mut person = Person::new();
    assert_eq!(person.voices_sought, 1);
    person.hurry_to_review();
    person.tell(Message::SendAsked);
    assert_eq!((person.voices_sought, person.read_aloud.len()), (1, 0));
}

#[test]
fn the_button_that_begins_stops() {
    let mut person = listening();
    person.tell(Message::AloudAsked);
    assert_eq!(person.read_aloud, [true, false]);
    person.tell(Message::AloudAsked);
    assert_eq!(person.read_aloud, [true, false, true]);
}

#[test]
fn what_has_been_read_to_its_end_can_be_read_again() {
    let mut person = listening();
    assert!(drawn(listening()).contains(STOP));
    person.tell(Message::VoiceHeard(None));
    assert!(!person.state.reading);
    person.tell(Message::AloudAsked);
    assert_eq!(person.read_aloud, [true, true]);
}

#[test]
fn whoever_goes_on_or_back_is_not_read_to_any_longer() {
    let ways: [fn(&mut Person); 5] = [
        |person| {
            person.choose("works", "no");
            person.tell(Message::AloudAsked);
            person.next();
        },
        |person| person.back(),
        |person| person.tell(Message::HoldLost),
        |person| person.tell(Message::RestartConfirmed),
        |person| person.tell(Message::LanguageChosen("en".parse().unwrap())),
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let mut person = listening();
        way(&mut person);
        assert_eq!(person.read_aloud.last(), Some(&false), "way {number}");
        assert!(!person.state.reading, "way {number}");
    }
}

#[test]
fn an_answer_ends_it_and_one_of_several_choices_does_not() {
    let mut person = listening();
    person.choose("works", "no");
    assert_eq!(person.read_aloud, [true, false]);
    person.tell(Message::AloudAsked);
    person.toggle("liked", "parks");
    person.tell(Message::Ranked("ranked".parse().unwrap(), "a".parse().unwrap()));
    person.tell(Message::TextSizeChosen(TextSize::Large));
    person.tell(Message::DialogSet(Some(Dialog::Restart)));
    assert_eq!(person.read_aloud, [true, false, true], "the others are still being heard");
    person.tell(Message::Changed("place".parse().unwrap(), Input::Typed("北".to_owned())));
    assert_eq!(person.read_aloud, [true, false, true, false]);
}

#[test]
fn the_button_stands_at_a_question_alone_and_where_the_device_speaks_its_language() {
    assert!(drawn(asked()).contains(READ));
    let ways: [Way; 5] = [
        ("no voice is known", |person| person.tell(Message::VoiceHeard(Some(String::new())))),
        ("another language's", |person| person.tell(Message::VoiceHeard(Some("en zh-Hant jav".to_owned())))),
        ("not in English", |person| person.tell(Message::LanguageChosen("en".parse().unwrap()))),
        ("the review holds answers", Person::hurry_to_review),
        ("the receipt", |person| {
            person.hurry_to_review();
            person.tell(Message::SendAsked);
        }),
    ];
    for (name, way) in ways {
        let mut person = asked();
        way(&mut person);
        let screen = drawn(person);
        assert!(!screen.contains("aloud"), "{name}: {screen}");
    }
    assert!(!drawn(Person::new()).contains("aloud"), "the device has said nothing yet");
}

#[test]
fn easy_japanese_is_read_by_a_japanese_voice_and_the_ward_is_asked_aloud_too() {
    let mut person = asked();
    person.tell(Message::LanguageChosen("ja-easy".parse().unwrap()));
    assert!(drawn(person).contains("<button type=\"button\" class=\"button quiet aloud\""));
    let mut person = Person::with(koe::state::Holdings::default(), None, None, false);
    person.tell(Message::VoiceHeard(Some(VOICES.to_owned())));
    person.tell(Message::Started);
    assert_eq!(person.place(), "ward");
    assert!(drawn(person).contains(READ));
}
