//! One visit of a browser that was never there before, and what it comes to.

use std::path::Path;

use serde_json::{Value, json};

use super::adapter::Adapter;
use super::chromium::{Chromium, number, text};
use super::figure::{self, Figure};
use super::steps::Step;
use super::trace::Trace;
use crate::run::Stop;

/// How often a button at the end is pressed before it is given up.
const PRESSES_MAX: usize = 12;

/// How a device and its line are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Profile {
    /// An old phone on a poor line: the processor 4 times slower, 1.6 Mbit/s down, 0.75 up, 150 ms.
    Slow,
    /// As fast as it goes.
    Unthrottled,
}

impl Profile {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Unthrottled => "unthrottled",
        }
    }

    /// By how much the page's main thread is slowed.
    pub(crate) fn processor(self) -> f64 {
        if self == Self::Slow { 4.0 } else { 1.0 }
    }

    /// The line, in bytes per second; -1 is no limit.
    fn line(self, offline: bool) -> Value {
        let [latency, down, up] = if self == Self::Slow { [150, 200_000, 93_750] } else { [0, -1, -1] };
        json!({ "offline": offline, "latency": latency, "downloadThroughput": down, "uploadThroughput": up })
    }
}

/// Something that the page fetched.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) address: String,
    /// When it was asked for, in ms since the navigation began.
    pub(crate) asked_ms: f64,
    /// Bytes as sent, its head with it.
    pub(crate) sent: f64,
}

/// A browser on its way through one target.
pub(crate) struct Visit<'a> {
    browser: Chromium,
    adapter: &'a Adapter,
    address: &'a str,
    blank: &'a str,
    profile: Profile,
    loads: usize,
    script: String,
    process: u64,
    /// What was seen of the network, as it was told.
    network: Vec<Value>,
    /// How long each touch took to be seen.
    touched_ms: Vec<f64>,
    /// What was measured.
    pub(crate) figures: Vec<(Figure, f64)>,
    /// What the first load fetched until the end of it.
    pub(crate) fetched: Vec<Fetched>,
}

impl<'a> Visit<'a> {
    /// A new browser, held back, on a page with nothing on it.
    pub(crate) fn begin(
        program: &Path,
        scratch: &Path,
        profile: Profile,
        (adapter, address, blank): (&'a Adapter, &'a str, &'a str),
    ) -> Result<Self, Stop> {
        let mut browser = Chromium::open(program, scratch)?;
        for domain in ["Page", "Runtime", "Network", "Performance"] {
            browser.page(&format!("{domain}.enable"), &json!({}))?;
        }
        let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
        browser.page("Emulation.setDeviceMetricsOverride", &phone)?;
        browser.page("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }))?;
        browser.page("Emulation.setLocaleOverride", &json!({ "locale": "ja-JP" }))?;
        browser.page("Runtime.addBinding", &json!({ "name": "koeBenchSays" }))?;
        browser.page("Network.emulateNetworkConditions", &profile.line(false))?;
        browser.page("Emulation.setCPUThrottlingRate", &json!({ "rate": profile.processor() }))?;
        let (loads, process, script) = (0, 0, String::new());
        let (network, touched_ms, figures, fetched) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self {
            browser,
            adapter,
            address,
            blank,
            profile,
            loads,
            script,
            process,
            network,
            touched_ms,
            figures,
            fetched,
        })
    }

    /// The first time: cold, and then the whole survey; what has to be found in the answers that were sent is looked for.
    pub(crate) fn answers(&mut self, steps: &[Step]) -> Result<(), Stop> {
        let lost = self.loads_cold()?;
        self.memory(Figure::MemoryStart)?;
        let before = self.work()?;
        self.walks(steps)?;
        let pause = "new Promise((done) => setTimeout(done, 800))";
        self.browser.evaluate(pause)?;
        let work = self.work()? - before;
        let touched = figure::sorted(&self.touched_ms);
        self.figures.extend([
            (Figure::WorkPerStep, work / figure::count(&touched)),
            (Figure::TouchMedian, figure::quantile(&touched, 0.5)),
            (Figure::TouchMost, figure::quantile(&touched, 0.95)),
        ]);
        let shift = self.browser.evaluate("koeBench.shift")?.as_f64().unwrap_or_default();
        self.figures.push((Figure::Shift, shift));
        self.memory(Figure::MemoryEnd)?;
        if !self.adapter.finish.is_empty() {
            let kept = !lost && self.was_sent()?;
            self.figures.push((Figure::Kept, if kept { 1.0 } else { 0.0 }));
        }
        Ok(())
    }

    /// What the page shows, for whoever wonders what went wrong.
    pub(crate) fn picture(&mut self, path: &Path) -> Result<(), Stop> {
        let shot = self.browser.page("Page.captureScreenshot", &json!({}))?;
        std::fs::write(path, unpack(text(&shot, "/data"))).map_err(|why| Stop::on(path, why))
    }

    /// Comes again twice, and a third time when there is no network: `unplug` sees to that the server is not there either.
    pub(crate) fn returns(&mut self, unplug: &mut dyn FnMut(bool) -> Result<(), Stop>) -> Result<(), Stop> {
        self.load()?;
        self.browser.evaluate("navigator.serviceWorker.ready.then(() => 1)")?;
        for figure in [Figure::Reload, Figure::SecondReload] {
            let load = self.load()?;
            self.figures.push((figure, number(&load.page, "/answerable")));
        }
        unplug(true)?;
        self.browser.page("Network.emulateNetworkConditions", &self.profile.line(true))?;
        let load = self.load();
        unplug(false)?;
        self.figures.push((Figure::Offline, number(&load?.page, "/answerable")));
        Ok(())
    }

    /// Whether the first touch was lost.
    fn loads_cold(&mut self) -> Result<bool, Stop> {
        let Load { page, trace, fetched } = self.load()?;
        self.process = trace.process;
        let (answerable, charge) = (number(&page, "/answerable"), number(&page, "/charge"));
        let until = answerable.max(charge);
        let [here, beside] = trace.wasm(f64::INFINITY);
        let sent = fetched.iter().filter(|one| one.asked_ms <= until).map(|one| one.sent).sum();
        self.figures.extend([
            (Figure::Paint, number(&page, "/paint")),
            (Figure::Shown, number(&page, "/shown")),
            (Figure::Answerable, answerable),
            (Figure::Charge, charge),
            (Figure::Blocking, trace.blocking()),
            (Figure::Sent, sent),
            (Figure::WasmHere, here),
            (Figure::WasmBeside, beside),
            (Figure::OneCore, trace.busy(until) + trace.wasm(until)[1] * self.profile.processor()),
        ]);
        self.fetched = fetched;
        self.fetched.retain(|one| one.asked_ms <= until);
        Ok(number(&page, "/lost") > 0.0)
    }

    /// One load from a page with nothing on it until it has been quiet for a while.
    fn load(&mut self) -> Result<Load, Stop> {
        self.replace_script()?;
        self.browser.page("Page.navigate", &json!({ "url": self.blank }))?;
        self.browser.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 1000)))")?;
        self.network.clear();
        while self.browser.heard().is_some() {}
        Trace::begin(&mut self.browser)?;
        self.browser.page("Page.navigate", &json!({ "url": self.address }))?;
        loop {
            let event = self.browser.event()?;
            if text(&event, "/method") != "Runtime.bindingCalled" {
                self.network.push(event);
                continue;
            }
            let said: Value = serde_json::from_str(text(&event, "/params/payload")).unwrap_or_default();
            match said.pointer("/touch") {
                Some(spot) => self.browser.touch(spot)?,
                None => break,
            }
        }
        let start = self.performance("NavigationStart")?;
        let page = self.browser.evaluate("koeBench.load")?;
        let network = &mut self.network;
        let trace = Trace::end(&mut self.browser, start, |event| network.push(event))?;
        let fetched = self.fetched(start);
        Ok(Load { page, trace, fetched })
    }

    fn replace_script(&mut self) -> Result<(), Stop> {
        if !self.script.is_empty() {
            let old = json!({ "identifier": self.script });
            self.browser.page("Page.removeScriptToEvaluateOnNewDocument", &old)?;
        }
        let source = json!({ "source": self.adapter.script(self.loads) });
        let added = self.browser.page("Page.addScriptToEvaluateOnNewDocument", &source)?;
        text(&added, "/identifier").clone_into(&mut self.script);
        self.loads += 1;
        Ok(())
    }

    fn fetched(&self, start: f64) -> Vec<Fetched> {
        let of = |method: &'static str| self.network.iter().filter(move |event| text(event, "/method") == method);
        let asked =
            of("Network.requestWillBeSent").filter(|event| text(event, "/params/request/url").starts_with("http"));
        let fetched = asked.filter_map(|event| {
            let id = text(event, "/params/requestId");
            let done = of("Network.loadingFinished").find(|done| text(done, "/params/requestId") == id)?;
            let address = text(event, "/params/request/url").splitn(4, '/').last().unwrap_or_default();
            Some(Fetched {
                address: format!("/{address}"),
                asked_ms: (number(event, "/params/timestamp") - start) * 1000.0,
                sent: number(done, "/params/encodedDataLength"),
            })
        });
        fetched.collect()
    }

    fn performance(&mut self, name: &str) -> Result<f64, Stop> {
        let metrics = self.browser.page("Performance.getMetrics", &json!({}))?;
        let mut metrics = metrics.pointer("/metrics").and_then(Value::as_array).into_iter().flatten();
        Ok(metrics.find(|metric| text(metric, "/name") == name).map_or(0.0, |metric| number(metric, "/value")))
    }

    /// How long the main thread was at work so far, in ms.
    fn work(&mut self) -> Result<f64, Stop> {
        Ok(self.performance("TaskDuration")? * 1000.0)
    }

    /// What the page's process holds, shared pages by their part, in MiB: figures of the script's heap leave Wasm out.
    fn memory(&mut self, figure: Figure) -> Result<(), Stop> {
        for _ in 0..2 {
            self.browser.page("HeapProfiler.collectGarbage", &json!({}))?;
            self.browser.evaluate("new Promise((done) => setTimeout(done, 200))")?;
        }
        let held = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.process)).unwrap_or_default();
        let line = held.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse::<f64>().ok());
        self.figures.extend(kib.map(|kib| (figure, kib / 1024.0)));
        Ok(())
    }

    /// Goes through the survey.
    fn walks(&mut self, steps: &[Step]) -> Result<(), Stop> {
        let walks = self.adapter.walk.is_some();
        while walks && self.touches(&json!({ "kind": "any" }))? {}
        for step in steps.iter().filter(|_| !walks) {
            self.takes(step)?;
        }
        // A walk ends where the first button of the end has brought it.
        for at in usize::from(walks)..self.adapter.finish.len() {
            // A form may ask for more before it ends.
            let mut presses = 0;
            while self.touches(&json!({ "kind": "finish", "at": at }))? {
                presses += 1;
                if presses > PRESSES_MAX {
                    return Err(Stop::new("the form comes to no end"));
                }
            }
        }
        Ok(())
    }

    fn takes(&mut self, step: &Step) -> Result<(), Stop> {
        let mut told = step.told.clone();
        let mut name = |kind: &str, part: usize| {
            if let Some(told) = told.as_object_mut() {
                told.insert("kind".to_owned(), json!(kind));
                told.insert("part".to_owned(), json!(part));
            }
            told.clone()
        };
        if step.kind != "date" {
            self.touches(&name(step.kind, 0))?;
            return self.writes(&step.text);
        }
        if let [_] = self.adapter.date.as_slice() {
            return self.browser.evaluate(&format!("koeBench.date({})", name("date", 0))).map(drop);
        }
        for (at, part) in step.text.split('-').enumerate() {
            self.touches(&name("part", at))?;
            self.writes(part.trim_start_matches('0'))?;
        }
        Ok(())
    }

    fn writes(&mut self, words: &str) -> Result<(), Stop> {
        for letter in words.chars() {
            self.browser.page("Input.insertText", &json!({ "text": letter.to_string() }))?;
            self.browser.evaluate("new Promise(requestAnimationFrame)")?;
        }
        Ok(())
    }

    /// Touches what a step names and times what comes of it; whether there was something to touch.
    fn touches(&mut self, step: &Value) -> Result<bool, Stop> {
        let armed = self.browser.evaluate(&format!("koeBench.arm({step})"))?;
        if armed.pointer("/over").is_some() {
            return Ok(false);
        }
        fault(&armed)?;
        self.browser.touch(&armed)?;
        let outcome = self.browser.evaluate("koeBench.outcome")?;
        fault(&outcome)?;
        self.touched_ms.push(number(&outcome, "/ms"));
        Ok(true)
    }

    /// Whether what was sent in the end has the first touch in it.
    fn was_sent(&mut self) -> Result<bool, Stop> {
        // One more answer, behind which everything that the network had to say has been heard.
        let mut events = Vec::new();
        self.browser.evaluate("1")?;
        while let Some(event) = self.browser.heard() {
            events.push(event);
        }
        for event in events.iter().filter(|event| text(event, "/method") == "Network.requestWillBeSent") {
            if !matches!(text(event, "/params/request/method"), "POST" | "PUT") {
                continue;
            }
            let id = json!({ "requestId": text(event, "/params/requestId") });
            let body = self.browser.page("Network.getRequestPostData", &id);
            if body.is_ok_and(|body| text(&body, "/postData").contains(&self.adapter.kept)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What one load came to.
struct Load {
    page: Value,
    trace: Trace,
    fetched: Vec<Fetched>,
}

/// From base64.
fn unpack(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let places = text.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte));
    let bits: Vec<bool> = places.flat_map(|place| (0..6).rev().map(move |bit| place >> bit & 1 == 1)).collect();
    bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect()
}

fn fault(said: &Value) -> Result<(), Stop> {
    match said.pointer("/fault").and_then(Value::as_str) {
        Some(why) => Err(Stop::new(why)),
        None => Ok(()),
    }
}
