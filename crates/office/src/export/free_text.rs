//! What people wrote, in a file of its own.

use super::cell::FreeText;
use super::column::Columns;
use super::labels::Labels;

/// The file of what people wrote.
pub(super) const TEXTS: &str = "free-text.csv";

/// Its columns.
pub(super) const HEAD: [&str; 6] = ["id", "ward", "question", "asked", "choice", "text"];

/// The row of one text.
pub(super) fn row(id: &str, ward: &str, text: &FreeText<'_>, columns: &Columns, labels: &Labels) -> [String; 6] {
    let column = columns.all.iter().find(|column| column.question == *text.question);
    let asked = column.map(|column| labels.say(&column.text)).unwrap_or_default();
    [
        id.to_owned(),
        ward.to_owned(),
        text.question.to_string(),
        asked,
        text.choice.map(ToString::to_string).unwrap_or_default(),
        text.words.to_owned(),
    ]
}
