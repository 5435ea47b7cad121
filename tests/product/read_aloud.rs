//! Every screen as a screen reader is told of it, held against what somebody has read and found good:
//! `tests/product/read_aloud/*.txt`, written anew with `KOE_BLESS=1`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::switching::Tongue;
use super::tour::{self, Eye, LANGUAGES};
use crate::harness::{Engine, Name, Person, Window, in_every_engine, in_time};

/// What stands around every screen, and is only written down where it is not as it was before.
const AROUND: [&str; 2] = ["banner", "contentinfo"];
/// What browsers agree on how to call.
const OUTLINE: [&str; 7] = ["heading", "link", "button", "radio", "checkbox", "textbox", "group"];
/// What is announced a moment later belongs to the screen too.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Parts that stood around a screen, by language.
type Around = BTreeMap<(String, String), Vec<String>>;

/// Whoever listens to screens.
#[derive(Default)]
struct Ear {
    around: Around,
    heard: usize,
    strange: Vec<String>,
}

/// The file of a screen, and the language in which it was looked at.
fn place(name: &str) -> (PathBuf, &str) {
    let spoken = LANGUAGES.into_iter().find(|language| name.ends_with(&format!("-{language}")));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/product/read_aloud");
    (folder.join(format!("{name}.txt")), spoken.unwrap_or("ja"))
}

/// The lines, with what stands around only where it is new.
fn told(mut around: Around, language: &str, lines: &[String]) -> (String, Around) {
    let mut told = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let (part, next) = after.split_at(after.iter().take_while(|next| next.starts_with("  ")).count());
        rest = next;
        told.push(line.clone());
        let before =
            AROUND.contains(&line.as_str()).then(|| around.insert((language.to_owned(), line.clone()), part.to_vec()));
        if before.flatten().as_deref() == Some(part) {
            told.push("  as before".to_owned());
        } else {
            told.extend(part.iter().cloned());
        }
    }
    (told.join("\n") + "\n", around)
}

/// What stands in the main part and is told alike everywhere: roles and names.
fn outline(told: &str) -> Vec<[String; 2]> {
    let main = told.lines().skip_while(|line| *line != "main").skip(1).take_while(|line| line.starts_with("  "));
    let parts = main.filter_map(|line| {
        let (role, rest) = line.trim_start().split_once(' ')?;
        // Names may have quotation marks of their own.
        let ends = ["” [", "” = “", "” — "].into_iter().filter_map(|end| rest.find(end));
        let name = &rest[..ends.min().unwrap_or(rest.len())];
        let name = name.trim_start_matches('“');
        let whole =
            if name.len() + '“'.len_utf8() == rest.len() { name.strip_suffix('”').unwrap_or(name) } else { name };
        OUTLINE.contains(&role).then(|| [role.to_owned(), whole.to_owned()])
    });
    parts.collect()
}

/// A line without what is another each time: receipts and names of devices, seconds that pass, room that is left.
fn lasting(line: &str) -> String {
    let drawn =
        |word: &str| word.len() >= 8 && word.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
    let mut lasting = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|one: char| one.is_ascii_alphanumeric()) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(word.len()));
        let passes = ["秒", " MB"].iter().any(|unit| after.starts_with(unit));
        lasting += before;
        lasting += if drawn(word) || passes { "…" } else { word };
        rest = after;
    }
    lasting + rest
}

fn first_difference(left: &str, right: &str) -> String {
    let (mut left, mut right) = (left.lines(), right.lines());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return "nothing".to_owned(),
            (known, heard) if known != heard => return format!("known is {known:?}, heard was {heard:?}"),
            _ => {}
        }
    }
}

async fn lines(person: &Person) -> Result<Vec<String>, String> {
    Ok(person.browser.read_aloud().await?.iter().map(|line| lasting(line)).collect())
}

impl Ear {
    async fn listens(&mut self, person: &Person, name: &str) {
        let (path, language) = place(name);
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        let blesses = std::env::var_os("KOE_BLESS").is_some();
        let mut last = String::new();
        let heard = in_time(PATIENCE, async || {
            let (told, around) = told(self.around.clone(), language, &lines(person).await?);
            // A draft that is still being saved will be in a moment.
            let settled = std::mem::replace(&mut last, told.clone()) == told
                && !told.contains(&format!("“{}”\n", person.word("notice.saving")));
            if told == known || (blesses && settled) {
                Ok((told, around))
            } else {
                Err(first_difference(&known, &told))
            }
        });
        match heard.await {
            Ok((told, around)) => {
                self.around = around;
                if told != known {
                    std::fs::write(&path, told).expect("what is heard can be written down");
                }
            }
            Err(why) => {
                self.strange.push(format!("{name}: {why}"));
                self.around = told(
                    std::mem::take(&mut self.around),
                    language,
                    &person.browser.read_aloud().await.unwrap_or_default(),
                )
                .1;
            }
        }
    }

    /// Whether another engine computes the same roles and names.
    async fn compares(&mut self, person: &Person, name: &str) {
        let known = std::fs::read_to_string(place(name).0).unwrap_or_default();
        let known = outline(&known);
        let same = |[role, word]: &[String; 2], [other, words]: &[String; 2]| {
            role == other && Name::Is(word.clone()).fits(words)
        };
        let heard = in_time(PATIENCE, async || {
            let heard = person.browser.outline().await?;
            let alike = known.len() == heard.len() && known.iter().zip(&heard).all(|(one, other)| same(one, other));
            if alike { Ok(()) } else { Err(format!("known is {known:?}, computed was {heard:?}")) }
        });
        self.strange.extend(heard.await.err().map(|why| format!("{name}: {why}")));
    }

    fn found_nothing_strange(self, screens: usize) {
        assert!(self.strange.is_empty(), "{} screens are told otherwise: {:#?}", self.strange.len(), self.strange);
        assert!(self.heard >= screens, "only {} screens were listened to", self.heard);
    }
}

impl Eye for Ear {
    async fn looks(&mut self, person: &Person, name: &str) {
        self.heard += 1;
        if person.browser.engine() == Engine::Chromium {
            self.listens(person, name).await;
        } else {
            self.compares(person, name).await;
        }
    }
}

#[tokio::test]
async fn the_residents_survey_is_told_as_was_found_good_and_changes_its_language_whole() {
    let mut both = <(Ear, Tongue)>::default();
    tour::residents(Window::PHONE, &mut both).await;
    both.0.found_nothing_strange(30);
    both.1.found_nothing_strange();
}

#[tokio::test]
async fn the_visitors_survey_is_told_as_was_found_good_and_changes_its_language_whole() {
    let mut both = <(Ear, Tongue)>::default();
    tour::visitors(Window::PHONE, &mut both).await;
    both.0.found_nothing_strange(25);
    both.1.found_nothing_strange();
}

#[tokio::test]
async fn one_question_alone_is_told_as_was_found_good_and_changes_its_language_whole() {
    let mut both = <(Ear, Tongue)>::default();
    tour::pulse(Window::SMALL, &mut both).await;
    both.0.found_nothing_strange(12);
    both.1.found_nothing_strange();
}

#[tokio::test]
async fn the_screens_of_tablets_are_told_as_was_found_good() {
    let mut ear = Ear::default();
    tour::tablets(&mut ear).await;
    ear.found_nothing_strange(12);
}

async fn every_kind_of_question_is_told_as_was_found_good_and_changes_its_language_whole(window: Window) {
    let mut both = <(Ear, Tongue)>::default();
    tour::every_kind(window, &mut both).await;
    both.0.found_nothing_strange(20);
    both.1.found_nothing_strange();
}

async fn the_number_from_the_letter_is_asked_for_as_was_found_good_and_in_one_language(window: Window) {
    let mut both = <(Ear, Tongue)>::default();
    tour::by_code(window, &mut both).await;
    both.0.found_nothing_strange(9);
    both.1.found_nothing_strange();
}

in_every_engine! {
    every_kind_of_question_is_told_as_was_found_good_and_changes_its_language_whole on phone;
    the_number_from_the_letter_is_asked_for_as_was_found_good_and_in_one_language on phone;
}
