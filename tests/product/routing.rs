//! What is asked follows from what was answered.

use crate::harness::journey::{RESIDENCE, Says, Step};
use crate::harness::{KITA, Name, Office, Person, RESIDENTS, TAISHO};

/// Through the residents' survey where the ward asks nothing of its own, up to this question.
fn up_to(end: &str) -> Vec<Step> {
    let of_the_plan =
        ["ties_positive", "groups", "neighbourhood_support", "groups_fit", "needs_grasped", "info_reaches"];
    RESIDENCE.iter().take_while(|(id, _)| *id != end).filter(|(id, _)| !of_the_plan.contains(id)).copied().collect()
}

#[tokio::test]
async fn a_follow_up_is_asked_only_after_its_gate() {
    let office = Office::open().await;
    let resident = Person::arrives(&office, RESIDENTS, KITA).await;
    resident.starts().await;
    resident.answers(&[("ties_felt", Says::One("p2")), ("activity", Says::One("never"))]).await;
    resident.answers(&[("lac_known", Says::One("unknown")), ("beyond_district", Says::One("p2"))]).await;
    // Neither what is asked of those who know the council, nor what is asked of those who take part.
    resident.is_asked("reflects").await;
}

#[tokio::test]
async fn a_changed_gate_keeps_the_answer_on_the_device_and_out_of_what_travels() {
    let office = Office::open().await;
    let resident = Person::arrives(&office, RESIDENTS, KITA).await;
    resident.starts().await;
    resident.answers(&up_to("visited")).await;
    resident.is_asked("visited").await;
    resident.goes_back().await;
    resident.choice("consult_ok", "p1").chosen().await;
    resident.goes_back().await;
    resident.answers(&[("consulted", Says::One("no"))]).await;
    // Changed back: the follow-up and its answer are there again.
    resident.is_asked("visited").await;
    resident.goes_back().await;
    resident.answers(&[("consulted", Says::One("yes"))]).await;
    resident.choice("consult_ok", "p1").chosen().await;
    resident.goes_back().await;
    resident.answers(&[("consulted", Says::One("no")), ("visited", Says::One("no")), ("free", Says::Nothing)]).await;
    let about: Vec<Step> = RESIDENCE.iter().skip_while(|(id, _)| *id != "age").copied().collect();
    resident.answers(&about).await;
    resident.sends().await;
    resident.has_sent().await;
    let stored = office.stored(RESIDENTS);
    let answers = stored[0]["response"]["answers"].as_object().expect("answers");
    assert_eq!(answers["consulted"], "no");
    assert!(!answers.contains_key("consult_ok") && !answers.contains_key("counter_good"), "{answers:?}");
}

#[tokio::test]
async fn only_the_ward_whose_plan_needs_it_asks_for_it() {
    let office = Office::open().await;
    let first = [("ties_felt", Says::One("p2"))];
    let of_taisho = Person::arrives(&office, RESIDENTS, TAISHO).await;
    of_taisho.starts().await;
    of_taisho.answers(&first).await;
    of_taisho.is_asked("ties_positive").await;
    let of_kita = Person::arrives(&office, RESIDENTS, KITA).await;
    of_kita.starts().await;
    of_kita.answers(&first).await;
    of_kita.is_asked("activity").await;
}

#[tokio::test]
async fn the_ward_is_asked_where_the_link_does_not_bring_it() {
    let office = Office::open().await;
    let resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    resident.browser.visit(&office.at("/s/ward-residents-2026")).await;
    resident.is_welcome().await;
    resident.starts().await;
    let wards = resident.browser.part(&["group"], Name::Holds(resident.sheet.ward_question("ja")));
    resident.goes_on().await;
    resident.reads("ward.missing").await;
    wards.part(&["radio"], resident.sheet.ward("ja", TAISHO)).choose().await;
    resident.goes_on().await;
    resident.answers(&[("ties_felt", Says::One("p2"))]).await;
    resident.is_asked("ties_positive").await;
}
