//! Coming to a survey that is there, that is not, or that cannot be reached.

use crate::harness::journey::VISIT;
use crate::harness::{Browser, KITA, Name, Office, Person, TAISHO, VISITORS, Window};

#[tokio::test]
async fn an_unknown_survey_is_told_in_words() {
    let office = Office::open().await;
    let browser = Browser::open(Window::PHONE).await;
    browser.visit(&office.at("/s/no-such-survey")).await;
    browser.heading(Name::Holds("見つかりません".to_owned())).found().await;
    browser.heading(Name::Holds("not found".to_owned())).found().await;
}

#[tokio::test]
async fn the_purpose_the_office_the_handling_and_the_paper_come_before_the_first_question() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, TAISHO).await;
    for language in ["ja", "en"] {
        visitor.switches_to(language).await;
        for key in ["opening.handling", "opening.paper", "opening.office", "opening.keep", "notice.rehearsal"] {
            visitor.reads(key).await;
        }
        visitor.browser.reads(&visitor.sheet.ward(language, TAISHO)).await;
    }
}

#[tokio::test]
async fn a_survey_seen_before_opens_while_the_office_is_gone() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..2]).await;
    visitor.is_asked("attitude").await;
    office.kill().await;
    // The form goes on by itself; only sending needs the office.
    visitor.answers(&VISIT[2..]).await;
    visitor.sees("review.title").await;
    visitor.browser.back().await;
    visitor.is_asked("free").await;
}

#[tokio::test]
async fn a_survey_that_takes_no_answers_says_so_from_the_start() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    office.withdraw(VISITORS);
    office.moves("open", VISITORS);
    office.pause(VISITORS);
    visitor.opens().await;
    visitor.reads("notice.closed").await;
}

#[tokio::test]
async fn a_wide_screen_and_a_narrow_one_show_the_page_without_scrolling_sideways() {
    let office = Office::open().await;
    for window in [Window { width: 320, height: 640, ..Window::PHONE }, Window::PHONE, Window::TABLET] {
        let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
        visitor.starts().await;
        for language in ["en", "ja-easy", "ja"] {
            visitor.switches_to(language).await;
            visitor.is_asked("purpose").await;
            let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(visitor.browser.script(over).await, Ok(0.into()), "{language} {window:?}");
        }
    }
}
