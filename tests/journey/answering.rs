//! Answering, changing one's mind, going back and forth.

use koe::message::{Direction, Message};
use koe::state::{Holdings, Screen};
use questionnaire::Input;

use crate::person::Person;
use crate::survey::{on_one_page, payload};

#[test]
fn choosing_never_moves_on() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "no");
    assert_eq!(person.place(), "works");
}

#[test]
fn a_required_question_holds_until_it_is_answered() {
    let mut person = Person::new();
    person.tell(Message::Started);
    for _ in 0..3 {
        person.next();
        assert_eq!(person.place(), "works");
        assert_eq!(person.state.asked().unwrap().findings().len(), 1);
    }
    person.choose("works", "no");
    assert_eq!(person.state.asked().unwrap().findings(), []);
    person.next();
    assert_eq!(person.place(), "liked");
}

#[test]
fn a_gentle_reminder_is_given_once() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "no");
    person.next();
    person.next();
    assert_eq!((person.place().as_str(), person.state.asked().unwrap().findings().len()), ("liked", 1));
    person.next();
    assert_eq!(person.place(), "moved");
    person.back();
    person.next();
    assert_eq!(person.place(), "moved");
}

#[test]
fn an_answer_off_the_path_waits_there_until_the_person_changes_back() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.next();
    assert_eq!(person.place(), "days");
    person.write("days", "５");
    person.back();
    person.choose("works", "no");
    person.next();
    assert_eq!(person.place(), "liked");
    person.back();
    person.choose("works", "yes");
    person.next();
    assert_eq!(person.place(), "days");
    assert_eq!(person.input("days"), Input::Typed("５".to_owned()));
}

#[test]
fn a_soft_check_asks_once_and_asks_again_of_another_answer() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::ChangeSought(koe::draft::Place::Page("moved".parse().unwrap())));
    person.write("moved", "2024-5-1");
    person.next();
    assert_eq!(person.place(), "moved");
    person.write("moved", "2025-5-1");
    person.next();
    assert_eq!(person.place(), "moved");
    person.next();
    assert_eq!(person.place(), "review");
}

#[test]
fn what_is_no_answer_stays_as_typed_and_holds() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.choose("works", "yes");
    person.next();
    person.write("days", "いつも");
    person.next();
    assert_eq!(person.place(), "days");
    assert_eq!(person.input("days"), Input::Typed("いつも".to_owned()));
}

#[test]
fn a_choice_that_stands_alone_and_the_others_make_way_for_each_other() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.toggle("liked", "parks");
    person.toggle("liked", "shops");
    person.toggle("liked", "none");
    let Input::Choices(picked) = person.input("liked") else { panic!("something is chosen") };
    assert_eq!(picked.iter().map(|picked| picked.code.as_str()).collect::<Vec<_>>(), ["none"]);
    assert!(person.state.said.is_some(), "those who listen are told");
    person.toggle("liked", "people");
    let Input::Choices(picked) = person.input("liked") else { panic!("something is chosen") };
    assert_eq!(picked.iter().map(|picked| picked.code.as_str()).collect::<Vec<_>>(), ["people"]);
    person.toggle("liked", "people");
    assert_eq!(person.input("liked"), Input::Blank);
}

#[test]
fn words_beside_other_return_with_it() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.toggle("liked", "other");
    person.tell(Message::OtherTyped("liked".parse().unwrap(), "other".parse().unwrap(), "川".to_owned()));
    person.toggle("liked", "other");
    person.toggle("liked", "other");
    let Input::Choices(picked) = person.input("liked") else { panic!("something is chosen") };
    assert_eq!(picked[0].other.as_deref(), Some("川"));
}

#[test]
fn saying_nothing_and_taking_it_back_loses_nothing_typed() {
    let mut person = Person::new();
    person.tell(Message::Started);
    person.write("since", "2001-4");
    let escape = || Message::EscapeToggled("since".parse().unwrap(), "dk".parse().unwrap());
    person.tell(escape());
    assert_eq!(person.input("since"), Input::Escape("dk".parse().unwrap()));
    person.tell(escape());
    assert_eq!(person.input("since"), Input::Typed("2001-4".to_owned()));
}

#[test]
fn a_ranking_is_added_to_moved_and_given_up() {
    let mut person = Person::new();
    person.tell(Message::Started);
    let (ranked, code) = (|| "ranked".parse().unwrap(), |code: &str| code.parse().unwrap());
    for choice in ["a", "b", "c"] {
        person.tell(Message::Ranked(ranked(), code(choice)));
    }
    person.tell(Message::RankMoved(ranked(), code("c"), Direction::Up));
    person.tell(Message::RankMoved(ranked(), code("a"), Direction::Up));
    person.tell(Message::RankRemoved(ranked(), code("b")));
    assert_eq!(person.input("ranked"), Input::Ranking(vec![code("a"), code("c")]));
    person.tell(Message::RankMoved(ranked(), code("a"), Direction::Down));
    assert_eq!(person.input("ranked"), Input::Ranking(vec![code("c"), code("a")]));
}

#[test]
fn back_and_forward_go_page_by_page() {
    let mut person = Person::new();
    person.hurry_to_review();
    let mut passed = vec![person.place()];
    while person.at > 0 {
        person.back();
        passed.push(person.place());
    }
    let ways = ["review", "words", "ranked", "rated", "place", "moved", "liked", "works", "opening"];
    assert_eq!(passed, ways);
    person.forward();
    person.forward();
    assert_eq!(person.place(), "liked");
}

#[test]
fn the_button_back_and_the_browsers_back_are_one() {
    let mut person = Person::new();
    person.hurry_to_review();
    let steps = person.history.len();
    person.tell(Message::Retreated);
    person.tell(Message::Retreated);
    assert_eq!(person.place(), "ranked");
    assert_eq!((person.history.len(), person.at), (steps, steps - 3));
    person.back();
    assert_eq!(person.place(), "rated");
}

#[test]
fn changing_one_answer_comes_back_to_the_review() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::ChangeSought(koe::draft::Place::Page("liked".parse().unwrap())));
    person.toggle("liked", "parks");
    person.next();
    assert_eq!(person.place(), "review");
}

#[test]
fn a_change_that_opens_another_question_asks_it_first() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::ChangeSought(koe::draft::Place::Page("works".parse().unwrap())));
    person.choose("works", "yes");
    person.next();
    assert_eq!(person.place(), "days");
    person.next();
    person.next();
    assert_eq!(person.place(), "review");
}

#[test]
fn what_an_answer_brings_onto_its_own_page_was_seen_there() {
    let mut person = Person::before(on_one_page(&payload(false)), Holdings::default(), Some("271080"), None);
    person.tell(Message::Started);
    person.choose("works", "yes");
    while person.place() != "review" {
        person.next();
    }
    person.next();
    assert!(matches!(person.state.screen, Screen::Done(_)), "the review sends and does not lead back");
}

#[test]
fn the_ward_is_asked_when_the_link_does_not_bring_it() {
    let mut person = Person::with(koe::state::Holdings::default(), None, None, false);
    person.tell(Message::Started);
    assert_eq!(person.place(), "ward");
    person.next();
    assert_eq!(person.place(), "ward");
    person.tell(Message::WardChosen("271161".parse().unwrap()));
    assert_eq!(person.place(), "ward");
    person.next();
    assert_eq!(person.place(), "works");
    person.tell(Message::Retreated);
    assert_eq!(person.place(), "ward");
}

#[test]
fn what_has_to_be_mended_is_said_before_what_is_only_a_reminder() {
    let mut person = Person::new();
    person.hurry_to_review();
    person.tell(Message::ChangeSought(koe::draft::Place::Page("moved".parse().unwrap())));
    person.write("moved", "2024-5-1");
    person.write("since", "2001-13");
    person.next();
    let said = |person: &Person| {
        person.state.asked().unwrap().findings().iter().map(|one| one.question.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(said(&person), ["since"]);
    person.write("since", "2001-12");
    person.next();
    assert_eq!(said(&person), ["moved"]);
}

#[test]
fn a_date_filled_in_all_at_once_is_a_date() {
    let mut person = Person::new();
    person.tell(Message::Started);
    for (part, text) in ["1980", "4", "1"].into_iter().enumerate() {
        person.tell(Message::PartTyped("moved".parse().unwrap(), part, 3, text.to_owned()));
    }
    assert_eq!(person.input("moved"), Input::Typed("1980-4-1".to_owned()));
}
