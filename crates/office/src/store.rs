//! What the office keeps. Stored means stored: a write is acknowledged after it is on the disk.
//!
//! Nothing outside this module knows which database it is. What becomes of a response is decided in `group`, whichever
//! database keeps it; `sqlite` and `postgres` read and write, and hold nothing else.

/// The same of whichever database it is.
macro_rules! each {
    ($database:expr, $store:ident => $done:expr) => {
        match &$database {
            $crate::store::Database::Sqlite($store) => $done,
            $crate::store::Database::Postgres($store) => $done,
        }
    };
}

mod address;
mod enrolled;
mod error;
mod group;
mod moving;
mod postgres;
mod queue;
mod record;
mod row;
mod sqlite;
mod standing;
mod table;

use std::collections::BTreeMap;

use questionnaire::{Minute, Revision, State, SurveyId, WardCode};

pub use address::{Address, NotAnAddress, StoreOptions};
pub use enrolled::Enrolled;
pub use error::StoreError;
pub(crate) use moving::Counting;
pub use moving::{Count, Inventory};
pub use record::{Arrival, Conflict, Kept, Reason, Record, SealedBody, Stored};
pub use standing::{Standing, check_way};
pub(crate) use table::{Cell, Row, TABLES, Table};

use crate::admission::CodeStanding;
use crate::device::{Device, DeviceReport, DeviceStanding};
use address::Place;
use postgres::PostgresStore;
use queue::Queue;
use sqlite::SqliteStore;

/// Other bodies kept under one id: a person needs a few to see what happened, and a faulty device could send
/// a new one every minute.
const CONFLICTS_MAX: i64 = 20;
/// Conflicts shown at once: a survey with more has a fault that the first ones show as well.
const CONFLICTS_SHOWN_MAX: i64 = 1_000;

/// The open store.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    queue: Queue,
}

/// One of the databases that a store can be in. All do the same, to the last conflict.
#[derive(Debug, Clone)]
enum Database {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Database {
    async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        each!(*self, store => store.keep_all(arrivals).await)
    }
}

impl Store {
    /// Opens the store at `address`, makes it where there is none, and brings it up to date.
    pub async fn open(address: &Address, options: StoreOptions) -> Result<Self, StoreError> {
        let (database, writers) = match &address.0 {
            Place::File(file) => (Database::Sqlite(SqliteStore::open(file, options).await?), 1),
            Place::Server(server) => {
                (Database::Postgres(PostgresStore::open(server, options).await?), postgres::WRITERS)
            }
        };
        if each!(database, store => store.is_half_filled().await)? {
            each!(database, store => store.close().await);
            return Err(StoreError::HalfFilled);
        }
        let queue = Queue::before(&database, writers);
        Ok(Self { database, queue })
    }

    /// Whether the store answers.
    pub async fn is_well(&self) -> Result<(), StoreError> {
        each!(self.database, store => store.is_well().await)
    }

    /// Whether something can be written.
    pub async fn is_writable(&self) -> Result<(), StoreError> {
        each!(self.database, store => store.is_writable().await)
    }

    /// Closes the store. What was one file is one file again.
    pub async fn close(&self) {
        each!(self.database, store => store.close().await);
    }

    /// The value kept under `name`, made by `make` the first time anybody asks.
    pub async fn setting(&self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        each!(self.database, store => store.setting(name, make).await)
    }
}

/// Surveys and their revisions.
impl Store {
    /// Where `survey` stands, if it was ever published here.
    pub async fn standing(&self, survey: &SurveyId) -> Result<Option<Standing>, StoreError> {
        each!(self.database, store => store.standing(survey).await)
    }

    /// Where every survey stands, in the order of their ids.
    pub async fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        each!(self.database, store => store.standings().await)
    }

    /// The canonical JSON of a published revision.
    pub async fn published(&self, survey: &SurveyId, revision: &Revision) -> Result<Option<String>, StoreError> {
        each!(self.database, store => store.published(survey, revision).await)
    }

    /// Every revision of `survey` that was published.
    pub async fn revisions(&self, survey: &SurveyId) -> Result<Vec<Revision>, StoreError> {
        each!(self.database, store => store.revisions(survey).await)
    }

    /// Publishes a revision where it is new and makes it the one that is given out, in the state that the
    /// survey has, or as a draft. Gives whether it was new.
    pub async fn publish(
        &self,
        survey: &SurveyId,
        revision: &Revision,
        canonical_json: &str,
        now: Minute,
    ) -> Result<bool, StoreError> {
        each!(self.database, store => store.publish(survey, revision, canonical_json, now).await)
    }

    /// Brings a survey to `next`. Gives the state it had; a survey that is there already stays there.
    pub async fn send_to(&self, survey: &SurveyId, next: State, now: Minute) -> Result<State, StoreError> {
        each!(self.database, store => store.send_to(survey, next, now).await)
    }
}

/// Codes that were given out. The store holds only a keyed hash of each.
impl Store {
    /// How the code of that hash stands.
    pub async fn code_standing(&self, survey: &SurveyId, code_hash: [u8; 32]) -> Result<CodeStanding, StoreError> {
        each!(self.database, store => store.code_standing(survey, code_hash).await)
    }

    /// How many codes were given out for each ward.
    pub async fn invited(&self, survey: &SurveyId) -> Result<BTreeMap<WardCode, u64>, StoreError> {
        let rows = each!(self.database, store => store.invited(survey).await)?;
        let counted = |(ward, count): (String, i64)| {
            let counted = ward.parse().ok().zip(u64::try_from(count).ok());
            counted.ok_or_else(|| StoreError::Strange { detail: format!("codes of the ward \"{ward}\"") })
        };
        rows.into_iter().map(counted).collect()
    }

    /// Gives out codes for `ward`, all or none. Gives `false` where one of them was out already.
    pub async fn invite(
        &self,
        survey: &SurveyId,
        ward: WardCode,
        code_hashes: &[[u8; 32]],
    ) -> Result<bool, StoreError> {
        each!(self.database, store => store.invite(survey, ward, code_hashes).await)
    }
}

/// Responses, each once.
impl Store {
    /// Takes in a response: either all of it is on the disk when this returns, or nothing is. Those that come at the
    /// same time wait for the disk together.
    pub async fn keep(&self, arrival: Arrival) -> Result<Kept, StoreError> {
        self.queue.keep(arrival).await
    }

    /// Takes in responses one after the other, all in one change: the disk is waited for once.
    pub async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        self.database.keep_all(arrivals).await
    }

    /// Up to `count` responses of `survey` in the order of their ids, from the one after `after`.
    pub async fn records(&self, survey: &SurveyId, after: &str, count: u32) -> Result<Vec<Record>, StoreError> {
        each!(self.database, store => store.records(survey, after, count).await)
    }

    /// The response of `survey` with that id.
    pub async fn record(&self, survey: &SurveyId, id: &str) -> Result<Option<Record>, StoreError> {
        each!(self.database, store => store.record(survey, id).await)
    }

    /// The first bodies of `survey` that came under an id that was taken, in the order of their ids.
    pub async fn conflicts(&self, survey: &SurveyId) -> Result<Vec<Conflict>, StoreError> {
        each!(self.database, store => store.conflicts(survey).await)
    }
}

/// Tablets that staff have set up. The store holds only hashes of their secrets.
impl Store {
    /// Sets up a device, which can make itself known until `until` by the secret of this hash.
    pub async fn add_device(
        &self,
        device: &Device,
        enrolment_hash: [u8; 32],
        now: Minute,
        until: Minute,
    ) -> Result<(), StoreError> {
        each!(self.database, store => store.add_device(device, enrolment_hash, now, until).await)
    }

    /// Makes the device known that holds the secret of `enrolment_hash`; from now on it proves itself by the token of
    /// `token_hash`.
    pub async fn enrol_device(
        &self,
        enrolment_hash: [u8; 32],
        token_hash: [u8; 32],
        now: Minute,
    ) -> Result<Enrolled, StoreError> {
        each!(self.database, store => store.enrol_device(enrolment_hash, token_hash, now).await)
    }

    /// The device of this token, as long as it may do something.
    pub async fn device_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Device>, StoreError> {
        each!(self.database, store => store.device_by_token(token_hash).await)
    }

    /// The device of this id, whether it may still do something or not.
    pub async fn device(&self, id: &str) -> Result<Option<Device>, StoreError> {
        each!(self.database, store => store.device(id).await)
    }

    /// Keeps what a device says of itself, in place of what it said before.
    pub async fn note_report(&self, device: &str, report: &DeviceReport, now: Minute) -> Result<(), StoreError> {
        each!(self.database, store => store.note_report(device, report, now).await)
    }

    /// How every device stands, in the order in which they were set up.
    pub async fn devices(&self) -> Result<Vec<DeviceStanding>, StoreError> {
        each!(self.database, store => store.devices().await)
    }

    /// Ends all that a device may do. Gives whether there is one of that id.
    pub async fn revoke_device(&self, device: &str, now: Minute) -> Result<bool, StoreError> {
        each!(self.database, store => store.revoke_device(device, now).await)
    }
}
