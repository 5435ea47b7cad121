//! What nobody should send: each gets its status and a line that says what to do, and nothing is stored.

use std::time::Duration;

use office::http::Limits;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, path_of};
use crate::office::{TestOffice, VISITORS};
use crate::response::with;

const JSON: (&str, &str) = ("content-type", "application/json");

async fn put_body(office: &TestOffice, body: impl Into<axum::body::Bytes>) -> Answer {
    let path = path_of(&office.responses(VISITORS).await.number(1));
    office.client.send("PUT", &path, &[JSON], body).await
}

async fn assert_nothing_stored(office: &TestOffice) {
    assert_eq!(office.stored(VISITORS).await, Vec::<Value>::new());
    assert_eq!(office.client.get("/api/v1/health").await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_with_its_place() {
    let office = TestOffice::start().await;
    let good = office.responses(VISITORS).await.number(1).to_string();
    for bad in [
        "",
        "{",
        "<xml/>",
        &good[..good.len() - 1],
        &good.replace("きれい🌸", r"\ud800"),
        &good.replace("きれい", "\u{1}"),
    ] {
        let answer = put_body(&office, bad.to_owned()).await;
        assert_eq!(answer.problem(), (400, "not_json".into()), "{bad}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("line 1 column"), "{}", answer.text());
        assert!(!answer.text().contains("きれい"), "what was answered is not repeated");
    }
    let mut latin = good.into_bytes();
    let place = latin.iter().position(|byte| *byte > 0x80).unwrap();
    latin[place] = 0xff;
    assert_eq!(put_body(&office, latin).await.problem(), (400, "not_json".into()));
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_the_sender_hears_it() {
    let office = TestOffice::start().await;
    for bytes in [64 * 1024 + 1, 512 * 1024] {
        assert_eq!(put_body(&office, vec![b' '; bytes]).await.problem(), (413, "too_large".into()));
    }
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn a_body_of_another_form_is_refused() {
    let office = TestOffice::start().await;
    let good = office.responses(VISITORS).await.number(1);
    let mut less = good.clone();
    less.as_object_mut().unwrap().remove("ward");
    let twice = good.to_string().replace(r#""age":71"#, r#""age":71,"age":17"#);
    for bad in [
        json!([]).to_string(),
        less.to_string(),
        twice,
        with(&good, "/name", "花子").to_string(),
        with(&good, "/ward", "271081").to_string(),
        with(&good, "/mode", "phone").to_string(),
        with(&good, "/revision", "latest").to_string(),
        with(&good, "/started_at", "2026-12-02T01:00:13Z").to_string(),
        with(&good, "/id", "01890a5d-ac96-774b-bcce-b302099a8057").to_string(),
    ] {
        assert_eq!(put_body(&office, bad.clone()).await.problems(), [(String::new(), "misshapen".into())], "{bad}");
    }
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn answers_that_do_not_fit_the_survey_are_told_by_question() {
    let office = TestOffice::start().await;
    let good = office.responses(VISITORS).await.number(1);
    let said_no = with(&good, "/answers/visited", "no");
    for (bad, question, code) in [
        (with(&good, "/answers/colour", "red"), "colour", "unknown_question"),
        (with(&good, "/answers/often", "daily"), "often", "unknown_choice"),
        (said_no, "often", "off_path"),
        (with(&good, "/answers/words", "あ".repeat(21)), "words", "too_long"),
        (with(&good, "/answers/words", "a\u{7}b"), "words", "control_character"),
        (with(&good, "/answers/words", "a\r\nb"), "words", "control_character"),
        (with(&good, "/answers/age", 121), "age", "out_of_range"),
        (with(&good, "/answers/age", "71"), "age", "wrong_kind"),
        (with(&good, "/answers", json!({ "age": 71 })), "visited", "required"),
        (with(&good, "/ward", "271098"), "", "unknown_ward"),
        (with(&good, "/language", "fr"), "", "unknown_language"),
        (with(&good, "/given", json!({ "wave": "1" })), "", "unknown_given"),
        (with(&good, "/finished_at", "2026-12-02T00:59:00Z"), "", "times_backwards"),
        (with(&good, "/revision", "0".repeat(64)), "", "unknown_revision"),
    ] {
        assert_eq!(put_body(&office, bad.to_string()).await.problems(), [(question.into(), code.into())], "{bad}");
    }
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let office = TestOffice::start().await;
    let good = office.responses(VISITORS).await.number(1);
    let bad = with(&with(&with(&good, "/answers/age", -1), "/answers/words", "\u{0}"), "/ward", "271098");
    let problems = put_body(&office, bad.to_string()).await.problems();
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[tokio::test]
async fn an_address_and_a_body_that_disagree_are_refused() {
    let office = TestOffice::start().await;
    let (one, other) = (office.responses(VISITORS).await.number(1), office.responses("garden-letters").await.number(2));
    let answer =
        office.client.send("PUT", &path_of(&other).replace("letters", "visitors"), &[JSON], one.to_string()).await;
    assert_eq!(answer.problems(), [(String::new(), "wrong_id".into())]);
    assert_eq!(put_body(&office, other.to_string()).await.problems(), [(String::new(), "wrong_survey".into())]);
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn what_is_at_no_address_or_by_no_method_is_refused_as_a_problem() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    for path in [
        "/api/",
        "/api/v2/surveys",
        "/api/v1/surveys/none",
        "/api/v1/surveys/NONE",
        "/api/v1/surveys/%ff",
        "/api/v1/schemas/x",
    ] {
        assert_eq!(office.client.get(path).await.problem().0 / 100, 4, "{path}");
    }
    let nowhere = with(&response, "/survey", "none");
    assert_eq!(office.client.put(&nowhere).await.problem(), (404, "no_such_survey".into()));
    let answer = office.client.send("POST", &path_of(&response), &[JSON], response.to_string()).await;
    assert_eq!(answer.problem(), (405, "method_not_allowed".into()));
    assert_eq!(answer.header("allow"), "PUT");
    let answer =
        office.client.send("PUT", &path_of(&response), &[("content-type", "text/plain")], response.to_string()).await;
    assert_eq!(answer.problem(), (415, "unsupported_media_type".into()));
    let answer = office
        .client
        .send("PUT", &path_of(&response), &[("content-type", "application/json; charset=utf-8")], response.to_string())
        .await;
    assert_eq!(answer.status.as_u16(), 201);
}

/// An office that soon gives up on a request, and yet gets through an ordinary one on a busy machine.
pub(crate) const IMPATIENT: Limits = Limits { requests_max: 512, request_ms_max: 3_000 };

/// What the office says to a body of this type of which only the beginning comes.
pub(crate) async fn begun(office: &TestOffice, method_and_path: &str, of_type: &str) -> String {
    let mut stream = TcpStream::connect(&office.client.authority()).await.unwrap();
    let head =
        format!("{method_and_path} HTTP/1.1\r\nhost: x\r\ncontent-type: {of_type}\r\ncontent-length: 1000\r\n\r\n{{");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut answer)).await;
    read.expect("the office gives up").unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up() {
    let office = TestOffice::start_with(IMPATIENT).await;
    let path = path_of(&office.responses(VISITORS).await.number(1));
    let answer = begun(&office, &format!("PUT {path}"), "application/json").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("too_slow"), "{answer}");
    assert_nothing_stored(&office).await;
}

#[tokio::test]
async fn one_request_too_many_is_asked_to_come_back() {
    let office = TestOffice::start_with(Limits { requests_max: 0, ..Limits::default() }).await;
    let answer = office.client.get("/api/v1/health").await;
    assert_eq!(answer.problem(), (503, "overloaded".into()));
    assert_eq!(answer.header("retry-after"), "3");
}
