//! Somebody who is signed in.

use questionnaire::WardCode;

use super::visit::Visit;
use crate::clock;
use crate::device::Secret;
use crate::staff::{Role, Staff};
use crate::store::StoreError;

/// The cookie that holds the secret of a session.
pub(super) const COOKIE: &str = "koe-desk";
/// Minutes without doing anything after which a session ends: lunch, and nobody comes back to an open desk.
pub(super) const IDLE_MIN: u32 = 60;
/// Minutes after which it ends in any case: a working day.
pub(super) const WHOLE_MIN: u32 = 10 * 60;
/// Minutes by which a session has to be prolonged to be worth a write.
const WORTH_MIN: u32 = 5;
/// What a page says that renews itself: nobody is there for that.
const LIVE: &str = "koe-live";

/// A session and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) staff: Staff,
    pub(super) secret_hash: [u8; 32],
    /// What every form of this session carries, which no other site can know.
    token: String,
}

impl Signed {
    pub(super) fn new(staff: Staff, secret: &Secret) -> Self {
        Self { staff, secret_hash: secret.hash(), token: secret.token("session") }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The ward that it is held to.
    pub(super) fn ward(&self) -> Option<WardCode> {
        match self.staff.role {
            Role::Ward(ward) => Some(ward),
            Role::City | Role::Typist | Role::Viewer => None,
        }
    }

    /// Whether what concerns `ward` is its business.
    pub(super) fn covers(&self, ward: WardCode) -> bool {
        self.staff.role.covers(ward)
    }
}

/// Who is signed in in this browser.
pub(super) async fn of(visit: &Visit) -> Result<Option<Signed>, StoreError> {
    let Some(secret) = visit.cookie(COOKIE).and_then(|secret| secret.parse::<Secret>().ok()) else { return Ok(None) };
    let Some(session) = visit.office.store.session(secret.hash(), clock::now()).await? else { return Ok(None) };
    let idle_until = clock::in_minutes(IDLE_MIN);
    let is_worth_it = clock::in_minutes(IDLE_MIN - WORTH_MIN).to_string() >= session.idle_until;
    if is_worth_it && !visit.headers.contains_key(LIVE) {
        visit.office.store.keep_session(secret.hash(), idle_until).await?;
    }
    Ok(Some(Signed::new(session.staff, &secret)))
}
