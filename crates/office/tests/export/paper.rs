//! What only paper can say, in every file: two marks, what nobody can read, and what was not asked.

use std::process::Command;

use office::store::{Arrival, Kept, Stored};
use questionnaire::State;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::parquet::{READ, python};
use super::{COLUMNS, export, people, said, table, with_every_kind};
use crate::office::{TestOffice, VISITORS, id};
use crate::response::with;

/// Sheets that say nothing in each way that only paper knows.
fn sheets() -> [(&'static str, Value); 3] {
    let two = |one: &str, other: &str| json!({ "marks": [one, other] });
    let escapes = two("dont", "prefer");
    let two_marks = json!({
        "visited": "yes", "colour": two("red", "other"), "flowers": two("rose", "none"),
        "rank.1": { "marks": ["a", "b", "c"] }, "paid": escapes, "liking": two("3", "4"), "first": escapes,
        "since": escapes, "story": escapes,
    });
    let mut unreadable = json!({ "visited": "yes" });
    for question in ["colour", "flowers", "rank.1", "paid", "liking", "first", "since", "story"] {
        unreadable[question] = json!({ "unreadable": true });
    }
    let [(_, mut off_path), ..] = people();
    off_path["visited"] = json!("no");
    [("two_marks", two_marks), ("unreadable", unreadable), ("off_path", off_path)]
}

/// Takes a sheet in, as the desk does once it was typed.
async fn take_in(office: &TestOffice, number: u64, answers: Value) {
    let responses = office.responses(VISITORS).await;
    let response = with(&with(&responses.number(number), "/mode", "paper"), "/answers", answers);
    let text = |name: &str| response[name].as_str().unwrap();
    let (body, received_at) = (response.to_string(), "2026-12-02T01:05:00Z".parse().unwrap());
    let arrival = Arrival {
        survey: id(VISITORS),
        id: text("id").parse().unwrap(),
        revision: text("revision").parse().unwrap(),
        ward: text("ward").parse().unwrap(),
        receipt_hash: text("receipt_hash").to_owned(),
        content_hash: Sha256::digest(&body).into(),
        body,
        sealed_through: None,
        received_at,
        timing: office::admission::Timing::at(received_at),
        code_hash: None,
        needs_code: false,
        hears_codes: false,
    };
    let kept = office.store.keep_all(&[&arrival]).await.unwrap();
    assert_eq!(kept, [Kept::New(Stored::Counted, None)]);
}

#[tokio::test]
async fn what_only_paper_says_stays_apart_in_every_file() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, with_every_kind).await;
    office.send_to(VISITORS, &[State::Open]).await;
    for (number, (_, answers)) in (1..).zip(sheets()) {
        take_in(&office, number, answers).await;
    }
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    let out = folder.join("out");
    let tables = ["responses.csv", "labels.csv", "numbers.csv", "codebook.csv"].map(|name| table(&out.join(name)));
    let [codes, words, numbers, meanings] = &tables;
    let parquet = &python(READ, &[&out.join("responses.parquet")])[1];
    let lines = std::fs::read_to_string(out.join("responses.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (place, (kind, answers)) in sheets().iter().enumerate() {
        for (column, ..) in COLUMNS {
            let meaning =
                meanings.iter().find(|meaning| meaning["column"] == column && meaning["nothing"] == *kind).unwrap();
            let said_at =
                if matches!(column, "first" | "since") { format!("{column}__said") } else { column.to_owned() };
            let label = words[place].iter().find(|(name, _)| name.starts_with(&format!("{column} "))).unwrap().1;
            assert_eq!(
                [&meaning["code"], &meaning["number"], &meaning["label"]],
                [&codes[place][column], &numbers[place][&said_at], label],
                "{kind} {column}"
            );
            assert_eq!(codes[place][column], format!("_{kind}"), "{column}");
            let row = &parquet[place];
            assert_eq!(
                (&row[column], &row[format!("{column}__nothing")]),
                (&Value::Null, &json!(kind)),
                "{kind} {column}"
            );
            let question = column.split("__").next().unwrap().replace("rank_1", "rank.1");
            let line = &lines[place]["answers"][&question];
            assert_eq!(line["nothing"], json!(kind), "{question}");
            if *kind == "two_marks" {
                assert_eq!(line["marked"], answers[&question]["marks"], "what stood there is not lost");
            }
        }
    }
    let look = "INSERT FILE='numbers.sps' ENCODING='UTF-8'.\nFREQUENCIES /VARIABLES=colour paid liking first__said.\n";
    std::fs::write(out.join("look.sps"), look).unwrap();
    let pspp =
        Command::new("pspp").args(["-O", "format=csv", "look.sps"]).current_dir(&out).env("LC_ALL", "C.UTF-8").output();
    let seen = String::from_utf8(pspp.expect("PSPP is there: `apt-get install pspp`").stdout).unwrap();
    for told in ["Missing,紙で非該当の問に記入,1,", ",紙で読み取れない,1,", ",紙に2つ以上の印,1,"]
    {
        assert_eq!(seen.matches(told).count(), 4, "{told} in {seen}");
    }
}
