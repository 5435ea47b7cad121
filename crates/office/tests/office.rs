//! An office of one's own for each test.

use std::path::{Path, PathBuf};

use office::clock;
use office::content::{Content, Interface};
use office::http::{Limits, Office, Site};
use office::store::{Address, Store, StoreOptions};
use questionnaire::{State, SurveyId};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::response::Responses;

pub(crate) const LETTERS: &str = "garden-letters";
pub(crate) const VISITORS: &str = "garden-visitors";

/// A running office on a database file in a folder that goes away with it.
pub(crate) struct TestOffice {
    pub(crate) client: Client,
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
    server: JoinHandle<()>,
}

/// The content that the tests are about.
pub(crate) fn content_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content")
}

/// A built page in small.
pub(crate) fn make_site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("snippets/koe-0f3a2b1c4d5e6f70")).unwrap();
    let index = "<!doctype html><link rel=\"stylesheet\" href=\"/style-0f3a2b1c4d5e6f70.css\">\
                 <script type=\"module\">import '/koe-0f3a2b1c4d5e6f70.js'</script>";
    for (name, bytes) in [
        ("index.html", index),
        ("index.html.br", "(brotli of the page)"),
        ("style-0f3a2b1c4d5e6f70.css", "body{}"),
        ("koe-0f3a2b1c4d5e6f70.js", "export{}"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm", "\0asm"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm.br", "(brotli of the module)"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm.gz", "(gzip of the module)"),
        ("snippets/koe-0f3a2b1c4d5e6f70/inline0.js", "export{}"),
        ("sw.js", "//"),
    ] {
        std::fs::write(site.join(name), bytes).unwrap();
    }
    site
}

impl TestOffice {
    /// An office with both surveys in rehearsal.
    pub(crate) async fn start() -> Self {
        Self::start_with(Limits::default()).await
    }

    pub(crate) async fn start_with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path(), StoreOptions::default()).await;
        publish(&store).await;
        store.close().await;
        Self::on(folder, StoreOptions::default(), limits).await
    }

    /// An office on what is in `folder` already.
    pub(crate) async fn on(folder: TempDir, options: StoreOptions, limits: Limits) -> Self {
        let store = open(folder.path(), options).await;
        let interface = Interface::load(&content_folder().join("interface")).unwrap();
        let site = Site::read(&make_site(folder.path())).unwrap();
        let office = Office::new(store.clone(), interface, site, limits).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = Client::new(format!("http://{}", listener.local_addr().unwrap()));
        let server = tokio::spawn(async move { axum::serve(listener, office.router()).await.unwrap() });
        Self { client, store, folder, server }
    }

    /// Stops it and starts it again on the same file, opened with `options`.
    pub(crate) async fn restart(self, options: StoreOptions) -> Self {
        let folder = self.stop().await;
        Self::on(folder, options, Limits::default()).await
    }

    pub(crate) async fn stop(self) -> TempDir {
        self.server.abort();
        let _ = self.server.await;
        self.store.close().await;
        self.folder
    }

    pub(crate) fn file(&self) -> PathBuf {
        file(self.folder.path())
    }

    /// Responses to `survey` as a device would make them.
    pub(crate) async fn responses(&self, survey: &str) -> Responses {
        Responses::to(&self.client, survey).await
    }

    /// Moves a survey along `states`.
    pub(crate) async fn send_to(&self, survey: &str, states: &[State]) {
        for state in states {
            self.store.send_to(&id(survey), *state, clock::now()).await.unwrap();
        }
    }

    /// Everything that is stored of `survey`.
    pub(crate) async fn stored(&self, survey: &str) -> Vec<Value> {
        let records = self.store.records(&id(survey), "", 10_000).await.unwrap();
        records.iter().map(|record| serde_json::to_value(record).unwrap()).collect()
    }
}

pub(crate) fn id(survey: &str) -> SurveyId {
    survey.parse().unwrap()
}

pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("koe.db")
}

pub(crate) async fn open(folder: &Path, options: StoreOptions) -> Store {
    Store::open(&Address::of_file(file(folder)), options).await.unwrap()
}

/// Publishes both surveys and lets them be rehearsed.
pub(crate) async fn publish(store: &Store) {
    let content = Content::read(&content_folder());
    assert_eq!(content.problems, []);
    for draft in content.surveys.values() {
        let json = draft.canonical_json().unwrap();
        store.publish(&draft.id, &draft.revision().unwrap(), &json, clock::now()).await.unwrap();
        store.send_to(&draft.id, State::Rehearsal, clock::now()).await.unwrap();
    }
}
