//! The lines of a backup.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::store::{Cell, Row, TABLES, Table};

/// The form of the lines that this program writes.
pub(super) const FORM: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// The form of the lines.
    pub(super) koe_backup: u32,
    /// The columns of each table, in the order of the cells.
    pub(super) tables: BTreeMap<String, Vec<String>>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Tail {
    /// SHA-256 of every byte before this line, in hexadecimal digits.
    pub(super) sha256: String,
}

impl Head {
    pub(super) fn of_this_program() -> Self {
        let columns = |table: &Table| table.column_names().into_iter().map(str::to_owned).collect();
        let tables = TABLES.iter().map(|table| (table.name.to_owned(), columns(table))).collect();
        Self { koe_backup: FORM, tables }
    }

    /// Whether this program knows everything that may follow.
    pub(super) fn is_known(&self) -> bool {
        let known = |(name, columns): (&String, &Vec<String>)| {
            let names = Table::named(name).map(Table::column_names).unwrap_or_default();
            columns.iter().all(|column| names.contains(&column.as_str())) && !names.is_empty()
        };
        self.koe_backup == FORM && self.tables.iter().all(known)
    }

    /// The row that a line holds. What its program did not know yet is nothing.
    pub(super) fn row_of(&self, line: &[u8]) -> Option<(&'static Table, Row)> {
        let line: BTreeMap<String, Vec<Value>> = serde_json::from_slice(line).ok()?;
        let (name, cells) = line.into_iter().next()?;
        let (table, columns) = (Table::named(&name)?, self.tables.get(&name)?);
        let mut row = vec![Cell::Nothing; table.column_names().len()];
        for (column, value) in columns.iter().zip(cells) {
            let place = table.column_names().iter().position(|name| name == column)?;
            *row.get_mut(place)? = cell_of(value, table.holds_bytes(place))?;
        }
        Some((table, row))
    }
}

/// A row as a line.
pub(super) fn line_of(table: &Table, row: &Row) -> String {
    let cells: Vec<Value> = row.iter().map(value_of).collect();
    format!("{}\n", json!({ table.name: cells }))
}

fn value_of(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Bytes(bytes) => BASE64_URL_SAFE_NO_PAD.encode(bytes).into(),
        Cell::Number(number) => (*number).into(),
    }
}

fn cell_of(value: Value, holds_bytes: bool) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Nothing),
        Value::String(text) if holds_bytes => BASE64_URL_SAFE_NO_PAD.decode(text).ok().map(Cell::Bytes),
        Value::String(text) => Some(Cell::Text(text)),
        Value::Number(number) => number.as_i64().map(Cell::Number),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
