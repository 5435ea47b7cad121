//! Responses in PostgreSQL.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use questionnaire::{Mode, ResponseId, SurveyId};

use super::{Change, PostgresStore};
use crate::store::group::{CodeId, Decided, Found, Known, New, by_survey, codes_asked};
use crate::store::row::{CodeRow, FoundRow, code_of, id_named, minute_named, state_named};
use crate::store::{Arrival, CONFLICTS_MAX, Kept, Reason, StoreError};

/// A state, and since when it is so, as they are written.
type StateRow = (String, String);

/// How often a group is decided anew because others were faster. A response that is sent twice at once needs one.
const AGAIN_MAX: u32 = 10;
/// How often a group is tried where the connection breaks: once more, since a server that was restarted is there again.
const GONE_MAX: u32 = 2;

impl PostgresStore {
    pub(in crate::store) async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        let (mut tries, mut are_new) = (0, true);
        loop {
            tries += 1;
            match self.try_to_keep(arrivals, are_new).await {
                // Sent again it is the same response, so that it is stored once, whatever became of it before.
                Err(StoreError::Again) if tries < AGAIN_MAX => are_new = false,
                Err(StoreError::Gone) if tries < GONE_MAX => {}
                otherwise => return otherwise,
            }
        }
    }

    /// Tries once. Nearly all `are_new`: where that is taken for granted, nobody looks for their ids before they are inserted,
    /// and one that is not new, or is not stored, is a reason to look.
    async fn try_to_keep(&self, arrivals: &[&Arrival], are_new: bool) -> Result<Vec<Kept>, StoreError> {
        let surveys = by_survey(arrivals);
        let mut change = self.change_holding(surveys.iter().map(|(survey, _)| *survey)).await?;
        let seen = match surveys.as_slice() {
            [(survey, _)] if are_new => self.seen.get(survey),
            _ => None,
        };
        let known = self.known(&mut change, &surveys, are_new, seen.as_ref()).await?;
        let decided = known.decide(arrivals)?;
        if are_new && decided.responses.len() < arrivals.len() {
            return Err(StoreError::Again);
        }
        write(&mut change, &decided, seen.as_ref()).await?;
        change.commit().await?;
        Ok(decided.kept)
    }

    /// What is stored that has to do with arrivals to surveys whose states are held. From here on nobody else changes it, but
    /// for ids that are not taken. The one state that was `seen` is not looked for again.
    async fn known(
        &self,
        change: &mut Change,
        arrivals: &[(&SurveyId, Vec<&Arrival>)],
        are_new: bool,
        seen: Option<&StateRow>,
    ) -> Result<Known, StoreError> {
        let mut known = Known::default();
        for (survey, theirs) in arrivals {
            let state = match seen {
                Some(seen) => Some(seen.clone()),
                None => self.state(change, survey).await?,
            };
            if let Some((state, since)) = state {
                known.states.insert((*survey).clone(), (state_named(&state)?, minute_named(&since)?));
            }
            known.codes.extend(codes(change, survey, theirs).await?);
            if !are_new {
                known.found.extend(found(change, survey, theirs).await?);
            }
        }
        Ok(known)
    }

    async fn state(&self, change: &mut Change, survey: &SurveyId) -> Result<Option<StateRow>, StoreError> {
        let row: Option<StateRow> = sqlx::query_as("SELECT state, changed_at FROM surveys WHERE survey = $1")
            .bind(survey.as_str())
            .fetch_optional(&mut **change)
            .await?;
        if let Some(row) = &row {
            self.seen.note(survey, row);
        }
        Ok(row)
    }
}

/// The states of surveys as they were seen last, each with since when: as good as any to decide by, if what is then written says
/// that it is still so.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen(Arc<Mutex<HashMap<SurveyId, StateRow>>>);

impl Seen {
    fn get(&self, survey: &SurveyId) -> Option<StateRow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(survey).cloned()
    }

    fn note(&self, survey: &SurveyId, row: &StateRow) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(survey.clone(), row.clone());
    }
}

/// The codes beside arrivals that were given out, each with the response that has used it. Each is looked up by itself: for
/// many at once the server may think it cheaper to read all of a survey's.
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
        "SELECT code_hash, used_by FROM unnest($2::bytea[]) AS asked (hash) CROSS JOIN LATERAL \
         (SELECT code_hash, used_by FROM codes WHERE survey = $1 AND code_hash = asked.hash FOR UPDATE) AS given",
    )
    .bind(survey.as_str())
    .bind(asked)
    .fetch_all(&mut **change)
    .await?;
    rows.into_iter().map(|row| code_of(survey, row)).collect()
}

/// The responses that have the ids of arrivals already, each looked up by itself.
async fn found(
    change: &mut Change,
    survey: &SurveyId,
    arrivals: &[&Arrival],
) -> Result<HashMap<(SurveyId, ResponseId), Found>, StoreError> {
    let ids: Vec<String> = arrivals.iter().map(|arrival| arrival.id.to_string()).collect();
    let rows: Vec<FoundRow> = sqlx::query_as(
        "SELECT id, content_hash, stored, reason FROM unnest($2::text[]) AS asked (asked_id) CROSS JOIN LATERAL \
         (SELECT id, content_hash, stored, reason FROM responses WHERE survey = $1 AND id = asked_id LIMIT 1) AS found",
    )
    .bind(survey.as_str())
    .bind(ids)
    .fetch_all(&mut **change)
    .await?;
    rows.into_iter().map(|row| Ok(((survey.clone(), id_named(&row.0)?), Found::try_from(row)?))).collect()
}

async fn write(change: &mut Change, decided: &Decided<'_>, seen: Option<&StateRow>) -> Result<(), StoreError> {
    if !decided.responses.is_empty() {
        insert(change, &decided.responses, seen).await?;
    }
    if !decided.users.is_empty() {
        use_up(change, &decided.users).await?;
    }
    insert_conflicts(change, &decided.conflicts).await?;
    Ok(())
}

/// Inserts in the order of the keys. Where another office was faster with one of them, or the state of their survey is not the
/// one that was `seen`, all is decided anew.
async fn insert(change: &mut Change, rows: &[New<'_>], seen: Option<&StateRow>) -> Result<(), StoreError> {
    let mut rows: Vec<&New<'_>> = rows.iter().collect();
    rows.sort_by_key(|row| (row.arrival.survey.as_str(), row.arrival.id));
    let texts = |of: fn(&New<'_>) -> String| rows.iter().map(|row| of(row)).collect::<Vec<String>>();
    let added = sqlx::query(
        "INSERT INTO responses (survey, id, revision, ward, stored, reason, beside, content_hash, receipt_hash, body, \
         received_at, sealed_through) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], \
         $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[]) \
         WHERE $13::text IS NULL \
         OR EXISTS (SELECT 1 FROM surveys WHERE survey = $15 AND state = $13 AND changed_at = $14) ON CONFLICT DO NOTHING",
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
    .bind(seen.map(|(state, _)| state.as_str()))
    .bind(seen.map(|(_, since)| since.as_str()))
    .bind(rows.first().map(|row| row.arrival.survey.as_str()))
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
