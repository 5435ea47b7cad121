//! Responses, each once.

use questionnaire::SurveyId;

use super::row::{ConflictRow, RecordRow};
use super::{Arrival, CONFLICTS_SHOWN_MAX, Conflict, Kept, Record, Store, StoreError};

/// What is read of each response, up to the condition.
macro_rules! record_columns {
    () => {
        "SELECT r.id, r.stored, r.reason, r.beside, r.received_at, r.body, r.sealed_through, r.revision, r.ward, \
                r.receipt_hash, (SELECT count(*) FROM conflicts c WHERE c.survey = r.survey AND c.id = r.id) AS conflicts \
         FROM responses r "
    };
}

impl Store {
    /// Takes in a response: either all of it is on the disk when this returns, or nothing is. Those that come at the
    /// same time wait for the disk together.
    pub async fn keep(&self, arrival: Arrival) -> Result<Kept, StoreError> {
        self.queue.keep(arrival).await
    }

    /// Takes in responses one after the other, all in one change: the disk is waited for once.
    pub async fn keep_all(&self, arrivals: &[&Arrival]) -> Result<Vec<Kept>, StoreError> {
        self.database.keep_all(arrivals).await
    }

    /// Up to `count` responses of `survey` in the order of their ids, from the one after `after`.
    pub async fn records(&self, survey: &SurveyId, after: &str, count: u32) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<RecordRow> = each!(self.database, store => {
            sqlx::query_as(concat!(record_columns!(), "WHERE r.survey = $1 AND r.id > $2 ORDER BY r.id LIMIT $3"))
                .bind(survey.as_str())
                .bind(after)
                .bind(i64::from(count))
                .fetch_all(&store.readers)
                .await?
        });
        rows.into_iter().map(Record::try_from).collect()
    }

    /// The response of `survey` with that id.
    pub async fn record(&self, survey: &SurveyId, id: &str) -> Result<Option<Record>, StoreError> {
        let row: Option<RecordRow> = each!(self.database, store => {
            sqlx::query_as(concat!(record_columns!(), "WHERE r.survey = $1 AND r.id = $2"))
                .bind(survey.as_str())
                .bind(id)
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(Record::try_from).transpose()
    }

    /// The first bodies of `survey` that came under an id that was taken, in the order of their ids.
    pub async fn conflicts(&self, survey: &SurveyId) -> Result<Vec<Conflict>, StoreError> {
        let rows: Vec<ConflictRow> = each!(self.database, store => {
            sqlx::query_as(
                "SELECT id, received_at, body FROM conflicts WHERE survey = $1 \
                 ORDER BY id, received_at, content_hash LIMIT $2",
            )
            .bind(survey.as_str())
            .bind(CONFLICTS_SHOWN_MAX)
            .fetch_all(&store.readers)
            .await?
        });
        rows.into_iter().map(Conflict::try_from).collect()
    }
}
