//! What the office keeps. Stored means stored: a write is acknowledged after it is on the disk.
//!
//! Nothing outside this module knows which database it is. What becomes of a response is decided in `group`, whichever
//! database keeps it. What both are asked in the same words stands once, in the file of what it is about; `sqlite` and
//! `postgres` hold how each is opened, and what one of them is asked in words of its own.

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
mod audit;
mod deletion;
mod device;
mod error;
mod group;
mod invitation;
mod moving;
mod outcome;
mod postgres;
mod queue;
mod record;
mod response;
mod row;
mod said;
mod sqlite;
mod staff;
mod standing;
mod survey;
mod table;
mod tries;
mod typing;

pub use address::{Address, NotAnAddress, StoreOptions};
pub use device::Enrolled;
pub use error::StoreError;
pub(crate) use moving::Counting;
pub use moving::{Count, Inventory};
pub use outcome::Letter;
pub use record::{Arrival, Conflict, Kept, Reason, Record, SealedBody, Stored};
pub use said::ReadingsOf;
pub use staff::{Account, Session};
pub use standing::{Standing, check_way};
pub(crate) use table::{Cell, Row, TABLES, Table};
pub use typing::GivenOut;

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
    async fn close(&self) {
        each!(*self, store => store.close().await);
    }

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
        if database.is_half_filled().await? {
            database.close().await;
            return Err(StoreError::HalfFilled);
        }
        let queue = Queue::before(&database, writers);
        Ok(Self { database, queue })
    }

    /// Whether the store answers.
    pub async fn is_well(&self) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query("SELECT count(*) FROM surveys").execute(&store.readers).await?;
        });
        Ok(())
    }

    /// Whether something can be written.
    pub async fn is_writable(&self) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query(
                "INSERT INTO settings (name, value) VALUES ('opened', $1) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(Vec::<u8>::new())
            .execute(&store.writers)
            .await?;
        });
        Ok(())
    }

    /// Closes the store. What was one file is one file again.
    pub async fn close(&self) {
        self.database.close().await;
    }

    /// The value kept under `name`, made by `make` the first time anybody asks.
    pub async fn setting(&self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        each!(self.database, store => {
            let found = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(name);
            if let Some(value) = found.fetch_optional(&store.readers).await? {
                return Ok(value);
            }
            let kept = "INSERT INTO settings (name, value) VALUES ($1, $2) \
                        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value";
            Ok(sqlx::query_scalar(kept).bind(name).bind(make()).fetch_one(&store.writers).await?)
        })
    }
}
