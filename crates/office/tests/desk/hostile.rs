//! Every page of the desk, asked by every role for what nobody would ask for. The addresses are those of the table.

use office::http::desk::{ROUTES, Route};

use super::browser::{Browser, SAME, signed_in};
use super::busy;
use crate::client::Answer;
use crate::office::LETTERS;

/// What stands for a part of an address. The first is a good one where it stands for a survey.
const PARTS: [&str; 10] = [
    LETTERS,
    "271098",
    "-1",
    "99999999999999999999999999",
    "%00",
    "%ff%fe",
    "..%2f..%2fkoe.db",
    "%27%3b%20DROP%20TABLE%20responses%3b--",
    "%F0%9F%8C%B8%E5%A3%B0",
    "00000000-0000-4000-8000-000000000000",
];

const QUERIES: [&str; 5] = [
    "",
    "?",
    "?lang=%ff&lang=&before=-1&page=9999999999999999999999",
    "?before=%00&after=%27&ward=271080&ward=%ff",
    "?%",
];

/// The names of fields that pages read, and one that none does.
const FIELDS: [&str; 10] =
    ["token", "desk-name", "desk-password", "file", "code", "outcome", "state", "ward", "answer", "\u{0}"];

const VALUES: [&str; 5] = ["", "\u{0}", "\u{fffd}声🌸", "-9223372036854775809", "' OR 1=1 --"];

/// Its address with each of the hostile parts in each of its places.
fn addresses(route: &Route) -> Vec<String> {
    let fill = |path: &str, value: &str| {
        let (before, rest) = path.split_once('{').unwrap();
        format!("{before}{value}{}", rest.split_once('}').unwrap().1)
    };
    let mut found = vec![route.path.to_owned()];
    while found[0].contains('{') {
        found = found.iter().flat_map(|path| PARTS.map(|part| fill(path, part))).collect();
    }
    found
}

/// Presses a button with what no page of ours sends.
async fn press(browser: &mut Browser, path: &str, value: &str) -> Vec<Answer> {
    let token = browser.token.clone();
    let fields: Vec<(&str, &str)> = FIELDS[1..].iter().map(|name| (*name, value)).collect();
    let twice = [&[("token", token.as_str())][..], &fields, &fields].concat();
    let long = "x".repeat(100_000);
    vec![
        browser.send(path, &[SAME], &twice).await,
        browser.send(path, &[SAME], &[("token", &token), ("file", &long), ("code", &long)]).await,
        browser.send(path, &[SAME, ("content-type", "text/plain")], &[("token", &token)]).await,
    ]
}

#[tokio::test]
async fn no_role_makes_the_desk_fail_by_what_it_asks_for_on_any_route() {
    let (office, _) = busy().await;
    let (mut asked, mut refused) = (0, 0);
    for role in ["city", "ward:271098", "typist", "viewer"] {
        let mut browser = signed_in(&office, role).await;
        for route in ROUTES.iter().filter(|route| !route.path.ends_with("sign-out")) {
            for (place, path) in addresses(route).iter().enumerate() {
                // Signing in is slow on purpose, and heard a few times a minute.
                let answers = match (route.method == "POST", route.path.ends_with("sign-in")) {
                    (true, true) if place > 0 => continue,
                    (true, _) => press(&mut browser, path, VALUES[place % VALUES.len()]).await,
                    (false, _) => vec![browser.get(&format!("{path}{}", QUERIES[place % QUERIES.len()])).await],
                };
                for answer in answers {
                    asked += 1;
                    refused += u32::from(answer.status.is_client_error());
                    let case = format!("{role}: {} {path} is {}", route.method, answer.status);
                    assert!(!answer.status.is_server_error(), "{case}: {}", answer.text());
                }
            }
        }
        let here = browser.get("/office/results").await.status.as_u16();
        assert_eq!(here, if role == "typist" { 403 } else { 200 }, "{role} is still signed in");
    }
    assert!(asked > 1_000 && refused > asked / 4, "{asked} were asked, of which {refused} were refused");
    assert!(office.store.is_well().await.is_ok());
}
