//! Once through every screen that the module has, for whoever looks.

use crate::harness::journey::{RESIDENCE, Says, VISIT};
use crate::harness::{
    EVERY_KIND, Name, Office, PIN, PULSE, Person, RESIDENTS, TAISHO, Tablet, VISITORS, Window, until,
};

/// The languages of the interface.
pub(super) const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// Someone who looks at screens.
pub(super) trait Eye {
    /// Looks at the screen as it is.
    async fn looks(&mut self, person: &Person, name: &str);
}

impl<One: Eye, Other: Eye> Eye for (One, Other) {
    async fn looks(&mut self, person: &Person, name: &str) {
        self.0.looks(person, name).await;
        self.1.looks(person, name).await;
    }
}

/// By its own name, the language that a screen is in.
const SPOKEN: &str = "return document.querySelector('button.language[aria-pressed=true]')?.textContent";

/// Shows a screen in each language.
async fn shown(person: &mut Person, eye: &mut impl Eye, name: &str) {
    for language in LANGUAGES {
        person.switches_to(language).await;
        let own = person.word("language.name");
        until("the screen in its language", async || {
            let spoken = person.browser.script(SPOKEN).await?;
            if spoken == *own { Ok(()) } else { Err(spoken.to_string()) }
        })
        .await;
        eye.looks(person, &format!("{name}-{language}")).await;
    }
    person.switches_to("ja").await;
}

pub(super) async fn residents(window: Window, eye: &mut impl Eye) {
    let office = Office::open().await;
    let mut person = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    person.browser.visit(&office.at(&format!("/s/{RESIDENTS}"))).await;
    person.is_welcome().await;
    shown(&mut person, eye, "01-opening").await;
    person.starts().await;
    person.goes_on().await;
    person.reads("ward.missing").await;
    shown(&mut person, eye, "02-ward-missing").await;
    let wards = person.browser.part(&["group"], Name::Holds(person.sheet.ward_question("ja")));
    wards.part(&["radio"], person.sheet.ward("ja", TAISHO)).choose().await;
    shown(&mut person, eye, "03-ward").await;
    person.goes_on().await;
    person.is_asked("ties_felt").await;
    shown(&mut person, eye, "04-one-choice").await;
    person.goes_on().await;
    person.browser.button(person.word("asking.pass")).found().await;
    shown(&mut person, eye, "05-reminder").await;
    person.answers(&RESIDENCE[..3]).await;
    person.takes("groups", "neighbourhood").await;
    person.takes("groups", "other").await;
    shown(&mut person, eye, "06-several-and-other").await;
    person.goes_on().await;
    person.answers(&RESIDENCE[4..22]).await;
    person.is_asked("free").await;
    shown(&mut person, eye, "07-text").await;
    person.writes("free", &"長い意見です。".repeat(60)).await;
    person.goes_on().await;
    person.browser.part(&["alert"], Name::Any).part(&["link"], Name::Any).found().await;
    shown(&mut person, eye, "08-text-too-long").await;
    person.clears("free").await;
    person.answers(&RESIDENCE[22..23]).await;
    person.is_asked("age").await;
    shown(&mut person, eye, "09-about-you").await;
    person.answers(&RESIDENCE[23..]).await;
    person.sees("review.title").await;
    shown(&mut person, eye, "10-review").await;
}

/// A device on which nothing more fits until some room is made.
const NO_ROOM: &str = "const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (text, key) {
        if (key === 'room ' && !sessionStorage.room) throw new DOMException('', 'QuotaExceededError');
        return put.call(this, text, key);
    };";

pub(super) async fn visitors(window: Window, eye: &mut impl Eye) {
    let mut office = Office::open().await;
    let mut person = Person::comes_with(window, &office, VISITORS, TAISHO).await;
    person.browser.before_every_page(NO_ROOM).await;
    person.opens().await;
    person.sees("full.title").await;
    shown(&mut person, eye, "36-full").await;
    person.browser.script("sessionStorage.room = 'some'").await.expect("room can be made");
    person.presses("full.retry").await;
    person.starts().await;
    person.answers(&VISIT[..2]).await;
    person.is_asked("attitude").await;
    for (name, dialog) in [("11-restart", "device.restart"), ("12-erase", "device.erase")] {
        person.presses(dialog).await;
        shown(&mut person, eye, name).await;
        person.presses("device.cancel").await;
    }
    person.reads("notice.saved").await;
    let first = person.browser.tab().await;
    let second = person.browser.new_tab().await;
    person.opens().await;
    person.sees("held.title").await;
    shown(&mut person, eye, "13-held").await;
    person.browser.show_tab(&first).await;
    person.browser.close_tab_for(&second).await;
    person.browser.button(person.word("opening.resume")).found().await;
    shown(&mut person, eye, "14-resume").await;
    person.presses("opening.resume").await;
    person.answers(&VISIT[2..]).await;
    office.kill().await;
    person.sends().await;
    person.sees("waiting.title").await;
    shown(&mut person, eye, "15-waiting").await;
    person.presses("device.erase").await;
    shown(&mut person, eye, "16-erase-unsent").await;
    person.presses("device.cancel").await;
    office.serve().await;
    // Three languages were looked at meanwhile, so that the next try of itself may be far away.
    person.tries_again().await;
    person.has_sent().await;
    shown(&mut person, eye, "17-sent").await;
    person.presses("sent.leave").await;
    person.starts().await;
    person.answers(VISIT).await;
    office.withdraw(VISITORS);
    person.sends().await;
    person.sees("parked.title").await;
    shown(&mut person, eye, "18-parked").await;
    for (name, path) in [("19-not-found", "/s/none"), ("20-list", "/")] {
        person.browser.visit(&office.at(path)).await;
        person.browser.heading(Name::Any).all().await.expect("there are headings");
        eye.looks(&person, name).await;
    }
    person.browser.visit(&office.at(&format!("/s/{VISITORS}"))).await;
    // What asks to wait is there before; and the language may have been left before it was written down.
    person.browser.part(&["banner"], Name::Any).found().await;
    person.switches_to("ja").await;
    person.sees("parked.title").await;
    eye.looks(&person, "21-gone").await;
}

pub(super) async fn every_kind(window: Window, eye: &mut impl Eye) {
    let office = Office::open_for_every_kind().await;
    let mut person = Person::comes_with(window, &office, EVERY_KIND, TAISHO).await;
    person.starts().await;
    person.is_asked("household").await;
    person.goes_on().await;
    person.reads("findings.required").await;
    shown(&mut person, eye, "22-two-on-a-page").await;
    person.writes("household", "3").await;
    person.writes("children", "0").await;
    person.goes_on().await;
    person.writes_date("born", &["1930", "2", "30"]).await;
    person.goes_on().await;
    person.reads("rejection.not_a_date").await;
    shown(&mut person, eye, "23-date").await;
    person.writes_date("born", &["1930", "2", "28"]).await;
    person.goes_on().await;
    person.writes_date("moved", &["1949", "12"]).await;
    person.goes_on().await;
    person.browser.button(person.word("asking.insist")).found().await;
    shown(&mut person, eye, "24-soft-check").await;
    person.presses("asking.insist").await;
    person.is_asked("score").await;
    person.group("score").part(&["radio"], "7").choose().await;
    shown(&mut person, eye, "25-rating").await;
    person.goes_on().await;
    person.answers(&[("topics", Says::One("art"))]).await;
    person.is_asked("order").await;
    person.browser.button(person.sheet.choice("ja", TAISHO, "order", "health")).press().await;
    shown(&mut person, eye, "26-ranking").await;
    person.browser.button(person.sheet.choice("ja", TAISHO, "order", "family")).press().await;
    shown(&mut person, eye, "27-ranking-full").await;
    person.goes_on().await;
    person.is_asked("nickname").await;
    shown(&mut person, eye, "28-one-line").await;
}

pub(super) async fn by_code(window: Window, eye: &mut impl Eye) {
    let office = Office::open().await;
    office.withdraw(RESIDENTS);
    office.moves("open", RESIDENTS);
    let mut person = Person::comes_with(window, &office, RESIDENTS, TAISHO).await;
    shown(&mut person, eye, "29-opening-for-real").await;
    person.starts().await;
    person.sees("code.title").await;
    shown(&mut person, eye, "30-code").await;
    person.presses("code.check").await;
    person.reads("code.empty").await;
    shown(&mut person, eye, "31-code-missing").await;
}

pub(super) async fn pulse(window: Window, eye: &mut impl Eye) {
    let office = Office::open_for(&[PULSE]).await;
    let mut person = Person::follows_link(window, &office, PULSE, TAISHO).await;
    person.is_asked("topic").await;
    shown(&mut person, eye, "32-one-question").await;
    person.presses("review.send").await;
    person.reads("findings.reminder").await;
    shown(&mut person, eye, "33-one-question-reminder").await;
    person.takes("topic", "p2").await;
    person.presses("review.send").await;
    person.has_sent().await;
    shown(&mut person, eye, "34-one-question-sent").await;
    person.presses("sent.leave").await;
    person.is_asked("topic").await;
    person.browser.visit(&office.at(&format!("/s/{PULSE}"))).await;
    person.browser.heading(person.sheet.ward_question("ja")).found().await;
    shown(&mut person, eye, "35-one-question-ward").await;
}

/// Once through a tablet at a counter, and one that is carried around.
pub(super) async fn tablets(eye: &mut impl Eye) {
    let mut office = Office::open_sealed().await;
    let mut tablet = Tablet::set_up(&office, "kiosk").await;
    eye.looks(&tablet.person, "50-attract").await;
    tablet.way().press().await;
    tablet.person.is_welcome().await;
    shown(&mut tablet.person, eye, "51-kiosk-opening").await;
    tablet.person.starts().await;
    tablet.person.is_asked("purpose").await;
    eye.looks(&tablet.person, "52-kiosk-question").await;
    tablet.person.presses("tablet.leave").await;
    eye.looks(&tablet.person, "53-kiosk-leaving").await;
    tablet.person.presses("tablet.leave_yes").await;
    tablet.rests().await;
    warned(&office, eye).await;
    office.kill().await;
    one_that_waits(&tablet, eye).await;
    office.serve().await;
    let tablet = Tablet::set_up(&office, "field").await;
    eye.looks(&tablet.person, "59-desk").await;
    tablet.begins().await;
    tablet.person.presses("tablet.leave").await;
    tablet.person.presses("tablet.leave_yes").await;
    tablet.person.sees("tablet.thanks").await;
    eye.looks(&tablet.person, "60-handed-back").await;
}

/// A tablet that invites in ten languages.
pub(super) async fn attract_in_every_language(eye: &mut impl Eye) {
    let office = Office::open_sealed_in_every_language().await;
    let tablet = Tablet::set_up(&office, "kiosk").await;
    until("a way in by each language", async || {
        let ways = tablet.person.browser.script("return document.querySelectorAll('.way').length").await?;
        if ways == 10 { Ok(()) } else { Err(format!("there are {ways}")) }
    })
    .await;
    eye.looks(&tablet.person, "61-attract-in-every-language").await;
}

/// The survey of visitors in the languages in which it is a draft.
pub(super) async fn drafts(window: Window, eye: &mut impl Eye) {
    let office = Office::open_in_every_language().await;
    for language in ["ko", "zh-Hans", "zh-Hant", "vi", "ne", "fil", "pt"] {
        let mut person = Person::comes_with(window, &office, VISITORS, TAISHO).await;
        person.switches_to(language).await;
        person.is_welcome().await;
        eye.looks(&person, &format!("70-draft-opening-{language}")).await;
        person.starts().await;
        person.is_asked("purpose").await;
        person.goes_on().await;
        person.browser.button(person.word("asking.pass")).found().await;
        eye.looks(&person, &format!("71-draft-reminder-{language}")).await;
        person.takes("purpose", "other").await;
        eye.looks(&person, &format!("72-draft-several-{language}")).await;
        person.answers(VISIT).await;
        person.sees("review.title").await;
        eye.looks(&person, &format!("73-draft-review-{language}")).await;
        person.sends().await;
        person.has_sent().await;
        eye.looks(&person, &format!("74-draft-sent-{language}")).await;
    }
}

/// A visitor who does nothing.
async fn warned(office: &Office, eye: &mut impl Eye) {
    let tablet = Tablet::set_up_in_a_hurry(office, "kiosk").await;
    tablet.begins().await;
    tablet.person.browser.part(&["alertdialog"], tablet.person.word("tablet.still_there")).found().await;
    eye.looks(&tablet.person, "54-kiosk-warning").await;
}

/// A visitor's response that cannot be sent, and what staff see of it.
async fn one_that_waits(tablet: &Tablet, eye: &mut impl Eye) {
    tablet.begins().await;
    tablet.person.answers(VISIT).await;
    tablet.person.sees("review.title").await;
    tablet.person.sends().await;
    tablet.person.sees("tablet.kept_title").await;
    eye.looks(&tablet.person, "55-kiosk-kept").await;
    tablet.person.presses("tablet.finish").await;
    tablet.rests().await;
    tablet.person.presses("tablet.staff").await;
    tablet.enters("1234").await;
    tablet.person.reads("tablet.pin_wrong").await;
    eye.looks(&tablet.person, "56-pin").await;
    tablet.enters(PIN).await;
    tablet.person.sees("tablet.staff_title").await;
    tablet.person.presses("tablet.test").await;
    tablet.person.reads("tablet.unreachable").await;
    eye.looks(&tablet.person, "57-staff").await;
}
