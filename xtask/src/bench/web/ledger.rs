//! All figures of all rounds, and the table they make.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::figure::{self, ALL, Figure};
use super::visit::Profile;

/// Whose column it is: its place in the table.
type Column = usize;

/// The floor is the first column.
const FLOOR: Column = 0;

/// All figures of all rounds.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// What the columns are called.
    pub(super) columns: Vec<String>,
    values: BTreeMap<(Profile, Column, Figure), Vec<f64>>,
    /// What went wrong.
    pub(super) faults: Vec<String>,
}

impl Ledger {
    /// One with these columns, of which the first is the floor's.
    pub(super) fn with(columns: Vec<String>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Takes down what a visit came to.
    pub(super) fn enter(&mut self, profile: Profile, column: Column, figures: &[(Figure, f64)]) {
        for (figure, value) in figures {
            self.values.entry((profile, column, *figure)).or_default().push(*value);
        }
    }

    fn of(&self, profile: Profile, column: Column, figure: Figure) -> Option<Vec<f64>> {
        self.values.get(&(profile, column, figure)).map(|values| figure::sorted(values))
    }

    fn median(&self, profile: Profile, column: Column, figure: Figure) -> Option<f64> {
        self.of(profile, column, figure).map(|values| figure::quantile(&values, 0.5))
    }

    /// Whether a limit is kept; nothing where there is none, or nothing to hold it against.
    fn holds(&self, profile: Profile, column: Column, figure: Figure) -> Option<bool> {
        let limit = figure.limit().filter(|_| profile == Profile::Slow && column != FLOOR)?;
        limit.holds(figure, self.median(profile, column, figure)?, |of| self.median(profile, FLOOR, of))
    }

    /// The table of a profile: medians with the least and the most, and how they stand to the floor.
    pub(super) fn table(&self, profile: Profile) -> String {
        let mut table = format!("| {} | limit |", profile.name());
        for column in &self.columns {
            // Writing to a text cannot fail.
            let _ = write!(table, " {column} |");
        }
        table.push_str("\n|---|---|");
        table.push_str(&"--:|".repeat(self.columns.len()));
        for figure in ALL {
            let limit = figure.limit().filter(|_| profile == Profile::Slow);
            let limit = limit.map(|limit| limit.told(figure)).unwrap_or_default();
            let _ = write!(table, "\n| {} | {limit} |", figure.name());
            for column in 0..self.columns.len() {
                let _ = write!(table, " {} |", self.cell(profile, column, figure));
            }
        }
        table.push('\n');
        table
    }

    fn cell(&self, profile: Profile, column: Column, figure: Figure) -> String {
        let Some(values) = self.of(profile, column, figure) else { return "–".to_owned() };
        let at = |part| figure.told(figure::quantile(&values, part));
        let mut cell = format!("{} ({}–{})", at(0.5), at(0.0), at(1.0));
        let floor = self.median(profile, FLOOR, figure).filter(|floor| column != FLOOR && *floor > 0.0);
        if let Some(floor) = floor {
            let _ = write!(cell, ", {:.2} ×", figure::quantile(&values, 0.5) / floor);
        }
        match self.holds(profile, column, figure) {
            Some(true) => cell.push_str(", met"),
            Some(false) => cell.push_str(", **not met**"),
            None => {}
        }
        cell
    }

    /// Every limit that is not kept.
    pub(super) fn missed(&self) -> Vec<String> {
        let keys = self.values.keys();
        let missed = keys.filter(|(profile, column, figure)| self.holds(*profile, *column, *figure) == Some(false));
        let name = |column: Column| self.columns.get(column).map_or("?", String::as_str);
        missed.map(|(_, column, figure)| format!("{}: {}", name(*column), figure.name())).collect()
    }

    /// Everything, as it was measured.
    pub(super) fn told(&self) -> Value {
        let rows = self.values.iter().map(|((profile, column, figure), values)| {
            json!({ "profile": profile.name(), "target": self.columns.get(*column), "figure": figure.name(), "values": values })
        });
        json!({ "figures": rows.collect::<Vec<_>>(), "faults": self.faults })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        let mut ledger = Ledger::with(vec!["floor".to_owned(), "Koe".to_owned()]);
        for (floor, koe) in [(300.0, 310.0), (310.0, 900.0), (320.0, 330.0)] {
            ledger.enter(Profile::Slow, 0, &[(Figure::Paint, floor)]);
            ledger.enter(Profile::Slow, 1, &[(Figure::Paint, koe), (Figure::Shift, 0.1)]);
        }
        ledger
    }

    #[test]
    fn the_median_is_what_a_limit_is_held_against() {
        let ledger = ledger();
        assert_eq!(ledger.missed(), ["Koe: layout shift"]);
        assert!(
            ledger.table(Profile::Slow).contains("| 310 (300–320) | 330 (310–900), 1.06 ×, met |") || {
                panic!("{}", ledger.table(Profile::Slow))
            }
        );
    }

    #[test]
    fn only_the_slow_profile_has_limits() {
        let mut ledger = ledger();
        ledger.enter(Profile::Unthrottled, 1, &[(Figure::Shift, 0.1)]);
        assert_eq!(ledger.missed().len(), 1);
    }
}
