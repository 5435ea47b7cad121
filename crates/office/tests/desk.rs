//! The desk: that nobody sees what is not theirs.

pub(crate) mod browser;
mod document;
mod exports;
mod hostile;
mod outcome;
mod plan;
mod provider;
mod said;
mod sign_on;
mod signing_in;
pub(crate) mod typing;

use office::clock;
use office::device::{Device, DeviceMode};
use office::http::desk::{Access, ROUTES, Route};
use office::staff::Role;
use questionnaire::State;

use browser::{Browser, SAME, signed_in};

use crate::client::Answer;
use crate::codes::invite;
use crate::office::{LETTERS, TestOffice, VISITORS, id};
use crate::response::with;

const OWN: &str = "271098";
const OTHER: &str = "271080";

/// Names, each with what belongs to it.
type Pairs<'a> = &'a [(&'a str, &'a str)];

/// An office with something of everything, of two wards; what may be seen of the other ward in no way.
async fn busy() -> (TestOffice, Vec<String>) {
    let office = TestOffice::start().await;
    office.send_to(LETTERS, &[State::Open]).await;
    let codes = invite(&office, 3).await;
    let responses = office.responses(LETTERS).await;
    let other = [1, 2].map(|number| with(&responses.number(number), "/answers/words", "となりの声"));
    assert_eq!(office.client.put_with_code(&other[0], &codes[0]).await.status.as_u16(), 201);
    assert_eq!(office.client.put_with_code(&other[1], &codes[0]).await.status.as_u16(), 202);
    assert_eq!(office.client.put_with_code(&with(&other[0], "/assisted", true), &codes[0]).await.status.as_u16(), 409);
    let own = with(&responses.number(3), "/ward", OWN);
    assert_eq!(office.client.put_with_code(&own, &codes[1]).await.status.as_u16(), 201);
    for (device, ward) in [("OWNKIOSK", OWN), ("OTHERKIOSK", OTHER)] {
        let device = Device {
            device: device.to_owned(),
            mode: DeviceMode::Kiosk,
            name: format!("{device} 窓口"),
            ward: ward.parse().unwrap(),
            surveys: vec![id(LETTERS)],
            idle_s: 60,
        };
        let hash = [u8::try_from(device.device.len()).unwrap(); 32];
        office.store.add_device(&device, hash, clock::now(), clock::in_days(7)).await.unwrap();
    }
    for name in ["花", "ベンチ"] {
        said::theme(&office, name).await;
    }
    said::is_read(&office, &other[0], "となりで残したことば").await;
    for ward in [OWN, OTHER] {
        typing::begun(&office, ward).await;
    }
    let ids = other.iter().map(|response| response["id"].as_str().unwrap().to_owned());
    let others = ["OTHERKIOSK", "大正区", "271080", "となりの声", "となりで残したことば"].map(str::to_owned);
    let secret = ids.chain(others).collect();
    (office, secret)
}

/// The addresses of a route: those of the other ward's things, and one with nothing of them.
fn addresses(route: &Route, own_id: &str, other_id: &str) -> (Vec<String>, String) {
    let fill = |values: [(&str, &str); 7]| {
        values.iter().fold(route.path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
    };
    let own = [
        ("survey", LETTERS),
        ("ward", OWN),
        ("id", own_id),
        ("device", "OWNKIOSK"),
        ("state", "paused"),
        ("number", "1"),
        ("theme", "1"),
    ];
    let other = [
        ("survey", VISITORS),
        ("ward", OTHER),
        ("id", other_id),
        ("device", "OTHERKIOSK"),
        ("state", "open"),
        ("number", "2"),
        ("theme", "2"),
    ];
    let mut foreign = Vec::new();
    for place in 0..own.len() {
        let mut values = own;
        values[place] = other[place];
        let path = fill(values);
        let is_meant = route.path.contains(&format!("{{{}}}", own[place].0)) && own[place].0 != "state";
        if is_meant && !foreign.contains(&path) {
            foreign.push(path);
        }
    }
    let filled = fill(own);
    // A part of an address that this test does not know would be tried with nothing.
    assert!(!filled.contains('{'), "say what stands for the parts of {}", route.path);
    (foreign, filled)
}

async fn ask(browser: &mut Browser, route: &Route, path: &str) -> Answer {
    if route.method == "POST" { browser.post(path, &[]).await } else { browser.get(path).await }
}

#[tokio::test]
async fn no_account_sees_or_moves_what_is_not_its_business_on_any_route() {
    let roles = [format!("ward:{OWN}"), "typist".to_owned(), "viewer".to_owned(), "city".to_owned()];
    let mut tried = 0;
    for role in roles {
        let (office, secrets) = busy().await;
        let stored = office.stored(LETTERS).await;
        let (own_id, other_id) = (stored[2]["id"].as_str().unwrap(), stored[0]["id"].as_str().unwrap());
        let before = office.store.inventory().await.unwrap().surveys;
        let mut browser = signed_in(&office, &role).await;
        let who: Role = role.parse().unwrap();
        for route in ROUTES.iter().filter(|route| route.access != Access::Anyone && !route.path.ends_with("sign-out")) {
            let (foreign, own) = addresses(route, own_id, other_id);
            let is_ward = matches!(who, Role::Ward(_));
            for path in foreign.iter().chain([&own]) {
                if role == "city" || (route.method == "POST" && is_ward && *path == own && !path.ends_with("export")) {
                    continue;
                }
                tried += 1;
                let answer = ask(&mut browser, route, path).await;
                let (status, text) = (answer.status.as_u16(), answer.text());
                let case = format!("{role}: {} {path} is {status}", route.method);
                // Whoever types in paper does so for every ward, and of it sees the wards and the sheets.
                let types = route.access == Access::Typing && who == Role::Typist;
                if !route.access.lets(who) {
                    assert_eq!(status, 403, "{case}");
                } else if *path == own || types {
                    // A survey that has no such sheet has none for anybody.
                    assert!([200, 303].contains(&status) || (types && status == 404), "{case}: {text}");
                } else {
                    assert!([403, 404].contains(&status), "{case}: {text}");
                }
                let secret = |secret: &&String| !types || !["大正区", OTHER].contains(&secret.as_str());
                let shown = secrets.iter().filter(secret).find(|secret| text.contains(*secret));
                assert_eq!(shown, None, "{case}");
            }
        }
        assert_eq!(office.store.inventory().await.unwrap().surveys, before, "{role} has changed nothing");
        assert!(office.store.devices().await.unwrap().iter().all(|device| device.revoked_at.is_none()));
    }
    assert!(tried > 50, "only {tried} were tried");
}

#[tokio::test]
async fn the_city_sees_every_page_and_does_everything() {
    let (office, _) = busy().await;
    let stored = office.stored(LETTERS).await;
    let (own_id, other_id) = (stored[2]["id"].as_str().unwrap(), stored[0]["id"].as_str().unwrap());
    let mut browser = signed_in(&office, "city").await;
    for route in ROUTES.iter().filter(|route| route.access != Access::Anyone && route.method == "GET") {
        let (foreign, own) = addresses(route, own_id, other_id);
        for path in foreign.iter().chain([&own]) {
            let status = browser.get(path).await.status.as_u16();
            // The response is of the one survey and not of the other; a survey in rehearsal cannot pause.
            let is_wrong = path.contains(VISITORS)
                && ["/responses/", "/move/", "/wards/", "/paper/", "/themes/"].iter().any(|part| path.contains(part));
            assert!(status == 200 || (is_wrong && [404, 409].contains(&status)), "{path} is {status}");
        }
    }
    let page = browser.get(&format!("/office/surveys/{LETTERS}")).await.text();
    assert!(page.contains("<dd>2</dd>") && page.contains("66.7%") && page.contains("role=\"img\""), "{page}");
    assert!(browser.get("/office/").await.text().contains("garden-visitors"));
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_asked_to_and_shown_nothing() {
    let (office, mut secrets) = busy().await;
    secrets.push(LETTERS.to_owned());
    for route in ROUTES.iter().filter(|route| route.access != Access::Anyone) {
        let (_, path) = addresses(route, "x", "y");
        let mut browser = Browser::new(&office);
        let answer = ask(&mut browser, route, &path).await;
        assert_eq!(answer.status.as_u16(), 401, "{path}");
        let shown = answer.text().replace(&path, "");
        assert_eq!(secrets.iter().find(|secret| shown.contains(*secret)), None, "{path}");
    }
}

#[tokio::test]
async fn a_form_that_came_from_elsewhere_does_nothing() {
    let (office, _) = busy().await;
    let mut browser = signed_in(&office, "city").await;
    let stored = office.store.inventory().await.unwrap().surveys;
    let token = browser.token.clone();
    let good = [("token", token.as_str())];
    let own = format!("http://{}", office.client.authority());
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        let (_, path) = addresses(route, "x", "y");
        let elsewhere: [(Pairs, Pairs); 7] = [
            (&[("sec-fetch-site", "cross-site")], &good),
            (&[("sec-fetch-site", "same-site")], &good),
            (&[("sec-fetch-site", "none")], &good),
            (&[("origin", "https://evil.example")], &good),
            (&[("origin", "null")], &good),
            (&[], &good),
            (&[SAME], &[("token", "AAAA")]),
        ];
        for (headers, fields) in elsewhere {
            let status = browser.send(&path, headers, fields).await.status.as_u16();
            let expected = if path.ends_with("sign-in") && headers == [SAME] { 401 } else { 403 };
            assert_eq!(status, expected, "{path} {headers:?}");
        }
    }
    assert_eq!(office.store.inventory().await.unwrap().surveys, stored);
    assert_eq!(browser.get("/office/").await.status.as_u16(), 200, "still signed in");
    let paused = format!("/office/surveys/{LETTERS}/move/paused");
    assert_eq!(
        browser.send(&paused, &[("origin", &own)], &good).await.status.as_u16(),
        303,
        "an old browser names its origin"
    );
    assert_eq!(office.store.standing(&id(LETTERS)).await.unwrap().unwrap().state, State::Paused);
}

#[tokio::test]
async fn a_survey_is_begun_moved_and_refused_at_the_desk_as_at_the_command_line() {
    let office = TestOffice::start().await;
    let mut browser = signed_in(&office, "city").await;
    let state = async || office.store.standing(&id(VISITORS)).await.unwrap().unwrap().state;
    let path = |next: &str| format!("/office/surveys/{VISITORS}/move/{next}");
    for (next, expected) in
        [("open", State::Open), ("paused", State::Paused), ("open", State::Open), ("closed", State::Closed)]
    {
        let asked = browser.get(&path(next)).await;
        assert_eq!(asked.status.as_u16(), 200);
        assert_eq!(browser.post(&path(next), &[]).await.status.as_u16(), 303);
        assert_eq!(state().await, expected);
    }
    for next in ["rehearsal", "archived", "paused"] {
        assert_eq!(browser.get(&path(next)).await.status.as_u16(), 409);
        assert_eq!(browser.post(&path(next), &[]).await.status.as_u16(), 409);
    }
    assert_eq!(browser.get(&path("nowhere")).await.status.as_u16(), 404);
    assert_eq!(state().await, State::Closed);
    let log = office.store.audit_after(0, 100).await.unwrap();
    let moves: Vec<_> =
        log.iter().filter(|row| row.act == "survey").map(|row| (row.who.as_str(), row.what.as_str())).collect();
    assert_eq!(moves.len(), 4);
    assert_eq!(moves[3], ("staff city", "garden-visitors closed"));
}

#[tokio::test]
async fn what_is_shown_and_taken_out_is_in_the_log() {
    let (office, _) = busy().await;
    let mut browser = signed_in(&office, &format!("ward:{OWN}")).await;
    let page = format!("/office/surveys/{LETTERS}");
    for _ in 0..3 {
        browser.get(&page).await;
    }
    let taken = browser.post(&format!("{page}/export"), &[]).await;
    assert_eq!(taken.headers["content-disposition"], "attachment; filename=\"garden-letters.ndjson\"");
    let lines: Vec<serde_json::Value> = taken.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["response"]["ward"], OWN);
    browser.post("/office/sign-out", &[]).await;
    assert_eq!(browser.get(&page).await.status.as_u16(), 401);
    let log = office.store.audit_after(0, 100).await.unwrap();
    assert!(log.iter().all(|row| row.who == "staff ward-271098"));
    let done: Vec<_> = log.iter().map(|row| (row.act.as_str(), row.what.as_str())).collect();
    let expected = [
        ("sign_in", "ward:271098"),
        ("show", "surveys"),
        ("show", "garden-letters 271098"),
        ("export", "garden-letters json 271098"),
        ("sign_out", ""),
    ];
    assert_eq!(done, expected);
}
