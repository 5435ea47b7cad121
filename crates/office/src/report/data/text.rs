//! Tables as CSV and JSON, and what each column means.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Table;
use crate::report::publication::Publication;
use crate::report::words::Speech;

/// A table as JSON, with what it is of.
pub(super) fn as_json(publication: &Publication<'_>, table: &Table) -> Value {
    let object = |row: &Vec<Value>| {
        let cells = table.columns.iter().zip(row).map(|((name, ..), value)| ((*name).to_owned(), value.clone()));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    json!({
        "survey": publication.survey.id().as_str(),
        "fiscal_year": publication.year,
        "frame": publication.survey.frame(),
        table.name: table.rows.iter().map(object).collect::<Vec<_>>(),
    })
}

/// A table as CSV.
pub(super) fn csv(table: &Table) -> String {
    let head = table.columns.iter().map(|(name, ..)| (*name).to_owned()).collect::<Vec<_>>().join(",");
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(","));
    [head].into_iter().chain(rows).fold(String::new(), |text, line| text + &line + "\r\n")
}

/// A value as RFC 4180 has it. What begins like a formula is not one for a spreadsheet.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => {
            let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.clone() };
            if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// What each column of each table means, in every language of the publication.
pub(super) fn dictionary(publication: &Publication<'_>, tables: &[Table]) -> String {
    let languages = &publication.words.languages;
    let names: Vec<String> = languages.iter().map(ToString::to_string).collect();
    let mut text = format!("file,column,{}\r\n", names.join(","));
    for table in tables {
        for (column, _, word) in table.columns {
            let said = languages.iter().map(|language| {
                let speech = Speech { words: publication.words, language };
                cell(&json!(speech.plain_with(*word, &[])))
            });
            let _ = write!(text, "{}.csv,{column},{}\r\n", table.name, said.collect::<Vec<_>>().join(","));
        }
    }
    text
}
