//! Weights that make those who answered like the ward's adults: by age and sex together, or by margins alone.

use std::collections::BTreeMap;

use questionnaire::{Code, WardCode};

use crate::adults::{Register, WardAdults};
use crate::estimate::{Group, Outcome, Ward};
use crate::refusal::Refusal;
use crate::share::real;

/// With fewer responses a cell is merged with the next age.
pub const CELL_MIN: u64 = 5;

/// How many times the ward's mean weight a weight may be.
pub const WEIGHT_MAX: f64 = 5.0;

/// How exactly raked weights meet the margins: this share of the population.
const RAKED_TO: f64 = 1e-12;

/// How often weights are raked before it is said that they do not settle.
const ROUNDS_MAX: usize = 10_000;

/// How people answered, by the age and sex that they gave.
pub type Outcomes = BTreeMap<(Option<Code>, Option<Code>), Outcome>;

/// A cell on the way to a group: who is in it, and how many adults they stand for.
#[derive(Debug, Clone, Default)]
struct Post {
    outcome: Outcome,
    adults: f64,
}

impl Post {
    fn responses(&self) -> u64 {
        self.outcome.responses()
    }

    fn take(&mut self, other: &Self) {
        self.outcome.merge(other.outcome);
        self.adults += other.adults;
    }

    fn stands_alone(&self) -> bool {
        self.responses() >= CELL_MIN && self.adults > 0.0
    }
}

/// Weights the responses of a ward by what the register tells: age and sex together, or each of them alone.
pub fn weigh(ward: WardCode, outcomes: &Outcomes, adults: &Register) -> Result<Ward, Refusal> {
    match adults {
        Register::Crossed(adults) => Ok(post_stratify(ward, outcomes, adults)),
        Register::Margins { ages, sexes } => rake(ward, outcomes, ages, sexes),
    }
}

/// Post-stratifies the responses of a ward by age and sex.
///
/// A cell under [`CELL_MIN`] is merged with the next age, the last one with the one before. Where one of the sexes has
/// fewer in all, ages alone are weighted. Those who gave an age and no sex have the weight of their age, those without
/// an age the mean weight. A weight above [`WEIGHT_MAX`] times the mean is cut, and the variance of that ward then
/// counts on no gain from weighting.
pub fn post_stratify(ward: WardCode, outcomes: &Outcomes, adults: &WardAdults) -> Ward {
    let placed = Placed::new(outcomes, adults);
    let mut posts = Vec::new();
    let mut left = Post { outcome: placed.without_age, adults: placed.share(placed.without_age.responses()) };
    let columns: Vec<Vec<Post>> = placed.columns();
    let (sexes, unknown) = columns.split_at(columns.len().saturating_sub(1));
    let few = |column: &Vec<Post>| column.iter().map(Post::responses).sum::<u64>() < CELL_MIN;
    if sexes.iter().any(few) {
        let (merged, rest) = merge_ages(&together(&columns));
        posts.extend(merged);
        left.take(&rest);
    } else {
        for column in sexes.iter().chain(unknown) {
            let (merged, rest) = merge_ages(column);
            posts.extend(merged);
            left.take(&rest);
        }
    }
    posts.push(left);
    let groups = posts.iter().filter(|post| post.responses() > 0).enumerate();
    let groups = groups.map(|(cell, post)| Group {
        weight: post.adults / real(post.responses()),
        margins: vec![cell],
        outcome: post.outcome,
    });
    capped(Ward { ward, population: adults.total(), groups: groups.collect(), capped: false })
}

/// The responses of a ward sorted into the register's ages and sexes.
struct Placed<'a> {
    adults: &'a WardAdults,
    cells: Vec<Vec<Outcome>>,
    without_sex: Vec<Outcome>,
    without_age: Outcome,
    responses: u64,
}

impl<'a> Placed<'a> {
    fn new(outcomes: &Outcomes, adults: &'a WardAdults) -> Self {
        let ages = adults.ages.len();
        let mut placed = Self {
            adults,
            cells: vec![vec![Outcome::default(); ages]; adults.by_sex.len()],
            without_sex: vec![Outcome::default(); ages],
            without_age: Outcome::default(),
            responses: outcomes.values().map(|outcome| outcome.responses()).sum(),
        };
        for ((age, sex), outcome) in outcomes {
            let age = age.as_ref().and_then(|age| adults.ages.iter().position(|known| known == age));
            let sex = sex.as_ref().and_then(|sex| adults.by_sex.keys().position(|known| known == sex));
            let column = match sex {
                Some(sex) => placed.cells.get_mut(sex),
                None => Some(&mut placed.without_sex),
            };
            let cell = age.and_then(|age| column?.get_mut(age)).unwrap_or(&mut placed.without_age);
            cell.merge(*outcome);
        }
        placed
    }

    /// How many adults `count` responses stand for at the mean weight.
    fn share(&self, count: u64) -> f64 {
        if self.responses == 0 { 0.0 } else { real(self.adults.total()) * real(count) / real(self.responses) }
    }

    /// A column of cells for each sex, and one for those who gave none.
    fn columns(&self) -> Vec<Vec<Post>> {
        let known = self.share(self.responses - self.without_age.responses()) / real(self.adults.total()).max(1.0);
        let mut columns = vec![Vec::new(); self.cells.len() + 1];
        for (age, without) in self.without_sex.iter().enumerate() {
            let register: Vec<u64> = self.adults.by_sex.values().map(|by_age| at(by_age, age)).collect();
            let of_age = known * real(register.iter().sum());
            let with: u64 = self.cells.iter().map(|column| at(column, age).responses()).sum();
            let unknown = real(without.responses()) / real(with + without.responses()).max(1.0);
            let outcomes = self.cells.iter().map(|column| at(column, age)).chain([*without]);
            let adults = register.iter().map(|count| known * real(*count) * (1.0 - unknown)).chain([of_age * unknown]);
            for ((column, outcome), adults) in columns.iter_mut().zip(outcomes).zip(adults) {
                column.push(Post { outcome, adults });
            }
        }
        columns
    }
}

fn at<T: Copy + Default>(list: &[T], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

fn together(columns: &[Vec<Post>]) -> Vec<Post> {
    let mut ages: Vec<Post> = Vec::new();
    for column in columns {
        ages.resize(ages.len().max(column.len()), Post::default());
        ages.iter_mut().zip(column).for_each(|(sum, post)| sum.take(post));
    }
    ages
}

/// Merges each cell that cannot stand alone with the next age; what is left when none can.
fn merge_ages(column: &[Post]) -> (Vec<Post>, Post) {
    let mut merged: Vec<Post> = Vec::new();
    let mut open = Post::default();
    for post in column {
        open.take(post);
        if open.stands_alone() {
            merged.push(std::mem::take(&mut open));
        }
    }
    match merged.last_mut() {
        Some(last) => {
            last.take(&open);
            (merged, Post::default())
        }
        None => (merged, open),
    }
}

/// Cuts what is above the cap.
fn capped(mut ward: Ward) -> Ward {
    let most = WEIGHT_MAX * real(ward.population) / real(ward.sample()).max(1.0);
    // A weight that is the cap itself but for its last digits is not cut.
    ward.capped = ward.groups.iter().any(|group| group.weight > most * (1.0 + 1e-12));
    if ward.capped {
        for group in &mut ward.groups {
            group.weight = group.weight.min(most);
            group.margins.clear();
        }
    }
    ward
}

/// Weights a ward where only its margins are known: `ages` and `sexes`, each with its number of adults.
pub fn rake(ward: WardCode, outcomes: &Outcomes, ages: &[(Code, u64)], sexes: &[(Code, u64)]) -> Result<Ward, Refusal> {
    let population: u64 = ages.iter().map(|(_, count)| count).sum();
    let responses: u64 = outcomes.values().map(|outcome| outcome.responses()).sum();
    let ages = Margin::new(ages, outcomes.iter().map(|((age, _), outcome)| (age.as_ref(), *outcome)), population);
    let sexes = Margin::new(sexes, outcomes.iter().map(|((_, sex), outcome)| (sex.as_ref(), *outcome)), population);
    let mut cells: BTreeMap<(usize, usize), Outcome> = BTreeMap::new();
    for ((age, sex), outcome) in outcomes {
        cells.entry((ages.cell(age.as_ref()), sexes.cell(sex.as_ref()))).or_default().merge(*outcome);
    }
    let weight = real(population) / real(responses).max(1.0);
    let groups = cells.into_iter().filter(|(_, outcome)| outcome.responses() > 0);
    let groups = groups.map(|((age, sex), outcome)| Group { weight, margins: vec![age, sex], outcome });
    let mut raked = Ward { ward, population, groups: groups.collect(), capped: false };
    for _ in 0..ROUNDS_MAX {
        let before: Vec<f64> = raked.groups.iter().map(|group| group.weight).collect();
        for (place, margin) in [&ages, &sexes].into_iter().enumerate() {
            margin.meet(place, &mut raked.groups);
        }
        let moved = raked
            .groups
            .iter()
            .zip(before)
            .map(|(group, before)| (group.weight - before).abs() * real(group.outcome.responses()));
        if moved.fold(0.0, f64::max) < RAKED_TO * real(population) {
            let off = [&ages, &sexes].into_iter().enumerate().map(|(place, margin)| margin.off(place, &raked.groups));
            let settled = off.fold(0.0, f64::max) < 1e-9 * real(population);
            return if settled { Ok(capped(raked)) } else { Err(Refusal::NotSettled { ward }) };
        }
    }
    Err(Refusal::NotSettled { ward })
}

/// One margin: to which cell each code belongs, and how many adults each cell has.
struct Margin {
    cells: BTreeMap<Code, usize>,
    adults: Vec<f64>,
    unknown: usize,
}

impl Margin {
    fn new<'a>(
        known: &[(Code, u64)],
        outcomes: impl Iterator<Item = (Option<&'a Code>, Outcome)>,
        population: u64,
    ) -> Self {
        let mut posts: Vec<Post> =
            known.iter().map(|(_, adults)| Post { adults: real(*adults), outcome: Outcome::default() }).collect();
        let mut unknown = Outcome::default();
        for (code, outcome) in outcomes {
            let place = code.and_then(|code| known.iter().position(|(known, _)| known == code));
            place.and_then(|place| posts.get_mut(place)).map_or(&mut unknown, |post| &mut post.outcome).merge(outcome);
        }
        let placed: u64 = posts.iter().map(Post::responses).sum();
        let all = real(placed + unknown.responses()).max(1.0);
        let mut margin = Self { cells: BTreeMap::new(), adults: Vec::new(), unknown: 0 };
        let (mut open, mut last) = (Post::default(), 0);
        for ((code, _), post) in known.iter().zip(&posts) {
            // What is left at the end belongs to the last cell that stands alone.
            margin.cells.insert(code.clone(), margin.adults.len());
            open.take(post);
            if open.stands_alone() {
                last = margin.adults.len();
                margin.adults.push(std::mem::take(&mut open).adults * real(placed) / all);
            }
        }
        match margin.adults.get_mut(last) {
            Some(adults) => *adults += open.adults * real(placed) / all,
            None => margin.adults.push(open.adults * real(placed) / all),
        }
        for cell in margin.cells.values_mut() {
            *cell = (*cell).min(last);
        }
        margin.unknown = margin.adults.len();
        margin.adults.push(real(population) * real(unknown.responses()) / all);
        margin
    }

    fn cell(&self, code: Option<&Code>) -> usize {
        code.and_then(|code| self.cells.get(code)).copied().unwrap_or(self.unknown)
    }

    fn weighed(&self, place: usize, groups: &[Group]) -> Vec<f64> {
        let mut sums = vec![0.0; self.adults.len()];
        for group in groups {
            if let Some(sum) = group.margins.get(place).and_then(|cell| sums.get_mut(*cell)) {
                *sum += group.weight * real(group.outcome.responses());
            }
        }
        sums
    }

    /// Moves the weights so that this margin is met.
    fn meet(&self, place: usize, groups: &mut [Group]) {
        let sums = self.weighed(place, groups);
        for group in groups {
            let cell = group.margins.get(place).copied().unwrap_or(self.unknown);
            let sum = at(&sums, cell);
            if sum > 0.0 {
                group.weight *= at(&self.adults, cell) / sum;
            }
        }
    }

    /// How far the weights are from this margin, in adults.
    fn off(&self, place: usize, groups: &[Group]) -> f64 {
        let off = self.weighed(place, groups).into_iter().zip(&self.adults).map(|(sum, adults)| (sum - adults).abs());
        off.fold(0.0, f64::max)
    }
}
