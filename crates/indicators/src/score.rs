//! Figures that are no shares of answers: means of scores, n of a known number, response rates.

use std::collections::BTreeMap;

use questionnaire::WardCode;

use crate::share::{ratio, real};

/// A mean of scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanScore {
    /// The mean; none where there are no scores.
    pub mean: Option<f64>,
    /// Of how many score sheets.
    pub sheets: u64,
    /// Of how many scores on them.
    pub scores: u64,
}

/// What one score sheet says: the sum of its scores, and how many they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetSum {
    /// The sum.
    pub sum: u32,
    /// Of how many scores.
    pub scores: u32,
}

impl SheetSum {
    /// With one more score, where there is one.
    #[must_use]
    pub fn and(self, score: Option<u32>) -> Self {
        score.map_or(self, |score| Self { sum: self.sum + score, scores: self.scores + 1 })
    }
}

/// Score sheets by ward: how many have which sum of how many scores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets(BTreeMap<WardCode, BTreeMap<SheetSum, u64>>);

impl Sheets {
    /// Counts a sheet of `ward` so many times. One without a score is counted and says nothing.
    pub fn add(&mut self, ward: WardCode, sheet: SheetSum, times: u64) {
        *self.0.entry(ward).or_default().entry(sheet).or_default() += times;
    }

    /// Takes in what was counted elsewhere. The order makes no difference.
    pub fn merge(&mut self, other: &Self) {
        for (ward, sheets) in &other.0 {
            let own = self.0.entry(*ward).or_default();
            for (sheet, count) in sheets {
                *own.entry(*sheet).or_default() += count;
            }
        }
    }

    /// The mean of `ward`, or of all wards together: of every sheet the mean of its scores, and of these the mean, so that
    /// a visit on which less could be seen weighs as much as another.
    pub fn mean(&self, ward: Option<WardCode>) -> MeanScore {
        let (mut sum, mut sheets, mut scores) = (0.0, 0, 0);
        let of_place = self.0.iter().filter(|(of, _)| ward.is_none_or(|ward| ward == **of));
        // By sum and number over all wards, so that the order of wards makes no bit of difference.
        let mut together: BTreeMap<SheetSum, u64> = BTreeMap::new();
        for (sheet, count) in of_place.flat_map(|(_, sheets)| sheets).filter(|(sheet, _)| sheet.scores > 0) {
            *together.entry(*sheet).or_default() += count;
        }
        for (sheet, count) in together {
            sum += real(count) * f64::from(sheet.sum) / f64::from(sheet.scores);
            sheets += count;
            scores += count * u64::from(sheet.scores);
        }
        MeanScore { mean: (sheets > 0).then(|| sum / real(sheets)), sheets, scores }
    }
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
