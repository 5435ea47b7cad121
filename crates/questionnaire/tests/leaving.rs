//! What stands between a person and the next page: the table at the head of `finding.rs`.

use crate::form::{Form, chose, form, number};
use crate::scenario::Scenario;
use questionnaire::Comparison::{AtLeast, Greater};
use questionnaire::{Acknowledged, Need};

fn with(need: Need) -> Form {
    form()
        .number("people", 0, 99)
        .edit(|question| question.need = need)
        .soft(number("people", Greater, 20), "many")
        .hard(number("people", Greater, 50), "too many")
}

#[test]
fn a_question_without_an_answer_stays_reminds_once_or_lets_go_on() {
    let left = |need| Scenario::of(with(need));
    left(Need::Required)
        .expect_findings("people", ["people: required"])
        .next("people")
        .expect_findings("people", ["people: required"]);
    left(Need::Reminded).expect_findings("people", ["people: reminder"]).next("people").expect_findings("people", []);
    left(Need::Optional).expect_findings("people", []);
}

#[test]
fn a_soft_check_asks_once_whatever_the_need() {
    for need in [Need::Required, Need::Reminded, Need::Optional] {
        Scenario::of(with(need))
            .answer("people", "21")
            .expect_findings("people", ["people: soft 0 many"])
            .next("people")
            .expect_findings("people", []);
    }
}

#[test]
fn a_hard_check_stays_whatever_the_need() {
    for need in [Need::Required, Need::Reminded, Need::Optional] {
        Scenario::of(with(need))
            .answer("people", "51")
            .expect_findings("people", ["people: soft 0 many", "people: hard 1 too many"])
            .next("people")
            .expect_findings("people", ["people: hard 1 too many"])
            .next("people")
            .expect_findings("people", ["people: hard 1 too many"])
            .expect_lacks(["people: check 1"]);
    }
}

#[test]
fn an_input_that_is_no_answer_stays_whatever_the_need() {
    for need in [Need::Required, Need::Reminded, Need::Optional] {
        Scenario::of(with(need))
            .answer("people", "many")
            .expect_findings("people", ["people: not_a_number"])
            .next("people")
            .expect_findings("people", ["people: not_a_number"]);
    }
}

#[test]
fn an_answer_in_order_lets_go_on() {
    for need in [Need::Required, Need::Reminded, Need::Optional] {
        Scenario::of(with(need)).answer("people", "20").expect_findings("people", []);
    }
}

#[test]
fn a_changed_answer_is_asked_about_again() {
    let insisted = Scenario::of(with(Need::Reminded)).answer("people", "21").next("people");
    insisted.answer("people", "22").expect_findings("people", ["people: soft 0 many"]);
}

#[test]
fn one_is_reminded_once_only() {
    let reminded = Scenario::of(with(Need::Reminded)).next("people");
    reminded.answer("people", "3").blank("people").expect_findings("people", []);
}

#[test]
fn what_is_forgotten_about_one_question_is_kept_about_the_others() {
    let form = form()
        .number("a", 0, 99)
        .page("p")
        .soft(number("a", Greater, 20), "a?")
        .number("b", 0, 99)
        .page("p")
        .soft(number("b", Greater, 20), "b?");
    let insisted = Scenario::of(form).answer("a", "30").answer("b", "30").next("a").expect_findings("a", []);
    insisted.answer("a", "31").expect_findings("a", ["a: soft 0 a?"]);
}

#[test]
fn a_check_looks_back_and_compares_two_answers() {
    let form = form()
        .number("people", 0, 9)
        .number("children", 0, 9)
        .hard(crate::form::answers("children", AtLeast, "people"), "somebody must be grown up");
    let scenario = Scenario::of(form).answer("people", "2").answer("children", "2");
    let scenario = scenario.expect_findings("people", []);
    let scenario = scenario.expect_findings("children", ["children: hard 0 somebody must be grown up"]);
    scenario.answer("people", "3").expect_findings("children", []).expect_travels(r#"{"children":2,"people":3}"#);
}

#[test]
fn a_check_does_not_hear_an_answer_off_the_path() {
    let form = form()
        .one("sure", ["yes", "no"])
        .number("people", 0, 9)
        .when(chose("sure", "yes"))
        .number("children", 0, 9)
        .hard(crate::form::answers("children", AtLeast, "people"), "no");
    let scenario = Scenario::of(form).answer("sure", "yes").answer("people", "2").answer("children", "2");
    scenario.expect_lacks(["children: check 0"]).answer("sure", "no").expect_travels(r#"{"children":2,"sure":"no"}"#);
}

#[test]
fn a_question_without_an_answer_is_not_checked() {
    let form = form().one("pets", ["yes", "no"]).text("name", 9).optional().hard(chose("pets", "yes"), "name it");
    Scenario::of(form).answer("pets", "yes").expect_findings("name", []).expect_travels(r#"{"pets":"yes"}"#);
}

#[test]
fn findings_are_about_the_page_that_is_left_and_no_other() {
    let form = form().rating("a").page("p").rating("b").page("p").rating("c");
    Scenario::of(form)
        .expect_findings("a", ["a: reminder", "b: reminder"])
        .expect_findings("c", ["c: reminder"])
        .next("a")
        .expect_findings("b", [])
        .expect_findings("c", ["c: reminder"]);
}

#[test]
fn gentle_findings_are_those_that_let_pass() {
    let scenario = Scenario::of(with(Need::Required)).answer("people", "51");
    let gentle: Vec<_> = scenario.findings("people").iter().map(|finding| finding.kind.is_gentle()).collect();
    assert_eq!(gentle, [true, false]);
    let left = Scenario::of(with(Need::Reminded));
    assert!(left.findings("people").iter().all(|finding| finding.kind.is_gentle()));
    let required = Scenario::of(with(Need::Required));
    assert!(required.findings("people").iter().all(|finding| !finding.kind.is_gentle()));
    let rejected = Scenario::of(with(Need::Optional)).answer("people", "x");
    assert!(rejected.findings("people").iter().all(|finding| !finding.kind.is_gentle()));
}

#[test]
fn what_was_passed_over_survives_a_reload() {
    let scenario = Scenario::of(with(Need::Reminded)).answer("people", "21").next("people");
    let saved = serde_json::to_string(&scenario.acknowledged).unwrap();
    let restored: Acknowledged = serde_json::from_str(&saved).unwrap();
    assert_eq!(restored, scenario.acknowledged);
    assert_ne!(restored, Acknowledged::default());
}
