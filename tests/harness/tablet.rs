//! A tablet that staff have set up, and whoever stands before it.

use serde_json::{Value, json};

use super::browser::{Browser, Window};
use super::found::Name;
use super::office::Office;
use super::person::Person;
use super::place::Place;
use super::until::until;
use super::{KITA, VISITORS};

/// The number that staff choose in these tests.
pub(crate) const PIN: &str = "2580";

/// Where its page is.
const PAGE: &str = "/tablet/";

/// Everything that rests in the tablet's own database, by store, as text.
const READ: &str = "const done = arguments[arguments.length - 1];
    const opening = indexedDB.open('koe-tablet');
    opening.onerror = () => done({ error: String(opening.error) });
    opening.onsuccess = () => {
        const base = opening.result;
        const names = [...base.objectStoreNames];
        const found = {};
        if (!names.length) return done(found);
        const reading = base.transaction(names, 'readonly');
        for (const name of names) {
            const all = reading.objectStore(name).getAll();
            all.onsuccess = () => { found[name] = all.result; };
        }
        reading.oncomplete = () => { base.close(); done(found); };
    };";

/// Whether the page of tablets is among what the service worker keeps. It keeps a page when it has all its files.
const KEPT: &str = "const done = arguments[arguments.length - 1];
    caches.match('/tablet/', { ignoreVary: true }).then(page => done(Boolean(page)), why => done(String(why)));";

/// Fifty seconds pass in each, for whoever waits for a whole one.
const HURRY: &str = "const set = window.setInterval;
    window.setInterval = (then, ms, ...more) => set(then, ms === 1000 ? 20 : ms, ...more);";

/// A tablet and the one who holds it.
pub(crate) struct Tablet {
    /// Who stands before it, and reads what it says.
    pub(crate) person: Person,
    mode: String,
    home: String,
}

impl Tablet {
    /// Sets one up at the office: opens the link and chooses the staff's number.
    pub(crate) async fn set_up(office: &Office, mode: &str) -> Self {
        Self::set_up_in(Browser::open(Window::TABLET).await, office, mode, VISITORS, KITA).await
    }

    /// One that asks another survey, at a counter of that ward.
    pub(crate) async fn set_up_for(office: &Office, survey: &str, ward: &'static str) -> Self {
        Self::set_up_in(Browser::open(Window::TABLET).await, office, "kiosk", survey, ward).await
    }

    /// The same, whose seconds are short.
    pub(crate) async fn set_up_in_a_hurry(office: &Office, mode: &str) -> Self {
        let browser = Browser::open(Window::TABLET).await;
        browser.before_every_page(HURRY).await;
        Self::set_up_in(browser, office, mode, VISITORS, KITA).await
    }

    async fn set_up_in(browser: Browser, office: &Office, mode: &str, survey: &str, ward: &'static str) -> Self {
        let link = office.adds_tablet(mode, ward, survey);
        let mut person = Person::meets(browser, office, survey, ward, &link).await;
        person.sheet.learn_tablet(office).await;
        let tablet = Self { person, mode: mode.to_owned(), home: office.at(PAGE) };
        tablet.person.sees("tablet.pin_choose").await;
        tablet.enters(PIN).await;
        tablet.person.sees("tablet.pin_again").await;
        tablet.enters(PIN).await;
        tablet.rests().await;
        tablet
    }

    /// Opens its page again.
    pub(crate) async fn opens(&self) {
        self.person.browser.visit(&self.home).await;
    }

    /// The browser is closed and started again, and the page opened.
    pub(crate) async fn restarted(self) -> Self {
        let Self { person, mode, home } = self;
        let Person { browser, sheet, language, ward, address } = person;
        let person = Person { browser: browser.restarted().await, sheet, language, ward, address };
        let tablet = Self { person, mode, home };
        tablet.opens().await;
        tablet
    }

    /// Writes a number and goes on.
    pub(crate) async fn enters(&self, pin: &str) {
        let field = self.person.browser.part(&["textbox"], self.person.word("tablet.pin_label"));
        field.write(pin).await;
        self.person.presses("code.check").await;
    }

    /// Waits for the first screen.
    pub(crate) async fn rests(&self) {
        self.person.reads(if self.mode == "field" { "tablet.desk" } else { "tablet.touch" }).await;
        self.way().found().await;
    }

    /// Begins in Japanese, and goes on to the first question.
    pub(crate) async fn begins(&self) {
        self.way().press().await;
        self.person.is_welcome().await;
        self.person.starts().await;
    }

    /// The button that begins in Japanese.
    pub(crate) fn way(&self) -> Place<'_> {
        let field = self.mode == "field";
        let words = if field { self.person.word("tablet.give") } else { self.person.sheet.title("ja") };
        self.person.browser.button(Name::Holds(words))
    }

    /// Waits until its page and all that this names are kept on the device.
    pub(crate) async fn is_ready_to_start_alone(&self) {
        until("the page on the device", async || {
            let kept = self.person.browser.script_later(KEPT).await?;
            if kept == json!(true) { Ok(()) } else { Err(kept.to_string()) }
        })
        .await;
    }

    /// Goes to the staff's screen.
    pub(crate) async fn unlocks(&self) {
        self.person.presses("tablet.staff").await;
        self.enters(PIN).await;
        self.person.sees("tablet.staff_title").await;
    }

    /// Everything in its database, by store.
    pub(crate) async fn device(&self) -> Value {
        self.person.browser.script_later(READ).await.expect("the device can be read")
    }

    /// How many responses wait on it.
    pub(crate) async fn owes(&self) -> usize {
        let device = self.device().await;
        let count = |store: &str| device[store].as_array().map_or(0, Vec::len);
        assert_eq!(count("outbox"), count("queue"), "a response and the note that it waits come and go together");
        count("queue")
    }

    /// Waits until so many responses wait on it.
    pub(crate) async fn will_owe(&self, count: usize) {
        until("what waits", async || match self.owes().await {
            owed if owed == count => Ok(()),
            owed => Err(format!("{owed} wait")),
        })
        .await;
    }

    /// Hands over a file where one is asked for.
    pub(crate) async fn gives_file(&self, file: &std::path::Path) {
        let browser = &self.person.browser;
        let page = browser.cdp("DOM.getDocument", json!({})).await.expect("there is a page");
        let wish = json!({ "nodeId": page["root"]["nodeId"], "selector": "input[type=file]" });
        let found = browser.cdp("DOM.querySelector", wish).await.expect("a file is asked for");
        let wish = json!({ "nodeId": found["nodeId"], "files": [file] });
        browser.cdp("DOM.setFileInputFiles", wish).await.expect("it is taken");
    }
}
