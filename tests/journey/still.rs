//! Before the module is there: what stands on the page is what it will show.

use koe::message::Message;
use koe::plain::{Still, drawn};
use koe::screen::{Report, Scene, show, title};
use koe::state::{Arrival, Holdings, State};
use yew::Callback;

use crate::person::Person;
use crate::survey::{in_all_words, payload};

/// What is seen of a page: its tags with their classes and names, and its words.
fn seen(html: &str) -> Vec<String> {
    // What is said where no script runs, and left out where one does.
    let spoken: String =
        html.split("<noscript>").map(|part| part.split_once("</noscript>").map_or(part, |(_, rest)| rest)).collect();
    // What a script shows has its place already.
    let spoken = spoken.replace(" unsaid\"", "\"");
    let pieces = spoken.split('<').map(str::trim).filter(|piece| !piece.is_empty());
    let is_seen =
        |piece: &&str| !piece.contains("type=\"hidden\"") && !piece.trim_start_matches('/').starts_with("form");
    pieces.filter(is_seen).map(look).collect()
}

fn look(piece: &str) -> String {
    let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
    let kept = ["class=", "id=", "lang=", "aria-label=", "aria-pressed=", "checked"];
    let attributes = tag.split("\" ").filter(|attribute| kept.iter().any(|name| attribute.contains(name)));
    let name = tag.split(' ').next().unwrap_or_default();
    let mut attributes: Vec<_> = attributes.map(|attribute| attribute.trim_start_matches(name).trim()).collect();
    attributes.sort_unstable();
    format!("{name} {attributes:?} {}", words.trim())
}

fn live(mut state: State) -> Vec<String> {
    // Whether it is on the device is said after the first change that is made there.
    state.changes = 0;
    let on = Report::Live(Callback::noop());
    seen(&drawn(move || show(Scene { state: &state, on: &on })))
}

/// Somebody who meets the survey in a language, with the words of the interface in all of them.
fn in_language(language: &str) -> Person {
    let mut person = Person::before(in_all_words(&payload(false)), Holdings::default(), Some("271080"), None);
    person.tell(Message::LanguageChosen(language.parse().unwrap()));
    person
}

fn still_of(person: &Person) -> Still {
    let published = person.state.published.clone().unwrap();
    let arrival = Arrival { language: Some(person.state.language.clone()), ..person.state.arrival.clone() };
    Still::of(&published, &arrival).unwrap()
}

#[test]
fn the_first_screens_look_before_the_module_is_there_as_they_look_after() {
    for language in ["ja", "ja-easy", "en"] {
        let person = in_language(language);
        let still = still_of(&person);
        let next = still.next.unwrap();
        assert_eq!(still.first.title, title(&person.state).unwrap());
        assert_eq!(seen(&still.first.body), live(person.state), "the opening in {language}");
        let mut person = in_language(language);
        person.tell(Message::Started);
        assert_eq!(next.title, title(&person.state).unwrap());
        assert_eq!(seen(&next.body), live(person.state), "the first question in {language}");
    }
}

#[test]
fn without_script_the_opening_does_not_say_that_the_device_keeps_answers() {
    let still = still_of(&Person::new());
    let (_, rest) = still.first.body.split_once("<noscript>").unwrap();
    let (without, with) = rest.split_once("</noscript>").unwrap();
    assert!(without.contains("途中で閉じると、答えは消えます"), "{without}");
    assert!(with.starts_with("<p class=\"support unsaid\""), "{with}");
}

#[test]
fn a_question_that_stands_alone_has_no_opening_before_the_module_either() {
    let person = Person::at_pulse(Some("271080"));
    let still = still_of(&person);
    assert_eq!(still.next, None);
    assert_eq!(seen(&still.first.body), live(person.state));
}

#[test]
fn what_everyone_gets_carries_nothing_of_anyone() {
    let still = still_of(&Person::new());
    for drawn in [Some(still.first), still.next].into_iter().flatten() {
        assert!(!drawn.body.contains("name=\"dice\""), "{}", drawn.body);
        assert!(drawn.body.contains("&quot;started_at&quot;:null"), "{}", drawn.body);
    }
}
