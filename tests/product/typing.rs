//! Typing in what came back on paper, with the keys of a keyboard.

use serde_json::{Value, json};

use super::desk::{looks, signs_in_as};
use crate::harness::{Browser, Key, Office, RESIDENTS, TAISHO, Window, until};

/// Key presses that a form of 24 questions and more may take beyond its answers.
const PRESSES_MAX: u64 = 40;
/// Questions that it has at least.
const ITEMS_MIN: u64 = 24;
/// Counts what is pressed, over all pages.
const COUNTS: &str = "addEventListener('keydown',
    () => sessionStorage.setItem('pressed', 1 + Number(sessionStorage.getItem('pressed'))), true);";
const PRESSED: &str = "return Number(sessionStorage.getItem('pressed'))";

struct Desk {
    office: Office,
    list: String,
    codes: Vec<String>,
}

impl Desk {
    async fn opens() -> Self {
        let office = Office::open_for(&[RESIDENTS]).await;
        office.moves("open", RESIDENTS);
        let codes = office.invites(RESIDENTS, TAISHO, 3);
        let list = office.at(&format!("/office/surveys/{RESIDENTS}/paper"));
        Self { office, list, codes }
    }

    /// Somebody who types, before the list.
    async fn typist(&self, name: &str, window: Window) -> Browser {
        let password = self.office.adds_staff(name, "typist");
        let browser = Browser::open(window).await;
        browser.before_every_page(COUNTS).await;
        browser.visit(&self.list).await;
        signs_in_as(&browser, name, &password).await;
        browser.button("入力を始める").found().await;
        browser
    }
}

pub(super) async fn told(browser: &Browser, script: &str, expected: Value) {
    until(&format!("{script} is {expected}"), async || {
        let told = browser.script(script).await?;
        if told == expected { Ok(()) } else { Err(told.to_string()) }
    })
    .await;
}

/// The number of the question on which one is; 0 on the button at the end.
pub(super) const AT: &str =
    "return document.activeElement.id === 'keep' ? 0 : Number(document.activeElement.dataset.number ?? -1)";
const KIND: &str = "return document.activeElement.tagName + ' ' + document.activeElement.name";

/// Types the form through, with `answer` for each question, and keeps it. Gives how many questions were typed.
pub(super) async fn types_through(browser: &Browser, answer: impl Fn(&str) -> &'static str) -> u64 {
    told(browser, AT, json!(1)).await;
    let mut typed = 0;
    loop {
        let at = browser.script(AT).await.expect("there is a place");
        if at == json!(0) {
            break;
        }
        let kind = browser.script(KIND).await.expect("it is a field");
        browser.write(answer(kind.as_str().unwrap_or_default())).await;
        typed += 1;
        browser.key(Key::Enter).await;
        let moved = format!("return ({}) !== {at}", AT.trim_start_matches("return "));
        told(browser, &moved, json!(true)).await;
    }
    browser.key(Key::Enter).await;
    typed
}

pub(super) fn plain(kind: &str) -> &'static str {
    if kind.starts_with("TEXTAREA") || kind.contains("a-free") {
        "橋のそばを明るくしてほしい"
    } else {
        "1"
    }
}

#[tokio::test]
async fn a_form_of_24_questions_takes_less_than_40_key_presses_beyond_its_answers() {
    let desk = Desk::opens().await;
    let browser = desk.typist("anna", Window::KIOSK).await;
    let before = browser.script(PRESSED).await.expect("it counts").as_u64().unwrap_or_default();
    told(&browser, "return document.activeElement.id", json!("code")).await;
    browser.write(&desk.codes[0]).await;
    browser.key(Key::Enter).await;
    let typed = types_through(&browser, plain).await;
    browser.reads("番号 1 を受け取りました").await;
    let after = browser.script(PRESSED).await.expect("it counts").as_u64().unwrap_or_default();
    println!("{typed} questions, {} key presses beyond their answers", after - before);
    assert!(typed >= ITEMS_MIN, "{typed} questions");
    assert!(after - before < PRESSES_MAX, "{} key presses", after - before);
    assert!(after - before > typed, "each Enter is counted");
    let ben = desk.typist("ben", Window::KIOSK).await;
    ben.write(&desk.codes[0]).await;
    ben.key(Key::Enter).await;
    ben.button("2回目を入力する").press().await;
    types_through(&ben, plain).await;
    ben.reads("番号 1 を受け取りました").await;
    let stored = desk.office.stored(RESIDENTS);
    assert_eq!(
        (stored.len(), &stored[0]["stored"], &stored[0]["response"]["mode"]),
        (1, &json!("counted"), &json!("paper"))
    );
}

#[tokio::test]
async fn without_script_enter_goes_on_as_well_and_nothing_is_lost() {
    let desk = Desk::opens().await;
    let browser = desk.typist("anna", Window { scripts: false, ..Window::KIOSK }).await;
    browser.write(&desk.codes[0]).await;
    browser.key(Key::Enter).await;
    told(&browser, AT, json!(1)).await;
    for at in 1..4 {
        browser.write("2").await;
        browser.key(Key::Enter).await;
        told(&browser, &format!("return ({}) > {at}", AT.trim_start_matches("return ")), json!(true)).await;
    }
    browser.reload().await;
    told(&browser, "return document.querySelector('[data-number=\"1\"]').value", json!("2")).await;
}

async fn every_page(window: Window, size: &str) {
    let desk = Desk::opens().await;
    let browser = desk.typist("anna", window).await;
    let mut found = Vec::new();
    let look = async |browser: &Browser, name: &str, found: &mut Vec<String>| {
        looks(browser, window, &format!("{size}-{name}"), found).await;
    };
    look(&browser, "20-typing-ja", &mut found).await;
    browser.script("document.getElementById('code').focus()").await.expect("there is a code");
    browser.write("22222-2222X").await;
    browser.key(Key::Enter).await;
    browser.reads("打ちまちがい").await;
    look(&browser, "21-mistyped-ja", &mut found).await;
    browser.visit(&desk.list).await;
    browser.script("document.getElementById('code').focus()").await.expect("there is a code");
    browser.write(&desk.codes[0]).await;
    browser.key(Key::Enter).await;
    told(&browser, AT, json!(1)).await;
    let sheet = browser.address().await;
    look(&browser, "22-sheet-ja", &mut found).await;
    browser.write("9").await;
    browser.script("document.getElementById('keep').click()").await.expect("there is a button");
    browser.reads("印刷されていません").await;
    look(&browser, "23-slip-ja", &mut found).await;
    // What else was said of the sheet was seen with the slip.
    browser.script("document.querySelector('[data-number=\"1\"]').value = '1*2'").await.expect("there is a field");
    browser.script("document.getElementById('keep').click()").await.expect("there is a button");
    browser.reads("番号 1 を受け取りました").await;
    browser.visit(&sheet).await;
    look(&browser, "24-waits-ja", &mut found).await;
    let ben = desk.typist("ben", window).await;
    ben.visit(&sheet).await;
    ben.button("2回目を入力する").press().await;
    told(&ben, AT, json!(1)).await;
    ben.write("3").await;
    ben.script("document.getElementById('keep').click()").await.expect("there is a button");
    ben.button("紙のとおりなので、保存する").press().await;
    ben.reads("1か所がちがいます").await;
    look(&ben, "25-differs-ja", &mut found).await;
    for (name, path) in [("25-differs-en", &sheet), ("20-typing-en", &desk.list)] {
        ben.visit(&format!("{path}?lang=en")).await;
        look(&ben, name, &mut found).await;
    }
    browser.visit(&format!("{}?lang=en", desk.list)).await;
    browser.script("document.getElementById('code').focus()").await.expect("there is a code");
    browser.write(&desk.codes[1]).await;
    browser.key(Key::Enter).await;
    told(&browser, AT, json!(1)).await;
    look(&browser, "22-sheet-en", &mut found).await;
    let count = found.len();
    found.truncate(12);
    assert!(found.is_empty(), "{count} barriers, such as {found:#?}");
}

#[tokio::test]
async fn no_page_of_typing_keeps_anybody_out_on_the_screen_of_an_office() {
    every_page(Window::KIOSK, "office").await;
}

#[tokio::test]
async fn no_page_of_typing_keeps_anybody_out_on_a_phone() {
    every_page(Window::PHONE, "phone").await;
}
