//! What people wrote, read at the desk, and the themes that it is gathered into.

use office::admission::Timing;
use office::clock;
use office::said::{Reading, TextKey};
use office::store::{Arrival, Kept, ReadingsOf, Stored};
use questionnaire::{State, Text};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::browser::{Browser, PASSWORD, add, signed_in};
use super::{OTHER, OWN};
use crate::codes::invite;
use crate::office::{LETTERS, TestOffice, VISITORS, id};
use crate::response::{Responses, with};
use crate::sealed::{put, sealed, sealed_to};

const SAID: &str = "/office/surveys/garden-letters/said";
const THEMES: &str = "/office/surveys/garden-letters/themes";

/// The text of a response.
fn key(response: &Value) -> TextKey {
    TextKey { id: response["id"].as_str().unwrap().to_owned(), question: "words".into(), choice: String::new() }
}

/// Adds a theme to the survey of letters.
pub(super) async fn theme(office: &TestOffice, name: &str) -> i64 {
    let name = Text([("ja".parse().unwrap(), name.to_owned())].into_iter().collect());
    office.store.add_theme(&id(LETTERS), &name, "city", clock::now()).await.unwrap()
}

/// Somebody has read what a response says.
pub(super) async fn is_read(office: &TestOffice, response: &Value, words: &str) {
    let reading = Reading {
        text: key(response),
        version: 0,
        ward: response["ward"].as_str().unwrap().parse().unwrap(),
        themes: [1].into(),
        words: words.to_owned(),
        read_by: "somebody".to_owned(),
        read_at: clock::now().to_string(),
    };
    assert!(office.store.save_reading(&id(LETTERS), &reading).await.unwrap());
}

async fn reading(office: &TestOffice, response: &Value) -> Option<Reading> {
    office.store.reading(&id(LETTERS), &key(response)).await.unwrap()
}

/// An office in which people of a ward have written these words.
async fn written(ward: &str, words: &[&str]) -> (TestOffice, Vec<Value>) {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, u8::try_from(words.len()).unwrap()).await;
    let (responses, mut sent) = (office.responses(LETTERS).await, Vec::new());
    for (number, (words, code)) in (1..).zip(words.iter().zip(&codes)) {
        let response = with(&with(&responses.number(number), "/answers/words", *words), "/ward", ward);
        assert_eq!(office.client.put_with_code(&response, code).await.status.as_u16(), 201);
        sent.push(response);
    }
    (office, sent)
}

/// As many responses as are looked through for one page, all of another ward and before every other response.
async fn many_of_another_ward(office: &TestOffice, responses: &Responses) {
    let revision = office.store.standing(&id(LETTERS)).await.unwrap().unwrap().revision;
    let arrival = |number: u64| {
        let response = with(&responses.number(number), "/ward", OTHER);
        let body = response.to_string();
        Arrival {
            survey: id(LETTERS),
            id: response["id"].as_str().unwrap().parse().unwrap(),
            revision: revision.clone(),
            ward: OTHER.parse().unwrap(),
            receipt_hash: format!("{number:064x}"),
            content_hash: Sha256::digest(&body).into(),
            body,
            sealed_through: None,
            received_at: "2026-12-02T01:05:00Z".parse().unwrap(),
            timing: Timing::at("2026-12-02T01:04:00Z".parse().unwrap()),
            code_hash: None,
            needs_code: false,
            hears_codes: true,
        }
    };
    let arrivals: Vec<Arrival> = (1..=20_000).map(arrival).collect();
    let kept = office.store.keep_all(&arrivals.iter().collect::<Vec<_>>()).await.unwrap();
    assert!(kept.iter().all(|kept| *kept == Kept::New(Stored::Counted, None)));
}

async fn ward(office: &TestOffice, name: &str, ward: &str) -> Browser {
    add(office, name, &format!("ward:{ward}")).await;
    let mut browser = Browser::new(office);
    assert_eq!(browser.signs_in(name, PASSWORD).await.status.as_u16(), 303);
    browser.get(SAID).await;
    browser
}

/// What somebody does with the only text of the page.
fn made<'a>(field: &'a str, seen: &'a str, words: &'a str, done: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("text-0", field), ("seen-0", seen), ("words-0", words), ("do-0", done)]
}

#[tokio::test]
async fn a_text_is_read_tagged_and_shown_to_others_without_what_names_somebody() {
    let (office, sent) = written(OWN, &["電話０６－６９１２－３４５６へ"]).await;
    theme(&office, "花").await;
    let before = office.stored(LETTERS).await;
    let mut anna = ward(&office, "anna", OWN).await;
    let page = anna.get(SAID).await.text();
    assert!(page.contains("電話<mark>０６－６９１２－３４５６</mark>へ"), "what was taken out is marked: {page}");
    assert!(page.contains("電話番号 1") && page.contains("\n電話〔電話番号〕へ</textarea>"), "and told: {page}");
    assert!(page.contains("ひとこと") && page.contains("> 花</label>"), "{page}");
    let field = key(&sent[0]).to_field();
    let fields = [made(&field, "0", "〔電話番号〕へ", "keep"), vec![("theme-0", "1"), ("theme-0", "99")]].concat();
    let kept = anna.post(SAID, &fields).await;
    assert_eq!((kept.status.as_u16(), kept.header("location")), (303, format!("{SAID}?kept=1").as_str()));
    let page = anna.get(&format!("{SAID}?kept=1")).await.text();
    assert!(page.contains("1件を保存しました") && page.contains("読む文はありません"), "{page}");
    for path in [format!("{SAID}?read=1"), format!("{SAID}?theme=1")] {
        let page = anna.get(&path).await.text();
        assert!(page.contains("〔電話番号〕へ") && page.contains("anna が") && !page.contains("６９１２"), "{page}");
    }
    let found = reading(&office, &sent[0]).await.unwrap();
    assert_eq!((found.version, found.themes, found.ward.to_string().as_str()), (1, [1].into(), OWN));
    assert_eq!(office.stored(LETTERS).await, before, "the response is as it was");
    let log = office.store.audit_after(0, 100).await.unwrap();
    let read = log.iter().find(|row| row.act == "read").unwrap();
    assert_eq!(
        (read.who.as_str(), read.what.as_str()),
        ("staff anna", format!("garden-letters {} words", found.text.id).as_str())
    );
    let shown = format!("garden-letters said {}", &found.text.id[..8]);
    let place = |act: &str, what: &str| log.iter().position(|row| row.act == act && row.what == what);
    assert!(place("show", &shown).unwrap() < place("read", &read.what).unwrap());
    assert!(log.iter().all(|row| !row.what.contains("電話")));
}

#[tokio::test]
async fn two_people_at_one_text_are_told_and_neither_loses_what_they_typed() {
    let (office, sent) = written(OWN, &["ベンチがほしい"]).await;
    let (mut anna, mut ben) = (ward(&office, "anna", OWN).await, ward(&office, "ben", OWN).await);
    let field = key(&sent[0]).to_field();
    assert_eq!(anna.post(SAID, &made(&field, "0", "annaのことば", "keep")).await.status.as_u16(), 303);
    let late = ben.post(SAID, &made(&field, "0", "benのことば", "keep")).await;
    let page = late.text();
    assert_eq!(late.status.as_u16(), 409);
    for told in ["anna が", "annaのことば", "\nbenのことば</textarea>", "name=\"seen-0\" value=\"1\"", "ベンチがほしい"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(reading(&office, &sent[0]).await.unwrap().words, "annaのことば");
    assert_eq!(ben.post(SAID, &made(&field, "1", "benのことば", "keep")).await.status.as_u16(), 303);
    let found = reading(&office, &sent[0]).await.unwrap();
    assert_eq!((found.words.as_str(), found.read_by.as_str(), found.version), ("benのことば", "ben", 2));
    assert_eq!(
        anna.post(SAID, &made(&field, "1", "", "nothing")).await.status.as_u16(),
        409,
        "nor the other way round"
    );
}

#[tokio::test]
async fn what_is_typed_and_not_decided_stays_on_the_page_while_the_rest_is_kept() {
    let (office, sent) = written(OWN, &["一つめ", "二つめ", "三つめ"]).await;
    let mut anna = ward(&office, "anna", OWN).await;
    let fields: Vec<String> = sent.iter().map(|response| key(response).to_field()).collect();
    let answer = anna
        .post(
            SAID,
            &[
                ("text-0", fields[0].as_str()),
                ("words-0", "一つめ"),
                ("do-0", "nothing"),
                ("text-1", &fields[1]),
                ("words-1", "書きかけ"),
                ("do-1", "later"),
                ("text-2", &fields[2]),
                ("words-2", "三つめ"),
                ("do-2", "later"),
            ],
        )
        .await;
    let page = answer.text();
    assert_eq!(answer.status.as_u16(), 422);
    assert!(
        page.contains("1件を保存しました") && page.contains("\n書きかけ</textarea>") && !page.contains("三つめ"),
        "{page}"
    );
    assert_eq!(reading(&office, &sent[0]).await.unwrap().words, "", "there is nothing to show");
    assert_eq!((reading(&office, &sent[1]).await, reading(&office, &sent[2]).await), (None, None));
    let page = anna.get(SAID).await.text();
    assert!(!page.contains("一つめ") && page.contains("二つめ") && page.contains("三つめ"), "{page}");
}

#[tokio::test]
async fn a_ward_keeps_nothing_about_what_another_ward_wrote() {
    let (office, sent) = written(OTHER, &["となりの声"]).await;
    let mut anna = ward(&office, "anna", OWN).await;
    assert!(!anna.get(SAID).await.text().contains("となりの声"));
    let field = key(&sent[0]).to_field();
    let refused = anna.post(SAID, &made(&field, "0", "x", "keep")).await;
    assert_eq!((refused.status.as_u16(), reading(&office, &sent[0]).await), (404, None));
    assert!(!refused.text().contains("となりの声"));
    is_read(&office, &sent[0], "残したことば").await;
    for path in [format!("{SAID}?read=1"), format!("{SAID}?theme=1")] {
        assert!(!anna.get(&path).await.text().contains("残したことば"));
    }
}

#[tokio::test]
async fn many_texts_come_page_by_page_and_each_once() {
    let words: Vec<String> = (0..23).map(|number| format!("声{number:02}")).collect();
    let (office, _) = written(OWN, &words.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut anna = ward(&office, "anna", OWN).await;
    let (mut path, mut met) = (SAID.to_owned(), Vec::new());
    for expected in [10, 10, 3] {
        let page = anna.get(&path).await.text();
        let here: Vec<&String> = words.iter().filter(|words| page.contains(&format!("<blockquote>{words}<"))).collect();
        assert_eq!(here.len(), expected);
        met.extend(here.into_iter().cloned());
        let next = page.split("href=\"").find(|rest| rest.starts_with(&format!("{SAID}?after=")));
        path = next.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    }
    met.sort_unstable();
    assert_eq!(met, words);
    assert_eq!(path, "", "there is nothing after the last");
}

#[tokio::test]
async fn what_does_not_count_is_neither_shown_nor_kept() {
    let office = TestOffice::start().await;
    let codes = invite(&office, 1).await;
    let responses = office.responses(LETTERS).await;
    let rehearsed = with(&responses.number(1), "/answers/words", "予行の声");
    assert_eq!(office.client.put(&rehearsed).await.status.as_u16(), 201);
    office.send_to(LETTERS, &[State::Open]).await;
    assert_eq!(office.client.put_with_code(&responses.number(2), &codes[0]).await.status.as_u16(), 201);
    let aside = with(&responses.number(3), "/answers/words", "別に置いた声");
    assert_eq!(office.client.put_with_code(&aside, &codes[0]).await.status.as_u16(), 202);
    let mut city = signed_in(&office, "city").await;
    let page = city.get(SAID).await.text();
    assert!(page.contains("きれい") && !page.contains("予行の声") && !page.contains("別に置いた声"), "{page}");
    for response in [&rehearsed, &aside] {
        let field = key(response).to_field();
        assert_eq!(city.post(SAID, &made(&field, "0", "x", "keep")).await.status.as_u16(), 404);
    }
    assert_eq!(office.store.count_readings(&id(LETTERS), ReadingsOf::default()).await.unwrap(), 0);
}

#[tokio::test]
async fn of_a_sealed_survey_the_page_says_where_its_texts_can_be_read() {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[1])).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = office.responses(VISITORS).await.number(1);
    assert_eq!(put(&office, &response, sealed(&response, &[1], 1)).await.status.as_u16(), 201);
    let mut city = signed_in(&office, "city").await;
    for page in ["said", "themes"] {
        let path = format!("/office/surveys/{VISITORS}/{page}");
        let shown = city.get(&path).await.text();
        assert!(shown.contains("koe-office export") && shown.contains("koe-office open"), "{shown}");
        assert!(!shown.contains("<textarea") && !shown.contains("きれい"), "{shown}");
        assert_eq!(city.post(&path, &[("name-ja", "花")]).await.status.as_u16(), 403);
    }
}

#[tokio::test]
async fn themes_are_added_put_in_order_and_answered_and_nobody_writes_over_another_unseen() {
    let (office, sent) = written(OWN, &["きれい"]).await;
    let mut city = signed_in(&office, "city").await;
    city.get(THEMES).await;
    assert_eq!(city.post(THEMES, &[("name-ja", " ")]).await.status.as_u16(), 422);
    for name in ["ベンチ", "花"] {
        let added = city.post(THEMES, &[("name-ja", name), ("name-en", &format!("{name}-en"))]).await;
        assert_eq!(added.header("location"), format!("{THEMES}?added"));
    }
    is_read(&office, &sent[0], "きれい").await;
    let one = format!("{THEMES}/2");
    let page = city.get(&one).await.text();
    assert!(page.contains("value=\"花\"") && page.contains("name=\"seen\" value=\"1\""), "{page}");
    let fields = [
        ("seen", "1"),
        ("place", "1"),
        ("name-ja", "お花"),
        ("reply-ja", "植えました。\r\n秋です。"),
        ("reply-en", ""),
    ];
    assert_eq!(city.post(&one, &fields).await.header("location"), format!("{one}?kept"));
    let late = city.post(&one, &[("seen", "1"), ("place", "1"), ("name-ja", "草花"), ("reply-ja", "別の答え")]).await;
    let page = late.text();
    assert_eq!(late.status.as_u16(), 409);
    for told in ["city が", "お花", "\n別の答え</textarea>", "value=\"草花\"", "name=\"seen\" value=\"2\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(city.post(&one, &[("seen", "2"), ("name-ja", "")]).await.status.as_u16(), 422);
    assert_eq!(city.get(&format!("{THEMES}/9")).await.status.as_u16(), 404);
    let themes = office.store.themes(&id(LETTERS)).await.unwrap();
    let ja = "ja".parse().unwrap();
    let told: Vec<_> = themes.iter().map(|theme| (theme.number, theme.name_in(&ja).0, theme.reply_in(&ja))).collect();
    assert_eq!(
        told,
        [(1, "ベンチ", None), (2, "お花", Some(("植えました。\n秋です。", "ja")))],
        "of one place the first is first"
    );
    let page = city.get(&format!("{THEMES}?lang=en")).await.text();
    assert!(
        page.contains("ベンチ-en</a>") && page.contains("said?theme=1\">1</a>") && page.contains("not yet"),
        "{page}"
    );
    let log = office.store.audit_after(0, 100).await.unwrap();
    let done: Vec<_> = log.iter().filter(|row| row.act == "theme").map(|row| row.what.as_str()).collect();
    assert_eq!(done, ["garden-letters added", "garden-letters added", "garden-letters 2", "garden-letters 2"]);
}

#[tokio::test]
async fn a_text_behind_many_that_are_of_no_use_is_found_by_going_on() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 1).await;
    let responses = office.responses(LETTERS).await;
    many_of_another_ward(&office, &responses).await;
    let own = with(&with(&responses.number(20_001), "/ward", OWN), "/answers/words", "ずっと後の声");
    assert_eq!(office.client.put_with_code(&own, &codes[0]).await.status.as_u16(), 201);
    let mut anna = ward(&office, "anna", OWN).await;
    let page = anna.get(SAID).await.text();
    assert!(page.contains("先へ進んで探してください") && !page.contains("ずっと後の声"), "{page}");
    let (_, next) = page.split_once(&format!("{SAID}?after=")).unwrap();
    let next = format!("{SAID}?after={}", next.split('"').next().unwrap());
    let page = anna.get(&next).await.text();
    assert!(page.contains("ずっと後の声") && !page.contains("先へ進んで探してください"), "{page}");
    // What nobody has read is told to be there still, however far somebody has gone on.
    let field = key(&own).to_field();
    let kept = anna.post(&next, &made(&field, "0", "ずっと後の声", "keep")).await;
    assert_eq!(kept.status.as_u16(), 303, "{}", kept.text());
    let page = anna.get(&next).await.text();
    assert!(page.contains("ここから先に") && !page.contains("<textarea"), "{page}");
}
