//! Stores of every schema that was ever released are carried forward.
//!
//! `KOE_BLESS=1 cargo test -p office released` writes the newest of them, `stores/NNNN.sql` and what it tells, anew. A
//! schema more needs its file before it is released; those of earlier ones stay as they were written.

use std::path::{Path, PathBuf};

use office::clock;
use office::device::{Device, DeviceMode};
use office::outcome::Outcome;
use office::said::{Reading, TextKey};
use office::store::{Arrival, Store, Stored};
use questionnaire::{Mode, State, Text};
use serde_json::Value;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::history::told;
use crate::office::{LETTERS, VISITORS, id};
use crate::test_store::{Arriving, TestStore, code, invite, open, sqlite_place};

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

/// Puts something of everything into a store.
pub(crate) async fn fill(test: &TestStore) {
    let number = async |survey, number| test.arrival(survey, number).await;
    invite(&test.store, 4).await;
    test.keep(&number(LETTERS, 1).await).await;
    test.send_to(&[State::Open]).await;
    for (place, code) in [(2, 0), (3, 0), (4, 1)] {
        test.keep(&number(LETTERS, place).await.with_code(code)).await;
    }
    for place in 1..6 {
        let body = format!("{{\"answers\":{{\"age\":{place},\"words\":\"𠮷 きれい🌸 \\\\ ' \\u0000\"}}}}");
        test.keep(&number(VISITORS, place).await.saying(&body)).await;
        test.keep(&number(VISITORS, place % 3).await.saying("{\"answers\":{}}")).await;
    }
    let sealed = number(VISITORS, 9).await.saying("{\"ciphertext\":\"x\"}");
    test.keep(&Arrival { sealed_through: Some(Mode::Field), ..sealed }).await;
    test.send_to(&[State::Closed]).await;
    test.keep(&number(LETTERS, 5).await.with_code(2)).await;
    test.keep(&number(LETTERS, 6).await.with_code(1)).await;
    let now = clock::now();
    for (place, mode) in [(1, DeviceMode::Kiosk), (2, DeviceMode::Field)] {
        let device = Device {
            device: format!("d{place}"),
            mode,
            name: "1F 窓口".into(),
            ward: "271080".parse().unwrap(),
            surveys: vec![id(VISITORS)],
            idle_s: 90,
        };
        test.store.add_device(&device, [place; 32], now, now).await.unwrap();
    }
    test.store.enrol_device([1; 32], [3; 32], now).await.unwrap();
    test.store.revoke_device("d2", now).await.unwrap();
    test.store.set_outcome(&id(LETTERS), code(3), Some(Outcome::Refused), now).await.unwrap();
    let name = Text([("ja".parse().unwrap(), "𠮷 花".to_owned())].into_iter().collect());
    test.store.add_theme(&id(VISITORS), &name, "city", now).await.unwrap();
    let response = test.records(VISITORS).await.into_iter().find(|record| record.stored == Stored::Counted).unwrap();
    assert!(test.store.save_reading(&id(VISITORS), &reading(&response.id, "")).await.unwrap());
    test.store.setting("code_key", || vec![5; 32]).await.unwrap();
}

/// What somebody made of a text that stands at that choice.
pub(crate) fn reading(id: &str, choice: &str) -> Reading {
    Reading {
        text: TextKey { id: id.to_owned(), question: "words".to_owned(), choice: choice.to_owned() },
        version: 0,
        ward: "271080".parse().unwrap(),
        themes: [1, 12].into(),
        words: "きれい🌸\n〔電話番号〕".to_owned(),
        read_by: "anna".to_owned(),
        read_at: "2026-12-02T01:04:00Z".to_owned(),
    }
}

async fn connect(address: &str) -> SqliteConnection {
    let file = address.strip_prefix("sqlite:").unwrap();
    SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await.unwrap()
}

/// A whole file as the statements that make it.
async fn dump(address: &str) -> (i64, String) {
    let mut file = connect(address).await;
    let schema = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'index', rowid";
    let schema: Vec<(String, String)> = sqlx::query_as(schema).fetch_all(&mut file).await.unwrap();
    let mut text = String::from("PRAGMA foreign_keys = OFF;\n");
    for (name, sql) in &schema {
        text.extend([sql.as_str(), ";\n"]);
        let columns = format!("SELECT name FROM pragma_table_info('{name}')");
        let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(columns)).fetch_all(&mut file).await.unwrap();
        if columns.is_empty() || sql.starts_with("CREATE INDEX") {
            continue;
        }
        let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
        let rows = format!("SELECT {} AS row FROM {name} ORDER BY rowid", quoted.join(" || ', ' || "));
        for row in sqlx::query(AssertSqlSafe(rows)).fetch_all(&mut file).await.unwrap() {
            text.extend(["INSERT INTO ", name, " VALUES (", row.get("row"), ");\n"]);
        }
    }
    let version = "SELECT max(version) FROM _sqlx_migrations";
    let version: i64 = sqlx::query_scalar(version).fetch_one(&mut file).await.unwrap();
    file.close().await.unwrap();
    (version, text)
}

async fn bless() {
    let test = TestStore::at(sqlite_place().await).await;
    fill(&test).await;
    let told = told(&test.store).await;
    test.store.close().await;
    let (version, sql) = dump(&test.address).await;
    std::fs::create_dir_all(stores()).unwrap();
    std::fs::write(stores().join(format!("{version:04}.sql")), sql).unwrap();
    let told = serde_json::to_string_pretty(&told).unwrap();
    std::fs::write(stores().join(format!("{version:04}.json")), format!("{told}\n")).unwrap();
}

/// A store of that schema, opened by this program, and what it told when it was released.
pub(crate) async fn released(name: &str) -> (Store, Value, tempfile::TempDir) {
    let (address, folder) = sqlite_place().await;
    let sql = std::fs::read_to_string(stores().join(format!("{name}.sql"))).unwrap();
    let mut file = connect(&address).await;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut file).await.unwrap();
    file.close().await.unwrap();
    let told = std::fs::read_to_string(stores().join(format!("{name}.json"))).unwrap();
    (open(&address).await, serde_json::from_str(&told).unwrap(), folder.unwrap())
}

#[tokio::test]
async fn every_released_schema_is_carried_forward_with_all_that_was_in_it() {
    if std::env::var_os("KOE_BLESS").is_some() {
        bless().await;
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(stores()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            names.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    assert!(names.contains(&"0003".to_owned()), "{names:?}");
    for name in names {
        let (store, expected, _folder) = released(&name).await;
        assert_eq!(told(&store).await, expected, "{name}");
        store.is_writable().await.unwrap();
        store.close().await;
    }
}
