//! `kill -9` while responses come in: what was acknowledged is there once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::client::Client;
use crate::commands::{folder, run};
use crate::office::VISITORS;
use crate::response::Responses;

/// The program, serving.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) client: Client,
    pub(crate) lines: Vec<String>,
}

impl Process {
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    pub(crate) fn start_with(folder: &Path, more: &[&str]) -> Self {
        Self::start_of(Path::new(env!("CARGO_BIN_EXE_koe-office")), folder, more)
    }

    /// Starts this program, which may be another build of it.
    pub(crate) fn start_of(program: &Path, folder: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(["serve", "--port", "0"])
            .args(more)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = vec![String::new(), String::new()];
        for line in &mut lines {
            out.read_line(line).unwrap();
        }
        let base = lines[0].trim().strip_prefix("listening on ").expect("it listens").to_owned();
        Self { child, client: Client::new(base), lines }
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed half-way must not leave an office behind; one that is gone already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn rounds() -> u64 {
    std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(5)
}

/// Sends responses from `first` on, four at a time, until the office is killed after `enough` were acknowledged.
/// Gives every response that was tried, and whether it was acknowledged.
async fn send_until_killed(process: Process, responses: &Responses, first: u64, enough: u64) -> BTreeMap<u64, bool> {
    let (next, acknowledged) = (Arc::new(AtomicU64::new(first)), Arc::new(AtomicU64::new(0)));
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let (client, responses, tell) = (process.client.clone(), responses.clone(), tell.clone());
            let (next, acknowledged) = (Arc::clone(&next), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                let mut tried = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let response = responses.number(number);
                    let headers = [("content-type", "application/json")];
                    let answer = client
                        .try_send("PUT", &crate::client::path_of(&response), &headers, response.to_string())
                        .await;
                    tried.push((number, answer.as_ref().is_some_and(|answer| answer.status.as_u16() == 201)));
                    if answer.is_none() {
                        return tried;
                    }
                    if acknowledged.fetch_add(1, Ordering::SeqCst) + 1 == enough {
                        tell.send(()).unwrap();
                    }
                }
            })
        })
        .collect();
    told.recv().await.unwrap();
    process.kill();
    let mut tried = BTreeMap::new();
    for sender in senders {
        tried.extend(sender.await.unwrap());
    }
    tried
}

pub(crate) fn exported(folder: &Path) -> Vec<String> {
    let output = run(folder, &["export", "--survey", VISITORS, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn everything_acknowledged_is_there_once_after_every_kill() {
    let folder = folder();
    assert!(run(folder.path(), &["survey", "open", VISITORS]).status.success());
    let mut tried: BTreeMap<u64, bool> = BTreeMap::new();
    for round in 0..rounds() {
        let process = Process::start(folder.path());
        let responses = Responses::to(&process.client, VISITORS).await;
        let first = tried.keys().last().map_or(0, |last| last + 1);
        tried.extend(send_until_killed(process, &responses, first, 1 + round * 7 % 23).await);
        let there = exported(folder.path());
        for number in tried.iter().filter(|(_, acknowledged)| **acknowledged).map(|(number, _)| *number) {
            let id = responses.number(number)["id"].as_str().unwrap().to_owned();
            assert_eq!(there.iter().filter(|other| **other == id).count(), 1, "response {number} of round {round}");
        }
    }
    let process = Process::start(folder.path());
    let responses = Responses::to(&process.client, VISITORS).await;
    for (number, acknowledged) in &tried {
        let status = process.client.put(&responses.number(*number)).await.status.as_u16();
        assert!(status == 200 || (status == 201 && !acknowledged), "response {number}: {status}");
    }
    assert_eq!(exported(folder.path()).len(), tried.len());
    let file = SqliteConnectOptions::new().filename(folder.path().join("data/koe.db"));
    let mut file = file.connect().await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut file).await.unwrap();
    assert_eq!(whole, "ok");
}
