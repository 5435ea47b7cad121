//! How much may be sent before the first question can be answered, and until the module is in charge, by kind of file. Sizes
//! do not depend on the machine, so that this is a test.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::running::{self, Running};
use crate::house::House;
use crate::http::Reply;
use crate::run::Stop;
use crate::serve;

/// A kind of file, and how many bytes of it may be sent, compressed as it is sent and without heads.
struct Kind {
    name: &'static str,
    /// How its paths begin and end.
    path: (&'static str, &'static str),
    bytes_max: usize,
    /// Whether the first question cannot be answered without it.
    first: bool,
}

impl Kind {
    fn holds(&self, path: &str) -> bool {
        path.starts_with(self.path.0) && path.ends_with(self.path.1)
    }
}

/// Each is a little more than there was when it was set, so that far less than 5 KB can be added without a word.
const KINDS: [Kind; 4] = [
    Kind { name: "page, with its style", path: ("/s/", ""), bytes_max: 7_500, first: true },
    Kind { name: "glue", path: ("/", ".js"), bytes_max: 4_000, first: false },
    Kind { name: "module", path: ("/", ".wasm"), bytes_max: 136_000, first: false },
    Kind { name: "survey in one language", path: ("/api/v1/surveys/", ""), bytes_max: 12_800, first: false },
];

/// All that the first question needs, as for each.
const FIRST_BYTES_MAX: usize = 7_500;
/// All of them together, as for each.
const TOTAL_BYTES_MAX: usize = 161_000;

/// Whether the first question cannot be answered without this.
pub(super) fn is_first(path: &str) -> bool {
    KINDS.iter().any(|kind| kind.first && kind.holds(path))
}

/// Fetches what a first visit to the standard survey fetches, prints it by kind, and holds it against the budget.
pub(crate) fn check(house: &House, office: &Path) -> Result<(), Stop> {
    let data = house.target.join("budget-data");
    drop(std::fs::remove_dir_all(&data));
    serve::rehearse(house, office, &data)?;
    let port = running::free_port()?;
    let running = Running::start(port, &mut serve::serving(house, office, &data, port))?;
    let fetched = super::fetched(house, running.port, None)?;
    drop(running);
    let sent = fetched.iter().map(|(path, Reply { sent, .. })| (path.as_str(), *sent)).collect();
    let (table, faults) = held(&sent);
    println!("{table}");
    if faults.is_empty() { Ok(()) } else { Err(Stop::new(faults.join("\n"))) }
}

/// A line for every kind, and what is too much.
fn held(sent: &BTreeMap<&str, usize>) -> (String, Vec<String>) {
    let mut table = format!("{:>9}  {:>9}  sent until the module is in charge", "bytes", "at most");
    let mut faults = Vec::new();
    let mut row = |name: &str, bytes: usize, most: usize| {
        // Writing to a text cannot fail.
        let _ = write!(table, "\n{bytes:>9}  {most:>9}  {name}");
        if bytes > most {
            faults.push(format!("{name}: {bytes} bytes are sent, {} too many", bytes - most));
        }
    };
    let mut first = 0;
    for kind in &KINDS {
        let of_it = sent.iter().filter(|(path, _)| kind.holds(path)).map(|(_, bytes)| bytes).sum();
        first += if kind.first { of_it } else { 0 };
        row(kind.name, of_it, kind.bytes_max);
    }
    row("until the first question can be answered", first, FIRST_BYTES_MAX);
    row("until the module is in charge", sent.values().sum(), TOTAL_BYTES_MAX);
    let stray = sent.keys().filter(|path| !KINDS.iter().any(|kind| kind.holds(path)));
    faults.extend(
        stray.map(|path| format!("{path} is fetched until the module is in charge and is of no kind that may be")),
    );
    (table, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VISIT: [&str; 4] = ["/s/ward", "/koe-1.js", "/koe-1_bg.wasm", "/api/v1/surveys/ward?lang=ja"];

    #[test]
    fn five_kilobytes_more_of_any_kind_are_too_many() {
        // What is sent is measured with the built files; here it is as much as may be.
        let full: BTreeMap<&str, usize> = VISIT.into_iter().zip(KINDS.map(|kind| kind.bytes_max)).collect();
        for path in VISIT {
            let mut more = full.clone();
            *more.get_mut(path).unwrap() += 1;
            let (_, faults) = held(&more);
            assert!(faults.iter().any(|fault| fault.contains("1 too many")), "{path}: {faults:?}");
        }
    }

    #[test]
    fn what_is_of_no_kind_is_refused() {
        let (_, faults) = held(&[("/font.woff2", 9)].into());
        assert_eq!(faults.len(), 1, "{faults:?}");
    }
}
