//! Pictures of every screen in `docs/screens`, taken of the built site in a real browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::build;
use crate::house::House;
use crate::instruments::Instruments;
use crate::run::{self, Stop};

/// What all pictures may weigh together, since every clone of the repository has them.
const LIMIT_BYTES: u64 = 2_000_000;

/// The languages of the pictures, by the ending of their names: none for a screen that has no language or all of them.
const LANGUAGES: [(&str, &str); 4] = [("", ""), ("ja", "日本語"), ("ja-easy", "やさしい日本語"), ("en", "English")];

/// The screens on which they are taken, by their width in CSS pixels.
const WINDOWS: [(&str, &str); 3] = [("390", "phone"), ("320", "sidebar"), ("1280", "counter")];

/// Takes every picture anew, and writes the page that shows them side by side.
pub(crate) fn take(house: &House) -> Result<(), Stop> {
    let instruments = Instruments::ensure(house)?;
    build::build(house)?;
    let folder = house.root.join("docs").join("screens");
    drop(std::fs::remove_dir_all(&folder));
    let mut taking = house.cargo();
    taking.args(["test", "--package", "koe", "--test", "product", "--"]);
    taking.args(["pictures_of_every_screen", "whole_walk", "what_somebody_wrote", "staff_sign_in_with_the_account"]);
    instruments.dress(&mut taking, house)?;
    run::run(taking.env("KOE_SCREENSHOTS", &folder).env("KOE_SCREENSHOTS_SMALL", "1"))?;
    let (names, bytes) = taken(&folder)?;
    std::fs::write(folder.join("README.md"), page(&names)).map_err(|why| Stop::on(&folder, why))?;
    println!("xtask: {} pictures, {bytes} bytes, in {}", names.len(), folder.display());
    if bytes > LIMIT_BYTES {
        return Err(Stop::new(format!(
            "the pictures have {bytes} bytes together, more than the {LIMIT_BYTES} allowed"
        )));
    }
    Ok(())
}

/// The names of the pictures in order, and how many bytes they have together.
fn taken(folder: &Path) -> Result<(Vec<String>, u64), Stop> {
    let (mut names, mut bytes) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).map_err(|why| Stop::on(folder, why))? {
        let entry = entry.map_err(|why| Stop::on(folder, why))?;
        bytes += entry.metadata().map_err(|why| Stop::on(folder, why))?.len();
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok((names, bytes))
}

/// What is pictured: the screen, its language, the window.
fn read(name: &str) -> Option<(&str, &str, &str)> {
    let (window, rest) = name.strip_suffix(".webp")?.split_once('-')?;
    let named = |(language, _): &&(&str, &str)| !language.is_empty() && rest.ends_with(&format!("-{language}"));
    // "ja-easy" does not end with "-ja".
    let language = LANGUAGES.iter().find(named).map_or("", |(language, _)| language);
    let screen = rest.strip_suffix(language).unwrap_or(rest).trim_end_matches('-');
    Some((screen, language, window))
}

/// A page with a table for each screen: a row for each window, a column for each language.
fn page(names: &[String]) -> String {
    let mut screens: BTreeMap<&str, BTreeMap<(&str, &str), &str>> = BTreeMap::new();
    for name in names {
        if let Some((screen, language, window)) = read(name) {
            screens.entry(screen).or_default().insert((window, language), name);
        }
    }
    let mut page = String::from(
        "# Every screen\n\nTaken by `cargo xtask screens`, in the light: on a phone (390 × 844), on a tablet at a counter \
         (1280 × 800), and in a sidebar (320 wide). Of long pages, the beginning.\n",
    );
    for (screen, pictures) in &screens {
        // Writing to a text cannot fail.
        let _ = write!(page, "\n## {}\n\n{}", screen.replacen('-', " ", 1), table(pictures));
    }
    page
}

fn table(pictures: &BTreeMap<(&str, &str), &str>) -> String {
    let spoken: BTreeSet<&str> = pictures.keys().map(|(_, language)| *language).collect();
    let columns: Vec<_> = LANGUAGES.iter().filter(|(language, _)| spoken.contains(language)).collect();
    let heads: Vec<&str> = columns.iter().map(|(_, name)| *name).collect();
    let mut table = format!("| | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(columns.len()));
    for (window, called) in WINDOWS {
        let cell =
            |(language, _): &&(&str, &str)| pictures.get(&(window, *language)).map(|name| format!("![]({name})"));
        let cells: Vec<String> = columns.iter().map(|column| cell(column).unwrap_or_default()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(table, "| {called} | {} |", cells.join(" | "));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_under_its_screen_by_window_and_language() {
        let names = ["1280-01-opening-ja.webp", "390-01-opening-ja-easy.webp", "390-01-opening-ja.webp", "README.md"];
        let page = page(&names.map(str::to_owned));
        let table = "## 01 opening\n\n| | 日本語 | やさしい日本語 |\n|---|---|---|\n\
                     | phone | ![](390-01-opening-ja.webp) | ![](390-01-opening-ja-easy.webp) |\n\
                     | counter | ![](1280-01-opening-ja.webp) |  |\n";
        assert!(page.ends_with(table), "{page}");
    }

    #[test]
    fn a_screen_without_a_language_has_one_column() {
        assert_eq!(read("1280-50-attract.webp"), Some(("50-attract", "", "1280")));
    }
}
