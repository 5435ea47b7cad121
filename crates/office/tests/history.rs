//! Two stores with one history, in one database each, are the same to the last conflict.

use office::clock;
use office::store::{Arrival, ReadingsOf, Store};
use questionnaire::{Minute, State};
use serde_json::{Value, json};

use crate::office::{LETTERS, VISITORS, id};
use crate::test_store::{Arriving, TestStore, code, invite, postgres_place, sqlite_place};

/// Everything that a store tells, in one value.
pub(crate) async fn told(store: &Store) -> Value {
    let mut told = json!({});
    for standing in store.standings().await.unwrap() {
        let survey = &standing.survey;
        let mut codes = Vec::new();
        for number in 0..8 {
            codes.push(format!("{:?}", store.code_standing(survey, code(number)).await.unwrap()));
        }
        let mut revisions = Vec::new();
        for revision in store.revisions(survey).await.unwrap() {
            let length = store.published(survey, &revision).await.unwrap().unwrap().len();
            revisions.push(json!({ "revision": revision, "length": length }));
        }
        told[survey.as_str()] = json!({
            "state": standing.state.as_str(),
            "revision": standing.revision,
            "revisions": revisions,
            "records": store.records(survey, "", 10_000).await.unwrap(),
            "conflicts": store.conflicts(survey).await.unwrap(),
            "codes": codes,
        });
    }
    for standing in store.standings().await.unwrap() {
        let survey = &standing.survey;
        let themes = store.themes(survey).await.unwrap();
        // A store of a schema without them tells what it told when it was released.
        if !themes.is_empty() {
            let readings = store.readings(survey, ReadingsOf::default(), None, 100).await.unwrap();
            told[survey.as_str()]["said"] = json!(format!("{themes:?} {readings:?}"));
        }
    }
    let devices = store.devices().await.unwrap();
    told["devices"] = devices.iter().map(|device| format!("{device:?}")).collect();
    told["code_key"] = json!(store.setting("code_key", || vec![7; 32]).await.unwrap());
    told
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }
}

/// An arrival out of few: ids, contents and codes come again and again.
async fn arrival(test: &TestStore, dice: &mut Dice) -> Arrival {
    let survey = if dice.below(2) == 0 { LETTERS } else { VISITORS };
    let body = format!("{{\"answers\":{{\"age\":{}}}}}", dice.below(3));
    let arrival = test.arrival(survey, dice.below(60)).await.saying(&body);
    let arrival = match dice.below(3) {
        0 => arrival,
        _ => arrival.with_code(u8::try_from(dice.below(10)).unwrap()),
    };
    let received_at: Minute = format!("2026-12-02T01:{:02}:00Z", dice.below(60)).parse().unwrap();
    Arrival { hears_codes: dice.below(8) > 0, received_at, ..arrival }
}

/// What is said along a history, and what is there at its end.
async fn live(test: TestStore, seed: u64) -> (Vec<String>, Value) {
    let (mut dice, mut said) = (Dice(seed), Vec::new());
    invite(&test.store, 8).await;
    for _ in 0..60 {
        if dice.below(6) == 0 {
            let states = [State::Rehearsal, State::Open, State::Paused, State::Closed, State::Published];
            let next = states[usize::try_from(dice.below(5)).unwrap()];
            let sent = test.store.send_to(&id(LETTERS), next, clock::now()).await;
            said.push(sent.map_or_else(|error| error.to_string(), |from| from.as_str().to_owned()));
        }
        let mut group = Vec::new();
        for _ in 0..=dice.below(9) {
            group.push(arrival(&test, &mut dice).await);
        }
        said.push(format!("{:?}", test.store.keep_all(&group.iter().collect::<Vec<_>>()).await));
    }
    let told = told(&test.store).await;
    test.store.close().await;
    (said, told)
}

#[tokio::test]
async fn a_history_ends_the_same_in_either_database() {
    for seed in [1, 0x5eed_0002, 0x0bad_cafe] {
        let in_file = live(TestStore::at(sqlite_place().await).await, seed).await;
        let on_server = live(TestStore::at(postgres_place().await).await, seed).await;
        assert!(in_file.0.iter().any(|said| said.contains("Conflict")) && in_file.0.len() > 60);
        for (place, (one, other)) in in_file.0.iter().zip(&on_server.0).enumerate() {
            assert_eq!(one, other, "step {place} of {seed}");
        }
        for survey in [LETTERS, VISITORS] {
            for part in ["state", "codes", "records", "conflicts"] {
                let of = |told: &Value| serde_json::to_string_pretty(&told[survey][part]).unwrap();
                let (one, other) = (of(&in_file.1), of(&on_server.1));
                let apart = one.lines().zip(other.lines()).find(|(one, other)| one != other);
                assert_eq!(apart, None, "{part} of {survey} of {seed}");
            }
        }
        assert_eq!(in_file.1["devices"], on_server.1["devices"]);
    }
}
