//! The language can change at any moment, and nothing is lost by it.

use serde_json::json;

use super::pictures::album;
use super::residents::told;
use crate::harness::journey::VISIT;
use crate::harness::{KITA, Name, Office, Person, VISITORS, Window, in_every_engine};

in_every_engine! {
    switching_in_the_middle_loses_nothing on phone;
    every_screen_says_its_language_to_those_who_listen on tablet;
}

const LANGUAGES: [&str; 3] = ["en", "ja-easy", "ja"];

async fn switching_in_the_middle_loses_nothing(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..2]).await;
    visitor.takes("attitude", "p1").await;
    for language in LANGUAGES {
        visitor.switches_to(language).await;
        visitor.choice("attitude", "p1").chosen().await;
    }
    visitor.answers(&VISIT[2..6]).await;
    visitor.is_asked("free").await;
    visitor.writes("free", "まだ途中の").await;
    for language in LANGUAGES {
        visitor.switches_to(language).await;
        visitor.field("free").holds("まだ途中の").await;
    }
    visitor.switches_to("en").await;
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    let mut expected = told(VISIT);
    expected["free"] = "まだ途中の".into();
    assert_eq!(stored[0]["response"]["answers"], expected);
    assert_eq!(stored[0]["response"]["language"], "en");
}

async fn every_screen_says_its_language_to_those_who_listen(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    for (language, tag) in [("en", "en"), ("ja-easy", "ja"), ("ja", "ja")] {
        visitor.switches_to(language).await;
        visitor.is_asked("purpose").await;
        let told =
            visitor.browser.script("return document.documentElement.lang").await.expect("the page has a language");
        assert!(told.as_str().is_some_and(|told| told.split('-').next() == Some(tag)), "{told} for {language}");
        let title = visitor.browser.script("return document.title").await.expect("the page has a title");
        let title = title.as_str().unwrap_or_default().to_owned();
        assert!(Name::Holds(visitor.sheet.title(language)).fits(&title), "{title}");
    }
}

#[tokio::test]
async fn easy_japanese_has_readings_and_does_without_them_on_request() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.switches_to("ja-easy").await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    let count = "return document.querySelectorAll('main rt').length";
    assert_ne!(visitor.browser.script(count).await, Ok(0.into()));
    visitor.presses("language.ruby_off").await;
    visitor.browser.button(visitor.word("language.ruby_on")).found().await;
    assert_eq!(visitor.browser.script(count).await, Ok(0.into()));
    visitor.is_asked("purpose").await;
}

#[tokio::test]
async fn the_link_may_choose_the_language() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.visit(&office.at("/s/ward-visitors?lang=en&ward=271276")).await;
    visitor.language = "en";
    visitor.is_welcome().await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
}

/// The browser prefers these languages from now on.
async fn prefers(visitor: &Person, languages: &str) {
    let agent = visitor.browser.script("return navigator.userAgent").await.expect("a browser has a name");
    let wish = json!({ "userAgent": agent, "acceptLanguage": languages });
    visitor.browser.cdp("Network.setUserAgentOverride", wish).await.expect("the browser can prefer languages");
}

#[tokio::test]
async fn a_first_visit_is_in_the_browsers_language_and_a_later_one_in_the_one_that_was_chosen() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    prefers(&visitor, "fr,en-GB;q=0.8,ja;q=0.5").await;
    visitor.opens().await;
    visitor.language = "en";
    visitor.is_welcome().await;
    visitor.browser.visit(&office.at(&format!("/s/{VISITORS}/plain?ward={KITA}"))).await;
    visitor.is_welcome().await;
    visitor.presses("opening.start").await;
    visitor.is_asked("purpose").await;

    visitor.opens().await;
    visitor.is_welcome().await;
    visitor.switches_to("ja-easy").await;
    visitor.is_welcome().await;
    visitor.opens().await;
    visitor.is_welcome().await;
    visitor.browser.visit(&office.at(&format!("/s/{VISITORS}?ward={KITA}&lang=ja"))).await;
    visitor.language = "ja";
    visitor.is_welcome().await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    visitor.reads("notice.saved").await;
    // What was begun goes on as it is, whatever the browser prefers.
    visitor.opens().await;
    visitor.browser.button(visitor.word("opening.resume")).found().await;
}

/// The face of a part of the page, how its letters are spaced, and whether all of the page fits on the screen.
const LOOK: &str = "const { fontFamily, letterSpacing } = getComputedStyle(document.querySelector('h1'));
    return [fontFamily.split(',')[0], letterSpacing, document.documentElement.scrollWidth <= innerWidth]";

#[tokio::test]
async fn who_reads_only_nepali_or_chinese_answers_in_it_on_a_small_screen() {
    let office = Office::open_in_every_language().await;
    for language in ["ne", "zh-Hant"] {
        let mut visitor = Person::comes_with(Window::SMALL, &office, VISITORS, KITA).await;
        keep_picture(&visitor, &format!("{language}-0-opening")).await;
        visitor.switches_to(language).await;
        visitor.is_welcome().await;
        keep_picture(&visitor, &format!("{language}-1-welcome")).await;
        let look = visitor.browser.script(LOOK).await.expect("the page has a look");
        assert_eq!((&look[0], &look[2]), (&"system-ui".into(), &true.into()), "{language}: {look}");
        let is_close = ["normal", "0px"].map(Into::into).contains(&look[1]);
        assert_eq!(is_close, language == "ne", "letters that hang from one line stand close: {look}");
        visitor.starts().await;
        visitor.is_asked("purpose").await;
        keep_picture(&visitor, &format!("{language}-2-asked")).await;
        visitor.answers(VISIT).await;
        visitor.sends().await;
        visitor.has_sent().await;
        keep_picture(&visitor, &format!("{language}-3-sent")).await;
        let told = visitor.browser.script("return document.documentElement.lang").await;
        assert_eq!(told, Ok(language.into()));
        let stored = office.stored(VISITORS);
        assert!(stored.iter().any(|record| record["response"]["language"] == language), "{stored:?}");
        let look = visitor.browser.script(LOOK).await.expect("the page has a look");
        assert_eq!(look[2], true, "{language}: {look}");
    }
}

async fn keep_picture(visitor: &Person, name: &str) {
    if let Some(folder) = album() {
        let path = folder.join(format!("320-language-{name}.png"));
        std::fs::write(path, visitor.browser.picture().await).expect("the picture can be kept");
    }
}
