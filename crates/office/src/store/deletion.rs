//! What is deleted by rule.

use questionnaire::SurveyId;

use super::{Store, StoreError};
use crate::retention::Expired;

/// Rows deleted in one change, so that nobody waits long for it.
const ROWS_MAX: u64 = 1_000;

/// The ids of the next responses of a survey that are deleted, as the databases order them.
macro_rules! responses {
    ($which:literal) => {
        concat!("(SELECT id FROM responses WHERE survey = $1 AND ", $which, " ORDER BY id LIMIT 1000)")
    };
}

/// Deletes responses, those first that refer to them.
macro_rules! of_responses {
    ($which:literal) => {
        &[
            concat!("DELETE FROM readings WHERE survey = $1 AND id IN ", responses!($which)),
            concat!("DELETE FROM conflicts WHERE survey = $1 AND id IN ", responses!($which)),
            concat!("DELETE FROM responses WHERE survey = $1 AND id IN ", responses!($which)),
        ]
    };
}

/// Deletes some; the rows of the last statement count.
fn deleting(what: Expired) -> &'static [&'static str] {
    match what {
        Expired::CodeLinks => &["UPDATE codes SET used_by = '' WHERE survey = $1 AND code_hash IN \
             (SELECT code_hash FROM codes WHERE survey = $1 AND used_by <> '' LIMIT 1000)"],
        Expired::Rehearsals => of_responses!("stored <> 'counted' AND stored = 'rehearsal'"),
        Expired::SetAside => of_responses!("stored <> 'counted' AND stored = 'aside'"),
        Expired::Responses => &[
            "DELETE FROM typed_forms WHERE survey = $1",
            concat!("DELETE FROM readings WHERE survey = $1 AND id IN ", responses!("1 = 1")),
            concat!("DELETE FROM conflicts WHERE survey = $1 AND id IN ", responses!("1 = 1")),
            concat!("DELETE FROM responses WHERE survey = $1 AND id IN ", responses!("1 = 1")),
        ],
        Expired::OtherBodies => &["DELETE FROM conflicts WHERE survey = $1 AND content_hash IN \
             (SELECT content_hash FROM conflicts WHERE survey = $1 LIMIT 1000)"],
        Expired::Codes => &[
            "DELETE FROM outcomes WHERE survey = $1 AND code_hash IN \
             (SELECT code_hash FROM codes WHERE survey = $1 ORDER BY code_hash LIMIT 1000)",
            "DELETE FROM codes WHERE survey = $1 AND code_hash IN \
             (SELECT code_hash FROM codes WHERE survey = $1 ORDER BY code_hash LIMIT 1000)",
        ],
    }
}

/// Counts how many there are.
fn counting(what: Expired) -> &'static str {
    match what {
        Expired::CodeLinks => "SELECT count(*) FROM codes WHERE survey = $1 AND used_by <> ''",
        Expired::Rehearsals => {
            "SELECT count(*) FROM responses WHERE survey = $1 AND stored <> 'counted' AND stored = 'rehearsal'"
        }
        Expired::SetAside => {
            "SELECT count(*) FROM responses WHERE survey = $1 AND stored <> 'counted' AND stored = 'aside'"
        }
        Expired::Responses => {
            "SELECT (SELECT count(*) FROM responses WHERE survey = $1) + (SELECT count(*) FROM typed_forms WHERE survey = $1)"
        }
        Expired::OtherBodies => "SELECT count(*) FROM conflicts WHERE survey = $1",
        Expired::Codes => "SELECT count(*) FROM codes WHERE survey = $1",
    }
}

impl Store {
    /// How many rows there are of that of `survey`.
    pub async fn left(&self, survey: &SurveyId, what: Expired) -> Result<u64, StoreError> {
        let rows: i64 = each!(self.database, store => {
            sqlx::query_scalar(counting(what)).bind(survey.as_str()).fetch_one(&store.readers).await?
        });
        Ok(u64::try_from(rows).unwrap_or_default())
    }

    /// Deletes that of `survey`. Gives how many rows.
    pub async fn delete(&self, survey: &SurveyId, what: Expired) -> Result<u64, StoreError> {
        let mut rows = 0;
        loop {
            let some = self.delete_some(survey, what).await?;
            rows += some;
            if some < ROWS_MAX {
                return Ok(rows);
            }
        }
    }

    async fn delete_some(&self, survey: &SurveyId, what: Expired) -> Result<u64, StoreError> {
        each!(self.database, store => {
            // Alone, since whoever stores a response locks rows in another order.
            let mut change = store.change_alone(survey).await?;
            let mut rows = 0;
            for statement in deleting(what) {
                rows = sqlx::query(*statement).bind(survey.as_str()).execute(&mut *change).await?.rows_affected();
            }
            change.commit().await?;
            Ok(rows)
        })
    }
}
