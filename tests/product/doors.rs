//! The same answers by every door: the same path, the same verdicts, the same response.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::residents::sha256;
use crate::harness::door::{Door, Seen};
use crate::harness::{Browser, EVERY_TURN, Office, RESIDENTS, Sheet, VISITORS, Walk, Window};

const SURVEYS: [&str; 3] = [EVERY_TURN, VISITORS, RESIDENTS];

/// How many sets of answers.
fn sets() -> u64 {
    let asked = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(4)
}

/// Which survey the set of a seed answers: most often the one that turns in every way.
fn survey(seed: u64) -> &'static str {
    match seed % 10 {
        2 | 7 => VISITORS,
        9 => RESIDENTS,
        _ => EVERY_TURN,
    }
}

/// What came of one set behind one door.
struct Outcome {
    door: Door,
    seed: u64,
    receipt_hash: String,
    told: Value,
}

/// The set to begin with, where a run is to go on that was broken off, or one set is to be looked at.
fn first() -> u64 {
    let asked = std::env::var("KOE_SOAK_FROM").ok().and_then(|first| first.parse().ok());
    asked.unwrap_or_default()
}

/// What all of it comes to.
#[derive(Default)]
struct Tally {
    /// Pages and the time they took, by door.
    turned: BTreeMap<&'static str, (usize, Duration)>,
    findings: usize,
    never_stopped: usize,
}

/// Goes through every door with one set of answers, and holds each page to the rules and to the other doors.
async fn goes_everywhere(
    browser: &Browser,
    office: &Office,
    walk: &Walk,
    seed: u64,
    tally: &mut Tally,
) -> Vec<Outcome> {
    let mut first: Option<Vec<Seen>> = None;
    let mut outcomes = Vec::new();
    for door in Door::ALL {
        let start = Instant::now();
        let pages = door.goes(browser, office, survey(seed), walk).await;
        let turned = tally.turned.entry(door.mode()).or_default();
        *turned = (turned.0 + pages.len(), turned.1 + start.elapsed());
        for (at, (page, sight)) in pages.iter().zip(walk.sights()).enumerate() {
            let before = at.checked_sub(1).map(|at| &walk.steps[at]);
            let whence = format!("seed {seed}, {door:?}, page {at}, after {before:?}");
            assert_eq!(page.sight, *sight, "{whence}\n{}", page.more);
            if let Some(first) = &first {
                assert_eq!(words(page), words(&first[at]), "{whence}");
            }
        }
        assert_eq!(pages.len(), walk.steps.len() + 1, "seed {seed}, {door:?}: the way ends before its end");
        let receipt = pages.last().and_then(|page| page.receipt.as_deref()).expect("the last page has the receipt");
        outcomes.push(Outcome { door, seed, receipt_hash: sha256(receipt), told: walk.told.clone() });
        first.get_or_insert(pages);
    }
    outcomes
}

/// All other words of a page. The opening and the receipt also say what is kept where, which depends on the door.
fn words(page: &Seen) -> Value {
    let mut words = page.more.clone();
    if matches!(page.sight.place.as_str(), "opening" | "done") {
        for of_the_door in ["said", "readings"] {
            words.as_object_mut().and_then(|words| words.remove(of_the_door)).expect("it was looked at");
        }
    }
    words
}

/// The stored responses by the hash of their receipt.
fn stored(office: &Office) -> BTreeMap<String, Value> {
    let all = SURVEYS.iter().flat_map(|survey| office.stored(survey));
    all.map(|mut record| {
        let response = record["response"].take();
        (response["receipt_hash"].as_str().unwrap_or_default().to_owned(), response)
    })
    .collect()
}

/// What the door itself and the hour decide about a response; all else is the person's.
const OF_THE_DOOR: [&str; 5] = ["id", "receipt_hash", "started_at", "finished_at", "mode"];

fn is_stored(stored: &BTreeMap<String, Value>, outcome: &Outcome, revisions: &BTreeMap<&str, String>) {
    let Outcome { door, seed, receipt_hash, told } = outcome;
    let response = stored.get(receipt_hash).unwrap_or_else(|| panic!("seed {seed}, {door:?}: nothing is stored"));
    assert_eq!(response["mode"], door.mode(), "seed {seed}, {door:?}");
    let mut response = response.as_object().expect("a response is an object").clone();
    for name in OF_THE_DOOR {
        assert!(response.remove(name).is_some(), "seed {seed}, {door:?}: no {name}");
    }
    let mut told = told.as_object().expect("what is told is an object").clone();
    told.insert("survey".to_owned(), survey(*seed).into());
    told.insert("revision".to_owned(), revisions[survey(*seed)].clone().into());
    let [stored, told] = [response, told].map(|mut response| (response.remove("answers"), response));
    assert_eq!(stored.1, told.1, "seed {seed}, {door:?}");
    let [stored, told] = [stored.0, told.0].map(|answers| serde_json::from_value(answers.expect("there are answers")));
    let [stored, told]: [BTreeMap<String, Value>; 2] = [stored.expect("an object"), told.expect("an object")];
    for (question, answer) in &told {
        assert_eq!(stored.get(question), Some(answer), "seed {seed}, {door:?}, {question}");
    }
    assert!(stored.keys().eq(told.keys()), "seed {seed}, {door:?}: more is stored than was told, {stored:?}");
}

#[tokio::test]
async fn soak_every_door_asks_and_stores_the_same() {
    let office = Office::open_for(&SURVEYS).await;
    let mut sheets = BTreeMap::new();
    for survey in SURVEYS {
        sheets.insert(survey, Sheet::of(&office, survey).await);
    }
    let browser = Browser::open(Window::PHONE).await;
    let (mut tally, mut outcomes) = (Tally::default(), Vec::new());
    for seed in first()..sets() {
        let walk = Walk::of(&sheets[survey(seed)], seed);
        tally.findings += walk.findings();
        tally.never_stopped += usize::from(walk.findings() == 0);
        outcomes.extend(goes_everywhere(&browser, &office, &walk, seed, &mut tally).await);
    }
    let stored = stored(&office);
    assert_eq!(stored.len(), outcomes.len(), "every set is stored once for each door");
    let revisions = sheets.iter().map(|(survey, sheet)| (*survey, sheet.revision().to_owned())).collect();
    for outcome in &outcomes {
        is_stored(&stored, outcome, &revisions);
    }
    let Tally { turned, findings, never_stopped } = tally;
    println!("sets {}..{} of answers, {findings} findings, {never_stopped} sets without any", first(), sets());
    for (mode, (pages, took)) in turned {
        let each = took.as_secs_f64() * 1000.0 / f64::from(u32::try_from(pages).expect("not so many"));
        println!("{mode}: {pages} pages in {:.1} s, {each:.1} ms a page", took.as_secs_f64());
    }
}
