//! Pictures of every screen, on request: small ones by `cargo xtask screens`, exact ones with `KOE_SCREENSHOTS=DIR` set for
//! the tests.

use std::path::PathBuf;

use serde_json::json;

use super::tour::{self, Eye};
use crate::harness::{Browser, Person, Setting, Window};

/// Where the pictures go, where they are wanted.
pub(super) fn album() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KOE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).expect("the folder for the pictures can be made");
    Some(folder)
}

/// The same for exact pictures alone.
pub(super) fn large_album() -> Option<PathBuf> {
    if std::env::var_os("KOE_SCREENSHOTS_SMALL").is_some() { None } else { album() }
}

/// Keeps a small picture of what staff have before them, where those are wanted.
pub(super) async fn keeps_small(browser: &Browser, name: &str) {
    if let Some(folder) = album().filter(|_| std::env::var_os("KOE_SCREENSHOTS_SMALL").is_some()) {
        let picture = browser.small_picture(0.4, 0.0..800.0).await;
        std::fs::write(folder.join(format!("1280-{name}-ja.webp")), picture).expect("the picture can be kept");
    }
}

/// How far down the page something is to be confirmed, with some room below it.
const CONFIRMED_AT: &str = "const asked = document.querySelector('.confirm');
    return asked && asked.getBoundingClientRect().bottom + scrollY + 24";

/// Where the pictures go, and on which screen they are taken: in the light, in the dark, and on the smallest phone with the
/// largest letters; small ones in the light alone.
struct Album {
    folder: PathBuf,
    window: Window,
    small: bool,
}

impl Album {
    /// One for the pictures on this screen, where they are wanted.
    fn wanted(window: Window) -> Option<Self> {
        Some(Self { folder: album()?, window, small: std::env::var_os("KOE_SCREENSHOTS_SMALL").is_some() })
    }

    async fn keeps(&self, person: &Person, name: &str) {
        // Two frames later everything that was asked for is drawn.
        let drawn = "const done = arguments[arguments.length - 1]; window.scrollTo(0, 0);
            requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        person.browser.script_later(drawn).await.expect("the page is drawn");
        let (ending, picture) =
            if self.small { ("webp", self.small(person).await) } else { ("png", person.browser.picture().await) };
        let path = self.folder.join(format!("{name}.{ending}"));
        std::fs::write(&path, picture).expect("the picture can be kept");
    }

    /// As small as its words can still be read. A counter's screen is seen whole, of a phone's some more than is seen at once;
    /// where something is to be confirmed low on the page, as far down as that.
    async fn small(&self, person: &Person) -> Vec<u8> {
        let (scale, height) =
            if self.window.width > Window::PHONE.width { (0.275, 800.0) } else { (1.0 / 3.0, 1_000.0) };
        let end = person.browser.script(CONFIRMED_AT).await.expect("the page can be measured");
        let end = end.as_f64().unwrap_or_default().max(height);
        person.browser.small_picture(scale, end - height..end).await
    }

    /// As it comes out of a printer.
    async fn printed(&self, person: &Person, name: &str) {
        let paper = |media: &str| json!({ "media": media });
        person.browser.cdp("Emulation.setEmulatedMedia", paper("print")).await.expect("a page can look as on paper");
        self.keeps(person, &format!("{name}-printed")).await;
        person.browser.cdp("Emulation.setEmulatedMedia", paper("")).await.expect("a page can look as on a screen");
    }
}

impl Eye for Album {
    async fn looks(&mut self, person: &Person, name: &str) {
        let name = format!("{}-{name}", self.window.width);
        if self.small {
            person.browser.is_set(Setting { window: self.window, dark: false }).await;
            self.keeps(person, &name).await;
            return person.browser.is_set_as_it_came().await;
        }
        for (dark, look) in [(false, ""), (true, "-dark")] {
            person.browser.is_set(Setting { window: self.window, dark }).await;
            self.keeps(person, &format!("{name}{look}")).await;
        }
        person.browser.is_set(Setting { window: Window::SMALL, dark: false }).await;
        person.browser.has_letters("largest").await;
        self.keeps(person, &format!("{name}-largest")).await;
        person.browser.has_letters("standard").await;
        if name.contains("-sent-") {
            self.printed(person, &name).await;
        }
        person.browser.is_set_as_it_came().await;
    }
}

async fn forms(window: Window) {
    let Some(mut album) = Album::wanted(window) else { return };
    tour::residents(window, &mut album).await;
    tour::visitors(window, &mut album).await;
    tour::every_kind(window, &mut album).await;
    tour::by_code(window, &mut album).await;
}

#[tokio::test]
async fn pictures_of_every_screen_on_a_phone_are_taken_on_request() {
    forms(Window::PHONE).await;
}

#[tokio::test]
async fn pictures_of_every_screen_at_a_counter_are_taken_on_request() {
    forms(Window::KIOSK).await;
}

#[tokio::test]
async fn pictures_of_every_screen_of_tablets_are_taken_on_request() {
    let Some(mut album) = Album::wanted(Window::KIOSK) else { return };
    tour::tablets(&mut album).await;
    tour::attract_in_every_language(&mut album).await;
}

#[tokio::test]
async fn pictures_of_every_screen_in_a_sidebar_are_taken_on_request() {
    let Some(mut album) = Album::wanted(Window::SMALL) else { return };
    tour::pulse(Window::SMALL, &mut album).await;
}

#[tokio::test]
async fn pictures_of_drafts_are_taken_on_request() {
    let Some(mut album) = Album::wanted(Window::PHONE) else { return };
    tour::drafts(Window::PHONE, &mut album).await;
}
