//! What people wrote and what the office answers, as it is published.

use std::path::Path;

use office::clock;
use office::said::{Reading, TextKey, Theme};
use office::store::{Store, StoreOptions};
use questionnaire::{State, Text};
use serde_json::{Value, json};

use super::people::{SURVEY, city, published};
use super::published_data::BOTH;
use super::{data, files, holds_together};
use crate::commands::{run, said};
use crate::export::parquet::python;
use crate::office::{TestOffice, VISITORS, content_folder, id, open};

fn text(said: &[(&str, &str)]) -> Text {
    Text(said.iter().map(|(tag, words)| (tag.parse().unwrap(), (*words).to_owned())).collect())
}

async fn answers(store: &Store, survey: &str, number: i64, reply: Text) {
    let themes = store.themes(&id(survey)).await.unwrap();
    let theme = themes.into_iter().find(|theme| theme.number == number).unwrap();
    assert!(store.save_theme(&id(survey), &Theme { reply, ..theme }).await.unwrap());
}

/// Somebody has read what the response with that id says.
async fn reads(store: &Store, response: &Value, themes: &[i64]) {
    let id_of = response["id"].as_str().unwrap().to_owned();
    let reading = Reading {
        text: TextKey { id: id_of, question: "words".into(), choice: String::new() },
        version: 0,
        ward: "271080".parse().unwrap(),
        themes: themes.iter().copied().collect(),
        words: "残したことば".into(),
        read_by: "anna".into(),
        read_at: clock::now().to_string(),
    };
    assert!(store.save_reading(&id(VISITORS), &reading).await.unwrap());
}

/// The content of the tests with the words of real publications.
fn lay_out(folder: &Path) {
    crate::commands::copy(&content_folder(), &folder.join("content"));
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/report");
    std::fs::create_dir_all(folder.join("content/report")).unwrap();
    for language in ["ja", "ja-easy", "en"] {
        let file = format!("{language}.toml");
        std::fs::copy(real.join(&file), folder.join("content/report").join(&file)).unwrap();
    }
}

fn report(folder: &Path, arguments: &[&str]) -> std::process::Output {
    run(folder, &[&["report", VISITORS, "--database", "sqlite:koe.db"], arguments].concat())
}

#[tokio::test]
async fn what_ten_people_wrote_about_is_counted_and_answered_and_nobodys_words_are_published() {
    let office = TestOffice::start().await;
    let (folder, survey, store) = (office.folder.path(), id(VISITORS), &office.store);
    lay_out(folder);
    let responses = office.responses(VISITORS).await;
    assert_eq!(office.client.put(&responses.number(90)).await.status.as_u16(), 201, "of the rehearsal");
    office.send_to(VISITORS, &[State::Open]).await;
    for number in 1..=12 {
        assert_eq!(office.client.put(&responses.number(number)).await.status.as_u16(), 201);
    }
    said(&report(folder, &["--out", "before"]));
    let before = files(&folder.join("before"));
    assert!(!before.keys().any(|name| name.contains("said")), "a survey without themes has no such page");

    for name in
        [&[("ja", "花"), ("ja-easy", "{花|はな}"), ("en", "Flowers <3")][..], &[("ja", "ベンチ")], &[("ja", "空")]]
    {
        store.add_theme(&survey, &text(name), "city", clock::now()).await.unwrap();
    }
    for number in 1..=10 {
        reads(store, &responses.number(number), if number < 4 { &[1, 2] } else { &[1] }).await;
    }
    answers(store, VISITORS, 2, text(&[("ja", "置きます。\n春です。"), ("ja-easy", "{置|お}きます。")])).await;
    said(&report(folder, &["--out", "published"]));
    said(&report(folder, &["--out", "again"]));
    let written = files(&published(folder));
    assert!(written == files(&folder.join("again")), "it is not written alike twice");
    let page = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    let english = page("en/said.html");
    for told in [
        "<h1>You said, we did</h1>",
        "People wrote 12 texts. Staff have read 10 of them; 2 are not read yet.",
        "<h2>Flowers &lt;3</h2><p>People who wrote about this, in the texts that were read: 10</p>",
        "<h2><span lang=\"ja\">ベンチ</span></h2><p>People who wrote about this, in the texts that were read: fewer than 10</p>",
        "<span lang=\"ja\">置きます。<br>春です。</span>",
        "There is no answer yet.",
    ] {
        assert!(english.contains(told), "{told}: {english}");
    }
    assert!(!english.contains('空'), "nobody wrote about it, and it has no answer");
    let easy = page("ja-easy/said.html");
    assert!(
        easy.contains("<ruby>花<rt>はな</rt></ruby>") && easy.contains("<ruby>置<rt>お</rt></ruby>きます。"),
        "{easy}"
    );
    for (name, link) in [("en/index.html", "href=\"said.html\""), ("ja/people.html", "href=\"said.html\"")] {
        assert!(page(name).contains(link), "{name}");
    }
    for (name, bytes) in &written {
        let told = String::from_utf8_lossy(bytes);
        assert!(!told.contains("きれい") && !told.contains("残したことば") && !told.contains("anna"), "{name}");
    }
    let rows = data(&published(folder), "said");
    let of = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("responses"), [json!(10), Value::Null]);
    assert_eq!((of("kept_back"), of("texts_given")), (vec![json!(false), json!(true)], vec![json!(12), json!(12)]));
    assert_eq!(of("reply_ja_easy"), [Value::Null, json!("{置|お}きます。")]);
    let read = python(BOTH, &[&folder.join("published/data")]);
    assert_eq!(read["said"][1]["responses"], "int64", "{read}");
}

#[tokio::test]
async fn a_text_that_is_tagged_or_a_reply_that_is_written_later_is_found_out() {
    let office = TestOffice::start().await;
    let (folder, survey, store) = (office.folder.path(), id(VISITORS), &office.store);
    lay_out(folder);
    office.send_to(VISITORS, &[State::Open]).await;
    let responses = office.responses(VISITORS).await;
    for number in 1..=3 {
        assert_eq!(office.client.put(&responses.number(number)).await.status.as_u16(), 201);
    }
    store.add_theme(&survey, &text(&[("ja", "花")]), "city", clock::now()).await.unwrap();
    answers(store, VISITORS, 1, text(&[("ja", "植えました。")])).await;
    said(&report(folder, &["--out", "published"]));
    let page = std::fs::read_to_string(published(folder).join("en/said.html")).unwrap();
    assert!(page.contains("People wrote fewer than 10 texts"), "{page}");
    assert!(said(&report(folder, &["--verify", "published"])).contains("as it was published"));
    let found_out = || {
        let told = String::from_utf8(report(folder, &["--verify", "published"]).stderr).unwrap();
        assert!(told.starts_with("what people wrote about, or what the office answers, is not as it was"), "{told}");
    };
    reads(store, &responses.number(1), &[1]).await;
    found_out();
    said(&report(folder, &["--out", "anew"]));
    std::fs::rename(folder.join("anew"), folder.join("other")).unwrap();
    assert!(said(&report(folder, &["--verify", "other"])).contains("as it was published"));
    answers(store, VISITORS, 1, text(&[("ja", "もっと植えました。")])).await;
    found_out();
}

#[tokio::test]
async fn a_publication_with_replies_holds_together() {
    let (folder, _) = city(|_| 1).await;
    let folder = folder.path();
    let store = open(folder, StoreOptions::default()).await;
    store.add_theme(&id(SURVEY), &text(&[("ja", "窓口")]), "city", clock::now()).await.unwrap();
    answers(&store, SURVEY, 1, text(&[("ja", "直しました。")])).await;
    store.close().await;
    said(&run(folder, &["report", SURVEY, "--database", "sqlite:koe.db", "--out", "published"]));
    holds_together(&files(&published(folder)));
}
