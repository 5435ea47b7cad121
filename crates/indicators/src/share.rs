//! What is a share of what: the three shares of an indicator, and items that are counted together.

use crate::indicator::Denominator;
use crate::tally::{Counts, Meanings};

/// The counts that shares are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bases {
    /// Who were asked.
    pub asked: u64,
    /// Who answered, "don't know" included.
    pub answered: u64,
    /// Who answered something else than "don't know".
    pub decided: u64,
    /// Who answered positively.
    pub positive: u64,
}

impl Bases {
    /// The bases of a question.
    pub fn of(counts: &Counts, meanings: &Meanings) -> Self {
        let mut bases = Self { asked: counts.asked(), ..Self::default() };
        for (code, count) in &counts.codes {
            if meanings.prefer_not_to_say.contains(code) {
                continue;
            }
            bases.answered += count;
            if meanings.dont_know.contains(code) {
                continue;
            }
            bases.decided += count;
            if meanings.positive.contains(code) {
                bases.positive += count;
            }
        }
        bases
    }

    /// The bases of several questions counted together: each person as often as they were asked. Their answers hang
    /// together, so these bases give a share and no interval.
    pub fn pooled(items: impl IntoIterator<Item = Self>) -> Self {
        items.into_iter().fold(Self::default(), |sum, item| Self {
            asked: sum.asked + item.asked,
            answered: sum.answered + item.answered,
            decided: sum.decided + item.decided,
            positive: sum.positive + item.positive,
        })
    }

    /// How many the share is of.
    pub fn base(&self, denominator: Denominator) -> u64 {
        match denominator {
            Denominator::Answered => self.answered,
            Denominator::Decided => self.decided,
            Denominator::Asked => self.asked,
        }
    }

    /// The share of positive answers; none where nobody is in the base.
    pub fn share(&self, denominator: Denominator) -> Option<f64> {
        ratio(self.positive, self.base(denominator))
    }
}

/// `part` of `whole`; nothing of nothing.
pub fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| real(part) / real(whole))
}

#[expect(clippy::cast_precision_loss, reason = "no city has 2^53 inhabitants")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}
