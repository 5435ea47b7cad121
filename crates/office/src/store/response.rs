//! Taking responses in, each once.

use questionnaire::{Mode, SurveyId};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _, Sqlite, Transaction};

use super::{Arrival, Conflict, Kept, Reason, Record, SealedBody, Store, StoreError, Stored};
use crate::admission::{CodeStanding, Verdict, judge};

/// Other bodies kept under one id: a person needs a few to see what happened, and a faulty device could send
/// a new one every minute.
const CONFLICTS_MAX: i64 = 20;
/// Conflicts shown at once: a survey with more has a fault that the first ones show as well.
const CONFLICTS_SHOWN_MAX: i64 = 1_000;

/// What is read of each response, up to the condition.
macro_rules! record_columns {
    () => {
        "SELECT r.id, r.stored, r.reason, r.beside, r.received_at, r.body, r.sealed_through, r.revision, r.ward, \
                r.receipt_hash, (SELECT count(*) FROM conflicts c WHERE c.survey = r.survey AND c.id = r.id) AS conflicts \
         FROM responses r "
    };
}

impl Store {
    /// Takes in a response, in one change: either all of it is on the disk when this returns, or nothing is.
    pub async fn keep(&self, arrival: &Arrival) -> Result<Kept, StoreError> {
        let mut change = self.change().await?;
        let kept = keep_in(&mut change, arrival).await?;
        change.commit().await?;
        Ok(kept)
    }

    /// Takes in responses one after the other, all in one change: the disk is waited for once.
    pub async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        let mut change = self.change().await?;
        let mut kept = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            kept.push(keep_in(&mut change, arrival).await?);
        }
        change.commit().await?;
        Ok(kept)
    }

    /// Up to `count` responses of `survey` in the order of their ids, from the one after `after`.
    pub async fn records(&self, survey: &SurveyId, after: &str, count: u32) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as(concat!(record_columns!(), "WHERE r.survey = ?1 AND r.id > ?2 ORDER BY r.id LIMIT ?3"))
                .bind(survey.as_str())
                .bind(after)
                .bind(count)
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter().map(Record::try_from).collect()
    }

    /// The response of `survey` with that id.
    pub async fn record(&self, survey: &SurveyId, id: &str) -> Result<Option<Record>, StoreError> {
        let row: Option<Row> = sqlx::query_as(concat!(record_columns!(), "WHERE r.survey = ?1 AND r.id = ?2"))
            .bind(survey.as_str())
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        row.map(Record::try_from).transpose()
    }

    /// The first bodies of `survey` that came under an id that was taken, in the order of their ids.
    pub async fn conflicts(&self, survey: &SurveyId) -> Result<Vec<Conflict>, StoreError> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT id, received_at, body FROM conflicts WHERE survey = ?1 ORDER BY id, received_at LIMIT ?2",
        )
        .bind(survey.as_str())
        .bind(CONFLICTS_SHOWN_MAX)
        .fetch_all(&self.readers)
        .await?;
        let conflicts = rows
            .into_iter()
            .map(|(id, received_at, body)| Ok(Conflict { id, received_at, response: response_of(&body)? }));
        conflicts.collect()
    }
}

async fn keep_in(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<Kept, StoreError> {
    match find(change, arrival).await? {
        Some(Found { same_content: true, stored, reason }) => Ok(Kept::Before(stored, reason)),
        Some(Found { same_content: false, .. }) => {
            insert_conflict(change, arrival).await?;
            Ok(Kept::Conflict)
        }
        None => take_in(change, arrival).await,
    }
}

struct Found {
    same_content: bool,
    stored: Stored,
    reason: Option<Reason>,
}

async fn find(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<Option<Found>, StoreError> {
    let row: Option<(Vec<u8>, String, Option<String>)> =
        sqlx::query_as("SELECT content_hash, stored, reason FROM responses WHERE survey = ?1 AND id = ?2")
            .bind(arrival.survey.as_str())
            .bind(arrival.id.to_string())
            .fetch_optional(&mut **change)
            .await?;
    let Some((content_hash, stored, reason)) = row else { return Ok(None) };
    Ok(Some(Found {
        same_content: content_hash == arrival.content_hash,
        stored: stored_named(&stored)?,
        reason: reason.as_deref().map(reason_named).transpose()?,
    }))
}

async fn take_in(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<Kept, StoreError> {
    let state = super::survey::state(&mut **change, &arrival.survey).await?;
    let (code, beside) = super::invitation::standing(change, arrival).await?;
    match judge(state, arrival.needs_code, code) {
        Verdict::NotAccepting => Ok(Kept::NotAccepting(state)),
        Verdict::CodeMissing => Ok(Kept::CodeMissing),
        Verdict::CodeUnknown => Ok(Kept::CodeUnknown),
        Verdict::CodeUnheard => Ok(Kept::CodeUnheard),
        Verdict::Keep(stored, reason) => {
            let beside = beside.filter(|_| reason == Some(Reason::CodeUsed));
            insert(change, arrival, stored, reason, beside).await?;
            if stored == Stored::Counted && code == CodeStanding::Usable {
                super::invitation::use_up(change, arrival).await?;
            }
            Ok(Kept::New(stored, reason))
        }
    }
}

async fn insert(
    change: &mut Transaction<'static, Sqlite>,
    arrival: &Arrival,
    stored: Stored,
    reason: Option<Reason>,
    beside: Option<String>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO responses (survey, id, revision, ward, stored, reason, beside, content_hash, receipt_hash, body, \
         received_at, sealed_through) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )
    .bind(arrival.survey.as_str())
    .bind(arrival.id.to_string())
    .bind(arrival.revision.to_string())
    .bind(arrival.ward.to_string())
    .bind(stored.as_str())
    .bind(reason.map(Reason::as_str))
    .bind(beside)
    .bind(arrival.content_hash.as_slice())
    .bind(&arrival.receipt_hash)
    .bind(&arrival.body)
    .bind(arrival.received_at.to_string())
    .bind(arrival.sealed_through.map(Mode::as_str))
    .execute(&mut **change)
    .await?;
    Ok(())
}

async fn insert_conflict(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO conflicts (survey, id, content_hash, body, received_at, sealed_through) SELECT ?1, ?2, ?3, ?4, ?5, ?7 \
         WHERE (SELECT count(*) FROM conflicts WHERE survey = ?1 AND id = ?2) < ?6 ON CONFLICT DO NOTHING",
    )
    .bind(arrival.survey.as_str())
    .bind(arrival.id.to_string())
    .bind(arrival.content_hash.as_slice())
    .bind(&arrival.body)
    .bind(arrival.received_at.to_string())
    .bind(CONFLICTS_MAX)
    .bind(arrival.sealed_through.map(Mode::as_str))
    .execute(&mut **change)
    .await?;
    Ok(())
}

struct Row {
    id: String,
    stored: String,
    reason: Option<String>,
    beside: Option<String>,
    received_at: String,
    body: String,
    sealed_through: Option<String>,
    revision: String,
    ward: String,
    receipt_hash: String,
    conflicts: i64,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            stored: row.try_get("stored")?,
            reason: row.try_get("reason")?,
            beside: row.try_get("beside")?,
            received_at: row.try_get("received_at")?,
            body: row.try_get("body")?,
            sealed_through: row.try_get("sealed_through")?,
            revision: row.try_get("revision")?,
            ward: row.try_get("ward")?,
            receipt_hash: row.try_get("receipt_hash")?,
            conflicts: row.try_get("conflicts")?,
        })
    }
}

impl TryFrom<Row> for Record {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let through = row.sealed_through.as_deref().map(mode_named).transpose()?;
        let response = match through {
            // Whether sealed bytes are still whole is for those to tell who open them.
            Some(_) => serde_json::from_str(&row.body).unwrap_or_else(|_| row.body.clone().into()),
            None => response_of(&row.body)?,
        };
        let sealed = through.map(|through| SealedBody {
            body: row.body,
            through,
            revision: row.revision,
            ward: row.ward,
            receipt_hash: row.receipt_hash,
        });
        Ok(Self {
            id: row.id,
            stored: stored_named(&row.stored)?,
            reason: row.reason.as_deref().map(reason_named).transpose()?,
            beside: row.beside,
            received_at: row.received_at,
            conflicts: row.conflicts,
            sealed,
            response,
        })
    }
}

fn response_of(body: &str) -> Result<serde_json::Value, StoreError> {
    serde_json::from_str(body)
        .map_err(|error| StoreError::Strange { detail: format!("a response that is not JSON, {error}") })
}

fn stored_named(name: &str) -> Result<Stored, StoreError> {
    Stored::named(name).ok_or_else(|| StoreError::Strange { detail: format!("a response stored as \"{name}\"") })
}

fn reason_named(name: &str) -> Result<Reason, StoreError> {
    Reason::named(name).ok_or_else(|| StoreError::Strange { detail: format!("a response set aside for \"{name}\"") })
}

fn mode_named(name: &str) -> Result<Mode, StoreError> {
    Mode::named(name).ok_or_else(|| StoreError::Strange { detail: format!("a response that came through \"{name}\"") })
}
