//! The survey at the counter, end to end.

use serde_json::json;

use super::residents::{sha256, told};
use crate::harness::journey::{Says, VISIT};
use crate::harness::{KITA, Office, Person, VISITORS, Window, in_every_engine};

in_every_engine! {
    a_visitor_answers_and_the_office_has_exactly_that on phone, tablet;
    words_beside_other_travel_with_it on phone;
    an_answer_changed_at_the_review_is_what_is_sent on tablet;
}

async fn a_visitor_answers_and_the_office_has_exactly_that(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;

    let stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["response"]["answers"], told(VISIT));
    assert_eq!(stored[0]["response"]["receipt_hash"], sha256(&visitor.receipt().await));
    visitor.leaves_without_complaint().await;
}

async fn words_beside_other_travel_with_it(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&[("purpose", Says::Other("other", "落とし物を受け取りに"))]).await;
    visitor.answers(&VISIT[1..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    let purpose = &stored[0]["response"]["answers"]["purpose"];
    assert_eq!(*purpose, json!([{ "choice": "other", "text": "落とし物を受け取りに" }]));
}

async fn an_answer_changed_at_the_review_is_what_is_sent(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    let change = visitor.sheet.word_with("ja", "review.change_of", &[("question", &visitor.words_of("guide"))]);
    visitor.browser.button(change).press().await;
    visitor.takes("guide", "n2").await;
    visitor.goes_on().await;
    visitor.sends().await;
    visitor.has_sent().await;
    let stored = office.stored(VISITORS);
    assert_eq!(stored[0]["response"]["answers"]["guide"], "n2");
    assert_eq!(stored[0]["response"]["answers"]["attitude"], "p1");
}
