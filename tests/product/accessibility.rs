//! Nothing that axe-core knows of keeps anybody out: of no screen, by no door, in no language, neither in the light nor in
//! the dark; and no screen has to be moved sideways to be read.

use super::aloud::WITH_VOICES;
use super::tour::{self, Eye, LANGUAGES};
use crate::harness::journey::{RESIDENCE, Step, VISIT};
use crate::harness::{Browser, EVERY_KIND, Office, PULSE, Person, RESIDENTS, Setting, TAISHO, VISITORS, Window, until};

/// What keeps people out, screen by screen.
#[derive(Default)]
struct Barriers {
    looked_at: usize,
    found: Vec<String>,
}

impl Barriers {
    /// Looks at a screen on a phone and at the counter.
    async fn on(&mut self, browser: &Browser, name: &str) {
        self.on_a_phone(browser, name).await;
        self.at_the_counter(browser, name).await;
    }

    /// Looks at a screen as it is, in the dark, on the smallest one, and on that with the largest letters.
    async fn on_a_phone(&mut self, browser: &Browser, name: &str) {
        self.looked_at += 1;
        self.note(name, "as it is", browser.barriers().await);
        browser.is_set(Setting { window: Window::PHONE, dark: true }).await;
        self.note(name, "in the dark", browser.barriers().await);
        browser.is_set(Setting { window: Window::MAGNIFIED, dark: false }).await;
        self.note(name, "on the smallest screen", browser.stands_out().await);
        browser.has_letters("largest").await;
        self.note(name, "with the largest letters", browser.stands_out().await);
        browser.has_letters("standard").await;
        browser.is_set_as_it_came().await;
    }

    /// Looks at a screen as it is at the counter, in the dark and in the light.
    async fn at_the_counter(&mut self, browser: &Browser, name: &str) {
        browser.is_set(Setting { window: Window::KIOSK, dark: true }).await;
        self.note(name, "at the counter, in the dark", browser.barriers().await);
        browser.is_set(Setting { window: Window::KIOSK, dark: false }).await;
        self.note(name, "at the counter", browser.barriers().await);
        self.note(name, "at the counter", browser.stands_out().await);
        browser.is_set_as_it_came().await;
    }

    fn note(&mut self, name: &str, how: &str, found: Vec<String>) {
        self.found.extend(found.into_iter().map(|barrier| format!("{name}, {how}: {barrier}")));
    }

    /// There are none, on at least so many screens.
    fn are_none(self, screens: usize) {
        let Self { looked_at, mut found } = self;
        let count = found.len();
        found.truncate(12);
        assert!(found.is_empty(), "{count} on {looked_at} screens, such as {found:#?}");
        assert!(looked_at >= screens, "only {looked_at} screens were looked at");
    }
}

impl Eye for Barriers {
    async fn looks(&mut self, person: &Person, name: &str) {
        self.on(&person.browser, name).await;
    }
}

#[tokio::test]
async fn nothing_on_the_screens_of_the_residents_survey_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::residents(Window::PHONE, &mut barriers).await;
    barriers.are_none(30);
}

#[tokio::test]
async fn nothing_on_the_screens_of_the_visitors_survey_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::visitors(Window::PHONE, &mut barriers).await;
    barriers.are_none(25);
}

#[tokio::test]
async fn nothing_about_any_kind_of_question_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::every_kind(Window::PHONE, &mut barriers).await;
    barriers.are_none(20);
}

#[tokio::test]
async fn nothing_about_codes_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::by_code(Window::PHONE, &mut barriers).await;
    barriers.are_none(9);
}

#[tokio::test]
async fn nothing_about_one_question_alone_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::pulse(Window::SMALL, &mut barriers).await;
    barriers.are_none(12);
}

#[tokio::test]
async fn nothing_on_the_screens_of_tablets_keeps_anybody_out() {
    let mut barriers = Barriers::default();
    tour::tablets(&mut barriers).await;
    barriers.are_none(12);
}

#[tokio::test]
async fn nothing_about_reading_aloud_keeps_anybody_out() {
    let office = Office::open().await;
    let mut barriers = Barriers::default();
    for language in LANGUAGES {
        let mut person = Person::arrives(&office, VISITORS, TAISHO).await;
        person.browser.before_every_page(WITH_VOICES).await;
        person.opens().await;
        person.switches_to(language).await;
        person.starts().await;
        person.browser.button(person.word("aloud.read")).found().await;
        barriers.on(&person.browser, &format!("{language} question, to be read aloud")).await;
    }
    barriers.are_none(3);
}

/// Somebody at the door without script.
async fn comes_plainly(office: &Office, survey: &str, language: &'static str, ward: bool) -> Person {
    let ward = if ward { format!("&ward={TAISHO}") } else { String::new() };
    let page = office.at(&format!("/s/{survey}/plain?lang={language}{ward}"));
    let mut person = Person::meets(Browser::open(Window::PHONE).await, office, survey, TAISHO, &page).await;
    person.language = language;
    person
}

/// Goes through a survey at the plain door and looks at every page; passes the first questions over at first.
async fn goes_plainly(person: &Person, barriers: &mut Barriers, way: &[Step]) {
    let language = person.language;
    person.is_welcome().await;
    barriers.on_a_phone(&person.browser, &format!("{language} opening")).await;
    person.starts().await;
    for (at, step) in way.iter().enumerate() {
        person.is_asked(step.0).await;
        barriers.on_a_phone(&person.browser, &format!("{language} {}", step.0)).await;
        if at < 2 {
            person.goes_on().await;
            person.browser.button(person.word("asking.pass")).found().await;
            barriers.on_a_phone(&person.browser, &format!("{language} {}, passed over", step.0)).await;
        }
        person.says(step).await;
        // The page is not redrawn by an answer, so the button still says what it did.
        person.passes().await;
    }
    person.sees("review.title").await;
    barriers.on_a_phone(&person.browser, &format!("{language} review")).await;
    person.sends().await;
    person.sees("sent.title").await;
    barriers.on_a_phone(&person.browser, &format!("{language} receipt")).await;
}

#[tokio::test]
async fn nothing_in_the_plain_form_for_residents_keeps_anybody_out() {
    let office = Office::open().await;
    let mut barriers = Barriers::default();
    for language in LANGUAGES {
        let person = comes_plainly(&office, RESIDENTS, language, true).await;
        goes_plainly(&person, &mut barriers, RESIDENCE).await;
    }
    barriers.are_none(100);
}

#[tokio::test]
async fn nothing_in_the_plain_form_for_visitors_keeps_anybody_out() {
    let office = Office::open().await;
    let mut barriers = Barriers::default();
    for language in LANGUAGES {
        let person = comes_plainly(&office, VISITORS, language, true).await;
        goes_plainly(&person, &mut barriers, VISIT).await;
        let person = comes_plainly(&office, VISITORS, language, false).await;
        person.starts().await;
        person.browser.heading(person.sheet.ward_question(language)).found().await;
        barriers.on(&person.browser, &format!("{language} ward")).await;
        person.goes_on().await;
        person.reads("ward.missing").await;
        barriers.on(&person.browser, &format!("{language} ward, none chosen")).await;
    }
    barriers.are_none(40);
}

#[tokio::test]
async fn nothing_in_the_plain_form_of_one_question_or_with_faults_keeps_anybody_out() {
    let office = Office::open_for(&[PULSE, EVERY_KIND]).await;
    let mut barriers = Barriers::default();
    for language in LANGUAGES {
        let person = comes_plainly(&office, PULSE, language, true).await;
        person.is_asked("topic").await;
        barriers.on(&person.browser, &format!("{language} one question")).await;
        person.presses("review.send").await;
        person.browser.button(person.word("asking.pass")).found().await;
        barriers.on(&person.browser, &format!("{language} one question, passed over")).await;
        let person = comes_plainly(&office, EVERY_KIND, language, true).await;
        person.starts().await;
        person.is_asked("household").await;
        person.goes_on().await;
        person.reads("findings.required").await;
        barriers.on(&person.browser, &format!("{language} required")).await;
    }
    barriers.are_none(9);
}

#[tokio::test]
async fn nothing_on_the_pages_about_embedding_keeps_anybody_out() {
    let office = Office::open_for(&[PULSE, VISITORS]).await;
    let mut barriers = Barriers::default();
    let browser = Browser::open(Window::TABLET).await;
    for (path, forms) in [("/embed/", 2), ("/embed/demo.html", 2)] {
        browser.visit(&office.at(path)).await;
        until("the surveys to stand", async || {
            let standing = "return [...document.querySelectorAll('koe-survey')]
                .filter(one => one.shadowRoot?.querySelector('h1')).length";
            let standing = browser.script(standing).await?;
            if standing == forms { Ok(()) } else { Err(format!("{standing} stand")) }
        })
        .await;
        barriers.on(&browser, path).await;
    }
    barriers.are_none(2);
}

#[tokio::test]
async fn what_keeps_people_out_is_found() {
    let office = Office::open().await;
    let person = Person::arrives(&office, VISITORS, TAISHO).await;
    person
        .browser
        .script("document.body.append(document.createElement('input'))")
        .await
        .expect("a page can be spoiled");
    let found = person.browser.barriers().await;
    assert!(found.iter().any(|barrier| barrier.starts_with("label |")), "{found:?}");
}
