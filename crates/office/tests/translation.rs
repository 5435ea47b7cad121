//! Languages that the office does not write itself: they come by translations, to surveys that offer them.

use std::collections::BTreeSet;
use std::path::Path;

use office::clock;
use office::content::Content;
use office::http::Limits;
use questionnaire::{DraftSurvey, Language, State, Survey};

use crate::commands::{copy, folder, offering};
use crate::office::{LETTERS, TestOffice, VISITORS};

/// The survey of visitors, offered in Korean.
fn in_korean(written: &str, instead: &str) -> DraftSurvey {
    let folder = offering();
    let file = folder.path().join("content/translations/ko/language.toml");
    let language = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, language.replace(written, instead)).unwrap();
    let content = Content::read(&folder.path().join("content"));
    assert_eq!(content.problems, []);
    content.surveys[VISITORS].clone()
}

async fn office_in_korean() -> TestOffice {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, |draft| *draft = in_korean("", "")).await;
    office
}

fn office_line(draft: &DraftSurvey) -> &str {
    draft.questionnaire.opening.office.in_language(&"ko".parse().unwrap())
}

#[test]
fn a_translation_changes_no_revision_of_a_survey_that_does_not_offer_it() {
    let revisions = |folder: &std::path::Path| {
        let content = Content::read(&folder.join("content"));
        let revision = |draft: &DraftSurvey| draft.revision().unwrap();
        (revision(&content.surveys[LETTERS]), revision(&content.surveys[VISITORS]))
    };
    let without = folder();
    std::fs::remove_dir_all(without.path().join("content/translations")).unwrap();
    let (without, with, offered) =
        (revisions(without.path()), revisions(folder().path()), revisions(offering().path()));
    assert_eq!(without, with);
    assert_eq!(without.0, offered.0);
    assert_ne!(without.1, offered.1);
}

#[test]
fn who_reads_a_draft_is_told_so_until_it_is_signed() {
    assert_eq!(office_line(&in_korean("", "")), "담당: {contact}\n아직 확인하지 않은 번역입니다.");
    let signed = "status = \"signed\"\nsigned_by = \"김\"\nsigned_on = \"2026-12-01\"";
    assert_eq!(office_line(&in_korean("status = \"draft\"", signed)), "담당: {contact}");
}

#[tokio::test]
async fn the_words_of_a_language_go_where_it_is_offered_and_nowhere_else() {
    let office = office_in_korean().await;
    let interface =
        async |path: &str| office.client.get(&format!("/api/v1/surveys/{path}")).await.json()["interface"].clone();
    let offered = interface(&format!("{VISITORS}?lang=ko")).await;
    assert_eq!(offered["ko"]["page"]["next"], "다음");
    assert!(offered["ko"]["office"].is_null(), "what the office says itself");
    assert!(interface(&format!("{VISITORS}?lang=ja")).await["ko"]["page"].is_null());
    let languages = |interface: &serde_json::Value| interface.as_object().unwrap().len();
    assert_eq!((languages(&offered), languages(&interface(LETTERS).await)), (4, 3));
    assert_eq!(office.client.get("/api/v1/interface/ko").await.json()["page"]["next"], "다음");
}

#[tokio::test]
async fn until_the_form_is_there_its_page_speaks_the_language_that_was_asked_for() {
    let office = office_in_korean().await;
    let html = office.client.get("/s/garden-visitors?lang=ko").await.text();
    assert!(html.contains("<html lang=\"ko\">") && html.contains("<title>공원 설문</title>"), "{html}");
    assert!(html.contains("<section class=\"part\" lang=\"ko\">\n<p>잠시 기다려 주세요.</p>"), "{html}");
    assert!(html.contains("<a href=\"/s/garden-visitors/plain?lang=ko\">질문이 나오지 않으면"), "{html}");
    assert!(html.contains("og:locale\" content=\"ko_KR\""), "{html}");
    for other in ["lang=\"en\"", "lang=\"ja\"", "質問"] {
        assert!(!html.contains(other), "{other}: {html}");
    }
    let html = office.client.get("/s/garden-visitors").await.text();
    for all in [
        "<section class=\"part\" lang=\"ja\">",
        "<section class=\"part\" lang=\"en\">",
        "<section class=\"part\" lang=\"ko\">",
    ] {
        assert!(html.contains(all), "{all}: {html}");
    }
    assert!(!office.client.get("/s/garden-letters").await.text().contains("lang=\"ko\""));
    let manifest = office.client.get("/s/garden-visitors/manifest.webmanifest?lang=ko").await.json();
    assert_eq!((&manifest["lang"], &manifest["name"]), (&"ko".into(), &"공원 설문".into()));
}

#[tokio::test]
async fn a_link_with_a_browsers_tag_leads_to_the_language_that_is_meant() {
    let office = office_in_korean().await;
    for tag in ["ko-KR", "KO", "ko_KR"] {
        let answer = office.client.get(&format!("/s/garden-visitors?lang={tag}&ward=271080")).await;
        let to = (answer.status.as_u16(), answer.header("location"));
        assert_eq!(to, (303, "/s/garden-visitors?ward=271080&lang=ko"), "{tag}");
        let plain = office.client.get(&format!("/s/garden-visitors?lang=tlh&was={tag}")).await;
        assert_eq!(plain.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn surveys_are_listed_in_every_language_that_they_are_offered_in() {
    let office = office_in_korean().await;
    let html = office.client.get("/").await.text();
    let (_, korean) = html.split_once("<section class=\"part\" lang=\"ko\">").unwrap();
    assert!(korean.contains("지금 답할 수 있는 조사"), "{korean}");
    assert!(korean.contains("<a href=\"/s/garden-visitors?lang=ko\" hreflang=\"ko\">공원 설문</a>"), "{korean}");
    assert!(korean.contains("plain?lang=ko\" hreflang=\"ko\">간단한 화면에서 답하기</a>"), "{korean}");
    assert!(!korean.contains("garden-letters"), "{korean}");
}

/// What stands in the attribute `value` of the hidden field `name`.
fn hidden(html: &str, name: &str) -> String {
    let (before, _) = html.split_once(&format!("type=\"hidden\" name=\"{name}\"")).unwrap_or_else(|| panic!("{html}"));
    let (_, value) = before.rsplit_once("<input value=\"").unwrap();
    value.trim_end().trim_end_matches('"').replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// The visitors' survey of the city, offered in every language that there is a translation into.
fn city_in_all_languages() -> DraftSurvey {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"), &content);
    let survey = content.join("surveys/ward-visitors.toml");
    let written = std::fs::read_to_string(&survey).unwrap();
    let more = "more_languages = [\"ko\", \"zh-Hans\", \"zh-Hant\", \"vi\", \"ne\", \"fil\", \"pt\"]\n";
    std::fs::write(&survey, [more, &written].concat()).unwrap();
    let content = Content::read(&content);
    assert_eq!(content.problems, []);
    content.surveys["ward-visitors"].clone()
}

#[tokio::test]
async fn whoever_reads_any_of_the_languages_answers_without_script_from_the_opening_to_the_receipt() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let draft = city_in_all_languages();
    let (revision, json) = (draft.revision().unwrap(), draft.canonical_json().unwrap());
    office.store.publish(&draft.id, &revision, &json, clock::now()).await.unwrap();
    office.store.send_to(&draft.id, State::Rehearsal, clock::now()).await.unwrap();
    let survey = Survey::try_from(draft).unwrap();
    assert_eq!(survey.languages().len(), 10);
    for language in survey.languages() {
        let path = format!("/s/ward-visitors/plain?ward=271276&lang={language}");
        let mut html = office.client.get(&path).await.text();
        for step in 0..20 {
            assert!(html.contains(&format!("<html lang=\"{}\">", language.html_lang())), "{language}: {html}");
            if html.contains("class=\"digits\"") {
                break;
            }
            let presses = ["start", "send", "insist", "next"];
            let press = presses.iter().find(|press| html.contains(&format!("value=\"{press}\""))).unwrap_or(&"next");
            let asked = survey
                .questionnaire()
                .questions()
                .iter()
                .find(|question| html.contains(&format!("id=\"q-{}", question.id())));
            let shown = asked.map(|question| question.id().to_string()).unwrap_or_default();
            let (draft, dice) = (hidden(&html, "draft"), hidden(&html, "dice"));
            let fields = [("draft", draft.as_str()), ("dice", &dice), ("shown", &shown), ("do", press)];
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            let form = [("content-type", "application/x-www-form-urlencoded")];
            html = office.client.send("POST", &path, &form, body).await.text();
            assert!(step < 19, "{language}: {html}");
        }
        assert!(html.contains("class=\"digits\""), "{language}: {html}");
    }
    let stored = office.stored("ward-visitors").await;
    let languages: BTreeSet<_> = stored.iter().map(|record| record["response"]["language"].as_str().unwrap()).collect();
    assert_eq!(languages, survey.languages().iter().map(Language::as_str).collect());
}
