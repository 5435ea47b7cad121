//! How sure an unweighted share is: Wilson's interval, with the correction for a finite population.
//!
//! | case | interval |
//! |---|---|
//! | nobody answered | none: there is no share |
//! | none of n is positive | from 0 up to Wilson's bound |
//! | all of n are positive | from Wilson's bound up to 1 |
//! | everybody of the population answered | none: the share is exact |
//! | else | Wilson's |

use crate::share::real;
use crate::special::z;

/// From where to where, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// From here.
    pub low: f64,
    /// To here.
    pub high: f64,
}

impl Interval {
    /// The interval moved by `by`.
    #[must_use]
    pub fn moved(self, by: f64) -> Self {
        Self { low: self.low + by, high: self.high + by }
    }
}

/// How sure a share is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sureness {
    /// There is no share: nobody is in the base.
    Nobody,
    /// The share is exact: the whole population answered.
    Exact,
    /// The share is one of a sample.
    Within(Interval),
}

/// The sureness of `positive` of `base` persons drawn from `population`, where that is known.
pub fn wilson(positive: u64, base: u64, population: Option<u64>) -> Sureness {
    if base == 0 {
        return Sureness::Nobody;
    }
    let share = real(positive) / real(base);
    match population {
        Some(population) if population <= base => Sureness::Exact,
        _ => Sureness::Within(wilson_of(share, effective_base(real(base), base, population))),
    }
}

/// The size that a sample would have in an endless population to be as sure: `size` × (N − 1) / (N − n).
pub fn effective_base(size: f64, sample: u64, population: Option<u64>) -> f64 {
    match population {
        Some(population) if population > sample => size * (real(population) - 1.0) / (real(population) - real(sample)),
        _ => size,
    }
}

/// Wilson's interval of a share of a sample of that size, which need not be whole.
pub fn wilson_of(share: f64, size: f64) -> Interval {
    let square = z() * z();
    let below = 1.0 + square / size;
    let centre = (share + square / (2.0 * size)) / below;
    let half = z() / below * (share * (1.0 - share) / size + square / (4.0 * size * size)).sqrt();
    Interval {
        low: if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) },
        high: if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) },
    }
}
