//! What was counted over all responses: whole numbers alone, however many responses there are.

use std::collections::BTreeMap;

use indicators::{Cell, Councils, Counts, Item, MeanScore, Reading, SheetSum, Sheets, Tally, refusal};
use questionnaire::{IndicatorId, Language, Survey, WardCode};

use super::figure::Form;
use super::reading::{Feeds, Sheet, own_items, worth};
use crate::stored_response::StoredResponse;

/// The counts of one survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// For each indicator and question, by cell.
    items: BTreeMap<IndicatorId, BTreeMap<Item, Tally>>,
    /// For each indicator of scores, the sheets.
    sheets: BTreeMap<IndicatorId, Sheets>,
    /// For each indicator by which councils are counted, their organisations.
    councils: BTreeMap<IndicatorId, Councils>,
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
        // Whoever answered has answered, by whichever way: a response rate leaves nobody out.
        let fed = feeds.indicators.iter().filter(|indicator| Form::of(indicator) != Form::Rate);
        for indicator in fed {
            if refusal::feeds(indicator, survey.frame(), identity.mode).is_err() {
                *self.left_out.entry(indicator.id.clone()).or_default() += 1;
                continue;
            }
            let items = self.items.entry(indicator.id.clone()).or_default();
            let mut scores = SheetSum::default();
            for item in own_items(indicator, survey) {
                let reading = sheet.reading(indicator, item);
                scores = scores.and(worth(&reading));
                items.entry(item.clone()).or_default().add(&cell, &reading, 1);
                if let Some(by) = &indicator.councils_by {
                    let councils = self.councils.entry(indicator.id.clone()).or_default();
                    councils.add(cell.ward, sheet.given(by), &reading);
                }
            }
            if Form::of(indicator) == Form::Mean {
                self.sheets.entry(indicator.id.clone()).or_default().add(cell.ward, scores, 1);
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

    /// Counts `times` score sheets of a ward for an indicator.
    pub(super) fn add_sheets(&mut self, indicator: &IndicatorId, ward: WardCode, sheet: SheetSum, times: u64) {
        self.sheets.entry(indicator.clone()).or_default().add(ward, sheet, times);
    }

    /// The mean score of an indicator in `ward`, or in all wards.
    pub fn mean(&self, indicator: &IndicatorId, ward: Option<WardCode>) -> MeanScore {
        let sheets = self.sheets.get(indicator).map(|sheets| sheets.mean(ward));
        sheets.unwrap_or(MeanScore { mean: None, sheets: 0, scores: 0 })
    }

    /// The councils whose organisations answered, where the indicator counts them.
    pub fn councils(&self, indicator: &IndicatorId) -> Option<&Councils> {
        self.councils.get(indicator)
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
