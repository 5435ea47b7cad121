//! How often each thing was said, by cell: whole numbers in one row of memory for each question of an indicator.

use indicators::{Base, Cell, Indicator, Item, Reading};
use questionnaire::{Code, Meaning, Question, QuestionId, Survey};

use super::cells::Cells;
use super::coded::{Coded, SAID_MAX, Said};
use super::sheets::OfSheets;
use super::{Asked, RecountError, Table, modes, takes};
use crate::report::reading::{Feeds, own_items};
use crate::report::tallies::Tallies;

/// Numbers of a cell: one for each thing that may be said, and the last for those whom the indicator is not of.
const WIDTH: usize = SAID_MAX + 1;
const OUTSIDE: usize = SAID_MAX;

/// The counts of a survey under way.
pub(super) struct Counting<'a> {
    survey: &'a Survey,
    items: Vec<OfItem<'a>>,
    /// Responses by mode, language and help, and all of them by cell.
    by_mode: [u64; WIDTH],
    by_language: [u64; WIDTH],
    by_assisted: [u64; WIDTH],
    respondents: Vec<u64>,
    /// The score sheets of indicators that are means.
    sheets: Vec<OfSheets<'a>>,
    /// Of whom an indicator is.
    within: Vec<bool>,
}

/// The counts of one question for one indicator.
struct OfItem<'a> {
    indicator: &'a Indicator,
    item: &'a Item,
    counts: Vec<u64>,
}

impl<'a> Counting<'a> {
    pub(super) fn new(feeds: &Feeds<'a>, survey: &'a Survey) -> Self {
        let items = feeds.indicators.iter().flat_map(|indicator| {
            let of_item = |item| OfItem { indicator, item, counts: Vec::new() };
            own_items(indicator, survey).map(of_item)
        });
        Self {
            survey,
            items: items.collect(),
            by_mode: [0; WIDTH],
            by_language: [0; WIDTH],
            by_assisted: [0; WIDTH],
            respondents: Vec::new(),
            sheets: OfSheets::all(feeds),
            within: Vec::new(),
        }
    }

    /// Counts those rows of the group that `table` has read which are `counted`, each in its cell.
    pub(super) fn count(&mut self, table: &Table, cells: &Cells, counted: &[bool]) {
        let (count, cells) = (cells.len(), cells.rows.as_slice());
        for (counts, column) in [
            (&mut self.by_mode, &table.mode),
            (&mut self.by_language, &table.language),
            (&mut self.by_assisted, &table.assisted),
        ] {
            for (said, _) in column.rows.iter().zip(counted).filter(|(_, counted)| **counted) {
                counts.get_mut(usize::from(*said)).into_iter().for_each(|count| *count += 1);
            }
        }
        self.respondents.resize(count, 0);
        for (cell, _) in cells.iter().zip(counted).filter(|(_, counted)| **counted) {
            self.respondents.get_mut(usize::from(*cell)).into_iter().for_each(|count| *count += 1);
        }
        let modes = modes(table);
        for of_item in &mut self.items {
            let Some(column) = table.one(of_item.item.question.as_str()) else { continue };
            let taken: Vec<bool> = modes.iter().map(|mode| takes(of_item.indicator, self.survey, *mode)).collect();
            let is_taken = |mode: &u8| taken.get(usize::from(*mode)) == Some(&true);
            self.within.clear();
            self.within.extend(table.mode.rows.iter().zip(counted).map(|(mode, counted)| *counted && is_taken(mode)));
            of_item.count(column, cells, count, &self.within, of_item.outside(table, self.survey).as_deref());
        }
        for sheets in &mut self.sheets {
            sheets.count(table, self.survey, cells, counted);
        }
    }

    /// What was counted, in the words of the survey.
    pub(super) fn end(self, table: &Table, cells: &[Cell], tallies: &mut Tallies) -> Result<(), RecountError> {
        for of_item in &self.items {
            of_item.end(table, self.survey, cells, tallies);
        }
        for sheets in &self.sheets {
            sheets.end(cells, tallies);
        }
        for (cell, count) in cells.iter().zip(&self.respondents).filter(|(_, count)| **count > 0) {
            *tallies.respondents.entry(cell.clone()).or_default() += count;
        }
        self.facts(table, tallies)
    }

    fn facts(&self, table: &Table, tallies: &mut Tallies) -> Result<(), RecountError> {
        for (mode, count) in modes(table).into_iter().zip(self.by_mode).filter(|(_, count)| *count > 0) {
            let strange = || RecountError::Strange { said: String::new(), column: "mode" };
            *tallies.modes.entry(mode.ok_or_else(strange)?.as_str()).or_default() += count;
            let mut left_out: Vec<&Indicator> = self.items.iter().map(|of_item| of_item.indicator).collect();
            left_out.dedup_by(|one, other| one.id == other.id);
            for indicator in left_out.into_iter().filter(|indicator| !takes(indicator, self.survey, mode)) {
                *tallies.left_out.entry(indicator.id.clone()).or_default() += count;
            }
        }
        for (said, count) in table.language.said.iter().zip(self.by_language).filter(|(_, count)| *count > 0) {
            let (Said::Word(said) | Said::Nothing(said)) = said;
            let strange = |_| RecountError::Strange { said: said.clone(), column: "language" };
            *tallies.languages.entry(said.parse().map_err(strange)?).or_default() += count;
        }
        let is_helped = Table::is(&table.assisted, "1");
        let helped = is_helped.iter().zip(self.by_assisted).filter(|(helped, _)| **helped).map(|(_, count)| count);
        tallies.assisted += helped.sum::<u64>();
        Ok(())
    }
}

impl OfItem<'_> {
    fn count(&mut self, column: &Coded, cells: &[u16], count: usize, within: &[bool], outside: Option<&[bool]>) {
        self.counts.resize(count * WIDTH, 0);
        for (row, ((said, cell), within)) in column.rows.iter().zip(cells).zip(within).enumerate() {
            if !within {
                continue;
            }
            let is_outside = outside.is_some_and(|outside| outside.get(row) == Some(&true));
            let said = if is_outside { OUTSIDE } else { usize::from(*said) };
            if let Some(count) = self.counts.get_mut(usize::from(*cell) * WIDTH + said) {
                *count += 1;
            }
        }
    }

    /// Of which rows the indicator is not; None where it is of all.
    fn outside(&self, table: &Table, survey: &Survey) -> Option<Vec<bool>> {
        let Base(clauses) = &self.indicator.base.as_ref()?.condition;
        let mut outside = vec![false; table.ward.rows.len()];
        for clause in clauses {
            let asked = table.questions.get(&clause.item.question);
            match asked.filter(|_| clause.item.questionnaire == *survey.questionnaire().id()) {
                None => return Some(vec![true; outside.len()]),
                Some(Asked::One(column)) => {
                    let holds = |said: &Said| match reading(said, survey, &clause.item.question) {
                        Reading::Chosen(code) => clause.codes.contains(&code),
                        Reading::OutsideBase
                        | Reading::NotAsked
                        | Reading::NoAnswer
                        | Reading::Contradictory
                        | Reading::Unreadable => false,
                    };
                    leave_out(&mut outside, &[(column, column.said.iter().map(holds).collect())]);
                }
                Some(Asked::Several(columns)) => {
                    let taken = clause.codes.iter().filter_map(|code| columns.get(code));
                    let taken: Vec<_> = taken.map(|column| (column, Table::is(column, "1"))).collect();
                    leave_out(&mut outside, &taken);
                }
            }
        }
        Some(outside)
    }

    fn end(&self, table: &Table, survey: &Survey, cells: &[Cell], tallies: &mut Tallies) {
        let Some(column) = table.one(self.item.question.as_str()) else { return };
        for (cell, counts) in cells.iter().zip(self.counts.chunks(WIDTH)) {
            for (said, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let reading = column
                    .said
                    .get(said)
                    .map_or(Reading::OutsideBase, |said| reading(said, survey, &self.item.question));
                let reading = if said == OUTSIDE { Reading::OutsideBase } else { reading };
                tallies.add_many((&self.indicator.id, self.item), cell, &reading, *count);
            }
        }
    }
}

/// Leaves out the rows in which none of these columns has what holds, by the numbers of what stands in it.
fn leave_out(outside: &mut [bool], columns: &[(&Coded, Vec<bool>)]) {
    for (row, outside) in outside.iter_mut().enumerate() {
        let has = |(column, holds): &(&Coded, Vec<bool>)| {
            column.rows.get(row).and_then(|said| holds.get(usize::from(*said))) == Some(&true)
        };
        *outside |= !columns.iter().any(has);
    }
}

/// What somebody says at `question`, by what stands in its column.
pub(super) fn reading(said: &Said, survey: &Survey, question: &QuestionId) -> Reading {
    let meaning = |meaning| code_of(survey.questionnaire().question(question)?, meaning);
    let chosen = match said {
        Said::Word(word) => word.parse().ok(),
        Said::Nothing(nothing) => match nothing.as_str() {
            "not_asked" | "off_path" => return Reading::NotAsked,
            "dont_know" => meaning(Meaning::DontKnow),
            "prefer_not_to_say" => meaning(Meaning::PreferNotToSay),
            _ => None,
        },
    };
    chosen.map_or(Reading::NoAnswer, Reading::Chosen)
}

/// The choice of `question` that means this.
fn code_of(question: &Question, meaning: Meaning) -> Option<Code> {
    let choices = question.choices()?;
    choices.iter().find(|choice| choice.meaning == meaning).map(|choice| choice.code.clone())
}
