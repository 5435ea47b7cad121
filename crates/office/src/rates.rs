//! What became of all who were asked, by ward: from counted responses, the codes and what came of letters.

use std::collections::BTreeMap;

use indicators::{Completeness, Dispositions};
use questionnaire::{SurveyId, WardCode};

use crate::outcome::Outcome;
use crate::store::{Record, Store, StoreError, Stored};
use crate::stored_response::{NotRead, StoredResponses};

/// Responses read at once.
const PAGE: u32 = 1_000;

/// Responses that count, by how much of what they were asked they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answered {
    /// Those that are complete, and those of which nobody can tell here since they are sealed.
    pub complete: u64,
    /// Those that answer a good part.
    pub partial: u64,
    /// Those that answer little.
    pub broken_off: u64,
}

impl Answered {
    /// Counts one more; None is one of which nobody can tell.
    pub fn add(&mut self, completeness: Option<Completeness>) {
        match completeness {
            None | Some(Completeness::Complete) => self.complete += 1,
            Some(Completeness::Partial) => self.partial += 1,
            Some(Completeness::BrokenOff) => self.broken_off += 1,
        }
    }
}

/// How much of what it was asked the response in `record` answers. None where it is sealed, or cannot be read.
pub async fn completeness(stored: &StoredResponses<'_>, record: &Record) -> Result<Option<Completeness>, StoreError> {
    if record.sealed.is_some() {
        return Ok(None);
    }
    let (response, edition) = match stored.read(record).await {
        Ok(read) => read,
        Err(NotRead::Store(error)) => return Err(error),
        Err(NotRead::Sealed(_) | NotRead::Shut { .. } | NotRead::Strange { .. }) => return Ok(None),
    };
    let Ok(setting) = edition.survey.setting(response.ward(), response.given().clone()) else { return Ok(None) };
    let path = edition.survey.questionnaire().path(&setting, response.answers());
    let asked = path.questions();
    let answered = asked.iter().filter(|question| response.answers().get(question.id()).is_some()).count();
    Ok(Some(Completeness::of(answered, asked.len())))
}

/// The responses of `survey` that count, by ward.
pub async fn answered(store: &Store, survey: &SurveyId) -> Result<BTreeMap<WardCode, Answered>, StoreError> {
    let (mut wards, mut after) = (BTreeMap::<WardCode, Answered>::new(), String::new());
    let stored = StoredResponses::new(store, survey, &[]);
    loop {
        let records = store.records(survey, &after, PAGE).await?;
        let Some(last) = records.last() else { return Ok(wards) };
        after.clone_from(&last.id);
        for record in records.iter().filter(|record| record.stored == Stored::Counted) {
            let in_clear = record.in_clear();
            let ward = in_clear.get("ward").and_then(|ward| ward.as_str()).and_then(|ward| ward.parse().ok());
            if let Some(ward) = ward {
                wards.entry(ward).or_default().add(completeness(&stored, record).await?);
            }
        }
    }
}

/// What became of everybody of `survey` who was asked by letter, by ward.
pub async fn dispositions(
    store: &Store,
    survey: &SurveyId,
    answered: &BTreeMap<WardCode, Answered>,
) -> Result<BTreeMap<WardCode, Dispositions>, StoreError> {
    let (codes, outcomes) = (store.code_uses(survey).await?, store.outcomes(survey).await?);
    let nothing = BTreeMap::new();
    let of_ward = |(ward, (given, used)): (WardCode, (u64, u64))| {
        let answered = answered.get(&ward).copied().unwrap_or_default();
        (ward, of(answered, given.saturating_sub(used), outcomes.get(&ward).unwrap_or(&nothing)))
    };
    Ok(codes.into_iter().map(of_ward).collect())
}

/// What became of those of one ward, of whom so many have not answered, and of whose letters that came.
fn of(answered: Answered, unanswered: u64, outcomes: &BTreeMap<Outcome, u64>) -> Dispositions {
    let came_to = |outcome| outcomes.get(&outcome).copied().unwrap_or_default();
    let silent = unanswered.saturating_sub(outcomes.values().sum());
    Dispositions {
        complete: answered.complete,
        partial: answered.partial,
        refused: answered.broken_off + came_to(Outcome::Refused),
        not_contacted: came_to(Outcome::Absent),
        other: came_to(Outcome::Unable),
        unknown: silent + came_to(Outcome::Undeliverable),
        not_eligible: came_to(Outcome::NotEligible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_who_was_asked_is_somewhere_once() {
        let mut answered = Answered::default();
        for completeness in
            [Some(Completeness::Complete), None, Some(Completeness::Partial), Some(Completeness::BrokenOff)]
        {
            answered.add(completeness);
        }
        let outcomes: BTreeMap<Outcome, u64> =
            (1..).zip(Outcome::ALL).map(|(count, outcome)| (outcome, count)).collect();
        // 24 codes of which 4 were used; of the others 15 came to something: 1 back, 2 refused, 3, 4 and 5 otherwise.
        let found = of(answered, 20, &outcomes);
        let expected = Dispositions {
            complete: 2,
            partial: 1,
            refused: 3,
            not_contacted: 3,
            other: 4,
            unknown: 6,
            not_eligible: 5,
        };
        assert_eq!((found, found.all()), (expected, 24));
    }
}
