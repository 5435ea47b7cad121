//! Many verdicts at once: how many changes chance alone would show, and which of them outlive a correction.

use crate::share::real;

/// How many of `tests` would be called changes at `level` if nothing had changed.
pub fn by_chance(tests: u64, level: f64) -> f64 {
    real(tests) * (1.0 - level)
}

/// The corrected p values of Benjamini and Hochberg (1995), in the order of `values`: those up to q survive where at
/// most the share q of what survives may be due to chance.
pub fn benjamini_hochberg(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1));
    let all = order.len() as u64;
    let mut corrected = vec![1.0; values.len()];
    let mut least = 1.0_f64;
    for (rank, (place, value)) in (1..=all).rev().zip(order) {
        least = least.min(value * real(all) / real(rank));
        if let Some(slot) = corrected.get_mut(place) {
            *slot = least;
        }
    }
    corrected
}
