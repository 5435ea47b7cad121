//! Answers off the path decide nothing and never travel; they come back when the path does.

use crate::form::{Form, chose, form, number};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::Comparison::Greater;

fn two_ways() -> Form {
    form()
        .one("way", ["left", "right"])
        .required()
        .number("left", 0, 9)
        .required()
        .when(chose("way", "left"))
        .hard(number("left", Greater, 5), "no")
        .text("deeper", 9)
        .when(number("left", Greater, 3))
        .text("right", 9)
        .when(chose("way", "right"))
}

fn both() -> Scenario {
    Scenario::of(two_ways()).answer("way", "left").answer("left", "4").answer("deeper", "cave").answer("right", "river")
}

#[test]
fn what_is_off_the_path_does_not_travel() {
    both().expect_travels(r#"{"deeper":"cave","left":4,"way":"left"}"#);
    both().answer("way", "right").expect_travels(r#"{"right":"river","way":"right"}"#);
}

#[test]
fn what_is_off_the_path_is_still_there() {
    let scenario = both().answer("way", "right");
    assert!(scenario.reading().answers.get(&id("deeper")).is_some());
    scenario.answer("way", "left").expect_travels(r#"{"deeper":"cave","left":4,"way":"left"}"#);
}

#[test]
fn a_hard_check_off_the_path_holds_nobody_back() {
    let scenario = both().answer("left", "6").expect_lacks(["left: check 0"]);
    scenario.answer("way", "right").expect_travels(r#"{"right":"river","way":"right"}"#);
}

#[test]
fn a_response_holds_no_answer_off_the_path() {
    let response = both().answer("way", "right").response();
    let questions: Vec<_> = response.answers().iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(questions, ["right", "way"]);
}
