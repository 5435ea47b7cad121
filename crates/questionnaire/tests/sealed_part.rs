//! A response in the two parts of which one is sealed.

use crate::form::{KITA, form};
use crate::id;
use crate::scenario::{Scenario, identity};
use questionnaire::{ClearPart, Response, SealedPart, Survey, WireResponse};

fn survey() -> Survey {
    form().given("wave", ["1", "2"]).text("words", 20).rating("life").sound()
}

fn response() -> Response {
    Scenario::in_survey(survey()).given("wave", "2").answer("words", "声\n\"").answer("life", "7").response()
}

fn clear() -> ClearPart {
    serde_json::from_str(&response().clear_json().unwrap()).unwrap()
}

#[test]
fn what_is_answered_and_given_is_sealed_and_everything_else_is_clear() {
    let clear = concat!(
        r#"{"assisted":false,"finished_at":"2026-11-20T01:09:00Z","id":"07070707-0707-4707-8707-070707070707","#,
        r#""language":"ja","mode":"web","receipt_hash":"RECEIPT","#,
        r#""revision":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","#,
        r#""started_at":"2026-11-20T01:02:00Z","survey":"round","ward":"271080"}"#,
    );
    let receipt = identity().receipt_hash.to_string();
    assert_eq!(response().clear_json().unwrap(), clear.replace("RECEIPT", &receipt));
    let secret = r#"{"answers":{"life":7,"words":"声\n\""},"given":{"wave":"2"}}"#;
    assert_eq!(response().secret_json().unwrap(), secret);
}

#[test]
fn who_handed_the_device_over_is_sealed_with_the_answers() {
    let response = Scenario::in_survey(survey()).given("interviewer", "K-07").answer("life", "7").response();
    assert!(!response.clear_json().unwrap().contains("K-07"));
    assert_eq!(response.secret_json().unwrap(), r#"{"answers":{"life":7},"given":{"interviewer":"K-07"}}"#);
}

#[test]
fn what_is_clear_is_judged_before_anything_is_opened() {
    assert_eq!(survey().admit_clear(&clear()), []);
    let told = |edit: fn(&mut ClearPart)| {
        let mut clear = clear();
        edit(&mut clear);
        survey().admit_clear(&clear).iter().map(|problem| problem.fault.code()).collect::<Vec<_>>()
    };
    assert_eq!(told(|clear| clear.survey = id("other")), ["wrong_survey"]);
    assert_eq!(told(|clear| clear.language = id("en")), ["unknown_language"]);
    assert_eq!(told(|clear| clear.finished_at = id("2026-11-20T01:01:00Z")), ["times_backwards"]);
    assert_eq!(told(|clear| clear.ward = id(KITA)), ["unknown_ward"]);
    let everything = told(|clear| {
        clear.survey = id("other");
        clear.ward = id(KITA);
    });
    assert_eq!(everything, ["wrong_survey", "unknown_ward"]);
}

#[test]
fn what_was_sealed_is_judged_as_whole_when_it_is_opened() {
    let sealed: SealedPart = serde_json::from_str(r#"{"answers":{"life":11,"gone":1},"given":{"wave":"3"}}"#).unwrap();
    let problems = survey().admit(WireResponse::of_parts(clear(), sealed)).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|problem| problem.fault.code()).collect();
    assert_eq!(codes, ["unknown_given", "unknown_question", "out_of_range"]);
}

#[test]
fn a_part_with_more_or_less_than_belongs_in_it_is_not_read() {
    let clear = response().clear_json().unwrap();
    for bad in [
        clear.replacen('{', r#"{"answers":{},"#, 1),
        clear.replace(r#""mode":"web","#, ""),
        clear.replacen('{', r#"{"assisted":false,"#, 1),
    ] {
        assert!(serde_json::from_str::<ClearPart>(&bad).is_err(), "{bad}");
    }
    for bad in [
        r#"{"answers":{}}"#,
        r#"{"answers":{},"given":{},"ward":"271080"}"#,
        r#"{"answers":{"a":1,"a":2},"given":{}}"#,
        r#"{"answers":{"a":{"choice":"x","choice":"y"}},"given":{}}"#,
        r#"{"answers":{},"given":{"wave":"1","wave":"2"}}"#,
    ] {
        assert!(serde_json::from_str::<SealedPart>(bad).is_err(), "{bad}");
    }
}
