//! What came of a letter, said at the desk.

use super::browser::signed_in;
use super::{OWN, busy};
use crate::codes::invite;
use crate::office::{LETTERS, TestOffice, id};
use questionnaire::State;

fn page() -> String {
    format!("/office/surveys/{LETTERS}/invitations")
}

#[tokio::test]
async fn what_came_of_a_letter_is_said_at_the_desk_and_changes_the_rates() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 4).await;
    let responses = office.responses(LETTERS).await;
    assert_eq!(office.client.put_with_code(&responses.number(1), &codes[0]).await.status.as_u16(), 201);
    let mut browser = signed_in(&office, "ward:271080").await;
    let before = browser.get(&page()).await.text();
    assert!(
        before.contains("RR1") && before.contains("25.0%") && before.contains("AAPOR Standard Definitions"),
        "{before}"
    );
    let said = browser.post(&page(), &[("code", &codes[1].to_lowercase()), ("outcome", "not_eligible")]).await;
    assert_eq!((said.status.as_u16(), said.header("location")), (303, format!("{}?kept", page()).as_str()));
    let after = browser.get(&format!("{}?kept", page())).await.text();
    assert!(after.contains("書きとめました") && after.contains("33.3%"), "{after}");
    browser.post(&page(), &[("code", &codes[1]), ("outcome", "none")]).await;
    assert!(!browser.get(&page()).await.text().contains("33.3%"));
    assert_eq!(browser.post(&page(), &[("code", &codes[1]), ("outcome", "eaten")]).await.status.as_u16(), 400);
    let log = office.store.audit_after(0, 100).await.unwrap();
    let kept: Vec<_> = log.iter().filter(|row| row.act == "outcome").map(|row| row.what.as_str()).collect();
    assert_eq!(kept, ["garden-letters 271080 not_eligible", "garden-letters 271080 none"]);
}

#[tokio::test]
async fn a_ward_says_nothing_of_the_letters_of_another() {
    let (office, _) = busy().await;
    let codes = office.store.code_uses(&id(LETTERS)).await.unwrap();
    assert_eq!(codes.keys().map(ToString::to_string).collect::<Vec<_>>(), ["271080"]);
    let theirs = office::code::InvitationCode::from_random([2; 9]).unwrap().to_string();
    let mut browser = signed_in(&office, &format!("ward:{OWN}")).await;
    browser.get(&page()).await;
    for code in [theirs.as_str(), "", "22222-22222"] {
        let said = browser.post(&page(), &[("code", code), ("outcome", "refused")]).await;
        assert_eq!(said.status.as_u16(), 422, "{code}");
    }
    assert_eq!(office.store.outcomes(&id(LETTERS)).await.unwrap().len(), 0);
    let mut city = signed_in(&office, "city").await;
    city.get(&page()).await;
    assert_eq!(city.post(&page(), &[("code", &theirs), ("outcome", "refused")]).await.status.as_u16(), 303);
    assert_eq!(office.store.outcomes(&id(LETTERS)).await.unwrap().len(), 1);
}
