//! Taking responses in, each once.

use questionnaire::SurveyId;
use sqlx::{Sqlite, Transaction};

use super::{Arrival, Conflict, Kept, Reason, Record, Store, StoreError, Stored};
use crate::admission::{CodeStanding, Verdict, judge};

/// Other bodies kept under one id: a person needs a few to see what happened, and a faulty device could send
/// a new one every minute.
const CONFLICTS_MAX: i64 = 20;
/// Conflicts shown at once: a survey with more has a fault that the first ones show as well.
const CONFLICTS_SHOWN_MAX: i64 = 1_000;

impl Store {
    /// Takes in a response, in one change: either all of it is on the disk when this returns, or nothing is.
    pub async fn keep(&self, arrival: &Arrival) -> Result<Kept, StoreError> {
        let mut change = self.change().await?;
        let kept = match find(&mut change, arrival).await? {
            Some(Found { same_content: true, stored, reason }) => Kept::Before(stored, reason),
            Some(Found { same_content: false, .. }) => {
                insert_conflict(&mut change, arrival).await?;
                Kept::Conflict
            }
            None => take_in(&mut change, arrival).await?,
        };
        change.commit().await?;
        Ok(kept)
    }

    /// Up to `count` responses of `survey` in the order of their ids, from the one after `after`.
    pub async fn records(&self, survey: &SurveyId, after: &str, count: u32) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT r.id, r.stored, r.reason, r.beside, r.received_at, r.body, \
                    (SELECT count(*) FROM conflicts c WHERE c.survey = r.survey AND c.id = r.id) \
             FROM responses r WHERE r.survey = ?1 AND r.id > ?2 ORDER BY r.id LIMIT ?3",
        )
        .bind(survey.as_str())
        .bind(after)
        .bind(count)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Record::try_from).collect()
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
         received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
    .execute(&mut **change)
    .await?;
    Ok(())
}

async fn insert_conflict(change: &mut Transaction<'static, Sqlite>, arrival: &Arrival) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO conflicts (survey, id, content_hash, body, received_at) SELECT ?1, ?2, ?3, ?4, ?5 \
         WHERE (SELECT count(*) FROM conflicts WHERE survey = ?1 AND id = ?2) < ?6 ON CONFLICT DO NOTHING",
    )
    .bind(arrival.survey.as_str())
    .bind(arrival.id.to_string())
    .bind(arrival.content_hash.as_slice())
    .bind(&arrival.body)
    .bind(arrival.received_at.to_string())
    .bind(CONFLICTS_MAX)
    .execute(&mut **change)
    .await?;
    Ok(())
}

type Row = (String, String, Option<String>, Option<String>, String, String, i64);

impl TryFrom<Row> for Record {
    type Error = StoreError;

    fn try_from((id, stored, reason, beside, received_at, body, conflicts): Row) -> Result<Self, StoreError> {
        Ok(Self {
            id,
            stored: stored_named(&stored)?,
            reason: reason.as_deref().map(reason_named).transpose()?,
            beside,
            received_at,
            conflicts,
            response: response_of(&body)?,
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
