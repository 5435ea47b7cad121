//! Where surveys stand, and where they may go.

use questionnaire::{Minute, Revision, State, SurveyId};

use super::StoreError;

/// Where a survey stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which survey.
    pub survey: SurveyId,
    /// Its state.
    pub state: State,
    /// The revision that is given out now.
    pub revision: Revision,
    /// Since when it has this state.
    pub since: Minute,
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
