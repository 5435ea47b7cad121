//! What was counted over all responses: whole numbers alone, however many responses there are.

use std::collections::BTreeMap;

use indicators::{Cell, Counts, Item, Reading, Tally, refusal};
use questionnaire::{IndicatorId, Language, Survey, WardCode};

use super::reading::{Feeds, Sheet, own_items};
use crate::stored_response::StoredResponse;

/// The counts of one survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// For each indicator and question, by cell.
    items: BTreeMap<IndicatorId, BTreeMap<Item, Tally>>,
    /// How many answered, by cell.
    pub respondents: BTreeMap<Cell, u64>,
    /// How many answered by each way.
    pub modes: BTreeMap<&'static str, u64>,
    /// How many answered in each language.
    pub languages: BTreeMap<Language, u64>,
    /// How many were helped.
    pub assisted: u64,
    /// How many responses came by a way that an indicator does not take.
    pub left_out: BTreeMap<IndicatorId, u64>,
}

impl Tallies {
    /// Counts a response that answers `survey`. Gives `false` where the survey has no such ward or given.
    pub(super) fn add(&mut self, feeds: &Feeds<'_>, survey: &Survey, response: &StoredResponse) -> bool {
        let Some(sheet) = Sheet::new(survey, response) else { return false };
        let cell = sheet.cell();
        let identity = response.identity();
        for indicator in &feeds.indicators {
            if refusal::feeds(indicator, survey.frame(), identity.mode).is_err() {
                *self.left_out.entry(indicator.id.clone()).or_default() += 1;
                continue;
            }
            let items = self.items.entry(indicator.id.clone()).or_default();
            for item in own_items(indicator, survey) {
                items.entry(item.clone()).or_default().add(&cell, &sheet.reading(indicator, item), 1);
            }
        }
        *self.respondents.entry(cell).or_default() += 1;
        *self.modes.entry(identity.mode.as_str()).or_default() += 1;
        *self.languages.entry(identity.language.clone()).or_default() += 1;
        self.assisted += u64::from(identity.assisted);
        true
    }

    /// Counts what `times` responses of a cell say at a question for an indicator.
    pub(super) fn add_many(&mut self, of: (&IndicatorId, &Item), cell: &Cell, reading: &Reading, times: u64) {
        let items = self.items.entry(of.0.clone()).or_default();
        items.entry(of.1.clone()).or_default().add(cell, reading, times);
    }

    /// The questions of an indicator with their counts by cell.
    pub fn items(&self, indicator: &IndicatorId) -> impl Iterator<Item = (&Item, &Tally)> {
        self.items.get(indicator).into_iter().flatten()
    }

    /// The counts of an indicator in `ward`, or in all wards, by question.
    pub fn counts(&self, indicator: &IndicatorId, ward: Option<WardCode>) -> BTreeMap<&Item, Counts> {
        let of_tally = |tally: &Tally| {
            let mut sum = Counts::default();
            let cells = tally.cells().filter(|(cell, _)| ward.is_none_or(|ward| cell.ward == ward));
            cells.for_each(|(_, counts)| sum.merge(counts));
            sum
        };
        self.items(indicator).map(|(item, tally)| (item, of_tally(tally))).collect()
    }

    /// How many answered in `ward`, or in all wards.
    pub fn responses(&self, ward: Option<WardCode>) -> u64 {
        let cells = self.respondents.iter().filter(|(cell, _)| ward.is_none_or(|ward| cell.ward == ward));
        cells.map(|(_, count)| count).sum()
    }
}
