//! The words of the other languages follow those of the first.

use koe::message::Message;
use koe::screen::title;
use koe::state::{Arrival, LanguageChange, TextSize};

use crate::person::{Office, Person};
use crate::survey::all_languages;

fn speaks(person: &Person) -> &str {
    assert!(title(&person.state).is_some(), "the screen is drawn");
    person.state.language.as_str()
}

/// Somebody whose line is cut as soon as the survey has come.
fn cut_off() -> Person {
    let mut person = Person::new();
    person.office = Office::Away;
    person.state.learned.clear();
    person
}

#[test]
fn a_language_changes_at_once_when_the_first_screen_has_stood() {
    let mut person = Person::new();
    person.office = Office::Away;
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!(speaks(&person), "en");
}

#[test]
fn what_was_said_in_one_language_is_not_said_again_in_another() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.toggle("liked", "parks");
    person.toggle("liked", "none");
    assert!(person.state.said.is_some(), "those who listen are told");
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!(person.state.said, None);
}

#[test]
fn a_language_whose_words_are_on_their_way_is_spoken_when_they_are_there() {
    let mut person = Person::new();
    person.state.learned.clear();
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!(speaks(&person), "en");
    assert_eq!(person.state.change, LanguageChange::None);
}

#[test]
fn a_language_that_cannot_be_had_leaves_the_present_one_and_says_so() {
    let mut person = cut_off();
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!((speaks(&person), &person.state.change), ("ja", &LanguageChange::Missed));
    person.office = Office::Stores;
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!((speaks(&person), &person.state.change), ("en", &LanguageChange::None));
}

#[test]
fn whoever_reads_any_of_the_languages_answers_in_it_from_the_opening_to_the_receipt() {
    for language in all_languages() {
        let mut person = Person::among_many_languages();
        person.tell(Message::LanguageChosen(language.parse().unwrap()));
        assert_eq!(speaks(&person), language);
        person.hurry_to_review();
        person.tell(Message::SendAsked);
        assert!(!person.slip().receipt.is_empty(), "{language}");
        assert_eq!(speaks(&person), language);
        let [sent] = person.sent.as_slice() else { panic!("one response is sent in {language}") };
        assert!(sent.body.contains(&format!("\"language\":\"{language}\"")), "{}", sent.body);
        person.return_later();
        assert_eq!(speaks(&person), language);
    }
}

#[test]
fn one_who_comes_back_is_met_in_the_language_they_left_in() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.tell(Message::LanguageChosen("ja-easy".parse().unwrap()));
    person.return_later();
    assert_eq!(speaks(&person), "ja-easy");
}

#[test]
fn the_device_keeps_the_words_for_a_day_without_network() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    person.office = Office::Away;
    person.return_later();
    assert_eq!(speaks(&person), "en");
    person.device.words.clear();
    person.return_later();
    assert_eq!(speaks(&person), "ja");
}

#[test]
fn words_that_were_kept_for_an_earlier_program_are_spoken_where_no_others_can_be_had() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.device.words.clear();
    person.office = Office::Away;
    let kept = crate::survey::payload(false).replacen("\"resume_note\"", "\"of_an_earlier_program\"", 1);
    person.device.latest = Some(kept);
    person.return_without_network();
    assert_eq!(speaks(&person), "ja");
    person.tell(Message::Resumed);
    assert!(person.state.form().is_some_and(|form| form.draft.started_at.is_some()));
}

#[test]
fn words_that_lack_any_are_not_spoken() {
    let mut person = cut_off();
    let words = crate::survey::words("en").to_string().replace("\"start\"", "\"begin\"");
    person.tell(Message::WordsFetched("en".parse().unwrap(), Some(words)));
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    assert_eq!(speaks(&person), "ja");
}

#[test]
fn the_size_of_the_letters_outlasts_the_answers_on_the_device() {
    let mut person = Person::new();
    person.tell(Message::TextSizeChosen(TextSize::Largest));
    person.tell(Message::Started);
    person.tell(Message::EraseConfirmed);
    person.return_later();
    assert_eq!(person.state.text_size, TextSize::Largest);
}

/// Somebody who comes again by a link that asks for this language, or for none.
fn comes_by_link(person: &mut Person, language: Option<&str>) {
    let ward = person.state.arrival.ward;
    let language = language.map(|language| language.parse().unwrap());
    person.history = vec![None];
    person.at = 0;
    person.open(Arrival { ward, language, ..Arrival::default() });
}

#[test]
fn a_link_decides_the_language_then_what_was_chosen_then_the_browser() {
    let mut person = Person::new();
    person.browser_language = "en";
    comes_by_link(&mut person, None);
    assert_eq!(speaks(&person), "en", "the browser asks for English");
    comes_by_link(&mut person, Some("ja-easy"));
    assert_eq!(speaks(&person), "ja-easy", "the link knows better");
    comes_by_link(&mut person, None);
    assert_eq!(speaks(&person), "en", "what a link asked for nobody has chosen");
    person.tell(Message::LanguageChosen("ja".parse().unwrap()));
    comes_by_link(&mut person, None);
    assert_eq!(speaks(&person), "ja", "it was chosen on this device");
    comes_by_link(&mut person, Some("en"));
    assert_eq!(speaks(&person), "en");
}

#[test]
fn a_language_that_the_survey_is_not_offered_in_makes_it_japanese() {
    let mut person = Person::new();
    for tag in ["pt", "zh-Hans"] {
        person.device.language = Some(tag.parse().unwrap());
        comes_by_link(&mut person, None);
        assert_eq!(speaks(&person), "ja", "{tag}");
    }
}

#[test]
fn a_form_that_was_begun_goes_on_in_its_language_whatever_was_chosen_in_another() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.tell(Message::LanguageChosen("en".parse().unwrap()));
    person.device.language = Some("ja-easy".parse().unwrap());
    person.return_later();
    assert_eq!(speaks(&person), "en");
}
