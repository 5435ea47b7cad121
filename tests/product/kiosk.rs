//! A tablet at a counter: each visitor for themselves, and nothing of one for the next.

use serde_json::json;

use super::residents::{sha256, told};
use super::storage::WATCHED;
use crate::harness::journey::{Says, Step, VISIT};
use crate::harness::{KITA, Office, Tablet, VISITORS, until};

/// Words that stand nowhere else, and a part of them that is written in one way only.
const WORDS: &str = "待合のセキレイ🐦 wagtail-5093";
const SOUGHT: &str = "wagtail-5093";

/// Everything that a page could find of somebody who was there before.
const TRACES: &str = "const done = arguments[arguments.length - 1];
    (async () => {
        const traces = [document.documentElement.outerHTML, location.href, document.title, document.cookie];
        traces.push(JSON.stringify(history.state), String(getSelection()), String(scrollY));
        for (const field of document.querySelectorAll('input, textarea')) traces.push(field.value);
        for (const store of [localStorage, sessionStorage]) traces.push(JSON.stringify({ ...store }));
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                traces.push(request.url, await (await cache.match(request)).text());
            }
        }
        for (const { name } of await indexedDB.databases()) {
            const base = await new Promise((yes, no) => {
                const opening = indexedDB.open(name);
                opening.onsuccess = () => yes(opening.result);
                opening.onerror = () => no(opening.error);
            });
            for (const store of base.objectStoreNames) {
                const all = base.transaction(store).objectStore(store).getAll();
                traces.push(JSON.stringify(await new Promise(yes => { all.onsuccess = () => yes(all.result); })));
            }
            base.close();
        }
        return traces.join('\\n');
    })().then(done, why => done('not to be searched: ' + why));";

fn visit() -> Vec<Step> {
    let mut visit = VISIT.to_vec();
    *visit.last_mut().expect("the survey ends with a box") = ("free", Says::Words(WORDS));
    visit
}

/// Answers and sends; the receipt.
async fn gives_a_response(tablet: &Tablet) -> String {
    tablet.begins().await;
    tablet.person.answers(&visit()).await;
    tablet.person.sees("review.title").await;
    tablet.person.sends().await;
    tablet.person.browser.button(tablet.person.word("tablet.finish")).found().await;
    tablet.person.receipt().await
}

/// Gives a response that the office cannot be told of, and leaves.
async fn leaves_one_waiting(office: &mut Office, tablet: &Tablet) {
    office.kill().await;
    gives_a_response(tablet).await;
    tablet.person.presses("tablet.finish").await;
    tablet.rests().await;
}

/// Nothing of these words is anywhere where the next person could come upon it.
async fn finds_nothing(tablet: &Tablet, sought: &[&str]) {
    let traces = tablet.person.browser.script_later(TRACES).await.expect("the page can be searched");
    let traces = traces.as_str().unwrap_or_default();
    assert!(!traces.starts_with("not to be searched"), "{traces}");
    for words in sought {
        assert!(!traces.contains(words), "{words} is found");
    }
}

#[tokio::test]
async fn a_response_given_at_a_counter_arrives_sealed_and_as_from_a_kiosk() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let receipt = gives_a_response(&tablet).await;
    tablet.person.sees("sent.title").await;
    tablet.person.presses("tablet.finish").await;
    tablet.rests().await;
    let opened = office.opened("ward");
    assert_eq!(opened.len(), 1, "{opened:?}");
    let response = &opened[0]["response"];
    assert_eq!(response["answers"], told(&visit()));
    assert_eq!(response["receipt_hash"], sha256(&receipt));
    assert_eq!((&response["mode"], &opened[0]["sealed"]), (&json!("kiosk"), &json!(true)));
    tablet.will_owe(0).await;
    tablet.person.leaves_without_complaint().await;
}

#[tokio::test]
async fn the_next_person_finds_nothing_of_the_last_one_and_neither_does_who_takes_the_tablet_apart() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    office.kill().await;
    let receipt = gives_a_response(&tablet).await;
    tablet.person.sees("tablet.kept_title").await;
    tablet.person.presses("tablet.finish").await;
    tablet.rests().await;
    // Another one begins, writes and gives up.
    tablet.begins().await;
    tablet.person.answers(&visit()[..6]).await;
    tablet.person.writes("free", WORDS).await;
    tablet.person.presses("tablet.leave").await;
    tablet.person.presses("tablet.leave_yes").await;
    tablet.rests().await;

    let fives: Vec<&str> = receipt.split('-').collect();
    let sought = [&[SOUGHT, "セキレイ"][..], &fives].concat();
    finds_nothing(&tablet, &sought).await;
    for _ in 0..3 {
        tablet.person.browser.back().await;
        tablet.rests().await;
        finds_nothing(&tablet, &sought).await;
    }
    tablet.person.browser.forward().await;
    tablet.rests().await;
    finds_nothing(&tablet, &sought).await;
    assert_eq!(tablet.owes().await, 1, "what was sent waits, sealed");

    let tablet = tablet.restarted().await;
    tablet.rests().await;
    finds_nothing(&tablet, &sought).await;
    for words in [SOUGHT, "セキレイ", receipt.as_str()] {
        assert_eq!(tablet.person.browser.wrote(words), [""; 0].map(std::path::PathBuf::from), "{words} is on the disk");
    }
    assert!(!tablet.person.browser.wrote("ciphertext").is_empty(), "what was sealed is found");
}

/// Marks everything, goes far down, and presses the button that says so, without a way there that would scroll.
const LEAVING: &str =
    "const leave = [...document.querySelectorAll('button')].find(one => one.innerText.trim() === arguments[0]);
    document.body.style.minHeight = '5000px';
    getSelection().selectAllChildren(document.body);
    scrollTo(0, 3000);
    leave.click();
    return scrollY;";

#[tokio::test]
async fn the_next_person_finds_the_page_at_its_top_with_nothing_marked_and_no_box_in_use() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    tablet.begins().await;
    tablet.person.answers(&VISIT[..6]).await;
    tablet.person.presses("tablet.leave").await;
    let leave = tablet.person.word("tablet.leave_yes");
    tablet.person.browser.button(leave.clone()).found().await;
    assert_eq!(tablet.person.browser.script_with(LEAVING, &leave).await, Ok(json!(3000)));
    tablet.rests().await;
    let stands = "return [scrollY, String(getSelection()), document.activeElement.matches('input, textarea')]";
    until("a page as it was at first", async || {
        let stands = tablet.person.browser.script(stands).await?;
        if stands == json!([0, "", false]) { Ok(()) } else { Err(stands.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn who_leaves_in_the_middle_is_asked_for_a_while_and_then_forgotten() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up_in_a_hurry(&office, "kiosk").await;
    tablet.begins().await;
    let warned = tablet.person.word("tablet.still_there");
    tablet.person.browser.part(&["alertdialog"], warned.clone()).found().await;
    // One touch goes on.
    tablet.person.presses("tablet.stay").await;
    tablet.person.is_asked("purpose").await;
    tablet.person.browser.part(&["alertdialog"], warned).found().await;
    tablet.rests().await;
    assert_eq!(tablet.owes().await, 0);
    assert!(office.stored(VISITORS).is_empty());
}

#[tokio::test]
async fn without_a_network_it_starts_cold_takes_responses_in_every_language_and_sends_them_when_it_can() {
    let mut office = Office::open_sealed().await;
    let mut tablet = Tablet::set_up(&office, "kiosk").await;
    tablet.is_ready_to_start_alone().await;
    office.kill().await;
    let mut receipts = Vec::new();
    for language in ["ja", "ja-easy", "en"] {
        tablet = tablet.restarted().await;
        tablet.rests().await;
        tablet.begins().await;
        tablet.person.switches_to(language).await;
        tablet.person.answers(VISIT).await;
        tablet.person.sees("review.title").await;
        tablet.person.sends().await;
        tablet.person.sees("tablet.kept_title").await;
        receipts.push(tablet.person.receipt().await);
        tablet.person.presses("tablet.finish").await;
        tablet.person.language = "ja";
        tablet.rests().await;
    }
    assert_eq!(tablet.owes().await, 3);
    office.serve().await;
    tablet.unlocks().await;
    tablet.person.presses("tablet.send").await;
    tablet.will_owe(0).await;
    let stored = office.opened("escrow");
    let mut hashes: Vec<_> = stored.iter().map(|line| line["response"]["receipt_hash"].clone()).collect();
    let mut expected: Vec<_> = receipts.iter().map(|receipt| sha256(receipt)).collect();
    hashes.sort_by_key(ToString::to_string);
    expected.sort_by_key(ToString::to_string);
    assert_eq!(hashes, expected);
}

#[tokio::test]
async fn a_connection_that_the_system_cut_is_opened_again_and_the_response_is_kept() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    tablet.person.browser.before_every_page(WATCHED).await;
    tablet.opens().await;
    tablet.rests().await;
    office.kill().await;
    tablet.begins().await;
    tablet.person.answers(VISIT).await;
    tablet.person.sees("review.title").await;
    tablet.person.browser.script("window.connection.close()").await.expect("there is a connection");
    tablet.person.sends().await;
    tablet.person.sees("tablet.kept_title").await;
    tablet.person.presses("tablet.finish").await;
    tablet.rests().await;
    assert_eq!(tablet.owes().await, 1);
}

#[tokio::test]
async fn staff_see_how_it_stands_and_the_office_sees_the_same() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    leaves_one_waiting(&mut office, &tablet).await;
    tablet.person.presses("tablet.staff").await;
    tablet.enters("1111").await;
    tablet.person.reads("tablet.pin_wrong").await;
    tablet.enters(crate::harness::PIN).await;
    tablet.person.sees("tablet.staff_title").await;
    tablet.person.presses("tablet.test").await;
    tablet.person.reads("tablet.unreachable").await;
    office.serve().await;
    tablet.person.presses("tablet.test").await;
    tablet.person.browser.reads(&tablet.person.sheet.word_with("ja", "tablet.reached", &[("name", "1階 窓口")])).await;
    tablet.person.presses("tablet.send").await;
    tablet.will_owe(0).await;
    tablet.person.presses("tablet.test").await;
    until("the office to know", async || {
        let tablets = office.tablets();
        let report = &tablets[0]["report"];
        if report["waiting"] == 0 && report["sent_at"].is_string() { Ok(()) } else { Err(report.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn what_is_carried_to_the_office_leaves_the_tablet_by_the_receipts_file_alone() {
    let mut office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    leaves_one_waiting(&mut office, &tablet).await;
    tablet.unlocks().await;
    let downloads = tablet.person.browser.keeps_files().await;
    tablet.person.presses("file.save").await;
    let file = until("the file", async || downloads.only_file(".koe")).await;
    assert!(!crate::harness::holds(&file, SOUGHT), "the file is sealed");
    assert_eq!(tablet.owes().await, 1);
    tablet.gives_file(&file).await;
    tablet.person.reads("tablet.no_receipts").await;
    assert_eq!(tablet.owes().await, 1);
    let receipts = file.with_file_name("receipts.koe");
    office.loads_from(office.tablets()[0]["device"].as_str().expect("it has an id"), &file, &receipts);
    tablet.gives_file(&receipts).await;
    tablet.will_owe(0).await;
    let opened = office.opened("ward");
    assert_eq!((opened.len(), &opened[0]["response"]["mode"]), (1, &json!("kiosk")));
}

#[tokio::test]
async fn a_tablet_that_was_removed_takes_nothing_more_and_keeps_what_it_has() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let device = office.tablets()[0]["device"].as_str().expect("it has an id").to_owned();
    office.removes_tablet(&device);
    gives_a_response(&tablet).await;
    tablet.person.presses("tablet.finish").await;
    tablet.person.reads("tablet.away").await;
    assert_eq!(tablet.owes().await, 1);
    assert!(office.stored(VISITORS).is_empty());
}

#[tokio::test]
async fn a_link_works_once_and_a_page_without_one_says_so() {
    let office = Office::open_sealed().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    let other = crate::harness::Browser::open(crate::harness::Window::TABLET).await;
    other.visit(&tablet.person.address).await;
    other.reads(&tablet.person.word("tablet.link_unknown")).await;
    assert!(!other.address().await.contains("enrol"), "the link stands in the address");
    other.visit(&office.at(&format!("/s/{VISITORS}?ward={KITA}&mode=kiosk"))).await;
    other.reads(&tablet.person.word("tablet.no_link")).await;
}
