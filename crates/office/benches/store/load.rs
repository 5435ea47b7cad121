//! Devices that send responses, as many at once as an evening has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use questionnaire::{Receipt, ResponseId};
use serde_json::json;
use tokio::task::JoinSet;

use crate::SURVEY;

/// Those who send at once.
pub(crate) const DEVICES: usize = 64;
const FAST: Duration = Duration::from_secs(4);
const PACED: Duration = Duration::from_secs(6);
/// After how long somebody sends again whom the office had no time for.
const AGAIN: Duration = Duration::from_millis(100);
/// About what a response has.
pub(crate) const BODY_BYTES: usize = 480;

type Pool = Client<HttpConnector, Full<Bytes>>;

/// What came of a load.
pub(crate) struct Measured {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
}

/// A load on one address.
pub(crate) struct Load {
    pool: Pool,
    address: String,
    revision: String,
    next: Arc<AtomicU64>,
}

impl Load {
    pub(crate) fn on(address: &str, revision: &str, first: u64) -> Self {
        let pool = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(1_024).build_http();
        let next = Arc::new(AtomicU64::new(first));
        Self { pool, address: address.to_owned(), revision: revision.to_owned(), next }
    }

    /// Stored responses a second while every device sends again as soon as it was answered.
    pub(crate) async fn as_fast_as_it_goes(&mut self) -> f64 {
        let (before, begun) = (self.next.load(Ordering::Relaxed), Instant::now());
        let mut devices = JoinSet::new();
        for _ in 0..DEVICES {
            let (pool, address, revision, next) =
                (self.pool.clone(), self.address.clone(), self.revision.clone(), Arc::clone(&self.next));
            devices.spawn(async move {
                while begun.elapsed() < FAST {
                    send(&pool, &address, &revision, next.fetch_add(1, Ordering::Relaxed)).await;
                }
            });
        }
        devices.join_all().await;
        rate(self.next.load(Ordering::Relaxed) - before, begun.elapsed())
    }

    /// How long answers take when so many come a second, whether the earlier ones are answered or not.
    pub(crate) async fn at(&mut self, per_second: f64) -> Measured {
        let (begun, mut devices, mut sent) = (tokio::time::Instant::now(), JoinSet::new(), 0_u32);
        while begun.elapsed() < PACED {
            let due = begun + Duration::from_secs_f64(f64::from(sent) / per_second);
            tokio::time::sleep_until(due).await;
            let (pool, address, revision) = (self.pool.clone(), self.address.clone(), self.revision.clone());
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            devices.spawn(async move {
                send(&pool, &address, &revision, number).await;
                due.elapsed()
            });
            sent += 1;
        }
        let mut took = devices.join_all().await;
        took.sort();
        let at = |part: usize| took[took.len() * part / 100].as_secs_f64() * 1e3;
        Measured { per_second, p50_ms: at(50), p99_ms: at(99) }
    }
}

/// How many a second that is.
pub(crate) fn rate(count: u64, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / took.as_secs_f64()
}

/// Sends a response, again and again where the office has too much to do.
async fn send(pool: &Pool, address: &str, revision: &str, number: u64) {
    let (id, body) = response(revision, number);
    let body = Bytes::from(body);
    loop {
        let request = Request::put(format!("http://{address}/api/v1/surveys/{SURVEY}/responses/{id}"))
            .header("content-type", "application/json")
            .body(Full::new(body.clone()));
        let answer = pool.request(request.unwrap()).await.unwrap();
        let status = answer.status();
        let said = answer.into_body().collect().await.unwrap().to_bytes();
        if status.as_u16() == 201 {
            return;
        }
        assert_eq!(status.as_u16(), 503, "{}", String::from_utf8_lossy(&said));
        tokio::time::sleep(AGAIN).await;
    }
}

pub(crate) async fn get(address: &str, path: &str) -> Bytes {
    let pool: Pool = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(format!("http://{address}{path}")).body(Full::default()).unwrap();
    pool.request(request).await.unwrap().into_body().collect().await.unwrap().to_bytes()
}

/// The `number`th response, with an id that looks like chance.
pub(crate) fn response(revision: &str, number: u64) -> (ResponseId, String) {
    let mixed = u128::from(number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let random = mixed.to_be_bytes();
    let id = ResponseId::from_random(random);
    let body = json!({
        "id": id, "survey": SURVEY, "revision": revision, "ward": "271080", "mode": "web", "assisted": false,
        "language": "ja", "given": {}, "receipt_hash": Receipt::from_random(random[..13].try_into().unwrap()).hash(),
        "started_at": "2026-12-02T01:00:00Z", "finished_at": "2026-12-02T01:04:00Z",
        "answers": { "visited": "yes", "often": "weekly", "age": 71, "words": "きれい🌸" },
    });
    (id, body.to_string())
}
