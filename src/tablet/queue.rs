//! What waits on a tablet: of each response its id, its survey and when it was made. The sealed bytes stay in the store.

use std::collections::BTreeMap;

use outbox::{Batch, CAPACITY, Outbox, Outcome, Refusal};
use questionnaire::{Minute, SurveyId};
use serde::Serialize;
use uuid::Uuid;

use crate::parcel::Refused;

/// Responses in one request: some 200 KB, which a slow line takes within a minute.
pub const BATCH_MAX: usize = 50;

/// A response that waits, as far as it may be shown to staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Its id.
    pub id: Uuid,
    /// Its place in the order in which responses were given on this tablet.
    pub number: u32,
    /// The survey it answers.
    pub survey: SurveyId,
    /// When it was finished.
    pub at: Minute,
    /// Why the office refused it, if it did: then it waits for a person.
    pub refusal: Option<Refused>,
}

questionnaire::read_table!(Waiting { id, number, survey, at, refusal });

/// Everything that waits. Each survey has a way to the office of its own, so that one which is closed, or answers with
/// errors, holds up no other.
#[derive(Debug)]
pub struct Queue {
    seed: u32,
    ways: BTreeMap<SurveyId, Outbox>,
    waiting: BTreeMap<Uuid, Waiting>,
    /// The number that was given last.
    last: u32,
}

impl Queue {
    /// What the store held.
    pub fn restore(seed: u32, mut held: Vec<Waiting>, now_ms: u64) -> Self {
        // The store has them by id, and they are to be sent as they were given.
        held.sort_by_key(|waiting| waiting.number);
        let last = held.last().map_or(0, |waiting| waiting.number);
        let mut stored: BTreeMap<SurveyId, Vec<(Uuid, Option<Refusal>)>> = BTreeMap::new();
        for waiting in &held {
            let entry = (waiting.id, waiting.refusal.map(Into::into));
            stored.entry(waiting.survey.clone()).or_default().push(entry);
        }
        let way = |(survey, entries)| (survey, Outbox::of_stored(seed, entries, now_ms));
        let ways = stored.into_iter().map(way).collect();
        Self { seed, ways, waiting: held.into_iter().map(|waiting| (waiting.id, waiting)).collect(), last }
    }

    /// The number of the next response.
    pub fn number(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Takes in a response that is on the device.
    pub fn put(&mut self, waiting: Waiting, now_ms: u64) {
        let seed = self.seed;
        let way = self.ways.entry(waiting.survey.clone()).or_insert_with(|| Outbox::new(seed));
        // One beyond the capacity is on the device all the same: it is shown, and goes out at the next start.
        let _ = way.put(waiting.id, now_ms);
        self.waiting.insert(waiting.id, waiting);
    }

    /// The next responses to be sent of each survey that has any that are due.
    pub fn due(&mut self, now_ms: u64) -> Vec<(SurveyId, Vec<Uuid>)> {
        let due = |(survey, way): (&SurveyId, &mut Outbox)| match way.next_batch(now_ms, BATCH_MAX) {
            Batch::Send(ids) => Some((survey.clone(), ids)),
            Batch::Wait { .. } | Batch::Idle => None,
        };
        self.ways.iter_mut().filter_map(due).collect()
    }

    /// How the sending of responses ended that were sent together. What is stored is forgotten; what is refused waits for a
    /// person.
    pub fn settle(&mut self, reports: &[(Uuid, Outcome)], now_ms: u64) {
        let survey = reports.iter().find_map(|(id, _)| self.waiting.get(id)).map(|waiting| waiting.survey.clone());
        if let Some(way) = survey.and_then(|survey| self.ways.get_mut(&survey)) {
            way.settle_batch(reports, now_ms);
        }
        for (id, outcome) in reports {
            match outcome {
                Outcome::Stored | Outcome::StoredAside => drop(self.waiting.remove(id)),
                Outcome::Refused(refusal) => {
                    if let Some(waiting) = self.waiting.get_mut(id) {
                        waiting.refusal = Some((*refusal).into());
                    }
                }
                Outcome::Busy { .. } | Outcome::Unreachable => {}
            }
        }
    }

    /// A person wants everything tried now, and what was refused too: those of them that wait again.
    pub fn hurry(&mut self, parked_too: bool, now_ms: u64) -> Vec<Waiting> {
        for way in self.ways.values_mut() {
            way.hurry(now_ms);
        }
        let parked = self.waiting.values_mut().filter(|waiting| parked_too && waiting.refusal.is_some());
        let again = parked.map(|waiting| {
            waiting.refusal = None;
            if let Some(way) = self.ways.get_mut(&waiting.survey) {
                way.retry(waiting.id, now_ms);
            }
            waiting.clone()
        });
        again.collect()
    }

    /// A receipts file says that the office has it.
    pub fn remove(&mut self, id: Uuid) -> bool {
        let Some(waiting) = self.waiting.remove(&id) else { return false };
        if let Some(way) = self.ways.get_mut(&waiting.survey) {
            way.discard(id);
        }
        true
    }

    /// Whether one more would fit.
    pub fn has_room(&self) -> bool {
        self.waiting.len() < CAPACITY
    }

    /// How many wait, those that were refused not among them, and how many were refused.
    pub fn counts(&self) -> (usize, usize) {
        let parked = self.waiting.values().filter(|waiting| waiting.refusal.is_some()).count();
        (self.waiting.len() - parked, parked)
    }

    /// One of them.
    pub fn get(&self, id: Uuid) -> Option<&Waiting> {
        self.waiting.get(&id)
    }

    /// Those that were finished last, latest first.
    pub fn latest(&self, most: usize) -> Vec<&Waiting> {
        let mut all: Vec<_> = self.waiting.values().collect();
        all.sort_by_key(|waiting| std::cmp::Reverse(waiting.number));
        all.truncate(most);
        all
    }

    /// Those that were refused.
    pub fn parked(&self) -> impl Iterator<Item = (&Waiting, Refused)> {
        self.waiting.values().filter_map(|waiting| Some((waiting, waiting.refusal?)))
    }
}
