//! The store when it is full, held, damaged or too new: the office says so, stays up, and keeps what it had.

use office::store::{Address, Store, StoreError, StoreOptions};
use serde_json::Value;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::office::{TestOffice, VISITORS, file};

async fn connect(office: &TestOffice) -> SqliteConnection {
    SqliteConnectOptions::new().filename(office.file()).connect().await.unwrap()
}

fn ids(records: &[Value]) -> Vec<Value> {
    records.iter().map(|record| record["id"].clone()).collect()
}

#[tokio::test]
async fn a_full_disk_refuses_what_is_new_and_keeps_what_is_old() {
    let office = TestOffice::start().await;
    let responses = office.responses(VISITORS).await;
    let pages: u32 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut connect(&office).await).await.unwrap();
    let office = office.restart(StoreOptions { pages_max: Some(pages + 4), ..StoreOptions::default() }).await;
    let mut acknowledged = Vec::new();
    let refused = loop {
        let response = responses.number(acknowledged.len() as u64);
        let answer = office.client.put(&response).await;
        if answer.status.as_u16() != 201 {
            assert_eq!(answer.problem(), (507, "disk_full".into()));
            assert_eq!(answer.header("retry-after"), "120");
            break response;
        }
        acknowledged.push(response["id"].clone());
        assert!(acknowledged.len() < 1_000, "the disk is never full");
    };
    assert!(!acknowledged.is_empty());
    assert_eq!(office.client.get("/api/v1/health").await.status.as_u16(), 200);
    assert_eq!(ids(&office.stored(VISITORS).await), acknowledged);
    let office = office.restart(StoreOptions::default()).await;
    assert_eq!(office.client.put(&refused).await.status.as_u16(), 201);
    assert_eq!(office.stored(VISITORS).await.len(), acknowledged.len() + 1);
}

#[tokio::test]
async fn a_held_database_asks_to_come_back() {
    let office = TestOffice::start().await.restart(StoreOptions { busy_ms_max: 50, ..StoreOptions::default() }).await;
    let response = office.responses(VISITORS).await.number(1);
    let mut other = connect(&office).await;
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let answer = office.client.put(&response).await;
    assert_eq!((answer.problem(), answer.header("retry-after")), ((503, "busy".into()), "5"));
    assert_eq!(office.client.get("/api/v1/surveys/garden-visitors").await.status.as_u16(), 200, "reading goes on");
    held.rollback().await.unwrap();
    assert_eq!(office.client.put(&response).await.status.as_u16(), 201);
}

#[tokio::test]
async fn a_database_damaged_under_way_is_told_and_the_process_stays() {
    let office = TestOffice::start().await;
    let response = office.responses(VISITORS).await.number(1);
    let office = office.restart(StoreOptions::default()).await;
    let bytes = std::fs::read(office.file()).unwrap();
    // The first page names the schema; everything else becomes rubbish.
    let damaged: Vec<u8> =
        bytes.iter().enumerate().map(|(place, byte)| if place < 4096 { *byte } else { 0xa5 }).collect();
    std::fs::write(office.file(), damaged).unwrap();
    let answer = office.client.put(&response).await;
    assert_eq!(answer.problem(), (503, "store_failed".into()));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(office.client.get("/api/v1/health").await.status.as_u16(), 503);
    assert_eq!(office.client.get("/s/worker.js").await.status.as_u16(), 200);
}

async fn error(folder: &std::path::Path) -> StoreError {
    Store::open(&Address::of_file(file(folder)), StoreOptions::default()).await.expect_err("it does not open")
}

#[tokio::test]
async fn a_damaged_file_is_not_opened_and_not_touched() {
    let folder = TestOffice::start().await.stop().await;
    let good = std::fs::read(file(folder.path())).unwrap();
    let mut middle = good.clone();
    middle[8192..12288].fill(0xa5);
    for bad in [middle, b"this is a letter to the ward office, not a database".to_vec()] {
        std::fs::write(file(folder.path()), &bad).unwrap();
        let error = error(folder.path()).await;
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        assert!(error.to_string().contains("restore the latest backup"), "{error}");
        assert_eq!(std::fs::read(file(folder.path())).unwrap(), bad);
    }
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_not_opened() {
    let office = TestOffice::start().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', 1, x'00', 0)";
    sqlx::query(newer).execute(&mut connect(&office).await).await.unwrap();
    let error = error(office.stop().await.path()).await;
    assert!(matches!(error, StoreError::Newer { version: 999 }), "{error:?}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a-file"), "").unwrap();
    for path in [folder.path().join("a-file/koe.db"), "/proc/koe.db".into()] {
        let error = Store::open(&Address::of_file(&path), StoreOptions::default()).await.expect_err("it does not open");
        assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
}

#[tokio::test]
async fn everything_is_in_the_one_file_after_closing() {
    let office = TestOffice::start().await;
    assert_eq!(office.client.put(&office.responses(VISITORS).await.number(1)).await.status.as_u16(), 201);
    let folder = office.stop().await;
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["koe.db", "site"]);
}
