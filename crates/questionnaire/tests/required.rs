//! What has to be answered.

use crate::form::{Form, chose, form};
use crate::scenario::Scenario;
use questionnaire::Meaning;

fn required() -> Form {
    form()
        .one("pets", ["yes", "no", "unsure"])
        .means("unsure", Meaning::DontKnow)
        .required()
        .text("name", 20)
        .required()
        .when(chose("pets", "yes"))
        .rating("life")
        .text("remarks", 20)
        .optional()
}

#[test]
fn a_required_question_without_an_answer_keeps_the_response_back() {
    Scenario::of(required()).expect_lacks(["pets: required"]);
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    Scenario::of(required().number("people", 1, 9).required()).expect_lacks(["pets: required", "people: required"]);
}

#[test]
fn a_required_question_off_the_path_is_not_required() {
    Scenario::of(required()).answer("pets", "no").expect_travels(r#"{"pets":"no"}"#);
    Scenario::of(required()).answer("pets", "yes").expect_lacks(["name: required"]);
}

#[test]
fn saying_that_one_does_not_know_is_an_answer_to_a_required_question() {
    Scenario::of(required()).answer("pets", "unsure").expect_travels(r#"{"pets":"unsure"}"#);
}

#[test]
fn spaces_do_not_answer_a_required_question() {
    let scenario = Scenario::of(required()).answer("pets", "yes");
    scenario.answer("name", " \u{3000}\n").expect_lacks(["name: required"]);
}

#[test]
fn what_is_reminded_of_or_optional_may_be_left_out() {
    Scenario::of(form().rating("life").text("remarks", 20).optional()).expect_travels("{}");
}
