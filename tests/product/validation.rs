//! What is not right is said where it is, in the person's language, and what is only odd may stand.

use crate::harness::journey::{Says, VISIT};
use crate::harness::{EVERY_KIND, KITA, Name, Office, Person, RESIDENTS, TAISHO, VISITORS, Window, in_every_engine};

in_every_engine! {
    text_over_its_limit_is_told_and_never_cut on phone;
    an_unanswered_question_reminds_gently_once_and_then_passes on phone;
    every_kind_of_answer_arrives_as_it_was_given on tablet;
}

/// Waits until a finding is told in the summary and under its question, and that the summary leads there.
async fn is_told(person: &Person, id: &str, words: &str) {
    let summary = person.browser.part(&["alert"], Name::Any);
    summary.part(&["link"], Name::Holds(words.to_owned())).press().await;
    person.field(id).focused().await;
    let field = person.field(id).found().await;
    assert!(field.invalid, "{field:?}");
    let bare = |words: &str| words.split_whitespace().collect::<String>();
    // Readings may stand between.
    let mut read_out = field.description.chars();
    assert!(bare(words).chars().all(|sought| read_out.any(|read| read == sought)), "{field:?}");
    let page = person.browser.text().await.expect("the page can be read");
    assert_eq!(bare(&page).matches(&bare(words)).count(), 2, "once in the summary and once under the question: {page}");
}

async fn text_over_its_limit_is_told_and_never_cut(window: Window) {
    let office = Office::open().await;
    let mut resident = Person::comes_with(window, &office, VISITORS, KITA).await;
    resident.starts().await;
    resident.answers(&VISIT[..6]).await;
    let long = "あ".repeat(203);
    resident.writes("free", &long).await;
    resident.goes_on().await;
    let fill = [("limit", "200"), ("n", "3")];
    for language in ["ja", "ja-easy", "en"] {
        resident.switches_to(language).await;
        let words = resident.sheet.word_with(language, "rejection.too_long", &fill);
        is_told(&resident, "free", &words).await;
        resident.field("free").holds(&long).await;
    }
    resident.switches_to("ja").await;
    resident.field("free").holds(&long).await;
    resident.clears("free").await;
    resident.writes("free", &"👨‍👩‍👧".repeat(200)).await;
    resident.goes_on().await;
    resident.sees("review.title").await;
}

async fn an_unanswered_question_reminds_gently_once_and_then_passes(window: Window) {
    let office = Office::open().await;
    let resident = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    resident.starts().await;
    resident.is_asked("ties_felt").await;
    resident.goes_on().await;
    resident.browser.part(&["alert"], Name::Any).part(&["link"], Name::Any).found().await;
    resident.reads("findings.reminder").await;
    resident.is_asked("ties_felt").await;
    resident.presses("asking.pass").await;
    resident.is_asked("ties_positive").await;
    resident.goes_back().await;
    resident.is_asked("ties_felt").await;
    resident.goes_on().await;
    resident.is_asked("ties_positive").await;
}

#[tokio::test]
async fn a_wrong_choice_is_not_read_out_with_every_radio() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    through_numbers(&person).await;
    person.is_asked("score").await;
    person.goes_on().await;
    person.presses("asking.pass").await;
    person.is_asked("topics").await;
    person.goes_on().await;
    person
        .browser
        .part(&["alert"], Name::Any)
        .part(&["link"], Name::Holds(person.word("findings.required")))
        .found()
        .await;
    let boxes = person.group("topics").part(&["checkbox"], Name::Any).all().await.expect("boxes are there");
    assert_eq!(boxes.len(), 4);
    assert!(boxes.iter().all(|one| !one.invalid), "{boxes:?}");
}

async fn through_numbers(person: &Person) {
    person.is_asked("household").await;
    person.writes("household", "３").await;
    person.writes("children", "1").await;
    person.goes_on().await;
    person.writes_date("born", &["1950", "2", "28"]).await;
    person.goes_on().await;
    person.writes_date("moved", &["1999", "4"]).await;
    person.goes_on().await;
}

#[tokio::test]
async fn a_hard_check_over_two_answers_explains_and_holds() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.writes("household", "2").await;
    person.writes("children", "2").await;
    for _ in 0..2 {
        person.goes_on().await;
        let said = "18歳未満の人が、暮らしている人の数と同じか、より多くなっています。";
        person.browser.part(&["alert"], Name::Any).part(&["link"], Name::Holds(said.to_owned())).found().await;
        person.is_asked("children").await;
    }
    person.clears("children").await;
    person.writes("children", "1").await;
    person.goes_on().await;
    person.is_asked("born").await;
}

#[tokio::test]
async fn a_soft_check_asks_once_and_lets_pass() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.writes("household", "2").await;
    person.writes("children", "0").await;
    person.goes_on().await;
    person.writes_date("born", &["1930", "2", "29"]).await;
    person.goes_on().await;
    person.reads("rejection.not_a_date").await;
    person.writes_date("born", &["1930", "2", "28"]).await;
    person.goes_on().await;
    person.writes_date("moved", &["1949", "12"]).await;
    person.goes_on().await;
    person.browser.reads("1950年より前になっています。").await;
    person.presses("asking.insist").await;
    person.is_asked("score").await;
}

async fn every_kind_of_answer_arrives_as_it_was_given(window: Window) {
    let office = Office::open_for_every_kind().await;
    let person = Person::comes_with(window, &office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    through_numbers(&person).await;
    person.is_asked("score").await;
    person.group("score").part(&["radio"], "10").choose().await;
    person.goes_on().await;
    person.answers(&[("topics", Says::Several(&["art", "safety"]))]).await;
    person.is_asked("order").await;
    for code in ["health", "family"] {
        person.browser.button(person.sheet.choice("ja", TAISHO, "order", code)).press().await;
    }
    let up = person.sheet.word_with("ja", "ranking.up_of", &[("choice", "家族")]);
    person.browser.button(up).press().await;
    person.goes_on().await;
    person.answers(&[("nickname", Says::Words("さくら"))]).await;
    person.sends().await;
    person.has_sent().await;
    let stored = office.stored(EVERY_KIND);
    let expected = serde_json::json!({
        "household": 3, "children": 1, "born": "1950-02-28", "moved": "1999-04", "score": 10,
        "topics": ["safety", "art"], "order": ["family", "health"], "nickname": "さくら",
    });
    let mut answers = stored[0]["response"]["answers"].clone();
    if let Some(topics) = answers["topics"].as_array_mut() {
        // The order of what was ticked says nothing.
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.to_string()));
    }
    assert_eq!(answers, expected);
}

#[tokio::test]
async fn an_exclusive_choice_clears_the_others_and_too_many_are_told() {
    let office = Office::open_for_every_kind().await;
    let person = Person::arrives(&office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    through_numbers(&person).await;
    person.is_asked("score").await;
    person.group("score").part(&["checkbox"], "わからない").choose().await;
    person.goes_on().await;
    person.is_asked("topics").await;
    for code in ["safety", "green", "art"] {
        person.takes("topics", code).await;
    }
    person.goes_on().await;
    let fill = [("limit", "2"), ("n", "3")];
    person.browser.reads(&person.sheet.word_with("ja", "rejection.too_many", &fill)).await;
    person.takes("topics", "none").await;
    for code in ["safety", "green", "art"] {
        assert!(!person.choice("topics", code).found().await.checked, "{code}");
    }
    person.goes_on().await;
    person.is_asked("order").await;
}
