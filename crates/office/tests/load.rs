//! `koe-office load`: responses that were carried here by hand.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use koefile::{Found, Header, Kind, Reader};
use office::store::{Address, Store, StoreOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::commands::{folder, gave_up, run};
use crate::killed::{Process, exported, rounds};
use crate::office::{LETTERS, VISITORS, id};
use crate::response::{Responses, with};

const MADE_AT: &str = "2026-12-02T05:00:00Z";
/// Lines of a file that a load has not finished when it is killed.
const LINES: u64 = 3_000;

/// An office in which both surveys are open.
fn office() -> TempDir {
    let folder = folder();
    for survey in [VISITORS, LETTERS] {
        assert!(run(folder.path(), &["survey", "open", survey]).status.success());
    }
    folder
}

fn line(response: &Value, code: Option<&str>) -> String {
    koefile::line(&koefile::response(&response.to_string(), code))
}

fn file(lines: &[String]) -> String {
    koefile::header(Kind::Responses, MADE_AT, lines.len() as u64) + &lines.concat()
}

/// A file of the responses with these numbers.
fn file_of(responses: &Responses, numbers: impl IntoIterator<Item = u64>) -> String {
    let lines: Vec<_> = numbers.into_iter().map(|number| line(&responses.number(number), None)).collect();
    file(&lines)
}

fn ids(responses: &Responses, numbers: impl IntoIterator<Item = u64>) -> BTreeSet<String> {
    numbers.into_iter().map(|number| responses.number(number)["id"].as_str().unwrap().to_owned()).collect()
}

/// What is stored, each once.
#[track_caller]
fn stored(folder: &Path) -> BTreeSet<String> {
    let ids = exported(folder);
    let count = ids.len();
    let ids: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(ids.len(), count);
    ids
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// What a load says as data: of each line that it tells of, and at the end how many there were.
#[track_caller]
fn told(output: &Output) -> (Vec<Value>, Value) {
    no_answer_in(output);
    let mut lines: Vec<Value> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let counts = lines.pop().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let all_stored = counts["not_stored"] == 0;
    assert_eq!(output.status.code(), Some(i32::from(!all_stored)));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), usize::from(!all_stored));
    (lines, counts)
}

#[track_caller]
fn no_answer_in(output: &Output) {
    let said = String::from_utf8([output.stdout.as_slice(), &output.stderr].concat()).unwrap();
    for answer in ["きれい", "weekly", "Xylophone", "98765", "YYYYY"] {
        assert!(!said.contains(answer), "{said}");
    }
}

fn load(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["load", "--json"], arguments].concat())
}

/// How many were stored now, before, and not.
fn counts(counts: &Value) -> [u64; 3] {
    ["stored", "before", "not_stored"].map(|name| counts[name].as_u64().unwrap())
}

#[test]
fn however_often_and_in_whatever_order_each_response_is_stored_once() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let one = file_of(&responses, 1..=20);
    let backwards: Vec<_> = one.lines().rev().collect();
    write(folder.path(), "one.koe", &one);
    write(folder.path(), "overlapping.koe", file_of(&responses, 11..=30));
    write(folder.path(), "backwards.koe", backwards.join("\r\n"));
    write(folder.path(), "together.koe", [one.trim_end(), "\u{feff}", &file_of(&responses, 25..=31)].concat());
    let mut loaded = Vec::new();
    for name in ["one.koe", "one.koe", "backwards.koe", "overlapping.koe", "together.koe"] {
        let (lines, summary) = told(&load(folder.path(), &[name]));
        assert_eq!(lines, Vec::<Value>::new());
        loaded.push(counts(&summary));
    }
    assert_eq!(loaded, [[20, 0, 0], [0, 20, 0], [0, 20, 0], [10, 10, 0], [1, 26, 0]]);
    let (_, summary) = told(&load(folder.path(), &["one.koe", "one.koe", "overlapping.koe"]));
    assert_eq!((counts(&summary), &summary["files"]), ([0, 60, 0], &json!(3)));
    assert_eq!(stored(folder.path()), ids(&responses, 1..=31));
}

#[test]
fn of_a_file_torn_at_any_byte_the_whole_lines_are_stored_and_the_rest_is_told() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let length = file_of(&responses, 0..2).len();
    let (mut names, mut expected) = (Vec::new(), BTreeSet::new());
    for end in 0..=length {
        let first = 2 * end as u64;
        let text = file_of(&responses, first..first + 2);
        assert_eq!(text.len(), length);
        let ends: Vec<_> = text.match_indices('\n').map(|(at, _)| at).collect();
        let whole = ends.iter().skip(1).filter(|at| **at <= end).count() as u64;
        expected.extend(ids(&responses, first..first + whole));
        names.push(format!("{end}.koe"));
        write(folder.path(), names.last().unwrap(), &text.as_bytes()[..end]);
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let (lines, summary) = told(&load(folder.path(), &names));
    assert_eq!(stored(folder.path()), expected);
    let text = file_of(&responses, 0..2);
    let ends: Vec<_> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut lines = lines.iter();
    let mut faults = 0;
    for end in 0..length - 1 {
        let whole = ends.iter().filter(|at| **at <= end).count();
        let is_torn = !ends.iter().any(|at| [*at, *at + 1].contains(&end));
        let last = Some(1 + ends.iter().filter(|at| **at < end).count());
        let mut expected = match (end, whole) {
            (0, _) => vec![("empty_file", None)],
            (_, 0) => vec![("no_whole_line", None)],
            _ if is_torn => vec![("torn", last)],
            _ => vec![],
        };
        if whole > 0 && whole + usize::from(is_torn) < 3 {
            expected.push(("short", last));
        }
        for (kind, line) in expected {
            let expected =
                json!({ "file": format!("{end}.koe"), "line": line, "type": format!("urn:koe:problem:{kind}") });
            let told = lines.next().unwrap();
            assert_eq!(json!({ "file": told["file"], "line": told["line"], "type": told["type"] }), expected);
            faults += 1;
        }
    }
    assert_eq!(lines.next(), None, "the last two are whole");
    assert_eq!(counts(&summary), [expected.len() as u64, 0, faults]);
}

#[tokio::test]
async fn a_load_that_was_killed_is_finished_by_the_next() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let address = Address::of_file(folder.path().join("data/koe.db"));
    let options = StoreOptions { create: false, ..StoreOptions::default() };
    for round in 0..rounds() {
        let first = round * LINES;
        write(folder.path(), "many.koe", file_of(&responses, first..first + LINES));
        let store = Store::open(&address, options).await.unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_koe-office"))
            .args(["load", "many.koe", "--receipts", "stored.koe"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Ids are in the order of their numbers, so this one is there as soon as anything is behind the one before.
        let enough = 1 + round * 367 % 1_000;
        let before_it = responses.number(first + enough)["id"].as_str().unwrap().to_owned();
        while store.records(&id(VISITORS), &before_it, 1).await.unwrap().is_empty() {
            assert!(child.try_wait().unwrap().is_none(), "it is at work until it is killed");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        store.close().await;
        assert!(!folder.path().join("stored.koe").exists(), "nothing that is not whole has the name");
        let there = stored(folder.path()).len() as u64 - first;
        assert!((enough..LINES).contains(&there), "{there} of round {round} were stored before the end");
        let (_, summary) = told(&load(folder.path(), &["many.koe"]));
        assert_eq!(counts(&summary), [LINES - there, there, 0]);
    }
    assert_eq!(stored(folder.path()), ids(&responses, 0..rounds() * LINES));
}

#[tokio::test]
async fn sent_and_carried_a_response_is_the_same_one() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let process = Process::start(folder.path());
    assert_eq!(process.client.put(&responses.number(1)).await.status.as_u16(), 201);
    write(folder.path(), "a.koe", file_of(&responses, 1..=3));
    let (_, summary) = told(&load(folder.path(), &["a.koe"]));
    assert_eq!(counts(&summary), [2, 1, 0], "loaded while the office serves");
    assert_eq!(process.client.put(&responses.number(2)).await.status.as_u16(), 200);
    let other = with(&responses.number(3), "/answers/age", 1);
    assert_eq!(process.client.put(&other).await.problem(), (409, "conflict".to_owned()));
}

/// The names under which a line is told: status, kind, and what is wrong at which question.
fn names(told: &Value) -> (u64, u64, String, Vec<String>) {
    let number = |name: &str| told[name].as_u64().unwrap_or_default();
    let kind = told["type"].as_str().map_or_else(
        || told["reason"].as_str().unwrap().to_owned(),
        |kind| kind.strip_prefix("urn:koe:problem:").unwrap().to_owned(),
    );
    let problems = told["problems"].as_array().into_iter().flatten();
    let problems = problems.map(|problem| {
        format!("{}:{}", problem["question"].as_str().unwrap_or_default(), problem["code"].as_str().unwrap())
    });
    (number("line"), number("status"), kind, problems.collect())
}

#[test]
fn each_line_that_is_not_stored_is_told_by_the_names_of_http() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let good = responses.number(1);
    let number = |number| responses.number(number);
    let mut misshapen = number(5);
    misshapen.as_object_mut().unwrap().insert("Xylophone".into(), json!("Xylophone"));
    write(
        folder.path(),
        "a.koe",
        file(&[
            line(&good, None),
            line(&with(&good, "/answers/age", 1), None),
            line(&with(&number(2), "/revision", "0".repeat(64)), None),
            line(&with(&number(3), "/survey", "none"), None),
            line(&with(&with(&number(4), "/answers/age", 98765), "/answers/often", "Xylophone"), None),
            line(&misshapen, None),
            line(&with(&number(6), "/language", 98765), None),
            koefile::line("{\"sealed\":\"Xylophone\"}"),
            koefile::line("not JSON Xylophone"),
            line(&with(&number(7), "/answers/words", "Xylophone".repeat(10_000)), None),
            line(&with(&number(8), "/answers", json!({ "Xylophone 98765": "Xylophone" })), None),
            line(&number(9), None).replace("きれい", "YYYYY"),
        ]),
    );
    let output = load(folder.path(), &["a.koe"]);
    let (lines, summary) = told(&output);
    let line = |line: u64, status: u64, kind: &str, problems: &[&str]| {
        (line, status, kind.to_owned(), problems.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(
        lines.iter().map(names).collect::<Vec<_>>(),
        [
            line(3, 409, "conflict", &[]),
            line(4, 422, "not_valid", &[":unknown_revision"]),
            line(5, 404, "no_such_survey", &[]),
            line(6, 422, "not_valid", &["age:out_of_range", "often:unknown_choice"]),
            line(7, 422, "not_valid", &[":misshapen"]),
            line(8, 422, "not_valid", &[":misshapen"]),
            line(9, 0, "unknown_entry", &[]),
            line(10, 0, "unknown_entry", &[]),
            line(11, 413, "too_large", &[]),
            line(12, 422, "not_valid", &[":unknown_question", "visited:required"]),
            line(13, 0, "altered", &[]),
        ]
    );
    assert_eq!((counts(&summary), &lines[0]["id"]), ([1, 0, 11], &good["id"]));
    for language in ["ja", "en"] {
        let output = run(folder.path(), &["load", "a.koe", "--language", language]);
        no_answer_in(&output);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.lines().take(11).zip(3..).all(|(line, number)| line.starts_with(&format!("a.koe:{number}: "))));
        assert_eq!(said.lines().count(), 12, "{said}");
    }
}

fn codes(folder: &Path, count: &str) -> Vec<String> {
    let arguments = ["invite", "--survey", LETTERS, "--ward", "271080", "--count", count];
    let csv = String::from_utf8(run(folder, &arguments).stdout).unwrap();
    csv.lines().skip(1).map(|line| line.strip_prefix("271080,").unwrap().to_owned()).collect()
}

#[test]
fn codes_states_and_what_comes_late_are_judged_as_if_it_had_been_sent() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), LETTERS);
    let codes = codes(folder.path(), "2");
    let number = |number| responses.number(number);
    let mut lines = vec![
        line(&number(1), Some(&codes[0])),
        line(&number(2), Some(&codes[0].to_lowercase())),
        line(&number(3), None),
        line(&number(4), Some("YYYYY-YYYYY")),
    ];
    // Many wrong codes in a file make no honest one wait.
    lines.extend((100..200).map(|wrong| line(&number(wrong), Some("YYYYY-YYYYY"))));
    lines.push(line(&number(5), Some(&codes[1])));
    write(folder.path(), "a.koe", file(&lines));
    let (told_lines, summary) = told(&load(folder.path(), &["a.koe"]));
    assert_eq!(counts(&summary), [3, 0, 102]);
    let first: Vec<_> =
        told_lines.iter().take(3).map(names).map(|(line, status, kind, _)| (line, status, kind)).collect();
    assert_eq!(first, [(3, 202, "code_used".into()), (4, 403, "code_missing".into()), (5, 403, "code_unknown".into())]);
    let survey = |act: &str| assert!(run(folder.path(), &["survey", act, LETTERS]).status.success());
    survey("pause");
    write(folder.path(), "b.koe", file(&[line(&number(1), Some(&codes[0])), line(&number(6), Some(&codes[0]))]));
    let (told_lines, summary) = told(&load(folder.path(), &["b.koe"]));
    assert_eq!((counts(&summary), names(&told_lines[0]).2), ([0, 1, 1], "not_accepting".into()));
    survey("open");
    survey("close");
    write(folder.path(), "c.koe", file(&[line(&number(2), Some(&codes[0])), line(&number(7), Some(&codes[1]))]));
    let (told_lines, summary) = told(&load(folder.path(), &["c.koe"]));
    assert_eq!((counts(&summary), &summary["aside"]), ([1, 1, 0], &json!(2)));
    let aside: Vec<_> = told_lines.iter().map(names).map(|(line, status, kind, _)| (line, status, kind)).collect();
    assert_eq!(aside, [(2, 200, "code_used".into()), (3, 202, "code_used".into())]);
}

#[test]
fn a_device_is_told_what_is_stored_and_nothing_else() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    write(folder.path(), "before.koe", file_of(&responses, [1]));
    told(&load(folder.path(), &["before.koe"]));
    assert!(run(folder.path(), &["survey", "close", VISITORS]).status.success());
    let lines = [1, 2].map(|number| line(&responses.number(number), None));
    let wrong = line(&with(&responses.number(3), "/answers/age", 98765), None);
    write(folder.path(), "a.koe", file(&[lines.concat(), wrong, "torn\n".into()]));
    told(&load(folder.path(), &["a.koe", "--receipts", "stored.koe"]));
    assert!(!folder.path().join("stored.koe.unfinished").exists());
    let mut reader = Reader::default();
    let mut found = reader.read(&std::fs::read(folder.path().join("stored.koe")).unwrap());
    found.extend(reader.end());
    let id = |number| responses.number(number)["id"].as_str().unwrap().to_owned();
    assert_eq!(
        found.into_iter().map(|piece| piece.what).collect::<Vec<_>>(),
        [
            Found::Header(Header { kind: Kind::Receipts, count: 2 }),
            Found::Entry(format!("{{\"id\":\"{}\",\"stored\":\"counted\"}}", id(1))),
            Found::Entry(format!("{{\"id\":\"{}\",\"stored\":\"aside\",\"reason\":\"late\"}}", id(2))),
        ]
    );
    let (told_lines, summary) = told(&load(folder.path(), &["stored.koe"]));
    assert_eq!(counts(&summary), [0, 0, 1]);
    assert_eq!(names(&told_lines[0]).2, "receipts");
}

#[test]
fn no_file_is_ever_overwritten_by_receipts() {
    let folder = office();
    let text = file_of(&Responses::in_folder(folder.path(), VISITORS), 1..=2);
    write(folder.path(), "a.koe", &text);
    let said = gave_up(&run(folder.path(), &["load", "a.koe", "--receipts", "a.koe"]));
    assert_eq!(said, "a.koe is there already: name another file with --receipts");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.koe")).unwrap(), text);
    assert_eq!(stored(folder.path()), BTreeSet::new(), "nothing is loaded of which there would be no word");
    let said = gave_up(&run(folder.path(), &["load", "a.koe", "--receipts", "nowhere/b.koe"]));
    assert!(said.starts_with("nowhere/b.koe cannot be written ("), "{said}");
}

#[test]
fn what_cannot_be_loaded_is_one_line_that_says_what_to_do() {
    let folder = office();
    write(folder.path(), "empty.koe", "");
    write(folder.path(), "blank.koe", "\u{feff}\r\n\r\n");
    write(folder.path(), "letter.koe", "Dear office,\nmany thanks.\n".repeat(1_000));
    write(
        folder.path(),
        "noise.koe",
        (0..200_000_u32).map(|byte| (byte.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
    );
    let said = |name: &str| gave_up(&run(folder.path(), &["load", name]));
    assert_eq!(said("content"), "content: is a folder: name the files in it");
    assert!(said("none.koe").starts_with("none.koe: cannot be read (No such file or directory (os error 2)): look"));
    assert_eq!(said("empty.koe"), "empty.koe: is empty: export it from the device again");
    assert_eq!(said("blank.koe"), "blank.koe: is empty: export it from the device again");
    for name in ["letter.koe", "noise.koe", "data/koe.db"] {
        assert!(
            said(name).starts_with(&format!("{name}: is no file of responses (*.koe), or no line of it is whole: "))
        );
    }
    let (lines, summary) = told(&load(folder.path(), &["letter.koe"]));
    assert_eq!((counts(&summary), names(&lines[0]).2), ([0, 0, 1], "no_whole_line".into()));
    let said = gave_up(&run(folder.path(), &["load", "letter.koe", "--language", "ja"]));
    assert!(said.starts_with("letter.koe: 回答票のファイル（*.koe）ではないか、"), "{said}");
    let said = gave_up(&run(folder.path(), &["load", "a.koe", "--database", "sqlite:none.db"]));
    assert!(said.starts_with("there is no database at none.db"), "{said}");
}

#[test]
fn what_is_wrong_with_one_file_keeps_no_other_out() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    write(folder.path(), "a.koe", file_of(&responses, 1..=2));
    write(folder.path(), "empty.koe", "");
    write(folder.path(), "b.koe", file_of(&responses, 3..=4));
    let output = load(folder.path(), &["a.koe", "empty.koe", "none.koe", "content", "b.koe"]);
    let (lines, summary) = told(&output);
    assert_eq!(counts(&summary), [4, 0, 3]);
    let kinds: Vec<_> = lines.iter().map(|line| names(line).2).collect();
    assert_eq!(kinds, ["empty_file", "unreadable_file", "folder"]);
    assert_eq!(stored(folder.path()), ids(&responses, 1..=4));
}

#[test]
fn whole_lines_behind_any_rubbish_are_stored() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let whole = line(&responses.number(1), None);
    write(folder.path(), "little.koe", format!("rubbish\n{{\"sum\":\"\n\n{whole}"));
    write(folder.path(), "much.koe", format!("{}{whole}more\n", "rubbish\n".repeat(5_000)));
    let (lines, summary) = told(&load(folder.path(), &["little.koe", "much.koe"]));
    assert_eq!(counts(&summary), [1, 1, 4]);
    let kinds: Vec<_> = lines.iter().map(names).map(|(line, _, kind, _)| (line, kind)).collect();
    assert_eq!(
        kinds,
        [(1, "strange".into()), (2, "torn".into()), (1, "no_whole_line".into()), (5_002, "strange".into())]
    );
    assert_eq!(lines[2]["last_line"], 5_000);
}

#[test]
fn a_file_of_a_later_program_is_told_and_what_is_understood_is_stored() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    let head = "{\"koe\":\"responses\",\"version\":2,\"new\":true";
    let sum = koefile::line(head)[8..72].to_owned();
    let text = format!("{head},\"sum\":\"{sum}\"}}\nsomething new\n{}", line(&responses.number(1), None));
    write(folder.path(), "later.koe", text);
    let (lines, summary) = told(&load(folder.path(), &["later.koe"]));
    assert_eq!((counts(&summary), names(&lines[0]).2), ([1, 0, 1], "later_version".into()));
    assert_eq!(stored(folder.path()), ids(&responses, [1]));
}

#[test]
fn it_says_how_it_went_in_the_tongue_of_the_reader() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    write(folder.path(), "a.koe", file_of(&responses, 1..=2));
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (out, error) = said(&["load", "a.koe"]);
    assert_eq!(out, "1 file: 2 stored now, 0 stored before (0 of them aside), 0 not stored\n");
    assert_eq!(error, "");
    write(folder.path(), "b.koe", file_of(&responses, 1..=2).trim_end_matches("}\n"));
    let (out, error) = said(&["load", "a.koe", "b.koe"]);
    assert_eq!(
        out,
        "b.koe:3: the line breaks off: export the file from the device again\n\
         2 files: 0 stored now, 3 stored before (0 of them aside), 1 not stored\n"
    );
    assert_eq!(error, "koe-office: 1 line is not stored: do what it says above, and load again\n");
    let (out, error) = said(&["load", "b.koe", "--language", "ja"]);
    assert_eq!(
        out,
        "b.koe:3: 行が途中で切れています。端末からもう一度書き出してください\n\
         ファイル 1 個：いま保存 0 件、前に保存ずみ 1 件（そのうち別扱い 0 件）、保存できないもの 1 件\n"
    );
    assert!(error.starts_with("koe-office: 保存できないものが 1 件あります。"), "{error}");
}

#[test]
fn a_tablet_that_nobody_has_set_up_is_told_before_anything_is_stored() {
    let folder = office();
    let responses = Responses::in_folder(folder.path(), VISITORS);
    write(folder.path(), "a.koe", file_of(&responses, 1..=2));
    let output = load(folder.path(), &["--device", "NOSUCH99", "a.koe"]);
    assert!(!output.status.success());
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("NOSUCH99") && complaint.trim().lines().count() == 1, "{complaint}");
    assert!(stored(folder.path()).is_empty());
}
