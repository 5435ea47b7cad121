//! Wards that are asked at another time than the rest: what people there are told.

use office::http::Limits;
use questionnaire::{Period, State};
use serde_json::json;

use crate::office::{LETTERS, TestOffice};

const CLOSED: &str = "This survey is not taking answers now.";

/// An office in which one of two wards has a time of its own.
async fn open_in(opens: &str, closes: &str) -> TestOffice {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let period = Period { opens: opens.parse().unwrap(), closes: closes.parse().unwrap() };
    let narrowed = office.publish_with(LETTERS, |draft| {
        draft.keeping.ward_periods.insert("271080".parse().unwrap(), period);
    });
    narrowed.await;
    office.send_to(LETTERS, &[State::Open]).await;
    office
}

/// Whether a page says to somebody in a ward that nothing is taken.
async fn is_told(office: &TestOffice, page: &str, ward: &str) -> bool {
    let page = office.client.get(&format!("/s/{LETTERS}{page}?ward={ward}&lang=en")).await;
    assert_eq!(page.status.as_u16(), 200);
    page.text().contains(CLOSED)
}

#[tokio::test]
async fn whoever_comes_after_the_time_of_their_ward_is_told_so_everywhere() {
    let office = open_in("2026-01-10", "2026-01-31").await;
    for page in ["", "/plain", "/paper"] {
        assert!(is_told(&office, page, "271080").await, "{page}");
        assert!(!is_told(&office, page, "271098").await, "{page} of a ward that is asked");
    }
    let survey = office.client.get(&format!("/api/v1/surveys/{LETTERS}")).await.json();
    assert_eq!((&survey["accepting"], &survey["closed_wards"]), (&json!(true), &json!(["271080"])));
}

#[tokio::test]
async fn whoever_comes_before_it_is_told_so_and_paper_can_be_printed() {
    let office = open_in("2099-01-10", "2099-01-31").await;
    for page in ["", "/plain"] {
        assert!(is_told(&office, page, "271080").await, "{page}");
    }
    assert!(!is_told(&office, "/paper", "271080").await);
}

#[tokio::test]
async fn a_sheet_of_a_survey_that_is_over_says_so() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(LETTERS, &[State::Open]).await;
    assert!(!is_told(&office, "/paper", "271080").await);
    let survey = office.client.get(&format!("/api/v1/surveys/{LETTERS}")).await.json();
    assert_eq!(survey.get("closed_wards"), None, "nothing more is sent where no ward is closed");
    office.send_to(LETTERS, &[State::Closed, State::Published]).await;
    assert!(is_told(&office, "/paper", "271080").await);
}
