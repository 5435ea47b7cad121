//! Codes: `POST /api/v1/surveys/{survey}/codes`, and the header that comes with a response.

use office::code::InvitationCode;
use office::http::code_key;
use questionnaire::State;
use serde_json::{Value, json};

use crate::client::Answer;
use crate::office::{LETTERS, TestOffice, id};

/// Gives out `count` codes for the survey that is answered with letters.
pub(crate) async fn invite(office: &TestOffice, count: u8) -> Vec<String> {
    let codes: Vec<_> = (0..count).map(|number| InvitationCode::from_random([number; 9]).unwrap()).collect();
    let key = code_key(&office.store).await.unwrap();
    let hashes: Vec<_> = codes.iter().map(|code| key.hash(&id(LETTERS), *code)).collect();
    assert!(office.store.invite(&id(LETTERS), "271080".parse().unwrap(), &hashes).await.unwrap());
    codes.iter().map(ToString::to_string).collect()
}

async fn ask(office: &TestOffice, survey: &str, code: &str) -> Answer {
    let path = format!("/api/v1/surveys/{survey}/codes");
    office
        .client
        .send("POST", &path, &[("content-type", "application/json")], json!({ "code": code }).to_string())
        .await
}

async fn standing(office: &TestOffice, code: &str) -> Value {
    let answer = ask(office, LETTERS, code).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    answer.json()["code"].clone()
}

#[tokio::test]
async fn a_code_counts_one_response_and_sets_the_next_aside() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 2).await;
    let responses = office.responses(LETTERS).await;
    assert_eq!(standing(&office, &codes[0]).await, "usable");
    let first = office.client.put_with_code(&responses.number(1), &codes[0]).await;
    assert_eq!((first.status.as_u16(), &first.json()["stored"]), (201, &json!("counted")));
    assert_eq!(standing(&office, &codes[0]).await, "used");
    let second = office.client.put_with_code(&responses.number(2), &codes[0].to_lowercase().replace('-', " ")).await;
    assert_eq!((second.status.as_u16(), &second.json()["reason"]), (202, &json!("code_used")));
    assert_eq!(office.client.put_with_code(&responses.number(1), &codes[0]).await.status.as_u16(), 200);
    assert_eq!(office.client.put_with_code(&responses.number(3), &codes[1]).await.status.as_u16(), 201);
    let stored = office.stored(LETTERS).await;
    assert_eq!(stored[1]["beside"], responses.number(1)["id"], "the one that had used the code is named");
}

#[tokio::test]
async fn of_fifty_at_once_with_one_code_one_counts() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let code = invite(&office, 1).await.remove(0);
    let responses = office.responses(LETTERS).await;
    let sent: Vec<_> = (0..50)
        .map(|number| {
            let (client, response, code) = (office.client.clone(), responses.number(number), code.clone());
            tokio::spawn(async move { client.put_with_code(&response, &code).await.status.as_u16() })
        })
        .collect();
    let mut counted = 0;
    for status in sent {
        counted += usize::from(status.await.unwrap() == 201);
    }
    assert_eq!(counted, 1);
    let stored = office.stored(LETTERS).await;
    assert_eq!(stored.iter().filter(|record| record["stored"] == "counted").count(), 1);
    assert_eq!(stored.len(), 50);
}

#[tokio::test]
async fn an_open_survey_of_letters_needs_a_code_that_was_given_out() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let response = office.responses(LETTERS).await.number(1);
    let never_given_out = InvitationCode::from_random([9; 9]).unwrap().to_string();
    assert_eq!(office.client.put(&response).await.problem(), (403, "code_missing".into()));
    for wrong in [never_given_out.as_str(), "22222-22222", "", "x"] {
        assert_eq!(office.client.put_with_code(&response, wrong).await.problem(), (403, "code_unknown".into()));
        assert_eq!(standing(&office, wrong).await, "unknown");
    }
    assert_eq!(office.stored(LETTERS).await.len(), 0);
}

#[tokio::test]
async fn a_code_of_another_form_is_no_question() {
    let office = TestOffice::start().await;
    let path = format!("/api/v1/surveys/{LETTERS}/codes");
    for body in ["", "[]", "{\"code\": 1}", "{\"code\": \"2\", \"name\": \"花子\"}"] {
        let answer = office.client.send("POST", &path, &[("content-type", "application/json")], body).await;
        assert_eq!(answer.problem(), (400, "not_json".into()), "{body}");
    }
    assert_eq!(ask(&office, "none", "22222-22223").await.problem(), (404, "no_such_survey".into()));
}
