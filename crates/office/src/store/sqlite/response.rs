//! Responses in SQLite.

use std::collections::HashMap;

use questionnaire::{Mode, ResponseId, SurveyId};
use sqlx::QueryBuilder;

use super::{Change, SqliteStore};
use crate::store::group::{CodeId, Decided, Found, Known, New, by_survey, codes_asked};
use crate::store::row::{CodeRow, FoundRow, code_of, id_named, minute_named, state_named};
use crate::store::{Arrival, CONFLICTS_MAX, Kept, Reason, StoreError};

/// Rows written by one statement: each has twelve values, and a statement takes 32,766.
const ROWS_MAX: usize = 64;

impl SqliteStore {
    pub(in crate::store) async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        let mut change = self.change().await?;
        let decided = known(&mut change, arrivals).await?.decide(arrivals)?;
        write(&mut change, &decided).await?;
        change.commit().await?;
        Ok(decided.kept)
    }
}

/// What is stored that has to do with `arrivals`.
async fn known(change: &mut Change, arrivals: &[&Arrival]) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (survey, theirs) in by_survey(arrivals) {
        let state: Option<(String, String)> = sqlx::query_as("SELECT state, changed_at FROM surveys WHERE survey = ?1")
            .bind(survey.as_str())
            .fetch_optional(&mut **change)
            .await?;
        if let Some((state, since)) = state {
            known.states.insert(survey.clone(), (state_named(&state)?, minute_named(&since)?));
        }
        known.found.extend(found(change, survey, &theirs).await?);
        known.codes.extend(codes(change, survey, &theirs).await?);
    }
    Ok(known)
}

/// The responses that have the ids of arrivals already.
async fn found(
    change: &mut Change,
    survey: &SurveyId,
    arrivals: &[&Arrival],
) -> Result<HashMap<(SurveyId, ResponseId), Found>, StoreError> {
    let mut query = QueryBuilder::new("SELECT id, content_hash, stored, reason FROM responses WHERE survey = ");
    query.push_bind(survey.as_str()).push(" AND id IN (");
    let mut ids = query.separated(", ");
    for arrival in arrivals {
        ids.push_bind(arrival.id.to_string());
    }
    let rows: Vec<FoundRow> = query.push(")").build_query_as().fetch_all(&mut **change).await?;
    rows.into_iter().map(|row| Ok(((survey.clone(), id_named(&row.0)?), Found::try_from(row)?))).collect()
}

/// The codes beside arrivals that were given out, each with the response that has used it.
async fn codes(
    change: &mut Change,
    survey: &SurveyId,
    arrivals: &[&Arrival],
) -> Result<HashMap<CodeId, Option<String>>, StoreError> {
    let asked: Vec<[u8; 32]> = codes_asked(arrivals);
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::new("SELECT code_hash, used_by FROM codes WHERE survey = ");
    query.push_bind(survey.as_str()).push(" AND code_hash IN (");
    let mut hashes = query.separated(", ");
    for hash in asked {
        hashes.push_bind(hash.to_vec());
    }
    let rows: Vec<CodeRow> = query.push(")").build_query_as().fetch_all(&mut **change).await?;
    rows.into_iter().map(|row| code_of(survey, row)).collect()
}

async fn write(change: &mut Change, decided: &Decided<'_>) -> Result<(), StoreError> {
    for rows in decided.responses.chunks(ROWS_MAX) {
        insert(change, rows).await?;
    }
    for arrival in &decided.conflicts {
        insert_conflict(change, arrival).await?;
    }
    for arrival in &decided.users {
        sqlx::query("UPDATE codes SET used_by = ?3 WHERE survey = ?1 AND code_hash = ?2")
            .bind(arrival.survey.as_str())
            .bind(arrival.code_hash.map(Vec::from))
            .bind(arrival.id.to_string())
            .execute(&mut **change)
            .await?;
    }
    Ok(())
}

async fn insert(change: &mut Change, rows: &[New<'_>]) -> Result<(), StoreError> {
    let mut query = QueryBuilder::new(
        "INSERT INTO responses (survey, id, revision, ward, stored, reason, beside, content_hash, receipt_hash, body, \
         received_at, sealed_through) ",
    );
    query.push_values(rows, |mut row, New { arrival, stored, reason, beside }| {
        row.push_bind(arrival.survey.as_str())
            .push_bind(arrival.id.to_string())
            .push_bind(arrival.revision.to_string())
            .push_bind(arrival.ward.to_string())
            .push_bind(stored.as_str())
            .push_bind(reason.map(Reason::as_str))
            .push_bind(beside.as_deref())
            .push_bind(arrival.content_hash.as_slice())
            .push_bind(&arrival.receipt_hash)
            .push_bind(&arrival.body)
            .push_bind(arrival.received_at.to_string())
            .push_bind(arrival.sealed_through.map(Mode::as_str));
    });
    query.build().execute(&mut **change).await?;
    Ok(())
}

async fn insert_conflict(change: &mut Change, arrival: &Arrival) -> Result<(), StoreError> {
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
