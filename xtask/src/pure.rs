//! The crates that decide name nothing of the world: no browser, no network, no store, no clock, no chance.

use std::path::Path;

use crate::compress;
use crate::house::House;
use crate::run::Stop;

const PURE: [&str; 5] = ["questionnaire", "outbox", "koefile", "sealing", "indicators"];

/// Crates that reach into the world; a name ending in `-` stands for every name that begins so.
const WORLDLY: [&str; 21] = [
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "gloo",
    "gloo-",
    "yew",
    "tokio",
    "tokio-",
    "axum",
    "hyper",
    "reqwest",
    "ureq",
    "sqlx",
    "sqlx-",
    "rusqlite",
    "rand",
    "getrandom",
    "fastrand",
    "chrono",
    "async-std",
];

/// What reaches into the world through the standard library.
const STD: [&str; 7] = ["SystemTime", "Instant::now", "std::env", "std::fs", "std::net", "std::process", "std::thread"];

/// Checks the manifests and the sources of the pure crates that exist.
pub(crate) fn check(house: &House) -> Result<(), Stop> {
    let mut found = Vec::new();
    for name in PURE {
        let folder = house.root.join("crates").join(name);
        if folder.is_dir() {
            manifest(name, &read(&folder.join("Cargo.toml"))?, &mut found);
            sources(&folder.join("src"), &mut found)?;
        }
    }
    native(house, &mut found)?;
    if found.is_empty() {
        Ok(())
    } else {
        Err(Stop::new(format!("what decides reaches into the world:\n{}", found.join("\n"))))
    }
}

/// Only what the crate itself is built on: its tests and benchmarks may use what they like.
fn manifest(name: &str, text: &str, found: &mut Vec<String>) {
    let mut counts = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            counts = line.ends_with("dependencies]") && !line.ends_with("dev-dependencies]");
            continue;
        }
        let dependency = line.split(['=', '.', ' ']).next().unwrap_or_default();
        if counts && worldly(dependency) {
            found.push(format!("  {name} depends on {dependency}"));
        }
    }
}

/// Trunk cannot name one package, so Cargo would give the module's crates the features that the office asks for;
/// what only native targets depend on is left out of that.
fn native(house: &House, found: &mut Vec<String>) -> Result<(), Stop> {
    let path = house.root.join("crates/office/Cargo.toml");
    if path.is_file() && read(&path)?.lines().any(|line| line.trim() == "[dependencies]") {
        found.push("  office: write [target.'cfg(not(target_family = \"wasm\"))'.dependencies], or its features reach the browser".to_owned());
    }
    Ok(())
}

fn worldly(dependency: &str) -> bool {
    WORLDLY.iter().any(|word| dependency == *word || (word.ends_with('-') && dependency.starts_with(word)))
}

fn sources(folder: &Path, found: &mut Vec<String>) -> Result<(), Stop> {
    let tests = |path: &Path| path.file_name().is_some_and(|name| name == "tests.rs");
    for path in compress::files(folder)?.into_iter().filter(|path| !tests(path)) {
        for (row, line) in read(&path)?.lines().enumerate() {
            // Documentation may well say what the crate does not do.
            let code = line.split("//").next().unwrap_or_default();
            for word in STD.iter().filter(|word| code.contains(**word)) {
                found.push(format!("  {}:{}: {word}", path.display(), row + 1));
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|why| Stop::on(path, why))
}

#[cfg(test)]
mod tests {
    use super::manifest;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        manifest("outbox", text, &mut found);
        found
    }

    #[test]
    fn a_runtime_among_the_dependencies_is_found() {
        assert_eq!(found("[dependencies]\ntokio = \"1\"\n"), ["  outbox depends on tokio"]);
        assert_eq!(found("[target.'cfg(unix)'.dependencies]\ngloo-timers.workspace = true\n").len(), 1);
    }

    #[test]
    fn tests_may_depend_on_what_they_like() {
        assert!(found("[dependencies]\nserde = \"1\"\n[dev-dependencies]\nrand = \"0.9\"\n").is_empty());
    }
}
