//! Signing in with an account that somebody has elsewhere.

use office::clock;
use office::sign_on::{SignOn, SignOnSettings};
use office::staff::{Proof, Staff};
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, add};
use super::provider::{Lie, Provider};
use crate::office::TestOffice;

const BACK: &str = "/office/sign-on/back";

async fn start(settings: SignOnSettings) -> TestOffice {
    let office = Box::pin(TestOffice::start_with_sign_on(SignOn::new(settings).unwrap())).await;
    let tanaka = Staff { name: "tanaka".parse().unwrap(), role: "city".parse().unwrap() };
    let proof = Proof::SignOn("A-17".parse().unwrap());
    assert!(office.store.add_staff(&tanaka, &proof, clock::now()).await.unwrap());
    office
}

/// Where a browser is sent that wants to go to `then`.
async fn sets_out(browser: &mut Browser, then: &str) -> String {
    let left = browser.get(&format!("/office/sign-on?then={then}")).await;
    assert_eq!(left.status.as_u16(), 303, "{}", left.text());
    left.headers["location"].to_str().unwrap().to_owned()
}

fn tanaka() -> Value {
    json!({ "sub": "5e2b", "employee": "A-17" })
}

#[tokio::test]
async fn whoever_has_an_account_elsewhere_signs_in_with_it_and_goes_on_where_they_were() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    let mut browser = Browser::new(&office);
    let page = browser.get("/office/kiosks").await.text();
    assert!(page.contains("href=\"/office/sign-on?then=%2Foffice%2Fkiosks\""), "{page}");
    let asked = sets_out(&mut browser, "%2Foffice%2Fkiosks").await;
    let brought = provider.knows(&asked, tanaka(), None);
    for (name, value) in [("scope", "openid profile"), ("response_type", "code"), ("code_challenge_method", "S256")] {
        assert_eq!(provider.asked(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(provider.asked("redirect_uri").unwrap(), format!("http://{}{BACK}", office.client.authority()));
    let arrived = browser.get(&format!("{BACK}?{brought}")).await;
    assert_eq!(
        (arrived.status.as_u16(), &arrived.headers["refresh"]),
        (200, &"0; url=/office/kiosks".parse().unwrap())
    );
    assert!(browser.get("/office/kiosks").await.text().contains("tanaka"));
    let log = office.store.audit_after(0, 10).await.unwrap();
    assert!(log.iter().any(|row| row.who == "staff tanaka" && row.act == "sign_in"));
    // The way back is gone once.
    assert_eq!(browser.get(&format!("{BACK}?{brought}")).await.status.as_u16(), 401);
}

#[tokio::test]
async fn what_was_not_said_by_the_provider_to_this_browser_now_signs_nobody_in() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    for lie in Lie::ALL {
        let mut browser = Browser::new(&office);
        let asked = sets_out(&mut browser, "").await;
        let brought = provider.knows(&asked, tanaka(), Some(lie));
        let answer = browser.get(&format!("{BACK}?{brought}")).await;
        assert_eq!(answer.status.as_u16(), 503, "{lie:?} {}", answer.text());
        assert_eq!(browser.get("/office/").await.status.as_u16(), 401, "{lie:?}");
    }
}

#[tokio::test]
async fn a_way_that_another_browser_set_out_on_leads_nobody_in() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    let (mut own, mut other) = (Browser::new(&office), Browser::new(&office));
    let asked = sets_out(&mut own, "").await;
    sets_out(&mut other, "").await;
    let brought = provider.knows(&asked, tanaka(), None);
    for mut browser in [other, Browser::new(&office)] {
        let answer = browser.get(&format!("{BACK}?{brought}")).await;
        assert_eq!(answer.status.as_u16(), 401);
        assert!(!answer.text().contains(BACK), "nothing leads there once more");
        assert_eq!(browser.get("/office/").await.status.as_u16(), 401);
    }
    let refused = own.get(&format!("{BACK}?error=access_denied&state={}", provider.asked("state").unwrap())).await;
    assert_eq!(refused.status.as_u16(), 401);
    assert!(refused.text().contains("最後まで進みませんでした"));
}

#[tokio::test]
async fn whom_nobody_gave_an_account_here_is_told_what_to_pass_on() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    let mut browser = Browser::new(&office);
    let asked = sets_out(&mut browser, "").await;
    let brought = provider.knows(&asked, json!({ "sub": "9", "employee": "B<4>" }), None);
    let answer = browser.get(&format!("{BACK}?{brought}")).await;
    assert_eq!(answer.status.as_u16(), 403);
    assert!(answer.text().contains("「B&lt;4&gt;」"), "{}", answer.text());
    let log = office.store.audit_after(0, 10).await.unwrap();
    assert!(log.iter().any(|row| row.act == "sign_in_refused" && row.what == "signs on as B<4>"));
    let asked = sets_out(&mut browser, "").await;
    let brought = provider.knows(&asked, json!({ "sub": "A-17" }), None);
    assert_eq!(browser.get(&format!("{BACK}?{brought}")).await.status.as_u16(), 503, "who is not named is nobody");
}

#[tokio::test]
async fn a_provider_may_change_its_keys_at_any_time() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    for keys_asked in [1, 2] {
        let mut browser = Browser::new(&office);
        let asked = sets_out(&mut browser, "").await;
        let brought = provider.knows(&asked, tanaka(), None);
        assert_eq!(browser.get(&format!("{BACK}?{brought}")).await.status.as_u16(), 200);
        assert_eq!(provider.keys_asked(), keys_asked, "it is asked again when a key is unknown, and not before");
        provider.changes_its_key();
    }
}

#[tokio::test]
async fn without_the_provider_a_name_and_a_password_still_do() {
    let provider = Provider::start().await;
    // Nobody listens at the port of the provider's neighbour that never was.
    let settings = SignOnSettings { issuer: "http://127.0.0.1:1".to_owned(), ..provider.settings() };
    let office = start(settings).await;
    add(&office, "suzuki", "city").await;
    let mut browser = Browser::new(&office);
    let answer = browser.get("/office/sign-on").await;
    assert_eq!(answer.status.as_u16(), 503);
    assert!(answer.text().contains("確かめることができません") && answer.text().contains("desk-password"));
    assert_eq!(browser.signs_in("suzuki", PASSWORD).await.status.as_u16(), 303);
    for password in ["", "anything that is long"] {
        assert_eq!(
            Browser::new(&office).signs_in("tanaka", password).await.status.as_u16(),
            401,
            "she has no password"
        );
    }
}

#[tokio::test]
async fn after_signing_out_the_provider_asks_who_it_is() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    let mut browser = Browser::new(&office);
    let asked = sets_out(&mut browser, "").await;
    assert!(!asked.contains("prompt="), "{asked}");
    let brought = provider.knows(&asked, tanaka(), None);
    browser.get(&format!("{BACK}?{brought}")).await;
    browser.get("/office/").await;
    assert_eq!(browser.post("/office/sign-out", &[]).await.status.as_u16(), 303);
    assert!(sets_out(&mut browser, "").await.contains("prompt=login"));
}

#[tokio::test]
async fn what_was_typed_waits_in_its_tab_while_somebody_signs_in_beside_it() {
    let provider = Provider::start().await;
    let office = start(provider.settings()).await;
    let mut browser = Browser::new(&office);
    let typed = ("remark", "窓口を直す");
    browser.token = "of-a-session-that-ended".to_owned();
    let page = browser.post("/office/kiosks/NOKIOSK/remove", &[typed]).await.text();
    assert!(page.contains("target=\"_blank\"") && page.matches("value=\"窓口を直す\"").count() == 2, "{page}");
    let asked = sets_out(&mut browser, "").await;
    let brought = provider.knows(&asked, tanaka(), None);
    browser.get(&format!("{BACK}?{brought}")).await;
    browser.token = String::new();
    let once_more = browser.post("/office/kiosks/NOKIOSK/remove", &[typed]).await;
    assert_eq!(once_more.status.as_u16(), 403);
    assert!(once_more.text().contains("value=\"窓口を直す\""));
}

#[tokio::test]
async fn an_office_without_a_provider_offers_none() {
    let office = TestOffice::start().await;
    let mut browser = Browser::new(&office);
    assert!(!browser.get("/office/sign-in").await.text().contains("sign-on"));
    for path in ["/office/sign-on", BACK] {
        assert_eq!(browser.get(path).await.status.as_u16(), 404, "{path}");
    }
}
