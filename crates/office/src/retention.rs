//! What is deleted when: decided here, done by the office itself every hour and by `koe-office survey tidy`.

use std::time::Duration;

use questionnaire::{Keeping, Minute, State};
use serde::Serialize;

use crate::audit::{Act, Deed};
use crate::clock;
use crate::edition::Editions;
use crate::store::{Store, StoreError};

/// What of a survey has had its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expired {
    /// Which response has used which code. The codes stay used.
    CodeLinks,
    /// Responses of the rehearsal.
    Rehearsals,
    /// Other bodies that came under the id of a response.
    OtherBodies,
    /// Responses that were set aside.
    SetAside,
    /// Every response.
    Responses,
    /// The hashes of codes.
    Codes,
}

impl Expired {
    /// Its name on the command line and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeLinks => "code_links",
            Self::Rehearsals => "rehearsals",
            Self::OtherBodies => "other_bodies",
            Self::SetAside => "set_aside",
            Self::Responses => "responses",
            Self::Codes => "codes",
        }
    }
}

/// What of a survey has had its time that has been in `state` since then.
pub fn expired(state: State, since: Minute, keeping: &Keeping, now: Minute) -> Vec<Expired> {
    use Expired::{CodeLinks, Codes, OtherBodies, Rehearsals, Responses, SetAside};
    let is_over = |days: Option<u16>| days.is_some_and(|days| since.days_later(days) <= now);
    match state {
        State::Closed if since.days_later(keeping.grace_days.into()) < now => vec![CodeLinks, Rehearsals],
        State::Draft | State::Rehearsal | State::Open | State::Paused | State::Closed => Vec::new(),
        State::Published if is_over(keeping.aside_days) => vec![CodeLinks, Rehearsals, OtherBodies, SetAside],
        State::Archived if is_over(keeping.responses_days) => vec![CodeLinks, OtherBodies, Responses, Codes],
        State::Archived if keeping.aside_days.is_some() => vec![CodeLinks, Rehearsals, OtherBodies, SetAside],
        State::Published | State::Archived => vec![CodeLinks, Rehearsals],
    }
}

/// Something that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// Of which survey.
    pub survey: String,
    /// What.
    pub what: Expired,
    /// How many rows of it.
    pub rows: u64,
}

/// Deletes what has had its time at `now`, each after it was written into the log as a deed of `who`. Gives what was deleted.
pub async fn tidy(store: &Store, now: Minute, who: fn(Act, String) -> Deed) -> Result<Vec<Deletion>, StoreError> {
    let (editions, mut deletions) = (Editions::new(store.clone()), Vec::new());
    for standing in store.standings().await? {
        let edition = editions.current(&standing).await?;
        for what in expired(standing.state, standing.since, edition.survey.keeping(), now) {
            let left = store.left(&standing.survey, what).await?;
            if left == 0 {
                continue;
            }
            let deed = who(Act::Delete, format!("{} {} {left}", standing.survey, what.as_str()));
            store.note(&deed, now).await?;
            let rows = store.delete(&standing.survey, what).await?;
            tracing::info!(survey = %standing.survey, what = what.as_str(), rows, "deleted");
            deletions.push(Deletion { survey: standing.survey.to_string(), what, rows });
        }
    }
    Ok(deletions)
}

/// Deletes what has had its time, now and every hour from now on.
pub async fn tidy_hourly(store: Store) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        let now_ms = i64::try_from(clock::now_ms()).unwrap_or_default();
        if let Err(error) = store.forget_tries(now_ms).await {
            tracing::warn!(error = %error, "what was tried long ago is not forgotten yet; the next try is in an hour");
        }
        if let Err(error) = tidy(&store, clock::now(), Deed::of_office).await {
            tracing::error!(error = %error, "what has had its time is still there; the next try is in an hour");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Expired::{CodeLinks, Codes, OtherBodies, Rehearsals, Responses, SetAside};

    fn of(state: State, keeping: &Keeping, now: &str) -> Vec<Expired> {
        expired(state, "2027-01-15T15:00:00Z".parse().unwrap(), keeping, now.parse().unwrap())
    }

    #[test]
    fn nothing_is_deleted_of_a_survey_that_is_not_over() {
        for state in [State::Draft, State::Rehearsal, State::Open, State::Paused] {
            assert_eq!(
                of(state, &Keeping { responses_days: Some(0), ..Keeping::default() }, "2040-01-01T00:00:00Z"),
                []
            );
        }
    }

    #[test]
    fn who_answered_with_which_code_is_forgotten_once_nothing_can_count_any_more() {
        let keeping = Keeping { grace_days: 7, ..Keeping::default() };
        assert_eq!(of(State::Closed, &keeping, "2027-01-22T15:00:00Z"), [], "the last minute of the grace");
        assert_eq!(of(State::Closed, &keeping, "2027-01-22T15:01:00Z"), [CodeLinks, Rehearsals]);
        assert_eq!(of(State::Published, &keeping, "2027-01-15T15:00:00Z"), [CodeLinks, Rehearsals]);
    }

    #[test]
    fn what_counted_is_deleted_only_where_the_survey_says_when() {
        assert_eq!(of(State::Archived, &Keeping::default(), "2099-01-01T00:00:00Z"), [CodeLinks, Rehearsals]);
        let keeping = Keeping { aside_days: Some(90), responses_days: Some(365), ..Keeping::default() };
        assert_eq!(of(State::Published, &keeping, "2027-04-15T14:59:00Z"), [CodeLinks, Rehearsals]);
        let aside = [CodeLinks, Rehearsals, OtherBodies, SetAside];
        assert_eq!(of(State::Published, &keeping, "2027-04-15T15:00:00Z"), aside);
        assert_eq!(of(State::Archived, &keeping, "2028-01-15T14:59:00Z"), aside);
        let all = [CodeLinks, OtherBodies, Responses, Codes];
        assert_eq!(of(State::Archived, &keeping, "2028-01-15T15:00:00Z"), all);
    }
}
