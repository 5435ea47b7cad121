//! The engines of browsers: which programs drive them, and how they are started.

use std::path::Path;

use serde_json::{Value, json};
use tokio::process::Command;

use super::browser::Window;
use super::handed;

/// What a browser is made around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    /// `WebKitGTK` in a window of its own, since its `MiniBrowser` forgets everything when it is driven.
    WebKit,
}

impl Engine {
    /// The one that the long harness is to be run in.
    pub(crate) fn asked_for() -> Self {
        match std::env::var("KOE_ENGINE").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("KOE_ENGINE is {other:?}, and not chromium, firefox or webkit"),
        }
    }

    /// What drives it. Where the driver cannot choose a port and say so, it listens on `port`.
    pub(super) fn driver(self, port: u16) -> Command {
        let mut driver = Command::new(handed(match self {
            Self::Chromium => "KOE_CHROMEDRIVER",
            Self::Firefox => "KOE_GECKODRIVER",
            Self::WebKit => "KOE_WEBKITDRIVER",
        }));
        match self {
            Self::Chromium => driver.args(["--port=0", "--log-level=SEVERE"]),
            // It has a second way to its browser, whose port would be the same for all.
            Self::Firefox => driver.args(["--port=0", "--websocket-port=0", "--log=info"]),
            Self::WebKit => driver.arg(format!("--port={port}")),
        };
        driver
    }

    /// The port that its driver says in this line that it listens on.
    pub(super) fn announced(self, line: &str) -> Option<u16> {
        let before = match self {
            Self::Chromium => "successfully on port ",
            Self::Firefox => "Listening on 127.0.0.1:",
            Self::WebKit => return None,
        };
        line.rsplit_once(before).and_then(|(_, port)| port.trim_end_matches('.').parse().ok())
    }

    /// What the browser is to be like.
    pub(super) fn capabilities(self, window: Window, profile: &Path) -> Value {
        let mut wish = match self {
            Self::Chromium => chromium(window, profile),
            Self::Firefox => firefox(window, profile),
            Self::WebKit => webkit(window, profile),
        };
        wish["timeouts"] = json!({ "script": 180_000, "pageLoad": 60_000 });
        json!({ "capabilities": { "alwaysMatch": wish } })
    }
}

/// Chromium without the windows that nobody sees here, where this machine has it: it starts in a quarter of the time.
fn chromium(window: Window, profile: &Path) -> Value {
    let bare = std::env::var_os("KOE_CHROMIUM_SHELL").filter(|_| !window.whole);
    let name = if bare.is_some() { "chrome-headless-shell" } else { "chrome" };
    let binary = bare.map_or_else(|| handed("KOE_CHROMIUM"), Into::into);
    json!({
        "browserName": name,
        "goog:chromeOptions": {
            "binary": binary,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--lang=ja", "--force-prefers-reduced-motion", format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": { "intl.accept_languages": "ja" },
            "mobileEmulation": { "deviceMetrics": {
                "width": window.width, "height": window.height, "pixelRatio": 2.0, "touch": true,
            } },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    })
}

/// The window is the page and nothing else, and may be as small as a phone.
const BARE_FIREFOX: &str = ":root { min-width: 0 !important; min-height: 0 !important }
    #navigator-toolbox { display: none !important }";

fn firefox(window: Window, profile: &Path) -> Value {
    let chrome = profile.join("chrome");
    std::fs::create_dir_all(&chrome).expect("a profile can be begun");
    std::fs::write(chrome.join("userChrome.css"), BARE_FIREFOX).expect("the profile can be written in");
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": handed("KOE_FIREFOX"),
            "args": [
                "-headless", "-profile", profile,
                "--width", window.width.to_string(), "--height", window.height.to_string(),
            ],
            "prefs": {
                "intl.accept_languages": "ja", "ui.prefersReducedMotion": 1, "javascript.enabled": window.scripts,
                "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                // Whatever else it would ask of the world while nobody drives it.
                "app.normandy.enabled": false, "services.settings.server": "data:,",
            },
        },
    })
}

fn webkit(window: Window, profile: &Path) -> Value {
    let host = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/webkit_host.py");
    let scripts = if window.scripts { "scripts" } else { "none" };
    json!({
        "webkitgtk:browserOptions": {
            "binary": host,
            "args": [profile.display().to_string(), window.width.to_string(), window.height.to_string(), scripts],
        },
    })
}
