//! Score sheets: rows whose scores at several questions are added up, before sheets alike are counted together.

use std::collections::BTreeMap;

use indicators::{Cell, Indicator, SheetSum};
use questionnaire::{QuestionId, Survey};

use super::counting::reading;
use super::{Table, modes, takes};
use crate::report::figure::Form;
use crate::report::reading::{Feeds, worth};
use crate::report::tallies::Tallies;

/// The score sheets of one indicator.
pub(super) struct OfSheets<'a> {
    indicator: &'a Indicator,
    /// How many sheets of each cell have which sum.
    counts: BTreeMap<(u16, SheetSum), u64>,
}

impl<'a> OfSheets<'a> {
    /// Those of every indicator that is a mean.
    pub(super) fn all(feeds: &Feeds<'a>) -> Vec<Self> {
        let means = feeds.indicators.iter().filter(|indicator| Form::of(indicator) == Form::Mean);
        means.map(|indicator| Self { indicator, counts: BTreeMap::new() }).collect()
    }

    /// Counts those rows of the group that `table` has read which are `counted`.
    pub(super) fn count(&mut self, table: &Table, survey: &Survey, cells: &[u16], counted: &[bool]) {
        let mut sums = vec![SheetSum::default(); cells.len()];
        for question in self.questions(survey) {
            let Some(column) = table.one(question.as_str()) else { continue };
            let worths: Vec<Option<u32>> =
                column.said.iter().map(|said| worth(&reading(said, survey, question))).collect();
            for (sum, said) in sums.iter_mut().zip(&column.rows) {
                *sum = sum.and(worths.get(usize::from(*said)).copied().flatten());
            }
        }
        let taken: Vec<bool> = modes(table).iter().map(|mode| takes(self.indicator, survey, *mode)).collect();
        let is_taken = |mode: &u8| taken.get(usize::from(*mode)) == Some(&true);
        let rows = sums.into_iter().zip(cells).zip(counted.iter().zip(&table.mode.rows));
        for ((sum, cell), _) in rows.filter(|(_, (counted, mode))| **counted && is_taken(mode)) {
            *self.counts.entry((*cell, sum)).or_default() += 1;
        }
    }

    fn questions<'s>(&'s self, survey: &'s Survey) -> impl Iterator<Item = &'s QuestionId> {
        super::own_items(self.indicator, survey).map(|item| &item.question)
    }

    /// What was counted, in the words of the survey.
    pub(super) fn end(&self, cells: &[Cell], tallies: &mut Tallies) {
        for ((cell, sheet), count) in &self.counts {
            if let Some(cell) = cells.get(usize::from(*cell)) {
                tallies.add_sheets(&self.indicator.id, cell.ward, *sheet, *count);
            }
        }
    }
}
