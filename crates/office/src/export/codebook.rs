//! What every column means, as a table: a row for each value that it may have.

use super::column::{Column, Columns, Holds};
use super::csv::{Field, write_mark, write_row};
use super::labels::Labels;
use super::nothing::Nothing;
use super::variable::{Values, Variable};

/// The table.
pub(super) const CODEBOOK: &str = "codebook.csv";

const HEAD: [&str; 8] = ["column", "question", "asked", "kind", "code", "number", "label", "nothing"];

/// The codebook of `columns` and, before them, of the facts among `variables`.
pub(super) fn codebook(columns: &Columns, variables: &[Variable], labels: &Labels) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_mark(&mut out)?;
    write_row(&mut out, HEAD.map(plain))?;
    for variable in variables.iter().filter(|variable| variable.asked.is_none()) {
        write_row(&mut out, fields(&variable.name, "", &variable.label, "fact", ["", "", "", ""]))?;
        if let Values::Words { labels, .. } = &variable.holds {
            for (value, label) in labels {
                write_row(&mut out, fields(&variable.name, "", &variable.label, "fact", [value, value, label, ""]))?;
            }
        }
    }
    for column in &columns.all {
        let asked = labels.say(&column.text);
        for (code, number, label, nothing) in values(column, labels) {
            let row = [code.as_str(), number.as_str(), label.as_str(), nothing];
            write_row(&mut out, fields(&column.name, column.question.as_str(), &asked, kind(&column.holds), row))?;
        }
    }
    Ok(out)
}

fn plain(text: &str) -> Field {
    Field::Plain(text.to_owned())
}

fn fields(column: &str, question: &str, asked: &str, kind: &str, value: [&str; 4]) -> [Field; 8] {
    let [code, number, label, nothing] = value;
    let words = |text: &str| Field::Words(text.to_owned());
    let named = |text: &str| Field::Code(text.to_owned());
    [
        plain(column),
        named(question),
        words(asked),
        plain(kind),
        named(code),
        plain(number),
        words(label),
        plain(nothing),
    ]
}

fn kind(holds: &Holds) -> &'static str {
    match holds {
        Holds::Choice(_) => "choice",
        Holds::Taken(_) => "taken",
        Holds::Place(..) => "place",
        Holds::Number { .. } => "number",
        Holds::Rating { .. } => "rating",
        Holds::Date => "date",
        Holds::Month => "month",
        Holds::Written => "text",
    }
}

/// The values of a column: code, number, label, and which nothing it is.
fn values(column: &Column, labels: &Labels) -> Vec<(String, String, String, &'static str)> {
    let own = |code: String, number: String, label: String| (code, number, label, "");
    let mut values = match &column.holds {
        Holds::Choice(entries) => entries
            .iter()
            .map(|entry| own(entry.code.to_string(), entry.number.to_string(), labels.say(&entry.text)))
            .collect(),
        Holds::Taken(entry) => {
            let label = labels.say(&entry.text);
            let not = format!("{}: {label}", labels.either("選ばなかった", "Not chosen"));
            vec![own("1".to_owned(), "1".to_owned(), label), own("0".to_owned(), "0".to_owned(), not)]
        }
        Holds::Place(entry, places) => {
            let label = format!("{} (0, 1–{places})", labels.say(&entry.text));
            vec![own(String::new(), String::new(), label)]
        }
        Holds::Number { min, max, unit } => {
            let unit = unit.as_ref().map(|unit| labels.say(unit)).unwrap_or_default();
            vec![own(String::new(), String::new(), format!("{min}–{max} {unit}").trim_end().to_owned())]
        }
        Holds::Rating { low, high } => {
            vec![own(String::new(), String::new(), format!("0 {}, 10 {}", labels.say(low), labels.say(high)))]
        }
        Holds::Date => vec![own(String::new(), String::new(), "YYYY-MM-DD".to_owned())],
        Holds::Month => vec![own(String::new(), String::new(), "YYYY-MM".to_owned())],
        Holds::Written => vec![own("1".to_owned(), "1".to_owned(), super::free_text::TEXTS.to_owned())],
    };
    values.extend(Nothing::ALL.iter().map(|nothing| {
        let number = nothing.number(column.holds.max()).to_string();
        (nothing.code().to_owned(), number, labels.nothing(*nothing).to_owned(), nothing.name())
    }));
    values
}
