//! What a visit costs in a real browser, beside a page written by hand: `cargo xtask bench web`.

pub(super) mod adapter;
mod chromium;
pub(super) mod figure;
pub(super) mod floor;
mod ledger;
pub(super) mod steps;
mod trace;
pub(super) mod visit;

use std::path::{Path, PathBuf};

use adapter::Adapter;
use figure::Figure;
use floor::Floor;
use ledger::Ledger;
use steps::Step;
use visit::{Fetched, Profile, Visit};

use super::desk::{self, Desk};
use crate::house::House;
use crate::run::Stop;
use crate::{browser, build, serve};

/// The survey that asks what the floor asks.
const SAME: &str = "bench-24";
const STEPS: &str = include_str!("../../bench/steps.txt");

/// What was asked for on the command line.
struct Wish {
    rounds: usize,
    profiles: Vec<Profile>,
    /// Others to be measured beside: their adapter's file and their address.
    others: Vec<(PathBuf, String)>,
    /// Where everything is written as it was measured.
    json: Option<PathBuf>,
    /// Those alone whose column has this in its name.
    only: String,
    strict: bool,
    built: bool,
}

impl Wish {
    fn read(words: &[String]) -> Result<Self, Stop> {
        let profiles = vec![Profile::Slow, Profile::Unthrottled];
        let mut wish = Self {
            rounds: 7,
            profiles,
            others: Vec::new(),
            json: None,
            only: String::new(),
            strict: false,
            built: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| Stop::new(format!("{word} needs a value")));
            match word.as_str() {
                "--runs" => {
                    let rounds = value()?;
                    wish.rounds =
                        rounds.parse().map_err(|_| Stop::new(format!("--runs {rounds}: a number, please")))?;
                }
                "--profile" => {
                    let name = value()?;
                    wish.profiles.retain(|profile| profile.name() == name);
                }
                "--target" => {
                    let pair = value()?.split_once('=');
                    let (file, address) = pair.ok_or_else(|| Stop::new("--target FILE.toml=ADDRESS, please"))?;
                    wish.others.push((file.into(), address.to_owned()));
                }
                "--json" => wish.json = Some(value()?.into()),
                "--only" => wish.only.clone_from(value()?),
                "--strict" => wish.strict = true,
                "--built" => wish.built = true,
                other => {
                    return Err(Stop::new(format!(
                        "bench web takes --runs N, --profile slow|unthrottled, --target FILE.toml=ADDRESS, --json FILE, \
                         --only WORD, --strict and --built, not {other}"
                    )));
                }
            }
        }
        Ok(wish)
    }
}

/// Who is there when a target is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Server {
    Floor,
    Office,
    /// Somebody else's, whom nobody here can take from the network.
    Other,
}

/// Something that is measured.
struct Target {
    column: usize,
    adapter: Adapter,
    address: String,
    server: Server,
    /// Whether it is answered; or else left and opened again.
    answered: bool,
}

/// Measures everything in turn, round after round, and prints what came of it.
pub(super) fn bench(house: &House, words: &[String]) -> Result<(), Stop> {
    let wish = Wish::read(words)?;
    let program = browser::ensure()?.chromium;
    let office = if wish.built { house.office("release") } else { build::build(house)? };
    let [standard, ..] = serve::SURVEYS;
    let mut desk = Desk::open(house, office, "bench-web", &[SAME, standard], |content| {
        desk::copy(&house.root.join("xtask").join("bench").join("content"), content)
    })?;
    let floor = Floor::open()?;
    let steps = steps::read(STEPS)?;
    let (targets, columns) = targets(&wish, floor.port, desk.port)?;
    let mut ledger = Ledger::with(columns);
    let blank = format!("http://127.0.0.1:{}/blank", floor.port);
    for round in 1..=wish.rounds {
        for profile in &wish.profiles {
            for target in targets.iter().filter(|target| target.adapter.label.contains(&wish.only)) {
                let scratch = desk.folder.join("browser");
                let mut bench =
                    Bench { program: &program, scratch: &scratch, blank: &blank, floor: &floor, desk: &mut desk };
                let outcome = bench.measure(target, *profile, &steps);
                let doing = if target.answered { "answered" } else { "opened again" };
                let name = ledger.columns.get(target.column).cloned().unwrap_or_default();
                println!("xtask: round {round}, {}, {name}, {doing}", profile.name());
                match outcome {
                    Ok((figures, fetched)) => {
                        if round == 1 && target.answered && profile == &Profile::Slow {
                            sizes(&name, &fetched);
                        }
                        ledger.enter(*profile, target.column, &figures);
                    }
                    Err(Stop(why)) => {
                        println!("xtask: that failed: {why}");
                        ledger.faults.push(format!("round {round}, {}, {name}, {doing}: {why}", profile.name()));
                    }
                }
            }
        }
    }
    report(&wish, &ledger)
}

fn report(wish: &Wish, ledger: &Ledger) -> Result<(), Stop> {
    println!("\nMedians of {} runs (least–most), in turn; Koe and the floor × of the same run.\n", wish.rounds);
    for profile in &wish.profiles {
        println!("{}", ledger.table(*profile));
    }
    if let Some(path) = &wish.json {
        std::fs::write(path, ledger.told().to_string()).map_err(|why| Stop::on(path, why))?;
    }
    for fault in &ledger.faults {
        println!("failed: {fault}");
    }
    let missed = ledger.missed();
    if !missed.is_empty() {
        println!("not within its limit:\n  {}", missed.join("\n  "));
    }
    if wish.strict && !(missed.is_empty() && ledger.faults.is_empty()) {
        return Err(Stop::new("limits were missed, or runs failed"));
    }
    Ok(())
}

/// What was fetched before the page was in charge, file by file.
fn sizes(name: &str, fetched: &[Fetched]) {
    println!("\n{:>9}  {:>8}  {name}: fetched until its script was in charge", "as sent", "asked ms");
    for Fetched { address, asked_ms, sent } in fetched {
        println!("{sent:>9.0}  {asked_ms:>8.0}  {address}");
    }
    println!("{:>9.0}  {:>8}  in all\n", fetched.iter().map(|one| one.sent).sum::<f64>(), "");
}

/// Everything that is measured in one round, and what the columns are called.
fn targets(wish: &Wish, floor: u16, office: u16) -> Result<(Vec<Target>, Vec<String>), Stop> {
    let here = |name: &str, text: &str| Adapter::read(name, text);
    let of_floor = here("floor.toml", include_str!("../../bench/targets/floor.toml"))?;
    let same = here("koe-24.toml", include_str!("../../bench/targets/koe-24.toml"))?;
    let residents = here("koe-residents.toml", include_str!("../../bench/targets/koe-residents.toml"))?;
    let [standard, ..] = serve::SURVEYS;
    let at = |port: u16, path: &str| format!("http://127.0.0.1:{port}{path}");
    let survey = |id: &str| at(office, &format!("/s/{id}?ward=271080&lang=ja"));
    let mut targets = Vec::new();
    let mut columns = Vec::new();
    let mut add = |adapter: Adapter, addresses: [String; 2], server: Server| {
        let column = columns.len();
        columns.push(adapter.label.clone());
        for (address, answered) in addresses.into_iter().zip([true, false]) {
            if answered || server != Server::Other {
                targets.push(Target { column, adapter: adapter.clone(), address, server, answered });
            }
        }
    };
    // What opens without a network is the same page with a worker, as a page of its own.
    add(of_floor, [at(floor, "/floor/"), at(floor, "/floor-kept/")], Server::Floor);
    for (adapter, id) in [(same, SAME), (residents, standard)] {
        add(adapter, [survey(id), survey(id)], Server::Office);
    }
    for (file, address) in &wish.others {
        let text = std::fs::read_to_string(file).map_err(|why| Stop::on(file, why))?;
        let adapter = Adapter::read(&file.display().to_string(), &text)?;
        add(adapter, [address.clone(), String::new()], Server::Other);
    }
    Ok((targets, columns))
}

/// What came of a visit: its figures, and what it fetched.
type Came = (Vec<(Figure, f64)>, Vec<Fetched>);

/// All that a visit needs.
struct Bench<'a> {
    program: &'a Path,
    scratch: &'a Path,
    blank: &'a str,
    floor: &'a Floor,
    desk: &'a mut Desk,
}

impl Bench<'_> {
    fn measure(&mut self, target: &Target, profile: Profile, steps: &[Step]) -> Result<Came, Stop> {
        let way = (&target.adapter, target.address.as_str(), self.blank);
        let mut visit = Visit::begin(self.program, self.scratch, profile, way)?;
        let (floor, desk) = (self.floor, &mut *self.desk);
        let outcome = if target.answered {
            visit.answers(steps)
        } else {
            visit.returns(&mut |out| match target.server {
                Server::Floor => {
                    floor.goes_down(out);
                    Ok(())
                }
                Server::Office => desk.serves(!out),
                Server::Other => Ok(()),
            })
        };
        if outcome.is_err() {
            // Without a picture there is still the reason.
            drop(visit.picture(&desk.folder.join("failed.png")));
        }
        outcome?;
        Ok((std::mem::take(&mut visit.figures), std::mem::take(&mut visit.fetched)))
    }
}
