//! The answer number from the letter: one number, one response, and two people on one phone do not meet.

use crate::harness::journey::{RESIDENCE, Says, Step};
use crate::harness::{Office, Person, RESIDENTS, TAISHO};

/// An office whose residents' survey is open for real, with numbers given out.
async fn open_for_real(numbers: u32) -> (Office, Vec<String>) {
    let office = Office::open().await;
    office.withdraw(RESIDENTS);
    office.moves("open", RESIDENTS);
    let codes = office.invites(RESIDENTS, TAISHO, numbers);
    (office, codes)
}

async fn opens_letter(person: &Person, office: &Office, code: &str) {
    // The letter is opened in a tab that shows something else: another fragment alone would load nothing.
    person.browser.visit("about:blank").await;
    person.browser.visit(&office.at(&format!("/s/{RESIDENTS}?ward={TAISHO}#code={code}"))).await;
    person.is_welcome().await;
}

#[tokio::test]
async fn a_number_from_the_letter_leaves_the_address_and_counts_once() {
    let (office, codes) = open_for_real(1).await;
    let resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    let bare = codes[0].replace('-', "");
    opens_letter(&resident, &office, &codes[0]).await;
    assert_eq!(resident.browser.address().await, office.at(&format!("/s/{RESIDENTS}?ward={TAISHO}")));
    resident.starts().await;
    resident.answers(RESIDENCE).await;
    resident.sends().await;
    resident.has_sent().await;
    let stored = office.stored(RESIDENTS);
    assert_eq!((stored.len(), &stored[0]["stored"]), (1, &"counted".into()));
    let whole = stored[0].to_string().replace('-', "");
    assert!(!whole.contains(&bare), "the number must not rest with the answers");
    assert!(!office.logged().replace('-', "").contains(&bare), "the number must not be in the log");
    resident.leaves().await;

    // The same letter again: the person is told, may insist, and the office lays the second one aside.
    opens_letter(&resident, &office, &codes[0]).await;
    resident.starts().await;
    resident.reads("code.used").await;
    resident.presses("code.go_on").await;
    resident.answers(RESIDENCE).await;
    resident.sends().await;
    resident.has_sent().await;
    resident.reads("sent.aside_code").await;
    let stored = office.stored(RESIDENTS);
    let ways: Vec<_> = stored.iter().map(|record| (record["stored"].as_str(), record["reason"].as_str())).collect();
    assert_eq!(ways.len(), 2);
    assert!(ways.contains(&(Some("counted"), None)) && ways.contains(&(Some("aside"), Some("code_used"))), "{ways:?}");
}

#[tokio::test]
async fn a_number_may_be_typed_and_a_wrong_one_is_told() {
    let (office, codes) = open_for_real(1).await;
    let resident = Person::arrives(&office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    resident.sees("code.title").await;
    let field = resident.browser.part(&["textbox"], resident.word("code.label"));
    resident.presses("code.check").await;
    resident.reads("code.empty").await;
    field.write("ZZZZ-ZZZZ-ZZ").await;
    resident.presses("code.check").await;
    resident.reads("code.unknown").await;
    field.press().await;
    resident.browser.erase().await;
    field.write(&codes[0].to_lowercase().replace('-', "　")).await;
    resident.presses("code.check").await;
    resident.is_asked("ties_felt").await;
}

#[tokio::test]
async fn two_people_with_two_numbers_on_one_phone_do_not_meet() {
    const FIRST: &[Step] = &[("ties_felt", Says::One("p2")), ("ties_positive", Says::One("n2"))];
    let (office, codes) = open_for_real(2).await;
    let person = Person::arrives(&office, RESIDENTS, TAISHO).await;
    opens_letter(&person, &office, &codes[0]).await;
    person.starts().await;
    person.answers(FIRST).await;
    person.is_asked("activity").await;
    person.reads("notice.saved").await;

    // The second one opens their own letter.
    opens_letter(&person, &office, &codes[1]).await;
    person.starts().await;
    person.is_asked("ties_felt").await;
    assert!(!person.choice("ties_felt", "p2").found().await.checked);
    person.takes("ties_felt", "dk").await;
    person.reads("notice.saved").await;

    // The first one comes back to what they had.
    opens_letter(&person, &office, &codes[0]).await;
    person.presses("opening.resume").await;
    person.is_asked("activity").await;
    person.goes_back().await;
    person.choice("ties_positive", "n2").chosen().await;
    person.goes_back().await;
    person.choice("ties_felt", "p2").chosen().await;
}
