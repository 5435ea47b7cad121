//! What a store promises, claimed of every database that there is.

use std::collections::BTreeSet;

use office::admission::CodeStanding;
use office::clock;
use office::store::{Enrolled, Kept, Reason, Store, StoreError, StoreOptions, Stored};
use questionnaire::State;
use tokio::task::JoinSet;

use crate::office::{LETTERS, VISITORS, id};
use crate::test_store::{Arriving, TestStore, code, invite, postgres_place, sqlite_place};

const COUNTED: Kept = Kept::New(Stored::Counted, None);
const USED: Kept = Kept::New(Stored::Aside, Some(Reason::CodeUsed));

macro_rules! of_every_database {
    ($($claim:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                super::$claim(super::TestStore::at(super::sqlite_place().await).await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                super::$claim(super::TestStore::at(super::postgres_place().await).await).await;
            })*
        }
    };
}

of_every_database![
    a_response_is_stored_once_however_often_it_comes,
    many_who_send_one_response_at_once_store_one,
    one_code_counts_one_response_whoever_is_faster,
    other_content_under_an_id_is_kept_beside_it_up_to_twenty,
    a_conflict_with_a_response_of_the_same_group_is_one,
    a_survey_that_closes_counts_nothing_after_that,
    codes_are_given_out_all_or_none,
    a_code_that_is_not_heard_is_not_looked_at,
    records_come_in_the_order_of_their_ids,
    a_text_comes_out_as_it_went_in,
    a_link_sets_up_one_tablet,
    a_setting_is_made_once,
    one_that_cannot_be_stored_keeps_nobody_else_from_it,
    a_store_that_many_open_at_once_is_made_once,
    a_revision_is_published_once_and_given_out_from_then_on,
];

async fn a_response_is_stored_once_however_often_it_comes(test: TestStore) {
    test.send_to(&[State::Open]).await;
    let arrival = test.arrival(VISITORS, 1).await;
    assert_eq!(test.keep(&arrival).await, COUNTED);
    test.send_to(&[State::Paused]).await;
    assert_eq!(test.keep(&arrival).await, Kept::Before(Stored::Counted, None), "whatever has become of the survey");
    assert_eq!(test.keep(&test.arrival(VISITORS, 2).await).await, Kept::NotAccepting(State::Paused));
    let again = test.store.keep_all(&[&arrival, &arrival]).await.unwrap();
    assert_eq!(again, [Kept::Before(Stored::Counted, None); 2]);
    assert_eq!(test.records(VISITORS).await.len(), 1);
}

async fn many_who_send_one_response_at_once_store_one(test: TestStore) {
    test.send_to(&[State::Open]).await;
    let (other, mut senders) = (test.another().await, JoinSet::new());
    for number in 0..10 {
        let arrival = test.arrival(VISITORS, number).await;
        for store in [&test.store, &other, &test.store, &other] {
            let (store, arrival) = (store.clone(), arrival.clone());
            senders.spawn(async move { store.keep(arrival).await.unwrap() });
        }
    }
    let kept = senders.join_all().await;
    assert_eq!(kept.iter().filter(|kept| **kept == COUNTED).count(), 10);
    assert_eq!(kept.iter().filter(|kept| **kept == Kept::Before(Stored::Counted, None)).count(), 30);
    assert_eq!(test.records(VISITORS).await.len(), 10);
    other.close().await;
}

async fn one_code_counts_one_response_whoever_is_faster(test: TestStore) {
    test.send_to(&[State::Open]).await;
    invite(&test.store, 3).await;
    let (other, mut senders) = (test.another().await, JoinSet::new());
    for number in 0..24_u8 {
        let arrival = test.arrival(LETTERS, number.into()).await.with_code(number % 3);
        let store = if number % 2 == 0 { test.store.clone() } else { other.clone() };
        senders.spawn(async move { store.keep(arrival).await.unwrap() });
    }
    let kept = senders.join_all().await;
    assert_eq!(kept.iter().filter(|kept| **kept == COUNTED).count(), 3);
    assert_eq!(kept.iter().filter(|kept| **kept == USED).count(), 21);
    let records = test.records(LETTERS).await;
    let counted: BTreeSet<_> =
        records.iter().filter(|record| record.stored == Stored::Counted).map(|record| record.id.clone()).collect();
    let named: BTreeSet<_> = records.iter().filter_map(|record| record.beside.clone()).collect();
    assert_eq!(counted, named, "those set aside name the one that was counted");
    other.close().await;
}

async fn other_content_under_an_id_is_kept_beside_it_up_to_twenty(test: TestStore) {
    let arrival = test.arrival(VISITORS, 1).await;
    test.keep(&arrival).await;
    let (other, mut senders) = (test.another().await, JoinSet::new());
    for number in 0..40 {
        let changed = arrival.clone().saying(&format!("{{\"answers\":{{\"age\":{number}}}}}"));
        let store = if number % 2 == 0 { test.store.clone() } else { other.clone() };
        senders.spawn(async move { store.keep(changed).await.unwrap() });
    }
    assert_eq!(senders.join_all().await, [Kept::Conflict; 40]);
    assert_eq!(test.records(VISITORS).await[0].conflicts, 20);
    assert_eq!(test.store.conflicts(&id(VISITORS)).await.unwrap().len(), 20);
    assert_eq!(test.keep(&arrival).await, Kept::Before(Stored::Rehearsal, None), "the first stays what it was");
    other.close().await;
}

async fn a_conflict_with_a_response_of_the_same_group_is_one(test: TestStore) {
    let first = test.arrival(VISITORS, 1).await;
    let second = first.clone().saying("{}");
    let kept = test.store.keep_all(&[&first, &second, &first]).await.unwrap();
    let rehearsal = Kept::New(Stored::Rehearsal, None);
    assert_eq!(kept, [rehearsal, Kept::Conflict, Kept::Before(Stored::Rehearsal, None)]);
    assert_eq!(test.records(VISITORS).await[0].conflicts, 1);
}

async fn a_survey_that_closes_counts_nothing_after_that(test: TestStore) {
    test.send_to(&[State::Open]).await;
    let (other, mut senders) = (test.another().await, JoinSet::new());
    for number in 0..200 {
        let (store, arrival) = (test.store.clone(), test.arrival(VISITORS, number).await);
        senders.spawn(async move { store.keep(arrival).await.unwrap() });
    }
    let mut kept = vec![senders.join_next().await.unwrap().unwrap()];
    other.send_to(&id(VISITORS), State::Closed, clock::now()).await.unwrap();
    let counted = test.records(VISITORS).await.iter().filter(|record| record.stored == Stored::Counted).count();
    kept.extend(senders.join_all().await);
    assert_eq!(kept.iter().filter(|kept| **kept == COUNTED).count(), counted, "all that is counted was there by then");
    let late = Kept::New(Stored::Aside, Some(Reason::Late));
    assert_eq!(kept.iter().filter(|kept| **kept == late).count(), 200 - counted);
    other.close().await;
}

async fn codes_are_given_out_all_or_none(test: TestStore) {
    invite(&test.store, 2).await;
    let ward = "271080".parse().unwrap();
    assert!(!test.store.invite(&id(LETTERS), ward, &[code(7), code(1), code(8)]).await.unwrap());
    assert_eq!(test.store.code_standing(&id(LETTERS), code(7)).await.unwrap(), CodeStanding::Unknown);
    assert_eq!(test.store.code_standing(&id(LETTERS), code(1)).await.unwrap(), CodeStanding::Usable);
    assert!(!test.store.invite(&id(LETTERS), ward, &[code(9), code(9)]).await.unwrap());
    assert_eq!(test.store.invited(&id(LETTERS)).await.unwrap(), [(ward, 2)].into());
    assert_eq!(test.store.invited(&id(LETTERS)).await.unwrap(), [(ward, 2)].into());
    assert_eq!(test.store.invited(&id(VISITORS)).await.unwrap(), [].into());
    let none = test.store.invite(&id("none"), ward, &[code(1)]).await;
    assert!(matches!(none, Err(StoreError::NoSuchSurvey { .. })), "{none:?}");
}

async fn a_code_that_is_not_heard_is_not_looked_at(test: TestStore) {
    test.send_to(&[State::Open]).await;
    invite(&test.store, 1).await;
    let arrival = test.arrival(LETTERS, 1).await;
    assert_eq!(test.keep(&arrival).await, Kept::CodeMissing);
    assert_eq!(test.keep(&arrival.clone().with_code(5)).await, Kept::CodeUnknown);
    let mut unheard = arrival.with_code(0);
    unheard.hears_codes = false;
    assert_eq!(test.keep(&unheard).await, Kept::CodeUnheard);
    unheard.hears_codes = true;
    assert_eq!(test.keep(&unheard).await, COUNTED);
    assert_eq!(test.store.code_standing(&id(LETTERS), code(0)).await.unwrap(), CodeStanding::Used);
}

async fn records_come_in_the_order_of_their_ids(test: TestStore) {
    let mut arrivals = Vec::new();
    for number in 0..300 {
        arrivals.push(test.arrival(VISITORS, ((number * 7919) % 300) << 20).await);
    }
    test.store.keep_all(&arrivals.iter().collect::<Vec<_>>()).await.unwrap();
    let mut ids: Vec<_> = arrivals.iter().map(|arrival| arrival.id.to_string()).collect();
    ids.sort();
    let (mut after, mut there) = (String::new(), Vec::new());
    loop {
        let page = test.store.records(&id(VISITORS), &after, 70).await.unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        there.extend(page.into_iter().map(|record| record.id));
    }
    assert_eq!(there, ids);
    assert_eq!(test.store.record(&id(VISITORS), &ids[5]).await.unwrap().unwrap().id, ids[5]);
    assert_eq!(test.store.record(&id(VISITORS), "no id").await.unwrap(), None);
}

async fn a_text_comes_out_as_it_went_in(test: TestStore) {
    let body = r#"{"answers":{"words":"𠮷野家 きれい🌸 e\u0301 \u0000 \\ ' \" $1 ?1 %s\n"}}"#;
    let arrival = test.arrival(VISITORS, 1).await.saying(body);
    test.keep(&arrival).await;
    let expected: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(test.records(VISITORS).await[0].response, expected);
    let sealed = office::store::Arrival {
        sealed_through: Some(questionnaire::Mode::Kiosk),
        ..test.arrival(VISITORS, 2).await.saying("not JSON, and kept byte for byte  ")
    };
    test.keep(&sealed).await;
    let kept = test.records(VISITORS).await[1].sealed.clone().unwrap();
    assert_eq!((kept.body, kept.through), (sealed.body, questionnaire::Mode::Kiosk));
}

async fn a_link_sets_up_one_tablet(test: TestStore) {
    let device = office::device::Device {
        device: "d1".into(),
        mode: office::device::DeviceMode::Kiosk,
        name: "1F 窓口".into(),
        ward: "271080".parse().unwrap(),
        surveys: vec![id(VISITORS)],
        idle_s: 90,
    };
    let now = clock::now();
    test.store.add_device(&device, [1; 32], now, now).await.unwrap();
    let mut tablets = JoinSet::new();
    for number in 0..8 {
        let store = test.store.clone();
        tablets.spawn(async move { store.enrol_device([1; 32], [number; 32], now).await.unwrap() });
    }
    let enrolled = tablets.join_all().await;
    assert_eq!(enrolled.iter().filter(|enrolled| **enrolled == Enrolled::New(device.clone())).count(), 1);
    assert_eq!(enrolled.iter().filter(|enrolled| **enrolled == Enrolled::Unknown).count(), 7);
    let mut known = Vec::new();
    for number in 0..8 {
        known.extend(test.store.device_by_token([number; 32]).await.unwrap());
    }
    assert_eq!(known, std::slice::from_ref(&device));
    assert!(test.store.revoke_device("d1", now).await.unwrap());
    assert!(!test.store.revoke_device("d2", now).await.unwrap());
    assert_eq!(test.store.device("d1").await.unwrap(), Some(device));
    assert!(test.store.devices().await.unwrap()[0].revoked_at.is_some());
}

async fn a_setting_is_made_once(test: TestStore) {
    let mut makers = JoinSet::new();
    for number in 0..8_u8 {
        let store = test.store.clone();
        makers.spawn(async move { store.setting("key", || vec![number; 4]).await.unwrap() });
    }
    let made: BTreeSet<_> = makers.join_all().await.into_iter().collect();
    assert_eq!(made.len(), 1);
    assert_eq!(test.another().await.setting("key", Vec::new).await.unwrap(), *made.first().unwrap());
}

async fn one_that_cannot_be_stored_keeps_nobody_else_from_it(test: TestStore) {
    let mut senders = JoinSet::new();
    for number in 0..40 {
        let (store, mut arrival) = (test.store.clone(), test.arrival(VISITORS, number).await);
        if number % 10 == 0 {
            arrival.survey = id("none");
        }
        senders.spawn(async move { store.keep(arrival).await });
    }
    let kept = senders.join_all().await;
    assert_eq!(kept.iter().filter(|kept| matches!(kept, Err(StoreError::NoSuchSurvey { .. }))).count(), 4);
    assert_eq!(kept.iter().filter(|kept| matches!(kept, Ok(Kept::New(Stored::Rehearsal, None)))).count(), 36);
    assert_eq!(test.records(VISITORS).await.len(), 36);
}

async fn a_store_that_many_open_at_once_is_made_once(test: TestStore) {
    let (address, _folder) =
        if test.address.starts_with("sqlite") { sqlite_place().await } else { postgres_place().await };
    let address: office::store::Address = address.parse().unwrap();
    let missing = Store::open(&address, StoreOptions { create: false, ..StoreOptions::default() }).await;
    assert!(matches!(missing, Err(StoreError::Missing { .. })), "{missing:?}");
    let mut offices = JoinSet::new();
    for _ in 0..4 {
        let address = address.clone();
        offices.spawn(async move { Store::open(&address, StoreOptions::default()).await.unwrap() });
    }
    for store in offices.join_all().await {
        assert_eq!(store.standings().await.unwrap(), []);
        store.is_well().await.unwrap();
        store.is_writable().await.unwrap();
        store.close().await;
    }
}

async fn a_revision_is_published_once_and_given_out_from_then_on(test: TestStore) {
    let before = test.store.standing(&id(VISITORS)).await.unwrap().unwrap();
    let other = test.store.standing(&id(LETTERS)).await.unwrap().unwrap().revision;
    assert!(test.store.publish(&id(VISITORS), &other, "{}", clock::now()).await.unwrap());
    assert!(!test.store.publish(&id(VISITORS), &other, "{}", clock::now()).await.unwrap());
    let now = test.store.standing(&id(VISITORS)).await.unwrap().unwrap();
    assert_eq!((now.revision, now.state), (other.clone(), State::Rehearsal));
    let mut both = vec![before.revision, other.clone()];
    both.sort_by_key(ToString::to_string);
    assert_eq!(test.store.revisions(&id(VISITORS)).await.unwrap(), both);
    assert_eq!(test.store.published(&id(VISITORS), &other).await.unwrap().unwrap(), "{}");
    let no_way = test.store.send_to(&id(VISITORS), State::Archived, clock::now()).await;
    assert!(matches!(no_way, Err(StoreError::NoWay { .. })), "{no_way:?}");
}
