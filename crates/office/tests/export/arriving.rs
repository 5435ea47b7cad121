//! An export while responses arrive.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use office::export::{Wanted, export};
use questionnaire::State;
use serde_json::Value;

use super::many::multiply;
use super::parquet::{READ, python};
use super::table;
use crate::office::{TestOffice, VISITORS, id};

/// The ids in a file, each once.
fn ids(told: impl IntoIterator<Item = String>, file: &str) -> BTreeSet<String> {
    let told: Vec<String> = told.into_iter().collect();
    let each: BTreeSet<String> = told.iter().cloned().collect();
    assert_eq!(each.len(), told.len(), "{file} holds none twice");
    each
}

fn in_every_file(out: &Path) -> [BTreeSet<String>; 5] {
    let of_table = |name: &str, column: &str| {
        ids(table(&out.join(name)).iter().map(|row| row[column].clone()).collect::<Vec<_>>(), name)
    };
    let lines = std::fs::read_to_string(out.join("responses.jsonl")).unwrap();
    let of_json = |row: &Value| row["id"].as_str().unwrap().to_owned();
    let rows = &python(READ, &[&out.join("responses.parquet")])[1];
    [
        of_table("responses.csv", "id"),
        of_table("numbers.csv", "id"),
        of_table("free-text.csv", "id"),
        ids(lines.lines().map(|line| of_json(&serde_json::from_str(line).unwrap())), "responses.jsonl"),
        ids(rows.as_array().unwrap().iter().map(of_json), "responses.parquet"),
    ]
}

/// Sends responses, one after the other, until it is told that the export is there; tells how many there were.
async fn arrive(office: Arc<TestOffice>, done: Arc<AtomicBool>, begun: Arc<AtomicU64>) -> u64 {
    let responses = office.responses(VISITORS).await;
    let mut sent = 0;
    while !done.load(Ordering::Relaxed) {
        sent += 1;
        assert_eq!(office.client.put(&responses.number(1_000 + sent)).await.status.as_u16(), 201);
        begun.store(sent, Ordering::Relaxed);
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrives_meanwhile_is_in_every_file_or_in_none_and_what_was_there_in_all() {
    let office = Arc::new(TestOffice::start().await);
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    for number in 1..=25 {
        assert_eq!(office.client.put(&responses.number(number)).await.status.as_u16(), 201);
    }
    let folder = office.folder.path();
    // More than are read at once.
    multiply(folder, 99, 0).await;
    let stored = async || -> BTreeSet<String> {
        office.stored(VISITORS).await.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    let before = stored().await;
    let (done, begun) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let arriving = tokio::spawn(arrive(Arc::clone(&office), Arc::clone(&done), Arc::clone(&begun)));
    while begun.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    let (out, survey) = (folder.join("out"), id(VISITORS));
    let wanted = Wanted { survey: &survey, ward: None, keys: &[], language: None, all: false };
    let exported = export(&office.store, &wanted, &out).await.unwrap();
    done.store(true, Ordering::Relaxed);
    assert!(arriving.await.unwrap() > 1);
    let files = in_every_file(&out);
    assert_eq!(exported.responses, files[0].len() as u64);
    assert!(files.iter().all(|file| *file == files[0]), "every file holds the same responses");
    assert!(before.len() == 2_500 && before.is_subset(&files[0]) && files[0].is_subset(&stored().await));
}
