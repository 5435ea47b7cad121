//! Words that never reach the main branch.

use std::path::{Path, PathBuf};

use crate::compress;
use crate::run::Stop;

/// Each word in two halves, so that this list does not find itself; then why it is not wanted.
const UNWANTED: [(&str, &str, &str); 5] = [
    ("dbg", "!(", "a trace left behind"),
    ("todo", "!(", "work left undone"),
    ("FIX", "ME", "work left undone"),
    ("#[ign", "ore", "a test that never runs"),
    ("thread::", "sleep", "waiting for time instead of for the thing itself"),
];

/// Looks through every Rust file of the product.
pub(crate) fn check(root: &Path) -> Result<(), Stop> {
    let found = findings(root, &UNWANTED)?;
    if found.is_empty() { Ok(()) } else { Err(Stop::new(format!("unwanted words:\n{}", found.join("\n")))) }
}

fn findings(root: &Path, unwanted: &[(&str, &str, &str)]) -> Result<Vec<String>, Stop> {
    let mut found = Vec::new();
    for path in sources(root)? {
        let text = std::fs::read_to_string(&path).map_err(|why| Stop::on(&path, why))?;
        for (row, line) in text.lines().enumerate() {
            for (left, right, why) in unwanted {
                if line.contains(&format!("{left}{right}")) {
                    found.push(format!("  {}:{}: {left}{right}: {why}", path.display(), row + 1));
                }
            }
        }
    }
    Ok(found)
}

/// Every Rust file of the product, wherever its folder lies.
pub(crate) fn sources(root: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut sources = Vec::new();
    for folder in ["src", "tests", "crates", "xtask"] {
        let folder = root.join(folder);
        if folder.is_dir() {
            sources.extend(
                compress::files(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs")),
            );
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("koe-words-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("src")).unwrap();
        folder
    }

    #[test]
    fn a_test_that_never_runs_is_found_with_its_place() {
        let root = folder("found");
        std::fs::write(root.join("src/lib.rs"), format!("fn f() {{}}\n#[{}ore]\n", "ign")).unwrap();
        let found = findings(&root, &UNWANTED).unwrap();
        std::fs::remove_dir_all(&root).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found.concat().contains("lib.rs:2: "));
    }

    #[test]
    fn clean_sources_pass() {
        let root = folder("clean");
        std::fs::write(root.join("src/lib.rs"), "fn f() {}\n").unwrap();
        let outcome = check(&root);
        std::fs::remove_dir_all(&root).unwrap();
        assert!(outcome.is_ok());
    }
}
