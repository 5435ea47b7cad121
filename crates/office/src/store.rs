//! What the office keeps on disk. Stored means stored: a write is acknowledged after it is synced.
//!
//! Nothing outside this module knows which database it is, so that another one can stand behind the same names.

mod device;
mod error;
mod invitation;
mod open;
mod record;
mod response;
mod survey;

use sqlx::{Sqlite, SqlitePool, Transaction};

pub use device::Enrolled;
pub use error::StoreError;
pub use open::{Address, NotAnAddress, StoreOptions};
pub use record::{Arrival, Conflict, Kept, Reason, Record, SealedBody, Stored};
pub use survey::{Standing, check_way};

/// The open store.
///
/// One connection writes and a few read: readers never wait for the writer, and writers queue here, in
/// order, rather than in the database by chance.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Begins a change that sees everything before it and nothing beside it.
    async fn change(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Whether the store answers.
    pub async fn is_well(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM surveys").execute(&self.readers).await?;
        Ok(())
    }

    /// Whether something can be written.
    pub async fn is_writable(&self) -> Result<(), StoreError> {
        let write =
            "INSERT INTO settings (name, value) VALUES ('opened', x'') ON CONFLICT (name) DO UPDATE SET value = x''";
        sqlx::query(write).execute(&self.writer).await?;
        Ok(())
    }

    /// Closes the store, so that everything is in the one file.
    pub async fn close(&self) {
        self.readers.close().await;
        // The last connection to close moves the write-ahead log into the file, so the writer goes last.
        self.writer.close().await;
    }

    /// The value kept under `name`, made by `make` the first time anybody asks.
    pub async fn setting(&self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let found = sqlx::query_scalar("SELECT value FROM settings WHERE name = ?1").bind(name);
        if let Some(value) = found.fetch_optional(&self.readers).await? {
            return Ok(value);
        }
        let kept = "INSERT INTO settings (name, value) VALUES (?1, ?2) \
                    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value";
        Ok(sqlx::query_scalar(kept).bind(name).bind(make()).fetch_one(&self.writer).await?)
    }
}
