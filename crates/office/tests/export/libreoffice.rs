//! The tables as `LibreOffice` opens them, told to compute whatever looks like a formula and to find numbers and days by
//! their looks: somebody may have set it so, and other spreadsheets do nothing else.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{export, office, said, table};
use crate::office::VISITORS;
use crate::response::with;

/// Commas, quotes, UTF-8, from the first row; special numbers are found, formulas are computed.
const READ: &str = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,,true";
/// As its cells are shown.
const SHOWN: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";
/// As a document in one piece of XML, in which formulas are named.
const DOCUMENT: &str = "fods:OpenDocument Spreadsheet Flat XML";

/// The files that a spreadsheet opens.
const TABLES: [&str; 4] = ["responses", "labels", "codebook", "free-text"];

/// What people wrote, none of which may be run or changed.
const WRITTEN: [&str; 15] = [
    "=1+1",
    "+81 6 4394 9910",
    "-1+2",
    "@SUM(A1:A9)",
    "＝１＋１",
    "\n=1+1",
    " =1+1",
    "\"=1+1",
    "=HYPERLINK(\"//x\")",
    "0661234567",
    "1-2",
    "3/4",
    "1e5",
    "髙𠮷 ㈱ 〜 ①🌸",
    "きれい, \"とても\"\nまた",
];

/// Has `LibreOffice` open these tables of `folder`, and keep them in another form in its folder `out`.
fn opened(folder: &Path, names: &[&str], form: &str, out: &str) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let soffice = Command::new("soffice")
        .args([&profile, "--headless", READ, "--convert-to", form, "--outdir", out])
        .args(names.iter().map(|name| format!("{name}.csv")))
        .current_dir(folder)
        .output();
    let soffice = soffice.expect("LibreOffice is there: `apt-get install libreoffice-calc-nogui`");
    assert!(soffice.status.success(), "{}", String::from_utf8_lossy(&soffice.stderr));
}

/// The rows of a table that `LibreOffice` has written, whose lines end as this system's do.
fn shown(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut quoted = false;
    let lines = text.chars().fold(String::new(), |mut lines, letter| {
        quoted ^= letter == '"';
        if letter == '\n' && !quoted {
            lines.push('\r');
        }
        lines.push(letter);
        lines
    });
    std::fs::write(file, lines).unwrap();
    table(file)
}

#[tokio::test]
async fn libreoffice_shows_every_table_as_it_was_written_and_runs_nothing() {
    let office = office().await;
    let responses = office.responses(VISITORS).await;
    for (number, words) in (100..).zip(WRITTEN) {
        let answers = json!({ "visited": "no", "age": 7, "words": words });
        let sent = office.client.put(&with(&responses.number(number), "/answers", answers)).await;
        assert_eq!(sent.status.as_u16(), 201, "{words}: {}", sent.text());
    }
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    let out = folder.join("out");
    // What runs where nothing is done about it, so that one sees that it would.
    std::fs::write(out.join("bare.csv"), "\u{feff}a\r\n=1+1\r\n").unwrap();
    opened(&out, &[&TABLES[..], &["bare"]].concat(), DOCUMENT, "documents");
    opened(&out, &TABLES, SHOWN, "shown");
    let document = |name: &str| std::fs::read_to_string(out.join(format!("documents/{name}.fods"))).unwrap();
    assert!(document("bare").contains("table:formula"));
    for name in TABLES {
        assert!(!document(name).contains("table:formula"), "{name}");
        let written = table(&out.join(format!("{name}.csv")));
        assert_eq!(shown(&out.join(format!("shown/{name}.csv"))), written, "{name}");
    }
    let texts = table(&out.join("free-text.csv"));
    let kept: Vec<&str> = texts.iter().map(|row| row["text"].trim_start_matches('\'')).collect();
    for words in WRITTEN {
        assert!(kept.contains(&words), "{words:?} in {kept:?}");
    }
}
