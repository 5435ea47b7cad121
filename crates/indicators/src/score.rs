//! Figures that are no shares of answers: means of scores, n of a known number, response rates, units.

use std::collections::BTreeMap;

use questionnaire::Code;

use crate::share::{Bases, ratio, real};
use crate::tally::Counts;

/// A mean of scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanScore {
    /// The mean; none where there are no scores.
    pub mean: Option<f64>,
    /// Of how many scores.
    pub scores: u64,
}

/// The mean over every item together. A code without a score says nothing, and counts for nothing.
pub fn mean_score<'a>(items: impl IntoIterator<Item = &'a Counts>, worth: &BTreeMap<Code, u8>) -> MeanScore {
    let (mut scores, mut sum) = (0, 0);
    for (code, count) in items.into_iter().flat_map(|counts| &counts.codes) {
        if let Some(score) = worth.get(code) {
            scores += count;
            sum += count * u64::from(*score);
        }
    }
    MeanScore { mean: (scores > 0).then(|| real(sum) / real(scores)), scores }
}

/// So many of a known number, such as 7 of 17 or n of 24 wards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOf {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub all: u64,
}

impl OutOf {
    /// Its share; none of nothing.
    pub fn share(self) -> Option<f64> {
        ratio(self.count, self.all)
    }
}

/// How many of those registered answered: the one figure that no answer feeds.
pub fn response_rate(received: u64, registered: u64) -> OutOf {
    OutOf { count: received, all: registered }
}

/// How many units, each of several answers, are positive by the majority of those decided. A tie is none.
pub fn units_by_majority(units: impl IntoIterator<Item = Bases>) -> OutOf {
    let mut found = OutOf { count: 0, all: 0 };
    for unit in units.into_iter().filter(|unit| unit.decided > 0) {
        found.all += 1;
        found.count += u64::from(unit.positive * 2 > unit.decided);
    }
    found
}
