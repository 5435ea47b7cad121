//! `PUT /api/v1/surveys/{survey}/responses/{id}`

use questionnaire::State;
use serde_json::json;

use crate::office::{LETTERS, TestOffice, VISITORS};
use crate::response::with;

#[tokio::test]
async fn a_response_to_an_open_survey_is_stored_and_counted() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = office.responses(VISITORS).await.number(1);
    let answer = office.client.put(&response).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (201, json!({ "id": response["id"], "stored": "counted" })));
    let stored = office.stored(VISITORS).await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0]["response"], response);
    assert!(stored[0]["received_at"].as_str().unwrap().ends_with(":00Z"), "times are whole minutes");
}

#[tokio::test]
async fn a_rehearsal_needs_no_code_and_counts_nothing() {
    let office = TestOffice::start().await;
    let answer = office.client.put(&office.responses(LETTERS).await.number(1)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["stored"]), (201, &json!("rehearsal")));
    assert_eq!(office.stored(LETTERS).await[0]["stored"], "rehearsal");
}

#[tokio::test]
async fn a_hundred_at_once_are_stored_once() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = office.responses(VISITORS).await.number(1);
    let sent: Vec<_> = (0..100)
        .map(|_| {
            let (client, response) = (office.client.clone(), response.clone());
            tokio::spawn(async move { client.put(&response).await })
        })
        .collect();
    let mut statuses = Vec::new();
    for answer in sent {
        let answer = answer.await.unwrap();
        assert_eq!(answer.json()["stored"], "counted");
        statuses.push(answer.status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!((&statuses[..99], statuses[99]), (&[200; 99][..], 201));
    assert_eq!(office.stored(VISITORS).await.len(), 1);
}

#[tokio::test]
async fn another_body_with_the_same_id_is_a_conflict_and_both_are_kept() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    assert_eq!(office.client.put(&response).await.status.as_u16(), 201);
    let other = with(&response, "/answers/age", 17);
    for _ in 0..2 {
        assert_eq!(office.client.put(&other).await.problem(), (409, "conflict".into()));
    }
    assert_eq!(office.client.put(&response).await.status.as_u16(), 200);
    let stored = office.stored(VISITORS).await;
    assert_eq!((stored.len(), &stored[0]["response"], &stored[0]["conflicts"]), (1, &response, &json!(1)));
    let kept = office.store.conflicts(&crate::office::id(VISITORS)).await.unwrap();
    assert_eq!(kept.iter().map(|conflict| &conflict.response).collect::<Vec<_>>(), [&other]);
}

#[tokio::test]
async fn a_faulty_device_cannot_fill_the_disk_with_conflicts() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    for age in 0..30 {
        office.client.put(&with(&response, "/answers/age", age)).await;
    }
    assert_eq!(office.stored(VISITORS).await[0]["conflicts"], 20);
}

#[tokio::test]
async fn a_response_is_stored_as_what_its_credential_says_it_is() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    assert_eq!(office.client.put(&with(&response, "/mode", "paper")).await.status.as_u16(), 201);
    assert_eq!(office.stored(VISITORS).await[0]["response"]["mode"], "web");
}

#[tokio::test]
async fn a_survey_that_rests_refuses_but_knows_what_it_has() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    assert_eq!(office.client.put(&responses.number(1)).await.status.as_u16(), 201);
    office.send_to(VISITORS, &[State::Paused]).await;
    assert_eq!(office.client.put(&responses.number(2)).await.problem(), (403, "not_accepting".into()));
    assert_eq!(office.client.put(&responses.number(1)).await.status.as_u16(), 200);
    office.send_to(VISITORS, &[State::Open]).await;
    assert_eq!(office.client.put(&responses.number(2)).await.status.as_u16(), 201);
}

#[tokio::test]
async fn what_comes_after_the_end_is_set_aside() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open, State::Closed]).await;
    let response = office.responses(VISITORS).await.number(1);
    let answer = office.client.put(&response).await;
    let told = json!({ "id": response["id"], "stored": "aside", "reason": "late" });
    assert_eq!((answer.status.as_u16(), answer.json()), (202, told.clone()));
    let again = office.client.put(&response).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, told));
    office.send_to(VISITORS, &[State::Published, State::Archived]).await;
    let late = office.responses(VISITORS).await.number(2);
    assert_eq!(office.client.put(&late).await.problem(), (403, "not_accepting".into()));
}

#[tokio::test]
async fn an_earlier_revision_is_accepted_as_long_as_its_survey_lives() {
    let office = TestOffice::start().await;
    let earlier = office.responses(VISITORS).await;
    office.publish_with(VISITORS, |draft| draft.embed_origins.clear()).await;
    let later = office.responses(VISITORS).await;
    assert_ne!(earlier.number(1)["revision"], later.number(1)["revision"]);
    assert_eq!(office.client.put(&earlier.number(1)).await.status.as_u16(), 201);
    assert_eq!(office.client.put(&later.number(2)).await.status.as_u16(), 201);
}
