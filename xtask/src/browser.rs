//! The browser that the whole-product tests drive.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{self, Stop};

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

/// A browser and the program that drives it.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Tells a test where the browser is.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_CHROMIUM", &self.chromium).env("KOE_CHROMEDRIVER", &self.driver);
    }
}

/// The browser of this machine, installed if this user may.
pub(crate) fn ensure() -> Result<Browser, Stop> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if run::may_apt() {
        println!("xtask: installing {}", PACKAGES.join(", "));
        run::apt_install(&PACKAGES)?;
    }
    find().ok_or_else(|| {
        Stop::new(format!(
            "the tests need Chromium and chromedriver: `apt-get install {}` as root, \
             or set KOE_CHROMIUM and KOE_CHROMEDRIVER to their paths",
            PACKAGES.join(" ")
        ))
    })
}

/// The browser of this machine, if there is one.
pub(crate) fn find() -> Option<Browser> {
    let chromium = named("KOE_CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])?;
    let driver = named("KOE_CHROMEDRIVER", &["chromedriver"])?;
    Some(Browser { chromium, driver })
}

fn named(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => run::on_path(names),
    }
}
