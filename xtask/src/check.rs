//! Every check and every test, in the order in which they fail fastest.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::bench::budget;
use crate::engines;
use crate::failures::Failures;
use crate::house::House;
use crate::instruments::Instruments;
use crate::run::{self, Stop};
use crate::{build, figures, pure, tools, wasm, words};

/// Runs everything; the last line is the last line of the tests themselves.
pub(crate) fn test(house: &House) -> Result<(), Stop> {
    let mut ledger = Ledger::default();
    let mut closing = None;
    let outcome = steps(house, &mut ledger, &mut closing);
    ledger.print();
    if let Some(Closing { passed, line }) = closing {
        println!("{passed} tests passed; the last of them:\n{line}");
    }
    outcome
}

fn steps(house: &House, ledger: &mut Ledger, closing: &mut Option<Closing>) -> Result<(), Stop> {
    let instruments = ledger.step("set-up", || {
        wasm::ensure(house)?;
        tools::ensure(house)?;
        Instruments::ensure(house)
    })?;
    ledger.step("format", || run::run(house.cargo().args(["fmt", "--all", "--check"])))?;
    ledger.step("words and pure crates", || words::check(&house.root).and_then(|()| pure::check(house)))?;
    ledger.step("clippy", || {
        let all = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
        run::run(house.cargo().args(all))
    })?;
    ledger.step("site", || build::site(house))?;
    let office = ledger.step("office, as handed over", || build::office(house))?;
    ledger.step("sizes", || budget::check(house, &office))?;
    ledger.step("content", || run::run(Command::new(&office).arg("check").arg(house.root.join("content"))))?;
    ledger.step("compile tests", || run::run(house.cargo().args(["test", "--quiet", "--workspace", "--no-run"])))?;
    *closing = Some(ledger.step("tests", || tests(house, &instruments))?);
    Ok(())
}

/// How the tests ended.
struct Closing {
    passed: usize,
    /// Their own last line, held back until everything else has been said.
    line: String,
}

fn tests(house: &House, instruments: &Instruments) -> Result<Closing, Stop> {
    let mut tests = house.cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    instruments.dress(&mut tests, house)?;
    let mut child =
        tests.stdout(Stdio::piped()).spawn().map_err(|why| Stop::new(format!("cannot start the tests: {why}")))?;
    let said = child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok));
    let mut closing = Closing { passed: 0, line: String::new() };
    let mut failures = Failures::default();
    for line in said.filter(|line| !line.trim().is_empty()) {
        closing.passed += passed(&line);
        failures.hear(&line);
        println!("{}", std::mem::replace(&mut closing.line, line));
    }
    let status = child.wait().map_err(|why| Stop::new(format!("the tests were lost: {why}")))?;
    if status.success() {
        return Ok(closing);
    }
    println!("{}\n", closing.line);
    failures.print();
    Err(Stop::new("tests failed; their names are above"))
}

fn passed(line: &str) -> usize {
    let counts = line.strip_prefix("test result: ok. ").and_then(|rest| rest.split(' ').next());
    counts.and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// A long harness: package, test binary, which of its tests, and the full count.
type Soak<'a> = (&'a str, &'a str, &'a str, &'a str);

const SOAKS: [Soak<'static>; 16] = [
    ("koe", "product", "soak_whenever", "50"),
    ("koe", "product", "soak_an_answer_pressed", "40"),
    ("koe", "product", "taking_over::soak", "40"),
    ("koe", "product", "soak_every_door", "500"),
    ("koe", "product", "soak_a_survey_put_up", "1000"),
    ("koe", "journey", "at_both_doors", "1000"),
    ("office", "office", "killed::everything", "200"),
    ("office", "office", "a_load_that_was_killed", "50"),
    ("office", "office", "offices_that_are_killed", "60"),
    ("office", "office", "soak_a_publication", "500"),
    ("office", "office", "soak_idle_connections", "10000"),
    ("office", "office", "schemathesis::nothing", "600"),
    ("office", "office", "somebody_elses_program", "150"),
    ("office", "office", "soak_an_export", "1000000"),
    ("office", "office", "soak_a_table_of_many_rows", "10000000"),
    ("questionnaire", "questionnaire", "properties", "2000"),
];

/// The one that is run in every engine of browsers.
const KILLED: Soak<'static> = ("koe", "product", "soak_a_browser_killed", "100");

/// What a bench shows of a tablet on which so much waits.
const WAITING: (&str, &str, &str) = ("koe", "product", "soak_what_waits");

/// Counts a table of so many rows again, beside a database that counts the same; a line for each.
pub(crate) fn recounted(house: &House, rows: &str) -> Result<String, Stop> {
    let of_rows = ("office", "office", "soak_a_table_of_many_rows", rows);
    let mut soak = soaking(house, &Instruments::ensure(house)?, of_rows)?;
    soak.envs(tools::duckdb(house).map(|python| ("KOE_DUCKDB", python)));
    let said =
        run::answer(&mut soak).ok_or_else(|| Stop::new(format!("a table of {rows} rows is not counted again")))?;
    let lines = said.lines().filter(|line| line.contains(" on one core"));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Sends what waits on one tablet, so many responses, and has the page say how it fared; a line for it.
pub(crate) fn waiting(house: &House, count: usize) -> Result<String, Stop> {
    let (package, test, filter) = WAITING;
    let mut soak = soaking(house, &Instruments::ensure(house)?, (package, test, filter, &count.to_string()))?;
    let said =
        run::answer(&mut soak).ok_or_else(|| Stop::new(format!("{filter} failed with {count}: run it by itself")))?;
    let line = said.lines().find(|line| line.contains(" responses in "));
    line.map(str::to_owned).ok_or_else(|| Stop::new(format!("{filter} did not say how it fared")))
}

/// Runs the long harnesses at their full count.
pub(crate) fn soak(house: &House) -> Result<(), Stop> {
    figures::soak(house)?;
    let instruments = Instruments::ensure(house)?;
    build::build(house)?;
    for soak in SOAKS {
        run::run(&mut soaking(house, &instruments, soak)?)?;
    }
    for engine in engines::NAMES {
        let mut killed = soaking(house, &instruments, KILLED)?;
        println!("xtask: in {engine}");
        run::run(killed.env("KOE_ENGINE", engine))?;
    }
    Ok(())
}

fn soaking(
    house: &House,
    instruments: &Instruments,
    (package, test, filter, count): Soak<'_>,
) -> Result<Command, Stop> {
    println!("xtask: {package}, {filter}, {count} times …");
    let mut soak = house.cargo();
    soak.args(["test", "--package", package, "--test", test, "--", filter, "--nocapture"]);
    instruments.dress(&mut soak, house)?;
    soak.env("KOE_SOAK_COUNT", count);
    Ok(soak)
}

/// What ran, and how long each took.
#[derive(Default)]
struct Ledger {
    rows: Vec<(&'static str, Duration, bool)>,
}

impl Ledger {
    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
        println!("xtask: {name} …");
        let start = Instant::now();
        let outcome = work();
        self.rows.push((name, start.elapsed(), outcome.is_ok()));
        outcome
    }

    fn print(&self) {
        println!();
        for (name, took, passed) in &self.rows {
            println!("{:>8.1} s  {}  {name}", took.as_secs_f64(), if *passed { "ok    " } else { "FAILED" });
        }
        let all: Duration = self.rows.iter().map(|(_, took, _)| *took).sum();
        println!("{:>8.1} s  in all\n", all.as_secs_f64());
    }
}
