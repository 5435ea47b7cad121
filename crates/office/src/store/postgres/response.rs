//! Responses in PostgreSQL.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use questionnaire::{Minute, Mode, ResponseId, State, SurveyId};
use sqlx::PgExecutor;

use super::{Change, PostgresStore, lock_of};
use crate::store::group::{CodeId, Decided, Found, Known, New, by_survey, codes_asked};
use crate::store::row::{CodeRow, FoundRow, code_of, id_named, minute_named, state_named};
use crate::store::{Arrival, CONFLICTS_MAX, Kept, Reason, StoreError};

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
        let seen = match surveys.as_slice() {
            [(survey, _)] if are_new => self.seen.get(survey),
            _ => None,
        };
        if let Some(seen) = seen.as_ref().filter(|_| codes_asked(arrivals).is_empty()) {
            return self.keep_new(arrivals, seen).await;
        }
        let mut change = self.change_holding(surveys.iter().map(|(survey, _)| *survey)).await?;
        let known = self.known(&mut change, &surveys, are_new, seen.as_ref()).await?;
        let decided = decide(known, arrivals, are_new)?;
        write(&mut change, &decided, seen.as_ref()).await?;
        change.commit().await?;
        Ok(decided.kept)
    }

    /// Keeps arrivals to one survey, taken for new, beside which there are no codes: decided by what was `seen`, and stored in
    /// one exchange.
    async fn keep_new(&self, arrivals: &[&Arrival], seen: &Seen) -> Result<Vec<Kept>, StoreError> {
        let known = Known { states: HashMap::from([seen.named()?]), ..Known::default() };
        let decided = decide(known, arrivals, true)?;
        insert(&self.writers, &decided.responses, Some(seen), Some(lock_of(&seen.survey))).await?;
        Ok(decided.kept)
    }

    /// What is stored that has to do with arrivals to surveys whose states are held. From here on nobody else changes it, but
    /// for ids that are not taken. The one state that was `seen` is not looked for again.
    async fn known(
        &self,
        change: &mut Change,
        arrivals: &[(&SurveyId, Vec<&Arrival>)],
        are_new: bool,
        seen: Option<&Seen>,
    ) -> Result<Known, StoreError> {
        let mut known = Known::default();
        for (survey, theirs) in arrivals {
            let state = match seen {
                Some(seen) => Some(seen.clone()),
                None => self.state(change, survey).await?,
            };
            if let Some(state) = state {
                let (survey, state) = state.named()?;
                known.states.insert(survey, state);
            }
            known.codes.extend(codes(change, survey, theirs).await?);
            if !are_new {
                known.found.extend(found(change, survey, theirs).await?);
            }
        }
        Ok(known)
    }

    async fn state(&self, change: &mut Change, survey: &SurveyId) -> Result<Option<Seen>, StoreError> {
        let row: Option<(String, String)> = sqlx::query_as("SELECT state, changed_at FROM surveys WHERE survey = $1")
            .bind(survey.as_str())
            .fetch_optional(&mut **change)
            .await?;
        let seen = row.map(|(state, since)| Seen { survey: survey.clone(), state, since });
        if let Some(seen) = &seen {
            self.seen.note(seen);
        }
        Ok(seen)
    }
}

/// The state in which a survey was seen, and since when it is so, as they are written.
#[derive(Debug, Clone)]
struct Seen {
    survey: SurveyId,
    state: String,
    since: String,
}

impl Seen {
    fn named(&self) -> Result<(SurveyId, (State, Minute)), StoreError> {
        Ok((self.survey.clone(), (state_named(&self.state)?, minute_named(&self.since)?)))
    }
}

/// The states of surveys as they were seen last: as good as any to decide by, if what is then written says that it is still
/// so.
#[derive(Debug, Clone, Default)]
pub(super) struct LastSeen(Arc<Mutex<HashMap<SurveyId, Seen>>>);

impl LastSeen {
    fn get(&self, survey: &SurveyId) -> Option<Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(survey).cloned()
    }

    fn note(&self, seen: &Seen) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(seen.survey.clone(), seen.clone());
    }
}

/// What becomes of arrivals. Where they are taken for new, all of them have to be.
fn decide<'a>(known: Known, arrivals: &[&'a Arrival], are_new: bool) -> Result<Decided<'a>, StoreError> {
    let decided = known.decide(arrivals)?;
    if are_new && decided.responses.len() < arrivals.len() { Err(StoreError::Again) } else { Ok(decided) }
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

async fn write(change: &mut Change, decided: &Decided<'_>, seen: Option<&Seen>) -> Result<(), StoreError> {
    if !decided.responses.is_empty() {
        insert(&mut **change, &decided.responses, seen, None).await?;
    }
    if !decided.users.is_empty() {
        use_up(change, &decided.users).await?;
    }
    insert_conflicts(change, &decided.conflicts).await?;
    Ok(())
}

/// Inserts in the order of the keys, all or none. Where another office was faster with one of them, or the state of their
/// survey is not the one that was `seen`, all is decided anew. Outside of a change the lock of their survey is taken too.
async fn insert<'c>(
    place: impl PgExecutor<'c>,
    rows: &[New<'_>],
    seen: Option<&Seen>,
    lock: Option<i64>,
) -> Result<(), StoreError> {
    let mut rows: Vec<&New<'_>> = rows.iter().collect();
    rows.sort_by_key(|row| (row.arrival.survey.as_str(), row.arrival.id));
    let texts = |of: fn(&New<'_>) -> String| rows.iter().map(|row| of(row)).collect::<Vec<String>>();
    sqlx::query("SELECT add_responses($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
        .bind(lock)
        .bind(seen.map(|seen| seen.survey.as_str()))
        .bind(seen.map(|seen| seen.state.as_str()))
        .bind(seen.map(|seen| seen.since.as_str()))
        .bind(rows.iter().map(|row| row.arrival.survey.as_str()).collect::<Vec<_>>())
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
        .execute(place)
        .await?;
    Ok(())
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
