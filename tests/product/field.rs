//! A tablet that a collector carries: many people, no network, one device.

use serde_json::json;

use crate::harness::journey::VISIT;
use crate::harness::{Office, Tablet};

#[tokio::test]
async fn many_answer_without_a_network_and_the_collector_sees_what_waits_and_brings_it_home() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "field").await;
    office.kill().await;
    let code = tablet.person.browser.part(&["textbox"], tablet.person.word("tablet.interviewer"));
    code.write("T-17").await;
    for count in 1..=2 {
        tablet.begins().await;
        tablet.person.answers(VISIT).await;
        tablet.person.sees("review.title").await;
        tablet.person.sends().await;
        tablet.person.sees("tablet.kept_title").await;
        tablet.person.presses("tablet.finish").await;
        tablet.person.sees("tablet.thanks").await;
        tablet.person.presses("tablet.taken").await;
        tablet.rests().await;
        let waiting = tablet.person.sheet.word_with("ja", "tablet.waiting", &[("n", &count.to_string())]);
        tablet.person.browser.heading(waiting).found().await;
    }
    assert_eq!(tablet.owes().await, 2);
    office.serve().await;
    tablet.unlocks().await;
    tablet.person.presses("tablet.send").await;
    tablet.will_owe(0).await;
    let opened = office.opened("ward");
    assert_eq!(opened.len(), 2);
    for line in &opened {
        assert_eq!(line["response"]["given"], json!({ "interviewer": "T-17" }));
        assert_eq!(line["response"]["mode"], "field");
    }
}
