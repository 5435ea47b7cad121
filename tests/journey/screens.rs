//! Every screen, drawn natively, in every language: all words are there, and no markup shows.

use koe::draft::Place;
use koe::message::Message;
use koe::screen::{Report, Scene, show, title};
use koe::state::{Dialog, Screen, State, Storage};
use koe::words::{Word, Words};
use questionnaire::Language;
use yew::Callback;

use crate::person::{Office, Person};
use crate::survey::{all_languages, words};

fn drawn(state: State) -> String {
    let on = Report::Live(Callback::noop());
    koe::plain::drawn(move || show(Scene { state: &state, on: &on }))
}

/// A way to a screen, from the opening.
type Way = (&'static str, fn(&mut Person));

fn at(person: &mut Person, question: &str) {
    person.hurry_to_review();
    person.tell(Message::ChangeSought(Place::Page(question.parse().unwrap())));
}

const SCREENS: [Way; 19] = [
    ("opening", |_| {}),
    ("resume", |person| {
        person.tell(Message::Started);
        person.return_later();
    }),
    ("one choice, missing", |person| {
        person.tell(Message::Started);
        person.next();
    }),
    ("several choices", |person| {
        at(person, "liked");
        person.toggle("liked", "other");
        person.toggle("liked", "parks");
        person.toggle("liked", "shops");
        person.next();
    }),
    ("number, wrong", |person| {
        at(person, "works");
        person.choose("works", "yes");
        person.next();
        person.write("days", "9");
        person.next();
    }),
    ("dates, wrong", |person| {
        at(person, "moved");
        person.write("moved", "1800-1-1");
        person.write("since", "2001-13");
        person.next();
    }),
    ("line, too long", |person| {
        at(person, "place");
        person.write("place", "あいうえおかきくけこさ");
        person.next();
    }),
    ("rating", |person| at(person, "rated")),
    ("ranking", |person| {
        at(person, "ranked");
        person.tell(Message::Ranked("ranked".parse().unwrap(), "b".parse().unwrap()));
        person.tell(Message::Ranked("ranked".parse().unwrap(), "a".parse().unwrap()));
    }),
    ("text", |person| at(person, "words")),
    ("review", |person| {
        person.tell(Message::Started);
        person.write("moved", "2001-4-1");
        person.tell(Message::Ranked("ranked".parse().unwrap(), "b".parse().unwrap()));
        person.toggle("liked", "parks");
        person.hurry_to_review();
    }),
    ("sent", |person| {
        person.hurry_to_review();
        person.tell(Message::SendAsked);
    }),
    ("waiting", |person| {
        person.hurry_to_review();
        person.office = Office::Away;
        person.tell(Message::SendAsked);
        person.tell(Message::DialogSet(Some(Dialog::Erase { unsent_too: false })));
    }),
    ("refused", |person| {
        person.hurry_to_review();
        person.office = Office::Refuses;
        person.tell(Message::SendAsked);
    }),
    ("not sealed", |person| {
        person.hurry_to_review();
        if let Screen::Form(form) = &mut person.state.screen {
            form.unsealed = true;
        }
    }),
    ("waiting where it may be deleted", |person| {
        person.hurry_to_review();
        person.office = Office::Away;
        person.tell(Message::SendAsked);
        person.tell(Message::PersistenceHeard(false));
    }),
    ("full", |person| person.tell(Message::RoomSought(false))),
    ("held", |person| person.tell(Message::HoldRefused)),
    ("memory only", |person| {
        person.tell(Message::OnlineChanged(false));
        person.state.storage = Storage::Absent;
        person.tell(Message::DialogSet(Some(Dialog::Restart)));
    }),
];

#[test]
fn every_screen_speaks_every_language_and_shows_no_markup() {
    for (name, way) in SCREENS {
        for language in ["ja", "ja-easy", "en", "ne"] {
            let mut person = if language == "ne" { Person::among_many_languages() } else { Person::new() };
            way(&mut person);
            person.tell(Message::LanguageChosen(language.parse().unwrap()));
            let title = title(&person.state).unwrap();
            let html = drawn(person.state);
            for stray in ['{', '}'] {
                assert!(!html.contains(stray) && !title.contains(stray), "{name} in {language}: {html}");
            }
            assert_eq!(html.matches("<h1").count(), 1, "{name} in {language}");
            assert_eq!(html.matches("<main").count(), 1, "{name} in {language}");
            assert!(!html.contains("style="), "{name} in {language}: the page's policy forbids styles in it");
            for empty in ["<p></p>", "\"></button>", "aria-label=\"\"", "\"></h1>", "<h2></h2>", "<span></span>"] {
                assert!(!html.contains(empty), "{name} in {language} has an empty {empty}: {html}");
            }
        }
    }
}

#[test]
fn many_languages_are_all_seen_on_the_opening_and_folded_after_it() {
    let mut person = Person::among_many_languages();
    let opening = drawn(person.state);
    assert!(!opening.contains("<details"), "{opening}");
    for language in all_languages() {
        let html_lang = language.parse::<Language>().unwrap().html_lang().to_owned();
        let named = format!("lang=\"{html_lang}\" aria-pressed");
        assert!(opening.contains(&named), "{language}: {opening}");
    }
    person = Person::among_many_languages();
    person.tell(Message::Started);
    let asked = drawn(person.state);
    assert!(asked.contains("<details>"), "{asked}");
    assert!(!drawn(Person::new().state).contains("<details"), "few languages need no fold");
}

#[test]
fn readings_stand_above_kanji_until_they_are_switched_off() {
    let mut person = Person::new();
    person.tell(Message::LanguageChosen("ja-easy".parse().unwrap()));
    person.tell(Message::RubySwitched);
    let html = drawn(person.state);
    assert!(html.contains('易') && !html.contains("<rt>"));
    let mut person = Person::new();
    person.tell(Message::LanguageChosen("ja-easy".parse().unwrap()));
    assert!(drawn(person.state).contains("<ruby>易<rp>（</rp><rt aria-hidden=\"true\">やさ</rt><rp>）</rp></ruby>"));
}

#[test]
fn every_word_is_written_in_every_language_with_the_same_slots() {
    let spoken = all_languages().map(|tag| {
        let language: Language = tag.parse().unwrap();
        let words =
            Words::parse(&language, &words(tag).to_string()).unwrap_or_else(|| panic!("words are missing in {tag}"));
        (language, words)
    });
    let spoken: Vec<_> = spoken.collect();
    for (word, table, key) in Word::ALL {
        let slots = spoken.iter().map(|(language, words)| {
            let written = &words.get(*word).unwrap().0.get(language).unwrap();
            let spans = questionnaire::markup::parse(written)
                .unwrap_or_else(|fault| panic!("{table}.{key} in {language}: {fault}"));
            let mut slots: Vec<String> = spans
                .into_iter()
                .filter_map(|span| {
                    if let questionnaire::markup::Span::Slot(name) = span { Some(name.to_owned()) } else { None }
                })
                .collect();
            slots.sort();
            slots
        });
        let slots: Vec<_> = slots.collect();
        assert!(slots.windows(2).all(|pair| pair[0] == pair[1]), "{table}.{key}: {slots:?}");
    }
}

#[test]
fn what_cannot_be_loaded_is_said_in_three_languages() {
    use koe::published::LoadError;
    for error in [LoadError::UnknownSurvey, LoadError::Unreachable, LoadError::Unsound, LoadError::Unsealable] {
        let mut person = Person::new();
        person.state.screen = Screen::Broken(error);
        let html = drawn(person.state);
        assert!(html.contains("調査") && html.contains("アンケート") && html.contains("lang=\"en\""));
    }
}
