//! The browsers that the whole-product tests drive: one with everything, and one for text alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, Stop};

const PACKAGES: [&str; 4] = ["chromium", "chromium-driver", "fonts-noto-cjk", "fonts-lohit-deva"];
const SHELL: &str = "chromium-headless-shell";
const LYNX: &str = "lynx";

/// A browser and the program that drives it.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
    /// The same engine without windows, which starts faster; the tests go without where there is none.
    shell: Option<PathBuf>,
}

/// A browser that shows text and runs no script.
pub(crate) struct TextBrowser(PathBuf);

impl TextBrowser {
    /// The one of this machine, installed if this user may.
    pub(crate) fn ensure() -> Result<Self, Stop> {
        let find = || named("KOE_LYNX", &[LYNX]);
        if find().is_none() && run::may_apt() {
            println!("xtask: installing {LYNX}");
            run::apt_install(&[LYNX])?;
        }
        find().map(Self).ok_or_else(|| {
            Stop::new(format!("the tests need {LYNX}: `apt-get install {LYNX}` as root, or set KOE_LYNX to its path"))
        })
    }

    /// Tells a test where it is.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_LYNX", &self.0);
    }
}

impl Browser {
    /// Tells a test where the browser is.
    pub(crate) fn dress(&self, command: &mut Command) {
        command.env("KOE_CHROMIUM", &self.chromium).env("KOE_CHROMEDRIVER", &self.driver);
        command.envs(self.shell.as_ref().map(|shell| ("KOE_CHROMIUM_SHELL", shell)));
    }

    /// The paths that a visit to one page asks an origin for, from a browser that was never there before.
    pub(crate) fn visit(&self, origin: &str, page: &str, scratch: &Path) -> Result<BTreeSet<String>, Stop> {
        std::fs::create_dir_all(scratch).map_err(|why| Stop::on(scratch, why))?;
        let log = scratch.join("net-log.json");
        let mut visit = Command::new(&self.chromium);
        visit.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]);
        visit.args([
            "--no-first-run",
            "--accept-lang=ja",
            "--window-size=390,844",
            "--virtual-time-budget=10000",
            "--dump-dom",
        ]);
        visit.arg(format!("--user-data-dir={}", scratch.join("profile").display()));
        visit.arg(format!("--log-net-log={}", log.display())).arg(format!("{origin}{page}"));
        if !run::succeeds(&mut visit) {
            return Err(Stop::new("the browser did not come back from its visit: try it by hand"));
        }
        let log = std::fs::read_to_string(&log).map_err(|why| Stop::on(&log, why))?;
        Ok(log.lines().filter_map(|event| asked_for(event, origin)).map(str::to_owned).collect())
    }
}

/// The path that one event of the browser's network log asks an origin for; other events name addresses too.
fn asked_for<'log>(event: &'log str, origin: &str) -> Option<&'log str> {
    let (_, rest) = event.split_once("\"url\":\"").filter(|_| event.contains("\"method\":\""))?;
    rest.strip_prefix(origin)?.split('"').next()
}

/// The browser of this machine, installed if this user may.
pub(crate) fn ensure() -> Result<Browser, Stop> {
    if find().is_none() && run::may_apt() {
        println!("xtask: installing {}", PACKAGES.join(", "));
        run::apt_install(&PACKAGES)?;
    }
    if named_shell().is_none() && run::may_apt() {
        println!("xtask: installing {SHELL}");
        // Not every release of Debian has it.
        if let Err(why) = run::apt_install(&[SHELL]) {
            println!("xtask: the tests take longer without {SHELL}: {}", why.0);
        }
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
    Some(Browser { chromium, driver, shell: named_shell() })
}

fn named_shell() -> Option<PathBuf> {
    named("KOE_CHROMIUM_SHELL", &[SHELL, "chrome-headless-shell"])
}

/// A program by the variable that names its path, or else by these names.
pub(crate) fn named(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => run::on_path(names),
    }
}

#[cfg(test)]
mod tests {
    use super::asked_for;

    #[test]
    fn only_a_request_to_the_origin_itself_counts() {
        let request = r#"{"params":{"method":"GET","url":"http://127.0.0.1:5/koe.js"}},"#;
        assert_eq!(asked_for(request, "http://127.0.0.1:5"), Some("/koe.js"));
        assert_eq!(asked_for(request, "http://127.0.0.1:6"), None);
        assert_eq!(asked_for(r#"{"params":{"url":"http://127.0.0.1:5/"}},"#, "http://127.0.0.1:5"), None);
    }
}
