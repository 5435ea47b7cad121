//! The store in one file, by the SQLite that is built in.
//!
//! One connection writes and a few read: readers never wait for the writer, and writers queue here, in
//! order, rather than in the database by chance.

mod device;
mod invitation;
pub(super) mod moving;
mod open;
mod response;
mod survey;

use sqlx::{Sqlite, SqlitePool, Transaction};

use super::StoreError;

/// An open file.
#[derive(Debug, Clone)]
pub(super) struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Begins a change that sees everything before it and nothing beside it.
    async fn change(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub(super) async fn is_well(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM surveys").execute(&self.readers).await?;
        Ok(())
    }

    pub(super) async fn is_writable(&self) -> Result<(), StoreError> {
        let write =
            "INSERT INTO settings (name, value) VALUES ('opened', x'') ON CONFLICT (name) DO UPDATE SET value = x''";
        sqlx::query(write).execute(&self.writer).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        // The last connection to close moves the write-ahead log into the file, so the writer goes last.
        self.writer.close().await;
    }

    pub(super) async fn setting(&self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let found = sqlx::query_scalar("SELECT value FROM settings WHERE name = ?1").bind(name);
        if let Some(value) = found.fetch_optional(&self.readers).await? {
            return Ok(value);
        }
        let kept = "INSERT INTO settings (name, value) VALUES (?1, ?2) \
                    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value";
        Ok(sqlx::query_scalar(kept).bind(name).bind(make()).fetch_one(&self.writer).await?)
    }
}
