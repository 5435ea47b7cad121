//! Signing in, and sessions that end.

use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use super::browser::{Browser, PASSWORD, add, signed_in, token_in};
use super::busy;
use crate::office::TestOffice;

/// Ends every session by the clock.
async fn expire(office: &TestOffice) {
    let mut file = SqliteConnectOptions::new().filename(office.file()).connect().await.unwrap();
    sqlx::query("UPDATE sessions SET idle_until = '2020-01-01T00:00:00Z'").execute(&mut file).await.unwrap();
}

#[tokio::test]
async fn a_session_that_ends_takes_nothing_that_was_typed_with_it() {
    let (office, _) = busy().await;
    let mut browser = signed_in(&office, "city").await;
    let remove = "/office/kiosks/OWNKIOSK/remove";
    browser.get(remove).await;
    expire(&office).await;
    let typed = ("remark", "「直す」 <b>& \"窓口\"");
    let asked = browser.post(remove, &[typed]).await;
    assert_eq!(asked.status.as_u16(), 401);
    let page = asked.text();
    assert!(page.contains("name=\"remark\" value=\"「直す」 &lt;b&gt;&amp; &quot;窓口&quot;\""), "{page}");
    assert!(page.contains(&format!("action=\"{remove}\"")));
    browser.token = token_in(&page).unwrap();
    let wrong =
        browser.post(remove, &[typed, ("desk-name", "city"), ("desk-password", "something that is wrong")]).await;
    assert_eq!(wrong.status.as_u16(), 401);
    assert!(wrong.text().contains("name=\"remark\""));
    assert_eq!(office.store.devices().await.unwrap()[0].revoked_at, None);
    let done = browser.post(remove, &[typed, ("desk-name", "city"), ("desk-password", PASSWORD)]).await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.text());
    let gone = office.store.devices().await.unwrap().into_iter().filter(|device| device.revoked_at.is_some());
    assert_eq!(gone.map(|device| device.device.device).collect::<Vec<_>>(), ["OWNKIOSK"]);
    // In another tab the old form is still open: its token is that of a session that is gone.
    browser.token = "of-the-session-before".to_owned();
    let once_more = browser.post("/office/kiosks/OTHERKIOSK/remove", &[typed]).await;
    assert_eq!(once_more.status.as_u16(), 403);
    assert!(once_more.text().contains("name=\"remark\""));
}

#[tokio::test]
async fn whoever_guesses_is_slowed_down_and_the_account_is_not_locked() {
    let office = TestOffice::start().await;
    add(&office, "tanaka", "city").await;
    add(&office, "suzuki", "city").await;
    let mut known = Browser::new(&office);
    assert_eq!(known.signs_in("tanaka", PASSWORD).await.status.as_u16(), 303);
    let mut guesser = Browser::new(&office);
    for number in 0..10 {
        let status = guesser.signs_in("tanaka", &format!("this is guess number {number}")).await.status.as_u16();
        assert_eq!(status, 401, "{number}");
    }
    let slowed = guesser.signs_in("tanaka", PASSWORD).await;
    assert_eq!(slowed.status.as_u16(), 429, "also with the right one, or a guesser would know it");
    assert!(slowed.text().contains("秒ほど"));
    assert_eq!(
        Browser::new(&office).signs_in("tanaka", PASSWORD).await.status.as_u16(),
        429,
        "from any browser that is new"
    );
    assert_eq!(known.signs_in("tanaka", PASSWORD).await.status.as_u16(), 303, "where she signs in every day");
    assert_eq!(Browser::new(&office).signs_in("suzuki", PASSWORD).await.status.as_u16(), 303);
    assert_eq!(Browser::new(&office).signs_in("nobody", PASSWORD).await.status.as_u16(), 401);
    let log = office.store.audit_after(0, 100).await.unwrap();
    let refused: Vec<_> = log.iter().filter(|row| row.act == "sign_in_refused").map(|row| row.what.as_str()).collect();
    assert_eq!((refused.len(), refused[0], refused[10]), (11, "tanaka", "?"));
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_and_nowhere_else() {
    let office = TestOffice::start().await;
    add(&office, "tanaka", "city").await;
    for (then, led) in [
        ("/office/kiosks", "/office/kiosks"),
        ("https://evil.example/", "/office/"),
        ("//evil.example/office/", "/office/"),
        ("/office/\r\nset-cookie: a=b", "/office/"),
        ("/s/garden", "/office/"),
    ] {
        let mut browser = Browser::new(&office);
        browser.get("/office/sign-in").await;
        let fields = [("then", then), ("desk-name", "tanaka"), ("desk-password", PASSWORD)];
        let led_to = browser.post("/office/sign-in", &fields).await;
        assert_eq!(led_to.headers["location"], led, "{then:?}");
        assert!(!led_to.headers.contains_key("a"));
    }
    let asked = Browser::new(&office).get("/office/kiosks").await.text();
    assert!(asked.contains("name=\"then\" value=\"/office/kiosks\""), "{asked}");
}

#[tokio::test]
async fn cookies_are_kept_to_https_where_there_is_https() {
    let office = TestOffice::start_at("https://ank.example.jp").await;
    let page = office.client.get("/office/sign-in").await;
    assert!(page.headers["set-cookie"].to_str().unwrap().contains("; Secure"));
    let page = TestOffice::start().await.client.get("/office/sign-in").await;
    assert!(!page.headers["set-cookie"].to_str().unwrap().contains("Secure"));
}
