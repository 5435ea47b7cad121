//! `GET /api/v1/surveys/{survey}`

use questionnaire::{State, Survey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::office::{LETTERS, TestOffice, VISITORS};

const PATH: &str = "/api/v1/surveys/garden-letters";

#[tokio::test]
async fn a_survey_comes_exactly_as_its_revision_hashes_it() {
    let office = TestOffice::start().await;
    let answer = office.client.get(PATH).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    let text = answer.text();
    let (_, survey) = text.split_once("\"survey\":").unwrap();
    let (survey, _) = survey.rsplit_once(",\"interface\":").unwrap();
    let json = answer.json();
    assert_eq!(json["revision"], format!("{:x}", Sha256::digest(survey)));
    assert_eq!(Survey::parse(survey.as_bytes()).unwrap().id().as_str(), LETTERS);
    assert_eq!(json["interface"]["ja-easy"]["page"]["next"], "つぎへ");
}

#[tokio::test]
async fn it_says_whether_and_how_it_can_be_answered() {
    let office = TestOffice::start().await;
    let told = async |survey: &str| {
        let json = office.client.get(&format!("/api/v1/surveys/{survey}")).await.json();
        json!([json["state"], json["accepting"], json["needs_code"]])
    };
    assert_eq!(told(LETTERS).await, json!(["rehearsal", true, false]));
    office.send_to(LETTERS, &[State::Open]).await;
    office.send_to(VISITORS, &[State::Open]).await;
    assert_eq!(told(LETTERS).await, json!(["open", true, true]));
    assert_eq!(told(VISITORS).await, json!(["open", true, false]));
    office.send_to(LETTERS, &[State::Closed]).await;
    assert_eq!(told(LETTERS).await, json!(["closed", false, true]));
}

#[tokio::test]
async fn whoever_has_it_is_not_sent_it_again_until_it_changes() {
    let office = TestOffice::start().await;
    let etag = office.client.get(PATH).await.header("etag").to_owned();
    let again = office.client.send("GET", PATH, &[("if-none-match", &etag)], "").await;
    assert_eq!((again.status.as_u16(), again.body.len(), again.header("etag")), (304, 0, etag.as_str()));
    office.send_to(LETTERS, &[State::Open]).await;
    let changed = office.client.send("GET", PATH, &[("if-none-match", &etag)], "").await;
    assert_eq!(changed.status.as_u16(), 200);
}

#[tokio::test]
async fn it_travels_compressed_where_that_is_understood() {
    let office = TestOffice::start().await;
    let plain = office.client.get(PATH).await;
    let brotli = office.client.send("GET", PATH, &[("accept-encoding", "gzip, br")], "").await;
    assert_eq!((plain.header("content-encoding"), brotli.header("content-encoding")), ("", "br"));
    assert_eq!(brotli.header("vary"), "accept-encoding");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut brotli.body.as_ref(), &mut unpacked).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&unpacked).unwrap(), plain.json());
    assert!(brotli.body.len() < plain.body.len() / 2);
}
