//! The store on a PostgreSQL that any number of offices share.
//!
//! Changes run at READ COMMITTED and lock by name what they decide on, always in the order surveys, codes, responses, each
//! by its key: so none waits for another in a circle. What others changed between reading and writing is noticed by the
//! insert that finds its place taken, and the whole group is decided anew.

mod invitation;
mod open;
mod response;

use std::fmt::Write;

use questionnaire::SurveyId;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use response::LastSeen;

use super::StoreError;

/// Groups that one office stores at once.
pub(super) const WRITERS: usize = 3;

/// The number under which PostgreSQL knows the lock of the log: that of "koe audit". Those of surveys are hashes.
const AUDIT: i64 = 0x6b6f_6561_7564_6974;

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// A change that nobody sees before it is committed.
type Change = Transaction<'static, Postgres>;

/// The connections to a server.
#[derive(Debug, Clone)]
pub(super) struct PostgresStore {
    /// Of their own, so that whoever stores never waits for those who read.
    pub(super) writers: PgPool,
    pub(super) readers: PgPool,
    seen: LastSeen,
}

impl PostgresStore {
    /// Begins a change.
    pub(super) async fn change(&self) -> Result<Change, StoreError> {
        Ok(self.writers.begin_with(BEGIN).await?)
    }

    /// Begins a change during which the states of `surveys`, in the order of their ids, do not change while responses to them
    /// are stored. Any number may hold one at once, and who changes it waits in line with them, which those who wait for a lock
    /// on the row would not.
    pub(super) async fn change_holding(&self, surveys: impl Iterator<Item = &SurveyId>) -> Result<Change, StoreError> {
        let mut begin = BEGIN.to_owned();
        for survey in surveys {
            // A text takes whatever is written.
            let _ = write!(begin, "; SELECT pg_advisory_xact_lock_shared({})", lock_of(survey));
        }
        // Numbers are all that is put into it.
        Ok(self.writers.begin_with(AssertSqlSafe(begin)).await?)
    }

    /// Begins a change during which nobody stores responses to `survey`: waits for those who do, and keeps others waiting.
    pub(super) async fn change_alone(&self, survey: &SurveyId) -> Result<Change, StoreError> {
        let mut change = self.change().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(lock_of(survey)).execute(&mut *change).await?;
        Ok(change)
    }

    /// Begins a change of the log: waits for those who change it, and keeps others waiting.
    pub(super) async fn change_of_audit(&self) -> Result<Change, StoreError> {
        let mut change = self.change().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(AUDIT).execute(&mut *change).await?;
        Ok(change)
    }

    /// Begins to read everything as it is now, whatever is written meanwhile.
    pub(super) async fn snapshot(&self) -> Result<Change, StoreError> {
        Ok(self.readers.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

/// The number under which PostgreSQL knows the lock of a survey. Two surveys of one number would wait for each other.
fn lock_of(survey: &SurveyId) -> i64 {
    let hash: [u8; 32] = Sha256::digest(format!("koe survey {survey}")).into();
    hash.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}
