//! The browser's own buttons turn the pages of the form, and coming back comes back to the same page.

use crate::harness::journey::{Says, VISIT};
use crate::harness::{KITA, Office, Person, VISITORS, Window, in_every_engine};

in_every_engine! {
    back_and_forward_go_page_by_page on phone;
    a_reload_comes_back_to_the_same_page_with_the_same_answers_in_the_same_language on tablet;
    a_closed_tab_goes_on_where_it_was_left on phone;
    after_the_receipt_back_shows_no_answers on tablet;
}

async fn back_and_forward_go_page_by_page(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    for (id, _) in VISIT.iter().rev() {
        visitor.browser.back().await;
        visitor.is_asked(id).await;
    }
    visitor.browser.back().await;
    visitor.is_welcome().await;
    for (id, _) in VISIT {
        visitor.browser.forward().await;
        visitor.is_asked(id).await;
    }
    visitor.browser.forward().await;
    visitor.sees("review.title").await;
}

#[tokio::test]
async fn the_pages_own_button_and_the_browsers_go_the_same_way() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(&VISIT[..3]).await;
    visitor.is_asked("explain").await;
    visitor.goes_back().await;
    visitor.is_asked("attitude").await;
    visitor.browser.back().await;
    visitor.is_asked("guide").await;
    visitor.browser.forward().await;
    visitor.is_asked("attitude").await;
    visitor.goes_on().await;
    visitor.is_asked("explain").await;
}

async fn a_reload_comes_back_to_the_same_page_with_the_same_answers_in_the_same_language(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.switches_to("en").await;
    visitor.answers(&VISIT[..6]).await;
    visitor.writes("free", "half a sen").await;
    visitor.reads("notice.saved").await;
    visitor.browser.reload().await;
    visitor.is_asked("free").await;
    visitor.field("free").holds("half a sen").await;
    visitor.browser.back().await;
    visitor.choice("overall", "p2").chosen().await;
    visitor.browser.back().await;
    visitor.choice("wait", "na").chosen().await;
}

async fn a_closed_tab_goes_on_where_it_was_left(window: Window) {
    let office = Office::open().await;
    let mut visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.switches_to("ja-easy").await;
    visitor.answers(&VISIT[..3]).await;
    visitor.takes("explain", "n1").await;
    visitor.reads("notice.saved").await;
    let first = visitor.browser.tab().await;
    let second = visitor.browser.new_tab().await;
    visitor.browser.show_tab(&first).await;
    visitor.browser.close_tab_for(&second).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    visitor.presses("opening.resume").await;
    visitor.choice("explain", "n1").chosen().await;
    visitor.goes_back().await;
    visitor.choice("attitude", "p1").chosen().await;
}

async fn after_the_receipt_back_shows_no_answers(window: Window) {
    let office = Office::open().await;
    let visitor = Person::comes_with(window, &office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.has_sent().await;
    visitor.browser.back().await;
    visitor.has_sent().await;
    visitor.browser.reload().await;
    visitor.has_sent().await;
    assert_eq!(office.stored(VISITORS).len(), 1);
}

#[tokio::test]
async fn a_skipped_question_stays_skipped_on_the_way_back() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.is_asked("purpose").await;
    visitor.goes_on().await;
    visitor.presses("asking.pass").await;
    visitor.answers(&[("guide", Says::One("p2"))]).await;
    visitor.is_asked("attitude").await;
    visitor.browser.back().await;
    visitor.choice("guide", "p2").chosen().await;
    visitor.browser.back().await;
    visitor.is_asked("purpose").await;
    assert!(!visitor.choice("purpose", "cert").found().await.checked);
}
