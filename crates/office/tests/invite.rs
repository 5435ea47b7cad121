//! `koe-office invite`: codes for a list of addresses, their letters, and who is reminded.

mod outcome;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use questionnaire::State;

use crate::commands::{copy, gave_up, run, said};
use crate::office::{LETTERS, TestOffice, id};

const LIST: &str = "整理番号,郵便番号,住所,方書,氏名\n1,551-0001,大阪市大正区三軒家西一丁目,髙島荘 2号,山﨑 花子\n\
                    2,551-0002,大阪市大正区三軒家東二丁目,,<林> 太郎\n3,551-0003,大阪市大正区泉尾三丁目,,森 一郎\n";
const ORIGIN: [&str; 2] = ["--public-origin", "https://ank.example.jp"];

/// An office whose survey is open, with a list and the real words.
async fn office() -> TestOffice {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let folder = office.folder.path();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/interface"), &folder.join("content/interface"));
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(LIST);
    std::fs::write(folder.join("addresses.csv"), shift_jis).unwrap();
    office
}

fn invite(folder: &Path, arguments: &[&str]) -> Output {
    let own = ["--survey", LETTERS, "--ward", "271080", "--database", "sqlite:koe.db"];
    match arguments.split_first() {
        Some((&"remind", rest)) => run(folder, &[&["invite", "remind"], &own[..], rest].concat()),
        _ => run(folder, &[&["invite"], &own[..], arguments].concat()),
    }
}

fn codes(folder: &Path, list: &str) -> Vec<String> {
    let written = std::fs::read_to_string(folder.join(list)).unwrap();
    written.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn everybody_on_a_list_gets_a_letter_and_the_store_gets_no_name() {
    let office = office().await;
    let folder = office.folder.path();
    let arguments =
        [&["--list", "addresses.csv", "--out", "invited.csv", "--letters", "letters.html", "--with-form"], &ORIGIN[..]];
    assert_eq!(said(&invite(folder, &arguments.concat())), "invited.csv: 3 codes\n");
    let invited = std::fs::read_to_string(folder.join("invited.csv")).unwrap();
    assert!(invited.starts_with("\u{feff}整理番号,郵便番号,住所,方書,氏名,回答番号\r\n1,551-0001,大阪市"), "{invited}");
    assert_eq!(folder.join("invited.csv").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let letters = std::fs::read_to_string(folder.join("letters.html")).unwrap();
    let codes = codes(folder, "invited.csv");
    let parts: Vec<&str> = letters.split("<main class=\"letter\"").skip(1).collect();
    assert_eq!((parts.len(), codes.len()), (3, 3));
    for ((letter, code), name) in parts.iter().zip(&codes).zip(["山﨑 花子", "&lt;林&gt; 太郎", "森 一郎"]) {
        // Once in the letter and once on the sheet behind it; in an address it is only within the squares.
        assert_eq!((letter.matches(code.as_str()).count(), letter.matches("class=\"sheet\"").count()), (2, 1));
        assert!(letter.contains(&format!("<b>{name} 様</b>")), "{name}");
        assert!(letter.contains("2027年1月15日までに回答してください。"), "{letter}");
        assert!(!letter.contains("行き違い"), "nobody is reminded who was not asked before");
        assert!(letter.contains("<b>https://ank.example.jp/s/garden-letters</b>"));
    }
    assert_eq!(office.store.invited(&id(LETTERS)).await.unwrap().into_values().collect::<Vec<_>>(), [3]);
    let stored = std::fs::read(folder.join("koe.db"))
        .unwrap()
        .into_iter()
        .chain(std::fs::read(folder.join("koe.db-wal")).unwrap_or_default());
    let stored: Vec<u8> = stored.collect();
    for secret in [codes[0].replace('-', ""), "花子".to_owned(), "三軒家".to_owned()] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "{secret}");
    }
    let again = gave_up(&invite(folder, &["--list", "addresses.csv", "--out", "invited.csv"]));
    assert!(again.starts_with("invited.csv is there already"), "{again}");
}

#[tokio::test]
async fn a_list_with_faults_gets_no_code_at_all() {
    let office = office().await;
    let folder = office.folder.path();
    std::fs::write(folder.join("bad.csv"), "氏名,住所\n山田,大正区\n,北区\n山田,大正区\n").unwrap();
    let output = invite(folder, &["--list", "bad.csv", "--out", "invited.csv"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "bad.csv: line 3: \"氏名\" is empty",
            "bad.csv: line 4: the same name and address are on line 2",
            "koe-office: nothing is done: mend what is shown above (2)",
        ]
    );
    assert!(!folder.join("invited.csv").exists() && !folder.join("invited.csv.part").exists());
    assert!(office.store.invited(&id(LETTERS)).await.unwrap().is_empty());
}

#[tokio::test]
async fn whoever_has_answered_is_not_reminded() {
    let office = office().await;
    let folder = office.folder.path();
    said(&invite(folder, &["--list", "addresses.csv", "--out", "invited.csv"]));
    let given = codes(folder, "invited.csv");
    let response = office.responses(LETTERS).await.number(1);
    assert_eq!(office.client.put_with_code(&response, &given[1]).await.status.as_u16(), 201);
    let arguments =
        [&["remind", "--list", "invited.csv", "--out", "remind.csv", "--letters", "remind.html"], &ORIGIN[..]];
    assert_eq!(said(&invite(folder, &arguments.concat())), "remind.csv: 2 of 3 are reminded\n");
    assert_eq!(codes(folder, "remind.csv"), [given[0].clone(), given[2].clone()]);
    let letters = std::fs::read_to_string(folder.join("remind.html")).unwrap();
    assert!(letters.contains(&given[0]) && !letters.contains(&given[1]) && !letters.contains("太郎"));
    // Somebody's answers may be on their way.
    assert!(letters.contains("行き違いでもう回答された方は"));
    // A list without its codes, or of another survey, reminds nobody.
    let output = invite(folder, &["remind", "--list", "addresses.csv", "--out", "other.csv"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("addresses.csv: line 2: this is no code of the survey\n") && told.ends_with("above (3)\n"),
        "{told}"
    );
    assert!(!folder.join("other.csv").exists());
}

#[tokio::test]
async fn letters_of_one_council_bring_its_name_and_no_other_fact_is_taken() {
    let office = office().await;
    office
        .publish_with(LETTERS, |draft| drop(draft.questionnaire.givens.insert("council".parse().unwrap(), Vec::new())))
        .await;
    let folder = office.folder.path();
    let letters = |given: &str, to: &str| {
        let own = ["--count", "1", "--letters", to, "--with-form", "--given", given];
        invite(folder, &[&own[..], &ORIGIN[..]].concat())
    };
    said(&letters("council=三軒家 東", "letters.html"));
    // The sheet behind the letter says it, for whoever types it in; the address is in its squares alone.
    assert!(std::fs::read_to_string(folder.join("letters.html")).unwrap().contains("三軒家 東"));
    for (given, told) in
        [("kind=civic", "knows no given `kind`"), ("council", "write NAME=VALUE"), ("council=", "NAME=VALUE")]
    {
        let output = letters(given, "other.html");
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && words.contains(told), "{words}");
        assert!(!folder.join("other.html").exists());
    }
}
