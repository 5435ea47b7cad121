//! `GET /api/v1/surveys/{survey}`, and `GET /api/v1/interface/{language}`

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

#[tokio::test]
async fn whoever_asks_for_one_language_is_sent_the_words_of_the_page_in_that_one() {
    let office = TestOffice::start().await;
    let whole = office.client.get(PATH).await;
    for lang in ["ja", "ja-easy", "en"] {
        let answer = office.client.get(&format!("{PATH}?lang={lang}")).await;
        let (one, all) = (answer.json(), whole.json());
        for (other, words) in all["interface"].as_object().unwrap() {
            let name = json!({ "language": { "name": words["language"]["name"] } });
            let sent = if other == lang { words } else { &name };
            assert_eq!(one["interface"][other], *sent, "{other} beside {lang}");
        }
        assert_eq!((&one["survey"], &one["revision"]), (&all["survey"], &all["revision"]));
        assert_ne!(answer.header("etag"), whole.header("etag"));
        let again = office
            .client
            .send("GET", &format!("{PATH}?lang={lang}"), &[("if-none-match", answer.header("etag"))], "")
            .await;
        assert_eq!(again.status.as_u16(), 304);
    }
    for other in ["?lang=tlh", "?lang=", "?lang=%ff", "?language=ja", "?lang=../ja"] {
        let answer = office.client.get(&format!("{PATH}{other}")).await;
        assert_eq!(answer.header("etag"), whole.header("etag"), "{other}: the page chooses by itself");
    }
    office.send_to(LETTERS, &[State::Open]).await;
    assert_eq!(office.client.get(&format!("{PATH}?lang=en")).await.json()["state"], "open");
}

#[tokio::test]
async fn the_words_of_the_page_come_by_themselves_to_every_page() {
    let office = TestOffice::start().await;
    let interface = office.client.get(PATH).await.json()["interface"].clone();
    for lang in ["ja", "ja-easy", "en"] {
        let path = format!("/api/v1/interface/{lang}");
        let headers = [("accept-encoding", "br"), ("origin", "https://example.org")];
        let packed = office.client.send("GET", &path, &headers, "").await;
        assert_eq!((packed.header("content-encoding"), packed.header("access-control-allow-origin")), ("br", "*"));
        let words = office.client.get(&path).await;
        assert_eq!((words.header("content-type"), words.json()), ("application/json", interface[lang].clone()));
        let again = office.client.send("GET", &path, &[("if-none-match", words.header("etag"))], "").await;
        assert_eq!(again.status.as_u16(), 304);
    }
    for none in ["tlh", "JA", "ja.toml", "%ff"] {
        let answer = office.client.get(&format!("/api/v1/interface/{none}")).await;
        assert_eq!(answer.problem().0 / 100, 4, "{none}");
    }
    assert_eq!(office.client.get("/api/v1/interface/tlh").await.problem(), (404, "no_such_language".into()));
}
