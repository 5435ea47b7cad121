//! The main job, end to end.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::harness::journey::{RESIDENCE, Says, Step};
use crate::harness::{Office, Person, RESIDENTS, TAISHO, Window, in_every_engine};

in_every_engine! {
    a_resident_answers_every_question_in_japanese_and_the_office_has_exactly_that on phone;
}

/// What should be on the wire after these steps.
pub(crate) fn told(steps: &[Step]) -> Value {
    let mut told = Map::new();
    for (id, says) in steps {
        let value = match says {
            Says::One(code) => json!(code),
            Says::Several(codes) => json!(codes),
            Says::Other(code, words) => json!([{ "choice": code, "text": words }]),
            Says::Words(words) => json!(words),
            Says::Nothing => continue,
        };
        told.insert((*id).to_owned(), value);
    }
    Value::Object(told)
}

pub(crate) fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|four| char::from_digit(four.into(), 16)).collect()
}

async fn a_resident_answers_every_question_in_japanese_and_the_office_has_exactly_that(window: Window) {
    let office = Office::open().await;
    let resident = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    resident.answers(RESIDENCE).await;
    resident.sends().await;
    resident.has_sent().await;
    resident.reads("sent.rehearsal").await;
    let receipt = resident.receipt().await;

    let stored = office.stored(RESIDENTS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["stored"], "rehearsal");
    let response = &stored[0]["response"];
    assert_eq!(response["answers"], told(RESIDENCE));
    assert_eq!(response["receipt_hash"], sha256(&receipt));
    for (name, value) in [("survey", RESIDENTS), ("ward", TAISHO), ("mode", "web"), ("language", "ja")] {
        assert_eq!(response[name], value, "{name}");
    }
    assert_eq!(response["assisted"], false);
    resident.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_way_through_taisho_passes_every_question_of_its_modules() {
    let office = Office::open().await;
    let resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    let passed: Vec<&str> = RESIDENCE.iter().map(|(id, _)| *id).collect();
    let left: Vec<String> =
        resident.sheet.questions().into_iter().filter(|id| !passed.contains(&id.as_str())).collect();
    assert_eq!(left, ["channels", "chokai"], "only what the survey leaves out may be missing");
}
