//! The page of tablets that staff have set up, and its words.

use base64::Engine;
use office::http::Limits;
use sha2::{Digest, Sha256};

use crate::office::{LETTERS, TestOffice};

#[tokio::test]
async fn a_tablet_has_one_page_and_what_works_for_it_lies_beside_it() {
    let office = TestOffice::start().await;
    let page = office.client.get("/tablet/").await;
    let told = (page.status.as_u16(), page.header("content-type"), page.header("cache-control"));
    assert_eq!(told, (200, "text/html; charset=utf-8", "no-cache"));
    let again = office.client.send("GET", "/tablet/", &[("if-none-match", page.header("etag"))], "").await;
    assert_eq!((again.status.as_u16(), again.header("content-security-policy")), (304, ""));
    let packed = office.client.send("GET", "/tablet/", &[("accept-encoding", "br")], "").await;
    assert_eq!(packed.text(), "(brotli of the page of tablets)");
    for (path, kind) in [
        ("/tablet/worker.js", "text/javascript; charset=utf-8"),
        ("/tablet/manifest.webmanifest", "application/manifest+json"),
    ] {
        let beside = office.client.get(path).await;
        let told = (beside.status.as_u16(), beside.header("content-type"), beside.header("cache-control"));
        assert_eq!(told, (200, kind, "no-cache"), "{path}");
    }
    let folder = office.client.get("/tablet").await;
    assert_eq!((folder.status.as_u16(), folder.header("location")), (308, "/tablet/"));
    for path in ["/tablet/index.html", "/tablet/index.html.br", "/tablet//", "/tablet/none", "/device"] {
        assert_eq!(office.client.get(path).await.status.as_u16(), 404, "{path}");
    }
    assert_eq!(office.client.send("POST", "/tablet/", &[], "").await.status.as_u16(), 405);
}

#[tokio::test]
async fn the_page_of_tablets_runs_its_own_script_fills_the_screen_and_is_shown_by_no_other_page() {
    let office = TestOffice::start().await;
    let own =
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest("import '/koe-tablet-0f3a2b1c4d5e6f70.js'"));
    let (tablet, form) = (office.client.get("/tablet/").await, office.client.get("/s/garden-letters").await);
    let policy = tablet.header("content-security-policy");
    let begins = format!("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{own}'; ");
    assert!(policy.starts_with(&begins) && policy.ends_with("frame-ancestors 'none'"), "{policy}");
    assert!(!form.header("content-security-policy").contains(&own), "each page runs its own script");
    assert_eq!(tablet.header("x-frame-options"), "DENY");
    for header in ["cross-origin-opener-policy", "x-content-type-options", "referrer-policy"] {
        assert_eq!(tablet.header(header), form.header(header), "{header}");
    }
    for feature in ["fullscreen", "screen-wake-lock"] {
        let allowed = |page: &str| page.contains(&format!("{feature}=(self)"));
        assert!(
            allowed(tablet.header("permissions-policy")) && !allowed(form.header("permissions-policy")),
            "{feature}"
        );
    }
    assert!(tablet.header("permissions-policy").contains("camera=(), "));
}

#[tokio::test]
async fn a_link_made_for_a_tablet_leads_to_the_page_of_tablets_and_others_do_not() {
    let office = TestOffice::start().await;
    let asked = async |query: &str| office.client.get(&format!("/s/{LETTERS}?{query}")).await;
    for query in ["mode=kiosk", "mode=field", "ward=271080&lang=en&mode=kiosk"] {
        let answer = asked(query).await;
        let told = (answer.status.as_u16(), answer.header("location"), answer.header("cache-control"));
        assert_eq!(told, (303, "/tablet/", "no-store"), "{query}");
    }
    for query in ["mode=web", "mode=", "mode=evil&mode=kiosk", "kiosk", "MODE=kiosk"] {
        assert_eq!(asked(query).await.status.as_u16(), 200, "{query}");
    }
    assert_eq!(office.client.get("/s/none?mode=kiosk").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_words_of_tablets_are_sent_to_tablets_alone() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let survey = format!("/api/v1/surveys/{LETTERS}");
    for lang in ["ja", "ja-easy", "en"] {
        let by_itself = format!("/api/v1/interface/{lang}");
        let with_survey = async |query: &str| {
            office.client.get(&format!("{survey}?lang={lang}{query}")).await.json()["interface"][lang].clone()
        };
        let asked = async |query: &str| office.client.get(&format!("{by_itself}{query}")).await.json();
        let own = asked("?for=tablet").await;
        assert!(own["tablet"]["touch"].is_string() && own["asking"].is_object() && own["plain"].is_null(), "{own}");
        assert_eq!(with_survey("&for=tablet").await, own);
        for other in ["", "?for=", "?for=kiosk", "?tablet"] {
            let words = asked(other).await;
            assert!(words["asking"].is_object() && words["tablet"].is_null() && words["plain"].is_null(), "{other}");
        }
        assert!(with_survey("").await["tablet"].is_null());
        let etag = office.client.get(&format!("{by_itself}?for=tablet")).await.header("etag").to_owned();
        assert_ne!(office.client.get(&by_itself).await.header("etag"), etag);
        let again =
            office.client.send("GET", &format!("{by_itself}?for=tablet"), &[("if-none-match", &etag)], "").await;
        assert_eq!(again.status.as_u16(), 304);
    }
    assert!(office.client.get(&survey).await.json()["interface"]["ja"]["tablet"].is_null());
}
