//! `GET` and `POST /s/{survey}/plain`: the form without script, as it comes back from browsers and from worse.

use std::fmt::Write;

use koe::draft::Draft;
use office::clock;
use office::code::InvitationCode;
use office::http::Limits;
use office::store::StoreOptions;
use questionnaire::tree::read;
use questionnaire::{Receipt, State};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::bad_input::{IMPATIENT, begun};
use crate::client::{Answer, Client};
use crate::codes::invite;
use crate::office::{LETTERS, TestOffice, VISITORS, content_folder, id};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Somebody at a page.
struct Reader {
    client: Client,
    survey: &'static str,
    page: Answer,
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        for text in [if body.is_empty() { "" } else { "&" }, name, "=", value] {
            for byte in text.bytes() {
                let plain = byte.is_ascii_alphanumeric() || matches!(text, "&" | "=");
                if plain { body.push(char::from(byte)) } else { write!(body, "%{byte:02X}").unwrap() }
            }
        }
    }
    body
}

impl Reader {
    async fn open(office: &TestOffice, survey: &'static str) -> Self {
        let path = format!("/s/{survey}/plain?ward=271080&lang=en");
        let page = office.client.get(&path).await;
        assert_eq!(page.status.as_u16(), 200);
        Self { client: office.client.clone(), survey, page }
    }

    /// What stands in the attribute `value` of the hidden field `name`.
    fn hidden(&self, name: &str) -> String {
        let html = self.page.text();
        let (before, _) =
            html.split_once(&format!("type=\"hidden\" name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {html}"));
        let (_, value) = before.rsplit_once("<input value=\"").unwrap();
        value
            .trim_end()
            .trim_end_matches('"')
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
    }

    fn draft(&self) -> Draft {
        read(&self.hidden("draft")).unwrap()
    }

    /// Sends the page with what its controls hold.
    async fn post(&mut self, fields: &[(&str, &str)]) -> &Answer {
        let (draft, dice) = (self.hidden("draft"), self.hidden("dice"));
        let carried = [("draft", draft.as_str()), ("dice", dice.as_str())];
        self.send(&encoded(&[&carried, fields].concat())).await
    }

    async fn send(&mut self, body: &str) -> &Answer {
        let path = format!("/s/{}/plain?lang=en", self.survey);
        self.page = self.client.send("POST", &path, &[FORM], body.to_owned()).await;
        &self.page
    }

    /// Answers what it takes and comes to the review.
    async fn come_to_review(&mut self) {
        self.post(&[("do", "start")]).await;
        self.post(&[("shown", "visited"), ("q-visited", "yes"), ("do", "next")]).await;
        self.post(&[("shown", "often"), ("q-often", "weekly"), ("do", "next")]).await;
        self.post(&[("shown", "age"), ("q-age", "７１"), ("do", "next")]).await;
        self.post(&[("shown", "words"), ("q-words", "きれい\r\n🌸 <b>\"'&"), ("do", "next")]).await;
        assert!(self.page.text().contains("Check your answers"), "{}", self.page.text());
    }

    fn says(&self, words: &str) -> bool {
        self.page.text().contains(words)
    }

    fn receipt(&self) -> String {
        let html = self.page.text();
        let (_, digits) = html.split_once("class=\"digits\">").unwrap_or_else(|| panic!("no receipt: {html}"));
        let digits = digits.split_once("</div>").unwrap().0.replace("<span>", "").replace("</span>", "");
        digits.trim().replace(' ', "-")
    }

    fn assert_received(&self) {
        assert_eq!(self.page.status.as_u16(), 200);
        assert!(self.says("We have received your response."), "{}", self.page.text());
    }
}

pub(crate) async fn open_office() -> TestOffice {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(VISITORS, &[State::Open]).await;
    office
}

#[tokio::test]
async fn the_form_leads_to_the_receipt_and_the_response_is_stored_as_it_was_answered() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    assert!(office.stored(VISITORS).await.is_empty(), "nothing is kept of somebody who has not sent");
    reader.post(&[("assisted", "no"), ("assisted", "yes"), ("do", "send")]).await;
    reader.assert_received();
    let stored = office.stored(VISITORS).await;
    let response = &stored[0]["response"];
    assert_eq!((stored.len(), &stored[0]["stored"]), (1, &json!("counted")));
    assert_eq!(response["mode"], "plain");
    assert_eq!(
        (&response["assisted"], &response["language"], &response["ward"]),
        (&json!(true), &json!("en"), &json!("271080"))
    );
    let answers = json!({ "visited": "yes", "often": "weekly", "age": 71, "words": "きれい\n🌸 <b>\"'&" });
    assert_eq!(response["answers"], answers);
    let receipt: Receipt = reader.receipt().parse().unwrap();
    assert_eq!(response["receipt_hash"], receipt.hash().to_string());
}

#[tokio::test]
async fn a_page_may_be_kept_by_its_reader_alone_and_framed_by_whom_the_survey_names() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    assert!(reader.says("<link rel=\"canonical\""));
    for _ in 0..2 {
        assert_eq!(reader.page.header("cache-control"), "private, max-age=0");
        let policy = reader.page.header("content-security-policy");
        assert!(policy.contains("form-action 'self'"), "{policy}");
        assert!(policy.ends_with("frame-ancestors https://www.city.osaka.lg.jp"), "{policy}");
        assert_eq!(reader.page.header("x-frame-options"), "");
        assert!(!reader.says("<script"));
        reader.post(&[("do", "start")]).await;
    }
    assert!(reader.says("<meta name=\"robots\" content=\"noindex\">"));
    assert_eq!(office.client.get("/s/garden-letters/plain").await.header("x-frame-options"), "DENY");
    assert_eq!(office.client.send("PUT", "/s/garden-visitors/plain", &[], "").await.status.as_u16(), 405);
}

#[tokio::test]
async fn the_address_of_the_form_holds_what_the_link_brought_and_nothing_answered() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, LETTERS).await;
    assert!(reader.says("action=\"/s/garden-letters/plain?lang=en&amp;ward=271080\""), "{}", reader.page.text());
    let path = "/s/garden-letters/plain";
    reader.page = office.client.get(path).await;
    reader.post(&[("do", "start")]).await;
    reader.post(&[("koe-ward", "271161"), ("do", "next")]).await;
    assert!(reader.says("action=\"/s/garden-letters/plain?lang=ja\""), "{}", reader.page.text());
}

#[tokio::test]
async fn fields_may_come_in_any_order_and_strange_ones_are_passed_over() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.post(&[("do", "start")]).await;
    let (draft, dice) = (reader.hidden("draft"), reader.hidden("dice"));
    let fields = [
        ("zzz", "1"),
        ("do", "next"),
        ("q-visited", "no"),
        ("dice", &dice),
        ("", ""),
        ("q-none", "x"),
        ("shown", "visited"),
        ("draft", &draft),
    ];
    reader.send(&encoded(&fields)).await;
    assert_eq!(reader.page.status.as_u16(), 200);
    assert_eq!(reader.draft().inputs.len(), 1);
    assert!(reader.says("How old are you?"), "whoever did not visit is not asked how often");
}

#[tokio::test]
async fn fields_that_are_missing_doubled_or_none_of_the_choices_are_asked_for_again() {
    let office = open_office().await;
    for (fields, said) in [
        (&[("shown", "visited"), ("do", "next")][..], "This question needs an answer."),
        (&[("do", "next")], "This question needs an answer."),
        (
            &[("q-visited", "yes"), ("q-visited", "no"), ("do", "next")],
            "We could not read the answer. Please choose again.",
        ),
        (&[("q-visited", "zzz"), ("do", "next")], "We could not read the answer. Please choose again."),
        (&[("q-visited", "yes"), ("do", "next"), ("do", "back")], "We could not tell which button was pressed."),
    ] {
        let mut reader = Reader::open(&office, VISITORS).await;
        reader.post(&[("do", "start")]).await;
        reader.post(fields).await;
        assert!(reader.page.status.as_u16() == 200 && reader.says(said), "{fields:?}: {}", reader.page.text());
        reader.post(&[("q-visited", "yes"), ("do", "next")]).await;
        assert!(reader.says("How often?"));
    }
}

#[tokio::test]
async fn of_a_text_that_came_twice_nothing_is_lost() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    reader.post(&[("do", "change:words")]).await;
    reader.post(&[("q-words", "one"), ("q-words", "two"), ("do", "next")]).await;
    assert!(reader.says("This came in twice with different words.") && reader.says("one\ntwo</textarea>"));
}

#[tokio::test]
async fn sent_twice_is_stored_once_with_one_receipt() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    let (draft, dice) = (reader.hidden("draft"), reader.hidden("dice"));
    let body = encoded(&[("draft", &draft), ("dice", &dice), ("do", "send")]);
    reader.send(&body).await;
    let receipt = reader.receipt();
    // The Back button, the language of another, another minute, and once more.
    let later = draft.replace("\"language\":\"en\"", "\"language\":\"ja\"");
    reader.send(&encoded(&[("draft", &later), ("dice", &dice), ("do", "send")])).await;
    assert_eq!((reader.page.status.as_u16(), reader.receipt()), (200, receipt));
    assert_eq!(office.stored(VISITORS).await.len(), 1);
    assert_eq!(office.store.conflicts(&id(VISITORS)).await.unwrap(), []);
}

#[tokio::test]
async fn pressed_twice_in_a_row_is_stored_once() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    let body = encoded(&[("draft", &reader.hidden("draft")), ("dice", &reader.hidden("dice")), ("do", "send")]);
    let path = format!("/s/{VISITORS}/plain");
    let presses: Vec<_> = (0..20)
        .map(|_| {
            let (client, path, body) = (office.client.clone(), path.clone(), body.clone());
            tokio::spawn(async move { client.send("POST", &path, &[FORM], body).await })
        })
        .collect();
    for press in presses {
        let page = press.await.unwrap();
        assert!(page.status.as_u16() == 200 && page.text().contains("We have received your response."));
    }
    assert_eq!(office.stored(VISITORS).await.len(), 1);
    assert_eq!(office.store.conflicts(&id(VISITORS)).await.unwrap(), []);
}

#[tokio::test]
async fn the_same_form_sent_with_other_answers_is_kept_beside_the_first() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    let (draft, dice) = (reader.hidden("draft"), reader.hidden("dice"));
    reader.post(&[("do", "send")]).await;
    let receipt = reader.receipt();
    let other = draft.replace("weekly", "rarely");
    reader.send(&encoded(&[("draft", &other), ("dice", &dice), ("do", "send")])).await;
    assert_eq!(reader.page.status.as_u16(), 409);
    assert!(reader.says("A different response had arrived before") && reader.says("Both are kept"));
    assert_eq!(reader.receipt(), receipt);
    assert!(reader.says("In charge: "), "whom to ask: {}", reader.page.text());
    let conflicts = office.store.conflicts(&id(VISITORS)).await.unwrap();
    assert_eq!(conflicts[0].response["answers"]["often"], "rarely");
    assert_eq!(office.stored(VISITORS).await[0]["response"]["answers"]["often"], "weekly");
}

/// Publishes the survey with another word in its title.
async fn publish_anew(office: &TestOffice) {
    let content = office::content::Content::read(&content_folder());
    let draft = &content.surveys[&id(VISITORS)];
    let mut json: Value = serde_json::from_str(&draft.canonical_json().unwrap()).unwrap();
    json["title"]["en"] = json!("Another title");
    let changed: questionnaire::DraftSurvey = serde_json::from_value(json).unwrap();
    let (revision, json) = (changed.revision().unwrap(), changed.canonical_json().unwrap());
    assert!(office.store.publish(&id(VISITORS), &revision, &json, clock::now()).await.unwrap());
}

#[tokio::test]
async fn whoever_began_with_an_older_revision_ends_with_it() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    let began = reader.draft().revision.to_string();
    reader.come_to_review().await;
    publish_anew(&office).await;
    assert!(Reader::open(&office, VISITORS).await.says("Another title"));
    reader.post(&[("do", "here")]).await;
    assert!(reader.says("Garden survey") && !reader.says("Another title"));
    reader.post(&[("do", "send")]).await;
    reader.assert_received();
    assert_eq!(office.stored(VISITORS).await[0]["response"]["revision"], began);
}

#[tokio::test]
async fn a_revision_that_never_was_goes_on_with_the_present_one() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    let (present, dice) = (reader.draft().revision.to_string(), reader.hidden("dice"));
    let draft = reader.hidden("draft").replace(&present, &"f".repeat(64));
    reader.send(&encoded(&[("draft", &draft), ("dice", &dice), ("do", "here")])).await;
    assert!(reader.says("The survey has been changed since you began. Your answers were kept."));
    assert_eq!(reader.draft().revision.to_string(), present);
    reader.post(&[("do", "send")]).await;
    reader.assert_received();
    assert_eq!(office.stored(VISITORS).await[0]["response"]["answers"]["age"], 71);
}

#[tokio::test]
async fn a_survey_that_has_closed_sets_aside_and_one_that_rests_keeps_the_page() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    office.send_to(VISITORS, &[State::Paused]).await;
    let draft = reader.draft();
    reader.post(&[("do", "send")]).await;
    assert_eq!(reader.page.status.as_u16(), 200);
    assert!(reader.says("the survey is not taking responses now. Your answers are still on this page."));
    assert!(reader.says("<title>Not sent yet: ") && reader.says("value=\"send\""));
    assert_eq!(reader.draft(), draft);
    office.send_to(VISITORS, &[State::Open, State::Closed]).await;
    reader.post(&[("do", "send")]).await;
    reader.assert_received();
    assert!(reader.says("The survey period is over."));
    assert_eq!(office.stored(VISITORS).await[0]["reason"], "late");
}

#[tokio::test]
async fn a_rehearsal_says_that_it_is_one() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    reader.post(&[("do", "send")]).await;
    assert!(reader.says("This was a rehearsal. Your response is not counted."));
}

async fn connect(office: &TestOffice) -> SqliteConnection {
    SqliteConnectOptions::new().filename(office.file()).connect().await.unwrap()
}

#[tokio::test]
async fn a_full_disk_and_a_busy_one_leave_everything_on_the_page() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    let draft = reader.draft();
    let mut other = connect(&office).await;
    let pages: u32 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut other).await.unwrap();
    // The last one who lets go of a database tidies it up, for which it is held for a moment.
    other.close().await.unwrap();
    let full = StoreOptions { pages_max: Some(pages), busy_ms_max: 1_500, ..StoreOptions::default() };
    let office = office.restart(full).await;
    reader.client = office.client.clone();
    let mut other = connect(&office).await;
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    reader.post(&[("do", "send")]).await;
    assert!(reader.says("too busy or not working. Your answers are still on this page."), "{}", reader.page.text());
    assert_eq!((reader.page.status.as_u16(), reader.draft()), (200, draft));
    held.rollback().await.unwrap();
    let refused = fill(&office).await;
    reader.post(&[("do", "send")]).await;
    assert!(refused && reader.says("Your answers are still on this page."), "{}", reader.page.text());
    let office = office.restart(StoreOptions::default()).await;
    reader.client = office.client.clone();
    reader.post(&[("do", "send")]).await;
    reader.assert_received();
}

/// Sends responses until the disk is full.
async fn fill(office: &TestOffice) -> bool {
    let responses = office.responses(VISITORS).await;
    for number in 0..1_000 {
        if office.client.put(&responses.number(number)).await.status.as_u16() == 507 {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_page_without_its_draft_lists_what_came_and_offers_to_begin_anew() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    for draft in [None, Some(""), Some("{\"id\":"), Some("{}"), Some("<script>alert(1)</script>")] {
        let typed = [("q-visited", "yes"), ("q-words", "大事な話<script>&\"x"), ("do", "next")];
        let mut fields = typed.to_vec();
        fields.extend(draft.map(|draft| ("draft", draft)));
        reader.send(&encoded(&fields)).await;
        assert_eq!(reader.page.status.as_u16(), 400);
        assert!(reader.says("We cannot go on from here") && reader.says("Nothing was sent."));
        assert!(
            reader.says("大事な話&lt;script&gt;&amp;")
                && reader.says("Did you visit the garden?")
                && reader.says(">Yes<")
        );
        assert!(!reader.says("<script>"));
        assert!(
            reader.says("href=\"/s/garden-visitors/plain?lang=en\"") && reader.says("Begin anew</a>"),
            "{}",
            reader.page.text()
        );
    }
}

/// Headers and a body, and with which status and words they are refused.
type Refused<'a> = (&'a [(&'a str, &'a str)], &'a [u8], u16, &'a str);

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let office = open_office().await;
    let path = "/s/garden-visitors/plain?lang=en";
    let big = format!("q-words={}", "あ".repeat(400_000));
    let many = "q-visited=yes&".repeat(5_000);
    let refused: [Refused<'_>; 7] = [
        (&[FORM], big.as_bytes(), 413, "That is too much text"),
        (&[FORM], many.as_bytes(), 413, "That is too much text"),
        (&[FORM], b"q-words=%8B%E6&do=next", 400, "What came in could not be read"),
        (&[FORM], b"q-words=\x8b\xe6", 400, "What came in could not be read"),
        (&[("content-type", "text/plain")], b"do=next", 415, "What came in could not be read"),
        (&[], b"do=next", 415, "What came in could not be read"),
        (&[FORM, ("sec-fetch-site", "cross-site")], b"do=next", 403, "This came from another site"),
    ];
    for (headers, body, status, said) in refused {
        let page = office.client.send("POST", path, headers, body.to_vec()).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (status, "text/html; charset=utf-8"), "{said}");
        assert!(page.text().contains(said) && page.text().contains("<html lang=\"en\">"), "{}", page.text());
        assert!(page.text().contains("Begin anew") && page.text().contains("In charge: the ward office"));
    }
    for site in ["same-origin", "same-site", "none"] {
        let page = office.client.send("POST", path, &[FORM, ("sec-fetch-site", site)], "do=next").await;
        assert_eq!(page.status.as_u16(), 400, "{site}: it was read");
    }
}

#[tokio::test]
async fn whoever_did_not_say_what_they_read_is_told_in_every_language() {
    let office = open_office().await;
    let page = office.client.send("POST", "/s/garden-visitors/plain", &[FORM], "do=next").await.text();
    for words in [
        "ここから続けられません",
        "<ruby>続<rp>（</rp><rt aria-hidden=\"true\">つづ</rt><rp>）</rp></ruby>けることが できません",
        "We cannot go on from here",
    ] {
        assert!(page.contains(words), "{page}");
    }
    assert!(page.contains("<section lang=\"en\" class=\"part\">"), "{page}");
}

#[tokio::test]
async fn an_address_of_no_survey_has_no_form() {
    let office = open_office().await;
    for path in ["/s/none/plain", "/s/NONE/plain", "/s/%20/plain"] {
        for (method, headers) in [("GET", &[][..]), ("POST", &[FORM][..])] {
            let page = office.client.send(method, path, headers, "do=next").await;
            assert_eq!(page.status.as_u16(), 404, "{method} {path}");
            assert!(page.text().contains("Page not found"));
        }
    }
}

#[tokio::test]
async fn an_office_with_too_much_to_do_says_so_in_words() {
    let office = TestOffice::start_in_words(Limits { requests_max: 0, ..Limits::default() }).await;
    for method in ["GET", "POST"] {
        let page = office.client.send(method, "/s/garden-visitors/plain", &[FORM], "do=next").await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (503, "text/html; charset=utf-8"));
        assert_eq!(page.header("retry-after"), "3");
        assert!(page.text().contains("Go back with your browser’s Back button: what you wrote is still there."));
    }
    let office = TestOffice::start_in_words(IMPATIENT).await;
    let page = begun(&office, "POST /s/garden-visitors/plain", "application/x-www-form-urlencoded").await;
    assert!(page.starts_with("HTTP/1.1 503") && page.contains("いまは続けられません"), "{page}");
}

#[tokio::test]
async fn an_office_that_lacks_words_says_so_in_its_own() {
    let office = TestOffice::start().await;
    let page = office.client.get("/s/garden-visitors/plain").await;
    assert_eq!(page.status.as_u16(), 503);
    assert!(page.text().contains("いまは続けられません") && page.text().contains("We cannot go on just now"));
}

#[tokio::test]
async fn codes_are_typed_and_guessing_is_stopped() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 1).await;
    let mut reader = Reader::open(&office, LETTERS).await;
    reader.post(&[("do", "start")]).await;
    assert!(reader.says("Enter your answer number"));
    let guess = InvitationCode::from_random([9; 9]).unwrap().to_string();
    for wrong in ["ABCDE-FGHJK", &guess] {
        reader.post(&[("koe-code", wrong), ("do", "next")]).await;
        assert!(reader.says("We could not find this number.") && reader.says(&format!("value=\"{wrong}\"")));
    }
    reader.post(&[("koe-code", &codes[0].to_lowercase()), ("do", "next")]).await;
    assert!(reader.says("Did you visit the garden?"), "{}", reader.page.text());
    reader.post(&[("q-visited", "no"), ("do", "next")]).await;
    while !reader.says("value=\"send\"") {
        reader.post(&[("do", "next")]).await;
    }
    reader.post(&[("do", "send")]).await;
    reader.assert_received();
    assert!(!reader.says(&codes[0].replace('-', "")), "the number is not left on the screen");
    let mut second = Reader::open(&office, LETTERS).await;
    second.post(&[("do", "start")]).await;
    second.post(&[("koe-code", &codes[0]), ("do", "next")]).await;
    assert!(second.says("We already have a response with this number."));
    // Where nobody knows the address, the survey hears what it hears of all, and one more.
    for _ in 0..200 {
        second.post(&[("koe-code", &guess), ("do", "next")]).await;
        assert!(!second.says("Many wrong answer numbers have come in"));
    }
    second.post(&[("koe-code", &guess), ("do", "next")]).await;
    assert!(second.says("Many wrong answer numbers have come in") && second.says(&format!("value=\"{guess}\"")));
}

#[tokio::test]
async fn a_code_that_was_used_may_be_insisted_on_and_is_set_aside() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 1).await;
    let responses = office.responses(LETTERS).await;
    office.client.put_with_code(&responses.number(1), &codes[0]).await;
    let mut reader = Reader::open(&office, LETTERS).await;
    reader.post(&[("do", "start")]).await;
    reader.post(&[("koe-code", &codes[0]), ("do", "next")]).await;
    reader.post(&[("koe-code", &codes[0]), ("do", "insist")]).await;
    reader.post(&[("q-visited", "no"), ("do", "next")]).await;
    while !reader.says("value=\"send\"") {
        reader.post(&[("do", "next")]).await;
    }
    reader.post(&[("do", "send")]).await;
    assert!(reader.says("A response with this answer number had arrived before."), "{}", reader.page.text());
    let aside = office.stored(LETTERS).await.into_iter().filter(|record| record["stored"] == "aside").count();
    assert_eq!(aside, 1);
}

#[tokio::test]
async fn a_receipt_is_shown_again_only_of_what_is_stored() {
    let office = open_office().await;
    let mut reader = Reader::open(&office, VISITORS).await;
    reader.come_to_review().await;
    reader.post(&[("do", "send")]).await;
    let (slip, receipt) = (reader.hidden("slip"), reader.receipt());
    reader.send(&encoded(&[("slip", &slip), ("do", "language:ja")])).await;
    assert!(reader.says("回答を受け取りました。") && reader.receipt() == receipt, "{}", reader.page.text());
    let forged = slip.replace(&receipt, "00000-00000-00000-00000");
    reader.send(&encoded(&[("slip", &forged), ("do", "language:ja")])).await;
    assert_eq!(reader.page.status.as_u16(), 400);
}

#[tokio::test]
async fn what_the_form_says_is_not_sent_to_the_module() {
    let office = open_office().await;
    let given_out = office.client.get("/api/v1/surveys/garden-visitors").await.json();
    assert!(given_out["interface"]["en"]["asking"].is_object() && given_out["interface"]["en"]["plain"].is_null());
    let words = office.client.get("/api/v1/interface/en").await.json();
    assert!(words["asking"].is_object() && words["plain"].is_null());
}
