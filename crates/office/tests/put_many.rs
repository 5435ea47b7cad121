//! `POST /api/v1/surveys/{survey}/responses`

use office::code::InvitationCode;
use questionnaire::State;
use serde_json::{Value, json};

use crate::office::{LETTERS, TestOffice, VISITORS};
use crate::response::with;

const NDJSON: (&str, &str) = ("content-type", "application/x-ndjson");

async fn post(office: &TestOffice, survey: &str, lines: &[String]) -> Vec<Value> {
    let path = format!("/api/v1/surveys/{survey}/responses");
    let answer = office.client.send("POST", &path, &[NDJSON], lines.join("\n")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/x-ndjson"));
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn each_line_is_taken_in_or_refused_by_itself() {
    let office = TestOffice::start().await;
    let responses = office.responses(VISITORS).await;
    let line = |response: &Value| json!({ "response": response }).to_string();
    let one = responses.number(1);
    let lines = [
        line(&one),
        line(&one),
        line(&with(&one, "/answers/age", 1)),
        "{}".into(),
        String::new(),
        line(&with(&responses.number(2), "/answers/age", 500)),
    ];
    let results = post(&office, VISITORS, &lines).await;
    let statuses: Vec<_> =
        results.iter().map(|result| (result["line"].as_u64().unwrap(), result["status"].as_u64().unwrap())).collect();
    assert_eq!(statuses, [(1, 201), (2, 200), (3, 409), (4, 400), (5, 422)]);
    assert_eq!((&results[0]["id"], &results[0]["stored"]), (&one["id"], &json!("rehearsal")));
    assert_eq!(results[4]["problem"]["problems"][0]["code"], "out_of_range");
    assert_eq!(office.stored(VISITORS).await.len(), 1);
}

#[tokio::test]
async fn a_code_stands_beside_its_response() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = crate::codes::invite(&office, 1).await;
    let responses = office.responses(LETTERS).await;
    let lines = [
        json!({ "response": responses.number(1), "code": codes[0] }).to_string(),
        json!({ "response": responses.number(2), "code": codes[0] }).to_string(),
        json!({ "response": responses.number(3) }).to_string(),
    ];
    let results = post(&office, LETTERS, &lines).await;
    let told: Vec<_> =
        results.iter().map(|result| (result["status"].as_u64().unwrap(), result["reason"].as_str())).collect();
    assert_eq!(told, [(201, None), (202, Some("code_used")), (403, None)]);
}

#[tokio::test]
async fn a_line_says_when_its_response_may_come_again() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let guess = InvitationCode::from_random([9; 9]).unwrap().to_string();
    let line = json!({ "response": office.responses(LETTERS).await.number(1), "code": guess }).to_string();
    let mut results = Vec::new();
    for _ in 0..3 {
        results.extend(post(&office, LETTERS, &vec![line.clone(); 100]).await);
    }
    let (first, last) = (&results[0], &results[299]);
    assert_eq!((first["status"].as_u64(), first.get("retry_after")), (Some(403), None));
    assert_eq!(last["problem"]["type"], "urn:koe:problem:too_many_wrong_codes");
    assert!(last["retry_after"].as_u64() >= Some(1), "{last}");
}

#[tokio::test]
async fn too_much_at_once_is_refused_whole() {
    let office = TestOffice::start().await;
    let path = format!("/api/v1/surveys/{VISITORS}/responses");
    let answer = office.client.send("POST", &path, &[NDJSON], "{}\n".repeat(101)).await;
    assert_eq!(answer.problem(), (413, "too_many_lines".into()));
    let answer = office.client.send("POST", &path, &[NDJSON], vec![b' '; (1 << 20) + 1]).await;
    assert_eq!(answer.problem(), (413, "too_large".into()));
    let answer = office.client.send("POST", "/api/v1/surveys/none/responses", &[NDJSON], "{}").await;
    assert_eq!(answer.problem(), (404, "no_such_survey".into()));
}
