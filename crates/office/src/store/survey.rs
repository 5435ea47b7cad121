//! Surveys and their revisions.

use questionnaire::{Minute, Revision, State, SurveyId};

use super::row::{SurveyRow, revision_named, state_named};
use super::{Standing, Store, StoreError, check_way};

impl Store {
    /// Where `survey` stands, if it was ever published here.
    pub async fn standing(&self, survey: &SurveyId) -> Result<Option<Standing>, StoreError> {
        let row: Option<SurveyRow> = each!(self.database, store => {
            sqlx::query_as("SELECT survey, state, revision, changed_at FROM surveys WHERE survey = $1")
                .bind(survey.as_str())
                .fetch_optional(&store.readers)
                .await?
        });
        row.map(Standing::try_from).transpose()
    }

    /// Where every survey stands, in the order of their ids.
    pub async fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        let rows: Vec<SurveyRow> = each!(self.database, store => {
            sqlx::query_as("SELECT survey, state, revision, changed_at FROM surveys ORDER BY survey")
                .fetch_all(&store.readers)
                .await?
        });
        rows.into_iter().map(Standing::try_from).collect()
    }

    /// The canonical JSON of a published revision.
    pub async fn published(&self, survey: &SurveyId, revision: &Revision) -> Result<Option<String>, StoreError> {
        Ok(each!(self.database, store => {
            sqlx::query_scalar("SELECT canonical_json FROM revisions WHERE survey = $1 AND revision = $2")
                .bind(survey.as_str())
                .bind(revision.to_string())
                .fetch_optional(&store.readers)
                .await?
        }))
    }

    /// Every revision of `survey` that was published.
    pub async fn revisions(&self, survey: &SurveyId) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<String> = each!(self.database, store => {
            sqlx::query_scalar("SELECT revision FROM revisions WHERE survey = $1 ORDER BY revision")
                .bind(survey.as_str())
                .fetch_all(&store.readers)
                .await?
        });
        rows.iter().map(|revision| revision_named(revision, survey.as_str())).collect()
    }

    /// Publishes a revision where it is new and makes it the one that is given out, in the state that the
    /// survey has, or as a draft. Gives whether it was new.
    pub async fn publish(
        &self,
        survey: &SurveyId,
        revision: &Revision,
        canonical_json: &str,
        now: Minute,
    ) -> Result<bool, StoreError> {
        let added = each!(self.database, store => {
            let mut change = store.change().await?;
            let added = sqlx::query(
                "INSERT INTO revisions (survey, revision, canonical_json, published_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(survey.as_str())
            .bind(revision.to_string())
            .bind(canonical_json)
            .bind(now.to_string())
            .execute(&mut *change)
            .await?
            .rows_affected();
            sqlx::query(
                "INSERT INTO surveys (survey, state, revision, changed_at) VALUES ($1, 'draft', $2, $3) \
                 ON CONFLICT (survey) DO UPDATE SET revision = excluded.revision",
            )
            .bind(survey.as_str())
            .bind(revision.to_string())
            .bind(now.to_string())
            .execute(&mut *change)
            .await?;
            change.commit().await?;
            added
        });
        Ok(added == 1)
    }

    /// Brings a survey to `next`. Gives the state it had; a survey that is there already stays there.
    pub async fn send_to(&self, survey: &SurveyId, next: State, now: Minute) -> Result<State, StoreError> {
        each!(self.database, store => {
            let mut change = store.change_alone(survey).await?;
            let from: Option<String> = sqlx::query_scalar("SELECT state FROM surveys WHERE survey = $1")
                .bind(survey.as_str())
                .fetch_optional(&mut *change)
                .await?;
            let from = from.ok_or_else(|| StoreError::NoSuchSurvey { survey: survey.to_string() })?;
            let from = state_named(&from)?;
            if from != next {
                check_way(survey, from, next)?;
                sqlx::query("UPDATE surveys SET state = $2, changed_at = $3 WHERE survey = $1")
                    .bind(survey.as_str())
                    .bind(next.as_str())
                    .bind(now.to_string())
                    .execute(&mut *change)
                    .await?;
                change.commit().await?;
            }
            Ok(from)
        })
    }
}
