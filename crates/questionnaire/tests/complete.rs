//! When a set of answers can be sent.

use crate::form::{chose, form, number};
use crate::id;
use crate::scenario::{Scenario, identity};
use questionnaire::Comparison::Greater;
use questionnaire::{Response, Shortfall, ShortfallKind};

#[test]
fn nothing_can_be_complete() {
    Scenario::of(form().rating("life")).expect_travels("{}");
}

#[test]
fn a_soft_check_holds_nobody_back() {
    let form = form().number("people", 0, 99).soft(number("people", Greater, 20), "sure?");
    Scenario::of(form).answer("people", "50").expect_travels(r#"{"people":50}"#);
}

#[test]
fn every_hard_check_that_speaks_is_named() {
    let form = form()
        .number("people", 0, 99)
        .hard(number("people", Greater, 20), "first")
        .soft(number("people", Greater, 30), "second")
        .hard(number("people", Greater, 40), "third")
        .one("pets", ["yes", "no"])
        .required();
    let scenario = Scenario::of(form);
    let scenario = scenario.answer("people", "50");
    let scenario = scenario.expect_lacks(["people: check 0", "people: check 2", "pets: required"]);
    scenario.answer("people", "30").answer("pets", "no").expect_lacks(["people: check 0"]);
}

#[test]
fn only_complete_answers_make_a_response() {
    let scenario = Scenario::of(form().one("pets", ["yes", "no"]).required());
    let response = |scenario: &Scenario| {
        Response::new(&scenario.survey, identity(), &scenario.setting, &scenario.reading().answers)
    };
    let required = Shortfall { question: id("pets"), kind: ShortfallKind::Required };
    assert_eq!(response(&scenario), Err(vec![required]));
    let answered = scenario.answer("pets", "no");
    assert_eq!(response(&answered).unwrap().answers(), &answered.reading().answers);
}

#[test]
fn an_input_that_is_no_answer_is_as_good_as_none() {
    let form = form().number("people", 1, 9).required().text("names", 9).when(number("people", Greater, 1));
    Scenario::of(form.clone()).answer("people", "10").expect_lacks(["people: required"]);
    let form = form.one("pets", ["yes", "no"]).when(chose_nothing());
    Scenario::of(form).answer("people", "1").answer("names", "太郎").expect_travels(r#"{"people":1}"#);
}

fn chose_nothing() -> questionnaire::Condition {
    crate::form::all([number("people", Greater, 1), crate::form::not(crate::form::any([]))])
}

#[test]
fn complete_answers_are_those_on_the_path() {
    let form = form().one("pets", ["yes", "no"]).text("name", 9).when(chose("pets", "yes"));
    let scenario = Scenario::of(form).answer("pets", "no").answer("name", "ポチ");
    let complete = scenario.survey.questionnaire().complete(&scenario.setting, &scenario.reading().answers).unwrap();
    assert!(complete.answers().get(&id("pets")).is_some());
    assert!(complete.answers().get(&id("name")).is_none());
}
