//! What everything costs as a survey or a queue grows: `cargo xtask bench growth`.

use std::fmt::Write as _;
use std::path::Path;

use super::desk::Desk;
use super::web::adapter::Adapter;
use super::web::figure::{self, Figure};
use super::web::floor::Floor;
use super::web::steps;
use super::web::visit::{Profile, Visit};
use crate::house::House;
use crate::run::{self, Stop};
use crate::{browser, build, check};

/// So many questions are asked of a device that is held back.
const QUESTIONS: [usize; 4] = [10, 50, 200, 500];
/// So many responses wait on a tablet and are sent.
const WAITING: [usize; 3] = [100, 1_000, 10_000];
/// So many pages are gone through.
const PAGES: usize = 10;
/// What one more may cost at the end, held against the beginning.
const TIMES_MAX: f64 = 2.0;

const SHOWN: [Figure; 7] = [
    Figure::Answerable,
    Figure::Sent,
    Figure::TouchMedian,
    Figure::TouchMost,
    Figure::WorkPerStep,
    Figure::MemoryEnd,
    Figure::OneCore,
];

/// Prints every curve. Something worse than linear is an error.
pub(super) fn bench(house: &House, words: &[String]) -> Result<(), Stop> {
    let (mut rounds, mut built, mut rules, mut browser) = (3, false, false, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (word.as_str(), words.as_slice()) {
            ("--runs", [count, ..]) => {
                rounds = count.parse().map_err(|_| Stop::new(format!("--runs {count}: a number, please")))?;
                words.next();
            }
            ("--built", _) => built = true,
            ("--rules", _) => rules = true,
            ("--browser", _) => browser = true,
            _ => {
                return Err(Stop::new(format!(
                    "bench growth takes --runs N, --built, and --rules or --browser for one half of it, not {word}"
                )));
            }
        }
    }
    let outcome = if browser { Ok(()) } else { at_work(house) };
    if rules {
        return outcome;
    }
    let office = if built { house.office("release") } else { build::build(house)? };
    let surveys = surveys(house, office, rounds)?;
    let waiting = waiting(house)?;
    outcome?;
    if surveys && waiting { Ok(()) } else { Err(Stop::new("something is worse than linear")) }
}

/// The rules by themselves, without a browser.
fn at_work(house: &House) -> Result<(), Stop> {
    run::run(house.cargo().args(["bench", "--quiet", "--package", "xtask", "--bench", "growth"]))
}

/// One more at the end, held against one at the beginning.
fn dearer(points: &[(usize, f64)]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
    let each = |point: Option<&(usize, f64)>| point.map_or(1.0, |(size, cost)| cost / *size as f64);
    each(points.last()) / each(points.first())
}

/// A row of a table; whether it is no worse than linear.
fn row(name: &str, points: &[(usize, f64)]) -> bool {
    let cells: Vec<String> = points.iter().map(|(_, cost)| format!("{cost:.1}")).collect();
    let fine = dearer(points) <= TIMES_MAX;
    let verdict = if fine { "" } else { ", **worse than linear**" };
    println!("| {name} | {} | {:.2}{verdict} |", cells.join(" | "), dearer(points));
    fine
}

fn head(what: &str, sizes: &[usize]) {
    let heads: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    println!("\n| {what} | {} | one more at the end, × beginning |", heads.join(" | "));
    println!("|---|{}---|", "--:|".repeat(sizes.len()));
}

/// Surveys of more and more questions, put up by the office and opened on a device that is held back.
fn surveys(house: &House, office: std::path::PathBuf, rounds: usize) -> Result<bool, Stop> {
    let ids = QUESTIONS.map(|count| format!("growth-{count}"));
    let desk = Desk::open(house, office, "bench-growth", &ids.each_ref().map(String::as_str), |content| {
        QUESTIONS.iter().zip(&ids).try_for_each(|(count, id)| lay_out(content, id, *count))
    })?;
    let (program, floor) = (browser::ensure()?.chromium, Floor::open()?);
    let adapter = Adapter::read("koe-growth.toml", include_str!("../../bench/targets/koe-growth.toml"))?;
    let steps =
        steps::read(&(1..PAGES).fold(String::new(), |text, page| {
            text + &format!("next q{} q{page}\nchoose q{page} a そう思う\n", page - 1)
        }))?;
    let blank = format!("http://127.0.0.1:{}/blank", floor.port);
    let mut measured = vec![Vec::new(); ids.len()];
    for _ in 0..rounds {
        for (id, figures) in ids.iter().zip(&mut measured) {
            let address = format!("http://127.0.0.1:{}/s/{id}?ward=271080&lang=ja", desk.port);
            let way = (&adapter, address.as_str(), blank.as_str());
            let mut visit = Visit::begin(&program, &desk.folder.join("browser"), Profile::Slow, way)?;
            visit.answers(&steps)?;
            figures.extend(visit.figures.iter().copied());
        }
    }
    head("questions, in a browser on the slow profile", &QUESTIONS);
    let put_up: Vec<f64> = desk.put_up.iter().map(|took| took.as_secs_f64() * 1000.0).collect();
    let mut fine = row("the office puts it up, ms", &QUESTIONS.into_iter().zip(put_up).collect::<Vec<_>>());
    for shown in SHOWN {
        let median = |figures: &Vec<(Figure, f64)>| {
            let of_it: Vec<f64> = figures.iter().filter(|(one, _)| *one == shown).map(|(_, value)| *value).collect();
            figure::quantile(&figure::sorted(&of_it), 0.5)
        };
        let points: Vec<(usize, f64)> = QUESTIONS.into_iter().zip(measured.iter().map(median)).collect();
        fine &= row(shown.name(), &points);
    }
    Ok(fine)
}

/// What waits on a tablet, more and more of it, until the office has all.
fn waiting(house: &House) -> Result<bool, Stop> {
    let mut points = Vec::new();
    for count in WAITING {
        let said = check::waiting(house, count)?;
        println!("{said}");
        let seconds = said.split(" responses in ").nth(1).and_then(|rest| rest.split(' ').next());
        let seconds = seconds.and_then(|seconds| seconds.parse::<f64>().ok());
        points.push((count, seconds.ok_or_else(|| Stop::new(format!("\"{said}\" does not say how long it took")))?));
    }
    head("responses that wait, on a tablet", &WAITING);
    Ok(row("until the office has all, s", &points))
}

/// Writes a survey of so many questions, each on a page of its own, every third only for those who said so before.
fn lay_out(content: &Path, id: &str, count: usize) -> Result<(), Stop> {
    let mut text = format!(
        "id = \"{id}\"\nedition = \"1\"\nlanguages = [\"ja\"]\ntitle.ja = \"育つ調査\"\nward_question.ja = \"区\"\n\
         opening = {{ purpose.ja = \"目的\", office.ja = \"担当\", handling.ja = \"扱い\", paper.ja = \"紙\" }}\n"
    );
    // Writing to a text cannot fail.
    for at in 0..count {
        if at % 10 == 0 {
            let _ = write!(text, "\n[[sections]]\nid = \"s{at}\"\ntitle.ja = \"{at}からの質問\"\n");
        }
        let _ =
            write!(text, "\n[[sections.questions]]\nid = \"q{at}\"\ntext.ja = \"{at}：住みやすいと思いますか。\"\n");
        if at % 3 == 2 {
            let _ = writeln!(text, "ask_when.chose_any = {{ question = \"q{}\", choices = [\"a\", \"b\"] }}", at - 1);
        }
        for (code, words) in [("a", "そう思う"), ("b", "どちらかといえばそう思う"), ("c", "そう思わない")]
        {
            let _ =
                write!(text, "\n[[sections.questions.answer.one.choices]]\ncode = \"{code}\"\ntext.ja = \"{words}\"\n");
        }
    }
    let survey = format!(
        "id = \"{id}\"\nquestionnaire = \"{id}\"\ntitle.ja = \"育つ調査\"\nframe = \"open_self_selected\"\n\
         wards = [\"271080\"]\n\n[period]\nopens = \"2026-04-01\"\ncloses = \"2030-03-31\"\n"
    );
    for (folder, text) in [("questionnaires", text), ("surveys", survey)] {
        let path = content.join(folder).join(format!("{id}.toml"));
        std::fs::write(&path, text).map_err(|why| Stop::on(&path, why))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_looks_at_everything_for_everything_is_told_apart() {
        let squared = [(10, 100.0), (50, 2_500.0), (500, 250_000.0)];
        let straight = [(10, 50.0), (50, 90.0), (500, 540.0)];
        assert!(!row("squared", &squared) && row("straight", &straight));
    }
}
