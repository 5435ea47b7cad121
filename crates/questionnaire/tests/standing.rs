//! The four kinds of nothing are four different things.

use crate::form::{chose, form};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::{Input, Meaning, Picked, Standing};

fn asked() -> Scenario {
    Scenario::of(
        form()
            .one("pets", ["yes", "no", "unsure", "secret"])
            .means("unsure", Meaning::DontKnow)
            .means("secret", Meaning::PreferNotToSay)
            .several("which", ["cat", "dog", "unsure"])
            .means("unsure", Meaning::DontKnow)
            .when(chose("pets", "yes"))
            .number("age", 0, 99)
            .escape("unsure", Meaning::DontKnow)
            .escape("secret", Meaning::PreferNotToSay)
            .ranking("rank", ["unsure", "b"])
            .means("unsure", Meaning::DontKnow)
            .line("name", 9),
    )
}

#[track_caller]
fn stands(scenario: &Scenario, question: &str) -> &'static str {
    let reading = scenario.reading();
    match scenario.survey.questionnaire().standing(&scenario.setting, &reading.answers, &id(question)) {
        Standing::Answered(answer) => {
            assert_eq!(Some(answer), reading.answers.get(&id(question)));
            "answered"
        }
        Standing::DontKnow => "don't know",
        Standing::PreferNotToSay => "prefer not to say",
        Standing::NoAnswer => "no answer",
        Standing::NotAsked => "not asked",
    }
}

#[test]
fn a_question_stands_in_one_of_five_ways() {
    for (said, standing) in [("yes", "answered"), ("unsure", "don't know"), ("secret", "prefer not to say")] {
        assert_eq!(stands(&asked().answer("pets", said), "pets"), standing);
    }
    assert_eq!(stands(&asked(), "pets"), "no answer");
    assert_eq!(stands(&asked(), "which"), "not asked");
    assert_eq!(stands(&asked().answer("pets", "yes"), "which"), "no answer");
}

#[test]
fn an_answer_off_the_path_stands_as_not_asked() {
    let scenario = asked().answer("pets", "no").answer("which", "cat");
    assert_eq!(stands(&scenario, "which"), "not asked");
    assert_eq!(stands(&scenario.answer("pets", "yes"), "which"), "answered");
}

#[test]
fn one_set_that_says_nothing_alone_says_nothing() {
    let yes = asked().answer("pets", "yes");
    assert_eq!(stands(&yes.clone().answer("which", "unsure"), "which"), "don't know");
    assert_eq!(stands(&yes.answer("which", "cat unsure"), "which"), "answered");
}

#[test]
fn an_escape_says_what_it_means() {
    assert_eq!(stands(&asked().escape("age", "unsure"), "age"), "don't know");
    assert_eq!(stands(&asked().escape("age", "secret"), "age"), "prefer not to say");
    assert_eq!(stands(&asked().answer("age", "7"), "age"), "answered");
}

#[test]
fn words_are_never_taken_for_a_code() {
    assert_eq!(stands(&asked().answer("name", "unsure"), "name"), "answered");
    assert_eq!(stands(&asked().answer("rank", "unsure"), "rank"), "answered");
}

#[test]
fn an_input_that_is_no_answer_stands_as_no_answer() {
    assert_eq!(stands(&asked().answer("age", "old"), "age"), "no answer");
}

#[test]
fn a_question_that_does_not_exist_is_asked_of_nobody() {
    assert_eq!(stands(&asked().input("cats", Input::Choice(Picked::plain(id("a")))), "cats"), "not asked");
}
