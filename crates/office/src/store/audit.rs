//! The log of what was done. The database itself lets nobody change or delete a row of it.

use questionnaire::Minute;

use super::{Store, StoreError};
use crate::audit::{Deed, Entry, Hash, Head};

/// The setting that says where the chain ends.
const HEAD: &str = "audit_head";

/// A row as it is read.
type EntryRow = (i64, String, String, String, String, Vec<u8>, Vec<u8>);

impl Store {
    /// Writes down what is about to be done. Those who share the database wait for each other, so that there is one chain.
    pub async fn note(&self, deed: &Deed, now: Minute) -> Result<Entry, StoreError> {
        each!(self.database, store => {
            let mut change = store.change_of_audit().await?;
            let head: Option<Vec<u8>> = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1")
                .bind(HEAD)
                .fetch_optional(&mut *change)
                .await?;
            let entry = read_head(head.as_deref())?.next(deed, now);
            sqlx::query(
                "INSERT INTO audit (number, at, who, act, what, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(entry.number)
            .bind(&entry.at)
            .bind(&entry.who)
            .bind(&entry.act)
            .bind(&entry.what)
            .bind(entry.previous.0.as_slice())
            .bind(entry.own.0.as_slice())
            .execute(&mut *change)
            .await?;
            sqlx::query(
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(HEAD)
            .bind(Head { number: entry.number, own: entry.own }.to_bytes())
            .execute(&mut *change)
            .await?;
            change.commit().await?;
            Ok(entry)
        })
    }

    /// Where the log ends.
    pub async fn audit_head(&self) -> Result<Head, StoreError> {
        let head: Option<Vec<u8>> = each!(self.database, store => {
            sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(HEAD).fetch_optional(&store.readers).await?
        });
        read_head(head.as_deref())
    }

    /// Up to `count` rows of the log from the one after `number`, in their order.
    pub async fn audit_after(&self, number: i64, count: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryRow> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT number, at, who, act, what, previous, hash FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
            )
            .bind(number)
            .bind(i64::from(count))
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(entry_of).collect()
    }

    /// Up to `count` rows of the log before the one of `number`, the latest first.
    pub async fn audit_before(&self, number: i64, count: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<EntryRow> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT number, at, who, act, what, previous, hash FROM audit WHERE number < $1 \
                 ORDER BY number DESC LIMIT $2",
            )
            .bind(number)
            .bind(i64::from(count))
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(entry_of).collect()
    }
}

fn read_head(kept: Option<&[u8]>) -> Result<Head, StoreError> {
    let Some(kept) = kept else { return Ok(Head::default()) };
    Head::of_bytes(kept).ok_or_else(|| StoreError::Strange { detail: "an end of the log that is none".to_owned() })
}

fn entry_of((number, at, who, act, what, previous, own): EntryRow) -> Result<Entry, StoreError> {
    let hash = |bytes: Vec<u8>| {
        let strange = || StoreError::Strange { detail: format!("a hash of another length in row {number} of the log") };
        bytes.try_into().map(Hash).map_err(|_| strange())
    };
    Ok(Entry { number, at, who, act, what, previous: hash(previous)?, own: hash(own)? })
}
