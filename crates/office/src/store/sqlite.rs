//! The store in one file, by the SQLite that is built in.
//!
//! One connection writes and a few read: readers never wait for the writer, and writers queue here, in
//! order, rather than in the database by chance.

mod invitation;
mod open;
mod response;

use questionnaire::SurveyId;
use sqlx::{Sqlite, SqlitePool, Transaction};

use super::StoreError;

/// A change that nobody sees before it is committed.
type Change = Transaction<'static, Sqlite>;

/// An open file.
#[derive(Debug, Clone)]
pub(super) struct SqliteStore {
    pub(super) writers: SqlitePool,
    pub(super) readers: SqlitePool,
}

impl SqliteStore {
    /// Begins a change that sees everything before it and nothing beside it.
    pub(super) async fn change(&self) -> Result<Change, StoreError> {
        let begun = self.writers.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from);
        if matches!(begun, Err(StoreError::NotWritable { .. })) {
            self.give_up_writer().await;
        }
        begun
    }

    /// Where a file may not be written, SQLite opens it for reading, and the connection would stay so when the disk is
    /// mended. The next change opens another.
    async fn give_up_writer(&self) {
        if let Ok(writer) = self.writers.acquire().await {
            // What cannot be closed is gone as well.
            let _ = writer.close().await;
        }
    }

    /// Begins a change during which nobody stores responses to `survey`. Whoever writes here is alone anyway.
    pub(super) async fn change_alone(&self, _survey: &SurveyId) -> Result<Change, StoreError> {
        self.change().await
    }

    /// Begins a change of the log, one after the other.
    pub(super) async fn change_of_audit(&self) -> Result<Change, StoreError> {
        self.change().await
    }

    /// Begins to read everything as it is now, whatever is written meanwhile.
    pub(super) async fn snapshot(&self) -> Result<Change, StoreError> {
        Ok(self.readers.begin_with("BEGIN").await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        // The last connection to close moves the write-ahead log into the file, so the writer goes last.
        self.writers.close().await;
    }
}
