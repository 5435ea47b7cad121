//! The adults of each ward by age and sex, as the city's file gives them.

use std::collections::BTreeMap;

use questionnaire::{Code, WardCode};
use serde::{Deserialize, Serialize};

/// The file of one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adults {
    /// For which fiscal year.
    pub fiscal_year: u16,
    /// On which day they were counted.
    pub as_of: String,
    /// From which register.
    pub source: String,
    /// The ages, in order, by the codes of the question of age.
    pub ages: Vec<Code>,
    /// The adults of each ward.
    pub wards: BTreeMap<WardCode, WardRow>,
    /// The adults of all wards together, where the register says so.
    #[serde(default)]
    pub city: Option<WardRow>,
}

/// The adults of one ward, or of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRow", into = "WrittenRow")]
pub struct WardRow {
    /// All of them, as the register says.
    pub total: u64,
    /// How they are told apart.
    pub groups: Groups,
}

/// How the register tells adults apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Groups {
    /// By age and sex together: for each sex, how many of each age.
    Crossed(BTreeMap<Code, Vec<u64>>),
    /// By each of them alone.
    Margins {
        /// How many of each age.
        by_age: Vec<u64>,
        /// How many of each sex.
        by_sex: BTreeMap<Code, u64>,
    },
}

/// A row as it stands in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_age: Option<Vec<u64>>,
    by_sex: BTreeMap<Code, OfSex>,
}

/// A sex in the file: by age, or all of them together.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum OfSex {
    ByAge(Vec<u64>),
    All(u64),
}

/// A row that is neither by age and sex together nor by each of them alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "write for each sex a list of numbers, one for each age; or, where the register has no more, one number for each sex, and the ages in by_age"
)]
pub struct MixedRow;

impl TryFrom<WrittenRow> for WardRow {
    type Error = MixedRow;

    fn try_from(written: WrittenRow) -> Result<Self, MixedRow> {
        let (mut crossed, mut alone) = (BTreeMap::new(), BTreeMap::new());
        for (sex, of_sex) in written.by_sex {
            match of_sex {
                OfSex::ByAge(ages) => drop(crossed.insert(sex, ages)),
                OfSex::All(count) => drop(alone.insert(sex, count)),
            }
        }
        let groups = match written.by_age {
            None if alone.is_empty() => Groups::Crossed(crossed),
            Some(by_age) if crossed.is_empty() => Groups::Margins { by_age, by_sex: alone },
            None | Some(_) => return Err(MixedRow),
        };
        Ok(Self { total: written.total, groups })
    }
}

impl From<WardRow> for WrittenRow {
    fn from(row: WardRow) -> Self {
        let (by_age, by_sex) = match row.groups {
            Groups::Crossed(by_sex) => {
                (None, by_sex.into_iter().map(|(sex, ages)| (sex, OfSex::ByAge(ages))).collect())
            }
            Groups::Margins { by_age, by_sex } => {
                (Some(by_age), by_sex.into_iter().map(|(sex, count)| (sex, OfSex::All(count))).collect())
            }
        };
        Self { total: row.total, by_age, by_sex }
    }
}

impl WardRow {
    /// The sexes, each with how many there are.
    pub fn sexes(&self) -> BTreeMap<&Code, u64> {
        match &self.groups {
            Groups::Crossed(by_sex) => by_sex.iter().map(|(sex, ages)| (sex, ages.iter().sum())).collect(),
            Groups::Margins { by_sex, .. } => by_sex.iter().map(|(sex, count)| (sex, *count)).collect(),
        }
    }

    fn is_crossed(&self) -> bool {
        matches!(self.groups, Groups::Crossed(_))
    }

    /// How many there are of a sex and an age, where they are told apart.
    fn cell(&self, sex: &Code, place: usize) -> u64 {
        match &self.groups {
            Groups::Crossed(by_sex) => by_sex.get(sex).and_then(|row| row.get(place)).copied().unwrap_or_default(),
            Groups::Margins { .. } => 0,
        }
    }

    /// How many there are of each age.
    fn ages(&self) -> Vec<u64> {
        match &self.groups {
            Groups::Crossed(by_sex) => {
                let ages = by_sex.values().map(Vec::len).max().unwrap_or_default();
                let of_age = |place: usize| by_sex.values().filter_map(|row| row.get(place)).sum();
                (0..ages).map(of_age).collect()
            }
            Groups::Margins { by_age, .. } => by_age.clone(),
        }
    }
}

/// The adults of one ward as weights need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Register {
    /// By age and sex together.
    Crossed(WardAdults),
    /// By each of them alone.
    Margins {
        /// The ages, in order.
        ages: Vec<(Code, u64)>,
        /// The sexes.
        sexes: Vec<(Code, u64)>,
    },
}

impl Register {
    /// All of them.
    pub fn total(&self) -> u64 {
        match self {
            Self::Crossed(adults) => adults.total(),
            Self::Margins { ages, .. } => ages.iter().map(|(_, count)| count).sum(),
        }
    }
}

/// The adults of one ward by age and sex together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardAdults {
    /// The ages, in order.
    pub ages: Vec<Code>,
    /// For each sex, how many of each age.
    pub by_sex: BTreeMap<Code, Vec<u64>>,
}

impl WardAdults {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.by_sex.values().flatten().sum()
    }
}

/// What is wrong with a file of adults.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdultsFault {
    /// A row of another length.
    #[error("{place}: {found} numbers for {ages} ages: write one for each age, in their order")]
    Ages {
        /// In which row.
        place: String,
        /// How many numbers there are.
        found: usize,
        /// How many ages there are.
        ages: usize,
    },
    /// A total that its parts do not make.
    #[error("{place}: the ages and sexes add up to {sum}, the total says {total}: correct one of them")]
    DoesNotAddUp {
        /// In which row.
        place: String,
        /// What they add up to.
        sum: u64,
        /// What is said.
        total: u64,
    },
    /// A number of the city that its wards do not make.
    #[error("{place}: the wards add up to {sum}, the city says {total}: correct one of them")]
    CityDoesNotAddUp {
        /// Which number.
        place: String,
        /// What they add up to.
        sum: u64,
        /// What is said.
        total: u64,
    },
    /// A ward that there is none of.
    #[error("the ward \"{ward}\" is not in wards.toml: correct the code")]
    UnknownWard {
        /// What was written.
        ward: WardCode,
    },
}

impl Adults {
    /// The adults of one ward.
    pub fn ward(&self, ward: WardCode) -> Option<Register> {
        Some(match &self.wards.get(&ward)?.groups {
            Groups::Crossed(by_sex) => {
                Register::Crossed(WardAdults { ages: self.ages.clone(), by_sex: by_sex.clone() })
            }
            Groups::Margins { by_age, by_sex } => Register::Margins {
                ages: self.ages.iter().cloned().zip(by_age.iter().copied()).collect(),
                sexes: by_sex.iter().map(|(sex, count)| (sex.clone(), *count)).collect(),
            },
        })
    }

    /// Everything that is wrong.
    pub fn faults(&self, is_ward: impl Fn(WardCode) -> bool) -> Vec<AdultsFault> {
        let mut faults = Vec::new();
        for (ward, row) in &self.wards {
            if !is_ward(*ward) {
                faults.push(AdultsFault::UnknownWard { ward: *ward });
            }
            self.look_through(&ward.to_string(), row, &mut faults);
        }
        if let Some(city) = &self.city {
            self.look_through("city", city, &mut faults);
            self.hold_against_wards(city, &mut faults);
        }
        faults
    }

    fn look_through(&self, place: &str, row: &WardRow, faults: &mut Vec<AdultsFault>) {
        let rows: Vec<(String, &Vec<u64>)> = match &row.groups {
            Groups::Crossed(by_sex) => by_sex.iter().map(|(sex, row)| (format!("{place} {sex}"), row)).collect(),
            Groups::Margins { by_age, .. } => vec![(format!("{place} by_age"), by_age)],
        };
        for (place, by_age) in rows.into_iter().filter(|(_, by_age)| by_age.len() != self.ages.len()) {
            faults.push(AdultsFault::Ages { place, found: by_age.len(), ages: self.ages.len() });
        }
        let sums = [row.sexes().values().sum::<u64>(), row.ages().iter().sum()];
        if let Some(sum) = sums.into_iter().find(|sum| *sum != row.total) {
            faults.push(AdultsFault::DoesNotAddUp { place: place.to_owned(), sum, total: row.total });
        }
    }

    fn hold_against_wards(&self, city: &WardRow, faults: &mut Vec<AdultsFault>) {
        let sum = |of: &dyn Fn(&WardRow) -> u64| self.wards.values().map(of).sum::<u64>();
        let mut hold = |place: String, sum: u64, total: u64| {
            if sum != total {
                faults.push(AdultsFault::CityDoesNotAddUp { place, sum, total });
            }
        };
        hold("total".to_owned(), sum(&|row| row.total), city.total);
        let crossed = match &city.groups {
            Groups::Crossed(by_sex) if self.wards.values().all(WardRow::is_crossed) => by_sex,
            Groups::Crossed(_) | Groups::Margins { .. } => {
                for (sex, total) in city.sexes() {
                    hold(sex.to_string(), sum(&|row| row.sexes().get(sex).copied().unwrap_or(0)), total);
                }
                for (place, (age, total)) in self.ages.iter().zip(city.ages()).enumerate() {
                    hold(age.to_string(), sum(&|row| row.ages().get(place).copied().unwrap_or(0)), total);
                }
                return;
            }
        };
        for (sex, by_age) in crossed {
            for (place, (age, total)) in self.ages.iter().zip(by_age).enumerate() {
                hold(format!("{sex} {age}"), sum(&|row| row.cell(sex, place)), *total);
            }
        }
    }
}
