//! What a cold start costs, and how fast the rules are.

pub(crate) mod budget;
mod desk;
mod growth;
mod running;
mod web;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use running::Running;

use crate::browser::Browser;
use crate::house::House;
use crate::http::{self, Reply};
use crate::postgres::Postgres;
use crate::run::{self, Stop};
use crate::{browser, build, check, compress, page, serve};

/// What the browser fetches before the first question can be answered: 100 KB of bodies as sent.
const LIMIT_BYTES: usize = 100 * 1024;

/// What is fetched once the first screen stands, if at all: the words of the other languages, what opens the survey again
/// without a network or as an app, what reads aloud, and what seals, which a survey with keys fetches before its first answer.
const AFTERWARDS: [&str; 6] =
    ["/api/v1/interface/", "/s/worker.js", "/manifest.webmanifest", "/icon-", "/seal-", "/aloud-"];

/// What is measured: the sizes and the rules, or what a browser makes of it.
pub(crate) fn bench(house: &House, words: &[String]) -> Result<(), Stop> {
    match words.split_first() {
        None => figures(house),
        Some((what, rest)) if what == "web" => web::bench(house, rest),
        Some((what, rest)) if what == "growth" => growth::bench(house, rest),
        Some((what, rest)) if what == "store" => store(house, rest),
        Some((what, rest)) if what == "open" => open(house, rest),
        Some((what, rest)) if what == "recount" => recount(house, rest),
        Some((what, _)) if what == "sizes" => budget::check(house, &house.office("release")),
        Some((what, _)) => Err(Stop::new(format!(
            "there is no `bench {what}`: `bench` alone, or with web, growth, store, open, recount or sizes"
        ))),
    }
}

/// Prints how long ten million rows of an export, or so many, take to be counted again.
fn recount(house: &House, rows: &[String]) -> Result<(), Stop> {
    build::build(house)?;
    let rows = rows.first().map_or("10000000", String::as_str);
    println!("{}", check::recounted(house, rows)?);
    Ok(())
}

/// Prints how many responses are stored in a second, beside a bare handler; or how many with so many there before.
fn store(house: &House, before: &[String]) -> Result<(), Stop> {
    if !house.dist.is_dir() {
        build::site(house)?;
    }
    let mut bench = house.cargo();
    bench.args(["bench", "--package", "office", "--bench", "store", "--"]).args(before);
    Postgres::ensure()?.dress(&mut bench);
    run::run(&mut bench)
}

/// Prints how many sealed responses one core opens in a second, of ten thousand or so many.
fn open(house: &House, count: &[String]) -> Result<(), Stop> {
    run::run(house.cargo().args(["bench", "--package", "office", "--bench", "opening", "--"]).args(count))
}

/// Prints the size table, holds it against the limit, and runs the benchmarks.
fn figures(house: &House) -> Result<(), Stop> {
    let office = build::build(house)?;
    let browser = browser::find();
    if browser.is_none() {
        println!("xtask: no Chromium here, so only what the page itself names is counted");
    }
    let data = house.target.join("bench-data");
    drop(std::fs::remove_dir_all(&data));
    serve::rehearse(house, &office, &data)?;
    let first = {
        let port = running::free_port()?;
        let running = Running::start(port, &mut serve::serving(house, &office, &data, port))?;
        let first = table(&fetched(house, running.port, browser)?);
        tablet(house, running.port)?;
        first
    };
    run::run(house.cargo().args(["bench", "--package", "questionnaire", "--package", "outbox"]))?;
    println!("{}", check::waiting(house, 10_000)?);
    if first > LIMIT_BYTES {
        return Err(Stop::new(format!("the first question costs {first} bytes, more than the {LIMIT_BYTES} allowed")));
    }
    Ok(())
}

/// What a first visit to the standard survey fetches until the module is in charge; what no file names is only seen by a
/// browser.
fn fetched(house: &House, port: u16, browser: Option<Browser>) -> Result<BTreeMap<String, Reply>, Stop> {
    let [survey, ..] = serve::SURVEYS;
    let start = format!("/s/{survey}");
    let mut fetched = page::cold(port, &start, &site(&house.dist)?)?;
    fetched.retain(|path, _| !is_later(path));
    let mut asked: BTreeSet<String> = [format!("/api/v1/surveys/{survey}?lang=ja")].into();
    if let Some(browser) = browser {
        let scratch = house.target.join("bench-data").join("browser");
        let visited = browser.visit(&format!("http://127.0.0.1:{port}"), &start, &scratch)?;
        asked.extend(visited.into_iter().filter(|path| !is_later(path)));
    }
    for path in asked {
        if !fetched.contains_key(&path) {
            fetched.insert(path.clone(), http::get(port, &path)?);
        }
    }
    Ok(fetched)
}

fn is_later(path: &str) -> bool {
    AFTERWARDS.iter().any(|later| path.contains(later))
}

/// The files of the site by the path they are served under.
fn site(dist: &Path) -> Result<BTreeSet<String>, Stop> {
    let files = compress::files(dist)?;
    let inside = files.iter().filter_map(|path| path.strip_prefix(dist).ok());
    Ok(inside.map(|path| format!("/{}", path.to_string_lossy().replace('\\', "/"))).collect())
}

/// Prints what was fetched; what of it the first question needs, in bytes.
fn table(fetched: &BTreeMap<String, Reply>) -> usize {
    println!("{:>9}  {:>9}  {:>9}  until the module is in charge", "as sent", "unpacked", "its head");
    for (path, reply) in fetched {
        let note = if reply.packed { "" } else { ", not compressed" };
        println!("{:>9}  {:>9}  {:>9}  {} {path}{note}", reply.sent, reply.body.len(), reply.head, reply.status);
    }
    let total: usize = fetched.values().map(|reply| reply.sent).sum();
    let heads: usize = fetched.values().map(|reply| reply.head).sum();
    println!("{total:>9}  {:>9}  {heads:>9}  in all", "");
    let first = fetched.iter().filter(|(path, _)| budget::is_first(path)).map(|(_, reply)| reply.sent).sum();
    println!("{first:>9}  {:>9}  {:>9}  until the first question can be answered; the limit is {LIMIT_BYTES}", "", "");
    first
}

/// What the page of tablets costs on a line of its own. A tablet opens it on the office's own network and keeps it, so that
/// there is no limit; it seals whatever it takes in, so that the code for it counts.
fn tablet(house: &House, port: u16) -> Result<(), Stop> {
    let mut fetched = page::cold(port, "/tablet/", &site(&house.dist)?)?;
    fetched.retain(|path, _| !is_later(path) || path.contains("/seal-"));
    let sum = |of: fn(&Reply) -> usize| fetched.values().map(of).sum::<usize>();
    let (sent, unpacked, heads) = (sum(|reply| reply.sent), sum(|reply| reply.body.len()), sum(|reply| reply.head));
    println!("{sent:>9}  {unpacked:>9}  {heads:>9}  the page of tablets, {} files; no limit", fetched.len());
    Ok(())
}
