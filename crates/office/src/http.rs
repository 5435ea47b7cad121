//! The office on the network.

mod body;
mod codes;
mod cors;
mod devices;
mod document;
mod form;
mod guard;
mod head;
mod health;
pub(crate) mod html;
mod kept;
mod link;
mod list;
mod manifest;
mod metrics;
mod origin;
mod page;
mod plain;
mod problem;
mod receipt;
mod receive;
mod representation;
mod responses;
mod results;
mod site;
mod surveys;
mod tablet;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use tokio::sync::{Mutex, Semaphore};

pub use origin::{NotAnOrigin, PublicOrigin, Reached};
pub(crate) use problem::Problem;
pub use site::{Site, SiteError};

use crate::code::CodeKey;
use crate::content::Interface;
use crate::edition::{Edition, Editions};
use crate::guess::GuessLimit;
use crate::random::{self, NoRandomness};
use crate::store::{Standing, Store, StoreError};
use kept::Kept;
use metrics::Metrics;
use page::PageOf;
use plain::Forms;
use surveys::{PayloadOf, WordsOf};

/// How much the office takes on at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests under way; one more is asked to come back. Each holds at most some 200 KB.
    pub requests_max: usize,
    /// How long a request may take, its body included.
    pub request_ms_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        // Twenty seconds bring 64 KB over a line of 26 kbit/s, slower than any that a phone still has.
        Self { requests_max: 512, request_ms_max: 20_000 }
    }
}

/// Everything a request may need.
#[derive(Debug)]
pub struct Office {
    store: Store,
    editions: Editions,
    /// What the module says.
    interface: Interface,
    /// The same with what only tablets say.
    interface_of_tablet: Interface,
    /// The same with what only the form without script says.
    interface_with_plain: Interface,
    site: Site,
    reached: Reached,
    code_key: CodeKey,
    guesses: GuessLimit,
    payloads: Kept<PayloadOf, Standing>,
    words: Kept<WordsOf, ()>,
    pages: Kept<PageOf, Standing>,
    forms: Forms,
    plain_sends: Mutex<()>,
    metrics: Metrics,
    permits: Semaphore,
    request_time_max: Duration,
}

/// Why an office cannot begin its work.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No key can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Office {
    /// An office over `store` that shows `site`, speaks the words of `interface` and is `reached` by people.
    pub async fn new(
        store: Store,
        interface: Interface,
        site: Site,
        reached: Reached,
        limits: Limits,
    ) -> Result<Arc<Self>, OfficeError> {
        let code_key = code_key(&store).await?;
        Ok(Arc::new(Self {
            editions: Editions::new(store.clone()),
            store,
            interface: interface.of_module(),
            interface_of_tablet: interface.of_tablet(),
            interface_with_plain: interface,
            site,
            reached,
            code_key,
            guesses: GuessLimit::default(),
            payloads: Kept::default(),
            words: Kept::default(),
            pages: Kept::default(),
            forms: Forms::default(),
            plain_sends: Mutex::default(),
            metrics: Metrics::default(),
            permits: Semaphore::new(limits.requests_max),
            request_time_max: Duration::from_millis(limits.request_ms_max),
        }))
    }

    /// How a survey stands, with the edition that is given out, if there is one of that name.
    async fn asked(&self, survey: &str) -> Result<Option<(Standing, Arc<Edition>)>, StoreError> {
        let Ok(survey) = survey.parse() else { return Ok(None) };
        let Some(standing) = self.store.standing(&survey).await? else { return Ok(None) };
        let edition = self.editions.current(&standing).await?;
        Ok(Some((standing, edition)))
    }

    /// Everything that the office answers to.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/", get(list::show))
            .route("/s/{survey}", get(page::show))
            // Beside the pages that it works for; a survey of this name would have none.
            .route("/s/worker.js", get(site::file))
            .route("/s/{survey}/manifest.webmanifest", get(manifest::show))
            .route(tablet::PAGE, get(tablet::show))
            .route("/tablet", get(tablet::lead_in))
            .route(plain::ROUTE, get(plain::show).post(plain::take))
            .route(receipt::ROUTE, get(receipt::show).post(receipt::look_up))
            .route("/results/", get(results::list))
            .route("/results/{survey}", get(results::lead_in))
            .route("/results/{survey}/", get(results::door))
            .route("/results/{survey}/{*file}", get(results::file))
            .route("/api/v1/surveys/{survey}", get(surveys::show))
            .route("/api/v1/surveys/{survey}/codes", post(codes::check))
            .route("/api/v1/surveys/{survey}/responses", post(responses::put_many))
            .route("/api/v1/surveys/{survey}/responses/{id}", put(responses::put_one))
            .route("/api/v1/devices", post(devices::enrol))
            .route("/api/v1/devices/own", get(devices::show))
            .route("/api/v1/devices/own/report", put(devices::report))
            .route("/api/v1/interface/{language}", get(surveys::words))
            .route("/api/v1/health", get(health::show))
            .route("/api/v1/schemas/{schema}", get(document::schema))
            .route("/openapi.json", get(document::openapi))
            .route("/metrics", get(metrics::show))
            .fallback(site::file)
            .layer(from_fn_with_state(Arc::clone(&self), guard::guard))
            .with_state(self)
    }
}

/// The key of this store, made the first time it is needed.
pub async fn code_key(store: &Store) -> Result<CodeKey, OfficeError> {
    let fresh: [u8; 32] = random::bytes()?;
    Ok(CodeKey::new(store.setting(CodeKey::SETTING, || fresh.to_vec()).await?))
}
