//! Where surveys stand, and the revisions that were published.

use questionnaire::{Minute, Revision, State, SurveyId};
use sqlx::{Executor, Sqlite};

use super::{Store, StoreError};

/// Where a survey stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which survey.
    pub survey: SurveyId,
    /// Its state.
    pub state: State,
    /// The revision that is given out now.
    pub revision: Revision,
}

impl Store {
    /// Where `survey` stands, if it was ever published here.
    pub async fn standing(&self, survey: &SurveyId) -> Result<Option<Standing>, StoreError> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT survey, state, revision FROM surveys WHERE survey = ?1")
                .bind(survey.as_str())
                .fetch_optional(&self.readers)
                .await?;
        row.map(Standing::try_from).transpose()
    }

    /// Where every survey stands, in the order of their ids.
    pub async fn standings(&self) -> Result<Vec<Standing>, StoreError> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT survey, state, revision FROM surveys ORDER BY survey")
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter().map(Standing::try_from).collect()
    }

    /// The canonical JSON of a published revision.
    pub async fn published(&self, survey: &SurveyId, revision: &Revision) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar("SELECT canonical_json FROM revisions WHERE survey = ?1 AND revision = ?2")
            .bind(survey.as_str())
            .bind(revision.to_string())
            .fetch_optional(&self.readers);
        Ok(found.await?)
    }

    /// Every revision of `survey` that was published.
    pub async fn revisions(&self, survey: &SurveyId) -> Result<Vec<Revision>, StoreError> {
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT revision FROM revisions WHERE survey = ?1 ORDER BY revision")
                .bind(survey.as_str())
                .fetch_all(&self.readers)
                .await?;
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

    /// Brings a survey to `next`. Gives the state it had; a survey that is there already stays there.
    pub async fn send_to(&self, survey: &SurveyId, next: State, now: Minute) -> Result<State, StoreError> {
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

/// Whether `survey` may go from `from` to `next`; otherwise where it may go.
pub fn check_way(survey: &SurveyId, from: State, next: State) -> Result<(), StoreError> {
    if from == next || from.may_become(next) {
        return Ok(());
    }
    let ways: Vec<&str> = STATES.into_iter().filter(|state| from.may_become(*state)).map(State::as_str).collect();
    let ways = if ways.is_empty() { "nothing else".to_owned() } else { ways.join(" or ") };
    Err(StoreError::NoWay { survey: survey.to_string(), from: from.as_str(), to: next.as_str(), ways })
}

const STATES: [State; 7] =
    [State::Draft, State::Rehearsal, State::Open, State::Paused, State::Closed, State::Published, State::Archived];

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

fn revision_named(name: &str, survey: &str) -> Result<Revision, StoreError> {
    name.parse().map_err(|_| StoreError::Strange { detail: format!("the revision \"{name}\" of {survey}") })
}

fn state_named(name: &str) -> Result<State, StoreError> {
    State::named(name).ok_or_else(|| StoreError::Strange { detail: format!("a survey in the state \"{name}\"") })
}

impl TryFrom<(String, String, String)> for Standing {
    type Error = StoreError;

    fn try_from((survey, state, revision): (String, String, String)) -> Result<Self, StoreError> {
        Ok(Self {
            state: state_named(&state)?,
            revision: revision_named(&revision, &survey)?,
            survey: survey
                .parse()
                .map_err(|_| StoreError::Strange { detail: format!("a survey with the id \"{survey}\"") })?,
        })
    }
}
