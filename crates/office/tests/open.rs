//! `koe-office open`: sealed responses opened with a private key, by the real program.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use questionnaire::State;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::commands::{gave_up, run, said};
use crate::office::{LETTERS, TestOffice, VISITORS};
use crate::response::with;
use crate::sealed::{key, put, sealed, sealed_to};

/// An office whose survey is sealed to the keys 0 and 1, which lie in files of their own.
async fn office() -> TestOffice {
    let office = TestOffice::start().await;
    for (number, name) in [(0, "ward"), (1, "escrow"), (2, "other")] {
        let folder = office.folder.path();
        std::fs::write(folder.join(format!("{name}.jwk")), key(number).to_jwk().to_string()).unwrap();
        std::fs::write(folder.join(format!("{name}.pub.jwk")), key(number).public().to_jwk().to_string()).unwrap();
    }
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    office
}

/// Sends the responses with these numbers, sealed.
async fn send(office: &TestOffice, numbers: impl IntoIterator<Item = u64>) -> Vec<Value> {
    let responses = office.responses(VISITORS).await;
    let mut sent = Vec::new();
    for number in numbers {
        let response = responses.number(number);
        assert_eq!(put(office, &response, sealed(&response, &[0, 1], 1)).await.status.as_u16(), 201);
        sent.push(response);
    }
    sent
}

fn open(folder: &Path, arguments: &[&str]) -> Output {
    run(folder, &[&["open", "--database", "sqlite:koe.db"], arguments].concat())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What did not open: the lines on standard error but the last, and the last.
#[track_caller]
fn shut(output: &Output) -> (Vec<String>, String) {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let mut lines: Vec<_> = told.lines().map(str::to_owned).collect();
    let last = lines.pop().unwrap();
    (lines, last)
}

/// Changes what is stored behind the program's back.
async fn tamper(office: &TestOffice, sql: &'static str, with: &[&str]) {
    let mut connection: SqliteConnection = SqliteConnectOptions::new().filename(office.file()).connect().await.unwrap();
    let query = with.iter().fold(sqlx::query(sql), |query, value| query.bind((*value).to_owned()));
    assert!(query.execute(&mut connection).await.unwrap().rows_affected() > 0);
}

#[tokio::test]
async fn either_key_opens_every_response_as_it_was() {
    let office = office().await;
    let sent = send(&office, 1..=3).await;
    let folder = office.folder.path();
    for keys in [&["ward.jwk"][..], &["escrow.jwk"], &["other.jwk", "escrow.jwk"]] {
        let arguments = [&["--json", "--survey", VISITORS, "--key"], keys].concat();
        let opened = lines(&said(&open(folder, &arguments)));
        assert_eq!(opened.iter().map(|line| &line["response"]).collect::<Vec<_>>(), sent.iter().collect::<Vec<_>>());
        assert!(opened.iter().all(|line| line["sealed"] == true && line["stored"] == "rehearsal"));
    }
    let told = said(&open(folder, &["--key", "ward.jwk"]));
    assert_eq!(
        told,
        "garden-letters: 0 opened, 0 not opened, 0 never sealed\ngarden-visitors: 3 opened, 0 not opened, 0 never sealed\n"
    );
    let told = said(&open(folder, &["--key", "ward.jwk", "--survey", VISITORS, "--language", "ja"]));
    assert_eq!(told, "garden-visitors: 開いた回答票 3 件、開けない回答票 0 件、封のない回答票 0 件\n");
}

#[tokio::test]
async fn who_handed_the_device_over_and_whether_they_helped_is_handed_out() {
    let office = office().await;
    let helped = |number: u64, response: &Value| {
        let given = json!({ "interviewer": format!("K-{number}") });
        with(&with(response, "/given", given), "/assisted", true)
    };
    let (sealed_one, clear) = {
        let responses = office.responses(VISITORS).await;
        (helped(1, &responses.number(1)), helped(2, &office.responses(LETTERS).await.number(2)))
    };
    assert_eq!(put(&office, &sealed_one, sealed(&sealed_one, &[0, 1], 1)).await.status.as_u16(), 201);
    assert_eq!(office.client.put(&clear).await.status.as_u16(), 201);
    let folder = office.folder.path();
    let opened = lines(&said(&open(folder, &["--json", "--survey", VISITORS, "--key", "ward.jwk"])));
    let export = ["export", "--json", "--survey", LETTERS, "--database", "sqlite:koe.db"];
    let exported = lines(&said(&run(folder, &export)));
    for (line, number) in [(&opened[0], 1), (&exported[0], 2)] {
        let told = ["/response/given/interviewer", "/response/assisted", "/response/mode"];
        let told = told.map(|pointer| line.pointer(pointer).cloned());
        assert_eq!(told, [Some(json!(format!("K-{number}"))), Some(json!(true)), Some(json!("web"))]);
    }
}

#[tokio::test]
async fn what_was_never_sealed_is_handed_out_with_what_was() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let clear = office.responses(VISITORS).await.number(9);
    office.client.put(&clear).await;
    std::fs::write(office.folder.path().join("ward.jwk"), key(0).to_jwk().to_string()).unwrap();
    office.publish_with(VISITORS, sealed_to(&[0, 1])).await;
    let sent = send(&office, [1]).await;
    let opened = lines(&said(&open(office.folder.path(), &["--json", "--key", "ward.jwk"])));
    assert_eq!(opened.iter().map(|line| &line["response"]).collect::<Vec<_>>(), [&sent[0], &clear]);
    assert_eq!((&opened[0]["sealed"], opened[1].get("sealed")), (&json!(true), None));
}

#[tokio::test]
async fn answers_are_written_into_a_new_file_that_nobody_else_reads() {
    let office = office().await;
    let sent = send(&office, 1..=2).await;
    let folder = office.folder.path();
    let told = said(&open(folder, &["--key", "ward.jwk", "--survey", VISITORS, "--out", "answers.ndjson"]));
    assert_eq!(told, "garden-visitors: 2 opened, 0 not opened, 0 never sealed\n");
    let file = folder.join("answers.ndjson");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let written = lines(&std::fs::read_to_string(&file).unwrap());
    assert_eq!(written.iter().map(|line| &line["response"]).collect::<Vec<_>>(), sent.iter().collect::<Vec<_>>());
    assert!(!folder.join("answers.ndjson.part").exists());
    let again = gave_up(&open(folder, &["--key", "ward.jwk", "--out", "answers.ndjson"]));
    assert_eq!(again, "answers.ndjson is there already: name another file with --out");
}

#[tokio::test]
async fn a_key_that_opens_nothing_is_one_line_that_names_those_that_do() {
    let office = office().await;
    send(&office, 1..=5).await;
    let folder = office.folder.path();
    let told = gave_up(&open(folder, &["--key", "other.jwk", "--json"]));
    let mut ids = [0, 1].map(|number| key(number).public().id().to_owned());
    ids.sort();
    let expected =
        format!("nothing here is sealed to the keys that were given: give the private key of {}", ids.join(" or "));
    assert_eq!(told, expected);
    for (file, ends) in [
        (
            "ward.pub.jwk",
            "is a public key, which cannot open anything: name the file of a private key (NAME.jwk, without .pub)",
        ),
        ("koe.db", "name the file of a private key, as `koe-office keygen` writes it"),
        ("none.jwk", "name the file of a private key, as `koe-office keygen` writes it"),
    ] {
        let told = gave_up(&open(folder, &["--key", file]));
        assert!(told.contains(file) && told.ends_with(ends), "{told}");
    }
    let told = gave_up(&open(folder, &["--key", "ward.jwk", "--survey", "none"]));
    assert!(told.contains("holds no survey \"none\""), "{told}");
}

#[tokio::test]
async fn what_does_not_open_is_told_counted_and_kept() {
    let office = office().await;
    let sent = send(&office, 1..=6).await;
    let ids: Vec<_> = sent.iter().map(|response| response["id"].as_str().unwrap()).collect();
    let bodies: Vec<_> = sent.iter().map(|response| sealed(response, &[0, 1], 1)).collect();
    let put_in = "UPDATE responses SET body = ?2 WHERE id = ?1";
    let mut flipped: Value = serde_json::from_str(&bodies[0]).unwrap();
    let ciphertext = flipped["ciphertext"].as_str().unwrap();
    let other = if ciphertext.starts_with('A') { "B" } else { "A" };
    flipped["ciphertext"] = format!("{other}{}", &ciphertext[1..]).into();
    tamper(&office, put_in, &[ids[0], &flipped.to_string()]).await;
    tamper(&office, put_in, &[ids[1], &bodies[1][..bodies[1].len() / 2]]).await;
    tamper(&office, put_in, &[ids[2], &bodies[3]]).await;
    tamper(&office, "UPDATE responses SET ward = '271110' WHERE id = ?1", &[ids[4]]).await;

    let output = open(office.folder.path(), &["--key", "ward.jwk", "--json"]);
    let (told, last) = shut(&output);
    assert_eq!(
        told,
        [
            format!("garden-visitors {}: it was changed after it was sealed: look for it in an earlier backup", ids[0]),
            format!("garden-visitors {}: it is cut off or damaged: look for it in an earlier backup", ids[1]),
            format!(
                "garden-visitors {}: the database has it in the place of another (id): compare it with an earlier backup",
                ids[2]
            ),
            format!(
                "garden-visitors {}: the database has it in the place of another (ward): compare it with an earlier backup",
                ids[4]
            ),
        ]
    );
    assert_eq!(
        last,
        "koe-office: 4 of 6 sealed responses do not open: they are kept as they are, do what the lines above say"
    );
    let handed_out = lines(&String::from_utf8(output.stdout).unwrap());
    let codes: Vec<_> = handed_out.iter().map(|line| line["problem"]["code"].as_str().unwrap_or("opened")).collect();
    assert_eq!(codes, ["changed", "unreadable", "displaced", "opened", "displaced", "opened"]);
    assert_eq!(handed_out[0]["response"], flipped);
    assert_eq!(handed_out[1]["response"], bodies[1][..bodies[1].len() / 2]);
    assert_eq!(office.stored(VISITORS).await.len(), 6);
    let japanese = open(office.folder.path(), &["--key", "ward.jwk", "--language", "ja"]);
    let (told, last) = shut(&japanese);
    assert!(told[0].ends_with("封をしたあとで変えられています。前のバックアップを見てください"), "{told:?}");
    assert!(last.starts_with("koe-office: 封をした回答票 6 件のうち 4 件が開きません"), "{last}");
}

#[tokio::test]
async fn what_was_sealed_is_judged_by_the_rules_of_its_revision_when_it_is_opened() {
    let office = office().await;
    let good = office.responses(VISITORS).await.number(1);
    let other = |number: u8| with(&good, "/id", format!("00000000-0000-4000-8000-00000000000{number}"));
    let bad = [
        with(&with(&other(1), "/answers/age", 500), "/answers/often", "never"),
        with(&other(2), "/answers", json!({ "age": 71 })),
        with(&other(3), "/given", json!({ "wave": "1" })),
        with(&other(4), "/answers", json!(["yes"])),
    ];
    for response in &bad {
        // Nobody can see it before it is opened.
        assert_eq!(put(&office, response, sealed(response, &[0, 1], 1)).await.status.as_u16(), 201);
    }
    let output = open(office.folder.path(), &["--key", "escrow.jwk", "--json"]);
    let (told, last) = shut(&output);
    let reasons: Vec<_> = told.iter().map(|line| line.split_once(": ").unwrap().1).collect();
    assert_eq!(
        reasons,
        [
            "it opens, and does not fit its survey (age: a number out of range, often: no choice of the question): show this line to whoever looks after the program",
            "it opens, and does not fit its survey (visited: has to be answered): show this line to whoever looks after the program",
            "it opens, and does not fit its survey (a given does not fit): show this line to whoever looks after the program",
            "it opens, and what was sealed are no answers: show this line to whoever looks after the program",
        ]
    );
    assert!(last.contains("4 of 4 sealed responses do not open"), "{last}");
    let codes: Vec<_> =
        lines(&String::from_utf8(output.stdout).unwrap()).iter().map(|line| line["problem"]["code"].clone()).collect();
    assert_eq!(codes, ["not_valid", "not_valid", "not_valid", "no_answers"]);
}

#[tokio::test]
async fn old_responses_open_with_old_keys_and_new_ones_with_new() {
    let office = office().await;
    send(&office, [1]).await;
    office.publish_with(VISITORS, sealed_to(&[2])).await;
    let later = office.responses(VISITORS).await.number(2);
    assert_eq!(put(&office, &later, sealed(&later, &[2], 1)).await.status.as_u16(), 201);
    let folder = office.folder.path();
    let both = said(&open(folder, &["--survey", VISITORS, "--key", "ward.jwk", "other.jwk"]));
    assert_eq!(both, "garden-visitors: 2 opened, 0 not opened, 0 never sealed\n");
    let (told, last) = shut(&open(folder, &["--key", "other.jwk"]));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains(&format!("it is sealed to other keys: give the private key of {}", key(0).public().id())),
        "{told:?}"
    );
    assert!(last.contains("1 of 2 sealed responses do not open"), "{last}");
}

#[tokio::test]
async fn the_door_is_the_one_of_the_credential_and_not_the_one_that_was_sealed() {
    let office = office().await;
    let response = with(&office.responses(VISITORS).await.number(1), "/mode", "kiosk");
    assert_eq!(put(&office, &response, sealed(&response, &[0, 1], 1)).await.status.as_u16(), 201);
    let opened = lines(&said(&open(office.folder.path(), &["--key", "ward.jwk", "--json"])));
    assert_eq!(opened[0]["response"], with(&response, "/mode", "web"));
}

#[tokio::test]
async fn a_survey_without_keys_has_nothing_to_open() {
    let office = TestOffice::start().await;
    let response = office.responses(LETTERS).await.number(1);
    office.client.put(&response).await;
    std::fs::write(office.folder.path().join("ward.jwk"), key(0).to_jwk().to_string()).unwrap();
    let told = said(&open(office.folder.path(), &["--key", "ward.jwk", "--survey", LETTERS]));
    assert_eq!(told, "garden-letters: 0 opened, 0 not opened, 1 never sealed\n");
}
