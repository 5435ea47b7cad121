//! The desk has no document of its own, being for people; one is made of its table, and somebody else's program asks by it.

use std::collections::BTreeSet;

use office::http::desk::{ROUTES, Route};
use serde_json::{Map, Value, json};

use super::browser::{Browser, signed_in};
use super::busy;
use crate::office::{LETTERS, VISITORS};
use crate::schemathesis::{asks, seconds};

/// Fields that pages read; the values of those that are left open are whatever comes to the program's mind.
const FIELDS: [&str; 8] = ["do", "file", "code", "outcome", "language", "returned", "warned", "answer"];

/// What may stand for a part of an address.
fn part(name: &str) -> Value {
    let known: &[&str] = match name {
        "survey" => &[LETTERS, VISITORS, "none"],
        "state" => &["draft", "rehearsal", "open", "paused", "closed", "published", "archived"],
        "ward" => &["271080", "271098", "27"],
        "number" => &["1", "2", "0", "-1", "9223372036854775808"],
        _ => return json!({ "type": "string", "minLength": 1 }),
    };
    json!({ "enum": known })
}

/// A route as a document has it.
fn operation(route: &Route, browser: &Browser) -> Value {
    let names = route.path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let parameters =
        names.map(|(name, _)| json!({ "name": name, "in": "path", "required": true, "schema": part(name) }));
    let asked =
        ["lang", "before", "page"].map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }));
    let mut operation = json!({
        "parameters": parameters.chain(asked).collect::<Vec<_>>(),
        "responses": { "default": { "description": "a page" } },
    });
    if route.method == "POST" {
        let mut fields: Map<String, Value> =
            FIELDS.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        fields.insert("token".to_owned(), json!({ "enum": [browser.token] }));
        let form = json!({ "type": "object", "properties": fields, "required": ["token"] });
        operation["requestBody"] = json!({ "content": { "application/x-www-form-urlencoded": { "schema": form } } });
    }
    operation
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_somebody_elses_program_asks_as_any_role_makes_the_desk_fail() {
    let (office, _) = busy().await;
    let folder = tempfile::tempdir().unwrap();
    for role in ["city", "ward:271098", "typist", "viewer"] {
        let browser = signed_in(&office, role).await;
        let mut paths: Map<String, Value> = Map::new();
        for route in ROUTES.iter().filter(|route| !route.path.contains("/sign-")) {
            let path = paths.entry(route.path).or_insert_with(|| json!({}));
            path[route.method.as_str().to_lowercase()] = operation(route, &browser);
        }
        let document = json!({ "openapi": "3.1.0", "info": { "title": "desk", "version": "1" }, "paths": paths });
        let file = folder.path().join("desk.json");
        std::fs::write(&file, document.to_string()).unwrap();
        let (at, cookie) = (format!("http://{}", office.client.authority()), format!("Cookie: {}", browser.cookie()));
        let more = ["--url", &at, "--header", &cookie, "--header", "Sec-Fetch-Site: same-origin"];
        println!("{role}: {}", asks(file.to_str().unwrap(), "not_a_server_error", &seconds(8), &more).await);
    }
    assert!(office.store.is_well().await.is_ok());
    // What it sent did something: it was not all turned away at the door.
    let log = office.store.audit_after(0, 10_000).await.unwrap();
    let done: BTreeSet<String> = log.into_iter().map(|entry| entry.act).collect();
    assert!(["survey", "export"].iter().all(|act| done.contains(*act)), "{done:?}");
}
