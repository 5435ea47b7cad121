//! The variables of the file of numbers, which SPSS, Triple-S and DDI describe.

use questionnaire::{GivenName, QuestionId, Survey};

use super::cell::Cell;
use super::column::{Column, Columns, Holds};
use super::fact::{FACTS, WARD_AT, given_column};
use super::labels::Labels;
use super::nothing::Nothing;

/// The file of numbers.
pub(super) const NUMBERS: &str = "numbers.csv";

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) label: String,
    /// What was asked, where it is of a question.
    pub(super) asked: Option<String>,
    /// The question with several choices whose part it is.
    pub(super) part_of: Option<QuestionId>,
    pub(super) holds: Values,
}

/// What a variable holds.
#[derive(Debug, Clone)]
pub(super) enum Values {
    /// Words of so many bytes at most, which a value may stand for others.
    Words { bytes: usize, labels: Vec<(String, String)> },
    /// Numbers that stand for something. The nothings are among them, in the second list.
    Codes { values: Vec<(i64, String)>, nothings: Vec<(i64, String)> },
    /// Numbers, and those that say nothing.
    Numbers { min: i64, max: i64, nothings: Vec<(i64, String)> },
    /// A day as YYYY-MM-DD; empty where none was said.
    Date,
    /// A month as YYYY-MM; empty where none was said.
    Month,
}

/// Bytes of the value of a given.
const GIVEN_BYTES: usize = questionnaire::limit::GIVEN_BYTES_MAX;

/// The variables: facts, givens and columns, in the order of the file.
pub(super) fn variables(survey: &Survey, givens: &[GivenName], columns: &Columns, labels: &Labels) -> Vec<Variable> {
    let facts = FACTS.iter().enumerate().map(|(at, (name, bytes, ja, en))| {
        let wards = survey.wards().iter().map(|(ward, settings)| (ward.to_string(), labels.say(&settings.name)));
        let values = if at == WARD_AT { wards.collect() } else { Vec::new() };
        fact((*name).to_owned(), labels.either(ja, en).to_owned(), *bytes, values)
    });
    let givens = givens.iter().map(|given| {
        let label = format!("{} {given}", labels.either("前提", "Given:"));
        fact(given_column(given), label, GIVEN_BYTES, Vec::new())
    });
    facts.chain(givens).chain(columns.all.iter().flat_map(|column| of_column(column, labels))).collect()
}

fn fact(name: String, label: String, bytes: usize, labels: Vec<(String, String)>) -> Variable {
    Variable { name, label, asked: None, part_of: None, holds: Values::Words { bytes, labels } }
}

fn of_column(column: &Column, labels: &Labels) -> Vec<Variable> {
    let asked = labels.say(&column.text);
    let variable = |label: String, holds| Variable {
        name: column.name.clone(),
        label,
        asked: Some(asked.clone()),
        part_of: matches!(column.holds, Holds::Taken(_) | Holds::Place(..)).then(|| column.question.clone()),
        holds,
    };
    let nothings = || nothings(column.holds.max(), labels);
    let coded = |values| Values::Codes { values, nothings: nothings() };
    let yes_no = |yes: &str, no: &str| vec![(0, no.to_owned()), (1, yes.to_owned())];
    match &column.holds {
        Holds::Choice(entries) => {
            let values = entries.iter().map(|entry| (entry.number, labels.say(&entry.text))).collect();
            vec![variable(asked.clone(), coded(values))]
        }
        Holds::Taken(entry) => {
            let values = yes_no(labels.either("選んだ", "Chosen"), labels.either("選ばなかった", "Not chosen"));
            vec![variable(part(&labels.say(&entry.text), &asked), coded(values))]
        }
        Holds::Place(entry, places) => {
            let place = |place: i64| match place {
                0 => (0, labels.either("順位なし", "Not placed").to_owned()),
                place => (place, place.to_string()),
            };
            vec![variable(part(&labels.say(&entry.text), &asked), coded((0..=*places).map(place).collect()))]
        }
        Holds::Number { min, max, unit } => {
            let unit = unit.as_ref().map(|unit| format!("（{}）", labels.say(unit))).unwrap_or_default();
            let holds = Values::Numbers { min: *min, max: *max, nothings: nothings() };
            vec![variable(format!("{asked}{unit}"), holds)]
        }
        Holds::Rating { low, high } => {
            let label = format!("{asked}（0 {}、10 {}）", labels.say(low), labels.say(high));
            vec![variable(label, Values::Numbers { min: 0, max: column.holds.max(), nothings: nothings() })]
        }
        Holds::Written => {
            vec![variable(asked.clone(), coded(vec![(1, labels.either("記入あり", "Written").to_owned())]))]
        }
        Holds::Date | Holds::Month => {
            let value = if matches!(column.holds, Holds::Date) { Values::Date } else { Values::Month };
            let said = coded(vec![(1, labels.either("回答あり", "Answered").to_owned())]);
            let said = Variable { name: format!("{}__said", column.name), ..variable(asked.clone(), said) };
            vec![variable(asked.clone(), value), said]
        }
    }
}

/// A part of a question: the choice first, since programs cut what is long.
fn part(choice: &str, asked: &str) -> String {
    format!("{choice} ← {asked}")
}

fn nothings(max: i64, labels: &Labels) -> Vec<(i64, String)> {
    Nothing::ALL.iter().map(|nothing| (nothing.number(max), labels.nothing(*nothing).to_owned())).collect()
}

/// The fields of a cell in the file of numbers, as many as its column has variables.
pub(super) fn numbers(column: &Column, cell: Cell<'_>) -> Vec<String> {
    let nothing = |nothing: Nothing| nothing.number(column.holds.max()).to_string();
    let said = |value: String| vec![value, "1".to_owned()];
    match (cell, &column.holds) {
        (Cell::Nothing(kind), Holds::Date | Holds::Month) => vec![String::new(), nothing(kind)],
        (Cell::Nothing(kind), _) => vec![nothing(kind)],
        (Cell::Choice(code), Holds::Choice(entries)) => {
            let number = entries.iter().find(|entry| entry.code == *code).map(|entry| entry.number.to_string());
            vec![number.unwrap_or_default()]
        }
        (Cell::Choice(code), _) => vec![code.to_string()],
        (Cell::Taken(taken), _) => vec![u8::from(taken).to_string()],
        (Cell::Place(number) | Cell::Number(number), _) => vec![number.to_string()],
        (Cell::Date(date), _) => said(date.to_string()),
        (Cell::Month(month), _) => said(month.to_string()),
        (Cell::Written, _) => vec!["1".to_owned()],
    }
}
