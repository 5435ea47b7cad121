//! Surveys with sealing keys: what is taken in, and what is refused although nobody here can read it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use questionnaire::{DraftSurvey, SealingKey, State};
use sealing::{PrivateKey, PublicKey, Seed, seal};
use serde_json::{Value, json};

use crate::client::{Answer, path_of};
use crate::office::{LETTERS, TestOffice, VISITORS, file, id};
use crate::response::with;

const JSON: (&str, &str) = ("content-type", "application/json");

/// The key of the ward, of the escrow, and so on.
pub(crate) fn key(number: u8) -> PrivateKey {
    PrivateKey::from_random([number + 1; 32]).unwrap()
}

pub(crate) fn publics(numbers: &[u8]) -> Vec<PublicKey> {
    numbers.iter().map(|number| key(*number).public().clone()).collect()
}

/// A survey whose responses are sealed to these keys.
pub(crate) fn sealed_to(numbers: &[u8]) -> impl FnOnce(&mut DraftSurvey) {
    let keys = publics(numbers).iter().map(SealingKey::from).collect();
    move |draft| draft.sealing_keys = keys
}

/// `response` as its device seals it to these keys; another `time`, other bytes.
pub(crate) fn sealed(response: &Value, numbers: &[u8], time: u8) -> String {
    let mut clear = response.as_object().unwrap().clone();
    let secret = json!({ "answers": clear.remove("answers"), "given": clear.remove("given") });
    let clear = Value::from(clear).to_string();
    let seed = Seed::from_random([time; 32]);
    seal(clear.as_bytes(), secret.to_string().as_bytes(), &publics(numbers), &seed).unwrap()
}

/// Sends `body` to where `response` belongs.
pub(crate) async fn put(office: &TestOffice, response: &Value, body: impl Into<String>) -> Answer {
    office.client.send("PUT", &path_of(response), &[JSON], body.into()).await
}

async fn assert_nothing_stored(office: &TestOffice) {
    assert_eq!(office.stored(VISITORS).await, Vec::<Value>::new());
}

/// Every byte of the database, what has not been moved into its one file yet included.
fn bytes_on_disk(office: &TestOffice) -> Vec<u8> {
    let log = file(office.folder.path()).with_extension("db-wal");
    [std::fs::read(office.file()).unwrap(), std::fs::read(log).unwrap_or_default()].concat()
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[tokio::test]
async fn a_sealed_response_is_stored_as_it_came_and_nothing_of_its_answers_is_on_the_disk() {
    let office = TestOffice::start().await;
    let words = "unmistakable words";
    let clear = with(&office.responses(VISITORS).await.number(1), "/answers/words", words);
    office.client.put(&clear).await;
    assert!(holds(&bytes_on_disk(&office), words), "what is in clear is found");

    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = with(&office.responses(VISITORS).await.number(1), "/answers/words", words);
    let body = format!(" {}\n", sealed(&response, &[0, 1], 1));
    let answer = put(&office, &response, &body).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (201, json!({ "id": response["id"], "stored": "counted" })));
    assert_eq!(put(&office, &response, &body).await.status.as_u16(), 200);

    let records = office.store.records(&id(VISITORS), "", 9).await.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].sealed.as_ref().unwrap().body, body);
    let exported = serde_json::to_value(&records[0]).unwrap();
    assert_eq!(exported["sealed"], true);
    assert_eq!(exported["response"], serde_json::from_str::<Value>(&body).unwrap());
    let bytes = bytes_on_disk(&office);
    assert!(holds(&bytes, response["id"].as_str().unwrap()) && !holds(&bytes, words));
}

#[tokio::test]
async fn a_response_without_a_seal_is_refused_and_told_so() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let response = office.responses(VISITORS).await.number(1);
    let answer = office.client.put(&response).await;
    assert_eq!(answer.problems(), [(String::new(), "not_sealed".into())]);
    assert!(answer.json()["detail"].as_str().unwrap().contains("takes only responses whose answers are sealed"));
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn the_same_id_sealed_otherwise_is_a_conflict_and_both_are_kept() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let response = office.responses(VISITORS).await.number(1);
    let (first, again) = (sealed(&response, &[0], 1), sealed(&response, &[0], 2));
    assert_eq!(put(&office, &response, &first).await.status.as_u16(), 201);
    for _ in 0..2 {
        assert_eq!(put(&office, &response, &again).await.problem(), (409, "conflict".into()));
    }
    assert_eq!(put(&office, &response, &first).await.status.as_u16(), 200);
    let kept = office.store.conflicts(&id(VISITORS)).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].response, serde_json::from_str::<Value>(&again).unwrap());
}

#[tokio::test]
async fn what_is_sealed_for_others_than_the_revision_names_is_refused() {
    let office = TestOffice::start().await;
    let unsealed = office.responses(VISITORS).await.number(1);
    let answer = put(&office, &unsealed, sealed(&unsealed, &[0], 1)).await;
    assert_eq!(answer.problems(), [(String::new(), "wrong_keys".into())], "a survey without keys takes nothing sealed");
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    let response = office.responses(VISITORS).await.number(1);
    for keys in [&[0][..], &[1], &[0, 2], &[0, 1, 2], &[0, 0, 1]] {
        let answer = put(&office, &response, sealed(&response, keys, 1)).await;
        assert_eq!(answer.problems(), [(String::new(), "wrong_keys".into())], "{keys:?}");
    }
    assert_nothing_stored(&office).await;
    assert_eq!(put(&office, &response, sealed(&response, &[1, 0], 1)).await.status.as_u16(), 201);
}

#[tokio::test]
async fn what_is_in_clear_is_held_to_the_same_rules() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let good = office.responses(VISITORS).await.number(1);
    for (bad, code) in [
        (with(&good, "/ward", "271098"), "unknown_ward"),
        (with(&good, "/language", "fr"), "unknown_language"),
        (with(&good, "/finished_at", "2026-12-02T00:59:00Z"), "times_backwards"),
        (with(&good, "/revision", "0".repeat(64)), "unknown_revision"),
        (with(&good, "/survey", LETTERS), "wrong_survey"),
        (with(&good, "/id", "00000000-0000-4009-8000-000000000000"), "wrong_id"),
        (with(&good, "/started_at", "2026-12-02T01:00:30Z"), "misshapen"),
        (with(&good, "/receipt_hash", "none"), "misshapen"),
        (with(&good, "/mode", "carrier pigeon"), "misshapen"),
        (with(&good, "/answer", "yes"), "misshapen"),
    ] {
        let answer = put(&office, &good, sealed(&bad, &[0], 1)).await;
        assert_eq!(answer.problems(), [(String::new(), code.into())], "{bad}");
    }
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn what_is_not_sealed_as_it_must_be_is_told_by_the_part_that_is_wrong() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let response = office.responses(VISITORS).await.number(1);
    let body = sealed(&response, &[0], 1);
    let json: Value = serde_json::from_str(&body).unwrap();
    let other_way = URL_SAFE_NO_PAD.encode(r#"{"alg":"ECDH-ES","enc":"A256GCM"}"#);
    for (bad, part) in [
        (with(&json, "/protected", other_way), "`protected`"),
        (with(&json, "/tag", "AAAA"), "`tag`"),
        (with(&json, "/aad", "="), "`aad`"),
        (with(&json, "/unprotected", json!({})), "unknown field"),
    ] {
        let answer = put(&office, &response, bad.to_string()).await;
        assert_eq!(answer.problems(), [(String::new(), "misshapen".into())]);
        assert!(answer.json()["detail"].as_str().unwrap().contains(part), "{}", answer.text());
    }
    // Answers that by mistake stand in clear are refused, and not repeated.
    let mut leaking: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(json["aad"].as_str().unwrap()).unwrap()).unwrap();
    leaking["ward"] = response["answers"]["words"].clone();
    let leaking = with(&json, "/aad", URL_SAFE_NO_PAD.encode(leaking.to_string()));
    let answer = put(&office, &response, leaking.to_string()).await;
    assert_eq!(answer.problems(), [(String::new(), "misshapen".into())]);
    assert!(!answer.text().contains(response["answers"]["words"].as_str().unwrap()), "{}", answer.text());
    let cut = put(&office, &response, &body[..body.len() / 2]).await;
    assert_eq!(cut.problem(), (400, "not_json".into()));
    let large = put(&office, &response, format!("{body}{}", " ".repeat(96 * 1024))).await;
    assert_eq!(large.problem(), (413, "too_large".into()));
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn state_and_code_decide_as_for_any_other_response() {
    let office = TestOffice::start().await;
    office.publish_with(LETTERS, sealed_to(&[0])).await;
    let responses = office.responses(LETTERS).await;
    let send = async |number: u64, code: Option<&str>| {
        let response = responses.number(number);
        let headers: Vec<_> = [JSON].into_iter().chain(code.map(|code| ("koe-code", code))).collect();
        let body = sealed(&response, &[0], 1);
        let answer = office.client.send("PUT", &path_of(&response), &headers, body).await;
        let json = answer.json();
        let told = json["reason"].as_str().or(json["stored"].as_str()).or(json["type"].as_str()).unwrap_or_default();
        (answer.status.as_u16(), told.trim_start_matches("urn:koe:problem:").to_owned())
    };
    assert_eq!(send(1, None).await, (201, "rehearsal".into()));
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = crate::codes::invite(&office, 1).await;
    assert_eq!(send(2, None).await, (403, "code_missing".into()));
    assert_eq!(send(2, Some("3333333333")).await, (403, "code_unknown".into()));
    assert_eq!(send(2, Some(&codes[0])).await, (201, "counted".into()));
    assert_eq!(send(3, Some(&codes[0])).await, (202, "code_used".into()));
    office.send_to(LETTERS, &[State::Paused]).await;
    assert_eq!(send(4, Some(&codes[0])).await, (403, "not_accepting".into()));
    assert_eq!(send(2, Some(&codes[0])).await.0, 200);
}

#[tokio::test]
async fn many_at_once_are_taken_in_or_refused_each_by_itself() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let responses = office.responses(VISITORS).await;
    let line = |body: &str| format!("{{\"response\":{body}}}");
    let body = sealed(&responses.number(1), &[0], 1);
    let lines = [line(&body), line(&responses.number(2).to_string()), line(&sealed(&responses.number(1), &[0], 2))];
    let path = format!("/api/v1/surveys/{VISITORS}/responses");
    let answer = office.client.send("POST", &path, &[("content-type", "application/x-ndjson")], lines.join("\n")).await;
    let statuses: Vec<_> = answer
        .text()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 422, 409]);
    // Alone or among many, the bytes are the same.
    assert_eq!(put(&office, &responses.number(1), body).await.status.as_u16(), 200);
}

#[tokio::test]
async fn each_revision_takes_what_its_own_keys_seal() {
    let office = TestOffice::start().await;
    let before = office.responses(VISITORS).await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let first = office.responses(VISITORS).await;
    office.publish_with(VISITORS, sealed_to(&[1, 2])).await;
    let second = office.responses(VISITORS).await;
    assert_eq!(office.client.put(&before.number(1)).await.status.as_u16(), 201, "begun before there were keys");
    assert_eq!(put(&office, &first.number(2), sealed(&first.number(2), &[0], 1)).await.status.as_u16(), 201);
    assert_eq!(put(&office, &second.number(3), sealed(&second.number(3), &[1, 2], 1)).await.status.as_u16(), 201);
    let late = put(&office, &second.number(4), sealed(&second.number(4), &[0], 1)).await;
    assert_eq!(late.problems(), [(String::new(), "wrong_keys".into())]);
}

#[tokio::test]
async fn whoever_reads_the_survey_reads_the_keys_that_its_revision_pins() {
    let office = TestOffice::start().await;
    let before = office.client.get(&format!("/api/v1/surveys/{VISITORS}")).await.json();
    assert_eq!(before["survey"].get("sealing_keys"), None);
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    let after = office.client.get(&format!("/api/v1/surveys/{VISITORS}")).await.json();
    let public = key(0).public().to_jwk();
    let expected = json!({ "kty": "EC", "crv": "P-256", "kid": public["kid"], "x": public["x"], "y": public["y"] });
    assert_eq!(after["survey"]["sealing_keys"], json!([expected]));
    assert_ne!(after["revision"], before["revision"]);
}

#[tokio::test]
async fn the_described_form_is_the_one_that_is_sealed() {
    let office = TestOffice::start().await;
    let document = office.client.get("/openapi.json").await.json();
    let described = &document["components"]["schemas"]["Sealed"]["properties"];
    let sealed: Value = serde_json::from_str(&sealed(&office.responses(VISITORS).await.number(1), &[0], 1)).unwrap();
    let named = |json: &Value| json.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(named(described), named(&sealed));
    let recipient = &described["recipients"]["items"]["properties"];
    assert_eq!(named(recipient), named(&sealed["recipients"][0]));
    let header = &recipient["header"]["properties"];
    assert_eq!(named(header), named(&sealed["recipients"][0]["header"]));
    assert_eq!(named(&header["epk"]["properties"]), named(&sealed["recipients"][0]["header"]["epk"]));
    assert_eq!(described["protected"]["const"], sealed["protected"]);
}
