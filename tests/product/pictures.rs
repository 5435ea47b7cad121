//! Pictures of every screen, on request: `KOE_SCREENSHOTS=DIR cargo xtask test`.

use std::path::PathBuf;

use crate::harness::journey::{RESIDENCE, Says, VISIT};
use crate::harness::{EVERY_KIND, Name, Office, PULSE, Person, RESIDENTS, TAISHO, VISITORS, Window};

const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// Where the pictures go, where they are wanted.
pub(crate) fn album() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KOE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).expect("the folder for the pictures can be made");
    Some(folder)
}

/// Takes a picture of the screen in each language.
async fn picture(person: &mut Person, album: &std::path::Path, window: Window, name: &str) {
    for language in LANGUAGES {
        person.switches_to(language).await;
        person.browser.button(Name::Is(person.word("language.name"))).found().await;
        take(person, album, window, &format!("{name}-{language}")).await;
    }
    person.switches_to("ja").await;
}

/// Takes a picture of the screen as it is.
async fn take(person: &Person, album: &std::path::Path, window: Window, name: &str) {
    // Two frames later everything that was asked for is drawn.
    let drawn = "const done = arguments[arguments.length - 1]; window.scrollTo(0, 0);
        requestAnimationFrame(() => requestAnimationFrame(() => done()))";
    person.browser.script_later(drawn).await.expect("the page is drawn");
    let path = album.join(format!("{}-{name}.png", window.width));
    std::fs::write(&path, person.browser.picture().await).expect("the picture can be kept");
}

async fn residents(window: Window, album: &std::path::Path) {
    let office = Office::open().await;
    let mut person = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    person.browser.visit(&office.at(&format!("/s/{RESIDENTS}"))).await;
    person.is_welcome().await;
    picture(&mut person, album, window, "01-opening").await;
    person.starts().await;
    person.goes_on().await;
    person.reads("ward.missing").await;
    picture(&mut person, album, window, "02-ward-missing").await;
    let wards = person.browser.part(&["group"], Name::Holds(person.sheet.ward_question("ja")));
    wards.part(&["radio"], person.sheet.ward("ja", TAISHO)).choose().await;
    picture(&mut person, album, window, "03-ward").await;
    person.goes_on().await;
    person.is_asked("ties_felt").await;
    picture(&mut person, album, window, "04-one-choice").await;
    person.goes_on().await;
    person.browser.button(person.word("asking.pass")).found().await;
    picture(&mut person, album, window, "05-reminder").await;
    person.answers(&RESIDENCE[..3]).await;
    person.takes("groups", "neighbourhood").await;
    person.takes("groups", "other").await;
    picture(&mut person, album, window, "06-several-and-other").await;
    person.goes_on().await;
    person.answers(&RESIDENCE[4..22]).await;
    person.is_asked("free").await;
    picture(&mut person, album, window, "07-text").await;
    person.writes("free", &"長い意見です。".repeat(60)).await;
    person.goes_on().await;
    person.browser.part(&["alert"], Name::Any).part(&["link"], Name::Any).found().await;
    picture(&mut person, album, window, "08-text-too-long").await;
    person.clears("free").await;
    person.answers(&RESIDENCE[22..23]).await;
    person.is_asked("age").await;
    picture(&mut person, album, window, "09-about-you").await;
    person.answers(&RESIDENCE[23..]).await;
    person.sees("review.title").await;
    picture(&mut person, album, window, "10-review").await;
}

async fn visitors(window: Window, album: &std::path::Path) {
    let mut office = Office::open().await;
    let mut person = Person::comes_with(window, &office, VISITORS, TAISHO).await;
    person.starts().await;
    person.answers(&VISIT[..2]).await;
    person.is_asked("attitude").await;
    for (name, dialog) in [("11-restart", "device.restart"), ("12-erase", "device.erase")] {
        person.presses(dialog).await;
        picture(&mut person, album, window, name).await;
        person.presses("device.cancel").await;
    }
    person.reads("notice.saved").await;
    let first = person.browser.tab().await;
    let second = person.browser.new_tab().await;
    person.opens().await;
    person.sees("held.title").await;
    picture(&mut person, album, window, "13-held").await;
    person.browser.show_tab(&first).await;
    person.browser.close_tab_for(&second).await;
    person.browser.button(person.word("opening.resume")).found().await;
    picture(&mut person, album, window, "14-resume").await;
    person.presses("opening.resume").await;
    person.answers(&VISIT[2..]).await;
    office.kill().await;
    person.sends().await;
    person.sees("waiting.title").await;
    picture(&mut person, album, window, "15-waiting").await;
    person.presses("device.erase").await;
    picture(&mut person, album, window, "16-erase-unsent").await;
    person.presses("device.cancel").await;
    office.serve().await;
    person.has_sent().await;
    picture(&mut person, album, window, "17-sent").await;
    person.presses("sent.leave").await;
    person.starts().await;
    person.answers(VISIT).await;
    office.withdraw(VISITORS);
    person.sends().await;
    person.sees("parked.title").await;
    picture(&mut person, album, window, "18-parked").await;
    for (name, path) in [("19-not-found", "/s/none"), ("20-list", "/"), ("21-gone", &format!("/s/{VISITORS}"))] {
        person.browser.visit(&office.at(path)).await;
        person.browser.heading(Name::Any).all().await.expect("there are headings");
        take(&person, album, window, name).await;
    }
}

async fn every_kind(window: Window, album: &std::path::Path) {
    let office = Office::open_for_every_kind().await;
    let mut person = Person::comes_with(window, &office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.goes_on().await;
    person.reads("findings.required").await;
    picture(&mut person, album, window, "22-two-on-a-page").await;
    person.writes("household", "3").await;
    person.writes("children", "0").await;
    person.goes_on().await;
    person.writes_date("born", &["1930", "2", "30"]).await;
    person.goes_on().await;
    person.reads("rejection.not_a_date").await;
    picture(&mut person, album, window, "23-date").await;
    person.writes_date("born", &["1930", "2", "28"]).await;
    person.goes_on().await;
    person.writes_date("moved", &["1949", "12"]).await;
    person.goes_on().await;
    person.browser.button(person.word("asking.insist")).found().await;
    picture(&mut person, album, window, "24-soft-check").await;
    person.presses("asking.insist").await;
    person.is_asked("score").await;
    person.group("score").part(&["radio"], "7").choose().await;
    picture(&mut person, album, window, "25-rating").await;
    person.goes_on().await;
    person.answers(&[("topics", Says::One("art"))]).await;
    person.is_asked("order").await;
    person.browser.button(person.sheet.choice("ja", TAISHO, "order", "health")).press().await;
    picture(&mut person, album, window, "26-ranking").await;
    person.browser.button(person.sheet.choice("ja", TAISHO, "order", "family")).press().await;
    picture(&mut person, album, window, "27-ranking-full").await;
    person.goes_on().await;
    person.is_asked("nickname").await;
    picture(&mut person, album, window, "28-one-line").await;
}

async fn by_code(window: Window, album: &std::path::Path) {
    let office = Office::open().await;
    office.withdraw(RESIDENTS);
    office.moves("open", RESIDENTS);
    let mut person = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    picture(&mut person, album, window, "29-opening-for-real").await;
    person.starts().await;
    person.sees("code.title").await;
    picture(&mut person, album, window, "30-code").await;
    person.presses("code.check").await;
    person.reads("code.empty").await;
    picture(&mut person, album, window, "31-code-missing").await;
}

async fn pulse(window: Window, album: &std::path::Path) {
    let office = Office::open_for(&[PULSE]).await;
    let mut person = Person::follows_link(window, &office, PULSE, TAISHO).await;
    person.is_asked("topic").await;
    picture(&mut person, album, window, "32-one-question").await;
    person.presses("review.send").await;
    person.reads("findings.reminder").await;
    picture(&mut person, album, window, "33-one-question-reminder").await;
    person.takes("topic", "p2").await;
    person.presses("review.send").await;
    person.has_sent().await;
    picture(&mut person, album, window, "34-one-question-sent").await;
    person.presses("sent.leave").await;
    person.is_asked("topic").await;
    person.browser.visit(&office.at(&format!("/s/{PULSE}"))).await;
    person.browser.heading(person.sheet.ward_question("ja")).found().await;
    picture(&mut person, album, window, "35-one-question-ward").await;
}

#[tokio::test]
async fn pictures_of_every_screen_are_taken_on_request() {
    let Some(album) = album() else { return };
    for window in [Window::PHONE, Window::TABLET] {
        residents(window, &album).await;
        visitors(window, &album).await;
        every_kind(window, &album).await;
        by_code(window, &album).await;
    }
    pulse(Window::SMALL, &album).await;
}
