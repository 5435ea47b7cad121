//! What a publication keeps back, so that nobody can be found in it, across all of its tables and files at once.
//!
//! A base under [`BASE_MIN`] is kept back, and as many others as it takes: whoever has every total and every other
//! base must not be able to work one out. What stands for whole wards or panels is always shown.

use std::collections::BTreeSet;

/// The smallest base that is shown.
pub const BASE_MIN: u64 = 10;

/// One base of the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// How many people it has.
    pub count: u64,
    /// That it is of a whole ward or panel, and is shown whatever it is.
    pub always_shown: bool,
}

/// That some bases together make another one. Each is named by its place in the publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The whole.
    pub whole: usize,
    /// Its parts, which share nobody.
    pub parts: Vec<usize>,
}

/// Every base of a publication, and every sum that can be read from its tables and files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// The bases.
    pub bases: Vec<Base>,
    /// The sums.
    pub sums: Vec<Sum>,
}

/// What cannot be kept back: the tables must be made coarser.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "base {base} could be worked out whatever else is kept back: leave out its table, or merge it with its neighbour"
)]
pub struct Unprotectable {
    /// Its place.
    pub base: usize,
}

impl Publication {
    /// The places of the bases that are kept back, with everything counted on them.
    pub fn suppressed(&self) -> Result<BTreeSet<usize>, Unprotectable> {
        let small = |base: &Base| base.count < BASE_MIN && !base.always_shown;
        let mut hidden: BTreeSet<usize> =
            self.bases.iter().enumerate().filter(|(_, base)| small(base)).map(|(place, _)| place).collect();
        while let Some(found) = self.recoverable(&hidden).into_iter().next() {
            let next = self.cheapest_beside(found, &hidden).ok_or(Unprotectable { base: found })?;
            hidden.insert(next);
        }
        Ok(hidden)
    }

    /// Which of `hidden` can be worked out from what is shown: exactly, or because those kept back in one sum are
    /// together so few that each is known to be.
    pub fn recoverable(&self, hidden: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut found = solved(&self.equations(hidden), hidden);
        for sum in &self.sums {
            if hidden.contains(&sum.whole) {
                continue;
            }
            let parts: Vec<usize> = sum.parts.iter().copied().filter(|part| hidden.contains(part)).collect();
            let together: u64 = parts.iter().filter_map(|part| self.bases.get(*part)).map(|base| base.count).sum();
            if together < BASE_MIN {
                found.extend(parts);
            }
        }
        found
    }

    /// The smallest base that shares a sum with `found` and can still be kept back.
    fn cheapest_beside(&self, found: usize, hidden: &BTreeSet<usize>) -> Option<usize> {
        // A way round may lead over sums that hold `found` only by others kept back.
        let mut reached = BTreeSet::from([found]);
        loop {
            let of_sum = |sum: &Sum| sum.parts.iter().copied().chain([sum.whole]).collect::<BTreeSet<_>>();
            let touched = self.sums.iter().map(of_sum).filter(|members| !members.is_disjoint(&reached));
            let members: BTreeSet<usize> = touched.flatten().collect();
            let free = members.iter().filter_map(|place| Some((place, self.bases.get(*place)?)));
            let free = free.filter(|(place, base)| !hidden.contains(place) && !base.always_shown);
            if let Some((place, _)) = free.min_by_key(|(place, base)| (base.count, **place)) {
                return Some(*place);
            }
            let wider: BTreeSet<usize> = members.intersection(hidden).copied().chain(reached.clone()).collect();
            if wider == reached {
                return None;
            }
            reached = wider;
        }
    }

    /// Each sum as an equation over what is hidden: its coefficients, in the order of `hidden`.
    fn equations(&self, hidden: &BTreeSet<usize>) -> Vec<Vec<u64>> {
        let coefficient = |sum: &Sum, place: &usize| {
            let parts = sum.parts.iter().filter(|part| *part == place).count() as u64;
            if sum.whole == *place { (parts + PRIME - 1) % PRIME } else { parts }
        };
        self.sums.iter().map(|sum| hidden.iter().map(|place| coefficient(sum, place)).collect()).collect()
    }
}

/// The equations are solved in whole numbers modulo this prime (2^61 − 1): exact, and nothing grows.
const PRIME: u64 = (1 << 61) - 1;

fn times(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

fn inverse(number: u64) -> u64 {
    let (mut result, mut base, mut exponent) = (1, number, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    result
}

/// Which unknowns the equations fix: those that stand alone in a row once the rows are reduced.
fn solved(equations: &[Vec<u64>], hidden: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut open: Vec<Vec<u64>> = equations.to_vec();
    let mut reduced: Vec<Vec<u64>> = Vec::new();
    for column in 0..hidden.len() {
        let Some(place) = open.iter().position(|row| at(row, column) != 0) else { continue };
        let mut pivot = open.swap_remove(place);
        let scale = inverse(at(&pivot, column));
        for value in &mut pivot {
            *value = times(*value, scale);
        }
        for row in open.iter_mut().chain(&mut reduced) {
            let factor = PRIME - at(row, column);
            if factor < PRIME {
                row.iter_mut().zip(&pivot).for_each(|(value, by)| *value = (*value + times(*by, factor)) % PRIME);
            }
        }
        reduced.push(pivot);
    }
    let names: Vec<usize> = hidden.iter().copied().collect();
    let alone = |row: &Vec<u64>| {
        let mut used = row.iter().enumerate().filter(|(_, value)| **value != 0);
        used.next().filter(|_| used.next().is_none()).and_then(|(column, _)| names.get(column).copied())
    };
    reduced.iter().filter_map(alone).collect()
}

fn at(row: &[u64], column: usize) -> u64 {
    row.get(column).copied().unwrap_or_default()
}
