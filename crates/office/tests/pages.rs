//! The pages and files that a browser is given, and the headers on everything.

use base64::Engine;
use questionnaire::State;
use sha2::{Digest, Sha256};

use crate::client::Answer;
use crate::office::{LETTERS, TestOffice, VISITORS};

const FOREVER: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn the_first_page_lists_what_can_be_answered_in_its_languages() {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open, State::Paused]).await;
    let page = office.client.get("/").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    let html = page.text();
    assert!(html.contains("<a href=\"/s/garden-visitors?lang=ja-easy\" hreflang=\"ja\"><ruby>公園<rt>こうえん</rt></ruby>アンケート</a>"), "{html}");
    assert!(html.contains("Garden survey &lt;garden-visitors&gt;"), "{html}");
    assert!(!html.contains("/s/garden-letters"), "a survey that rests is not listed");
    assert!(html.contains("href=\"/style-0f3a2b1c4d5e6f70.css\""));
    office.send_to(VISITORS, &[State::Open, State::Closed]).await;
    assert!(office.client.get("/").await.text().contains("There is no survey to answer now."));
}

#[tokio::test]
async fn a_survey_has_the_page_and_what_is_no_survey_has_not() {
    let office = TestOffice::start().await;
    for path in ["/s/garden-letters", "/s/garden-letters?ward=271080&lang=en"] {
        let page = office.client.get(path).await;
        assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-cache"));
        assert!(page.text().contains("<script type=\"module\">"));
        let again = office.client.send("GET", path, &[("if-none-match", page.header("etag"))], "").await;
        assert_eq!(again.status.as_u16(), 304);
        // A policy here would take the place of the page's own in the browser's store.
        assert_eq!((again.header("content-security-policy"), again.header("x-frame-options")), ("", ""));
    }
    for path in ["/s/none", "/s/NONE", "/s/", "/none", "/index.html", "/index.html.br"] {
        let page = office.client.get(path).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
    }
}

#[tokio::test]
async fn files_have_their_type_their_compressed_form_and_their_time() {
    let office = TestOffice::start().await;
    let file =
        async |path: &str, accept: &str| office.client.send("GET", path, &[("accept-encoding", accept)], "").await;
    for (path, content_type, keeping) in [
        ("/koe-0f3a2b1c4d5e6f70_bg.wasm", "application/wasm", FOREVER),
        ("/koe-0f3a2b1c4d5e6f70.js", "text/javascript; charset=utf-8", FOREVER),
        ("/style-0f3a2b1c4d5e6f70.css", "text/css; charset=utf-8", FOREVER),
        ("/snippets/koe-0f3a2b1c4d5e6f70/inline0.js", "text/javascript; charset=utf-8", FOREVER),
        ("/s/worker.js", "text/javascript; charset=utf-8", "no-cache"),
    ] {
        let answer = file(path, "").await;
        let told = (answer.status.as_u16(), answer.header("content-type"), answer.header("cache-control"));
        assert_eq!(told, (200, content_type, keeping), "{path}");
    }
    let wasm = "/koe-0f3a2b1c4d5e6f70_bg.wasm";
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "(brotli of the module)"),
        ("gzip", "gzip", "(gzip of the module)"),
        ("identity", "", "\0asm"),
    ] {
        let answer = file(wasm, accept).await;
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body));
    }
    let head = office.client.send("HEAD", wasm, &[], "").await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(office.client.send("POST", wasm, &[], "").await.status.as_u16(), 405);
}

#[tokio::test]
async fn a_page_that_was_opened_before_a_new_build_still_finds_its_files() {
    let office = TestOffice::start().await;
    let former = office.client.get("/koe-9f8e7d6c5b4a3021.js").await;
    assert_eq!((former.status.as_u16(), former.text().as_str()), (200, "export{} // former"));
    assert_eq!((former.header("cache-control"), former.header("access-control-allow-origin")), (FOREVER, "*"));
    // What has no hash in its name belongs to the present build, and so does what both builds have.
    assert_eq!(office.client.get("/koe.js").await.text(), "export{}");
    assert_eq!(office.client.get("/style-0f3a2b1c4d5e6f70.css").await.text(), "body{}");
    assert_eq!(office.client.get("/previous/koe-9f8e7d6c5b4a3021.js").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_folder_with_a_page_of_its_own_shows_it() {
    let office = TestOffice::start().await;
    for (path, body) in [
        ("/embed/", "(how to embed)"),
        ("/embed/index.html", "(how to embed)"),
        ("/embed/demo.html", "(a page of others)"),
    ] {
        let page = office.client.get(path).await;
        assert_eq!((page.status.as_u16(), page.text().as_str()), (200, body), "{path}");
        assert_page(&page);
        let again = office.client.send("GET", path, &[("if-none-match", page.header("etag"))], "").await;
        assert_eq!(again.status.as_u16(), 304);
    }
    let folder = office.client.get("/embed").await;
    assert_eq!((folder.status.as_u16(), folder.header("location")), (308, "/embed/"));
    for path in
        ["/snippets/", "/snippets", "/embed//", "/embed/none/", "//evil.example/%2e%2e", "//index.html", "/index.html/"]
    {
        let answer = office.client.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (404, ""), "{path}");
    }
    assert_eq!(office.client.send("POST", "/embed/", &[], "").await.status.as_u16(), 405);
}

#[tokio::test]
async fn no_address_leads_out_of_the_folder() {
    let office = TestOffice::start().await;
    for path in [
        "/../koe.db",
        "/%2e%2e/koe.db",
        "/..%2fkoe.db",
        "/snippets/../../koe.db",
        "//etc/passwd",
        "/snippets",
        "/koe.db",
        "/%00",
    ] {
        assert_eq!(office.client.get(path).await.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn what_a_browser_runs_carries_the_strict_policy() {
    let office = TestOffice::start().await;
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest("import '/koe-0f3a2b1c4d5e6f70.js'"));
    for path in ["/", "/s/garden-letters", "/s/worker.js", "/none"] {
        let answer = office.client.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert!(
            policy.starts_with(&format!("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; ")),
            "{policy}"
        );
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert_page(&answer);
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}

#[tokio::test]
async fn what_is_no_page_may_do_nothing_when_it_is_opened_as_one() {
    let office = TestOffice::start().await;
    for path in ["/koe-0f3a2b1c4d5e6f70.js", "/api/v1/surveys/garden-letters", "/api/v1/none", "/metrics"] {
        let answer = office.client.get(path).await;
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_common(&answer);
    }
}

fn assert_page(answer: &Answer) {
    assert_common(answer);
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert!(answer.header("permissions-policy").contains("camera=()"));
}

fn assert_common(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-request-id").len(), 16);
}

#[tokio::test]
async fn only_the_sites_that_a_survey_names_may_embed_it() {
    let office = TestOffice::start().await;
    let page = office.client.get("/s/garden-visitors").await;
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with("frame-ancestors https://www.city.osaka.lg.jp"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
    assert_page(&page);
}
