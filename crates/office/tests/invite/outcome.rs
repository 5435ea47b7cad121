//! What came of letters, who is not reminded for it, and the response rates.

use questionnaire::DraftSurvey;
use serde_json::{Value, json};

use super::{codes, invite, office};
use crate::commands::{gave_up, run, said};
use crate::office::LETTERS;
use crate::response::with;

const DATABASE: [&str; 4] = ["--survey", LETTERS, "--database", "sqlite:koe.db"];

fn outcome(folder: &std::path::Path, arguments: &[&str]) -> std::process::Output {
    run(folder, &[&["invite", "outcome"], &DATABASE[..], arguments].concat())
}

#[tokio::test]
async fn whose_letter_came_to_something_is_not_reminded_and_no_code_is_in_the_log() {
    let office = office().await;
    let folder = office.folder.path();
    said(&invite(folder, &["--list", "addresses.csv", "--out", "invited.csv"]));
    let given = codes(folder, "invited.csv");
    let told =
        format!("整理番号,回答番号,結果\r\n1,{},宛所なし\r\n2, {} ,refused\r\n", given[0].to_lowercase(), given[1]);
    std::fs::write(folder.join("returned.csv"), encoding_rs::SHIFT_JIS.encode(&told).0).unwrap();
    assert_eq!(
        said(&outcome(folder, &["--list", "returned.csv"])),
        "2 outcomes kept; 0 of these people have answered, and count as that\n"
    );
    assert_eq!(
        said(&invite(folder, &["remind", "--list", "invited.csv", "--out", "one.csv"])),
        "one.csv: 1 of 3 are reminded\n"
    );
    assert_eq!(codes(folder, "one.csv"), [given[2].clone()]);
    said(&outcome(folder, &["--code", &given[0], "--outcome", "none"]));
    said(&invite(folder, &["remind", "--list", "invited.csv", "--out", "two.csv"]));
    assert_eq!(codes(folder, "two.csv"), [given[0].clone(), given[2].clone()]);
    let log = office.store.audit_after(0, 100).await.unwrap();
    let kept: Vec<_> = log.iter().filter(|row| row.act == "outcome").map(|row| row.what.as_str()).collect();
    assert_eq!(kept, ["garden-letters count=2", "garden-letters count=1"]);
    assert!(log.iter().all(|row| given.iter().all(|code| !row.what.contains(code.as_str()))));
}

#[tokio::test]
async fn a_list_with_one_wrong_row_keeps_nothing_and_says_which() {
    let office = office().await;
    let folder = office.folder.path();
    said(&invite(folder, &["--list", "addresses.csv", "--out", "invited.csv"]));
    let given = codes(folder, "invited.csv");
    for (rows, line) in [
        ("22222-22222,refused".to_owned(), "line 3: this is no code of the survey"),
        (format!("{},moved", given[1]), "line 3: this is no outcome"),
        (given[1].clone(), "bad.csv: line 3: it has 1 fields"),
        (format!("{},", given[1]), "bad.csv: line 3: \"結果\" is empty"),
    ] {
        std::fs::write(folder.join("bad.csv"), format!("code,outcome\n{},refused\n{rows}\n", given[0])).unwrap();
        let output = outcome(folder, &["--list", "bad.csv"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with(line) && told.ends_with("mend what is shown above (1)\n"), "{told}");
    }
    std::fs::write(folder.join("bad.csv"), "回答番号\n").unwrap();
    assert!(String::from_utf8(outcome(folder, &["--list", "bad.csv"]).stderr).unwrap().contains("no column \"結果\""));
    assert!(gave_up(&outcome(folder, &["--list", "nowhere.csv"])).starts_with("nowhere.csv cannot be read"));
    assert_eq!(office.store.outcomes(&LETTERS.parse().unwrap()).await.unwrap().len(), 0);
}

/// Many more questions than the three that responses of the tests answer, all asked of everybody.
fn with_more_questions(draft: &mut DraftSurvey) {
    let section = &mut draft.questionnaire.sections[0];
    let mut question = section.questions.iter().find(|question| question.id.as_str() == "words").unwrap().clone();
    question.need = questionnaire::Need::Optional;
    question.ask_when = None;
    for number in 1..=4 {
        question.id = format!("more{number}").parse().unwrap();
        section.questions.push(question.clone());
    }
}

#[tokio::test]
async fn response_rates_are_those_of_who_was_asked_and_what_came_of_them() {
    let office = office().await;
    let folder = office.folder.path();
    office.publish_with(LETTERS, with_more_questions).await;
    let printed = said(&invite(folder, &["--count", "10"]));
    let given: Vec<&str> = printed.lines().skip(1).map(|line| line.split_once(',').unwrap().1).collect();
    let responses = office.responses(LETTERS).await;
    // Eight questions are asked: four answers are a part of them, seven are enough, two are too few.
    let some = |number: u64, answers: Value| with(&responses.number(number), "/answers", answers);
    let (few, part) = (json!({ "visited": "yes", "often": "weekly" }), responses.number(2)["answers"].clone());
    let mut most = part.clone();
    for number in 1..=3 {
        most[format!("more{number}")] = json!("はい");
    }
    for (number, answers) in [(1, few), (2, part), (3, most.clone()), (4, most)] {
        let sent = office.client.put_with_code(&some(number, answers), given[usize::try_from(number).unwrap()]).await;
        assert_eq!(sent.status.as_u16(), 201, "{}", sent.text());
    }
    for (code, what) in [(5, "undeliverable"), (6, "refused"), (7, "not_eligible"), (4, "absent")] {
        said(&outcome(folder, &["--code", given[code], "--outcome", what]));
    }
    // I 2, P 1, R 1 and one broken off, U 1 back and 3 of whom nothing was heard: codes 0, 8 and 9.
    let rates = said(&run(folder, &[&["invite", "rates"], &DATABASE[..]].concat()));
    let expected = "ward,asked,complete,partial,refused,not_contacted,other,unknown,not_eligible,e,RR1,RR2,RR3,RR4,RR5,RR6\n\
                    271080,10,2,1,2,0,0,4,1,0.8333,0.2222,0.3333,0.2400,0.3600,0.4000,0.6000\n\
                    all,10,2,1,2,0,0,4,1,0.8333,0.2222,0.3333,0.2400,0.3600,0.4000,0.6000\n";
    assert_eq!(rates, expected);
    let rates = said(&run(folder, &[&["invite", "rates", "--json"], &DATABASE[..]].concat()));
    let rates: Value = serde_json::from_str(&rates).unwrap();
    assert_eq!((&rates[0]["ward"], &rates[0]["RR6"], &rates[1]["unknown"]), (&json!("271080"), &json!(0.6), &json!(4)));
}
