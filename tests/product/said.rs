//! What people wrote, from the form to the desk: read, tagged, rid of what names somebody, and answered.

use super::desk::{looks, signs_in_as};
use super::pictures::keeps_small;
use crate::harness::journey::{Says, VISIT};
use crate::harness::{Browser, KITA, Office, Person, VISITORS, Window};

/// A visitor says whom to call back.
async fn writes(office: &Office) {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    visitor.starts().await;
    let mut steps = VISIT.to_vec();
    steps.pop();
    steps.push(("free", Says::Words("案内が親切でした。電話は０６－６９１２－３４５６です。")));
    visitor.answers(&steps).await;
    visitor.sees("review.title").await;
    visitor.sends().await;
    visitor.receipt().await;
}

/// The city makes a theme of a survey and answers it.
pub(super) async fn a_theme_is_answered(office: &Office, survey: &str, name: &str, reply: &str) {
    let password = office.adds_staff("suzuki", "city");
    let browser = Browser::open(Window::KIOSK).await;
    browser.visit(&office.at(&format!("/office/surveys/{survey}/themes"))).await;
    signs_in_as(&browser, "suzuki", &password).await;
    browser.part(&["textbox"], "テーマの名前（日本語）").write(name).await;
    browser.button("足す").press().await;
    browser.reads("テーマを足しました").await;
    browser.visit(&office.at(&format!("/office/surveys/{survey}/themes/1"))).await;
    browser.part(&["textbox"], "区役所の答え（日本語）").write(reply).await;
    browser.button("保存する").press().await;
    browser.reads("保存しました").await;
}

async fn in_both_languages(browser: &Browser, window: Window, size: &str, name: &str, found: &mut Vec<String>) {
    let address = browser.address().await;
    let address = address.split('?').next().unwrap_or_default();
    for language in ["en", "ja"] {
        browser.visit(&format!("{address}?lang={language}")).await;
        looks(browser, window, &format!("{size}-{name}-{language}"), found).await;
    }
}

/// Keeps a small picture of what is on the larger screen.
async fn keeps(browser: &Browser, window: Window, name: &str) {
    if window.width == Window::KIOSK.width {
        keeps_small(browser, name).await;
    }
}

async fn is_read_and_answered(window: Window, size: &str) {
    let office = Office::open().await;
    office.moves("open", VISITORS);
    writes(&office).await;
    let password = office.adds_staff("tanaka", "city");
    let browser = Browser::open(window).await;
    let at = |page: &str| office.at(&format!("/office/surveys/{VISITORS}/{page}"));
    let mut found = Vec::new();
    browser.visit(&at("themes")).await;
    signs_in_as(&browser, "tanaka", &password).await;
    browser.part(&["textbox"], "テーマの名前（日本語）").write("窓口の案内").await;
    browser.button("足す").press().await;
    browser.reads("テーマを足しました").await;
    in_both_languages(&browser, window, size, "20-themes", &mut found).await;
    browser.visit(&at("said")).await;
    browser.reads("電話番号 1").await;
    keeps(&browser, window, "78-desk-said").await;
    in_both_languages(&browser, window, size, "21-said", &mut found).await;
    browser.part(&["textbox"], "ほかの人に見せることば").holds("案内が親切でした。電話は〔電話番号〕です。").await;
    browser.part(&["checkbox"], "窓口の案内").choose().await;
    browser.part(&["radio"], "読んだ。上のことばを残す").choose().await;
    browser.button("決めたものを保存する").press().await;
    browser.reads("1件を保存しました").await;
    browser.reads("読む文はありません").await;
    browser.visit(&at("said?theme=1")).await;
    browser.reads("tanaka が").await;
    looks(&browser, window, &format!("{size}-22-read-ja"), &mut found).await;
    browser.visit(&at("themes")).await;
    keeps(&browser, window, "79-desk-themes").await;
    browser.visit(&at("themes/1")).await;
    browser.part(&["textbox"], "区役所の答え（日本語）").write("案内の人を増やします。").await;
    browser.button("保存する").press().await;
    browser.reads("保存しました").await;
    in_both_languages(&browser, window, size, "23-theme", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn what_somebody_wrote_is_read_and_answered_on_the_screen_of_an_office() {
    is_read_and_answered(Window::KIOSK, "office").await;
}

#[tokio::test]
async fn what_somebody_wrote_is_read_and_answered_on_a_phone() {
    is_read_and_answered(Window::PHONE, "phone").await;
}
