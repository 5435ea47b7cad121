//! A person with a phone, who reads one language and answers a survey.

use serde_json::json;

use super::browser::{Browser, Window};
use super::found::Name;
use super::journey::{Says, Step};
use super::keys::Key;
use super::office::Office;
use super::place::{Place, Roles};
use super::sheet::Sheet;
use super::until::until;

/// Radios and boxes alike: what can be chosen.
const CHOICES: Roles = &["radio", "checkbox"];

/// Someone who answers.
pub(crate) struct Person {
    /// What they hold.
    pub(crate) browser: Browser,
    /// What is asked of them.
    pub(crate) sheet: Sheet,
    /// What they read.
    pub(crate) language: &'static str,
    /// Whose ward it is.
    pub(crate) ward: &'static str,
    /// By which address they come.
    pub(crate) address: String,
}

impl Person {
    /// Opens the survey on a phone by a link that names the ward, and reads the opening screen in Japanese.
    pub(crate) async fn arrives(office: &Office, survey: &str, ward: &'static str) -> Self {
        Self::comes_with(Window::PHONE, office, survey, ward).await
    }

    /// The same on another screen.
    pub(crate) async fn comes_with(window: Window, office: &Office, survey: &str, ward: &'static str) -> Self {
        let person = Self::follows_link(window, office, survey, ward).await;
        person.is_welcome().await;
        person
    }

    /// The same, whatever screen comes first.
    pub(crate) async fn follows_link(window: Window, office: &Office, survey: &str, ward: &'static str) -> Self {
        let sheet = Sheet::of(office, survey).await;
        let address = office.at(&format!("/s/{survey}?ward={ward}"));
        let person = Self { browser: Browser::open(window).await, sheet, language: "ja", ward, address };
        person.opens().await;
        person
    }

    /// Opens the form without script by a link that names the ward, in a browser that runs none, and reads its first
    /// page in Japanese.
    pub(crate) async fn without_script(office: &Office, survey: &str, ward: &'static str) -> Self {
        Self::comes_without_script(Window::PHONE, office, survey, ward).await
    }

    /// The same on another screen.
    pub(crate) async fn comes_without_script(
        window: Window,
        office: &Office,
        survey: &str,
        ward: &'static str,
    ) -> Self {
        let address = office.at(&format!("/s/{survey}/plain?ward={ward}&lang=ja"));
        let browser = Browser::open(Window { scripts: false, ..window }).await;
        let person = Self::meets(browser, office, survey, ward, &address).await;
        person.is_welcome().await;
        person
    }

    /// Opens a page in which the survey stands.
    pub(crate) async fn meets(browser: Browser, office: &Office, survey: &str, ward: &'static str, page: &str) -> Self {
        let sheet = Sheet::of(office, survey).await;
        let person = Self { browser, sheet, language: "ja", ward, address: page.to_owned() };
        person.opens().await;
        person
    }

    /// Opens the link again.
    pub(crate) async fn opens(&self) {
        self.browser.visit(&self.address).await;
    }

    /// Waits for the opening screen.
    pub(crate) async fn is_welcome(&self) {
        self.browser.heading(self.sheet.title(self.language)).found().await;
    }

    /// What the interface says in this person's language.
    pub(crate) fn word(&self, key: &str) -> String {
        self.sheet.word(self.language, key)
    }

    /// What a question asks.
    pub(crate) fn words_of(&self, id: &str) -> String {
        self.sheet.question(self.language, self.ward, id)
    }

    /// Presses the button that says so.
    pub(crate) async fn presses(&self, key: &str) {
        self.browser.button(self.word(key)).press().await;
    }

    /// Has what waits tried again, by the button unless the page has tried of itself by then. It is pressed as a screen
    /// reader does: a finger could meet what has come in its place.
    pub(crate) async fn tries_again(&self) {
        let waits = self.browser.heading(self.word("waiting.title"));
        let button = self.browser.button(self.word("waiting.retry"));
        until("what waits to be tried again", async || {
            if waits.all().await?.is_empty() {
                return Ok(());
            }
            let node = button.look().await?.node;
            self.browser.on(node, "function() { this.click() }", json!([])).await.map(drop)
        })
        .await;
    }

    /// Waits for a screen by its heading.
    pub(crate) async fn sees(&self, key: &str) {
        self.browser.heading(self.word(key)).found().await;
    }

    /// Waits until the page says so.
    pub(crate) async fn reads(&self, key: &str) {
        self.browser.reads(&self.word(key)).await;
    }

    /// Leaves the opening screen for what comes after it. What is on both is aimed at once the opening is gone: it stands
    /// at another height there.
    pub(crate) async fn starts(&self) {
        let start = self.browser.button(self.word("opening.start"));
        start.press().await;
        start.gone().await;
    }

    /// Waits until this is asked.
    pub(crate) async fn is_asked(&self, id: &str) {
        self.browser.heading(Name::Holds(self.words_of(id))).found().await;
    }

    /// The group of what belongs to a question.
    pub(crate) fn group(&self, id: &str) -> Place<'_> {
        self.browser.part(&["group", "radiogroup"], Name::Holds(self.words_of(id)))
    }

    /// A choice of a question.
    pub(crate) fn choice(&self, id: &str, code: &str) -> Place<'_> {
        self.group(id).part(CHOICES, self.sheet.choice(self.language, self.ward, id, code))
    }

    /// The box in which a question's words or number are written.
    pub(crate) fn field(&self, id: &str) -> Place<'_> {
        self.browser.part(&["textbox"], Name::Holds(self.words_of(id)))
    }

    /// Waits for a question and takes a choice.
    pub(crate) async fn takes(&self, id: &str, code: &str) {
        self.choice(id, code).choose().await;
    }

    /// Waits for a question and writes.
    pub(crate) async fn writes(&self, id: &str, words: &str) {
        self.field(id).write(words).await;
        self.field(id).holds(words).await;
    }

    /// Waits for a question and writes a day or a month, part by part, over what stood there.
    pub(crate) async fn writes_date(&self, id: &str, parts: &[&str]) {
        self.is_asked(id).await;
        for (key, part) in ["number.year", "number.month", "number.day"].into_iter().zip(parts) {
            let field = self.group(id).part(&["textbox"], self.word(key));
            field.press().await;
            self.browser.erase().await;
            self.browser.write(part).await;
            field.holds(part).await;
        }
    }

    /// Empties a question's box.
    pub(crate) async fn clears(&self, id: &str) {
        self.field(id).press().await;
        self.browser.erase().await;
        self.field(id).holds("").await;
    }

    /// Presses "next".
    pub(crate) async fn goes_on(&self) {
        self.presses("asking.next").await;
    }

    /// Presses "previous".
    pub(crate) async fn goes_back(&self) {
        self.presses("asking.previous").await;
    }

    /// Answers question after question.
    pub(crate) async fn answers(&self, steps: &[Step]) {
        for step in steps {
            self.is_asked(step.0).await;
            self.says(step).await;
            self.goes_on().await;
        }
    }

    /// Answers one question, on the page of it.
    pub(crate) async fn says(&self, (id, says): &Step) {
        match says {
            Says::One(code) => self.takes(id, code).await,
            Says::Several(codes) => {
                for code in *codes {
                    self.takes(id, code).await;
                }
            }
            Says::Other(code, words) => {
                self.takes(id, code).await;
                let more = self.browser.part(&["textbox"], self.word("asking.other"));
                more.write(words).await;
                more.holds(words).await;
            }
            Says::Words(words) => self.writes(id, words).await,
            Says::Nothing => {}
        }
    }

    /// Leaves a page, be it that something was said of it or not.
    pub(crate) async fn passes(&self) {
        let (on, pass) = (self.word("asking.next"), self.word("asking.pass"));
        self.browser.button(Name::OneOf(vec![on, pass])).press().await;
    }

    /// Waits for the review and sends.
    pub(crate) async fn sends(&self) {
        self.sees("review.title").await;
        self.presses("review.send").await;
    }

    /// Waits until the screen says that it is received.
    pub(crate) async fn has_sent(&self) {
        self.sees("sent.title").await;
        self.reads("sent.text").await;
    }

    /// The receipt number on the screen, without its gaps.
    pub(crate) async fn receipt(&self) -> String {
        let part = self.browser.part(&["region"], self.word("receipt.title"));
        until("the receipt number", async || {
            let lines = part.lines().await?;
            let of_it = |word: &&str| {
                word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
            };
            let number: String = lines.iter().flat_map(|line| line.split([' ', '-'])).filter(of_it).collect();
            if number.len() == 20 { Ok(number) } else { Err(format!("the part says {lines:?}")) }
        })
        .await
    }

    /// Reads on in another language.
    pub(crate) async fn switches_to(&mut self, language: &'static str) {
        self.browser.button(self.sheet.word(language, "language.name")).press().await;
        self.language = language;
    }

    /// Goes from part to part with the Tab key until this one has the focus, which can be seen all the way.
    pub(crate) async fn tabs_to(&self, role: &str, name: impl Into<Name>) {
        let name = name.into();
        let mut passed = Vec::new();
        while passed.len() < 90 {
            self.browser.key(Key::Tab).await;
            self.browser.shows_focus().await;
            // The module can take the place of the part that is looked at, and hands its focus on.
            let focus = until("something with the focus", async || self.browser.focus().await).await;
            if focus.role == role && name.fits(&focus.name) {
                return;
            }
            passed.push(focus.name);
        }
        panic!("the Tab key never came to the {role} {name:?}, only to {passed:?}");
    }

    /// Ends with the receipt, and waits until it is off the device.
    pub(crate) async fn leaves(&self) {
        self.presses("sent.leave").await;
        until("a device without it", async || match self.browser.on_device("drafts").await.len() {
            0 => Ok(()),
            left => Err(format!("{left} left")),
        })
        .await;
    }

    /// Whether the browser has anything to complain of, and whom it asked.
    pub(crate) async fn leaves_without_complaint(&self) {
        let journal = self.browser.journal().await;
        assert_eq!(journal.complaints, Vec::<String>::new(), "the browser complained");
        let home = self.address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/") + "/";
        let foreign: Vec<_> = journal.asked.iter().filter(|address| !address.starts_with(&home)).collect();
        assert!(foreign.is_empty(), "others were asked: {foreign:?}");
    }
}
