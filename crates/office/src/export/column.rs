//! The columns of an export: those of every revision, the one that is given out now first.

use std::collections::BTreeSet;

use questionnaire::{Choice, Code, Kind, Meaning, Question, QuestionId, Questionnaire, RATING_MAX, Survey, Text};

use super::fact::{FACTS, given_column, givens};

/// A column: what one question, or one choice of it, has in each row.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its name in every file: letters, digits and `_`, at most 64 bytes, as SPSS takes it.
    pub(super) name: String,
    pub(super) question: QuestionId,
    /// What was asked.
    pub(super) text: Text,
    pub(super) holds: Holds,
}

/// What a column holds besides the four kinds of nothing.
#[derive(Debug, Clone)]
pub(super) enum Holds {
    /// The one choice that was taken.
    Choice(Vec<Entry>),
    /// Whether this choice of several was taken.
    Taken(Entry),
    /// At which place this choice was put; 0 where it was not.
    Place(Entry, i64),
    /// A whole number.
    Number { min: i64, max: i64, unit: Option<Text> },
    /// 0 to 10 between two ends.
    Rating { low: Text, high: Text },
    /// A day.
    Date,
    /// A month.
    Month,
    /// That something was written; what, is in the file of free text.
    Written,
}

/// A choice.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) code: Code,
    pub(super) text: Text,
    /// Its number where choices are numbers: that printed on paper where all have one, else its place.
    pub(super) number: i64,
    paper: Option<u16>,
}

/// All columns of a survey.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub(super) all: Vec<Column>,
    names: BTreeSet<String>,
}

/// The longest name of a variable in SPSS, in bytes.
const NAME_BYTES_MAX: usize = 64;
/// What a variable of SPSS cannot be called.
const RESERVED: [&str; 13] = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// The names of the columns in which an export of a survey with these revisions, the one that is given out now first, has
/// what `survey`, one of them, asks at `question`: the one with what was chosen, or one for each choice of several, with its
/// code.
pub(crate) fn columns_of(all: &[&Survey], survey: &Survey, question: &QuestionId) -> Vec<(Option<Code>, String)> {
    let givens = givens(all.iter().copied());
    let taken = FACTS.iter().map(|(name, ..)| (*name).to_owned()).chain(givens.iter().map(given_column));
    let columns = Columns::new(all.iter().map(|survey| survey.questionnaire()), taken);
    let own = Columns::new([survey.questionnaire()], []).all.into_iter().filter(|column| column.question == *question);
    let named = |own: Column| {
        let mut same = columns.all.iter().filter(|column| column.question == own.question);
        let name = same.find(|column| column.holds.is_like(&own.holds))?.name.clone();
        match own.holds {
            Holds::Choice(_) | Holds::Number { .. } | Holds::Rating { .. } => Some((None, name)),
            Holds::Taken(entry) => Some((Some(entry.code), name)),
            Holds::Place(..) | Holds::Date | Holds::Month | Holds::Written => None,
        }
    };
    own.filter_map(named).collect()
}

impl Columns {
    /// The columns of `questionnaires`, of which the later add what the earlier do not have. None is called as `taken` are.
    pub fn new<'q>(
        questionnaires: impl IntoIterator<Item = &'q Questionnaire>,
        taken: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut columns = Self { all: Vec::new(), names: taken.into_iter().collect() };
        for question in questionnaires.into_iter().flat_map(Questionnaire::questions) {
            columns.add(question);
        }
        for column in &mut columns.all {
            if let Holds::Choice(entries) = &mut column.holds {
                number(entries);
            }
        }
        columns
    }

    fn add(&mut self, question: &Question) {
        match question.kind() {
            Kind::Several { choices, .. } => {
                let own_column = |choice: &&Choice| choice.meaning == Meaning::Substance || !choice.exclusive;
                for choice in choices.iter().filter(own_column) {
                    self.add_part(question, Some(&choice.code), Holds::Taken(entry(choice)));
                }
            }
            Kind::Ranking { choices, at_most } => {
                let places = i64::try_from(at_most.unwrap_or(choices.len())).unwrap_or(i64::MAX);
                for choice in choices.iter() {
                    self.add_part(question, Some(&choice.code), Holds::Place(entry(choice), places));
                }
            }
            Kind::One(choices) => {
                let substance = choices.iter().filter(|choice| choice.meaning == Meaning::Substance);
                self.add_part(question, None, Holds::Choice(substance.map(entry).collect()));
            }
            Kind::Number(range) => {
                let holds = Holds::Number { min: range.min, max: range.max, unit: range.unit.clone() };
                self.add_part(question, None, holds);
            }
            Kind::Rating(ends) => {
                self.add_part(question, None, Holds::Rating { low: ends.low.clone(), high: ends.high.clone() });
            }
            Kind::Date(_) => self.add_part(question, None, Holds::Date),
            Kind::Month(_) => self.add_part(question, None, Holds::Month),
            Kind::Text(_) => self.add_part(question, None, Holds::Written),
        }
    }

    /// Adds a column, or what it holds to the one that is there.
    fn add_part(&mut self, question: &Question, code: Option<&Code>, holds: Holds) {
        let same = self.all.iter_mut().find(|column| column.question == *question.id() && column.holds.is_like(&holds));
        if let Some(column) = same {
            column.holds.widen(holds);
            return;
        }
        let name = match code {
            None => self.name(question.id().as_str()),
            Some(code) => self.name(&format!("{}__{code}", question.id())),
        };
        self.all.push(Column { name, question: question.id().clone(), text: question.text().clone(), holds });
    }

    /// A name like `wish` that nothing has yet.
    fn name(&mut self, wish: &str) -> String {
        let mut name: String =
            wish.chars().map(|letter| if matches!(letter, '-' | '.') { '_' } else { letter }).collect();
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert(0, 'q');
        }
        if RESERVED.contains(&name.as_str()) {
            name.insert(0, 'q');
        }
        // Room for `__said` and for a number.
        name.truncate(NAME_BYTES_MAX - 6);
        let mut number = 1;
        let mut numbered = name.clone();
        while !self.names.insert(numbered.clone()) {
            number += 1;
            numbered = format!("{name}_{number}");
        }
        numbered
    }
}

fn entry(choice: &Choice) -> Entry {
    Entry { code: choice.code.clone(), text: choice.text.clone(), number: 0, paper: choice.paper }
}

/// Numbers the choices of a column.
fn number(entries: &mut [Entry]) {
    let papers: BTreeSet<u16> = entries.iter().filter_map(|entry| entry.paper).collect();
    let printed = papers.len() == entries.len();
    for (place, entry) in (1..).zip(entries) {
        entry.number = entry.paper.filter(|_| printed).map_or(place, i64::from);
    }
}

impl Holds {
    /// Whether both are columns of the same kind, of the same choice where they are of one.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Taken(one), Self::Taken(other)) | (Self::Place(one, _), Self::Place(other, _)) => {
                one.code == other.code
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Takes in what another revision allows.
    fn widen(&mut self, other: Self) {
        match (self, other) {
            (Self::Choice(entries), Self::Choice(more)) => {
                let new = more.into_iter().filter(|entry| entries.iter().all(|known| known.code != entry.code));
                let new: Vec<_> = new.collect();
                entries.extend(new);
            }
            (Self::Place(_, places), Self::Place(_, more)) => *places = more.max(*places),
            (Self::Number { min, max, .. }, Self::Number { min: lower, max: higher, .. }) => {
                (*min, *max) = (lower.min(*min), higher.max(*max));
            }
            _ => {}
        }
    }

    /// The largest number that an answer has where answers are numbers.
    pub(super) fn max(&self) -> i64 {
        match self {
            Self::Choice(entries) => entries.iter().map(|entry| entry.number).max().unwrap_or(0),
            Self::Place(_, places) => *places,
            Self::Number { max, .. } => *max,
            Self::Rating { .. } => i64::from(RATING_MAX),
            Self::Taken(_) | Self::Date | Self::Month | Self::Written => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_that_spss_takes_and_none_is_there_twice() {
        let mut columns = Columns { names: ["id".to_owned()].into(), ..Columns::default() };
        let long = "x".repeat(64);
        for (wish, name) in [
            ("age", "age"),
            ("id", "id_2"),
            ("a-b.c", "a_b_c"),
            ("a.b-c", "a_b_c_2"),
            ("18_29", "q18_29"),
            ("to", "qto"),
        ] {
            assert_eq!(columns.name(wish), name);
        }
        assert_eq!((columns.name(&long).len(), columns.name(&long).len()), (58, 60));
    }
}
