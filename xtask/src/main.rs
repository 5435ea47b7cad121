//! Sets up, builds, serves, tests and measures Koe: `cargo xtask …`.
//!
//! Needs nothing but a Rust toolchain to start with; whatever else is missing is fetched once into a cache.

mod bench;
mod beside;
mod browser;
mod build;
mod check;
mod compress;
mod embed;
mod engines;
mod failures;
mod figures;
mod house;
mod http;
mod instruments;
mod offline;
mod page;
mod postgres;
mod pure;
mod run;
mod screens;
mod serve;
mod shrink;
mod spreadsheet;
mod statistics;
mod tablet;
mod tools;
mod tracer;
mod wasm;
mod words;

use std::process::ExitCode;

use house::House;
use instruments::Instruments;
use run::Stop;

const USAGE: &str = "\
cargo xtask setup                        fetch what building needs (browsers too with --browser)
cargo xtask build                        the site in dist/ and target/release/koe-office
cargo xtask site                         the site in dist/ alone
cargo xtask serve [--port N] [--data D]  build, open the surveys in rehearsal, serve them (8080, ./data)
cargo xtask test                         every check and every test
cargo xtask bench                        what a cold start costs, by file, and the benchmarks
cargo xtask bench web                    what a visit costs in a browser, beside a page written by hand
cargo xtask bench growth                 what everything costs as surveys and queues grow
cargo xtask bench store                  responses stored a second, beside a bare handler
cargo xtask bench open [COUNT]           sealed responses opened a second by one core
cargo xtask bench recount [ROWS]         ten million rows of an export counted again, beside DuckDB
cargo xtask bench sizes                  what was built, held against the budget of its sizes
cargo xtask soak                         the long harnesses at full count
cargo xtask screens                      pictures of every screen in docs/screens
cargo xtask trunk …                      Trunk with the tools and settings of the build, e.g. `trunk serve`";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(why)) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<(), Stop> {
    let house = House::find()?;
    let Some((task, rest)) = words.split_first() else {
        return Err(Stop::new(format!("say what to do:\n{USAGE}")));
    };
    match task.as_str() {
        "setup" => setup(&house, rest),
        "build" => build::build(&house).map(drop),
        "site" => build::site(&house),
        "serve" => serve::serve(&house, &serve::Wish::read(rest)?),
        "test" => check::test(&house),
        "bench" => bench::bench(&house, rest),
        "soak" => check::soak(&house),
        "screens" => screens::take(&house),
        "trunk" => build::trunk(&house, rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Stop::new(format!("there is no `{other}`; these are the tasks:\n{USAGE}"))),
    }
}

fn setup(house: &House, rest: &[String]) -> Result<(), Stop> {
    let way = wasm::ensure(house)?;
    let kit = tools::ensure(house)?;
    println!("xtask: wasm by {way}; tools in {}", kit.folder());
    if rest.iter().any(|word| word == "--browser") {
        let instruments = Instruments::ensure(house)?;
        println!("xtask: browser {}", instruments.browser.chromium.display());
    }
    Ok(())
}
