//! What a person hears who cannot see the screen.

use crate::harness::journey::VISIT;
use crate::harness::{EVERY_KIND, KITA, Name, Office, Person, TAISHO, VISITORS};

/// Every control has a name, and the screen has one main heading and one main part.
async fn is_told_whole(person: &Person, screen: &str) {
    for role in ["button", "link", "radio", "checkbox", "textbox", "group", "navigation", "region"] {
        let all = person.browser.query(None, role).await.expect("the page can be asked");
        assert!(all.iter().all(|one| !one.name.is_empty()), "{screen}: a {role} without a name: {all:?}");
    }
    let count = "return [document.querySelectorAll('h1').length, document.querySelectorAll('main').length]";
    assert_eq!(person.browser.script(count).await, Ok(serde_json::json!([1, 1])), "{screen}");
}

#[tokio::test]
async fn everything_that_can_be_used_has_a_name_on_every_screen() {
    let mut office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_told_whole(&visitor, "opening").await;
    visitor.starts().await;
    for step in VISIT {
        visitor.is_asked(step.0).await;
        is_told_whole(&visitor, step.0).await;
        visitor.answers(&[*step]).await;
    }
    visitor.sees("review.title").await;
    is_told_whole(&visitor, "review").await;
    visitor.presses("device.erase").await;
    visitor.sees("device.erase_title").await;
    is_told_whole(&visitor, "erasing").await;
    visitor.presses("device.cancel").await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    is_told_whole(&visitor, "waiting").await;
    office.serve().await;
    visitor.has_sent().await;
    is_told_whole(&visitor, "sent").await;
}

#[tokio::test]
async fn two_findings_on_one_page_can_be_told_apart() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.goes_on().await;
    let summary = person.browser.part(&["alert"], Name::Any);
    summary.part(&["link"], Name::Holds(person.word("findings.required"))).some().await;
    let mut links: Vec<String> =
        summary.part(&["link"], Name::Any).some().await.into_iter().map(|link| link.name).collect();
    assert_eq!(links.len(), 2, "{links:?}");
    links.dedup();
    assert_eq!(links.len(), 2, "which link leads where: {links:?}");
}

#[tokio::test]
async fn the_focus_goes_to_what_is_new() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.browser.heading(Name::Holds(visitor.words_of("purpose"))).focused().await;
    visitor.goes_on().await;
    visitor.browser.part(&["alert"], Name::Any).focused().await;
    visitor.presses("asking.pass").await;
    visitor.browser.heading(Name::Holds(visitor.words_of("guide"))).focused().await;
    visitor.browser.back().await;
    visitor.browser.heading(Name::Holds(visitor.words_of("purpose"))).focused().await;
    visitor.presses("device.restart").await;
    visitor.browser.heading(visitor.word("device.restart_title")).focused().await;
}

#[tokio::test]
async fn readings_above_kanji_are_not_read_out_twice() {
    let office = Office::open().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.switches_to("ja-easy").await;
    visitor.starts().await;
    visitor.answers(&VISIT[..6]).await;
    visitor.is_asked("free").await;
    let field = visitor.field("free").found().await;
    let help = Name::Holds(visitor.sheet.help("ja-easy", KITA, "free"));
    assert!(help.fits(&field.description), "{help:?} in {field:?}");
}
