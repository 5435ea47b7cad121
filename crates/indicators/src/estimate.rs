//! A weighted share: its value, its linearised variance, its interval and what the weights cost.
//!
//! The same as R's `survey` computes with `svymean` and `svyciprop(method = "xlogit")` for a sample drawn at random
//! in each ward, with the correction for finite populations; those outside the base stay in the sample as a domain.

use questionnaire::WardCode;

use crate::interval::{Interval, effective_base, wilson_of};
use crate::refusal::Refusal;
use crate::share::real;
use crate::special::{LEVEL, student_quantile};

/// How often the means of several margins are taken out in turn: as often as R does.
const MARGIN_ROUNDS: usize = 10;

/// How a group of people answered, for one denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// In the base, and positive.
    pub positive: u64,
    /// In the base, and not positive.
    pub rest: u64,
    /// Responses that are not in the base.
    pub outside: u64,
}

impl Outcome {
    /// All responses.
    pub fn responses(self) -> u64 {
        self.positive + self.rest + self.outside
    }

    /// Takes in others.
    pub fn merge(&mut self, other: Self) {
        self.positive += other.positive;
        self.rest += other.rest;
        self.outside += other.outside;
    }
}

/// People with one weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// How many adults each of them stands for.
    pub weight: f64,
    /// To which cell of each margin they belong; nothing where weights are taken as given.
    pub margins: Vec<usize>,
    /// How they answered.
    pub outcome: Outcome,
}

/// The weighted responses of one ward.
#[derive(Debug, Clone, PartialEq)]
pub struct Ward {
    /// Which ward.
    pub ward: WardCode,
    /// Its adults.
    pub population: u64,
    /// Its responses.
    pub groups: Vec<Group>,
    /// Whether a weight was cut.
    pub capped: bool,
}

impl Ward {
    /// A ward in which every response has the same weight.
    pub fn unweighted(ward: WardCode, population: u64, outcome: Outcome) -> Self {
        let weight = real(population) / real(outcome.responses()).max(1.0);
        Self { ward, population, groups: vec![Group { weight, margins: Vec::new(), outcome }], capped: false }
    }

    /// Its responses.
    pub fn sample(&self) -> u64 {
        self.groups.iter().map(|group| group.outcome.responses()).sum()
    }
}

/// A weighted share with all that is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The share.
    pub share: f64,
    /// Its standard error.
    pub error: f64,
    /// Its interval; none where the whole population answered.
    pub interval: Option<Interval>,
    /// The degrees of freedom of the interval.
    pub degrees: u64,
    /// How many are in the base.
    pub base: u64,
    /// Kish's effective size: so many unweighted answers would be as sure as these.
    pub effective_size: f64,
    /// Kish's design effect: the base by the effective size.
    pub design_effect: f64,
}

/// The share over all `wards` together, each a stratum of its own.
pub fn estimate(wards: &[Ward]) -> Result<Estimate, Refusal> {
    let groups = || wards.iter().flat_map(|ward| &ward.groups);
    let base: u64 = groups().map(|group| group.outcome.positive + group.outcome.rest).sum();
    let positive: f64 = groups().map(|group| group.weight * real(group.outcome.positive)).sum();
    let rest: f64 = groups().map(|group| group.weight * real(group.outcome.rest)).sum();
    let weight = positive + rest;
    if base == 0 || weight <= 0.0 {
        return Err(Refusal::Nobody);
    }
    let share = positive / weight;
    let mut variance = 0.0;
    for ward in wards {
        variance += ward_variance(ward, share, weight)?;
    }
    let with_base = |ward: &&Ward| ward.groups.iter().any(|group| group.outcome.positive + group.outcome.rest > 0);
    let degrees = base.saturating_sub(wards.iter().filter(with_base).count() as u64);
    let squares: f64 =
        groups().map(|group| group.weight * group.weight * real(group.outcome.positive + group.outcome.rest)).sum();
    let effective_size = weight * weight / squares;
    let error = variance.max(0.0).sqrt();
    let interval = interval(wards, share, error, degrees, effective_size)?;
    let design_effect = real(base) / effective_size;
    Ok(Estimate { share, error, interval, degrees, base, effective_size, design_effect })
}

/// What one ward adds to the variance of the share.
fn ward_variance(ward: &Ward, share: f64, weight: f64) -> Result<f64, Refusal> {
    let sample = ward.sample();
    if sample > ward.population {
        return Err(Refusal::MoreThanPopulation { ward: ward.ward, sample, population: ward.population });
    }
    if sample == 0 || sample == ward.population {
        return Ok(0.0);
    }
    if sample == 1 {
        return Err(Refusal::Lonely { ward: ward.ward });
    }
    let influences = influences(ward, [(1.0 - share) / weight, -share / weight, 0.0]);
    let sum_over = |value: &dyn Fn(f64) -> f64| -> f64 {
        let of_group = |(group, values): (&Group, &[f64; 3])| -> f64 {
            let terms = values.iter().zip(counts(group.outcome));
            terms.map(|(influence, count)| value(group.weight * influence) * count).sum()
        };
        ward.groups.iter().zip(&influences).map(of_group).sum()
    };
    let size = real(sample);
    let mean = sum_over(&|value| value) / size;
    let squares = sum_over(&|value| (value - mean) * (value - mean));
    Ok((1.0 - size / real(ward.population)) * size / (size - 1.0) * squares)
}

fn counts(outcome: Outcome) -> [f64; 3] {
    [real(outcome.positive), real(outcome.rest), real(outcome.outside)]
}

/// For each group, how far one of its people of each outcome moves the share per unit of weight, once what the margins
/// fix is taken out.
fn influences(ward: &Ward, of_outcomes: [f64; 3]) -> Vec<[f64; 3]> {
    let mut influences = vec![of_outcomes; ward.groups.len()];
    let margins = ward.groups.iter().map(|group| group.margins.len()).max().unwrap_or(0);
    for _ in 0..if margins > 1 { MARGIN_ROUNDS } else { 1 } {
        for margin in 0..margins {
            take_out_means(ward, margin, &mut influences);
        }
    }
    influences
}

fn take_out_means(ward: &Ward, margin: usize, influences: &mut [[f64; 3]]) {
    let cell = |group: &Group| group.margins.get(margin).copied();
    let mut cells: Vec<usize> = ward.groups.iter().filter_map(cell).collect();
    cells.sort_unstable();
    cells.dedup();
    for number in cells {
        let (mut sum, mut size) = (0.0, 0.0);
        for (group, values) in
            ward.groups.iter().zip(influences.iter()).filter(|(group, _)| cell(group) == Some(number))
        {
            for (value, count) in values.iter().zip(counts(group.outcome)) {
                sum += value * count;
                size += count;
            }
        }
        let of_cell = ward.groups.iter().zip(influences.iter_mut()).filter(|(group, _)| cell(group) == Some(number));
        for value in of_cell.flat_map(|(_, values)| values) {
            *value -= if size > 0.0 { sum / size } else { 0.0 };
        }
    }
}

fn interval(
    wards: &[Ward],
    share: f64,
    error: f64,
    degrees: u64,
    effective_size: f64,
) -> Result<Option<Interval>, Refusal> {
    let (sample, population) =
        wards.iter().fold((0, 0), |(sample, population), ward| (sample + ward.sample(), population + ward.population));
    if sample == population {
        return Ok(None);
    }
    // A share of nought or one has no logit and no variance; Wilson's bound says what the sample leaves open.
    if share <= 0.0 || share >= 1.0 {
        return Ok(Some(wilson_of(share.clamp(0.0, 1.0), effective_base(effective_size, sample, Some(population)))));
    }
    if degrees == 0 {
        return Err(Refusal::NoDegrees);
    }
    let logit = (share / (1.0 - share)).ln();
    let half = student_quantile(f64::midpoint(1.0, LEVEL), real(degrees)) * error / (share * (1.0 - share));
    let expit = |value: f64| 1.0 / (1.0 + (-value).exp());
    Ok(Some(Interval { low: expit(logit - half), high: expit(logit + half) }))
}

/// The plain mean of the wards' shares, each counting the same however many live there, with its standard error.
pub fn mean_of_wards(wards: &[Estimate]) -> Option<(f64, f64)> {
    let count = real(wards.len() as u64);
    let mean = wards.iter().map(|ward| ward.share).sum::<f64>() / count;
    let variance = wards.iter().map(|ward| ward.error * ward.error).sum::<f64>() / (count * count);
    (!wards.is_empty()).then(|| (mean, variance.sqrt()))
}
