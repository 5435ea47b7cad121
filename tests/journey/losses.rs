//! What `docs/losses.md` says keeps things from being lost, and the tests that it names for that.

use std::fs::{read_dir, read_to_string};
use std::path::Path;

const PAGE: &str = include_str!("../../docs/losses.md");

/// The text of every file of Rust below a folder.
fn code(folder: &Path) -> String {
    let mut code = String::new();
    for entry in read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code += &self::code(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            code += &read_to_string(&path).unwrap();
        }
    }
    code
}

#[test]
fn every_defence_and_every_test_of_the_page_on_losses_is_there() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests: String = ["tests", "crates"].map(|folder| code(&checkout.join(folder))).concat();
    let rows = PAGE.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut named = 0;
    for row in rows {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 3, "{row}");
        for file in cells[1].split('`').skip(1).step_by(2).filter(|word| word.contains('/')) {
            assert!(checkout.join(file).is_file(), "{file} is not there");
        }
        for test in cells[2].split('`').skip(1).step_by(2) {
            assert!(tests.contains(&format!("fn {test}(")), "{test} is no test");
            named += 1;
        }
    }
    assert!(named > 30, "the page is read: {named}");
}
