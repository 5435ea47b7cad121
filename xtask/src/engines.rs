//! The engines beside Chromium's, in which the form is tested too.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::browser::named;
use crate::house::House;
use crate::run::{self, Stop};
use crate::tools;

const FIREFOX: [&str; 1] = ["firefox-esr"];
/// `WebKitGTK` with its driver, what a window of its own is made with, and a screen for it.
const WEBKIT: [&str; 4] = ["webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"];
/// The Python that the system's packages are for, by which the window is run too.
const PYTHON: &str = "/usr/bin/python3";

/// The names by which the long harness is told which engine to run in.
pub(crate) const NAMES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// The other engines, and what drives them.
pub(crate) struct Engines {
    firefox: PathBuf,
    geckodriver: PathBuf,
    webkitdriver: PathBuf,
    xvfb: PathBuf,
}

impl Engines {
    /// Those of this machine, installed if this user may.
    pub(crate) fn ensure(house: &House) -> Result<Self, Stop> {
        let firefox = found("Firefox", &FIREFOX, || named("KOE_FIREFOX", &["firefox-esr", "firefox"]))?;
        let (webkitdriver, xvfb) = found("WebKitGTK", &WEBKIT, webkit)?;
        Ok(Self { firefox, geckodriver: tools::geckodriver(house)?, webkitdriver, xvfb })
    }

    /// Tells a test where they are.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_FIREFOX", &self.firefox).env("KOE_GECKODRIVER", &self.geckodriver);
        command.env("KOE_WEBKITDRIVER", &self.webkitdriver).env("KOE_XVFB", &self.xvfb);
    }
}

fn webkit() -> Option<(PathBuf, PathBuf)> {
    let asked = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')";
    let window = run::succeeds(Command::new(Path::new(PYTHON)).args(["-c", asked]));
    named("KOE_WEBKITDRIVER", &["WebKitWebDriver"]).zip(named("KOE_XVFB", &["Xvfb"])).filter(|_| window)
}

fn found<T>(what: &str, packages: &[&str], find: impl Fn() -> Option<T>) -> Result<T, Stop> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if run::may_apt() {
        println!("xtask: installing {}", packages.join(", "));
        run::apt_install(packages)?;
    }
    find().ok_or_else(|| {
        Stop::new(format!("the tests need {what} and its driver: `apt-get install {}` as root", packages.join(" ")))
    })
}
