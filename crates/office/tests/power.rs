//! The power goes while responses come in. What `kill -9` spares, the page cache, is gone as well: what was acknowledged is on
//! the disk.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use office::store::{Address, Store, StoreOptions};
use tokio::task::JoinSet;

use crate::client::Client;
use crate::disk::{Disk, TRACED};
use crate::office::{TestOffice, VISITORS, id};
use crate::response::Responses;

/// Says to the office of a test, which is a process of its own, that it is one and whether it waits for the disk.
const WAITS: &str = "KOE_TEST_WAITS_FOR_DISK";
const SENDERS: u64 = 4;
const EACH: u64 = 12;

/// Does nothing, but in a process that was started for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_office_of_a_test_serves_until_it_is_killed() {
    let Some(waits) = std::env::var_os(WAITS) else { return };
    let options = StoreOptions { waits_for_disk: waits == "yes", ..StoreOptions::default() };
    let office = TestOffice::start().await.restart(options).await;
    println!("\nlistening on http://{}", office.client.authority());
    std::future::pending::<()>().await;
}

/// Sends responses to an office that is traced, until its power goes. Gives the trace.
async fn traced(waits: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-xx", "-s", "10000000", "-e", TRACED, "-o"]).arg(&trace);
    strace.arg(std::env::current_exe().unwrap()).args(["--exact", "--nocapture"]);
    strace.arg("power::the_office_of_a_test_serves_until_it_is_killed").env(WAITS, waits).env("TMPDIR", folder.path());
    let child = strace.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("strace is there: `apt-get install strace`");
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut said = said.filter_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    let client = Client::new(said.next().expect("it listens"));
    let responses = Responses::to(&client, VISITORS).await;
    let mut senders = JoinSet::new();
    for sender in 0..SENDERS {
        let (client, responses) = (client.clone(), responses.clone());
        senders.spawn(async move {
            for number in 0..EACH {
                assert_eq!(client.put(&responses.number(sender * EACH + number)).await.status.as_u16(), 201);
            }
        });
    }
    senders.join_all().await;
    // The office dies with strace only if it is told to, and before it can tidy up.
    let office = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id())).unwrap();
    assert!(Command::new("kill").args(["-KILL", office.trim()]).status().unwrap().success());
    child.wait().unwrap();
    std::fs::read_to_string(trace).unwrap()
}

/// Of the responses that were acknowledged by then, those that a store on this disk does not have.
async fn lost(disk: &Disk, acknowledged: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    disk.leave("koe.db", folder.path());
    let there = stored(folder.path()).await;
    acknowledged.iter().filter(|id| !there.contains(id)).count()
}

async fn stored(folder: &Path) -> Vec<String> {
    let address = Address::of_file(folder.join("koe.db"));
    let store = Store::open(&address, StoreOptions::default()).await.unwrap();
    let records = store.records(&id(VISITORS), "", 10_000).await.unwrap();
    store.close().await;
    records.into_iter().map(|record| record.id).collect()
}

/// How many responses were acknowledged in all, and how many of them would have been lost by a power cut right after one of
/// the acknowledgements.
async fn acknowledged_and_lost(waits: &str) -> (usize, usize) {
    let (mut disk, mut acknowledged, mut lost_in_all) = (Disk::default(), Vec::new(), 0);
    for line in traced(waits).await.lines() {
        let Some(said) = disk.see(line).filter(|said| said.starts_with("HTTP/1.1 201")) else { continue };
        let (_, id) = said.split_once("{\"id\":\"").unwrap();
        acknowledged.push(id[..36].to_owned());
        if acknowledged.len() % 4 == 0 {
            lost_in_all += lost(&disk, &acknowledged).await;
        }
    }
    (acknowledged.len(), lost_in_all)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_survives_a_power_cut_and_only_since_the_disk_is_waited_for() {
    let all = usize::try_from(SENDERS * EACH).unwrap();
    assert_eq!(acknowledged_and_lost("yes").await, (all, 0));
    let (acknowledged, lost) = acknowledged_and_lost("no").await;
    assert!(acknowledged == all && lost > 0, "without waiting, {lost} of {acknowledged} are lost");
}
