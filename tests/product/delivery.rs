//! Nothing is called sent before the office has it, and nothing is lost before that.

use serde_json::Value;

use super::residents::{sha256, told};
use crate::harness::journey::VISIT;
use crate::harness::{
    Browser, Fetched, Impostor, KITA, Name, Office, Person, RESIDENTS, TAISHO, VISITORS, Window, until,
};

/// The responses that the device still owes.
pub(crate) async fn owed(browser: &Browser) -> Vec<Value> {
    let outbox = browser.on_device("outbox").await;
    outbox.iter().filter_map(Value::as_str).map(|text| serde_json::from_str(text).expect("a parcel is JSON")).collect()
}

/// Answers everything and stops before sending.
pub(crate) async fn comes_to_the_review(office: &Office) -> Person {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor
}

/// The office has this receipt once, and it is all it has.
pub(super) fn stored_once(office: &Office, receipt: &str) {
    let stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["response"]["answers"], told(VISIT));
    assert_eq!(stored[0]["response"]["receipt_hash"], sha256(receipt));
}

#[tokio::test]
async fn with_the_office_gone_it_says_not_yet_sent_and_sends_by_itself_later() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.reads("waiting.text").await;
    let page = visitor.browser.text().await.expect("the page can be read");
    assert!(!page.contains(&visitor.word("sent.text")), "nothing was received: {page}");
    assert_eq!(owed(&visitor.browser).await.len(), 1);

    office.serve().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
    until("an empty outbox", async || match owed(&visitor.browser).await.len() {
        0 => Ok(()),
        left => Err(format!("{left} are owed")),
    })
    .await;
}

#[tokio::test]
async fn without_a_network_one_answers_on_and_it_goes_out_when_the_network_is_back() {
    let office = Office::open().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.browser.has_network(false).await;
    visitor.reads("notice.offline").await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.browser.has_network(true).await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn what_waits_goes_out_at_the_next_visit() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.browser.visit("about:blank").await;
    office.serve().await;
    visitor.opens().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn what_cannot_be_sent_is_carried_to_the_office_in_a_file_and_stored_once() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let downloads = visitor.browser.keeps_files().await;
    visitor.presses("file.save").await;
    let file = until("the file", async || downloads.only_file(".koe")).await;
    assert_eq!(owed(&visitor.browser).await.len(), 1, "it stays on the device");
    for (stored_now, before) in [(1, 0), (0, 1)] {
        let told = office.loads(&file);
        assert_eq!(
            (&told["stored"], &told["before"], &told["not_stored"]),
            (&stored_now.into(), &before.into(), &0.into())
        );
    }
    office.serve().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn a_guest_networks_welcome_page_does_not_count_as_sent() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    let mut hall = Impostor::sit_on(office.port()).await;
    visitor.sends().await;
    hall.hears("PUT /api/v1/surveys/").await;
    visitor.sees("waiting.title").await;
    assert_eq!(owed(&visitor.browser).await.len(), 1);
    hall.leave().await;
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn a_survey_that_rests_between_opening_and_sending_keeps_the_response_on_the_device() {
    let office = Office::open().await;
    office.withdraw(VISITORS);
    office.moves("open", VISITORS);
    let visitor = comes_to_the_review(&office).await;
    office.pause(VISITORS);
    visitor.sends().await;
    visitor.sees("parked.title").await;
    visitor.reads("parked.not_open").await;
    visitor.reads("parked.text").await;
    assert_eq!(owed(&visitor.browser).await.len(), 1);
    assert_eq!(office.stored(VISITORS), Vec::<Value>::new());
    visitor.browser.reload().await;
    visitor.sees("parked.title").await;

    office.moves("open", VISITORS);
    visitor.presses("parked.retry").await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn a_response_that_comes_late_is_taken_and_set_aside() {
    let office = Office::open().await;
    office.withdraw(VISITORS);
    office.moves("open", VISITORS);
    let visitor = comes_to_the_review(&office).await;
    office.close(VISITORS);
    visitor.sends().await;
    visitor.has_sent().await;
    visitor.reads("sent.aside_late").await;
    let stored = office.stored(VISITORS);
    assert_eq!((&stored[0]["stored"], &stored[0]["reason"]), (&"aside".into(), &"late".into()));
}

#[tokio::test]
async fn deleting_while_a_response_waits_warns_and_keeps_it_unless_told_otherwise() {
    let mut office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.presses("device.erase").await;
    let warning = visitor.sheet.word_with("ja", "device.erase_unsent", &[("n", "1")]);
    visitor.browser.reads(&warning).await;
    visitor.presses("device.erase_yes").await;
    visitor.is_welcome().await;
    assert_eq!(owed(&visitor.browser).await.len(), 1);
    visitor.browser.reads(&visitor.sheet.word_with("ja", "notice.unsent", &[("n", "1")])).await;
    office.serve().await;
    until("the response in the store", async || match office.stored(VISITORS).len() {
        1 => Ok(()),
        there => Err(format!("{there} there")),
    })
    .await;
}

#[tokio::test]
async fn a_reload_in_the_midst_of_sending_sends_once() {
    let office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    visitor.presses("review.send").await;
    visitor.browser.reload().await;
    // The reload may come before anything was written down: then nothing was sent, and the review says so.
    let (sent, review) = (visitor.word("sent.title"), visitor.word("review.title"));
    let came_to = visitor.browser.heading(Name::OneOf(vec![sent, review.clone()])).found().await;
    if came_to.name == review {
        visitor.sends().await;
    }
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

#[tokio::test]
async fn an_impatient_double_press_sends_once() {
    let office = Office::open().await;
    let visitor = comes_to_the_review(&office).await;
    let twice =
        "const send = [...document.querySelectorAll('button')].find(one => one.innerText.trim() === arguments[0]);
        send.click(); send.click();";
    visitor.browser.script_with(twice, &visitor.word("review.send")).await.expect("the button is there");
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
}

/// Tells the page that the network is back.
pub(super) async fn hears_of_the_network(browser: &Browser) {
    browser.script("window.dispatchEvent(new Event('online'))").await.expect("the page listens");
}

#[tokio::test]
async fn two_tabs_never_send_one_response_at_the_same_time_and_what_one_sent_the_other_does_not() {
    let mut office = Office::open().await;
    // The service worker would be a third to wait.
    let browser = Browser::open(Window::PHONE).await;
    browser.before_every_page("delete Navigator.prototype.serviceWorker").await;
    let address = office.at(&format!("/s/{VISITORS}?ward={KITA}"));
    let visitor = Person::meets(browser, &office, VISITORS, KITA, &address).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor.browser.never_gets("*/responses/*").await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let first = visitor.browser.tab().await;
    let second = visitor.browser.new_tab().await;
    visitor.browser.before_every_page("delete Navigator.prototype.serviceWorker").await;
    visitor.browser.never_gets("*/responses/*").await;
    // Another survey in the same browser owes the same.
    let owes = visitor.sheet.word_with("ja", "notice.unsent", &[("n", "1")]);
    visitor.browser.visit(&office.at(&format!("/s/{RESIDENTS}?ward={TAISHO}"))).await;
    visitor.browser.reads(&owes).await;

    office.kill().await;
    let mut silence = Impostor::sit_silent_on(office.port()).await;
    visitor.browser.gets_everything().await;
    hears_of_the_network(&visitor.browser).await;
    silence.hears("PUT /api/v1/surveys/").await;
    visitor.browser.show_tab(&first).await;
    visitor.browser.gets_everything().await;
    hears_of_the_network(&visitor.browser).await;
    let queue = "const done = arguments[arguments.length - 1];
        navigator.locks.query().then(({ pending }) => done(pending.map(({ name }) => name)));";
    until("the first tab to wait for its turn", async || {
        let pending = visitor.browser.script_later(queue).await?;
        if pending == serde_json::json!(["koe sender"]) { Ok(()) } else { Err(pending.to_string()) }
    })
    .await;
    assert_eq!(silence.heard("PUT /api/v1/surveys/"), 0, "there was one already");

    silence.leave().await;
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    stored_once(&office, &visitor.receipt().await);
    visitor.browser.show_tab(&second).await;
    hears_of_the_network(&visitor.browser).await;
    until("the second tab to owe nothing", async || {
        let text = visitor.browser.text().await?;
        if text.contains(&owes) { Err(text) } else { Ok(()) }
    })
    .await;
    let counts = Fetched::from(&office.at("/metrics")).await.text();
    let came: Vec<_> =
        counts.lines().filter(|line| line.starts_with("koe_responses_total") && !line.ends_with(" 0")).collect();
    assert_eq!(came, ["koe_responses_total{outcome=\"rehearsal\"} 1"]);
}
