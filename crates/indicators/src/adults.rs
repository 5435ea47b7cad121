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
#[serde(deny_unknown_fields)]
pub struct WardRow {
    /// All of them, as the register says.
    pub total: u64,
    /// By sex, and for each in the order of the ages.
    pub by_sex: BTreeMap<Code, Vec<u64>>,
}

/// The adults of one ward as weights need them.
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
    pub fn ward(&self, ward: WardCode) -> Option<WardAdults> {
        let row = self.wards.get(&ward)?;
        Some(WardAdults { ages: self.ages.clone(), by_sex: row.by_sex.clone() })
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
        for (sex, by_age) in row.by_sex.iter().filter(|(_, by_age)| by_age.len() != self.ages.len()) {
            let place = format!("{place} {sex}");
            faults.push(AdultsFault::Ages { place, found: by_age.len(), ages: self.ages.len() });
        }
        let sum = row.by_sex.values().flatten().sum();
        if sum != row.total {
            faults.push(AdultsFault::DoesNotAddUp { place: place.to_owned(), sum, total: row.total });
        }
    }

    fn hold_against_wards(&self, city: &WardRow, faults: &mut Vec<AdultsFault>) {
        let sum = self.wards.values().map(|row| row.total).sum();
        if sum != city.total {
            faults.push(AdultsFault::CityDoesNotAddUp { place: "total".to_owned(), sum, total: city.total });
        }
        for (sex, by_age) in &city.by_sex {
            for (place, (age, total)) in self.ages.iter().zip(by_age).enumerate() {
                let of_ward = |row: &WardRow| row.by_sex.get(sex).and_then(|row| row.get(place)).copied().unwrap_or(0);
                let sum = self.wards.values().map(of_ward).sum();
                if sum != *total {
                    faults.push(AdultsFault::CityDoesNotAddUp { place: format!("{sex} {age}"), sum, total: *total });
                }
            }
        }
    }
}
