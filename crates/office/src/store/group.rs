//! What becomes of responses that are stored together: decided here, the same whichever database keeps them.

use std::collections::HashMap;

use questionnaire::{Minute, ResponseId, State, SurveyId};

use super::{Arrival, Kept, Reason, StoreError, Stored};
use crate::admission::{CodeStanding, Verdict, judge};

/// A code of a survey, by its keyed hash.
pub(super) type CodeId = (SurveyId, [u8; 32]);

/// What the database knows of the arrivals of a group.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Each with since when it is so.
    pub(super) states: HashMap<SurveyId, (State, Minute)>,
    /// Those of the ids that are taken.
    pub(super) found: HashMap<(SurveyId, ResponseId), Found>,
    /// Those of the codes that were given out, each with the response that has used it, or nothing (`""`) where that is
    /// not known any more.
    pub(super) codes: HashMap<CodeId, Option<String>>,
}

/// A response that is stored under the id of an arrival.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) content_hash: Vec<u8>,
    pub(super) stored: Stored,
    pub(super) reason: Option<Reason>,
}

/// What is to be written, and what to say of each arrival once it is.
#[derive(Debug, Default)]
pub(super) struct Decided<'a> {
    /// One for each arrival, in their order.
    pub(super) kept: Vec<Kept>,
    pub(super) responses: Vec<New<'a>>,
    pub(super) conflicts: Vec<&'a Arrival>,
    /// Those whose code is used up by them.
    pub(super) users: Vec<&'a Arrival>,
}

/// A response that is stored for the first time.
#[derive(Debug)]
pub(super) struct New<'a> {
    pub(super) arrival: &'a Arrival,
    pub(super) stored: Stored,
    pub(super) reason: Option<Reason>,
    /// The response that had used its code before it.
    pub(super) beside: Option<String>,
}

impl Known {
    /// What becomes of `arrivals`, as if they came one after the other.
    pub(super) fn decide<'a>(mut self, arrivals: &[&'a Arrival]) -> Result<Decided<'a>, StoreError> {
        let mut decided = Decided::default();
        for arrival in arrivals {
            let kept = self.decide_one(arrival, &mut decided)?;
            decided.kept.push(kept);
        }
        Ok(decided)
    }

    fn decide_one<'a>(&mut self, arrival: &'a Arrival, decided: &mut Decided<'a>) -> Result<Kept, StoreError> {
        let key = (arrival.survey.clone(), arrival.id);
        // Whoever sends again is told what was said before, whatever has happened to survey and code since.
        if let Some(found) = self.found.get(&key) {
            if found.content_hash == arrival.content_hash {
                return Ok(Kept::Before(found.stored, found.reason));
            }
            decided.conflicts.push(arrival);
            return Ok(Kept::Conflict);
        }
        let state = self.states.get(&arrival.survey).copied();
        let (state, since) = state.ok_or_else(|| StoreError::NoSuchSurvey { survey: arrival.survey.to_string() })?;
        let (code, used_by) = self.code(arrival);
        let time = arrival.timing.of(state, since, arrival.received_at);
        match judge(state, time, arrival.needs_code, code) {
            Verdict::NotBegun => Ok(Kept::NotAccepting(State::Draft)),
            Verdict::NotAccepting => Ok(Kept::NotAccepting(state)),
            Verdict::CodeMissing => Ok(Kept::CodeMissing),
            Verdict::CodeUnknown => Ok(Kept::CodeUnknown),
            Verdict::CodeUnheard => Ok(Kept::CodeUnheard),
            Verdict::Keep(stored, reason) => {
                let beside = used_by.filter(|by| reason == Some(Reason::CodeUsed) && !by.is_empty());
                decided.responses.push(New { arrival, stored, reason, beside });
                if stored == Stored::Counted && code == CodeStanding::Usable {
                    self.use_up(arrival);
                    decided.users.push(arrival);
                }
                self.found.insert(key, Found { content_hash: arrival.content_hash.into(), stored, reason });
                Ok(Kept::New(stored, reason))
            }
        }
    }

    /// How the code beside an arrival stands, and the response that has used it.
    fn code(&self, arrival: &Arrival) -> (CodeStanding, Option<String>) {
        let Some(code_hash) = arrival.code_hash else { return (CodeStanding::Absent, None) };
        if !arrival.hears_codes {
            return (CodeStanding::Unheard, None);
        }
        let used_by = self.codes.get(&(arrival.survey.clone(), code_hash));
        (code_standing(used_by), used_by.cloned().flatten())
    }

    fn use_up(&mut self, arrival: &Arrival) {
        if let Some(code_hash) = arrival.code_hash {
            self.codes.insert((arrival.survey.clone(), code_hash), Some(arrival.id.to_string()));
        }
    }
}

/// How a code stands of which the database says this.
pub(super) fn code_standing(used_by: Option<&Option<String>>) -> CodeStanding {
    match used_by {
        None => CodeStanding::Unknown,
        Some(None) => CodeStanding::Usable,
        Some(Some(_)) => CodeStanding::Used,
    }
}

/// The arrivals of a group by their surveys, in the order of the surveys' ids.
pub(super) fn by_survey<'a>(arrivals: &[&'a Arrival]) -> Vec<(&'a SurveyId, Vec<&'a Arrival>)> {
    let mut surveys: Vec<(&'a SurveyId, Vec<&'a Arrival>)> = Vec::new();
    for &arrival in arrivals {
        match surveys.iter_mut().find(|(survey, _)| **survey == arrival.survey) {
            Some((_, theirs)) => theirs.push(arrival),
            None => surveys.push((&arrival.survey, vec![arrival])),
        }
    }
    surveys.sort_by_key(|(survey, _)| survey.as_str());
    surveys
}

/// The codes beside arrivals that are looked at.
pub(super) fn codes_asked(arrivals: &[&Arrival]) -> Vec<[u8; 32]> {
    let mut asked: Vec<[u8; 32]> =
        arrivals.iter().filter(|arrival| arrival.hears_codes).filter_map(|arrival| arrival.code_hash).collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}
