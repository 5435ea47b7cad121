//! A real Chromium over its own protocol, through a pipe: no port, and nothing to wait for.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::Stop;

/// A browser that does not answer for so long is lost.
const PATIENCE: Duration = Duration::from_secs(90);

/// What keeps the browser from doing anything of its own meanwhile.
const QUIET: [&str; 10] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A touch on what was just painted is a touch.
    "--allow-pre-commit-input",
];

/// The pipe is the descriptors 3 and 4, which only a shell can arrange.
const PIPED: &str = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

/// A browser that was never anywhere before, with one page.
pub(super) struct Chromium {
    child: Child,
    said: ChildStdin,
    heard: Receiver<Value>,
    events: VecDeque<Value>,
    calls: u64,
    session: String,
    profile: PathBuf,
}

impl Chromium {
    /// Opens one with an empty profile in this folder.
    pub(super) fn open(program: &Path, profile: &Path) -> Result<Self, Stop> {
        drop(std::fs::remove_dir_all(profile));
        std::fs::create_dir_all(profile).map_err(|why| Stop::on(profile, why))?;
        let lost = |why: std::io::Error| Stop::new(format!("cannot start {}: {why}", program.display()));
        let mut browser = Command::new("sh");
        browser.args(["-c", PIPED]).arg(program).args(QUIET).args(["--lang=ja", "--window-size=390,844"]);
        browser.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
        let mut child =
            browser.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(lost)?;
        let (Some(said), Some(out)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Stop::new("the browser has no pipe"));
        };
        let (passes_on, heard) = mpsc::channel();
        std::thread::spawn(move || {
            let messages = BufReader::new(out).split(0).map_while(Result::ok);
            for message in messages.filter_map(|message| serde_json::from_slice(&message).ok()) {
                if passes_on.send(message).is_err() {
                    return;
                }
            }
        });
        let (events, session, profile) = (VecDeque::new(), String::new(), profile.to_owned());
        let mut browser = Self { child, said, heard, events, calls: 0, session, profile };
        browser.session = browser.attach()?;
        Ok(browser)
    }

    fn attach(&mut self) -> Result<String, Stop> {
        let targets = self.ask("Target.getTargets", &json!({}))?;
        let mut targets = targets.pointer("/targetInfos").and_then(Value::as_array).into_iter().flatten();
        let page = targets.find(|target| text(target, "/type") == "page");
        let page = page.ok_or_else(|| Stop::new("the browser has no page"))?;
        let wish = json!({ "targetId": text(page, "/targetId"), "flatten": true });
        Ok(text(&self.ask("Target.attachToTarget", &wish)?, "/sessionId").to_owned())
    }

    /// Asks the browser as a whole.
    pub(super) fn ask(&mut self, method: &str, wish: &Value) -> Result<Value, Stop> {
        self.call(json!({ "method": method, "params": wish }))
    }

    /// Asks of the page.
    pub(super) fn page(&mut self, method: &str, wish: &Value) -> Result<Value, Stop> {
        self.call(json!({ "method": method, "params": wish, "sessionId": self.session }))
    }

    fn call(&mut self, mut message: Value) -> Result<Value, Stop> {
        self.calls += 1;
        let id = self.calls;
        if let Some(message) = message.as_object_mut() {
            message.insert("id".to_owned(), json!(id));
        }
        let lost = |why: std::io::Error| Stop::new(format!("the browser is gone: {why}"));
        self.said.write_all(format!("{message}\0").as_bytes()).map_err(lost)?;
        let late = Instant::now() + PATIENCE;
        loop {
            let Some(heard) = self.hear(late)? else {
                return Err(Stop::new(format!("the browser did not answer {}", text(&message, "/method"))));
            };
            if heard.pointer("/id").and_then(Value::as_u64) == Some(id) {
                return match heard.pointer("/error/message").and_then(Value::as_str) {
                    Some(why) => Err(Stop::new(format!("{}: {why}", text(&message, "/method")))),
                    None => Ok(heard.pointer("/result").cloned().unwrap_or_default()),
                };
            }
            self.events.push_back(heard);
        }
    }

    fn hear(&self, late: Instant) -> Result<Option<Value>, Stop> {
        match self.heard.recv_timeout(late.saturating_duration_since(Instant::now())) {
            Ok(heard) => Ok(Some(heard)),
            Err(mpsc::RecvTimeoutError::Timeout) => Ok(None),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(Stop::new("the browser ended by itself")),
        }
    }

    /// The next event of any kind.
    pub(super) fn event(&mut self) -> Result<Value, Stop> {
        if let Some(event) = self.events.pop_front() {
            return Ok(event);
        }
        self.hear(Instant::now() + PATIENCE)?.ok_or_else(|| Stop::new("nothing more happened in the page"))
    }

    /// The next of the events that came while something else was awaited.
    pub(super) fn heard(&mut self) -> Option<Value> {
        self.events.pop_front()
    }

    /// What an expression comes to in the page, once it does.
    pub(super) fn evaluate(&mut self, expression: &str) -> Result<Value, Stop> {
        let wish = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let told = self.page("Runtime.evaluate", &wish)?;
        if let Some(fault) = told.pointer("/exceptionDetails") {
            let why = [text(fault, "/text"), text(fault, "/exception/description")].join(" ");
            return Err(Stop::new(format!("in the page: {why}")));
        }
        Ok(told.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// A finger touches the page here.
    pub(super) fn touch(&mut self, spot: &Value) -> Result<(), Stop> {
        let point = json!({ "x": number(spot, "/x"), "y": number(spot, "/y") });
        self.page("Input.dispatchTouchEvent", &json!({ "type": "touchStart", "touchPoints": [point] }))?;
        self.page("Input.dispatchTouchEvent", &json!({ "type": "touchEnd", "touchPoints": [] })).map(drop)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // A browser that is asked ends its helpers too; one that is killed leaves them to find out.
        drop(self.ask("Browser.close", &json!({})));
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.profile));
    }
}

/// A text in what the browser said; empty where there is none.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// A number in what the browser said; 0 where there is none.
pub(super) fn number(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or_default()
}
