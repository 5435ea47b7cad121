//! The file of numbers for SPSS and PSPP: a syntax that reads it and names everything in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::variable::{NUMBERS, Values, Variable};

/// The syntax.
pub(super) const SYNTAX: &str = "numbers.sps";

/// The longest label of a variable, in bytes.
const LABEL_BYTES_MAX: usize = 250;
/// The longest label of a value, in bytes.
const VALUE_LABEL_BYTES_MAX: usize = 120;

/// The syntax for `variables`.
pub(super) fn syntax(variables: &[Variable]) -> String {
    let mut out = String::from(
        "* Encoding: UTF-8.\n\
         * Open this file in the folder in which it is: NUMBERS is read from there.\n\n"
            .replace("NUMBERS", NUMBERS)
            .as_str(),
    );
    let _ = writeln!(
        out,
        "GET DATA /TYPE=TXT /FILE='{NUMBERS}' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED /DELCASE=LINE /FIRSTCASE=2\n  \
         /DELIMITERS=\",\" /QUALIFIER='\"' /VARIABLES="
    );
    for variable in variables {
        let _ = writeln!(out, "  {} {}", variable.name, format(&variable.holds));
    }
    out.push_str("  .\n\nVARIABLE LABELS\n");
    for variable in variables {
        let _ = writeln!(out, "  {} {}", variable.name, quoted(&variable.label, LABEL_BYTES_MAX));
    }
    out.push_str("  .\n");
    for variable in variables {
        of_values(variable, &mut out);
    }
    sets(variables, &mut out);
    out.push_str("\nEXECUTE.\n");
    out
}

fn format(holds: &Values) -> String {
    let digits = |numbers: &[(i64, String)]| {
        let digits = numbers.iter().map(|(number, _)| number.to_string().len()).max();
        format!("F{}.0", digits.unwrap_or(1).max(2) + 1)
    };
    match holds {
        Values::Words { bytes, .. } => format!("A{bytes}"),
        Values::Codes { nothings, .. } | Values::Numbers { nothings, .. } => digits(nothings),
        Values::Date => "SDATE10".to_owned(),
        Values::Month => "A7".to_owned(),
    }
}

/// What the values of a variable are called, and which of them say nothing.
fn of_values(variable: &Variable, out: &mut String) {
    let (level, values, nothings) = match &variable.holds {
        Values::Words { labels, .. } => {
            if !labels.is_empty() {
                let _ = writeln!(out, "\nVALUE LABELS {}", variable.name);
                for (value, label) in labels {
                    let _ = writeln!(out, "  {} {}", quoted(value, 64), quoted(label, VALUE_LABEL_BYTES_MAX));
                }
                out.push_str("  .\n");
            }
            return;
        }
        Values::Date | Values::Month => return,
        Values::Codes { values, nothings } => ("NOMINAL", values.as_slice(), nothings),
        Values::Numbers { nothings, .. } => ("SCALE", [].as_slice(), nothings),
    };
    let name = &variable.name;
    let _ = writeln!(out, "\nVALUE LABELS {name}");
    for (number, label) in values.iter().chain(nothings) {
        let _ = writeln!(out, "  {number} {}", quoted(label, VALUE_LABEL_BYTES_MAX));
    }
    out.push_str("  .\n");
    if let (Some((first, _)), Some((last, _))) = (nothings.first(), nothings.last()) {
        let _ = writeln!(out, "MISSING VALUES {name} ({first} THRU {last}).");
    }
    let _ = writeln!(out, "VARIABLE LEVEL {name} ({level}).");
}

/// The questions with several choices, as sets of their parts.
fn sets(variables: &[Variable], out: &mut String) {
    let mut parts: BTreeMap<&str, Vec<&Variable>> = BTreeMap::new();
    for variable in variables {
        let yes_no = matches!(&variable.holds, Values::Codes { values, .. } if values.len() == 2);
        if let Some(question) = variable.part_of.as_ref().filter(|_| yes_no) {
            parts.entry(question.as_str()).or_default().push(variable);
        }
    }
    // A set of one is none to SPSS.
    for (question, variables) in parts.into_iter().filter(|(_, variables)| variables.len() > 1) {
        let set: String =
            question.chars().map(|letter| if matches!(letter, '-' | '.') { '_' } else { letter }).collect();
        let names: Vec<&str> = variables.iter().map(|variable| variable.name.as_str()).collect();
        let label = variables.first().and_then(|variable| variable.asked.clone()).unwrap_or_default();
        let _ = writeln!(
            out,
            "\nMRSETS /MDGROUP NAME=$s_{} LABEL={} VARIABLES={} VALUE=1.",
            set.chars().take(56).collect::<String>(),
            quoted(&label, LABEL_BYTES_MAX),
            names.join(" ")
        );
    }
}

/// `text` between apostrophes, cut to `bytes`.
fn quoted(text: &str, bytes: usize) -> String {
    let mut cut = text.len().min(bytes);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("'{}'", text.get(..cut).unwrap_or_default().replace('\'', "''"))
}
