//! An office of one's own for each test.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::uri::Scheme;
use office::clock;
use office::content::{Content, Interface};
use office::http::{Limits, Office, PublicOrigin, Reached, Site};
use office::sign_on::SignOn;
use office::store::{Address, Store, StoreOptions};
use questionnaire::{DraftSurvey, State, SurveyId};
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
    words: PathBuf,
    server: JoinHandle<()>,
}

/// The content that the tests are about.
pub(crate) fn content_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content")
}

/// The words of the real pages.
fn real_words() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// A built page in small.
pub(crate) fn make_site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    for inside in ["snippets/koe-0f3a2b1c4d5e6f70", "embed", "previous", "s", "tablet"] {
        std::fs::create_dir_all(site.join(inside)).unwrap();
    }
    // The real page as the build leaves it, but for the names of its files.
    let (head, body) = include_str!("../../../index.html").split_once("  </head>").unwrap();
    let (head, _) = head.split_once("    <link data-trunk").unwrap();
    let index = format!(
        "{head}<link rel=\"stylesheet\" href=\"/style-0f3a2b1c4d5e6f70.css\">\
         <script type=\"module\">import '/koe-0f3a2b1c4d5e6f70.js'</script></head>{body}"
    );
    for (name, bytes) in [
        ("index.html", index.as_str()),
        ("index.html.br", "(brotli of the page)"),
        ("style-0f3a2b1c4d5e6f70.css", "body{}"),
        ("koe-0f3a2b1c4d5e6f70.js", "export{}"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm", "\0asm"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm.br", "(brotli of the module)"),
        ("koe-0f3a2b1c4d5e6f70_bg.wasm.gz", "(gzip of the module)"),
        ("snippets/koe-0f3a2b1c4d5e6f70/inline0.js", "export{}"),
        ("koe.js", "export{}"),
        ("embed/index.html", "(how to embed)"),
        ("embed/demo.html", "(a page of others)"),
        ("s/worker.js", "//"),
        ("tablet/index.html", "<script type=\"module\">import '/koe-tablet-0f3a2b1c4d5e6f70.js'</script>"),
        ("tablet/index.html.br", "(brotli of the page of tablets)"),
        ("tablet/worker.js", "// of tablets"),
        ("tablet/manifest.webmanifest", "{}"),
        ("previous/koe-9f8e7d6c5b4a3021.js", "export{} // former"),
        ("previous/style-0f3a2b1c4d5e6f70.css", "(of the same name, and other)"),
        ("previous/koe.js", "(without a hash)"),
        ("preview.png", "(a picture)"),
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
        Self::reached_at(None, folder, options, limits, content_folder()).await
    }

    /// An office that was told where people reach it.
    pub(crate) async fn start_at(origin: &str) -> Self {
        let folder = Self::start().await.stop().await;
        let words = content_folder();
        Self::reached_at(Some(origin.parse().unwrap()), folder, StoreOptions::default(), Limits::default(), words).await
    }

    /// An office that draws its pages in the real words.
    pub(crate) async fn start_in_words(limits: Limits) -> Self {
        let folder = Self::start().await.stop().await;
        Self::reached_at(None, folder, StoreOptions::default(), limits, real_words()).await
    }

    /// An office whose staff may sign in with accounts that they have elsewhere.
    pub(crate) async fn start_with_sign_on(sign_on: SignOn) -> Self {
        let folder = Self::start().await.stop().await;
        let site = Site::read(&make_site(folder.path())).unwrap().with_sign_on(Some(sign_on));
        let (options, limits) = (StoreOptions::default(), Limits::default());
        Self::showing(site, None, folder, options, limits, content_folder()).await
    }

    /// An office with the content, the store and the results that are in `folder`.
    pub(crate) async fn of_city(folder: TempDir) -> Self {
        let content = folder.path().join("content");
        let site = Site::read(&make_site(folder.path())).unwrap().with_results(Some(folder.path().join("results")));
        let site = site.with_content(Some(content.clone()));
        Self::showing(site, None, folder, StoreOptions::default(), Limits::default(), content).await
    }

    /// An office on what is in `folder`, which was told of no content folder.
    pub(crate) async fn without_content(folder: TempDir) -> Self {
        let site = Site::read(&make_site(folder.path())).unwrap();
        Self::showing(site, None, folder, StoreOptions::default(), Limits::default(), content_folder()).await
    }

    async fn reached_at(
        origin: Option<PublicOrigin>,
        folder: TempDir,
        options: StoreOptions,
        limits: Limits,
        words: PathBuf,
    ) -> Self {
        let site = Site::read(&make_site(folder.path())).unwrap().with_results(Some(folder.path().join("results")));
        let site = site.with_content(Some(content_folder()));
        Self::showing(site, origin, folder, options, limits, words).await
    }

    async fn showing(
        site: Site,
        origin: Option<PublicOrigin>,
        folder: TempDir,
        options: StoreOptions,
        limits: Limits,
        words: PathBuf,
    ) -> Self {
        let store = open(folder.path(), options).await;
        let interface = Interface::load(&words).unwrap();
        let reached = origin.map_or(Reached::AsAsked(Scheme::HTTP), Reached::At);
        let office = Office::new(store.clone(), interface, site, reached, limits).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = Client::new(format!("http://{}", listener.local_addr().unwrap()));
        let server = tokio::spawn(async move { axum::serve(listener, office.router()).await.unwrap() });
        Self { client, store, folder, words, server }
    }

    /// What answers to requests, over the same store.
    pub(crate) async fn router(&self, limits: Limits) -> axum::Router {
        self.another(limits).await.router()
    }

    /// Another office over the same store.
    pub(crate) async fn another(&self, limits: Limits) -> Arc<Office> {
        let interface = Interface::load(&self.words).unwrap();
        let site = Site::read(&make_site(self.folder.path())).unwrap();
        let reached = Reached::AsAsked(Scheme::HTTP);
        Office::new(self.store.clone(), interface, site, reached, limits).await.unwrap()
    }

    /// Stops it and starts it again on the same file, opened with `options`.
    pub(crate) async fn restart(self, options: StoreOptions) -> Self {
        let words = self.words.clone();
        let folder = self.stop().await;
        Self::reached_at(None, folder, options, Limits::default(), words).await
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

    /// Publishes a survey again, in a revision that `change` makes of it.
    pub(crate) async fn publish_with(&self, survey: &str, change: impl FnOnce(&mut DraftSurvey)) {
        let mut draft = Content::read(&content_folder()).surveys[survey].clone();
        change(&mut draft);
        let (revision, json) = (draft.revision().unwrap(), draft.canonical_json().unwrap());
        self.store.publish(&draft.id, &revision, &json, clock::now()).await.unwrap();
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
