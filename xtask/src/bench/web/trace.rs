//! What a trace says of a load: how long the page's main thread was at what.

use serde_json::{Value, json};

use super::chromium::{Chromium, number, text};
use crate::run::Stop;

/// Below this a task keeps nobody waiting.
const BLOCKING_MS: f64 = 50.0;

const CATEGORIES: [&str; 3] =
    ["disabled-by-default-devtools.timeline", "v8.wasm", "disabled-by-default-v8.wasm.detailed"];

/// A stretch of time, in ms since the navigation began.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    start: f64,
    length: f64,
}

impl Span {
    fn end(self) -> f64 {
        self.start + self.length
    }

    /// How much of it lies before a moment.
    fn before(self, moment: f64) -> f64 {
        (self.end().min(moment) - self.start.max(0.0)).max(0.0)
    }
}

/// What one load cost.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// The process of the page.
    pub(super) process: u64,
    tasks: Vec<Span>,
    /// Work on WebAssembly in the main thread.
    wasm_here: Vec<Span>,
    /// The same in others, which a slowed processor does not slow.
    wasm_beside: Vec<Span>,
}

impl Trace {
    /// Begins to write down what the browser does.
    pub(super) fn begin(browser: &mut Chromium) -> Result<(), Stop> {
        let wish = json!({ "includedCategories": CATEGORIES, "excludedCategories": ["*"] });
        browser.ask("Tracing.start", &json!({ "transferMode": "ReportEvents", "traceConfig": wish })).map(drop)
    }

    /// Ends it; `start` is when the navigation began on the browser's clock, in seconds. What else happened goes to `other`.
    pub(super) fn end(browser: &mut Chromium, start: f64, mut other: impl FnMut(Value)) -> Result<Self, Stop> {
        browser.ask("Tracing.end", &json!({}))?;
        let mut events = Vec::new();
        loop {
            let mut event = browser.event()?;
            match text(&event, "/method") {
                "Tracing.tracingComplete" => return Ok(Self::of(&events, start * 1000.0)),
                "Tracing.dataCollected" => {
                    if let Some(Value::Array(more)) = event.pointer_mut("/params/value").map(Value::take) {
                        events.extend(more);
                    }
                }
                _ => other(event),
            }
        }
    }

    fn of(events: &[Value], start_ms: f64) -> Self {
        let whole_number = |event: &Value, path| event.pointer(path).and_then(Value::as_u64).unwrap_or_default();
        let place = |event: &Value| (whole_number(event, "/pid"), whole_number(event, "/tid"));
        let span = |event: &Value| Span {
            start: number(event, "/ts") / 1000.0 - start_ms,
            length: number(event, "/dur") / 1000.0,
        };
        let whole = |event: &&Value| text(event, "/ph") == "X" && span(event).end() > 0.0;
        let named = |name: &'static str| events.iter().filter(whole).filter(move |event| text(event, "/name") == name);
        let main =
            |event: &&Value| text(event, "/name") == "thread_name" && text(event, "/args/name") == "CrRendererMain";
        let mains: Vec<_> = events.iter().filter(main).map(place).collect();
        // The browser has pages of its own, which rest meanwhile.
        let busy = |thread: &(u64, u64)| {
            named("RunTask").filter(|event| place(event) == *thread).map(|event| span(event).length).sum::<f64>()
        };
        let page = mains.into_iter().max_by(|one, other| busy(one).total_cmp(&busy(other)));
        let Some(page) = page else { return Self::default() };
        let wasm = events.iter().filter(whole).filter(|event| text(event, "/name").starts_with("wasm."));
        let (here, beside): (Vec<&Value>, Vec<&Value>) =
            wasm.filter(|event| place(event).0 == page.0).partition(|event| place(event) == page);
        let spans = |events: Vec<&Value>| {
            let mut threads: Vec<((u64, u64), Span)> =
                events.into_iter().map(|event| (place(event), span(event))).collect();
            threads.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.start.total_cmp(&other.1.start)));
            outermost(threads)
        };
        Self {
            process: page.0,
            tasks: named("RunTask").filter(|event| place(event) == page).map(span).collect(),
            wasm_here: spans(here),
            wasm_beside: spans(beside),
        }
    }

    /// By how much tasks were longer than nobody notices.
    pub(super) fn blocking(&self) -> f64 {
        self.tasks.iter().map(|task| (task.length - BLOCKING_MS).max(0.0)).sum()
    }

    /// How long the main thread was at work before a moment.
    pub(super) fn busy(&self, moment: f64) -> f64 {
        self.tasks.iter().map(|task| task.before(moment)).sum()
    }

    /// How long WebAssembly was compiled in the main thread before a moment, and how long in others.
    pub(super) fn wasm(&self, moment: f64) -> [f64; 2] {
        [&self.wasm_here, &self.wasm_beside].map(|spans| spans.iter().map(|span| span.before(moment)).sum())
    }
}

/// Of spans in order, thread by thread, those that lie in no other.
fn outermost(threads: Vec<((u64, u64), Span)>) -> Vec<Span> {
    let mut kept: Vec<((u64, u64), Span)> = Vec::new();
    for (thread, span) in threads {
        if kept.last().is_none_or(|(other, last)| *other != thread || span.start >= last.end()) {
            kept.push((thread, span));
        }
    }
    kept.into_iter().map(|(_, span)| span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, tid: u64, ts: u64, dur: u64) -> Value {
        json!({ "ph": "X", "pid": 7, "tid": tid, "ts": ts, "dur": dur, "name": name })
    }

    fn main_thread() -> Value {
        json!({ "ph": "M", "pid": 7, "tid": 1, "name": "thread_name", "args": { "name": "CrRendererMain" } })
    }

    #[test]
    fn only_the_part_of_a_task_that_is_felt_blocks() {
        let events = [main_thread(), event("RunTask", 1, 1_000_000, 80_000), event("RunTask", 1, 1_100_000, 40_000)];
        let trace = Trace::of(&events, 1000.0);
        assert!((trace.blocking() - 30.0).abs() < 0.01, "{trace:?}");
        assert!((trace.busy(120.0) - 100.0).abs() < 0.01, "{trace:?}");
    }

    #[test]
    fn what_is_compiled_beside_the_page_is_told_apart_and_once() {
        let events = [
            main_thread(),
            event("RunTask", 1, 1_000_000, 9_000),
            event("wasm.Compile", 1, 1_000_000, 9_000),
            event("wasm.CompileInner", 1, 1_001_000, 2_000),
            event("wasm.Background", 2, 1_000_000, 5_000),
        ];
        let [here, beside] = Trace::of(&events, 1000.0).wasm(1000.0);
        assert!((here - 9.0).abs() < 0.01 && (beside - 5.0).abs() < 0.01, "{here}, {beside}");
    }
}
