//! The files of an export that get something from each response.

use std::io::{self, Write};

use super::cell::{Cell, Sheet};
use super::column::{Column, Columns, Holds};
use super::csv::{Field, write_mark, write_row};
use super::fact::{FACTS, WARD_AT};
use super::format::Format;
use super::free_text::{self, HEAD};
use super::json_lines::line;
use super::labels::Labels;
use super::out::Out;
use super::parquet::{self, Of, ParquetTable, Value};
use super::variable::{Variable, numbers};
use crate::edition::Edition;
use crate::store::Record;
use crate::stored_response::StoredResponse;

/// What the rows of every file are made by.
pub(super) struct Frame<'a> {
    pub(super) columns: &'a Columns,
    pub(super) variables: &'a [Variable],
    pub(super) labels: &'a Labels,
    pub(super) latest: &'a Edition,
}

/// A response as a row.
pub(super) struct Row<'a> {
    pub(super) record: &'a Record,
    pub(super) response: &'a StoredResponse,
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) facts: &'a [String],
    pub(super) cells: &'a [(&'a Column, Cell<'a>)],
}

/// A file that rows are added to.
pub(super) enum Table {
    Codes(Out),
    Words(Out),
    Numbers(Out),
    Lines(Out),
    Texts(Out),
    Parquet(ParquetTable),
    ParquetTexts(ParquetTable),
}

impl Frame<'_> {
    fn facts(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter().filter(|variable| variable.asked.is_none())
    }
}

impl Table {
    /// Whether the file of `format` gets something from each response.
    pub(super) fn is_made_of(format: Format) -> bool {
        !matches!(format, Format::Syntax | Format::TripleS | Format::Ddi | Format::Codebook)
    }

    /// The file of `format` with its head. None for one that gets nothing from a response.
    pub(super) fn begin(format: Format, mut out: Out, frame: &Frame<'_>) -> io::Result<Option<Self>> {
        let plain = |name: &str| Field::Plain(name.to_owned());
        let facts = || frame.facts().map(|fact| plain(&fact.name));
        Ok(Some(match format {
            Format::Codes => {
                write_mark(&mut out)?;
                write_row(&mut out, facts().chain(frame.columns.all.iter().map(|column| plain(&column.name))))?;
                Self::Codes(out)
            }
            Format::Words => {
                write_mark(&mut out)?;
                let facts = frame.facts().map(|fact| Field::Words(fact.label.clone()));
                let asked = frame.columns.all.iter().map(|column| Field::Words(heading(column, frame.labels)));
                write_row(&mut out, facts.chain(asked))?;
                Self::Words(out)
            }
            Format::Numbers => {
                write_row(&mut out, frame.variables.iter().map(|variable| plain(&variable.name)))?;
                Self::Numbers(out)
            }
            Format::Lines => Self::Lines(out),
            Format::Texts => {
                write_mark(&mut out)?;
                write_row(&mut out, HEAD.map(plain))?;
                Self::Texts(out)
            }
            Format::Parquet => {
                let facts: Vec<String> = frame.facts().map(|fact| fact.name.clone()).collect();
                Self::Parquet(ParquetTable::begin(out, &parquet::columns(frame.columns, &facts))?)
            }
            Format::ParquetTexts => {
                let columns = HEAD.map(|name| (name.to_owned(), Of::Words));
                Self::ParquetTexts(ParquetTable::begin(out, &columns)?)
            }
            Format::Syntax | Format::TripleS | Format::Ddi | Format::Codebook => return Ok(None),
        }))
    }

    /// Adds what a response has.
    pub(super) fn row(&mut self, row: &Row<'_>, frame: &Frame<'_>) -> io::Result<()> {
        let facts = || row.facts.iter().enumerate();
        match self {
            Self::Codes(out) => write_row(out, facts().map(plain).chain(row.cells.iter().map(|(_, cell)| code(*cell)))),
            Self::Words(out) => {
                let facts = facts().map(|(place, fact)| named(place, fact, row, frame));
                write_row(out, facts.chain(row.cells.iter().map(|(column, cell)| word(column, *cell, frame.labels))))
            }
            Self::Numbers(out) => {
                let numbered = row.cells.iter().flat_map(|(column, cell)| numbers(column, *cell)).map(Field::Plain);
                write_row(out, row.facts.iter().cloned().map(Field::Plain).chain(numbered))
            }
            Self::Lines(out) => writeln!(out, "{}", line(row.record, row.response, row.sheet, frame.columns)),
            Self::Texts(out) => row.texts(frame).try_for_each(|texts| {
                let [id, ward, question, asked, choice, text] = texts;
                let [ward, question, choice] = [ward, question, choice].map(Field::Code);
                write_row(out, [Field::Plain(id), ward, question, Field::Words(asked), choice, Field::Written(text)])
            }),
            Self::Parquet(table) => {
                let facts = row.facts.iter().map(|fact| Value::words(fact));
                table.row(facts.chain(row.cells.iter().flat_map(|(column, cell)| parquet::values(column, *cell))))
            }
            Self::ParquetTexts(table) => {
                row.texts(frame).try_for_each(|texts| table.row(texts.iter().map(|text| Value::words(text))))
            }
        }
    }

    /// Writes what is left, and waits until it is where it goes.
    pub(super) fn end(&mut self) -> io::Result<()> {
        match self {
            Self::Codes(out) | Self::Words(out) | Self::Numbers(out) | Self::Lines(out) | Self::Texts(out) => out.end(),
            Self::Parquet(table) | Self::ParquetTexts(table) => table.end(),
        }
    }
}

impl Row<'_> {
    fn texts(&self, frame: &Frame<'_>) -> impl Iterator<Item = [String; 6]> {
        let ward = self.response.ward().to_string();
        let row = |text| free_text::row(&self.record.id, &ward, &text, frame.columns, frame.labels);
        self.sheet.free_texts().into_iter().map(row).collect::<Vec<_>>().into_iter()
    }
}

/// What a given brings is typed by somebody, or comes in a link.
fn plain((place, fact): (usize, &String)) -> Field {
    match place {
        WARD_AT => Field::Code(fact.clone()),
        place if place < FACTS.len() => Field::Plain(fact.clone()),
        _ => Field::Written(fact.clone()),
    }
}

/// A fact of the table of words, in which wards have their names.
fn named(place: usize, fact: &String, row: &Row<'_>, frame: &Frame<'_>) -> Field {
    let ward = (place == WARD_AT).then(|| frame.latest.survey.wards().get(&row.response.ward())).flatten();
    ward.map_or_else(|| plain((place, fact)), |settings| Field::Words(frame.labels.say(&settings.name)))
}

/// What stands over a column in the table of words.
fn heading(column: &Column, labels: &Labels) -> String {
    let asked = labels.say(&column.text);
    match &column.holds {
        Holds::Taken(entry) | Holds::Place(entry, _) => format!("{} {asked}：{}", column.name, labels.say(&entry.text)),
        Holds::Choice(_)
        | Holds::Number { .. }
        | Holds::Rating { .. }
        | Holds::Date
        | Holds::Month
        | Holds::Written => {
            format!("{} {asked}", column.name)
        }
    }
}

/// A cell of the table of codes.
fn code(cell: Cell<'_>) -> Field {
    Field::Plain(match cell {
        Cell::Choice(code) => return Field::Code(code.to_string()),
        Cell::Nothing(nothing) => nothing.code().to_owned(),
        Cell::Taken(taken) => u8::from(taken).to_string(),
        Cell::Place(number) | Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Month(month) => month.to_string(),
        Cell::Written => "1".to_owned(),
    })
}

/// A cell of the table of words.
fn word(column: &Column, cell: Cell<'_>, labels: &Labels) -> Field {
    let words = |text: &str| Field::Words(text.to_owned());
    match (cell, &column.holds) {
        (Cell::Nothing(nothing), _) => words(labels.nothing(nothing)),
        (Cell::Choice(code), Holds::Choice(entries)) => {
            let entry = entries.iter().find(|entry| entry.code == *code);
            Field::Words(entry.map_or_else(|| code.to_string(), |entry| labels.say(&entry.text)))
        }
        (Cell::Taken(true), _) => words(labels.either("選んだ", "Chosen")),
        (Cell::Taken(false), _) => words(labels.either("選ばなかった", "Not chosen")),
        (Cell::Written, _) => words(labels.either("記入あり", "Written")),
        (cell, _) => code(cell),
    }
}
