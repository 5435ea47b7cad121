//! A survey with keys: what is answered is sealed in the browser, and nobody reads it on the way to the office.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::delivery::owed;
use super::residents::{sha256, told};
use crate::harness::journey::{Says, Step, VISIT};
use crate::harness::{KITA, Name, Office, Person, VISITORS};

/// Words that stand nowhere else.
const WORDS: &str = "窓口のプリムラ🌸と hollyhock-7412";
/// A part of them that is written in one way only, in whichever bytes text comes.
const SOUGHT: &str = "hollyhock-7412";

/// What the visitors of these tests say.
fn visit() -> Vec<Step> {
    let mut visit = VISIT.to_vec();
    *visit.last_mut().expect("the survey ends with a box") = ("free", Says::Words(WORDS));
    visit
}

/// Answers everything and stops before sending.
async fn comes_to_the_review(office: &Office) -> Person {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    goes_to_the_review(&visitor).await;
    visitor
}

async fn goes_to_the_review(visitor: &Person) {
    visitor.starts().await;
    visitor.answers(&visit()).await;
    visitor.sees("review.title").await;
}

/// The one response that the office has, as it lies there.
fn stored(office: &Office) -> Value {
    let mut stored = office.stored(VISITORS);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert_eq!(stored[0]["sealed"], true);
    stored.remove(0)["response"].take()
}

fn is_what_was_answered(response: &Value, receipt: &str) {
    assert_eq!(response["answers"], told(&visit()));
    assert_eq!(response["receipt_hash"], sha256(receipt));
    for (name, value) in [("survey", VISITORS), ("ward", KITA), ("mode", "web"), ("language", "ja")] {
        assert_eq!(response[name], value, "{name}");
    }
}

/// What somebody else's library makes of what was sealed.
fn opened_by_jwcrypto(sealed: &Value, key: &std::path::Path) -> (String, String) {
    let python = std::env::var_os("KOE_JWCRYPTO").expect(
        "KOE_JWCRYPTO is not set: install Python 3 with venv and pip, and run cargo xtask test, which gets jwcrypto",
    );
    let program = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/opened.py");
    let mut opening = Command::new(python);
    opening.arg(program).arg(key).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = opening.spawn().expect("Python runs");
    let mut input = child.stdin.take().expect("it listens");
    input.write_all(sealed.to_string().as_bytes()).expect("it takes what was sealed");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "jwcrypto does not open it");
    let opened: Value = serde_json::from_slice(&output.stdout).expect("it speaks JSON");
    let part = |name: &str| opened[name].as_str().expect("both parts are texts").to_owned();
    (part("clear"), part("secret"))
}

#[tokio::test]
async fn either_key_opens_exactly_what_was_answered_and_nobody_else_reads_it() {
    let office = Office::open_sealed().await;
    let visitor = comes_to_the_review(&office).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let receipt = visitor.receipt().await;
    visitor.leaves_without_complaint().await;

    let sealed = stored(&office);
    for key in ["ward", "escrow"] {
        let opened = office.opened(key);
        assert_eq!(opened.len(), 1, "{opened:?}");
        is_what_was_answered(&opened[0]["response"], &receipt);
    }
    assert!(office.wrote(sealed["aad"].as_str().expect("a part is in clear")), "what was sealed is found");
    assert!(!office.wrote(SOUGHT), "what was answered lies at the office in clear");
}

#[tokio::test]
async fn a_library_of_others_opens_what_the_browser_has_sealed() {
    let office = Office::open_sealed().await;
    let visitor = comes_to_the_review(&office).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let receipt = visitor.receipt().await;
    let sealed = stored(&office);
    for key in ["ward", "escrow"] {
        let (clear, secret) = opened_by_jwcrypto(&sealed, &office.private_key(key));
        let (mut whole, secret_part): (Value, Value) = (read(&clear), read(&secret));
        // Both parts are canonical JSON, and serde_json writes maps in that order.
        assert_eq!((whole.to_string(), secret_part.to_string()), (clear, secret));
        for name in ["answers", "given"] {
            whole[name] = secret_part[name].clone();
        }
        is_what_was_answered(&whole, &receipt);
    }
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).expect("it is JSON")
}

/// Keeps what is sent and what comes back, and loses the first answer on the way.
const LOSING: &str = "const fetched = window.fetch;
    window.bodies = [];
    window.statuses = [];
    window.fetch = async (...all) => {
        const answer = await fetched.apply(window, all);
        if (all[1]?.method !== 'PUT') return answer;
        window.bodies.push(all[1].body);
        window.statuses.push(answer.status);
        if (window.statuses.length === 1) throw new TypeError('the answer is lost');
        return answer;
    };";

#[tokio::test]
async fn what_was_sealed_once_is_sent_again_byte_for_byte() {
    let office = Office::open_sealed().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(LOSING).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    goes_to_the_review(&visitor).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let seen = visitor.browser.script("return [window.statuses, window.bodies]").await.expect("the page remembers");
    assert_eq!(seen[0], json!([201, 200]));
    assert_eq!(seen[1][0], seen[1][1]);
    let sealed = stored(&office);
    assert_eq!(read(seen[1][0].as_str().expect("bodies are texts")), sealed);
    assert!(!seen[1].to_string().contains(SOUGHT));
}

#[tokio::test]
async fn what_waits_on_the_device_is_sealed_and_so_is_what_was_refused() {
    let mut office = Office::open_sealed().await;
    office.withdraw(VISITORS);
    office.moves("open", VISITORS);
    let visitor = comes_to_the_review(&office).await;
    assert!(visitor.browser.device().await.to_string().contains(SOUGHT), "the draft is there to be gone on with");
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let waiting = owed(&visitor.browser).await;
    let body = waiting[0]["body"].as_str().expect("a parcel has a body").to_owned();
    assert!(read(&body)["ciphertext"].is_string(), "{body}");
    let device = visitor.browser.device().await.to_string();
    assert!(!device.contains(SOUGHT), "{device}");

    office.pause(VISITORS);
    office.serve().await;
    visitor.tries_again().await;
    visitor.sees("parked.title").await;
    visitor.reads("parked.not_open").await;
    visitor.browser.reload().await;
    visitor.sees("parked.title").await;
    assert_eq!(owed(&visitor.browser).await[0]["body"], body);
    office.moves("open", VISITORS);
    visitor.presses("parked.retry").await;
    visitor.has_sent().await;
    assert_eq!(stored(&office), read(&body));
    is_what_was_answered(&office.opened("escrow")[0]["response"], &visitor.receipt().await);
}

/// Nothing that could be read is written down before it is sealed, since drafts do not get to the disk: a browser lets the
/// bytes of what was deleted lie in its files for a while.
const WITHOUT_DRAFTS: &str = "const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, ...more) {
        if (!String(value).startsWith('{\"draft\":')) return put.call(this, value, ...more);
        return put.call(this, '{}', ...more);
    };";

#[tokio::test]
async fn of_what_is_finished_nothing_readable_gets_into_the_files_of_the_browser() {
    let mut office = Office::open_sealed().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(WITHOUT_DRAFTS).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    goes_to_the_review(&visitor).await;
    office.kill().await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    let waiting = owed(&visitor.browser).await;
    let tag = read(waiting[0]["body"].as_str().expect("a parcel has a body"))["tag"].clone();
    let tag = tag.as_str().expect("a tag is a text");
    assert!(!visitor.browser.wrote(tag).is_empty(), "what was sealed is found");
    assert_eq!(visitor.browser.wrote(SOUGHT), Vec::<std::path::PathBuf>::new());
    office.serve().await;
    visitor.tries_again().await;
    visitor.has_sent().await;
    assert_eq!(visitor.browser.wrote(SOUGHT), Vec::<std::path::PathBuf>::new());
}

#[tokio::test]
async fn in_a_page_of_others_it_is_sealed_too() {
    let office = Office::open_sealed().await;
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    // The guide to embedding has the survey in an element, in English.
    visitor.language = "en";
    visitor.browser.visit(&office.at("/embed/")).await;
    visitor.is_welcome().await;
    goes_to_the_review(&visitor).await;
    visitor.sends().await;
    visitor.sees("sent.title").await;
    let receipt = visitor.receipt().await;
    let response = office.opened("ward").remove(0)["response"].take();
    assert_eq!((&response["answers"], &response["language"]), (&told(&visit()), &"en".into()));
    assert_eq!(response["receipt_hash"], sha256(&receipt));
    assert_eq!(stored(&office)["recipients"].as_array().map(Vec::len), Some(2));
}

pub(super) const NOT_TO_BE_SEALED: &str = "この調査の回答は、暗号にして送ります。その準備ができませんでした。";

/// A page in which nothing can be sealed, as one that came over HTTP.
pub(super) const INSECURE: &str = "Object.defineProperty(Crypto.prototype, 'subtle', { get() { return undefined } })";

#[tokio::test]
async fn where_nothing_can_be_sealed_it_says_so_and_leads_to_the_plain_form() {
    let office = Office::open_sealed().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(INSECURE).await;
    visitor.opens().await;
    visitor.browser.reads(NOT_TO_BE_SEALED).await;
    visitor.browser.part(&["link"], Name::Holds("かんたんな画面で答える".to_owned())).press().await;
    visitor.is_welcome().await;
    let address = visitor.browser.address().await;
    assert!(address.ends_with(&format!("/s/{VISITORS}/plain?ward={KITA}")), "{address}");
}

#[tokio::test]
async fn where_the_code_that_seals_is_not_to_be_had_nothing_is_asked_until_it_is() {
    let office = Office::open_sealed().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    let block = async |urls: Value| {
        let browser = &visitor.browser;
        browser.cdp("Network.enable", json!({})).await.expect("the network can be watched");
        browser.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await.expect("nothing is kept");
        browser.cdp("Network.setBlockedURLs", json!({ "urls": urls })).await.expect("addresses can be blocked");
    };
    block(json!(["*/seal-*"])).await;
    visitor.opens().await;
    visitor.browser.reads(NOT_TO_BE_SEALED).await;
    block(json!([])).await;
    visitor.browser.button(Name::Holds("もう一度読み込む".to_owned())).press().await;
    visitor.is_welcome().await;
}

/// Sealing fails as long as the page's window says so.
const FAILING: &str = "const encrypt = SubtleCrypto.prototype.encrypt;
    SubtleCrypto.prototype.encrypt = function (...all) {
        if (window.failing) return Promise.reject(new DOMException('', 'OperationError'));
        return encrypt.apply(this, all);
    };";

#[tokio::test]
async fn what_cannot_be_sealed_is_not_sent_and_stays_to_be_sent_again() {
    let office = Office::open_sealed().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    visitor.browser.before_every_page(FAILING).await;
    visitor.opens().await;
    visitor.is_welcome().await;
    goes_to_the_review(&visitor).await;
    visitor.browser.script("window.failing = true").await.expect("sealing can be broken");
    visitor.sends().await;
    visitor.reads("notice.unsealed").await;
    visitor.sees("review.title").await;
    assert_eq!(owed(&visitor.browser).await.len(), 0);
    visitor.browser.script("window.failing = false").await.expect("sealing can be mended");
    visitor.sends().await;
    visitor.has_sent().await;
    is_what_was_answered(&office.opened("ward")[0]["response"], &visitor.receipt().await);
}
