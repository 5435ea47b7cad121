//! Councils (地活協), of which several member organisations answer: each is counted once, by the majority of its answers.

use std::collections::BTreeMap;

use questionnaire::WardCode;

use crate::score::OutOf;
use crate::share::Bases;
use crate::tally::{Counts, Meanings, Reading};

/// The name of a council as its link brings it: told apart within a ward, and never published.
pub type CouncilName = String;

/// The counts of one question by council.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Councils(BTreeMap<(WardCode, Option<CouncilName>), Counts>);

/// Councils by what most of their organisations say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByMajority {
    /// More than half of the valid answers are positive.
    pub positive: u64,
    /// Exactly half of them are.
    pub tied: u64,
    /// Less than half of them are.
    pub others: u64,
    /// Nobody gave a valid answer: all left it out, or do not know.
    pub silent: u64,
    /// Organisations of which no council is known.
    pub without_council: u64,
}

impl Councils {
    /// Counts a reading of an organisation of `council`; of none where its link brought none.
    pub fn add(&mut self, ward: WardCode, council: Option<&str>, reading: &Reading) {
        self.0.entry((ward, council.map(str::to_owned))).or_default().add(reading, 1);
    }

    /// Takes in what was counted elsewhere. The order makes no difference.
    pub fn merge(&mut self, other: &Self) {
        for (council, counts) in &other.0 {
            self.0.entry(council.clone()).or_default().merge(counts);
        }
    }

    /// The councils of `ward`, or of all wards, in which anybody was asked. Only answers that say something are valid:
    /// "don't know" and what was left out decide nothing.
    pub fn by_majority(&self, ward: Option<WardCode>, meanings: &Meanings) -> ByMajority {
        let mut found = ByMajority::default();
        for ((of, council), counts) in &self.0 {
            if ward.is_some_and(|ward| ward != *of) || counts.asked() == 0 {
                continue;
            }
            let bases = Bases::of(counts, meanings);
            let count = match council {
                None => {
                    found.without_council += counts.asked();
                    continue;
                }
                Some(_) if bases.decided == 0 => &mut found.silent,
                Some(_) if bases.positive * 2 > bases.decided => &mut found.positive,
                Some(_) if bases.positive * 2 == bases.decided => &mut found.tied,
                Some(_) => &mut found.others,
            };
            *count += 1;
        }
        found
    }
}

impl ByMajority {
    /// All councils in which anybody was asked.
    pub fn all(self) -> u64 {
        self.out_of().all + self.silent
    }

    /// The positive ones of those with a valid answer. A tie is not positive.
    pub fn out_of(self) -> OutOf {
        OutOf { count: self.positive, all: self.positive + self.tied + self.others }
    }
}
