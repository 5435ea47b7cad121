//! The desk: the pages of staff under `/office/`.
//!
//! Every page is a row of one table, which says who may open it; nothing else decides that. What a row of the log says
//! is written before a page is shown or something is done.

mod aside;
mod exports;
mod figures;
mod frame;
mod home;
mod invitations;
mod kiosks;
mod log;
mod move_on;
mod paper;
mod plan;
mod responses;
mod results;
mod route;
mod said;
mod sign_in;
mod sign_on;
mod signed;
mod survey;
mod themes;
mod visit;
mod word;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use axum::response::Redirect;
use tokio::sync::Semaphore;

use crate::audit::{Act, Deed};
use crate::clock;
use crate::store::StoreError;
use figures::Counts;
pub(super) use route::router;
pub use route::{Access, ROUTES, Route};
use signed::Signed;

use super::Office;

/// Passwords looked at at once: each takes 19 MiB and a good part of a second.
const PASSWORDS_MAX: usize = 2;
/// Pages that are remembered as shown; then all are forgotten, and the next look at each is written down again.
const SHOWN_MAX: usize = 10_000;

/// What the desk remembers while the office runs.
#[derive(Debug)]
pub(super) struct Desk {
    /// By which browsers are known that somebody has signed in with.
    key: Vec<u8>,
    /// Where surveys are that can be published.
    content: Option<PathBuf>,
    counts: Counts,
    passwords: Semaphore,
    /// What was shown in which session. A page that renews itself is one look at it.
    shown: Mutex<HashSet<([u8; 32], String)>>,
}

impl Desk {
    /// The setting that holds its key.
    pub(super) const SETTING: &'static str = "desk_key";

    pub(super) fn new(key: Vec<u8>, content: Option<PathBuf>) -> Self {
        Self {
            key,
            content,
            counts: Counts::default(),
            passwords: Semaphore::new(PASSWORDS_MAX),
            shown: Mutex::default(),
        }
    }
}

/// `GET /office`
pub(super) async fn lead_in() -> Redirect {
    Redirect::permanent("/office/")
}

impl Office {
    /// Writes down that somebody signed in is about to do something.
    async fn note(&self, signed: &Signed, act: Act, what: impl Into<String>) -> Result<(), StoreError> {
        self.store.note(&Deed::of_staff(signed.staff.name.as_str(), act, what), clock::now()).await.map(drop)
    }

    /// Writes down that a page is about to be shown, once in a session.
    async fn note_shown(&self, signed: &Signed, what: &str) -> Result<(), StoreError> {
        let key = (signed.secret_hash, what.to_owned());
        if self.desk.shown.lock().unwrap_or_else(PoisonError::into_inner).contains(&key) {
            return Ok(());
        }
        self.note(signed, Act::Show, what).await?;
        let mut shown = self.desk.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.len() >= SHOWN_MAX {
            shown.clear();
        }
        shown.insert(key);
        Ok(())
    }
}
