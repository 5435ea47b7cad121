//! Change against an earlier year and against a target: a difference with its interval, and what it allows to be said.

use crate::interval::Interval;
use crate::special::{normal_two_sided, z};

/// A share as a change needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The share.
    pub share: f64,
    /// How sure it is.
    pub surety: Surety,
}

/// How sure a share is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Surety {
    /// It is of everybody.
    Exact,
    /// It is of a sample.
    Sampled {
        /// Its standard error.
        error: f64,
        /// Its interval.
        interval: Interval,
    },
    /// It was published without what is needed to know.
    Unsaid,
}

/// What may be said of an aim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval is on the good side.
    Reached,
    /// The whole interval is on the other side.
    NotReached,
    /// The interval holds both.
    CannotBeTold,
}

/// An aim, in shares (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// At least so much.
    AtLeast(f64),
    /// At least so much more than an earlier share, in points of the share.
    Above {
        /// The earlier share.
        earlier: Measured,
        /// How much more.
        points: f64,
    },
    /// At least the earlier share times this.
    Times {
        /// The earlier share.
        earlier: Measured,
        /// How many times.
        factor: f64,
    },
}

/// A difference of two shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The later less the earlier, or less the aim.
    pub value: f64,
    /// Its interval; none where a share was published without what is needed to know.
    pub interval: Option<Interval>,
    /// How often chance alone would show as much, were there none.
    pub p_value: Option<f64>,
}

impl Difference {
    /// Whether there is a change at all: the interval does not hold nought.
    pub fn is_change(&self) -> Option<bool> {
        self.interval.map(|interval| interval.low > 0.0 || interval.high < 0.0)
    }
}

/// How a share stands to an aim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// The share less the aim.
    pub difference: Difference,
    /// What may be said.
    pub verdict: Verdict,
    /// What the city's documents say: the printed figure alone decides.
    pub reached_by_the_point: bool,
}

/// `later` less `factor` times `earlier`, which were measured on different people.
///
/// The interval is the one of R's `svycontrast`, with the normal quantile. Where a share is nought or one its variance
/// is nought and would pass for sureness: there the two intervals are squared and added (Newcombe 1998, method 10).
pub fn difference(later: Measured, earlier: Measured, factor: f64) -> Difference {
    let value = later.share - factor * earlier.share;
    let (Some(later_reach), Some(earlier_reach)) = (reach(later), reach(earlier)) else {
        return Difference { value, interval: None, p_value: None };
    };
    let is_bound = |measured: Measured| measured.share <= 0.0 || measured.share >= 1.0;
    let errors = |one: f64, other: f64| (one * one + factor * factor * other * other).sqrt();
    let (down, up) = if is_bound(later) || is_bound(earlier) {
        (errors(later_reach.down, earlier_reach.up), errors(later_reach.up, earlier_reach.down))
    } else {
        let both = errors(later_reach.error, earlier_reach.error) * z();
        (both, both)
    };
    let towards_nought = if value > 0.0 { down } else { up };
    let p_value = if towards_nought > 0.0 { normal_two_sided(value / towards_nought * z()) } else { exact(value) };
    Difference { value, interval: Some(Interval { low: value - down, high: value + up }), p_value: Some(p_value) }
}

/// What is exact differs or does not.
fn exact(value: f64) -> f64 {
    if value == 0.0 { 1.0 } else { 0.0 }
}

/// How far a share reaches in each direction.
#[derive(Clone, Copy, Default)]
struct Reach {
    error: f64,
    down: f64,
    up: f64,
}

fn reach(measured: Measured) -> Option<Reach> {
    match measured.surety {
        Surety::Exact => Some(Reach::default()),
        Surety::Sampled { error, interval } => {
            Some(Reach { error, down: measured.share - interval.low, up: interval.high - measured.share })
        }
        Surety::Unsaid => None,
    }
}

/// How `share` stands to `aim`.
pub fn assess(share: Measured, aim: Aim) -> Assessment {
    let (difference, by) = match aim {
        Aim::AtLeast(least) => (from_number(share, least), 0.0),
        Aim::Above { earlier, points } => (difference(share, earlier, 1.0), points),
        Aim::Times { earlier, factor } => (difference(share, earlier, factor), 0.0),
    };
    let difference = Difference {
        value: difference.value - by,
        interval: difference.interval.map(|interval| interval.moved(-by)),
        p_value: if by == 0.0 { difference.p_value } else { None },
    };
    let verdict = match difference.interval {
        Some(interval) if interval.low >= 0.0 => Verdict::Reached,
        Some(interval) if interval.high < 0.0 => Verdict::NotReached,
        Some(_) | None => Verdict::CannotBeTold,
    };
    Assessment { difference, verdict, reached_by_the_point: difference.value >= 0.0 }
}

/// A share less a number that nobody measured: the share's own interval, moved.
fn from_number(share: Measured, number: f64) -> Difference {
    let interval = match share.surety {
        Surety::Exact => Some(Interval { low: share.share, high: share.share }),
        Surety::Sampled { interval, .. } => Some(interval),
        Surety::Unsaid => None,
    };
    Difference {
        value: share.share - number,
        interval: interval.map(|interval| interval.moved(-number)),
        p_value: None,
    }
}
