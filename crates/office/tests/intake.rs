//! The intake, whichever door leads to it.

use office::code::CodeKey;
use office::edition::Editions;
use office::intake::{Intake, Refusal};
use office::store::Stored;
use questionnaire::{Mode, WireResponse};
use serde_json::Value;

use crate::office::{TestOffice, VISITORS};
use crate::response::with;

fn wire(response: &Value) -> WireResponse {
    WireResponse::parse(response.to_string().as_bytes()).unwrap()
}

#[tokio::test]
async fn a_response_is_the_same_by_whichever_door_it_comes() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    let (editions, code_key) = (Editions::new(office.store.clone()), CodeKey::new(vec![1; 32]));
    let intake = Intake { store: &office.store, editions: &editions, code_key: &code_key, caller: None };
    let first = intake.take_in(wire(&response), None, Mode::Plain).await.unwrap();
    assert_eq!((first.stored, first.before), (Stored::Rehearsal, false));
    for mode in [Mode::Plain, Mode::Web, Mode::Kiosk] {
        assert!(intake.take_in(wire(&response), None, mode).await.unwrap().before, "{mode:?}");
    }
    assert_eq!(office.client.put(&response).await.status.as_u16(), 200);
    let other = intake.take_in(wire(&with(&response, "/answers/age", 1)), None, Mode::Plain).await;
    assert!(matches!(other, Err(Refusal::Conflict)), "{other:?}");
    let stored = office.stored(VISITORS).await;
    assert_eq!((stored.len(), &stored[0]["response"]["mode"]), (1, &"plain".into()), "the first door is kept");
}
