//! A disk that takes no changes for a while, as the system makes it after a fault: strace refuses the writes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::client::Client;
use crate::commands::{folder, run, said};
use crate::killed::Process;
use crate::office::VISITORS;
use crate::response::Responses;

/// What such a disk refuses. A file that is opened for writing may still be read.
const REFUSED: &str = "inject=pwrite64,ftruncate,fallocate,unlink:error=EROFS";

/// The disk of a process, while it takes no changes.
struct ReadOnly(Child);

impl ReadOnly {
    /// Makes the database in `folder` read-only for the process `id`.
    fn of(id: u32, folder: &Path) -> Self {
        let file = std::fs::canonicalize(folder.join("data/koe.db")).unwrap();
        let mut strace = Command::new("strace");
        strace.args(["-f", "-o", "/dev/null", "-e", "trace=pwrite64,ftruncate,fallocate,unlink", "-e", REFUSED]);
        for end in ["", "-wal", "-shm"] {
            strace.arg("-P").arg(format!("{}{end}", file.display()));
        }
        let strace = strace.args(["-p", &id.to_string()]).stderr(Stdio::piped()).spawn();
        let mut strace = strace.expect("strace is there: `apt-get install strace`");
        let said = BufReader::new(strace.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut said =
            said.inspect(|line| assert!(!line.contains("ot permitted"), "{line}: allow tracing (ptrace_scope)"));
        assert!(said.any(|line| line.contains("attached")), "strace has not found the office");
        std::thread::spawn(move || said.for_each(drop));
        Self(strace)
    }

    /// The disk is mended.
    fn ends(mut self) {
        assert!(Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap().success());
        self.0.wait().unwrap();
    }
}

/// Sends responses that must be stored, and gives them.
async fn stored(client: &Client, responses: &Responses, numbers: std::ops::Range<u64>) -> Vec<Value> {
    let mut stored = Vec::new();
    for response in numbers.map(|number| responses.number(number)) {
        assert_eq!(client.put(&response).await.status.as_u16(), 201);
        stored.push(response);
    }
    stored
}

#[tokio::test]
async fn a_disk_that_takes_no_changes_is_told_and_everything_earlier_stays() {
    let folder = folder();
    said(&run(folder.path(), &["survey", "rehearse", VISITORS]));
    let office = Process::start(folder.path());
    let responses = Responses::to(&office.client, VISITORS).await;
    let mut kept = stored(&office.client, &responses, 0..5).await;
    for round in 1..4 {
        let read_only = ReadOnly::of(office.child.id(), folder.path());
        for response in (round * 100..round * 100 + 5).map(|number| responses.number(number)) {
            let answer = office.client.put(&response).await;
            assert_eq!((answer.problem(), answer.header("retry-after")), ((503, "read_only".into()), "120"));
        }
        let page = office.client.get(&format!("/api/v1/surveys/{VISITORS}")).await;
        assert_eq!(page.status.as_u16(), 200, "reading goes on");
        read_only.ends();
        kept.extend(stored(&office.client, &responses, round * 100..round * 100 + 5).await);
        for response in &kept {
            assert_eq!(office.client.put(response).await.status.as_u16(), 200, "what was stored is stored");
        }
    }
    office.kill();
    let mut connection =
        SqliteConnectOptions::new().filename(folder.path().join("data/koe.db")).connect().await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
    let rows: u32 = sqlx::query_scalar("SELECT count(*) FROM responses").fetch_one(&mut connection).await.unwrap();
    assert_eq!((whole.as_str(), rows as usize), ("ok", kept.len()));
}
