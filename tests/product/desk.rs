//! The desk, as staff have it in front of them: on the screen of an office and on a phone, in Japanese and in English.

use serde_json::json;

use super::pictures::large_album;
use crate::harness::journey::VISIT;
use crate::harness::{Browser, KITA, Office, Person, RESIDENTS, Setting, TAISHO, VISITORS, Window, until};

/// An office with something on every page of the desk.
async fn busy() -> Office {
    let office = Office::open_sealed().await;
    office.rehearse(RESIDENTS);
    office.moves("open", RESIDENTS);
    office.invites(RESIDENTS, TAISHO, 40);
    office.adds_tablet("kiosk", TAISHO, VISITORS);
    answers(&office).await;
    office
}

/// Somebody answers the survey of visitors.
async fn answers(office: &Office) {
    let visitor = Person::arrives(office, VISITORS, KITA).await;
    visitor.starts().await;
    visitor.answers(VISIT).await;
    visitor.sees("review.title").await;
    visitor.sends().await;
    visitor.receipt().await;
}

/// Signs somebody in on the page that is shown.
async fn signs_in(browser: &Browser, password: &str) {
    signs_in_as(browser, "tanaka", password).await;
}

pub(super) async fn signs_in_as(browser: &Browser, name: &str, password: &str) {
    browser.part(&["textbox"], "名前").write(name).await;
    tells_password(browser, password).await;
}

async fn tells_password(browser: &Browser, password: &str) {
    browser.part(&["textbox"], "パスワード").write(password).await;
    browser.button("サインイン").press().await;
}

pub(super) async fn looks(browser: &Browser, window: Window, name: &str, found: &mut Vec<String>) {
    for dark in [false, true] {
        browser.is_set(Setting { window, dark }).await;
        let how = if dark { "dark" } else { "light" };
        let barriers = browser.barriers().await.into_iter().chain(browser.stands_out().await);
        found.extend(barriers.map(|barrier| format!("{name}, {how}: {barrier}")));
        if let Some(folder) = large_album().filter(|_| !dark || name.contains("03-survey")) {
            let picture = browser.picture().await;
            std::fs::write(folder.join(format!("desk-{name}-{how}.png")), picture).expect("the picture can be kept");
        }
    }
    browser.is_set(Setting { window, dark: false }).await;
}

async fn every_page(window: Window, size: &str) {
    let office = busy().await;
    let password = office.adds_staff("tanaka", "city");
    let device = office.tablets()[0]["device"].as_str().unwrap_or_default().to_owned();
    let response = office.stored(VISITORS)[0]["id"].as_str().unwrap_or_default().to_owned();
    let browser = Browser::open(window).await;
    let mut found = Vec::new();
    browser.visit(&office.at("/office/")).await;
    looks(&browser, window, &format!("{size}-01-sign-in-ja"), &mut found).await;
    signs_in(&browser, "something that is wrong").await;
    browser.reads("名前かパスワードがちがいます").await;
    looks(&browser, window, &format!("{size}-01-wrong-ja"), &mut found).await;
    tells_password(&browser, &password).await;
    browser.heading("調査").found().await;
    let pages = [
        ("02-surveys", "/office/".to_owned()),
        ("03-survey", format!("/office/surveys/{RESIDENTS}")),
        ("04-visitors", format!("/office/surveys/{VISITORS}")),
        ("05-ward", format!("/office/surveys/{VISITORS}/wards/{KITA}")),
        ("06-aside", format!("/office/surveys/{RESIDENTS}/aside")),
        ("07-response", format!("/office/surveys/{VISITORS}/responses/{response}")),
        ("08-invitations", format!("/office/surveys/{RESIDENTS}/invitations")),
        ("09-export", format!("/office/surveys/{RESIDENTS}/export")),
        ("10-close", format!("/office/surveys/{RESIDENTS}/move/closed")),
        ("11-kiosks", "/office/kiosks".to_owned()),
        ("12-kiosk", format!("/office/kiosks/{device}/remove")),
        ("13-results", "/office/results".to_owned()),
        ("14-log", "/office/log".to_owned()),
        ("15-nowhere", "/office/surveys/none".to_owned()),
        ("16-sealed", format!("/office/surveys/{VISITORS}/said")),
        ("17-themes", format!("/office/surveys/{RESIDENTS}/themes")),
        ("18-said", format!("/office/surveys/{RESIDENTS}/said")),
        ("19-plan", format!("/office/surveys/{RESIDENTS}/plan")),
    ];
    for language in ["ja", "en"] {
        for (name, path) in &pages {
            browser.visit(&office.at(&format!("{path}?lang={language}"))).await;
            looks(&browser, window, &format!("{size}-{name}-{language}"), &mut found).await;
        }
        browser.visit(&office.at(&format!("/office/surveys/{RESIDENTS}/plan?asked=many&lang={language}"))).await;
        looks(&browser, window, &format!("{size}-20-plan-wrong-{language}"), &mut found).await;
    }
    let count = found.len();
    found.truncate(12);
    assert!(found.is_empty(), "{count} barriers, such as {found:#?}");
}

#[tokio::test]
async fn nothing_on_the_desk_keeps_anybody_out_on_the_screen_of_an_office() {
    every_page(Window::KIOSK, "office").await;
}

#[tokio::test]
async fn nothing_on_the_desk_keeps_anybody_out_on_a_phone() {
    every_page(Window::PHONE, "phone").await;
}

/// Waits are short, so that nobody waits for the test.
const IMPATIENT: &str = "const wait = window.setTimeout;
    window.setTimeout = (act, ms, ...more) => wait(act, Math.min(ms ?? 0, 200), ...more);";

/// Waits until the page of a survey shows that so many responses are counted.
pub(super) async fn shows_counted(browser: &Browser, expected: &str) {
    let figure = "return document.querySelector('.now dd')?.textContent";
    until(&format!("{expected} responses"), async || {
        let shown = browser.script(figure).await?;
        if shown == json!(expected) { Ok(()) } else { Err(shown.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_figures_of_a_survey_grow_while_the_page_is_open() {
    let office = busy().await;
    let password = office.adds_staff("tanaka", "ward:271276");
    let browser = Browser::open(Window::KIOSK).await;
    browser.before_every_page(IMPATIENT).await;
    browser.visit(&office.at(&format!("/office/surveys/{VISITORS}"))).await;
    signs_in(&browser, &password).await;
    shows_counted(&browser, "1").await;
    browser.script("window.opened = true").await.expect("the page can be marked");
    answers(&office).await;
    shows_counted(&browser, "2").await;
    assert_eq!(browser.script("return window.opened").await, Ok(json!(true)), "it is the same page");
}

#[tokio::test]
async fn the_desk_works_without_script() {
    let office = busy().await;
    let password = office.adds_staff("tanaka", "city");
    let browser = Browser::open(Window { scripts: false, ..Window::KIOSK }).await;
    browser.visit(&office.at(&format!("/office/surveys/{RESIDENTS}/move/paused"))).await;
    signs_in(&browser, &password).await;
    browser.button("受付を休む").press().await;
    browser.reads("休止中").await;
    browser.button("サインアウト").press().await;
    browser.heading("職員のサインイン").found().await;
}
