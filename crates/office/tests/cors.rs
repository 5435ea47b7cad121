//! What pages of other origins may take in, read and send.

use office::http::Limits;
use questionnaire::State;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Answer, path_of};
use crate::office::{LETTERS, TestOffice, VISITORS};
use crate::response::with;

/// The one origin that the visitors' survey names; the letters' survey names none.
const NAMED: &str = "https://www.city.osaka.lg.jp";
const OTHERS: [&str; 6] = [
    "https://www.city.osaka.lg.jp.example",
    "http://www.city.osaka.lg.jp",
    "https://www.city.osaka.lg.jp:8443",
    "https://WWW.city.osaka.lg.jp",
    "https://www.city.osaka.lg.jp https://evil.example",
    "null",
];
const SURVEY: &str = "/api/v1/surveys/garden-visitors";

async fn from(office: &TestOffice, origin: &str, method: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    let headers: Vec<_> = [("origin", origin)].into_iter().chain(more.iter().copied()).collect();
    office.client.send(method, path, &headers, "").await
}

/// Asks for leave as a browser does before it sends.
async fn leave(office: &TestOffice, origin: &str, path: &str, method: &str) -> Answer {
    let asks = [("access-control-request-method", method), ("access-control-request-headers", "content-type,koe-code")];
    from(office, origin, "OPTIONS", path, &asks).await
}

fn readable_by(answer: &Answer) -> &str {
    answer.header("access-control-allow-origin")
}

#[track_caller]
fn assert_told_apart(answer: &Answer) {
    let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
    assert!(vary.contains(&&"origin".parse().unwrap()), "{vary:?}");
    assert_eq!(answer.header("access-control-allow-credentials"), "", "nobody signs in here");
}

#[tokio::test]
async fn a_page_that_the_survey_names_reads_it() {
    let office = TestOffice::start().await;
    let answer = from(&office, NAMED, "GET", SURVEY, &[("accept-encoding", "br")]).await;
    assert_eq!((answer.status.as_u16(), readable_by(&answer)), (200, NAMED));
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    assert!(answer.header("access-control-expose-headers").contains("retry-after"));
    assert_told_apart(&answer);
    let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
    assert!(vary.contains(&&"accept-encoding".parse().unwrap()), "{vary:?}");
}

#[tokio::test]
async fn a_page_that_holds_the_survey_hears_that_it_still_may() {
    let office = TestOffice::start().await;
    let etag = from(&office, NAMED, "GET", SURVEY, &[]).await.header("etag").to_owned();
    let again = from(&office, NAMED, "GET", SURVEY, &[("if-none-match", &etag)]).await;
    assert_eq!((again.status.as_u16(), readable_by(&again)), (304, NAMED));
    assert_told_apart(&again);
}

#[tokio::test]
async fn any_other_page_learns_why_it_may_not_and_nothing_of_the_survey() {
    let office = TestOffice::start().await;
    for (origin, path) in
        OTHERS.map(|origin| (origin, SURVEY)).into_iter().chain([(NAMED, "/api/v1/surveys/garden-letters")])
    {
        let answer = from(&office, origin, "GET", path, &[]).await;
        assert_eq!(answer.problem(), (403, "origin_not_allowed".into()), "{origin}");
        assert_eq!(readable_by(&answer), "*", "{origin}: the page can say what is wrong");
        assert!(answer.json()["detail"].as_str().unwrap().contains("embed_origins"));
        assert_told_apart(&answer);
    }
    let unknown = from(&office, NAMED, "GET", "/api/v1/surveys/none", &[]).await;
    assert_eq!((unknown.problem().1.as_str(), readable_by(&unknown)), ("no_such_survey", "*"));
}

#[tokio::test]
async fn the_own_page_and_who_is_no_page_need_no_leave() {
    let office = TestOffice::start().await;
    let own = format!("http://{}", office.client.authority());
    for headers in [vec![], vec![("origin", own.as_str())]] {
        let answer = office.client.send("GET", SURVEY, &headers, "").await;
        assert_eq!((answer.status.as_u16(), readable_by(&answer)), (200, ""), "{headers:?}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_told_apart(&answer);
    }
    let response = office.responses(VISITORS).await.number(1);
    let headers = [("content-type", "application/json"), ("origin", own.as_str())];
    let sent = office.client.send("PUT", &path_of(&response), &headers, response.to_string()).await;
    assert_eq!(sent.status.as_u16(), 201);
}

#[tokio::test]
async fn leave_to_send_is_given_to_pages_that_the_survey_names() {
    let office = TestOffice::start().await;
    let response = path_of(&office.responses(VISITORS).await.number(1));
    for (path, method) in
        [(format!("{SURVEY}/codes"), "POST"), (format!("{SURVEY}/responses"), "POST"), (response, "PUT")]
    {
        let given = leave(&office, NAMED, &path, method).await;
        assert_eq!((given.status.as_u16(), readable_by(&given), given.body.len()), (204, NAMED, 0), "{path}");
        assert!(given.header("access-control-allow-methods").split(", ").any(|allowed| allowed == method));
        assert_eq!(given.header("access-control-allow-headers"), "content-type, koe-code");
        assert_eq!(given.header("access-control-max-age"), "7200");
        assert_told_apart(&given);
        for origin in OTHERS {
            let refused = leave(&office, origin, &path, method).await;
            assert_eq!(refused.problem(), (403, "origin_not_allowed".into()), "{origin}");
            assert_eq!(readable_by(&refused), "", "{origin}");
            assert_eq!(refused.header("access-control-allow-methods"), "");
            assert_told_apart(&refused);
        }
    }
    assert_eq!(leave(&office, NAMED, "/api/v1/surveys/none/codes", "POST").await.problem().0, 404);
    assert_eq!(office.client.send("OPTIONS", SURVEY, &[], "").await.problem().0, 405);
    assert_eq!(from(&office, NAMED, "OPTIONS", "/metrics", &[]).await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn what_became_of_a_response_is_read_by_the_page_that_sent_it() {
    let office = TestOffice::start().await;
    office.send_to(VISITORS, &[State::Open]).await;
    let response = office.responses(VISITORS).await.number(1);
    let put = async |origin: &str, body: String| {
        let headers = [("content-type", "application/json"), ("origin", origin)];
        office.client.send("PUT", &path_of(&response), &headers, body).await
    };
    let other = with(&response, "/answers/age", 72);
    for (body, status) in [
        (response.to_string(), 201),
        (response.to_string(), 200),
        (other.to_string(), 409),
        (with(&response, "/answers/age", 720).to_string(), 422),
        ("{".to_owned(), 400),
        (" ".repeat(70_000), 413),
    ] {
        let answer = put(NAMED, body.clone()).await;
        assert_eq!((answer.status.as_u16(), readable_by(&answer)), (status, NAMED));
        assert_told_apart(&answer);
        assert_eq!(readable_by(&put(OTHERS[0], body).await), "");
    }
    office.send_to(VISITORS, &[State::Paused]).await;
    let headers = [("content-type", "application/json"), ("origin", NAMED)];
    let another = office.responses(VISITORS).await.number(2);
    let rests = office.client.send("PUT", &path_of(&another), &headers, another.to_string()).await;
    assert_eq!((rests.problem().1.as_str(), readable_by(&rests)), ("not_accepting", NAMED));
    let code = office.client.send("POST", &format!("{SURVEY}/codes"), &headers, json!({"code": "x"}).to_string()).await;
    assert_eq!((code.status.as_u16(), readable_by(&code)), (200, NAMED));
}

#[tokio::test]
async fn an_office_that_cannot_work_says_so_to_the_pages_it_knows() {
    let office = TestOffice::start().await;
    assert_eq!(from(&office, NAMED, "GET", SURVEY, &[]).await.status.as_u16(), 200);
    office.store.close().await;
    let answer = from(&office, NAMED, "GET", SURVEY, &[]).await;
    assert_eq!((answer.problem(), readable_by(&answer)), ((503, "store_failed".into()), NAMED));
    assert_eq!(readable_by(&from(&office, OTHERS[0], "GET", SURVEY, &[]).await), "");
}

#[tokio::test]
async fn an_office_with_too_much_to_do_says_so_to_the_pages_it_knows() {
    let office = TestOffice::start_with(Limits { requests_max: 1, ..Limits::default() }).await;
    let path = path_of(&office.responses(VISITORS).await.number(1));
    let mut stream = TcpStream::connect(office.client.authority()).await.unwrap();
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n\
         content-length: 1000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut under_way = [0; 12];
    stream.read_exact(&mut under_way).await.unwrap();
    assert_eq!(&under_way, b"HTTP/1.1 100");
    let answer = from(&office, NAMED, "GET", SURVEY, &[]).await;
    assert_eq!((answer.problem(), readable_by(&answer)), ((503, "overloaded".into()), NAMED));
}

#[tokio::test]
async fn an_origin_that_is_taken_off_the_list_is_refused_at_once() {
    let office = TestOffice::start().await;
    assert_eq!(readable_by(&from(&office, NAMED, "GET", SURVEY, &[]).await), NAMED);
    office.publish_with(VISITORS, |draft| draft.embed_origins.clear()).await;
    assert_eq!(from(&office, NAMED, "GET", SURVEY, &[]).await.problem().0, 403);
    assert_eq!(leave(&office, NAMED, &format!("{SURVEY}/codes"), "POST").await.problem().0, 403);
}

#[tokio::test]
async fn every_page_may_take_in_the_module_and_nothing_else_of_ours() {
    let office = TestOffice::start().await;
    for path in [
        "/koe.js",
        "/koe-0f3a2b1c4d5e6f70.js",
        "/koe-0f3a2b1c4d5e6f70_bg.wasm",
        "/style-0f3a2b1c4d5e6f70.css",
        "/preview.png",
    ] {
        let answer = from(&office, OTHERS[0], "GET", path, &[]).await;
        assert_eq!((answer.status.as_u16(), readable_by(&answer)), (200, "*"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", "{path}");
        let again = from(&office, OTHERS[0], "GET", path, &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), readable_by(&again)), (304, "*"), "{path}");
    }
    for path in ["/", "/s/garden-visitors", "/s/worker.js", "/openapi.json", "/metrics", "/api/v1/health", "/none"] {
        let answer = from(&office, NAMED, "GET", path, &[]).await;
        assert_eq!(readable_by(&answer), "", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
    assert_eq!(from(&office, NAMED, "GET", "/s/garden-letters", &[]).await.header("x-frame-options"), "DENY");
    assert_eq!(office.stored(LETTERS).await.len(), 0);
}
