//! How many responses a second are stored, beside a bare handler that inserts the same bytes with the same grouping and the
//! same wait for the disk, beside inserts without HTTP, and beside pgbench: `cargo xtask bench store`, or with how many there are
//! before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has failed"
)]

mod bare;
mod filled;
mod load;
#[allow(dead_code, reason = "tests use more of it")]
#[path = "../../tests/server.rs"]
mod server;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bare::Bare;
use load::{Load, Measured};
use server::Server;

const SURVEY: &str = "garden-visitors";
/// As a server of its own would be set: PostgreSQL's own defaults write all they have every few seconds of such a load.
const SETTINGS: &str = "-c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min";
/// What the office stores, held against the bare handler.
const SHARE_MIN: f64 = 0.75;

/// A process that serves, as long as something is measured.
pub(crate) struct Serving(Child, String);

impl Serving {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect("it listens").to_owned();
        Self(child, address)
    }

    /// Its memory at its largest, in MB.
    fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match words.as_slice() {
        [word, database] if word == "bare" => runtime.block_on(Bare::serve(database)),
        [] => runtime.block_on(compare(0)),
        [count] => runtime.block_on(compare(count.parse().expect("it is how many responses there are before"))),
        _ => panic!("`bench store`, or `bench store 10000000` with so many responses in Koe's store before"),
    }
}

/// Prints the table. In Koe's own store there are so many responses before; in the bare handler's there are none.
async fn compare(before: u64) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let server = Server::start_with(SETTINGS);
    println!(
        "| database | bare handler/s | Koe/s | Koe of bare | p50, p99 at half of that, ms | raw inserts/s | memory, MB |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut fine = true;
    for name in ["SQLite", "PostgreSQL"] {
        let mut places = Vec::new();
        for place in ["bare", "koe", "raw"] {
            places.push(if name == "SQLite" {
                format!("sqlite:{}", folder.path().join(format!("{place}.db")).display())
            } else {
                server.database().await
            });
        }
        for place in &places {
            office(&["survey", "open", SURVEY, "--content", &content(), "--database", place]);
        }
        filled::fill(&places[1], before).await;
        let bare = Serving::start(Command::new(std::env::current_exe().unwrap()).args(["bare", &places[0]]));
        let koe = Serving::start(serving().args(["--database", &places[1]]));
        let Both { bare, koe, share, memory } = both(&bare.1, &koe).await;
        let raw = Bare::open(&places[2]).await.raw_per_second().await;
        let Measured { per_second, p50_ms, p99_ms } = koe;
        fine &= share >= SHARE_MIN && p99_ms < 50.0;
        println!(
            "| {name} | {bare:.0} | {per_second:.0} | {share:.2} | {p50_ms:.1}, {p99_ms:.1} | {raw:.0} | {memory} |"
        );
    }
    println!("\npgbench, one insert each: {}", pgbench(&server.database().await));
    assert!(fine, "stored responses are under {SHARE_MIN} of a bare handler's, or p99 is over 50 ms");
}

/// What came of both.
struct Both {
    /// Responses a second of the bare handler.
    bare: f64,
    koe: Measured,
    /// Koe's of the bare handler's in the same turn.
    share: f64,
    /// Koe's at its largest, in MB.
    memory: u64,
}

/// Turns in which both are loaded.
const TURNS: usize = 5;

/// Loads both in turns, since the machine is never twice the same.
async fn both(bare: &str, koe: &Serving) -> Both {
    let revision = revision(&koe.1).await;
    let (mut bare_load, mut koe_load) = (Load::on(bare, &revision, 0), Load::on(&koe.1, &revision, 1 << 32));
    let (mut of_bare, mut of_koe) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        of_bare.push(bare_load.as_fast_as_it_goes().await);
        of_koe.push(koe_load.as_fast_as_it_goes().await);
    }
    let middle = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[TURNS / 2]
    };
    let share = middle(of_koe.iter().zip(&of_bare).map(|(koe, bare)| koe / bare).collect());
    let per_second = middle(of_koe);
    let paced = koe_load.at(per_second / 2.0).await;
    Both { bare: middle(of_bare), koe: Measured { per_second, ..paced }, share, memory: koe.memory_mb() }
}

async fn revision(address: &str) -> String {
    let said = load::get(address, &format!("/api/v1/surveys/{SURVEY}")).await;
    let survey: serde_json::Value = serde_json::from_slice(&said).unwrap();
    survey["revision"].as_str().unwrap().to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn content() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content").display().to_string()
}

fn serving() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koe-office"));
    command.args(["serve", "--port", "0", "--content", &content(), "--site"]).arg(root().join("dist"));
    command
}

fn office(words: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_koe-office")).args(words).stdout(Stdio::null()).status().unwrap();
    assert!(done.success(), "{words:?}");
}

/// What PostgreSQL itself stores, a transaction for each, with as many at once as three offices have.
fn pgbench(database: &str) -> String {
    office(&["survey", "open", SURVEY, "--content", &content(), "--database", database]);
    let script = tempfile::NamedTempFile::new().unwrap();
    let insert = format!(
        "INSERT INTO responses SELECT survey, gen_random_uuid()::text, revision, '271080', 'counted', NULL, NULL, \
         '\\x00', md5(random()::text), repeat('x', {}), '2026-12-02T01:04:00Z', NULL FROM surveys;",
        load::BODY_BYTES
    );
    std::fs::write(script.path(), insert).unwrap();
    let done = Command::new("pgbench")
        .args(["-n", "-c", "9", "-j", "2", "-T", "4", "-f"])
        .arg(script.path())
        .arg(database)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    said.lines().find(|line| line.starts_with("tps")).unwrap_or("pgbench is not there").to_owned()
}
