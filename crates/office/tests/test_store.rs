//! A store of one's own for each test, in either database.

use office::admission::Timing;
use office::clock;
use office::store::{Address, Arrival, Kept, Record, Store, StoreOptions};
use questionnaire::{ResponseId, State};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::office::{LETTERS, VISITORS, id, publish};
use crate::server::Server;

/// A store in which both surveys are rehearsed.
pub(crate) struct TestStore {
    pub(crate) store: Store,
    pub(crate) address: String,
    _folder: Option<TempDir>,
}

/// The address of an empty place for a store, and the folder that it is in.
pub(crate) async fn sqlite_place() -> (String, Option<TempDir>) {
    let folder = tempfile::tempdir().unwrap();
    (format!("sqlite:{}", folder.path().join("koe.db").display()), Some(folder))
}

pub(crate) async fn postgres_place() -> (String, Option<TempDir>) {
    (Server::shared().database().await, None)
}

pub(crate) async fn open(address: &str) -> Store {
    let address: Address = address.parse().unwrap();
    Store::open(&address, StoreOptions::default()).await.unwrap()
}

impl TestStore {
    pub(crate) async fn at((address, folder): (String, Option<TempDir>)) -> Self {
        let store = open(&address).await;
        publish(&store).await;
        Self { store, address, _folder: folder }
    }

    /// The same store as another process has it.
    pub(crate) async fn another(&self) -> Store {
        open(&self.address).await
    }

    /// Moves both surveys along `states`.
    pub(crate) async fn send_to(&self, states: &[State]) {
        for state in states {
            for survey in [LETTERS, VISITORS] {
                self.store.send_to(&id(survey), *state, clock::now()).await.unwrap();
            }
        }
    }

    /// The `number`th arrival of `survey`, without a code.
    pub(crate) async fn arrival(&self, survey: &str, number: u64) -> Arrival {
        let standing = self.store.standing(&id(survey)).await.unwrap().unwrap();
        let mut random = [0; 16];
        random[..8].copy_from_slice(&(number << 16).to_be_bytes());
        Arrival {
            survey: id(survey),
            id: ResponseId::from_random(random),
            revision: standing.revision,
            ward: "271080".parse().unwrap(),
            receipt_hash: format!("{number:064x}"),
            content_hash: [0; 32],
            body: String::new(),
            sealed_through: None,
            received_at: "2026-12-02T01:04:00Z".parse().unwrap(),
            timing: Timing::at("2026-12-02T01:03:00Z".parse().unwrap()),
            code_hash: None,
            needs_code: survey == LETTERS,
            hears_codes: true,
        }
        .saying("{\"answers\":{}}")
    }

    pub(crate) async fn keep(&self, arrival: &Arrival) -> Kept {
        self.store.keep(arrival.clone()).await.unwrap()
    }

    pub(crate) async fn records(&self, survey: &str) -> Vec<Record> {
        self.store.records(&id(survey), "", 10_000).await.unwrap()
    }
}

/// An arrival in other circumstances.
pub(crate) trait Arriving {
    /// With this body.
    fn saying(self, body: &str) -> Self;
    /// With the `number`th code.
    fn with_code(self, number: u8) -> Self;
}

impl Arriving for Arrival {
    fn saying(self, body: &str) -> Self {
        Self { content_hash: Sha256::digest(body).into(), body: body.to_owned(), ..self }
    }

    fn with_code(self, number: u8) -> Self {
        Self { code_hash: Some(code(number)), ..self }
    }
}

/// The hash of the `number`th code.
pub(crate) fn code(number: u8) -> [u8; 32] {
    [number; 32]
}

/// Gives out the first `count` codes.
pub(crate) async fn invite(store: &Store, count: u8) {
    let hashes: Vec<_> = (0..count).map(code).collect();
    assert!(store.invite(&id(LETTERS), "271080".parse().unwrap(), &hashes).await.unwrap());
}
