//! Surveys and their revisions in SQLite.

use questionnaire::{Minute, Revision, State, SurveyId};
use sqlx::{Executor, Sqlite};

use super::SqliteStore;
use crate::store::row::{SurveyRow, revision_named, state_named};
use crate::store::{Standing, StoreError, check_way};

impl SqliteStore {
    pub(in crate::store) async fn standing(&self, survey: &SurveyId) -> Result<Option<Standing>, StoreError> {
        let row: Option<SurveyRow> = sqlx::query_as("SELECT survey, state, revision FROM surveys WHERE survey = ?1")
            .bind(survey.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(Standing::try_from).transpose()
    }

    pub(in crate::store) async fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        let rows: Vec<SurveyRow> = sqlx::query_as("SELECT survey, state, revision FROM surveys ORDER BY survey")
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(Standing::try_from).collect()
    }

    pub(in crate::store) async fn published(
        &self,
        survey: &SurveyId,
        revision: &Revision,
    ) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar("SELECT canonical_json FROM revisions WHERE survey = ?1 AND revision = ?2")
            .bind(survey.as_str())
            .bind(revision.to_string())
            .fetch_optional(&self.readers);
        Ok(found.await?)
    }

    pub(in crate::store) async fn revisions(&self, survey: &SurveyId) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT revision FROM revisions WHERE survey = ?1 ORDER BY revision")
                .bind(survey.as_str())
                .fetch_all(&self.readers)
                .await?;
        rows.iter().map(|revision| revision_named(revision, survey.as_str())).collect()
    }

    pub(in crate::store) async fn publish(
        &self,
        survey: &SurveyId,
        revision: &Revision,
        canonical_json: &str,
        now: Minute,
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let added = sqlx::query(
            "INSERT INTO revisions (survey, revision, canonical_json, published_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING",
        )
        .bind(survey.as_str())
        .bind(revision.to_string())
        .bind(canonical_json)
        .bind(now.to_string())
        .execute(&mut *change)
        .await?;
        sqlx::query(
            "INSERT INTO surveys (survey, state, revision, changed_at) VALUES (?1, 'draft', ?2, ?3) \
             ON CONFLICT (survey) DO UPDATE SET revision = excluded.revision",
        )
        .bind(survey.as_str())
        .bind(revision.to_string())
        .bind(now.to_string())
        .execute(&mut *change)
        .await?;
        change.commit().await?;
        Ok(added.rows_affected() == 1)
    }

    pub(in crate::store) async fn send_to(
        &self,
        survey: &SurveyId,
        next: State,
        now: Minute,
    ) -> Result<State, StoreError> {
        let mut change = self.change().await?;
        let from = state(&mut *change, survey).await?;
        if from == next {
            return Ok(from);
        }
        check_way(survey, from, next)?;
        sqlx::query("UPDATE surveys SET state = ?2, changed_at = ?3 WHERE survey = ?1")
            .bind(survey.as_str())
            .bind(next.as_str())
            .bind(now.to_string())
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(from)
    }
}

/// The state of `survey`, read within a change.
pub(super) async fn state(
    database: impl Executor<'_, Database = Sqlite>,
    survey: &SurveyId,
) -> Result<State, StoreError> {
    let name: Option<String> = sqlx::query_scalar("SELECT state FROM surveys WHERE survey = ?1")
        .bind(survey.as_str())
        .fetch_optional(database)
        .await?;
    let name = name.ok_or_else(|| StoreError::NoSuchSurvey { survey: survey.to_string() })?;
    state_named(&name)
}
