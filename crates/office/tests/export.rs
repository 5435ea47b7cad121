//! `koe-office export`: files of responses, by the real program, and read by others.

mod arriving;
mod described;
mod libreoffice;
mod many;
pub(crate) mod memory;
mod paper;
pub(crate) mod parquet;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use questionnaire::{DraftQuestion, DraftSection, DraftSurvey, State};
use serde_json::{Value, json};

use crate::commands::{gave_up, run, said};
use crate::office::{TestOffice, VISITORS};
use crate::response::with;
use crate::sealed::{key, put, sealed, sealed_to};

/// A question of every kind, all of them for those alone who were in the garden.
fn every_kind() -> DraftSection {
    let text = |words: &str| json!({ "ja": words, "ja-easy": words, "en": words });
    let choice = |code: &str, more: Value| {
        let mut choice = json!({ "code": code, "text": text(code) });
        choice.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        choice
    };
    let plain = |code: &str| choice(code, json!({}));
    let escapes = |exclusive: bool| {
        ["dont_know", "prefer_not_to_say"].map(|meaning| {
            choice(
                meaning.split('_').next().unwrap(),
                if exclusive {
                    json!({ "meaning": meaning, "exclusive": true })
                } else {
                    json!({ "meaning": meaning })
                },
            )
        })
    };
    let colours = [&[plain("red"), choice("other", json!({ "other": true }))][..], &escapes(false)].concat();
    let flowers = [&[plain("rose"), plain("lily"), choice("none", json!({ "exclusive": true }))][..], &escapes(true)];
    let mut questions = vec![
        json!({ "id": "colour", "text": text("=いろ"), "answer": { "one": { "choices": colours } } }),
        json!({ "id": "flowers", "text": text("はな"), "answer": { "several": { "choices": flowers.concat() } } }),
    ];
    for (id, answer) in [
        ("rank.1", json!({ "ranking": { "choices": [plain("a"), plain("b"), plain("c")], "at_most": 2 } })),
        ("paid", json!({ "number": { "min": -5, "max": 9999 } })),
        ("liking", json!({ "rating": { "low": text("ひくい"), "high": text("たかい") } })),
        ("first", json!({ "date": { "earliest": "2000-01-01", "latest": "2030-12-31" } })),
        ("since", json!({ "month": { "earliest": "2000-01", "latest": "2030-12" } })),
        ("story", json!({ "text": { "characters_max": 100 } })),
    ] {
        questions.push(json!({ "id": id, "text": text(id), "answer": answer, "escapes": escapes(false) }));
    }
    for question in &mut questions {
        question["ask_when"] = json!({ "chose": { "question": "visited", "choice": "yes" } });
    }
    serde_json::from_value(json!({ "id": "kinds", "title": text("いろいろ"), "questions": questions })).unwrap()
}

fn with_every_kind(draft: &mut DraftSurvey) {
    draft.questionnaire.sections.push(every_kind());
}

/// Those who were asked every kind of question, or none.
fn people() -> [(&'static str, Value); 5] {
    let all = |code: &str| {
        let mut answers = json!({ "visited": "yes", "colour": code, "flowers": [code] });
        for question in ["rank.1", "paid", "liking", "first", "since", "story"] {
            answers[question] = json!({ "choice": code });
        }
        answers
    };
    let answered = json!({
        "visited": "yes", "often": "weekly", "age": 71, "words": "=1+1",
        "colour": { "choice": "other", "text": "みどり, \"あお\"" }, "flowers": ["rose", "lily"], "rank.1": ["c", "a"],
        "paid": -5, "liking": 10, "first": "2026-11-03", "since": "2011-03", "story": "一行目\n二行目",
    });
    [
        ("answered", answered),
        ("dont_know", all("dont")),
        ("prefer_not_to_say", all("prefer")),
        ("no_answer", json!({ "visited": "yes" })),
        ("not_asked", json!({ "visited": "no" })),
    ]
}

/// An office in which each of them has answered.
async fn office() -> TestOffice {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, with_every_kind).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    for (number, (who, answers)) in (1..).zip(people()) {
        let sent = office.client.put(&with(&responses.number(number), "/answers", answers)).await;
        assert_eq!(sent.status.as_u16(), 201, "{who}: {}", sent.text());
    }
    office
}

fn export(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["export", "--survey", VISITORS, "--database", "sqlite:koe.db"], arguments].concat())
}

/// The rows of a table by the names over its columns. It reads as RFC 4180 says, with other code than what wrote it.
fn table(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                rows.last_mut().unwrap().last_mut().unwrap().extend(letters.next());
            }
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\r' if !quoted => assert_eq!(letters.next(), Some('\n')),
            letter => rows.last_mut().unwrap().last_mut().unwrap().push(letter),
        }
        if !quoted && letter == '\r' {
            rows.push(vec![String::new()]);
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last row ends as every other");
    let head = rows.remove(0);
    rows.into_iter()
        .map(|row| {
            assert_eq!(row.len(), head.len(), "{row:?}");
            head.iter().cloned().zip(row).collect()
        })
        .collect()
}

/// The columns of questions of every kind, and what those who answered have in the tables of codes and of numbers.
const COLUMNS: [(&str, &str, &str); 12] = [
    ("colour", "other", "2"),
    ("flowers__rose", "1", "1"),
    ("flowers__lily", "1", "1"),
    ("flowers__none", "0", "0"),
    ("rank_1__a", "2", "2"),
    ("rank_1__b", "0", "0"),
    ("rank_1__c", "1", "1"),
    ("paid", "-5", "-5"),
    ("liking", "10", "10"),
    ("first", "2026-11-03", "2026-11-03"),
    ("since", "2011-03", "2011-03"),
    ("story", "1", "1"),
];

#[tokio::test]
async fn the_four_kinds_of_nothing_stay_apart_in_every_file() {
    let office = office().await;
    let folder = office.folder.path();
    let told = said(&export(folder, &["--out", "out"]));
    assert!(told.starts_with("out: 5 responses\nout/free-text.csv: 3 texts, which may name somebody"), "{told}");
    let out = folder.join("out");
    assert_eq!(out.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let (codes, words, numbers) =
        (table(&out.join("responses.csv")), table(&out.join("labels.csv")), table(&out.join("numbers.csv")));
    let meanings = table(&out.join("codebook.csv"));
    let lines: Vec<Value> = std::fs::read_to_string(out.join("responses.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (place, (who, _)) in people().iter().enumerate() {
        for (column, code, number) in COLUMNS {
            let found =
                |row: &str| meanings.iter().find(|meaning| meaning["column"] == column && meaning["nothing"] == row);
            let said_at =
                if matches!(column, "first" | "since") { format!("{column}__said") } else { column.to_owned() };
            let numbered = &numbers[place][&said_at];
            if *who == "answered" {
                assert_eq!((codes[place][column].as_str(), numbers[place][column].as_str()), (code, number));
                continue;
            }
            assert_eq!(codes[place][column], format!("_{who}"), "{column}");
            let meaning = found(who).unwrap();
            assert_eq!((&meaning["code"], &meaning["number"]), (&codes[place][column], numbered), "{who} {column}");
            let label = words[place].iter().find(|(name, _)| name.starts_with(&format!("{column} "))).unwrap().1;
            assert_eq!(*label, meaning["label"], "{who} {column}");
            let question = column.split("__").next().unwrap().replace("rank_1", "rank.1");
            assert_eq!(lines[place]["answers"][question], json!({ "nothing": who }));
        }
    }
    let answers = json!({
        "visited": "yes", "often": "weekly", "age": 71, "words": { "written": true }, "colour": "other",
        "flowers": ["rose", "lily"], "rank.1": ["c", "a"], "paid": -5, "liking": 10, "first": "2026-11-03",
        "since": "2011-03", "story": { "written": true },
    });
    assert_eq!(lines[0]["answers"], answers);
}

#[tokio::test]
async fn free_text_is_in_no_file_but_its_own_and_runs_in_no_spreadsheet() {
    let office = office().await;
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    for entry in std::fs::read_dir(folder.join("out")).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let own = path.file_stem().is_some_and(|name| name == "free-text");
        for words in ["1+1", "みどり", "二行目"] {
            assert_eq!(text.contains(words), own, "{}: {words}", path.display());
        }
        if path.extension().is_some_and(|kind| kind == "csv") && !path.ends_with("numbers.csv") {
            assert!(text.starts_with('\u{feff}'), "Excel knows UTF-8 by its mark: {}", path.display());
            let formula = |field: &String| field.starts_with(['=', '+', '@']);
            assert_eq!(table(&path).iter().flat_map(BTreeMap::values).find(|field| formula(field)), None);
        }
    }
    let texts = table(&folder.join("out/free-text.csv"));
    let told: Vec<_> =
        texts.iter().map(|row| (row["question"].as_str(), row["choice"].as_str(), row["text"].as_str())).collect();
    assert_eq!(
        told,
        [("colour", "other", "みどり, \"あお\""), ("story", "", "一行目\n二行目"), ("words", "", "'=1+1")]
    );
    let note = std::fs::read_to_string(folder.join("out/READ-FIRST.txt")).unwrap();
    assert!(note.contains("free-text.parquet（3 件）") && note.contains("5 件の回答"), "{note}");
}

#[tokio::test]
async fn pspp_reads_the_numbers_by_their_syntax() {
    let office = office().await;
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    let out = folder.join("out");
    let look = "INSERT FILE='numbers.sps' ENCODING='UTF-8'.\nDISPLAY DICTIONARY.\nFREQUENCIES /VARIABLES=colour paid liking first__said flowers__rose.\n\
                COMPUTE day = XDATE.YEAR(first).\nLIST /VARIABLES=ward paid first day since.\nMRSETS /DISPLAY NAME=ALL.\n";
    std::fs::write(out.join("look.sps"), look).unwrap();
    let pspp =
        Command::new("pspp").args(["-O", "format=csv", "look.sps"]).current_dir(&out).env("LC_ALL", "C.UTF-8").output();
    let pspp = pspp.expect("PSPP is there: `apt-get install pspp`");
    let seen = String::from_utf8(pspp.stdout).unwrap();
    assert!(
        pspp.status.success() && !seen.contains("error") && !seen.contains("warning"),
        "{seen}{}",
        String::from_utf8_lossy(&pspp.stderr)
    );
    // A day is a day, every nothing is missing and named, and what was chosen together is a set.
    for (told, times) in [
        ("271080,-5,2026/11/03,2026.00,2011-03", 1),
        ("Valid,-5,1,20.0%,100.0%", 1),
        ("Missing,非該当,1,20.0%", 5),
        (",答えたくない,1,20.0%", 5),
        (",わからない,1,20.0%", 5),
        (",無回答,1,20.0%", 5),
        ("$s_flowers,はな,Dichotomies,1,", 1),
    ] {
        assert_eq!(seen.matches(told).count(), times, "{told} in {seen}");
    }
}

#[tokio::test]
async fn what_an_earlier_revision_asked_keeps_its_column_and_what_it_did_not_was_not_asked() {
    let office = office().await;
    office.publish_with(VISITORS, |draft| draft.questionnaire.edition = "2".to_owned()).await;
    let responses = office.responses(VISITORS).await;
    assert_eq!(office.client.put(&responses.number(9)).await.status.as_u16(), 201);
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out", "--labels", "en"]));
    let codes = table(&folder.join("out/responses.csv"));
    assert_eq!((codes.len(), codes[0]["colour"].as_str(), codes[5]["colour"].as_str()), (6, "other", "_not_asked"));
    assert_eq!((codes[0]["visited"].as_str(), codes[5]["visited"].as_str()), ("yes", "yes"));
    let words = table(&folder.join("out/labels.csv"));
    assert_eq!(words[5]["often How often?"], "Every week", "{words:?}");
}

#[tokio::test]
async fn only_what_counts_is_exported_unless_all_is_asked_for() {
    let office = TestOffice::start().await;
    let responses = office.responses(VISITORS).await;
    assert_eq!(office.client.put(&responses.number(1)).await.status.as_u16(), 201);
    office.send_to(VISITORS, &[State::Open]).await;
    assert_eq!(office.client.put(&responses.number(2)).await.status.as_u16(), 201);
    let folder = office.folder.path();
    said(&export(folder, &["--out", "counted"]));
    said(&export(folder, &["--out", "all", "--all"]));
    let stored = |out: &str| -> Vec<String> {
        table(&folder.join(out).join("responses.csv")).iter().map(|row| row["stored"].clone()).collect()
    };
    assert_eq!(
        (stored("counted"), stored("all")),
        (vec!["counted".into()], vec!["rehearsal".into(), "counted".into()])
    );
}

#[tokio::test]
async fn sealed_responses_are_exported_with_their_key_and_refused_without() {
    let office = TestOffice::start().await;
    let folder = office.folder.path();
    std::fs::write(folder.join("ward.jwk"), key(0).to_jwk().to_string()).unwrap();
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    let response = office.responses(VISITORS).await.number(1);
    assert_eq!(put(&office, &response, sealed(&response, &[0, 1], 1)).await.status.as_u16(), 201);
    let told = gave_up(&export(folder, &["--out", "out", "--all"]));
    assert_eq!(told, "responses of \"garden-visitors\" are sealed: give the private key with --key");
    assert!(!folder.join("out").exists() && !folder.join(".out.unfinished").exists());
    said(&export(folder, &["--out", "out", "--all", "--key", "ward.jwk"]));
    assert_eq!(table(&folder.join("out/responses.csv"))[0]["age"], "71");
}

/// So many questions that an export is larger than the database that it is made of.
fn with_many_questions(draft: &mut DraftSurvey) {
    let mut section = every_kind();
    let question = section.questions.remove(3);
    section.questions = (0..150)
        .map(|number| DraftQuestion { id: format!("paid{number}").parse().unwrap(), ..question.clone() })
        .collect();
    draft.questionnaire.sections.push(section);
}

#[tokio::test]
async fn a_full_disk_leaves_no_half_of_an_export_and_the_next_one_is_whole() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, with_many_questions).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    for number in 1..=200 {
        assert_eq!(office.client.put(&responses.number(number)).await.status.as_u16(), 201);
    }
    let folder = office.stop().await;
    let folder = folder.path();
    // What a run that was killed has left.
    std::fs::create_dir(folder.join(".out.unfinished")).unwrap();
    std::fs::write(folder.join(".out.unfinished/responses.csv"), "half").unwrap();
    // A limit on the size of a file, beyond that of the database, says at a write what a full disk would say.
    let blocks = folder.join("koe.db").metadata().unwrap().len() / 512 + 100;
    let program = env!("CARGO_BIN_EXE_koe-office");
    let export_all = format!("exec {program} export --survey {VISITORS} --database sqlite:koe.db --out out");
    let limited = format!("trap '' XFSZ; ulimit -f {blocks}; {export_all}");
    let output = Command::new("sh").args(["-c", &limited]).current_dir(folder).env("LANG", "C.UTF-8").output().unwrap();
    let told = gave_up(&output);
    assert!(told.starts_with("out/") && told.contains(" cannot be used (File too large"), "{told}");
    assert!(!folder.join("out").exists() && !folder.join(".out.unfinished").exists());
    said(&export(folder, &["--out", "out"]));
    assert_eq!(table(&folder.join("out/responses.csv")).len(), 200);
    assert!(gave_up(&export(folder, &["--out", "out"])).starts_with("out is there already"));
    assert!(gave_up(&export(folder, &["--out", "other", "--labels", "ko"])).ends_with("it has ja, ja-easy, en"));
}
