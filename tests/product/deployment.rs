//! A device that holds something of an older revision, or of another version of the program, meets the office of today.

use std::path::Path;

use serde_json::{Value, json};

use super::delivery::owed;
use super::offline::{is_made_of, is_ready};
use super::residents::told;
use crate::harness::journey::{Says, Step, VISIT};
use crate::harness::{Browser, KITA, Office, Person, Sheet, VISITORS, site, until};

/// What the question of waiting asks from the correction on.
const CORRECTED: &str = "窓口での待ち時間は、いかがでしたか。";

/// The question that comes with the correction, and what is said to it.
const ADDED: Step = ("online", Says::One("maybe"));

/// Adds to every draft, slip and response on the device what a later program might write with it.
const WRITTEN_LATER: &str = "const done = arguments[arguments.length - 1];
    const opening = indexedDB.open('koe');
    opening.onsuccess = () => {
        const base = opening.result;
        const writing = base.transaction(['drafts', 'outbox'], 'readwrite');
        const later = (key, value) => value && typeof value === 'object' && 'survey' in value ? { ...value, later: [1] } : value;
        let changed = 0;
        for (const name of ['drafts', 'outbox']) {
            const walk = writing.objectStore(name).openCursor();
            walk.onsuccess = () => {
                const at = walk.result;
                if (!at) return;
                at.update(JSON.stringify(JSON.parse(at.value), later));
                changed += 1;
                at.continue();
            };
        }
        writing.oncomplete = () => { base.close(); done(changed); };
    };";

/// A survey that is open, at an office whose content staff can edit.
async fn open_survey() -> Office {
    let office = Office::open_for(&[VISITORS]).await;
    office.withdraw(VISITORS);
    office.moves("open", VISITORS);
    office
}

/// One person has answered and the response waits; the next is in the middle.
async fn leaves_a_response_and_a_draft(office: &mut Office, visitor: &Person) {
    office.kill().await;
    visitor.opens().await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sends().await;
    visitor.sees("waiting.title").await;
    visitor.presses("device.erase").await;
    visitor.presses("device.erase_yes").await;
    visitor.is_welcome().await;
    visitor.starts().await;
    visitor.answers(&VISIT[..3]).await;
    visitor.is_asked(VISIT[3].0).await;
    visitor.reads("notice.saved").await;
    assert_eq!(owed(&visitor.browser).await.len(), 1);
}

/// Staff correct a wording, add a question and publish.
fn publishes_anew(office: &Office) {
    office.edits("questionnaires/visitor.toml", "待ち時間は、どうでしたか。", CORRECTED);
    office.edits(&format!("surveys/{VISITORS}.toml"), "modules = []", "modules = [\"context\"]");
    office.moves("open", VISITORS);
}

/// What is stored: by which revision, how it counts, and what was answered.
fn stored(office: &Office) -> Vec<(Value, Value, Value)> {
    let record = |mut record: Value| {
        let mut response = record["response"].take();
        (response["revision"].take(), record["stored"].take(), response["answers"].take())
    };
    office.stored(VISITORS).into_iter().map(record).collect()
}

async fn arrive(office: &Office, count: usize) {
    until("the responses in the store", async || match stored(office) {
        there if there.len() == count => Ok(()),
        there => Err(format!("{there:?}")),
    })
    .await;
}

/// Waits until nothing is owed on the device.
async fn owes_nothing(visitor: &Person) {
    until("an empty outbox", async || match owed(&visitor.browser).await.len() {
        0 => Ok(()),
        left => Err(format!("{left} are owed")),
    })
    .await;
}

/// Someone who was not there before answers what is asked today.
async fn begins_with_what_is_asked_today(office: &Office, visitor: &mut Person, build: &Path) {
    visitor.sheet = Sheet::of(office, VISITORS).await;
    visitor.opens().await;
    visitor.starts().await;
    is_made_of(&visitor.browser, build).await;
    visitor.answers(&VISIT[..4]).await;
    visitor.browser.reads(CORRECTED).await;
    visitor.answers(&VISIT[4..6]).await;
    visitor.answers(&[ADDED]).await;
    visitor.answers(&VISIT[6..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
}

#[tokio::test]
async fn a_draft_and_a_response_of_an_older_revision_outlive_a_new_survey_and_a_new_build() {
    let mut office = open_survey().await;
    let (built, next) = (site::built(), site::next());
    let mut visitor = Person::arrives(&office, VISITORS, KITA).await;
    let first = visitor.sheet.revision().to_owned();
    is_ready(&visitor, &built).await;
    leaves_a_response_and_a_draft(&mut office, &visitor).await;
    visitor.browser = visitor.browser.restarted().await;
    publishes_anew(&office);

    // Nothing is heard of it without a network.
    visitor.opens().await;
    visitor.presses("opening.resume").await;
    is_made_of(&visitor.browser, &built).await;
    visitor.answers(&VISIT[3..4]).await;
    visitor.is_asked(VISIT[4].0).await;
    visitor.reads("notice.saved").await;
    visitor.browser = visitor.browser.restarted().await;

    office.deploys(next.path()).await;
    visitor.opens().await;
    // What is said of it above the button goes once it has arrived, and the button is somewhere else then.
    arrive(&office, 1).await;
    owes_nothing(&visitor).await;
    visitor.presses("opening.resume").await;
    is_made_of(&visitor.browser, next.path()).await;
    visitor.answers(&VISIT[4..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let as_told = |revision: &str, answers: Value| (Value::from(revision), Value::from("counted"), answers);
    assert_eq!(stored(&office), vec![as_told(&first, told(VISIT)); 2]);
    assert_eq!(owed(&visitor.browser).await, Vec::<Value>::new());

    visitor.leaves().await;
    begins_with_what_is_asked_today(&office, &mut visitor, next.path()).await;
    assert_ne!(visitor.sheet.revision(), first);
    let mut answers = told(VISIT);
    answers[ADDED.0] = json!("maybe");
    assert!(stored(&office).contains(&as_told(visitor.sheet.revision(), answers)), "{:?}", stored(&office));
}

#[tokio::test]
async fn what_a_later_program_has_written_on_the_device_goes_on_and_is_sent() {
    let mut office = open_survey().await;
    let visitor = Person::arrives(&office, VISITORS, KITA).await;
    is_ready(&visitor, &site::built()).await;
    leaves_a_response_and_a_draft(&mut office, &visitor).await;
    adds_to_what_is_written(&visitor.browser).await;
    office.serve().await;
    visitor.opens().await;
    arrive(&office, 1).await;
    visitor.answers(&VISIT[3..]).await;
    visitor.sends().await;
    visitor.has_sent().await;
    let stored = stored(&office);
    assert!(stored.len() == 2 && stored.iter().all(|(_, _, answers)| *answers == told(VISIT)), "{stored:?}");
}

async fn adds_to_what_is_written(browser: &Browser) {
    let changed = browser.script_later(WRITTEN_LATER).await.expect("the device can be written to");
    assert_eq!(changed, 2, "a draft and a response");
}
