//! The cells of rows: their ward, age and sex together as one small number.

use indicators::Cell;
use questionnaire::{Code, Meaning, Survey};

use super::coded::{Coded, Said};
use super::{RecountError, Table};
use crate::report::reading::{AGE, SEX};

/// Each of the three takes so many bits.
const BITS: u32 = 5;

/// The cells that were met.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// The number of a cell by the numbers of its ward, age and sex; 0 is none yet.
    numbers: Vec<u16>,
    /// The numbers of ward, age and sex of each.
    parts: Vec<[u8; 3]>,
    /// The cell of each row that was looked at last.
    pub(super) rows: Vec<u16>,
}

impl Cells {
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Finds the cell of each counted row of the group that `table` has read. Other rows have any, since nothing is counted.
    pub(super) fn look_at(&mut self, table: &Table, counted: &[bool]) {
        self.numbers.resize(1 << (3 * BITS), 0);
        self.rows.clear();
        let (age, sex) = (table.one(AGE), table.one(SEX));
        let at =
            |column: Option<&Coded>, row| column.and_then(|column| column.rows.get(row)).copied().unwrap_or_default();
        for (row, (ward, counted)) in table.ward.rows.iter().zip(counted).enumerate() {
            if !counted {
                self.rows.push(0);
                continue;
            }
            let parts = [*ward, at(age, row), at(sex, row)];
            let place = parts.iter().fold(0, |place, part| place << BITS | usize::from(*part));
            let Some(number) = self.numbers.get_mut(place) else { continue };
            if *number == 0 {
                self.parts.push(parts);
                *number = u16::try_from(self.parts.len()).unwrap_or(u16::MAX);
            }
            self.rows.push(*number - 1);
        }
    }

    /// What each cell is.
    pub(super) fn named(&self, table: &Table, survey: &Survey) -> Result<Vec<Cell>, RecountError> {
        self.parts.iter().map(|parts| cell(*parts, table, survey)).collect()
    }
}

fn cell([ward, age, sex]: [u8; 3], table: &Table, survey: &Survey) -> Result<Cell, RecountError> {
    let said = match table.ward.said.get(usize::from(ward)) {
        Some(Said::Word(said) | Said::Nothing(said)) => said.clone(),
        None => String::new(),
    };
    let ward = said.parse().ok().filter(|ward| survey.wards().contains_key(ward));
    let ward = ward.ok_or(RecountError::Strange { said, column: "ward" })?;
    Ok(Cell { ward, age: told(table, survey, AGE, age), sex: told(table, survey, SEX, sex) })
}

/// What was told at a question of oneself; nothing where nothing was said.
fn told(table: &Table, survey: &Survey, name: &str, number: u8) -> Option<Code> {
    let Said::Word(word) = table.one(name)?.said.get(usize::from(number))? else { return None };
    let (code, question) = (word.parse().ok()?, survey.questionnaire().question(&name.parse().ok()?)?);
    (question.meaning(&code) == Some(Meaning::Substance)).then_some(code)
}
