//! The office on the network.

mod address_limit;
mod body;
mod client;
mod codes;
mod cors;
pub mod desk;
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
mod paper;
mod plain;
mod problem;
mod receipt;
mod receive;
mod representation;
mod responses;
mod results;
mod shelf;
mod site;
mod surveys;
mod tablet;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tokio::sync::{Mutex, Semaphore};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use address_limit::{AddressLimit, Pace};
pub use form::{Unread, read as read_form};
pub use origin::{NotAnOrigin, PublicOrigin, Reached};
pub(crate) use problem::Problem;
pub(crate) use responses::sent_schema;
pub use site::{Site, SiteError};

use crate::code::CodeKey;
use crate::content::Interface;
use crate::edition::{Edition, Editions, Situation};
use crate::guess::Turns;
use crate::random::{self, NoRandomness};
use crate::store::{Standing, Store, StoreError};
use desk::Desk;
use kept::Kept;
use metrics::Metrics;
use page::PageOf;
use plain::Forms;
use shelf::Shelf;
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
    /// The manifests of what is published.
    shelf: Shelf,
    reached: Reached,
    code_key: CodeKey,
    desk: Desk,
    turns: Turns,
    payloads: Kept<PayloadOf, Situation>,
    words: Kept<WordsOf, ()>,
    pages: Kept<PageOf, Situation>,
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
        let fresh: [u8; 32] = random::bytes()?;
        let desk_key = store.setting(Desk::SETTING, || fresh.to_vec()).await?;
        Ok(Arc::new(Self {
            editions: Editions::new(store.clone()),
            store,
            interface: interface.of_module(),
            interface_of_tablet: interface.of_tablet(),
            interface_with_plain: interface,
            desk: Desk::new(desk_key, site.content.clone()),
            site,
            shelf: Shelf::default(),
            reached,
            code_key,
            turns: Turns::default(),
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
        let (described, _) = described().split_for_parts();
        // The desk is for people alone.
        let desk = desk::router().route("/office", get(desk::lead_in));
        described
            .merge(desk)
            .fallback(site::file)
            .layer(from_fn_with_state(Arc::clone(&self), guard::guard))
            .with_state(self)
    }
}

/// Every public route, with what it says of itself.
fn described() -> OpenApiRouter<Arc<Office>> {
    OpenApiRouter::default()
        .routes(routes!(list::show))
        .routes(routes!(page::show))
        // Beside the pages that it works for; a survey of this name would have none.
        .routes(routes!(site::file))
        .routes(routes!(manifest::show))
        .routes(routes!(tablet::show))
        .routes(routes!(tablet::lead_in))
        .routes(routes!(plain::show, plain::take))
        .routes(routes!(paper::show))
        .routes(routes!(receipt::show, receipt::look_up))
        .routes(routes!(results::list))
        .routes(routes!(results::lead_in))
        .routes(routes!(results::door))
        .routes(routes!(results::file))
        .routes(routes!(surveys::show))
        .routes(routes!(codes::check))
        .routes(routes!(responses::put_many))
        .routes(routes!(responses::put_one))
        .routes(routes!(devices::enrol))
        .routes(routes!(devices::show))
        .routes(routes!(devices::report))
        .routes(routes!(surveys::words))
        .routes(routes!(health::show))
        .routes(routes!(document::schema))
        .routes(routes!(document::openapi))
        .routes(routes!(metrics::show))
}

/// The key of this store, made the first time it is needed.
pub async fn code_key(store: &Store) -> Result<CodeKey, OfficeError> {
    let fresh: [u8; 32] = random::bytes()?;
    Ok(CodeKey::new(store.setting(CodeKey::SETTING, || fresh.to_vec()).await?))
}
