//! The log of what was done: in it is everything, and whoever changes it is found out.

use office::audit::{Act, Deed, Walk};
use office::clock;
use office::store::Store;
use serde_json::Value;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::commands::{folder, gave_up, run, said};
use crate::test_store::{TestStore, open, postgres_place, sqlite_place};

fn deed(what: usize) -> Deed {
    Deed::of_staff("tanaka", Act::Show, what.to_string())
}

async fn whole(store: &Store) -> i64 {
    let mut walk = Walk::default();
    for entry in store.audit_after(0, 10_000).await.unwrap() {
        walk.step(&entry).unwrap();
    }
    walk.end(store.audit_head().await.unwrap()).unwrap().number
}

async fn many_who_write_at_once_write_one_chain(test: TestStore) {
    let (other, mut writers) = (test.another().await, JoinSet::new());
    for number in 0..40 {
        let store = if number % 2 == 0 { test.store.clone() } else { other.clone() };
        writers.spawn(async move { store.note(&deed(number), clock::now()).await.unwrap().number });
    }
    let mut numbers = writers.join_all().await;
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    assert_eq!(whole(&test.store).await, 40);
    let latest = test.store.audit_before(i64::MAX, 3).await.unwrap();
    assert_eq!(latest.iter().map(|entry| entry.number).collect::<Vec<_>>(), [40, 39, 38]);
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_write_at_once_write_one_chain_in_sqlite() {
    many_who_write_at_once_write_one_chain(TestStore::at(sqlite_place().await).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_write_at_once_write_one_chain_in_postgresql() {
    many_who_write_at_once_write_one_chain(TestStore::at(postgres_place().await).await).await;
}

#[tokio::test]
async fn postgresql_itself_lets_nobody_change_a_row() {
    use sqlx::Connection;
    let test = TestStore::at(postgres_place().await).await;
    test.store.note(&deed(1), clock::now()).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&test.address).await.unwrap();
    for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"] {
        let refused = sqlx::query(sql).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{refused}");
    }
}

#[tokio::test]
async fn a_log_goes_with_its_store_and_goes_on_there() {
    let test = TestStore::at(sqlite_place().await).await;
    for number in 0..3 {
        test.store.note(&deed(number), clock::now()).await.unwrap();
    }
    let (address, _folder) = postgres_place().await;
    let other = open(&address).await;
    test.store.copy_into(&other).await.unwrap();
    other.note(&deed(3), clock::now()).await.unwrap();
    assert_eq!((whole(&other).await, whole(&test.store).await), (4, 3));
}

/// A folder in which five things were done.
fn busy() -> TempDir {
    let folder = folder();
    for arguments in [
        &["survey", "open", "garden-letters"][..],
        &["staff", "add", "tanaka", "--role", "ward:271080"],
        &["invite", "--survey", "garden-letters", "--ward", "271080", "--count", "3"],
        &["export", "--survey", "garden-letters", "--json"],
        &["staff", "remove", "tanaka"],
    ] {
        said(&run(folder.path(), arguments));
    }
    folder
}

/// Changes the log by hand, as whoever may write to the file can.
async fn tamper(folder: &TempDir, sql: &str) {
    let file = SqliteConnectOptions::new().filename(folder.path().join("data/koe.db"));
    let mut connection: SqliteConnection = file.connect().await.unwrap();
    let sql =
        format!("DROP TRIGGER IF EXISTS audit_is_not_changed; DROP TRIGGER IF EXISTS audit_is_not_deleted; {sql}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
}

#[test]
fn what_is_done_at_the_command_line_is_in_the_log() {
    let folder = busy();
    let told = said(&run(folder.path(), &["audit", "--json"]));
    let rows: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done: Vec<_> = rows.iter().map(|row| (row["act"].as_str().unwrap(), row["what"].as_str().unwrap())).collect();
    let expected = [
        ("survey", "garden-letters open"),
        ("staff_add", "tanaka ward:271080"),
        ("invite", "garden-letters 271080 count=3"),
        ("export", "garden-letters json"),
        ("staff_remove", "tanaka"),
        ("audit", ""),
    ];
    assert_eq!(done, expected);
    assert!(rows.iter().all(|row| row["who"].as_str().unwrap().starts_with("terminal ")));
    let plain = said(&run(folder.path(), &["audit"]));
    assert!(plain.lines().nth(1).unwrap().ends_with(" staff_add tanaka ward:271080"), "{plain}");
}

#[tokio::test]
async fn a_log_that_was_changed_by_hand_is_told_with_its_row() {
    let verify = |folder: &TempDir| run(folder.path(), &["audit", "--verify"]);
    let folder = busy();
    let whole = said(&verify(&folder));
    let noted = whole.trim().strip_prefix("5 rows, whole: ").unwrap();
    said(&run(folder.path(), &["audit", "--verify", "--noted", noted]));
    for (sql, told) in [
        ("UPDATE audit SET what = 'garden-letters 271080 count=2' WHERE number = 3", "row 3 was changed"),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 4", "row 4 was changed"),
        ("DELETE FROM audit WHERE number = 2", "row 2 is missing"),
        ("DELETE FROM audit WHERE number = 5", "row 5 is missing"),
        ("DELETE FROM audit", "row 1 is missing"),
    ] {
        let folder = busy();
        tamper(&folder, sql).await;
        let gave_up = gave_up(&verify(&folder));
        assert!(gave_up.starts_with("the log is not as it was written: ") && gave_up.contains(told), "{gave_up}");
    }
    tamper(&folder, "DELETE FROM audit; DELETE FROM settings WHERE name = 'audit_head'").await;
    assert!(said(&verify(&folder)).starts_with("0 rows, whole: 0:"));
    let told = gave_up(&run(folder.path(), &["audit", "--verify", "--noted", noted]));
    assert!(told.contains("row 1 is missing"), "{told}");
    let odd = run(folder.path(), &["audit", "--verify", "--noted", "5:abc"]);
    assert!(String::from_utf8(odd.stderr).unwrap().contains("write NUMBER:HASH"));
}

#[tokio::test]
async fn the_file_itself_lets_nobody_change_a_row() {
    let test = TestStore::at(sqlite_place().await).await;
    test.store.note(&deed(1), clock::now()).await.unwrap();
    let file = SqliteConnectOptions::new().filename(test.address.strip_prefix("sqlite:").unwrap());
    let mut connection = file.connect().await.unwrap();
    for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit"] {
        let refused = sqlx::query(sql).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{refused}");
    }
}
