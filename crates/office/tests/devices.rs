//! Tablets that staff have set up: what their link does, what their token opens, and what the office hears of them.

use std::path::Path;

use questionnaire::State;
use serde_json::{Value, json};

use crate::client::{Answer, path_of};
use crate::commands::{folder, gave_up, run, said};
use crate::office::{LETTERS, TestOffice, VISITORS, file};
use crate::response::with;
use crate::sealed::{sealed, sealed_to};

const WARD: &str = "271080";
const JSON: (&str, &str) = ("content-type", "application/json");

/// An office whose visitors' survey is sealed and open.
async fn office() -> TestOffice {
    let office = TestOffice::start().await;
    office.publish_with(VISITORS, sealed_to(&[0])).await;
    office.send_to(VISITORS, &[State::Open]).await;
    office
}

/// Runs `koe-office kiosk …` on the database of a running office.
fn kiosk(office: &TestOffice, words: &[&str]) -> std::process::Output {
    let database = format!("sqlite:{}", file(office.folder.path()).display());
    run(office.folder.path(), &[&["kiosk"], words, &["--database", &database]].concat())
}

fn add(office: &TestOffice, more: &[&str]) -> Value {
    let words = ["add", "--name", "1階 窓口", "--ward", WARD, "--survey", VISITORS, "--json"];
    serde_json::from_str(&said(&kiosk(office, &[&words, more].concat()))).unwrap()
}

/// What the link of an added tablet brings to it.
fn secret(added: &Value) -> String {
    added["link"].as_str().unwrap().split_once("/tablet/#enrol=").unwrap().1.to_owned()
}

fn token(number: u8) -> String {
    char::from(b'A' + number).to_string().repeat(42) + "A"
}

async fn enrol(office: &TestOffice, enrolment: &str, token: &str) -> Answer {
    let body = json!({ "enrolment": enrolment, "token": token });
    office.client.send("POST", "/api/v1/devices", &[JSON], body.to_string()).await
}

/// An office and the token of its one tablet.
async fn enrolled() -> (TestOffice, String) {
    let office = office().await;
    let added = add(&office, &[]);
    assert_eq!(enrol(&office, &secret(&added), &token(1)).await.status.as_u16(), 201);
    (office, format!("Bearer {}", token(1)))
}

async fn put_as(office: &TestOffice, bearer: &str, response: &Value) -> Answer {
    let body = sealed(response, &[0], 1);
    office.client.send("PUT", &path_of(response), &[JSON, ("authorization", bearer)], body).await
}

#[tokio::test]
async fn a_link_sets_up_one_tablet_and_no_second_one() {
    let office = office().await;
    let added = add(&office, &["--idle-s", "45", "--public-origin", "https://ank.example.jp"]);
    assert!(added["link"].as_str().unwrap().starts_with("https://ank.example.jp/tablet/#enrol="), "{added}");
    let first = enrol(&office, &secret(&added), &token(1)).await;
    assert_eq!(first.status.as_u16(), 201);
    let told = json!({
        "device": added["device"]["device"], "mode": "kiosk", "name": "1階 窓口", "ward": WARD,
        "surveys": [VISITORS], "idle_s": 45,
    });
    assert_eq!(first.json(), told);
    let again = enrol(&office, &secret(&added), &token(1)).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, told), "the first answer may have been lost");
    let other = enrol(&office, &secret(&added), &token(2)).await;
    assert_eq!(other.problem(), (403, "enrolment_unknown".to_owned()));
}

#[tokio::test]
async fn staff_are_told_where_to_open_the_link_and_how_long_it_works() {
    let office = office().await;
    let words = ["add", "--name", "1階 窓口", "--ward", WARD, "--survey", VISITORS, "--valid-days", "1"];
    let told = said(&kiosk(&office, &words));
    let lines: Vec<_> = told.lines().collect();
    assert!(lines[0].ends_with(" 1階 窓口") && lines[1].starts_with("http://localhost:8080/tablet/#enrol="), "{told}");
    assert!(lines[2].starts_with("Open this link in the browser of the tablet, until 2"), "{told}");
    assert!(
        lines[2].ends_with("the tablet opens http://localhost:8080/tablet/ by itself, without the link."),
        "{told}"
    );
}

#[tokio::test]
async fn links_that_were_never_given_out_or_are_no_links_are_refused() {
    let office = office().await;
    for wrong in ["", "x", &token(3)] {
        assert_eq!(enrol(&office, wrong, &token(1)).await.problem(), (403, "enrolment_unknown".to_owned()));
    }
    let added = add(&office, &[]);
    assert_eq!(enrol(&office, &secret(&added), "short").await.problem(), (400, "not_json".to_owned()));
    for odd in ["", "[]", "{\"enrolment\":1}", "{\"enrolment\":\"\",\"token\":\"\",\"more\":1}"] {
        let answer = office.client.send("POST", "/api/v1/devices", &[JSON], odd.to_owned()).await;
        assert_eq!(answer.problem(), (400, "not_json".to_owned()), "{odd}");
    }
    assert_eq!(enrol(&office, &secret(&added), &token(1)).await.status.as_u16(), 201, "nonsense spends nothing");
}

#[tokio::test]
async fn what_a_response_came_through_is_what_the_token_says() {
    let (office, bearer) = enrolled().await;
    let responses = office.responses(VISITORS).await;
    let (one, two, three) = (responses.number(1), responses.number(2), responses.number(3));
    assert_eq!(put_as(&office, &bearer, &with(&one, "/mode", "web")).await.status.as_u16(), 201);
    let claims = with(&two, "/mode", "kiosk");
    let body = sealed(&claims, &[0], 1);
    assert_eq!(office.client.send("PUT", &path_of(&claims), &[JSON], body).await.status.as_u16(), 201);
    let line = json!({ "response": serde_json::from_str::<Value>(&sealed(&three, &[0], 1)).unwrap() });
    let ndjson = [("content-type", "application/x-ndjson"), ("authorization", &bearer)];
    let path = format!("/api/v1/surveys/{VISITORS}/responses");
    let many = office.client.send("POST", &path, &ndjson, format!("{line}\n")).await;
    assert_eq!(many.json()["status"], 201);
    let records = office.store.records(&VISITORS.parse().unwrap(), "", 9).await.unwrap();
    let mut through: Vec<_> =
        records.iter().map(|record| (record.id.clone(), record.sealed.as_ref().unwrap().through.as_str())).collect();
    let id = |response: &Value| response["id"].as_str().unwrap().to_owned();
    let mut expected = vec![(id(&one), "kiosk"), (id(&two), "web"), (id(&three), "kiosk")];
    through.sort();
    expected.sort();
    assert_eq!(through, expected);
}

#[tokio::test]
async fn a_tablet_sends_only_to_its_own_surveys_from_its_own_ward() {
    let (office, bearer) = enrolled().await;
    office.publish_with(LETTERS, sealed_to(&[0])).await;
    let other = office.responses(LETTERS).await.number(1);
    assert_eq!(put_as(&office, &bearer, &other).await.problem(), (403, "not_of_this_device".to_owned()));
    let elsewhere = with(&office.responses(VISITORS).await.number(1), "/ward", "271276");
    assert_eq!(put_as(&office, &bearer, &elsewhere).await.problem(), (403, "not_of_this_device".to_owned()));
    let line = json!({ "response": serde_json::from_str::<Value>(&sealed(&elsewhere, &[0], 1)).unwrap() }).to_string();
    let path = format!("/api/v1/surveys/{VISITORS}/responses");
    let post = async |bearer: &str| {
        let ndjson = [("content-type", "application/x-ndjson"), ("authorization", bearer)];
        office.client.send("POST", &path, &ndjson, line.clone()).await
    };
    assert_eq!(post(&bearer).await.json()["problem"]["type"], "urn:koe:problem:not_of_this_device");
    assert_eq!(post("Bearer x").await.problem(), (401, "device_unknown".to_owned()));
    assert_eq!(office.stored(VISITORS).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_tablet_that_was_removed_and_a_token_that_is_none_are_told_so() {
    let (office, bearer) = enrolled().await;
    let response = office.responses(VISITORS).await.number(1);
    for wrong in ["Bearer x", "Basic eDp5", &format!("Bearer {}", token(5))] {
        assert_eq!(put_as(&office, wrong, &response).await.problem(), (401, "device_unknown".to_owned()), "{wrong}");
    }
    let shown = office.client.send("GET", "/api/v1/devices/own", &[("authorization", &bearer)], "").await;
    let device = shown.json()["device"].as_str().unwrap().to_owned();
    assert_eq!(said(&kiosk(&office, &["remove", &device])), "");
    assert_eq!(put_as(&office, &bearer, &response).await.problem(), (401, "device_unknown".to_owned()));
    assert_eq!(
        office.client.send("GET", "/api/v1/devices/own", &[], "").await.problem(),
        (401, "device_unknown".to_owned())
    );
    assert!(said(&kiosk(&office, &["list"])).contains("  removed "));
    assert_eq!(
        gave_up(&kiosk(&office, &["remove", "NONE"])),
        "there is no tablet \"NONE\": look at `koe-office kiosk list`"
    );
}

#[tokio::test]
async fn the_office_sees_what_waits_on_each_tablet() {
    let (office, bearer) = enrolled().await;
    let listed = said(&kiosk(&office, &["list"]));
    assert!(listed.contains("1階 窓口 (kiosk, ward 271080: garden-visitors)\n  set up "), "{listed}");
    let report = json!({
        "waiting": 3, "parked": 1, "sent_at": "2026-11-20T09:30:00Z", "storage_free_bytes": 2_500_000_000_u64, "version": "0.1.0+a1",
    });
    let tell = async |body: String| {
        let headers = [JSON, ("authorization", bearer.as_str())];
        office.client.send("PUT", "/api/v1/devices/own/report", &headers, body).await
    };
    assert_eq!(tell(report.to_string()).await.status.as_u16(), 204);
    let listed = said(&kiosk(&office, &["list"]));
    assert!(
        listed.contains(": 3 waiting, 1 parked, last sent 2026-11-20T09:30:00Z, 2500 MB free, version 0.1.0+a1"),
        "{listed}"
    );
    let shown: Value = serde_json::from_str(&said(&kiosk(&office, &["list", "--json"]))).unwrap();
    assert_eq!((&shown[0]["report"], &shown[0]["mode"]), (&report, &"kiosk".into()));
    let odd = report.to_string().replace("\"waiting\"", "\"answer\":\"unmistakable\",\"waiting\"");
    let refused = tell(odd).await;
    assert_eq!(refused.problem(), (400, "not_json".to_owned()));
    assert!(!said(&kiosk(&office, &["list", "--json"])).contains("unmistakable"));
}

#[tokio::test]
async fn no_secret_is_kept_in_clear() {
    let office = office().await;
    let added = add(&office, &[]);
    enrol(&office, &secret(&added), &token(1)).await;
    let folder = office.stop().await;
    let bytes = std::fs::read(file(folder.path())).unwrap();
    for secret in [secret(&added), token(1)] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[test]
fn a_tablet_is_only_set_up_for_sealed_surveys_of_its_ward() {
    let folder = folder();
    said(&run(folder.path(), &["survey", "open", "garden-visitors"]));
    let add = |name: &str, ward: &str, survey: &str| {
        gave_up(&run(folder.path(), &["kiosk", "add", "--name", name, "--ward", ward, "--survey", survey]))
    };
    assert!(
        add("x", WARD, "garden-visitors").starts_with("\"garden-visitors\" has no sealing key, and a tablet takes")
    );
    assert!(add("x", "011002", "garden-visitors").contains("does not take part"));
    assert!(add("x", WARD, "none").contains("holds no survey \"none\""));
    assert!(add(" ", WARD, "garden-visitors").contains("needs a name"));
    assert_eq!(
        said(&run(folder.path(), &["kiosk", "list"])),
        "No tablet is set up: begin with `koe-office kiosk add`.\n"
    );
    let odd = run(
        Path::new(folder.path()),
        &["kiosk", "add", "--name", "x", "--ward", WARD, "--survey", "a", "--idle-s", "5"],
    );
    assert_eq!(odd.status.code(), Some(2));
}
