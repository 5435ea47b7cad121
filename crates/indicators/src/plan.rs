//! How sure a survey can be before it is held, and how large it must be to tell a difference.

use crate::interval::{effective_base, wilson_of};
use crate::share::real;
use crate::special::{LEVEL, normal_quantile, normal_two_sided, z};

/// How often a difference is to be found that is there.
pub const POWER: f64 = 0.8;

/// The shares for which a verdict can be told, with so many answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tellable {
    /// From this share on a target is told to be reached; none where no share is sure enough.
    pub reached_from: Option<f64>,
    /// Up to this share it is told not to be reached; none where no share is.
    pub missed_up_to: Option<f64>,
}

/// Half of the interval of a share of `base` answers of `population`, whose weights cost `design_effect`.
pub fn half_width(share: f64, base: u64, design_effect: f64, population: Option<u64>) -> Option<f64> {
    let size = size(base, design_effect, population)?;
    let interval = wilson_of(share, size);
    Some((interval.high - interval.low) / 2.0)
}

/// For which shares the interval of `base` answers leaves a `target` out; by tenths of a point.
pub fn tellable(target: f64, base: u64, design_effect: f64, population: Option<u64>) -> Option<Tellable> {
    let size = size(base, design_effect, population)?;
    let shares = || (0..=1_000_u32).map(|tenths| f64::from(tenths) / 1_000.0);
    let reached_from = shares().find(|share| wilson_of(*share, size).low >= target);
    let missed_up_to = shares().rev().find(|share| wilson_of(*share, size).high < target);
    Some(Tellable { reached_from, missed_up_to })
}

/// How often a `target` is told to be reached where the share of all is really `share`: the interval of `base` answers lies
/// above it. By the normal distribution, and none where there are no answers.
pub fn chance_reached(target: f64, share: f64, base: u64, design_effect: f64, population: Option<u64>) -> Option<f64> {
    let size = size(base, design_effect, population)?;
    // Wilson's interval holds every share that the score test does not rule out: it lies above the target from here on.
    let from = target + z() * (target * (1.0 - target) / size).sqrt();
    let error = (share * (1.0 - share) / size).sqrt();
    if error <= 0.0 {
        return Some(if share >= from { 1.0 } else { 0.0 });
    }
    let distance = (share - from) / error;
    let beyond = normal_two_sided(distance) / 2.0;
    Some(if distance >= 0.0 { 1.0 - beyond } else { beyond })
}

/// How many answers a share must be of, in each of two years, for a difference of `by` to be told at [`LEVEL`] in
/// [`POWER`] of the cases in which it is there. None where there is no difference to tell.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is positive and far below 2^53")]
pub fn base_to_tell(by: f64, share: f64, design_effect: f64) -> Option<u64> {
    let later = (share + by).clamp(0.0, 1.0);
    let variance = share * (1.0 - share) + later * (1.0 - later);
    let reach = normal_quantile(f64::midpoint(1.0, LEVEL)) + normal_quantile(POWER);
    let size = reach * reach * variance * design_effect / (by * by);
    (by > 0.0 && size.is_finite()).then(|| size.ceil().max(1.0) as u64)
}

fn size(base: u64, design_effect: f64, population: Option<u64>) -> Option<f64> {
    (base > 0 && population.is_none_or(|population| population > base))
        .then(|| effective_base(real(base) / design_effect.max(1.0), base, population))
}
