//! What a store promises, claimed of every database that there is.

use std::collections::BTreeSet;

use office::admission::{CodeStanding, Timing};
use office::audit::Deed;
use office::clock;
use office::outcome::Outcome;
use office::retention::{self, Deletion, Expired};
use office::said::{Reading, Theme};
use office::store::{Arrival, Enrolled, Kept, ReadingsOf, Reason, Store, StoreError, StoreOptions, Stored};
use office::typing::{Stage, TypedForm};
use questionnaire::{Minute, State, Text};
use tokio::task::JoinSet;

use crate::office::{LETTERS, VISITORS, id};
use crate::released::reading;
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
    a_closed_survey_counts_what_was_finished_before_within_its_grace,
    what_has_had_its_time_is_deleted,
    nothing_is_deleted_that_was_not_written_into_the_log_before,
    codes_are_given_out_all_or_none,
    a_code_that_is_not_heard_is_not_looked_at,
    what_came_of_a_letter_is_kept_told_anew_and_taken_back,
    records_come_in_the_order_of_their_ids,
    a_text_comes_out_as_it_went_in,
    a_link_sets_up_one_tablet,
    a_setting_is_made_once,
    a_text_is_read_once_and_nobody_writes_over_another_unseen,
    a_theme_has_a_number_of_its_own_and_nobody_writes_over_another_unseen,
    sheets_of_paper_have_numbers_and_each_code_is_typed_in_once,
    one_that_cannot_be_stored_keeps_nobody_else_from_it,
    a_store_that_many_open_at_once_is_made_once,
    a_revision_is_published_once_and_given_out_from_then_on,
];

async fn a_text_is_read_once_and_nobody_writes_over_another_unseen(test: TestStore) {
    test.keep(&test.arrival(VISITORS, 1).await).await;
    test.send_to(&[State::Open]).await;
    for number in 2..5 {
        assert_eq!(test.keep(&test.arrival(VISITORS, number).await).await, COUNTED);
    }
    let (survey, records) = (id(VISITORS), test.records(VISITORS).await);
    let (rehearsed, counted) = records.iter().partition::<Vec<_>, _>(|record| record.stored == Stored::Rehearsal);
    let save = async |reading: Reading| test.store.save_reading(&survey, &reading).await.unwrap();
    assert!(!save(reading(&rehearsed[0].id, "")).await, "what does not count is not read");
    assert!(!save(reading("none", "")).await);
    let mut saving = JoinSet::new();
    for _ in 0..8 {
        let (store, survey, reading) = (test.store.clone(), survey.clone(), reading(&counted[0].id, ""));
        saving.spawn(async move { store.save_reading(&survey, &reading).await.unwrap() });
    }
    assert_eq!(saving.join_all().await.into_iter().filter(|saved| *saved).count(), 1, "one of eight at once");
    let first = reading(&counted[0].id, "");
    let found = test.store.reading(&survey, &first.text).await.unwrap().unwrap();
    assert_eq!(found, Reading { version: 1, ..first.clone() });
    assert!(save(Reading { words: String::new(), themes: [2].into(), ..found.clone() }).await);
    assert!(!save(found).await, "whoever has not seen it changes nothing");
    for (id, choice) in [(&counted[0].id, "other"), (&counted[1].id, ""), (&counted[2].id, "")] {
        assert!(save(reading(id, choice)).await);
    }
    let of = |ward: &str, theme| ReadingsOf { ward: Some(ward.parse().unwrap()), theme };
    let count = async |of| test.store.count_readings(&survey, of).await.unwrap();
    assert_eq!(count(ReadingsOf::default()).await, 4);
    assert_eq!([count(of("271080", Some(1))).await, count(of("271080", Some(2))).await], [3, 1], "2 is not in 12");
    assert_eq!(count(of("271098", None)).await, 0);
    let (mut after, mut met) = (None, Vec::new());
    while let Some(next) = test.store.readings(&survey, ReadingsOf::default(), after.as_ref(), 1).await.unwrap().pop() {
        after = Some(next.text.clone());
        met.push(next.text);
    }
    assert!(met.is_sorted() && met.len() == 4);
    let read = test.store.texts_read(&survey, &counted[0].id, &counted[1].id).await.unwrap();
    assert_eq!(read.into_iter().map(|text| text.id).collect::<Vec<_>>(), [counted[1].id.clone()]);
    test.store.delete(&survey, Expired::Responses).await.unwrap();
    assert_eq!(count(ReadingsOf::default()).await, 0, "what was read of it goes with a response");
}

async fn a_theme_has_a_number_of_its_own_and_nobody_writes_over_another_unseen(test: TestStore) {
    let (survey, mut adding) = (id(VISITORS), JoinSet::new());
    let said = |words: &str| Text([("ja".parse().unwrap(), words.to_owned())].into_iter().collect());
    for number in 0..6 {
        let (store, survey, name) = (test.store.clone(), survey.clone(), said(&format!("花{number}")));
        adding.spawn(async move { store.add_theme(&survey, &name, "anna", clock::now()).await.unwrap() });
    }
    let mut numbers = adding.join_all().await;
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let last = test.store.themes(&survey).await.unwrap().pop().unwrap();
    let moved = Theme { place: 0, reply: said("植えました\n𠮷"), changed_by: "ben".to_owned(), ..last.clone() };
    assert!(test.store.save_theme(&survey, &moved).await.unwrap());
    assert!(!test.store.save_theme(&survey, &last).await.unwrap(), "whoever has not seen it changes nothing");
    assert_eq!(test.store.themes(&survey).await.unwrap()[0], Theme { version: 2, ..moved });
    assert_eq!(test.store.themes(&id(LETTERS)).await.unwrap(), []);
}

async fn sheets_of_paper_have_numbers_and_each_code_is_typed_in_once(test: TestStore) {
    let begun: Vec<_> = (0..8).map(|_| test.store.clone()).collect();
    let revision = test.store.standing(&id(LETTERS)).await.unwrap().unwrap().revision;
    let form = |hash: Option<[u8; 32]>| TypedForm {
        code_hash: hash,
        ..crate::desk::typing::sheet(revision.clone(), "271080")
    };
    let mut beginning = JoinSet::new();
    for (place, store) in begun.into_iter().enumerate() {
        let form = form((place % 2 == 0).then_some([1; 32]));
        beginning.spawn(async move { store.begin_form(&form).await.unwrap().map(|form| form.number) });
    }
    let mut numbers: Vec<_> = beginning.join_all().await.into_iter().flatten().collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5], "four without a code, and one of four with the same");
    let found = test.store.form_of_code(&id(LETTERS), [1; 32]).await.unwrap().unwrap();
    let typed = [("age".parse().unwrap(), "𠮷 71".to_owned())];
    let saved = test.store.save_form(found.clone().typing(typed.into())).await.unwrap().unwrap();
    assert_eq!(test.store.form(&id(LETTERS), found.number).await.unwrap(), Some(saved.clone()));
    assert_eq!(test.store.save_form(found).await.unwrap(), None, "whoever has not seen it changes nothing");
    let kept = saved.settled(Stage::Kept, "anna", clock::now(), Some(Stored::Counted));
    let kept = test.store.save_form(kept).await.unwrap().unwrap();
    let response = kept.response.to_string();
    assert_eq!(test.store.forms(&id(LETTERS), true, 9).await.unwrap(), [kept]);
    assert_eq!(test.store.forms(&id(LETTERS), false, 9).await.unwrap().len(), 4);
    assert!(test.store.form_of_response(&id(LETTERS), &response).await.unwrap().is_some());
    assert!(test.store.begin_form(&form(Some([1; 32]))).await.unwrap().is_some(), "the code is free for another sheet");
}

async fn what_came_of_a_letter_is_kept_told_anew_and_taken_back(test: TestStore) {
    invite(&test.store, 4).await;
    test.send_to(&[State::Open]).await;
    let (survey, now) = (id(LETTERS), clock::now());
    let tell = async |number, outcome| test.store.set_outcome(&survey, code(number), outcome, now).await;
    for (number, outcome) in [(0, Outcome::Refused), (1, Outcome::Absent), (2, Outcome::Refused), (3, Outcome::Absent)]
    {
        tell(number, Some(outcome)).await.unwrap();
    }
    tell(1, Some(Outcome::Undeliverable)).await.unwrap();
    tell(2, None).await.unwrap();
    assert_eq!(test.keep(&test.arrival(LETTERS, 1).await.with_code(3)).await, COUNTED);
    let told = async |number| {
        let given_out = test.store.letter(&survey, code(number)).await.unwrap()?;
        assert_eq!(given_out.ward.to_string(), "271080");
        Some((given_out.is_used, given_out.outcome))
    };
    assert_eq!(told(0).await, Some((false, Some(Outcome::Refused))));
    assert_eq!(told(1).await, Some((false, Some(Outcome::Undeliverable))));
    assert_eq!(told(2).await, Some((false, None)));
    assert_eq!(told(3).await, Some((true, Some(Outcome::Absent))));
    assert_eq!(told(9).await, None);
    let outcomes = test.store.outcomes(&survey).await.unwrap();
    let counted: Vec<_> = outcomes.values().flatten().map(|(outcome, count)| (*outcome, *count)).collect();
    assert_eq!(counted, [(Outcome::Undeliverable, 1), (Outcome::Refused, 1)], "who has answered counts as that");
    assert_eq!(outcomes.len(), 1);
    assert!(tell(9, Some(Outcome::Refused)).await.is_err(), "nothing came of a letter that was never sent");
    test.store.delete(&survey, Expired::Codes).await.unwrap();
    assert_eq!((told(0).await, test.store.outcomes(&survey).await.unwrap().len()), (None, 0));
}

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
    let sealed = Arrival {
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

async fn a_closed_survey_counts_what_was_finished_before_within_its_grace(test: TestStore) {
    test.send_to(&[State::Open, State::Closed]).await;
    let closed = test.store.standing(&id(VISITORS)).await.unwrap().unwrap().since;
    let keep = async |number, finished_at: Minute, received_at: Minute| {
        let arrival = test.arrival(VISITORS, number).await;
        let timing = Timing { grace_days: 7, ..Timing::at(finished_at) };
        test.keep(&Arrival { timing, received_at, ..arrival }).await
    };
    let late = Kept::New(Stored::Aside, Some(Reason::Late));
    assert_eq!(keep(1, closed, closed.days_later(7)).await, COUNTED);
    assert_eq!(keep(2, closed, closed.days_later(8)).await, late);
    assert_eq!(keep(3, closed.days_later(1), closed.days_later(2)).await, late);
    test.store.send_to(&id(VISITORS), State::Published, closed).await.unwrap();
    assert_eq!(keep(4, closed, closed).await, late);
}

async fn what_has_had_its_time_is_deleted(test: TestStore) {
    invite(&test.store, 3).await;
    for number in 10..30 {
        test.keep(&test.arrival(LETTERS, number).await).await;
    }
    test.keep(&test.arrival(LETTERS, 10).await.saying("{}")).await;
    test.send_to(&[State::Open]).await;
    assert_eq!(test.keep(&test.arrival(LETTERS, 1).await.with_code(0)).await, COUNTED);
    let letters = id(LETTERS);
    let delete = async |what| {
        let left = test.store.left(&letters, what).await.unwrap();
        assert_eq!(test.store.delete(&letters, what).await.unwrap(), left);
        assert_eq!(test.store.left(&letters, what).await.unwrap(), 0);
        left
    };
    assert_eq!(delete(Expired::CodeLinks).await, 1);
    assert_eq!(test.store.code_standing(&letters, code(0)).await.unwrap(), CodeStanding::Used);
    assert_eq!(test.keep(&test.arrival(LETTERS, 2).await.with_code(0)).await, USED);
    assert_eq!(delete(Expired::Rehearsals).await, 20, "and the other body of one of them goes with it");
    let left = test.records(LETTERS).await;
    assert_eq!(left.iter().map(|record| record.stored).collect::<Vec<_>>(), [Stored::Counted, Stored::Aside]);
    assert_eq!(left[1].beside, None, "nobody knows any more which one it was");
    assert_eq!(delete(Expired::SetAside).await, 1);
    assert_eq!(delete(Expired::Responses).await, 1);
    assert_eq!(delete(Expired::Codes).await, 3);
    assert_eq!(test.records(LETTERS).await, []);
}

async fn nothing_is_deleted_that_was_not_written_into_the_log_before(test: TestStore) {
    invite(&test.store, 1).await;
    test.send_to(&[State::Open]).await;
    assert_eq!(test.keep(&test.arrival(LETTERS, 1).await.with_code(0)).await, COUNTED);
    test.send_to(&[State::Closed]).await;
    let later = clock::now().days_later(1);
    let tidy = async || retention::tidy(&test.store, later, Deed::of_office).await.unwrap();
    let deletion = Deletion { survey: LETTERS.to_owned(), what: Expired::CodeLinks, rows: 1 };
    assert_eq!(tidy().await, [deletion]);
    assert_eq!(tidy().await, [], "it is done");
    let log = test.store.audit_after(0, 10).await.unwrap();
    let log: Vec<_> = log.iter().map(|row| (row.who.as_str(), row.act.as_str(), row.what.as_str())).collect();
    assert_eq!(log, [("office", "delete", "garden-letters code_links 1")]);
}
