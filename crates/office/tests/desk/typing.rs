//! Typing in what came back on paper.

use office::clock;
use office::export::{Wanted, export};
use office::http::code_key;
use office::typing::{Stage, Texts, TypedForm};
use questionnaire::{Givens, ResponseId, Revision, State};
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, add, signed_in};
use crate::codes::invite;
use crate::office::{LETTERS, TestOffice, VISITORS, id};
use crate::sealed::{key, sealed_to};

const PAPER: &str = "/office/surveys/garden-letters/paper";
const TAISHO: &str = "271080";
type Fields<'a> = &'a [(&'a str, &'a str)];

/// A sheet that somebody has begun.
pub(super) async fn begun(office: &TestOffice, ward: &str) {
    let standing = office.store.standing(&id(LETTERS)).await.unwrap().unwrap();
    office.store.begin_form(&sheet(standing.revision, ward)).await.unwrap().unwrap();
}

/// A sheet as somebody begins it.
pub(crate) fn sheet(revision: Revision, ward: &str) -> TypedForm {
    TypedForm {
        survey: id(LETTERS),
        number: 0,
        version: 1,
        stage: Stage::First,
        response: ResponseId::from_random([u8::try_from(ward.len()).unwrap(); 16]),
        revision,
        ward: ward.parse().unwrap(),
        given: Givens::new(),
        language: "ja".parse().unwrap(),
        returned_on: "2026-12-10".parse().unwrap(),
        rehearsed: false,
        code_hash: None,
        again: false,
        begun_at: clock::now(),
        first_by: "somebody".into(),
        first: Texts::new(),
        second_by: None,
        second: Texts::new(),
        settled_by: None,
        settled_at: None,
        stored: None,
    }
}

async fn open_office() -> (TestOffice, Vec<String>) {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 3).await;
    (office, codes)
}

async fn typist(office: &TestOffice, name: &str) -> Browser {
    add(office, name, "typist").await;
    let mut browser = Browser::new(office);
    assert_eq!(browser.signs_in(name, PASSWORD).await.status.as_u16(), 303);
    browser.get(PAPER).await;
    browser
}

/// Begins the sheet of a code; gives its address.
async fn begins(browser: &mut Browser, code: &str) -> String {
    let begun = browser.post(PAPER, &[("code", code), ("ward", ""), ("returned", "2026-11-01")]).await;
    assert_eq!(begun.status.as_u16(), 303, "{}", begun.text());
    begun.header("location").to_owned()
}

async fn types(browser: &mut Browser, sheet: &str, fields: Fields<'_>) -> u16 {
    browser.post(sheet, &[&[("do", "keep"), ("warned", "")], fields].concat()).await.status.as_u16()
}

/// Types it in as it is, whatever is said of it.
async fn insists(browser: &mut Browser, sheet: &str, fields: Fields<'_>) {
    let asked = browser.post(sheet, &[&[("do", "keep"), ("warned", "")], fields].concat()).await;
    let page = asked.text();
    assert_eq!(asked.status.as_u16(), 422, "{page}");
    let (_, rest) = page.split_once("name=\"warned\" value=\"").unwrap();
    let warned = rest.split_once('"').unwrap().0.to_owned();
    assert_ne!(warned, "", "{page}");
    let kept = browser.post(sheet, &[&[("do", "keep"), ("warned", warned.as_str())], fields].concat()).await;
    assert_eq!(kept.status.as_u16(), 303, "{}", kept.text());
}

async fn form(office: &TestOffice, number: i64) -> TypedForm {
    office.store.form(&id(LETTERS), number).await.unwrap().unwrap()
}

const SHEET: [(&str, &str); 4] = [("a-visited", "1"), ("a-often", "1"), ("a-age", "71"), ("a-words", "きれい")];

#[tokio::test]
async fn a_sheet_is_typed_by_two_compared_decided_and_counted_once() {
    let (office, codes) = open_office().await;
    let (mut anna, mut ben) = (typist(&office, "anna").await, typist(&office, "ben").await);
    let sheet = begins(&mut anna, &codes[0]).await;
    assert_eq!(types(&mut anna, &sheet, &SHEET).await, 303);
    assert_eq!(office.stored(LETTERS).await.len(), 0, "one entry is none");
    assert!(anna.get(&sheet).await.text().contains("まだ数えていません"));
    assert_eq!(anna.post(&sheet, &[("do", "second")]).await.status.as_u16(), 200, "nobody checks their own work");
    assert_eq!(form(&office, 1).await.stage, Stage::Typed);
    assert_eq!(begins(&mut ben, &codes[0]).await, sheet, "the same code leads to the same sheet");
    ben.post(&sheet, &[("do", "second")]).await;
    let blind = ben.get(&sheet).await.text();
    // Not the digits alone: they may stand in the token by chance.
    assert!(!blind.contains("\"71\"") && !blind.contains("きれい"), "the second entry is blind: {blind}");
    let other = [SHEET[0], ("a-often", "2"), ("a-age", "17"), SHEET[3]];
    assert_eq!(types(&mut ben, &sheet, &other).await, 303);
    let page = ben.get(&sheet).await.text();
    assert!(page.contains("2か所") && page.contains("pick-often") && page.contains("pick-age"), "{page}");
    assert!(!page.contains("pick-visited") && !page.contains("pick-words"), "{page}");
    let half = ben.post(&sheet, &[("do", "decide"), ("pick-often", "first")]).await;
    assert_eq!((half.status.as_u16(), office.stored(LETTERS).await.len()), (422, 0));
    let decided = [("do", "decide"), ("pick-often", "second"), ("a-age", "72")];
    assert_eq!(ben.post(&sheet, &decided).await.status.as_u16(), 303);
    let stored = office.stored(LETTERS).await;
    assert_eq!((stored.len(), &stored[0]["stored"]), (1, &json!("counted")));
    let response = &stored[0]["response"];
    assert_eq!((&response["mode"], &response["ward"]), (&json!("paper"), &json!(TAISHO)));
    assert_eq!(response["answers"]["age"], 72);
    assert_eq!(response["answers"]["words"], "きれい");
    let settled = form(&office, 1).await;
    assert_eq!((settled.stage, settled.first.len(), settled.code_hash), (Stage::Kept, 0, None));
    let log = office.store.audit_after(0, 200).await.unwrap();
    let acts: Vec<_> =
        log.iter().filter(|row| row.act == "paper").map(|row| format!("{}: {}", row.who, row.what)).collect();
    assert_eq!(
        acts,
        [
            "staff anna: garden-letters begun 271080",
            "staff anna: garden-letters 1 typed",
            "staff ben: garden-letters 1 second entry",
            "staff ben: garden-letters 1 typed again",
            "staff ben: garden-letters 1 differences decided",
            "staff ben: garden-letters 1 taken in",
        ]
    );
}

#[tokio::test]
async fn two_entries_that_are_the_same_are_counted_at_once() {
    let (office, codes) = open_office().await;
    let (mut anna, mut ben) = (typist(&office, "anna").await, typist(&office, "ben").await);
    let sheet = begins(&mut anna, &codes[0]).await;
    types(&mut anna, &sheet, &SHEET).await;
    ben.post(&sheet, &[("do", "second")]).await;
    types(&mut ben, &sheet, &[("a-visited", "１"), SHEET[1], ("a-age", " 71 "), SHEET[3]]).await;
    assert_eq!(office.stored(LETTERS).await.len(), 1);
    let mut city = signed_in(&office, "city").await;
    let page = city.get("/office/surveys/garden-letters").await.text();
    assert!(page.contains("紙") && page.contains("<dd>1</dd>"), "{page}");
}

#[tokio::test]
async fn what_only_paper_says_is_stored_and_exported_as_that() {
    let (office, codes) = open_office().await;
    let mut anna = typist(&office, "anna").await;
    let sheet = begins(&mut anna, &codes[0]).await;
    insists(&mut anna, &sheet, &[("a-visited", "1*2"), ("a-often", "2"), ("a-age", "/"), ("a-words", "-")]).await;
    assert_eq!(anna.post(&sheet, &[("do", "waive")]).await.status.as_u16(), 200, "a typist waives nothing");
    assert_eq!(office.stored(LETTERS).await.len(), 0);
    let mut ward = signed_in(&office, &format!("ward:{TAISHO}")).await;
    assert_eq!(ward.post(&sheet, &[("do", "waive")]).await.status.as_u16(), 303);
    let answers = json!({ "visited": { "marks": ["yes", "no"] }, "age": { "unreadable": true } });
    let stored = office.stored(LETTERS).await;
    let kept = &stored[0]["response"]["answers"];
    assert_eq!((&kept["visited"], &kept["age"], &kept["words"]), (&answers["visited"], &answers["age"], &Value::Null));
    assert!(kept["often"].is_string());
    let out = office.folder.path().join("out");
    let wanted = Wanted { survey: &id(LETTERS), ward: None, keys: &[], language: None, all: false };
    assert_eq!(export(&office.store, &wanted, &out).await.unwrap().responses, 1);
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let codes = read("responses.csv");
    assert!(codes.contains("_two_marks,_off_path,_unreadable,_no_answer"), "{codes}");
    let line: Value = serde_json::from_str(read("responses.jsonl").lines().next().unwrap()).unwrap();
    assert_eq!(line["answers"]["visited"], json!({ "nothing": "two_marks", "marked": ["yes", "no"] }));
    assert_eq!(line["answers"]["often"], json!({ "nothing": "off_path", "marked": kept["often"] }));
    assert_eq!(line["answers"]["age"], json!({ "nothing": "unreadable", "marked": { "unreadable": true } }));
    assert_eq!(line["answers"]["words"], json!({ "nothing": "no_answer" }));
    for (file, words) in [
        ("labels.csv", ["紙に2つ以上の印", "紙で読み取れない", "紙で非該当の問に記入"]),
        ("codebook.csv", ["two_marks", "unreadable", "off_path"]),
        ("numbers.sps", ["紙に2つ以上の印", "紙で読み取れない", "紙で非該当の問に記入"]),
        ("numbers.sss", ["紙に2つ以上の印", "紙で読み取れない", "紙で非該当の問に記入"]),
        ("ddi.xml", ["紙に2つ以上の印", "紙で読み取れない", "紙で非該当の問に記入"]),
    ] {
        let text = read(file);
        assert!(words.iter().all(|word| text.contains(word)), "{file}: {text}");
    }
}

#[tokio::test]
async fn a_slip_is_told_at_its_question_and_what_was_typed_stays() {
    let (office, codes) = open_office().await;
    let mut anna = typist(&office, "anna").await;
    let sheet = begins(&mut anna, &codes[0]).await;
    let told = anna.post(&sheet, &[("do", "keep"), ("a-visited", "7"), ("a-age", "200"), ("a-words", "🌸")]).await;
    let page = told.text();
    assert_eq!(told.status.as_u16(), 422);
    assert!(page.contains("「7」") && page.contains("value=\"200\"") && page.contains("🌸"), "{page}");
    let page = anna.get(&sheet).await.text();
    assert!(page.contains("value=\"200\"") && page.contains("🌸"), "it is there when one comes back: {page}");
    anna.post(&sheet, &[("do", "hold"), ("a-visited", "2")]).await;
    assert!(anna.get(&sheet).await.text().contains("value=\"2\""));
}

#[tokio::test]
async fn each_code_that_does_not_fit_is_told_and_stays_on_the_page() {
    let (office, codes) = open_office().await;
    let code = |number: u8| office::code::InvitationCode::from_random([number; 9]).unwrap();
    let key = code_key(&office.store).await.unwrap();
    let (other_ward, other_survey, never) = (code(21), code(22), code(23).to_string());
    for (survey, ward, code) in [(LETTERS, "271098", other_ward), (VISITORS, TAISHO, other_survey)] {
        let hash = key.hash(&id(survey), code);
        assert!(office.store.invite(&id(survey), ward.parse().unwrap(), &[hash]).await.unwrap());
    }
    let responses = office.responses(LETTERS).await;
    assert_eq!(office.client.put_with_code(&responses.number(1), &codes[0]).await.status.as_u16(), 201);
    let mut ward = signed_in(&office, &format!("ward:{TAISHO}")).await;
    let (other_ward, other_survey) = (other_ward.to_string(), other_survey.to_string());
    let day = ("returned", "2026-11-01");
    let cases: [(Fields<'_>, &str); 8] = [
        (&[("code", "22222-2222X"), day], "打ちまちがい"),
        (&[("code", &never), day], "渡したことがありません"),
        (&[("code", &other_ward), day], "ほかの区（271098）"),
        (&[("code", &other_survey), day], "ほかの調査（garden-visitors）"),
        (&[("code", &codes[0]), day], "もう回答が届いています"),
        (&[("code", ""), day], "数えられません"),
        (&[("code", &codes[1]), ("returned", "2999-01-01")], "今日より後"),
        (&[("code", &codes[1]), ("returned", "")], "戻ってきた日を入力"),
    ];
    for (fields, told) in cases {
        let answer = ward.post(PAPER, fields).await;
        let page = answer.text();
        assert_eq!(answer.status.as_u16(), 422, "{told}");
        assert!(page.contains(told) && page.contains(&format!("value=\"{}\"", fields[0].1)), "{told}: {page}");
    }
    assert_eq!(office.store.forms(&id(LETTERS), false, 9).await.unwrap(), []);
    let again = ward.post(PAPER, &[("code", &codes[0]), day, ("again", "1")]).await;
    let sheet = again.header("location").to_owned();
    assert_eq!(types(&mut ward, &sheet, &SHEET).await, 303);
    ward.post(&sheet, &[("do", "waive")]).await;
    let stored = office.stored(LETTERS).await;
    let of_paper = stored.iter().find(|record| record["response"]["mode"] == "paper").unwrap();
    assert_eq!((&of_paper["stored"], &of_paper["reason"]), (&json!("aside"), &json!("code_used")));
    assert_eq!(of_paper["beside"], responses.number(1)["id"], "and it is shown beside the one that counts");
    let list = ward.get(PAPER).await.text();
    assert!(list.contains("数えずに") || list.contains("別"), "{list}");
}

#[tokio::test]
async fn two_people_at_one_sheet_are_told_and_neither_loses_what_they_typed() {
    let (office, codes) = open_office().await;
    let (mut anna, mut ben) = (typist(&office, "anna").await, typist(&office, "ben").await);
    let sheet = begins(&mut anna, &codes[0]).await;
    anna.post(&sheet, &[("do", "hold"), ("a-visited", "1")]).await;
    assert_eq!(begins(&mut ben, &codes[0]).await, sheet);
    assert!(ben.get(&sheet).await.text().contains("anna が入力しています"));
    assert_eq!(ben.post(&sheet, &[("do", "take")]).await.status.as_u16(), 303);
    assert!(ben.get(&sheet).await.text().contains("name=\"a-visited\" data-number=\"1\""));
    assert_eq!(form(&office, 1).await.first.len(), 1, "what anna typed goes on with ben");
    let late = anna.post(&sheet, &[&[("do", "keep")], SHEET.as_slice()].concat()).await;
    assert_eq!(late.status.as_u16(), 409);
    let page = late.text();
    assert!(page.contains("引きついだ") && page.contains("value=\"71\"") && page.contains("きれい"), "{page}");
    assert_eq!(anna.post(&sheet, &[("do", "hold"), ("a-age", "1")]).await.status.as_u16(), 409);
    assert_eq!(types(&mut ben, &sheet, &SHEET).await, 303);
    assert_eq!(form(&office, 1).await.first_by, "ben");
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_of_a_sheet_keeps_what_was_typed() {
    let (office, codes) = open_office().await;
    let mut anna = typist(&office, "anna").await;
    let sheet = begins(&mut anna, &codes[0]).await;
    let mut gone = Browser::new(&office);
    gone.get(&sheet).await;
    let asked = gone.post(&sheet, &[&[("do", "keep")], SHEET.as_slice()].concat()).await;
    let page = asked.text();
    assert_eq!(asked.status.as_u16(), 401);
    assert!(page.contains("name=\"a-age\" value=\"71\"") && page.contains("きれい"), "{page}");
    gone.token = super::browser::token_in(&page).unwrap();
    let signing_in = [&[("desk-name", "anna"), ("desk-password", PASSWORD), ("do", "keep")], SHEET.as_slice()].concat();
    assert_eq!(gone.post(&sheet, &signing_in).await.status.as_u16(), 303);
    let kept = form(&office, 1).await;
    assert_eq!((kept.stage, kept.first.len()), (Stage::Typed, 4));
}

#[tokio::test]
async fn of_fifty_at_once_by_web_and_paper_with_one_code_one_counts() {
    let (office, codes) = open_office().await;
    let code = codes[0].clone();
    let mut city = signed_in(&office, "city").await;
    let mut sheets = Vec::new();
    for _ in 0..25 {
        let begun = city.post(PAPER, &[("code", &code), ("returned", "2026-11-01"), ("again", "1")]).await;
        let sheet = begun.header("location").to_owned();
        assert_eq!(types(&mut city, &sheet, &SHEET).await, 303);
        sheets.push(sheet);
    }
    let responses = office.responses(LETTERS).await;
    let web = (0..25_u64).map(|number| {
        let (client, response, code) = (office.client.clone(), responses.number(number), code.clone());
        tokio::spawn(async move { u64::from(client.put_with_code(&response, &code).await.status.as_u16()) })
    });
    let web: Vec<_> = web.collect();
    let paper = sheets.into_iter().map(|sheet| {
        let mut city = city.clone();
        tokio::spawn(async move { u64::from(city.post(&sheet, &[("do", "waive")]).await.status.as_u16()) })
    });
    for status in web.into_iter().chain(paper.collect::<Vec<_>>()) {
        let status = status.await.unwrap();
        assert!([201, 202, 303].contains(&status), "{status}");
    }
    let stored = office.stored(LETTERS).await;
    assert_eq!(stored.len(), 50);
    assert_eq!(stored.iter().filter(|record| record["stored"] == "counted").count(), 1);
    assert_eq!(stored.iter().filter(|record| record["reason"] == "code_used").count(), 49);
}

#[tokio::test]
async fn a_sheet_of_a_survey_that_seals_is_sealed_at_once_and_opens_as_paper() {
    let office = TestOffice::start().await;
    let (keys, survey) = (vec![key(1)], id(VISITORS));
    office.publish_with(VISITORS, sealed_to(&[1])).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let mut anna = typist(&office, "anna").await;
    let list = format!("/office/surveys/{VISITORS}/paper");
    let begun = anna.post(&list, &[("ward", TAISHO), ("returned", "2026-11-01")]).await;
    let sheet = begun.header("location").to_owned();
    assert_eq!(anna.post(&sheet, &[("do", "hold"), ("a-age", "1")]).await.status.as_u16(), 204);
    assert_eq!(office.store.form(&survey, 1).await.unwrap().unwrap().first.len(), 0, "nothing lies there in clear");
    assert_eq!(types(&mut anna, &sheet, &[("a-visited", "1*2"), ("a-age", "/")]).await, 303);
    let stored = office.stored(VISITORS).await;
    assert_eq!((stored.len(), &stored[0]["sealed"]), (1, &json!(true)));
    let out = office.folder.path().join("out");
    let wanted = Wanted { survey: &survey, ward: None, keys: &keys, language: None, all: false };
    export(&office.store, &wanted, &out).await.unwrap();
    let line = std::fs::read_to_string(out.join("responses.jsonl")).unwrap();
    assert!(line.contains("two_marks") && line.contains("\"mode\":\"paper\""), "{line}");
}

#[tokio::test]
async fn what_the_link_says_in_anybodys_words_is_typed_from_the_sheet_too() {
    let office = TestOffice::start().await;
    office
        .publish_with(LETTERS, |draft| drop(draft.questionnaire.givens.insert("council".parse().unwrap(), Vec::new())))
        .await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 1).await;
    let mut anna = typist(&office, "anna").await;
    assert!(anna.get(PAPER).await.text().contains("<input id=\"given-council\" name=\"given-council\""));
    let fields = [("code", codes[0].as_str()), ("ward", ""), ("returned", "2026-11-01"), ("given-council", " ooduka ")];
    assert_eq!(anna.post(PAPER, &fields).await.status.as_u16(), 303);
    let given: Vec<(String, String)> =
        form(&office, 1).await.given.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    assert_eq!(given, [("council".to_owned(), "ooduka".to_owned())]);
}
