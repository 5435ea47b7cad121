//! What staff type in from paper, which can contradict itself.

use crate::form::{chose, form, lines};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::Map;
use questionnaire::{Mark, Meaning, PaperError, PaperResponse, PaperStanding, Picked, QuestionId, Standing};
use serde_json::{Value, json};

fn sheet() -> Scenario {
    Scenario::of(
        form()
            .one("pets", ["yes", "no", "unsure"])
            .means("unsure", Meaning::DontKnow)
            .line("name", 9)
            .when(chose("pets", "yes"))
            .several("which", ["cat", "dog"])
            .number("age", 0, 99),
    )
}

fn read(typed: &Value) -> Result<PaperResponse, Vec<PaperError>> {
    let typed: Map<String, Value> = serde_json::from_value(typed.clone()).unwrap();
    PaperResponse::read(sheet().survey.questionnaire(), &typed)
}

fn codes(picked: &[Picked]) -> Vec<&str> {
    picked.iter().map(|picked| picked.code.as_str()).collect()
}

#[track_caller]
fn stands(typed: &Value, question: &str) -> String {
    let paper = read(typed).unwrap();
    let scenario = sheet();
    match paper.standing(scenario.survey.questionnaire(), &scenario.setting, &id::<QuestionId>(question)) {
        PaperStanding::Like(Standing::Answered(answer)) => serde_json::to_string(answer).unwrap(),
        PaperStanding::Like(Standing::DontKnow) => "don't know".into(),
        PaperStanding::Like(Standing::PreferNotToSay) => "prefer not to say".into(),
        PaperStanding::Like(Standing::NoAnswer) => "no answer".into(),
        PaperStanding::Like(Standing::NotAsked) => "not asked".into(),
        PaperStanding::TwoMarks(picked) => format!("marks {:?}", codes(picked)),
        PaperStanding::Unreadable => "unreadable".into(),
        PaperStanding::OffPath(Mark::Answer(answer)) => format!("off path {}", serde_json::to_string(answer).unwrap()),
        PaperStanding::OffPath(Mark::Marks(picked)) => format!("off path marks {:?}", codes(picked)),
        PaperStanding::OffPath(Mark::Unreadable) => "off path unreadable".into(),
    }
}

#[test]
fn an_answer_on_paper_is_like_one_on_a_screen() {
    let typed = json!({ "pets": "yes", "name": "ポチ", "which": ["dog"], "age": 7 });
    assert_eq!(stands(&typed, "pets"), r#""yes""#);
    assert_eq!(stands(&typed, "name"), r#""ポチ""#);
    assert_eq!(stands(&typed, "which"), r#"["dog"]"#);
    assert_eq!(stands(&json!({ "pets": "unsure" }), "pets"), "don't know");
    assert_eq!(stands(&json!({}), "pets"), "no answer");
    assert_eq!(stands(&json!({}), "name"), "not asked");
}

#[test]
fn two_marks_are_kept_and_route_nothing() {
    let typed = json!({ "pets": { "marks": ["yes", "no"] }, "name": "ポチ" });
    assert_eq!(stands(&typed, "pets"), r#"marks ["yes", "no"]"#);
    assert_eq!(stands(&typed, "name"), r#"off path "ポチ""#);
    assert!(read(&typed).unwrap().answers().get(&id("pets")).is_none());
}

#[test]
fn what_nobody_can_read_is_kept_as_that() {
    let typed = json!({ "pets": { "unreadable": true }, "age": { "unreadable": true } });
    assert_eq!(stands(&typed, "pets"), "unreadable");
    assert_eq!(stands(&typed, "age"), "unreadable");
    assert!(read(&typed).unwrap().answers().is_empty());
    assert_eq!(stands(&json!({ "pets": "no", "name": { "unreadable": true } }), "name"), "off path unreadable");
}

#[test]
fn an_answer_off_the_path_stays_on_the_sheet() {
    let typed = json!({ "pets": "no", "name": "ポチ" });
    assert_eq!(stands(&typed, "name"), r#"off path "ポチ""#);
    assert!(read(&typed).unwrap().answers().get(&id("name")).is_some());
}

#[test]
fn what_cannot_stand_on_the_sheet_is_told_at_once() {
    let problems = read(&json!({
        "pets": { "marks": ["yes"] },
        "which": { "marks": ["cat", "dog"] },
        "age": 100,
        "cats": "two",
    }));
    assert_eq!(
        lines(&problems.unwrap_err()),
        [
            "age: the number is not between 0 and 99",
            "there is no question `cats`",
            "pets: the answer is not of the kind that the question asks for",
            "which: the answer is not of the kind that the question asks for",
        ]
    );
}

#[test]
fn marks_are_choices_of_the_question_and_each_stands_once() {
    for (marks, problem) in [
        (json!(["yes", "perhaps"]), "pets: the question has no choice `perhaps`"),
        (json!(["yes", "no", "yes"]), "pets: the choice `yes` is taken twice"),
        (json!([]), "pets: the answer is not of the kind that the question asks for"),
        (json!("yes"), "pets: the answer is not of the kind that the question asks for"),
        (json!([1, 2]), "pets: the answer is not of the kind that the question asks for"),
    ] {
        assert_eq!(lines(&read(&json!({ "pets": { "marks": marks } })).unwrap_err()), [problem]);
    }
}

#[test]
fn half_a_mark_is_none() {
    for mark in [json!({ "unreadable": false }), json!({ "unreadable": true, "marks": [] }), json!(null), json!({})] {
        assert!(read(&json!({ "pets": mark })).is_err(), "{mark}");
    }
}
