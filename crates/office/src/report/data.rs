//! The same figures for spreadsheets and programs: CSV, JSON, Parquet and SDMX-CSV, with what each column means.

mod earlier;
mod parquet;
mod sdmx;
mod tables;
mod text;

use serde_json::{Value, json};

use super::figure::Place;
use super::publication::Publication;
use super::words::Word;
use super::{Files, ReportError};

pub use earlier::earlier;

/// The name of a column, what it holds, and what it means.
type Column = (&'static str, Kind, Word);

/// What a column holds, where it holds anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Whole,
    Real,
    Flag,
}

/// A table: its columns, and what stands in each row.
struct Table {
    name: &'static str,
    columns: &'static [Column],
    rows: Vec<Vec<Value>>,
}

/// Writes the data into `files`.
pub(super) fn write(publication: &Publication<'_>, files: &mut Files) -> Result<(), ReportError> {
    let tables = tables::all(publication);
    for table in &tables {
        let mut json = serde_json::to_vec_pretty(&text::as_json(publication, table))?;
        json.push(b'\n');
        for (form, bytes) in
            [("csv", text::csv(table).into_bytes()), ("json", json), ("parquet", parquet::parquet(table)?)]
        {
            files.insert(format!("data/{}.{form}", table.name), bytes);
        }
    }
    files.insert("data/series.sdmx.csv".to_owned(), sdmx::sdmx(publication).into_bytes());
    files.insert("data/dictionary.csv".to_owned(), text::dictionary(publication, &tables).into_bytes());
    Ok(())
}

/// Nine digits after the point: as many as other machines compute alike.
fn real(value: f64) -> Value {
    let rounded: f64 = format!("{value:.9}").parse().unwrap_or(value);
    json!(if rounded == 0.0 { 0.0 } else { rounded })
}

fn real_or_null(value: Option<f64>) -> Value {
    value.map_or(Value::Null, real)
}

fn place_name(place: Place) -> Value {
    place.map_or_else(|| json!("all"), |ward| json!(ward.to_string()))
}
