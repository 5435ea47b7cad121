//! The tables of Parquet, read by the library that most programs read them with; and how much memory any number takes.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{COLUMNS, export, office, people, said};
use crate::report::people::{SURVEY, city};

/// What the script of `lines` prints, as JSON, of the file `sys.argv[1]`.
pub(super) fn python(lines: &str, arguments: &[&Path]) -> Value {
    let python = std::env::var_os("KOE_PYARROW").expect(
        "KOE_PYARROW is not set: install Python 3 with venv and pip, and run cargo xtask test, which gets pyarrow",
    );
    let script = format!("import json, resource, subprocess, sys\nimport pyarrow.parquet as parquet\n{lines}");
    let output = Command::new(python).args(["-c", &script]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
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

/// The id of the copy `i` of the response `id`, and the one of a copy of what was copied so.
const COPY: [&str; 2] = ["substr(id, 1, 28) || printf('%08x', i)", "printf('%08x', i) || substr(id, 9)"];

/// Puts so many copies of each response beside it, under ids of their own.
async fn multiply(folder: &Path, copies: u32, id: &str) {
    let mut connection: SqliteConnection =
        SqliteConnectOptions::new().filename(folder.join("koe.db")).connect().await.unwrap();
    let statement = format!(
        "WITH RECURSIVE copies(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copies WHERE i < {copies}) \
         INSERT INTO responses SELECT survey, {id}, revision, ward, stored, reason, beside, content_hash, receipt_hash, \
         replace(body, id, {id}), received_at, sealed_through FROM responses, copies"
    );
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
}

/// The rows of an export into the folder `out`, and the most memory that it had, in KiB.
fn measured(folder: &Path, out: &str) -> (u64, u64) {
    const MEASURE: &str = "subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)\n\
                           most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n\
                           print(json.dumps([parquet.ParquetFile(sys.argv[1]).metadata.num_rows, most]))\n";
    let (out, database) = (folder.join(out), format!("sqlite:{}", folder.join("koe.db").display()));
    let read = out.join("responses.parquet");
    // The one that is handed over, where there is one: a million responses are much for one that is built to be tested.
    let program = std::env::var_os("KOE_OFFICE").unwrap_or_else(|| env!("CARGO_BIN_EXE_koe-office").into());
    let program = Path::new(&program);
    let words = ["export", "--survey", SURVEY, "--database", &database, "--out"].map(Path::new);
    let arguments = [&[read.as_path(), program][..], &words, &[&out]].concat();
    let measured = python(MEASURE, &arguments);
    (measured[0].as_u64().unwrap(), measured[1].as_u64().unwrap())
}

#[tokio::test]
async fn soak_an_export_of_many_takes_no_more_memory_than_one_of_few() {
    /// What is gathered of one group of rows, and room for chance, in KiB.
    const MORE_KIB: u64 = 48 << 10;
    let many = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(2_400);
    let (folder, _) = city(|_| 5).await;
    let (made, few) = (24 * 5, 600);
    multiply(folder.path(), few / made - 1, COPY[0]).await;
    let (few_rows, few_kib) = measured(folder.path(), "few");
    multiply(folder.path(), many / few - 1, COPY[1]).await;
    let (rows, kib) = measured(folder.path(), "many");
    println!("{few_rows} responses in {few_kib} KiB, {rows} in {kib} KiB");
    assert!(few_rows == 600 && rows >= few_rows * 4);
    assert!(kib < few_kib + MORE_KIB, "{few_rows} responses in {few_kib} KiB, {rows} in {kib} KiB");
}
