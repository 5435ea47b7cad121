//! The store on a PostgreSQL that any number of offices share.
//!
//! Changes run at READ COMMITTED and lock by name what they decide on, always in the order surveys, codes, responses, each
//! by its key: so none waits for another in a circle. What others changed between reading and writing is noticed by the
//! insert that finds its place taken, and the whole group is decided anew.

mod device;
mod invitation;
pub(super) mod moving;
mod open;
mod response;
mod survey;

use questionnaire::SurveyId;
use sha2::{Digest, Sha256};
use sqlx::{PgPool, Postgres, Transaction};

use super::StoreError;

/// Groups that one office stores at once.
pub(super) const WRITERS: usize = 3;

/// A change that nobody sees before it is committed.
type Change = Transaction<'static, Postgres>;

/// The connections to a server.
#[derive(Debug, Clone)]
pub(super) struct PostgresStore {
    /// Of their own, so that whoever stores never waits for those who read.
    writers: PgPool,
    readers: PgPool,
}

impl PostgresStore {
    async fn change(&self) -> Result<Change, StoreError> {
        Ok(self.writers.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?)
    }

    pub(super) async fn is_well(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM surveys").execute(&self.readers).await?;
        Ok(())
    }

    pub(super) async fn is_writable(&self) -> Result<(), StoreError> {
        let write =
            "INSERT INTO settings (name, value) VALUES ('opened', '') ON CONFLICT (name) DO UPDATE SET value = ''";
        sqlx::query(write).execute(&self.writers).await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    pub(super) async fn setting(&self, name: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let found = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(name);
        if let Some(value) = found.fetch_optional(&self.readers).await? {
            return Ok(value);
        }
        let kept = "INSERT INTO settings (name, value) VALUES ($1, $2) \
                    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value";
        Ok(sqlx::query_scalar(kept).bind(name).bind(make()).fetch_one(&self.writers).await?)
    }
}

/// Keeps the state of `survey` from changing while responses to it are stored. Any number may hold this at once, and who
/// changes the state waits in line with them, which those who wait for a lock on the row would not.
async fn hold_state(change: &mut Change, survey: &SurveyId) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock_shared($1)").bind(lock_of(survey)).execute(&mut **change).await?;
    Ok(())
}

/// Waits until nobody stores responses to `survey`, and keeps them waiting.
async fn hold_alone(change: &mut Change, survey: &SurveyId) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(lock_of(survey)).execute(&mut **change).await?;
    Ok(())
}

/// The number under which PostgreSQL knows the lock of a survey. Two surveys of one number would wait for each other.
fn lock_of(survey: &SurveyId) -> i64 {
    let hash: [u8; 32] = Sha256::digest(format!("koe survey {survey}")).into();
    hash.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}
