//! What is held against the office: a handler that knows nothing of surveys, and inserts what comes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::put;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, QueryBuilder, SqlitePool};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinSet;

use crate::SURVEY;
use crate::load::{DEVICES, rate, response};

/// As the office groups them.
const GROUP_MAX: usize = 128;
const RAW: Duration = Duration::from_secs(4);

/// The rows of a group, the same in both databases.
macro_rules! rows {
    ($group:expr, $revision:expr) => {{
        let mut query = QueryBuilder::new(
            "INSERT INTO responses (survey, id, revision, ward, stored, content_hash, receipt_hash, body, received_at) ",
        );
        query.push_values($group, |mut row, (id, body, _)| {
            row.push_bind(SURVEY)
                .push_bind(id)
                .push_bind($revision)
                .push_bind("271080")
                .push_bind("counted")
                .push_bind([0_u8; 32].as_slice())
                .push_bind(id)
                .push_bind(body)
                .push_bind("2026-12-02T01:04:00Z");
        });
        query
    }};
}

type Waiting = (String, String, oneshot::Sender<()>);

/// A way to the database, with the same groups and the same wait for the disk as the office has.
#[derive(Clone)]
pub(crate) struct Bare(Sender<Waiting>);

#[derive(Clone)]
enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Bare {
    pub(crate) async fn open(address: &str) -> Self {
        let (database, writers) = match address.strip_prefix("sqlite:") {
            Some(file) => {
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .disable_statement_logging();
                let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false);
                (Database::Sqlite(pool.connect_with(options).await.unwrap()), 1)
            }
            None => (Database::Postgres(PgPoolOptions::new().max_connections(3).connect(address).await.unwrap()), 3),
        };
        let (queue, waiting) = mpsc::channel(1_024);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..writers {
            tokio::spawn(insert_what_waits(database.clone(), Arc::clone(&waiting), revision(&database).await));
        }
        Self(queue)
    }

    pub(crate) async fn serve(address: &str) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening on http://{}", listener.local_addr().unwrap());
        let path = "/api/v1/surveys/{survey}/responses/{id}";
        let router = Router::new().route(path, put(take)).with_state(Self::open(address).await);
        axum::serve(listener, router).await.unwrap();
    }

    async fn insert(&self, id: String, body: String) {
        let (tell, told) = oneshot::channel();
        self.0.send((id, body, tell)).await.unwrap();
        told.await.unwrap();
    }

    /// Inserts a second without HTTP, from as many tasks as there are devices.
    pub(crate) async fn raw_per_second(&self) -> f64 {
        let (begun, mut tasks) = (Instant::now(), JoinSet::new());
        for task in 0..DEVICES as u64 {
            let bare = self.clone();
            tasks.spawn(async move {
                let mut count = 0;
                while begun.elapsed() < RAW {
                    let (id, body) = response("", (task << 32) + count);
                    bare.insert(id.to_string(), body).await;
                    count += 1;
                }
                count
            });
        }
        let count = tasks.join_all().await.into_iter().sum();
        rate(count, begun.elapsed())
    }
}

async fn take(State(bare): State<Bare>, Path((_, id)): Path<(String, String)>, body: Bytes) -> (StatusCode, String) {
    let said = format!("{{\"id\":\"{id}\"}}");
    bare.insert(id, String::from_utf8(body.to_vec()).unwrap()).await;
    (StatusCode::CREATED, said)
}

async fn revision(database: &Database) -> String {
    let asked = "SELECT revision FROM surveys";
    match database {
        Database::Sqlite(pool) => sqlx::query_scalar(asked).fetch_one(pool).await.unwrap(),
        Database::Postgres(pool) => sqlx::query_scalar(asked).fetch_one(pool).await.unwrap(),
    }
}

async fn insert_what_waits(database: Database, waiting: Arc<Mutex<Receiver<Waiting>>>, revision: String) {
    let mut group = Vec::new();
    while waiting.lock().await.recv_many(&mut group, GROUP_MAX).await > 0 {
        match &database {
            Database::Sqlite(pool) => {
                let mut change = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                rows!(&group, &revision).build().execute(&mut *change).await.unwrap();
                change.commit().await.unwrap();
            }
            Database::Postgres(pool) => {
                let mut change = pool.begin().await.unwrap();
                rows!(&group, &revision).build().execute(&mut *change).await.unwrap();
                change.commit().await.unwrap();
            }
        }
        for (_, _, tell) in group.drain(..) {
            tell.send(()).unwrap();
        }
    }
}
