//! Responses in PostgreSQL.

use std::collections::HashMap;

use questionnaire::{Mode, ResponseId, SurveyId};

use super::{Change, PostgresStore, hold_state};
use crate::store::group::{CodeId, Decided, Found, Known, New, by_survey, codes_asked};
use crate::store::row::{CodeRow, FoundRow, code_of, id_named, minute_named, state_named};
use crate::store::{Arrival, CONFLICTS_MAX, Kept, Reason, StoreError};

/// How often a group is decided anew because others were faster. A response that is sent twice at once needs one.
const AGAIN_MAX: u32 = 10;
/// How often a group is tried where the connection breaks: once more, since a server that was restarted is there again.
const GONE_MAX: u32 = 2;

impl PostgresStore {
    pub(in crate::store) async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_to_keep(arrivals).await {
                // Sent again it is the same response, so that it is stored once, whatever became of it before.
                Err(StoreError::Again) if tries < AGAIN_MAX => {}
                Err(StoreError::Gone) if tries < GONE_MAX => {}
                otherwise => return otherwise,
            }
        }
    }

    async fn try_to_keep(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        let mut change = self.change().await?;
        let decided = known(&mut change, arrivals).await?.decide(arrivals)?;
        write(&mut change, &decided).await?;
        change.commit().await?;
        Ok(decided.kept)
    }
}

/// What is stored that has to do with `arrivals`. From here on nobody else changes it, but for ids that are not taken.
async fn known(change: &mut Change, arrivals: &[&Arrival]) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (survey, theirs) in by_survey(arrivals) {
        hold_state(change, survey).await?;
        let state: Option<(String, String)> = sqlx::query_as("SELECT state, changed_at FROM surveys WHERE survey = $1")
            .bind(survey.as_str())
            .fetch_optional(&mut **change)
            .await?;
        if let Some((state, since)) = state {
            known.states.insert(survey.clone(), (state_named(&state)?, minute_named(&since)?));
        }
        known.codes.extend(codes(change, survey, &theirs).await?);
        known.found.extend(found(change, survey, &theirs).await?);
    }
    Ok(known)
}

/// The codes beside arrivals that were given out, each with the response that has used it.
async fn codes(
    change: &mut Change,
    survey: &SurveyId,
    arrivals: &[&Arrival],
) -> Result<HashMap<CodeId, Option<String>>, StoreError> {
    let asked = codes_asked(arrivals);
    if asked.is_empty() {
        return Ok(HashMap::new());
    }
    let asked: Vec<&[u8]> = asked.iter().map(<[u8; 32]>::as_slice).collect();
    let rows: Vec<CodeRow> = sqlx::query_as(
        "SELECT code_hash, used_by FROM codes WHERE survey = $1 AND code_hash = ANY($2) ORDER BY code_hash FOR UPDATE",
    )
    .bind(survey.as_str())
    .bind(asked)
    .fetch_all(&mut **change)
    .await?;
    rows.into_iter().map(|row| code_of(survey, row)).collect()
}

/// The responses that have the ids of arrivals already.
async fn found(
    change: &mut Change,
    survey: &SurveyId,
    arrivals: &[&Arrival],
) -> Result<HashMap<(SurveyId, ResponseId), Found>, StoreError> {
    let ids: Vec<String> = arrivals.iter().map(|arrival| arrival.id.to_string()).collect();
    let rows: Vec<FoundRow> =
        sqlx::query_as("SELECT id, content_hash, stored, reason FROM responses WHERE survey = $1 AND id = ANY($2)")
            .bind(survey.as_str())
            .bind(ids)
            .fetch_all(&mut **change)
            .await?;
    rows.into_iter().map(|row| Ok(((survey.clone(), id_named(&row.0)?), Found::try_from(row)?))).collect()
}

async fn write(change: &mut Change, decided: &Decided<'_>) -> Result<(), StoreError> {
    if !decided.responses.is_empty() {
        insert(change, &decided.responses).await?;
    }
    if !decided.users.is_empty() {
        use_up(change, &decided.users).await?;
    }
    insert_conflicts(change, &decided.conflicts).await?;
    Ok(())
}

/// Inserts in the order of the keys. Where another office was faster with one of them, all is decided anew.
async fn insert(change: &mut Change, rows: &[New<'_>]) -> Result<(), StoreError> {
    let texts = |of: fn(&New<'_>) -> String| rows.iter().map(of).collect::<Vec<String>>();
    let added = sqlx::query(
        "INSERT INTO responses (survey, id, revision, ward, stored, reason, beside, content_hash, receipt_hash, body, \
         received_at, sealed_through) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], \
         $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[]) AS row (survey, id) \
         ORDER BY row.survey COLLATE \"C\", row.id COLLATE \"C\" ON CONFLICT DO NOTHING",
    )
    .bind(texts(|row| row.arrival.survey.to_string()))
    .bind(texts(|row| row.arrival.id.to_string()))
    .bind(texts(|row| row.arrival.revision.to_string()))
    .bind(texts(|row| row.arrival.ward.to_string()))
    .bind(rows.iter().map(|row| row.stored.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.reason.map(Reason::as_str)).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.beside.as_deref()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.arrival.content_hash.as_slice()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.arrival.receipt_hash.as_str()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.arrival.body.as_str()).collect::<Vec<_>>())
    .bind(texts(|row| row.arrival.received_at.to_string()))
    .bind(rows.iter().map(|row| row.arrival.sealed_through.map(Mode::as_str)).collect::<Vec<_>>())
    .execute(&mut **change)
    .await?;
    if added.rows_affected() == rows.len() as u64 { Ok(()) } else { Err(StoreError::Again) }
}

async fn use_up(change: &mut Change, users: &[&Arrival]) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE codes SET used_by = used.id FROM unnest($1::text[], $2::bytea[], $3::text[]) AS used (survey, hash, id) \
         WHERE codes.survey = used.survey AND codes.code_hash = used.hash",
    )
    .bind(users.iter().map(|arrival| arrival.survey.as_str()).collect::<Vec<_>>())
    .bind(users.iter().map(|arrival| arrival.code_hash.map(Vec::from)).collect::<Vec<_>>())
    .bind(users.iter().map(|arrival| arrival.id.to_string()).collect::<Vec<_>>())
    .execute(&mut **change)
    .await?;
    Ok(())
}

/// Keeps other bodies, as many of one id as are kept. In the order of their ids, and each id is counted by one at a time.
async fn insert_conflicts(change: &mut Change, conflicts: &[&Arrival]) -> Result<(), StoreError> {
    let mut ordered = conflicts.to_vec();
    // Those of one id stay in the order in which they came.
    ordered.sort_by_key(|arrival| (arrival.survey.to_string(), arrival.id));
    for arrival in ordered {
        sqlx::query("SELECT 1 FROM responses WHERE survey = $1 AND id = $2 FOR UPDATE")
            .bind(arrival.survey.as_str())
            .bind(arrival.id.to_string())
            .execute(&mut **change)
            .await?;
        insert_conflict(change, arrival).await?;
    }
    Ok(())
}

async fn insert_conflict(change: &mut Change, arrival: &Arrival) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO conflicts (survey, id, content_hash, body, received_at, sealed_through) SELECT $1, $2, $3, $4, $5, $7 \
         WHERE (SELECT count(*) FROM conflicts WHERE survey = $1 AND id = $2) < $6 ON CONFLICT DO NOTHING",
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
