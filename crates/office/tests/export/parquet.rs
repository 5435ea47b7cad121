//! The tables of Parquet, read by the library that most programs read them with.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{COLUMNS, export, office, people, said};

/// What the script of `lines` prints, as JSON, of the file `sys.argv[1]`.
pub(crate) fn python(lines: &str, arguments: &[&Path]) -> Value {
    let script = format!("import json, resource, subprocess, sys\nimport pyarrow.parquet as parquet\n{lines}");
    python_of("KOE_PYARROW", &script, arguments).expect(
        "KOE_PYARROW is not set: install Python 3 with venv and pip, and run cargo xtask test, which gets pyarrow",
    )
}

/// What a script prints, as JSON, in the Python that `variable` names; None where it names none.
pub(crate) fn python_of(variable: &str, script: &str, arguments: &[&Path]) -> Option<Value> {
    let python = std::env::var_os(variable)?;
    let output = Command::new(python).args(["-c", script]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

pub(super) const READ: &str = "table = parquet.read_table(sys.argv[1])\n\
                    print(json.dumps([{f.name: str(f.type) for f in table.schema}, table.to_pylist()]))\n";

#[tokio::test]
async fn pyarrow_reads_every_kind_of_answer_and_each_nothing_apart() {
    let office = office().await;
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    let read = python(READ, &[&folder.join("out/responses.parquet")]);
    let (types, rows) = (&read[0], &read[1]);
    for (place, (who, _)) in people().iter().enumerate() {
        assert_eq!(rows[place]["ward"], "271080");
        assert_eq!((&rows[place]["stored"], &rows[place]["reason"]), (&json!("counted"), &Value::Null));
        for (column, code, _) in COLUMNS {
            let is_words = matches!(column, "colour" | "first" | "since");
            assert_eq!(types[column], if is_words { "string" } else { "int64" }, "{column}");
            let nothing = &rows[place][format!("{column}__nothing")];
            let said = match (*who, is_words) {
                ("answered", true) => json!(code),
                ("answered", false) => json!(code.parse::<i64>().unwrap()),
                _ => Value::Null,
            };
            let why = if *who == "answered" { Value::Null } else { json!(who) };
            assert_eq!((&rows[place][column], nothing), (&said, &why), "{who}: {column}");
        }
    }
    for words in ["=1+1", "みどり", "一行目"] {
        assert!(!rows.to_string().contains(words), "free text is in no file but its own: {words}");
    }
    let texts = &python(READ, &[&folder.join("out/free-text.parquet")])[1];
    let told: Vec<_> =
        texts.as_array().unwrap().iter().map(|row| [&row["question"], &row["choice"], &row["text"]]).collect();
    let expected =
        json!([["colour", "other", "みどり, \"あお\""], ["story", null, "一行目\n二行目"], ["words", null, "=1+1"],]);
    assert_eq!(json!(told), expected, "as it was written: no spreadsheet opens this one");
}

#[tokio::test]
async fn a_survey_that_nobody_has_answered_is_a_table_without_rows() {
    let office = crate::office::TestOffice::start().await;
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    for name in ["responses", "free-text"] {
        let read = python(READ, &[&folder.join(format!("out/{name}.parquet"))]);
        assert_eq!((read[0]["id"].as_str(), &read[1]), (Some("string"), &json!([])));
    }
}
