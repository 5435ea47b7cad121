//! A publication, as anybody has it in front of them: on a phone, on a desk, on paper.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::pictures::album;
use super::said::a_theme_is_answered;
use crate::harness::{Browser, Fetched, Office, RESIDENTS, Setting, Sheet, Walk, Window};

/// So many people answer, of all wards, and so many are asked in each.
const PEOPLE: u64 = 120;
const ASKED_EACH: u32 = 20;

/// An office with a publication of what they answered.
async fn published() -> Office {
    let office = Office::open().await;
    office.moves("open", RESIDENTS);
    let sheet = Sheet::of(&office, RESIDENTS).await;
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for seed in 0..PEOPLE {
        let response = response(&sheet, seed);
        let (id, ward) = (word(&response, "id"), word(&response, "ward"));
        let codes = codes.entry(ward.clone()).or_insert_with(|| office.invites(RESIDENTS, &ward, ASKED_EACH));
        let code = codes.pop().expect("there is a number for everybody");
        let address = office.at(&format!("/api/v1/surveys/{RESIDENTS}/responses/{id}"));
        let sent = Fetched::put(&address, &code, &response).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    a_theme_is_answered(&office, RESIDENTS, "窓口の案内", "案内の人を増やします。").await;
    office.close(RESIDENTS);
    office.publishes(RESIDENTS);
    office
}

fn word(response: &Value, name: &str) -> String {
    response[name].as_str().expect("it is a word").to_owned()
}

/// What the person of this seed says at the end of their way through the form.
fn response(sheet: &Sheet, seed: u64) -> Value {
    let mut response = json!({
        "id": format!("00000000-0000-4000-8000-{seed:012x}"), "survey": RESIDENTS, "revision": sheet.revision(),
        "mode": "web", "receipt_hash": format!("{seed:064x}"), "started_at": "2026-12-02T01:00:00Z",
        "finished_at": "2026-12-02T01:02:00Z",
    });
    let told = Walk::of(sheet, seed).told;
    for (name, value) in told.as_object().expect("what is told has names") {
        response[name] = value.clone();
    }
    response
}

/// The paths of the pages of each kind, in one language.
const PAGES: &str = "return [location.pathname, ...[...document.querySelectorAll('a')].map(one => one.pathname)]
    .filter((path, at, all) => path.endsWith('.html') && all.indexOf(path) === at);";

/// One page of each folder is like the others of it.
fn one_of_each(paths: &[String]) -> Vec<&String> {
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let mut seen = Vec::new();
    paths
        .iter()
        .filter(|path| {
            let folder = folder(path);
            let alone = path.matches('/').count() < 5;
            let new = alone || !seen.contains(&folder);
            seen.push(folder);
            new
        })
        .collect()
}

#[tokio::test]
async fn nothing_in_a_publication_keeps_anybody_out_and_it_fits_a_phone_a_desk_and_a_sheet_of_paper() {
    let office = published().await;
    let browser = Browser::open(Window::PHONE).await;
    let mut found = Vec::new();
    let mut looked_at = 0;
    for language in ["ja", "ja-easy", "en"] {
        browser.visit(&office.at(&format!("/results/{RESIDENTS}/{language}/index.html"))).await;
        let paths = browser.script(PAGES).await.expect("the page has links");
        let paths: Vec<String> = serde_json::from_value(paths).expect("paths are words");
        for path in one_of_each(&paths) {
            browser.visit(&office.at(path)).await;
            looked_at += 1;
            for window in [Window::PHONE, Window::KIOSK] {
                browser.is_set(Setting { window, dark: false }).await;
                if let Some(folder) = album() {
                    let name = format!("results{}-{}.png", path.replace(['/', '.'], "-"), window.width);
                    std::fs::write(folder.join(name), browser.picture().await).expect("the picture can be kept");
                }
                let barriers = browser.barriers().await.into_iter().chain(browser.stands_out().await);
                found.extend(barriers.map(|barrier| format!("{path}, {window:?}: {barrier}")));
            }
            let wide = browser.stands_out_on_paper().await;
            found.extend(wide.into_iter().map(|part| format!("{path}, on paper: {part}")));
        }
    }
    assert!(looked_at >= 12, "only {looked_at} pages were looked at");
    let count = found.len();
    found.truncate(12);
    assert!(found.is_empty(), "{count} barriers, such as {found:#?}");
}

/// What stands first in each row of the first table.
const FIRST: &str = "return [...document.querySelector('table').tBodies[0].rows].map(row => row.cells[0].innerText);";

#[tokio::test]
async fn a_table_is_put_into_another_order_and_the_whole_city_stays_first() {
    let office = published().await;
    let browser = Browser::open(Window::KIOSK).await;
    browser.visit(&office.at(&format!("/results/{RESIDENTS}/ja/people.html"))).await;
    let written = browser.script(FIRST).await.expect("there is a table");
    let counts =
        "return [...document.querySelector('table').tBodies[0].rows].slice(1).map(row => +row.cells[1].innerText);";
    for (sorted, is_up) in [("descending", false), ("ascending", true)] {
        browser.button("「回答票」の順に並べ替える").press().await;
        let told = format!("return document.querySelector('th[aria-sort={sorted}]').innerText.trim()");
        assert_eq!(browser.script(&told).await.expect("it says how"), json!("回答票"));
        let counts: Vec<u64> = serde_json::from_value(browser.script(counts).await.expect("numbers")).expect("counts");
        assert!(counts.is_sorted_by(|one, other| if is_up { one <= other } else { one >= other }), "{counts:?}");
        assert_eq!(browser.script(FIRST).await.expect("rows")[0], written[0], "the city is no ward");
    }
    let own = "document.querySelector('table th button').click(); return true";
    assert_eq!(browser.script(own).await, Ok(json!(true)), "there is one for the first column too");
    assert_eq!(browser.script(FIRST).await.expect("rows"), written, "as it was written");
}
