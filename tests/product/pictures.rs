//! Pictures of every screen, on request: small ones by `cargo xtask screens`, exact ones with `KOE_SCREENSHOTS=DIR` set for
//! the tests.

use std::path::PathBuf;

use super::tour::{self, Eye};
use crate::harness::{Person, Setting, Window};

/// Where the pictures go, where they are wanted.
pub(super) fn album() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KOE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).expect("the folder for the pictures can be made");
    Some(folder)
}

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
        let (ending, picture) = if self.small {
            ("webp", person.browser.small_picture().await)
        } else {
            ("png", person.browser.picture().await)
        };
        let path = self.folder.join(format!("{name}.{ending}"));
        std::fs::write(&path, picture).expect("the picture can be kept");
    }
}

impl Eye for Album {
    async fn looks(&mut self, person: &Person, name: &str) {
        let Window { width, .. } = self.window;
        if self.small {
            return self.keeps(person, &format!("{width}-{name}")).await;
        }
        for (dark, look) in [(false, ""), (true, "-dark")] {
            person.browser.is_set(Setting { window: self.window, dark }).await;
            self.keeps(person, &format!("{width}-{name}{look}")).await;
        }
        person.browser.is_set(Setting { window: Window::SMALL, dark: false }).await;
        person.browser.has_letters("largest").await;
        self.keeps(person, &format!("{width}-{name}-largest")).await;
        person.browser.has_letters("standard").await;
        person.browser.is_set_as_it_came().await;
    }
}

#[tokio::test]
async fn pictures_of_every_screen_are_taken_on_request() {
    for window in [Window::PHONE, Window::KIOSK] {
        let Some(mut album) = Album::wanted(window) else { return };
        tour::residents(window, &mut album).await;
        tour::visitors(window, &mut album).await;
        tour::every_kind(window, &mut album).await;
        tour::by_code(window, &mut album).await;
    }
    if let Some(mut album) = Album::wanted(Window::TABLET) {
        tour::tablets(&mut album).await;
    }
    let Some(mut album) = Album::wanted(Window::SMALL) else { return };
    tour::pulse(Window::SMALL, &mut album).await;
}
