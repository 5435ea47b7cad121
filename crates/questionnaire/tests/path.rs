//! Who is asked what.

use crate::form::{chose, form, not};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::{Answers, GoOn, Input, Picked, Who};

fn pets() -> Scenario {
    Scenario::of(
        form()
            .one("pets", ["yes", "no"])
            .text("name", 20)
            .when(chose("pets", "yes"))
            .one("walks", ["often", "never"])
            .when(chose("pets", "yes"))
            .one("where", ["park", "street"])
            .when(chose("walks", "often"))
            .rating("life"),
    )
}

#[test]
fn everybody_is_asked_what_has_no_condition() {
    pets().expect_path(["pets", "life"]);
}

#[test]
fn an_answer_opens_the_questions_behind_it() {
    pets().answer("pets", "yes").expect_path(["pets", "name", "walks", "life"]);
    pets().answer("pets", "no").expect_path(["pets", "life"]);
}

#[test]
fn a_gate_that_closes_closes_all_gates_behind_it() {
    let walked = pets().answer("pets", "yes").answer("walks", "often");
    let walked = walked.expect_path(["pets", "name", "walks", "where", "life"]);
    walked.answer("pets", "no").expect_path(["pets", "life"]);
}

#[test]
fn changing_back_brings_back_the_path_and_its_answers() {
    let before = pets().answer("pets", "yes").answer("walks", "often").answer("where", "park");
    let after = before.clone().answer("pets", "no").answer("pets", "yes");
    assert_eq!(after.path(), before.path());
    assert_eq!(after.reading(), before.reading());
    after.expect_travels(r#"{"pets":"yes","walks":"often","where":"park"}"#);
}

#[test]
fn the_order_of_answering_decides_nothing() {
    pets()
        .answer("where", "street")
        .answer("walks", "often")
        .answer("pets", "yes")
        .expect_path(["pets", "name", "walks", "where", "life"]);
}

#[test]
fn an_input_that_is_no_answer_opens_nothing() {
    pets().input("pets", Input::Choice(Picked::plain(id("perhaps")))).expect_path(["pets", "life"]);
    pets().input("pets", Input::Typed("yes".into())).expect_path(["pets", "life"]);
}

#[test]
fn a_module_that_is_off_is_not_asked() {
    let survey = |on: bool, in_taisho: bool| {
        let mut draft = form().one("a", ["1", "2"]).text("b", 9).module("more").survey();
        if on {
            draft.modules.insert(id("more"));
        }
        if in_taisho {
            draft.wards.get_mut(&id(crate::form::TAISHO)).unwrap().modules.insert(id("more"));
        }
        Scenario::in_survey(draft.try_into().unwrap())
    };
    survey(false, false).expect_path(["a"]);
    survey(true, false).expect_path(["a", "b"]).in_ward(crate::form::NANIWA).expect_path(["a", "b"]);
    survey(false, true).expect_path(["a", "b"]).in_ward(crate::form::NANIWA).expect_path(["a"]);
}

#[test]
fn a_question_of_a_module_keeps_its_condition() {
    let mut draft = form().one("a", ["1", "2"]).text("b", 9).module("more").when(not(chose("a", "1"))).survey();
    draft.modules.insert(id("more"));
    let scenario = Scenario::in_survey(draft.try_into().unwrap());
    scenario.expect_path(["a", "b"]).answer("a", "1").expect_path(["a"]);
}

#[test]
fn a_path_knows_what_is_on_it() {
    let scenario = pets().answer("pets", "yes");
    let path = scenario.survey.questionnaire().path(&scenario.setting, &scenario.reading().answers);
    assert!(path.contains(&id("name")));
    assert!(!path.contains(&id("where")));
    assert!(!path.contains(&id("nothing")));
}

#[test]
fn answers_are_filed_only_under_their_question() {
    let scenario = pets();
    let questionnaire = scenario.survey.questionnaire();
    let mut answers = Answers::default();
    assert!(answers.is_empty());
    let yes = || Input::Choice(Picked::plain(id("yes")));
    questionnaire.answer(&mut answers, &id("pets"), yes()).unwrap();
    assert!(!answers.is_empty());
    let refused = questionnaire.answer(&mut answers, &id("life"), yes()).unwrap_err();
    assert_eq!(refused.to_string(), "life: the answer is not of the kind that the question asks for");
    let unknown = questionnaire.answer(&mut answers, &id("cats"), yes()).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no question `cats`");
    // What was refused left what was there.
    questionnaire.answer(&mut answers, &id("pets"), Input::Typed("no".into())).unwrap_err();
    assert_eq!(answers.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["pets"]);
    questionnaire.answer(&mut answers, &id("pets"), Input::Blank).unwrap();
    assert!(answers.is_empty());
}

#[test]
fn inputs_for_questions_that_are_not_there_are_passed_over() {
    let reading = pets().input("cats", Input::Typed("two".into())).reading();
    assert!(reading.answers.is_empty() && reading.rejected.is_empty());
}

#[test]
fn a_sheet_says_whom_a_question_is_for_and_where_to_go_on() {
    let pets = pets();
    let printed = pets.survey.questionnaire().printed(&pets.setting);
    let who: Vec<_> = printed.iter().map(|printed| printed.who.clone()).collect();
    let had = || Some(Who::Took(1, vec![id("yes")]));
    assert_eq!(who, [None, had(), had(), Some(Who::Took(3, vec![id("often")])), None]);
    let go_on: Vec<_> = printed.iter().map(|printed| printed.go_on.clone()).collect();
    let (no, never) = ((id("no"), GoOn::At(5)), (id("never"), GoOn::At(5)));
    assert_eq!(go_on, [vec![no], vec![], vec![never], vec![], vec![]]);
}
