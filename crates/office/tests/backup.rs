//! Backup, restore and copy, as an office rehearses them.

use std::path::Path;

use office::backup::{self, BackupError};
use office::store::{Address, Store, StoreError, StoreOptions};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::commands::{folder, gave_up, run, said};
use crate::history::told;
use crate::office::{VISITORS, id};
use crate::released::{fill, released};
use crate::server::Server;
use crate::test_store::{TestStore, open, postgres_place, sqlite_place};

async fn places() -> [(String, Option<TempDir>); 2] {
    [sqlite_place().await, postgres_place().await]
}

#[tokio::test]
async fn a_backup_of_either_database_is_restored_into_either() {
    let (kept, mut backups) = (tempfile::tempdir().unwrap(), Vec::new());
    for (number, from) in places().await.into_iter().enumerate() {
        let test = TestStore::at(from).await;
        fill(&test).await;
        let expected = (told(&test.store).await, test.store.inventory().await.unwrap());
        let file = kept.path().join(format!("{number}.koebackup"));
        assert_eq!(backup::write(&test.store, &file).await.unwrap(), expected.1);
        let rows = &expected.1.surveys[VISITORS].rows;
        assert_eq!(["conflicts", "themes", "readings"].map(|table| rows[table]), [2, 1, 1]);
        for (address, _folder) in places().await {
            let store = open(&address).await;
            assert_eq!(backup::restore(&store, &file).await.unwrap(), expected.1);
            assert_eq!(told(&store).await, expected.0);
            store.close().await;
            let again = open(&address).await;
            assert!(matches!(backup::restore(&again, &file).await, Err(BackupError::Store(StoreError::NotEmpty))));
            again.close().await;
        }
        backups.push(std::fs::read_to_string(file).unwrap().lines().next().unwrap().to_owned());
    }
    assert_eq!(backups[0], backups[1], "the form is the same");
}

#[tokio::test]
async fn a_released_store_goes_over_to_postgresql_with_all_that_was_in_it() {
    let (store, expected, _folder) = released("0003").await;
    let other = open(&Server::shared().database().await).await;
    let copied = store.copy_into(&other).await.unwrap();
    assert_eq!(told(&other).await, expected);
    assert_eq!(other.inventory().await.unwrap(), copied);
    let (back, _folder) = sqlite_place().await;
    let back = open(&back).await;
    assert_eq!(other.copy_into(&back).await.unwrap(), copied);
    assert_eq!(told(&back).await, expected);
}

#[tokio::test]
async fn a_backup_holds_one_moment_while_responses_come_in() {
    for (number, place) in places().await.into_iter().enumerate() {
        let test = TestStore::at(place).await;
        let arrivals = async |from: u64| {
            for group in 0..30 {
                let mut arrivals = Vec::new();
                for number in 0..10 {
                    arrivals.push(test.arrival(VISITORS, from + group * 10 + number).await);
                }
                test.store.keep_all(&arrivals.iter().collect::<Vec<_>>()).await.unwrap();
            }
        };
        arrivals(0).await;
        let kept = tempfile::tempdir().unwrap();
        let file = kept.path().join("now.koebackup");
        let (inventory, ()) = tokio::join!(backup::write(&test.store, &file), arrivals(300));
        let count = inventory.unwrap().surveys[VISITORS].rows["responses"];
        assert!((300..=600).contains(&count), "{count} of {number}");
        let (address, _folder) = sqlite_place().await;
        let store = open(&address).await;
        backup::restore(&store, &file).await.unwrap();
        assert_eq!(store.records(&id(VISITORS), "", 1_000).await.unwrap().len() as u64, count);
    }
}

#[tokio::test]
async fn a_backup_that_is_not_whole_changes_nothing() {
    let test = TestStore::at(sqlite_place().await).await;
    fill(&test).await;
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("a.koebackup");
    backup::write(&test.store, &file).await.unwrap();
    assert!(matches!(backup::write(&test.store, &file).await, Err(BackupError::There(_))));
    let good = std::fs::read_to_string(&file).unwrap();
    let (place, _folder) = sqlite_place().await;
    let store = open(&place).await;
    let without_a_line = good.replacen("\n{\"codes\"", "\n{\"", 1);
    // Whoever makes a hash of their own hides no rows behind a last line in the middle.
    let two_ends = format!("{good}{{\"codes\":[]}}\n");
    let two_ends = format!("{two_ends}{{\"sha256\":\"{}\"}}\n", office::report::sha256(two_ends.as_bytes()));
    let other_column = good.replacen("\"ward\"", "\"warden\"", 1);
    let (torn, newer, none) = ("is torn", "was written by a newer", "is no backup");
    let cases = [
        (&good[..good.len() - 100], torn),
        (&format!("{} \n", good.trim_end()), torn),
        (&good.replacen("garden-visitors", "garden-visitorS", 3), torn),
        (without_a_line.as_str(), torn),
        (two_ends.as_str(), torn),
        (other_column.as_str(), newer),
        ("", none),
        ("{\"format\":\"koe\"}\n", none),
    ];
    for (number, (bad, expected)) in cases.into_iter().enumerate() {
        std::fs::write(&file, bad).unwrap();
        let error = backup::restore(&store, &file).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{number}: {error:?}");
    }
    assert_eq!(store.standings().await.unwrap(), []);
    std::fs::write(&file, good).unwrap();
    backup::restore(&store, &file).await.unwrap();
}

async fn tamper(address: &str, sql: &'static str) {
    let file = SqliteConnectOptions::new().filename(address.strip_prefix("sqlite:").unwrap());
    let mut connection: SqliteConnection = file.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

#[tokio::test]
async fn a_copy_that_is_not_the_same_is_told_and_not_opened() {
    let test = TestStore::at(sqlite_place().await).await;
    fill(&test).await;
    let (address, _folder) = sqlite_place().await;
    open(&address).await.close().await;
    let trigger = "CREATE TRIGGER bad AFTER INSERT ON responses BEGIN \
                   UPDATE responses SET received_at = '2020-01-01T00:00:00Z' WHERE id = new.id; END";
    tamper(&address, trigger).await;
    let store = open(&address).await;
    let copied = test.store.copy_into(&store).await;
    assert!(matches!(copied, Err(StoreError::Differs)), "{copied:?}");
    store.close().await;
    let half: Address = address.parse().unwrap();
    let opened = Store::open(&half, StoreOptions::default()).await;
    assert!(matches!(opened, Err(StoreError::HalfFilled)), "{opened:?}");
}

fn sizes(folder: &Path, arguments: &[&str]) -> String {
    let told = said(&run(folder, &[arguments, &["--json"]].concat()));
    // What belongs to no survey grows by a row of the log with each of these commands.
    serde_json::from_str::<serde_json::Value>(&told).unwrap()["surveys"].to_string()
}

#[tokio::test]
async fn the_drill_of_the_guide_can_be_done() {
    let (folder, server) = (folder(), Server::shared().database().await);
    let here = folder.path();
    said(&run(here, &["survey", "open", "garden-letters"]));
    said(&run(here, &["invite", "--survey", "garden-letters", "--ward", "271080", "--count", "30"]));
    let written = sizes(here, &["backup", "day.koebackup"]);
    assert!(gave_up(&run(here, &["backup", "day.koebackup"])).contains("never written over another"));
    let drill = ["--database", "sqlite:drill/koe.db"];
    assert_eq!(sizes(here, &[&["restore", "day.koebackup"][..], &drill].concat()), written);
    assert!(gave_up(&run(here, &[&["restore", "day.koebackup"][..], &drill].concat())).contains("name an empty one"));
    assert_eq!(sizes(here, &["copy", "--to", &server]), written);
    let listed = said(&run(here, &["survey", "list", "--database", &server]));
    assert!(listed.starts_with("garden-letters "), "{listed}");
    let second = said(&run(here, &["backup", "again.koebackup", "--database", &server]));
    assert!(second.starts_with("garden-letters: 30 codes, 1 revisions, 1 surveys, sha256 "), "{second}");
    let files = ["day", "again"].map(|name| {
        let file = std::fs::read_to_string(here.join(format!("{name}.koebackup"))).unwrap();
        let rest = |line: &&str| !["{\"audit\"", "{\"sha256\""].iter().any(|start| line.starts_with(start));
        let is_head = |line: &&str| line.starts_with("{\"settings\"") && line.contains("audit_head");
        file.lines().filter(rest).filter(|line| !is_head(line)).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(files[0], files[1], "from either database it is the same to the byte, but for the log");
    assert_eq!(said(&run(here, &["audit", "--verify", "--database", drill[1]])).split(',').next(), Some("4 rows"));
}
