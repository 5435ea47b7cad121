//! Whoever sends too much, holds on too long or comes too often is in nobody else's way.
//!
//! `KOE_SOAK_COUNT` sets how many connections are held idle.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use office::connection::{Connections, Holding, Peer};
use office::http::{AddressLimit, Limits, Pace};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::client::{Answer, Client};
use crate::commands::{folder, run, said};
use crate::killed::Process;
use crate::office::{TestOffice, VISITORS};

/// An office behind a proxy on this machine.
struct Flooded {
    client: Client,
    address: SocketAddr,
    door: JoinHandle<()>,
    office: TestOffice,
}

/// Another process of the same office behind a proxy on this machine.
pub(crate) async fn proxied(office: &TestOffice, pace: Pace, holding: Holding) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limit = AddressLimit::new(pace, vec!["127.0.0.0/8".parse().unwrap()], Instant::now());
    let behind = office.another(Limits::default()).await;
    let router = limit.counted_by(&behind).in_front_of(behind.router());
    let door = tokio::spawn(async move {
        let router = router.into_make_service_with_connect_info::<Peer>();
        axum::serve(Connections::of(listener, holding), router).await.unwrap();
    });
    (address, door)
}

impl Flooded {
    async fn start(pace: Pace, holding: Holding) -> Self {
        let office = TestOffice::start().await;
        let (address, door) = proxied(&office, pace, holding).await;
        Self { client: Client::new(format!("http://{address}")), address, door, office }
    }

    async fn ask_from(&self, address: &str) -> Answer {
        self.client.send("GET", "/api/v1/health", &[("x-forwarded-for", address)], "").await
    }

    /// A connection on which this was said.
    async fn hold(&self, said: &str) -> TcpStream {
        let mut held = TcpStream::connect(self.address).await.unwrap();
        held.write_all(said.as_bytes()).await.unwrap();
        held
    }

    async fn stop(self) {
        self.door.abort();
        self.office.stop().await;
    }
}

/// What else was said on a connection before the office ended it.
async fn rest(mut held: impl AsyncRead + Unpin) -> String {
    let mut rest = Vec::new();
    // One that is ended while something is still on its way may say so.
    let _ = held.read_to_end(&mut rest).await;
    String::from_utf8(rest).unwrap()
}

const HEALTH: &str = "GET /api/v1/health HTTP/1.1\r\nhost: office\r\n";

#[tokio::test]
async fn a_flood_from_one_address_is_refused_and_the_others_are_served() {
    let flooded = Flooded::start(Pace { at_once: 20, a_second: 1 }, Holding::default()).await;
    let mut refused = 0;
    for _ in 0..60 {
        let answer = flooded.ask_from("203.0.113.7").await;
        if answer.status.as_u16() == 429 {
            assert_eq!(answer.json()["type"], "urn:koe:problem:too_many_requests");
            assert_eq!(answer.header("retry-after"), "1");
            refused += 1;
        }
    }
    assert!((30..=40).contains(&refused), "{refused} of 60 were refused");
    assert_eq!(flooded.ask_from("203.0.113.8").await.status.as_u16(), 200);
    assert_eq!(
        flooded.ask_from("203.0.113.8, 203.0.113.7").await.status.as_u16(),
        429,
        "the proxy has seen the last one"
    );
    let metrics = flooded.client.get("/metrics").await.text();
    assert!(metrics.contains(&format!("\nkoe_requests_limited_total {}\n", refused + 1)), "{metrics}");
    flooded.stop().await;
}

#[tokio::test]
async fn whoever_says_nothing_or_never_ends_is_hung_up_on() {
    let flooded = Flooded::start(Pace::default(), Holding { silent_ms_max: 500, ..Holding::default() }).await;
    for said in ["", "GET / HTT", HEALTH] {
        assert_eq!(rest(flooded.hold(said).await).await, "", "{said}");
    }
    let answered = rest(flooded.hold(&format!("{HEALTH}\r\n")).await).await;
    assert!(answered.starts_with("HTTP/1.1 200 OK") && answered.matches("HTTP/1.1").count() == 1, "{answered}");
    let (read, mut write) = flooded.hold(&format!("{HEALTH}x: ")).await.into_split();
    let trickling = tokio::spawn(async move {
        let mut drops = tokio::time::interval(Duration::from_millis(50));
        while write.write_all(b"y").await.is_ok() {
            drops.tick().await;
        }
    });
    assert_eq!(rest(read).await, "", "a request that trickles in never ends either");
    trickling.await.unwrap();
    flooded.stop().await;
}

#[tokio::test]
async fn one_connection_too_many_waits_for_another_to_end() {
    let holding = Holding { connections_max: 3, silent_ms_max: 500 };
    let flooded = Flooded::start(Pace::default(), holding).await;
    let mut idle = JoinSet::new();
    for _ in 0..9 {
        idle.spawn(rest(flooded.hold("").await));
    }
    let answered = rest(flooded.hold(&format!("{HEALTH}\r\n")).await).await;
    assert!(answered.starts_with("HTTP/1.1 200 OK"), "{answered}");
    idle.join_all().await;
    flooded.stop().await;
}

#[tokio::test]
async fn soak_idle_connections_are_in_nobodys_way() {
    let count = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(300_u32);
    let files = u64::from(count) + 200;
    assert!(files_max() >= files, "this holds {files} files open: run `ulimit -n {files}` in this shell first");
    let folder = folder();
    said(&run(folder.path(), &["survey", "rehearse", VISITORS]));
    let process = Process::start_with(folder.path(), &["--trusted-proxy", "127.0.0.0/8"]);
    let (mut idle, before) = (Vec::new(), resident_kb(&process));
    for number in 0..count {
        let mut held = TcpStream::connect(process.client.authority()).await.unwrap();
        let said = [String::new(), HEALTH.to_owned(), format!("{HEALTH}\r\n")];
        held.write_all(said[usize::try_from(number).unwrap() % 3].as_bytes()).await.unwrap();
        idle.push(held);
    }
    let (begun, mut slowest) = (Instant::now(), 0);
    for _ in 0..50 {
        let asked = Instant::now();
        let path = format!("/api/v1/surveys/{VISITORS}");
        let answer = process.client.send("GET", &path, &[("x-forwarded-for", "203.0.113.7")], "").await;
        assert_eq!(answer.status.as_u16(), 200);
        slowest = slowest.max(asked.elapsed().as_millis());
    }
    let grown = resident_kb(&process) - before;
    let took = begun.elapsed();
    println!(
        "{count} idle connections, {grown} KB for them; 50 surveys given out in {took:?}, the slowest in {slowest} ms"
    );
    assert!(grown <= 10_000 + 40 * i64::from(count), "{grown} KB for {count} idle connections");
}

/// The memory of an office, in KB.
fn resident_kb(process: &Process) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// How many files this process may have open.
fn files_max() -> u64 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap_or(u64::MAX)
}
