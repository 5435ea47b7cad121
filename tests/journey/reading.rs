//! The module's own reader of surveys against the types' reader, which the office uses.

use koe::json::{Node, parse};
use koe::published::reader;
use questionnaire::DraftSurvey;
use serde_json::{Value, json};

use crate::survey::{payload, text};

/// The survey with everything that an author may write.
fn survey() -> Value {
    let payload: Value = serde_json::from_str(&payload(false)).unwrap();
    let mut survey = payload["survey"].clone();
    survey["modules"] = json!(["more"]);
    survey["slots"] = json!({ "contact": text("contact") });
    survey["embed_origins"] = json!(["https://www.example.jp"]);
    survey["wards"]["271080"]["modules"] = json!(["local"]);
    survey["wards"]["271080"]["slots"] = json!({ "contact": text("here") });
    let form = &mut survey["questionnaire"];
    form["givens"] = json!({ "wave": ["1", "2"] });
    form["choice_sets"] = json!({ "yes_no": { "positive": ["yes"], "choices": [
        { "code": "yes", "paper": 1, "text": text("yes") },
        { "code": "no", "text": text("no"), "meaning": "prefer_not_to_say", "exclusive": true, "other": true },
    ] } });
    let on = |condition: Value| json!({ "when": condition, "text": text("wording") });
    let wordings = [
        json!({ "chose": { "question": "works", "choice": "yes" } }),
        json!({ "chose_any": { "question": "works", "choices": ["yes", "no"] } }),
        json!({ "contains": { "question": "liked", "choices": ["parks"] } }),
        json!({ "compare": { "question": "days", "is": "at_most", "to": { "number": -3 } } }),
        json!({ "compare": { "question": "since", "is": "at_least", "to": { "month": "2001-02" } } }),
        json!({ "compare_answers": { "question": "moved", "is": "less", "to": "since" } }),
        json!({ "given_is": { "given": "wave", "value": "1" } }),
        json!({ "given_in": { "given": "wave", "values": ["1", "2"] } }),
        json!({ "given_compare": { "given": "wave", "is": "equal", "to": { "date": "2026-01-02" } } }),
        json!({ "not": { "all": [{ "any": [] }, { "all": [] }] } }),
    ];
    let question = &mut form["sections"][1]["questions"][5];
    question["wordings"] = wordings.map(on).into();
    question["help"] = text("help");
    question["module"] = json!("more");
    question["positive"] = json!(["a"]);
    question["feeds"] = json!(["fed"]);
    question["checks"] = json!([{ "fails_when": { "any": [] }, "severity": "hard", "message": text("hard") }]);
    form["sections"][0]["questions"][0]["answer"] = json!({ "one": { "choice_set": "yes_no" } });
    survey
}

fn read(survey: &Value) -> Option<DraftSurvey> {
    reader::survey(parse(&survey.to_string()).unwrap())
}

#[test]
fn both_readers_read_the_same_survey() {
    let survey = survey();
    let expected: DraftSurvey = serde_json::from_value(survey.clone()).unwrap();
    assert_eq!(read(&survey), Some(expected));
}

#[test]
fn a_survey_with_anything_missing_or_of_another_kind_is_refused_as_by_the_types() {
    let survey = survey();
    let paths = paths_of(&survey, String::new());
    assert!(paths.len() > 300);
    for path in paths {
        for wrong in [json!(true), json!("?"), json!([[]]), json!({})] {
            let mut spoilt = survey.clone();
            *spoilt.pointer_mut(&path).unwrap() = wrong;
            let expected: Option<DraftSurvey> = serde_json::from_value(spoilt.clone()).ok();
            assert_eq!(read(&spoilt), expected, "{path}");
        }
    }
}

fn paths_of(value: &Value, at: String) -> Vec<String> {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (escape(key), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let deeper = inner.into_iter().flat_map(|(key, value)| paths_of(value, format!("{at}/{key}")));
    let deeper: Vec<String> = deeper.collect();
    std::iter::once(at).chain(deeper).collect()
}

#[test]
fn a_survey_that_is_no_table_is_refused() {
    for node in [Node::Null, Node::Text(String::new()), Node::List(Vec::new()), Node::Table(Vec::new())] {
        assert_eq!(reader::survey(node), None);
    }
}
