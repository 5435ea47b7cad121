//! Many offices on one PostgreSQL, which is stopped, crashes, is full, or takes no changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use office::clock;
use office::store::{Kept, Reason, Store, StoreError, Stored};
use questionnaire::State;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::{RwLock, mpsc};
use tokio::task::JoinSet;

use crate::client::{Client, path_of};
use crate::commands::{folder, run};
use crate::killed::{Process, rounds};
use crate::office::{LETTERS, VISITORS, id};
use crate::response::Responses;
use crate::server::Server;
use crate::test_store::{Arriving, TestStore, invite, open, postgres_place};

const OFFICES: usize = 3;
const SENDERS: usize = 8;

/// What became of each response that was sent: how often it was told to be new, and what was sent.
type Told = BTreeMap<u64, (usize, Value)>;

/// Sends responses to one office after the other, each until one of them has it, in pairs that come at the same time.
async fn send(
    offices: Arc<RwLock<Vec<Client>>>,
    responses: Responses,
    (next, stop): (Arc<AtomicU64>, Arc<AtomicU64>),
    told: mpsc::UnboundedSender<()>,
) -> Vec<(u64, usize, Value)> {
    let mut sent = Vec::new();
    while stop.load(Ordering::SeqCst) == 0 {
        let turn = next.fetch_add(1, Ordering::SeqCst);
        let (number, response) = (turn / 2, responses.number(turn / 2));
        let (mut office, body) = (usize::try_from(turn).unwrap(), response.to_string());
        loop {
            office += 1;
            let client = offices.read().await[office % OFFICES].clone();
            let headers = [("content-type", "application/json")];
            let answer = client.try_send("PUT", &path_of(&response), &headers, body.clone()).await;
            match answer.map(|answer| answer.status.as_u16()) {
                Some(201) => sent.push((number, 1, response.clone())),
                Some(200) => sent.push((number, 0, response.clone())),
                Some(other) => panic!("{other}"),
                None => continue,
            }
            let _ = told.send(());
            break;
        }
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offices_that_are_killed_lose_nothing_and_store_nothing_twice() {
    let (folder, database) = (folder(), Server::shared().database().await);
    let here = ["--database", &database];
    assert!(run(folder.path(), &[&["survey", "open", VISITORS][..], &here].concat()).status.success());
    let start = || Process::start_with(folder.path(), &here);
    let mut processes: Vec<_> = (0..OFFICES).map(|_| start()).collect();
    let responses = Responses::to(&processes[0].client, VISITORS).await;
    let offices = Arc::new(RwLock::new(processes.iter().map(|process| process.client.clone()).collect::<Vec<_>>()));
    let turns = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut senders = JoinSet::new();
    for _ in 0..SENDERS {
        senders.spawn(send(Arc::clone(&offices), responses.clone(), turns.clone(), tell.clone()));
    }
    // Every few seconds in the long harness, as soon as possible otherwise.
    let between = if rounds() > 5 { 2_500 } else { 60 };
    let begun = Instant::now();
    for round in 0..usize::try_from(rounds()).unwrap() {
        for _ in 0..between {
            told.recv().await.unwrap();
        }
        let place = round % OFFICES;
        processes.remove(place).kill();
        processes.insert(place, start());
        offices.write().await[place] = processes[place].client.clone();
    }
    turns.1.store(1, Ordering::SeqCst);
    let mut all = Told::new();
    for (number, new, response) in senders.join_all().await.into_iter().flatten() {
        all.entry(number).or_insert((0, response)).0 += new;
    }
    assert!(all.values().all(|(new, _)| *new <= 1), "nothing is new twice");
    let store = open(&database).await;
    let mut there = Vec::new();
    let mut after = String::new();
    loop {
        let page = store.records(&id(VISITORS), &after, 1_000).await.unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        there.extend(page.into_iter().map(|record| (record.stored, record.conflicts, record.response)));
    }
    let sent: Vec<_> = all.into_values().map(|(_, response)| (Stored::Counted, 0, response)).collect();
    assert!(sent.len() > 100 && there == sent, "{} of {} are there", there.len(), sent.len());
    println!("{} kills in {:.0?}: {} responses told and there, none twice", rounds(), begun.elapsed(), there.len());
    store.close().await;
}

/// Waits until one who stores or closes waits for a lock of this kind.
async fn somebody_waits_for(watcher: &mut PgConnection, kind: &str) -> bool {
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = $1 \
                   AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    let count: i64 = sqlx::query_scalar(waiting).bind(kind).fetch_one(watcher).await.unwrap();
    count > 0
}

#[tokio::test]
async fn an_office_that_closes_a_survey_waits_for_what_is_being_stored() {
    let test = TestStore::at(postgres_place().await).await;
    test.send_to(&[State::Open]).await;
    invite(&test.store, 1).await;
    let (mut holder, mut watcher) = (connect(&test.address).await, connect(&test.address).await);
    let mut held = holder.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM codes FOR UPDATE").execute(&mut *held).await.unwrap();
    let (store, arrival) = (test.store.clone(), test.arrival(LETTERS, 1).await.with_code(0));
    let keeping = tokio::spawn(async move { store.keep(arrival).await.unwrap() });
    while !somebody_waits_for(&mut watcher, "transactionid").await {}
    let other = test.another().await;
    let closing = tokio::spawn(async move {
        other.send_to(&id(LETTERS), State::Closed, clock::now()).await.unwrap();
        let there = other.records(&id(LETTERS), "", 10).await.unwrap();
        other.close().await;
        there.len()
    });
    while !closing.is_finished() && !somebody_waits_for(&mut watcher, "advisory").await {}
    held.rollback().await.unwrap();
    assert_eq!(keeping.await.unwrap(), Kept::New(Stored::Counted, None));
    assert_eq!(closing.await.unwrap(), 1, "what was counted was there when the survey was closed");
}

#[tokio::test]
async fn a_state_that_was_seen_before_another_office_changed_it_decides_nothing() {
    let test = TestStore::at(postgres_place().await).await;
    test.send_to(&[State::Open]).await;
    let other = test.another().await;
    let counted = told(&test, 1).await.unwrap();
    assert_eq!(counted, Kept::New(Stored::Counted, None));
    other.send_to(&id(VISITORS), State::Paused, clock::now()).await.unwrap();
    assert_eq!(told(&test, 2).await.unwrap(), Kept::NotAccepting(State::Paused));
    other.send_to(&id(VISITORS), State::Open, clock::now()).await.unwrap();
    assert_eq!(told(&test, 2).await.unwrap(), counted);
    other.send_to(&id(VISITORS), State::Closed, clock::now()).await.unwrap();
    assert_eq!(told(&test, 3).await.unwrap(), Kept::New(Stored::Aside, Some(Reason::Late)));
    assert_eq!(told(&test, 1).await.unwrap(), Kept::Before(Stored::Counted, None), "sent again");
    other.close().await;
}

async fn connect(address: &str) -> PgConnection {
    PgConnection::connect(address).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_is_told_and_used_again_when_it_is_back() {
    let server = Server::start();
    let (folder, database) = (folder(), server.database().await);
    let here = ["--database", &database];
    assert!(run(folder.path(), &[&["survey", "rehearse", VISITORS][..], &here].concat()).status.success());
    let office = Process::start_with(folder.path(), &here);
    let responses = Responses::to(&office.client, VISITORS).await;
    assert_eq!(office.client.put(&responses.number(0)).await.status.as_u16(), 201);
    for (number, end) in [(1, "stop"), (2, "crash")] {
        server.tell(end);
        let response = responses.number(number);
        for _ in 0..2 {
            let answer = office.client.put(&response).await;
            assert_eq!((answer.problem(), answer.header("retry-after")), ((503, "database_gone".into()), "10"));
        }
        assert_eq!(office.client.get("/api/v1/health").await.status.as_u16(), 503);
        server.tell("start");
        assert_eq!(office.client.put(&response).await.status.as_u16(), 201, "after {end}");
        assert_eq!(office.client.get("/api/v1/health").await.status.as_u16(), 200);
    }
    let store = open(&database).await;
    assert_eq!(store.records(&id(VISITORS), "", 10).await.unwrap().len(), 3);
    store.close().await;
}

async fn told(test: &TestStore, number: u64) -> Result<Kept, StoreError> {
    test.store.keep(test.arrival(VISITORS, number).await).await
}

#[tokio::test]
async fn a_server_that_is_full_or_takes_no_changes_says_so_and_keeps_what_it_had() {
    let test = TestStore::at(postgres_place().await).await;
    let mut admin = connect(&test.address).await;
    told(&test, 1).await.unwrap();
    // What PostgreSQL itself says where a write finds no room.
    let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$";
    sqlx::query(full).execute(&mut admin).await.unwrap();
    let trigger = "CREATE TRIGGER full_disk BEFORE INSERT ON responses FOR EACH ROW EXECUTE FUNCTION full_disk()";
    sqlx::query(trigger).execute(&mut admin).await.unwrap();
    assert!(matches!(told(&test, 2).await, Err(StoreError::Full)));
    sqlx::query("DROP TRIGGER full_disk ON responses").execute(&mut admin).await.unwrap();
    told(&test, 2).await.unwrap();
    for (only_reads, expected) in [("on", true), ("off", false)] {
        let set = format!(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {only_reads}', \
             current_database()); END $$"
        );
        sqlx::query("SET default_transaction_read_only = off").execute(&mut admin).await.unwrap();
        sqlx::query(AssertSqlSafe(set)).execute(&mut admin).await.unwrap();
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        sqlx::query(end).execute(&mut admin).await.unwrap();
        let kept = told(&test, 3).await;
        assert_eq!(matches!(kept, Err(StoreError::ReadOnly)), expected, "{kept:?}");
    }
    assert_eq!(test.records(VISITORS).await.len(), 3);
}

#[tokio::test]
async fn a_server_that_says_stored_before_it_is_true_is_refused() {
    let database = Server::shared().database().await;
    let address = format!("{database}&options[synchronous_commit]=off").parse().unwrap();
    let refused = Store::open(&address, office::store::StoreOptions::default()).await;
    assert!(matches!(refused, Err(StoreError::NotDurable)), "{refused:?}");
}
