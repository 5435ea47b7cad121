//! Translations into languages that the office does not write itself: `translations/TAG/`, laid out like the content folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use questionnaire::{Date, DraftSurvey, Language, Text};
use serde::Deserialize;

use super::file::TomlFile;
use super::interface::{Flat, flatten};
use super::texts::{self, Spot};
use super::{ContentProblem, TranslationFault, What};

/// The folder of translations in the content folder.
const FOLDER: &str = "translations";
/// What says how a translation stands.
const LANGUAGE: &str = "language.toml";
/// The words of the page.
pub(super) const INTERFACE: &str = "interface.toml";
/// Under this table the words of `language.toml` join those of the page.
pub(super) const OFFICE: &str = "office";

/// How a translation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No native reader has signed it yet.
    #[default]
    Draft,
    /// A native reader has signed it.
    Signed,
}

/// `language.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    status: Standing,
    #[serde(default)]
    signed_by: String,
    #[serde(default)]
    signed_on: String,
    /// What readers of a draft are told, beside whom they may ask.
    draft_notice: String,
    /// What the office says on pages that it writes itself.
    office: toml::Table,
}

/// What the office says itself in every language that it speaks on its own pages.
pub(super) const OFFICE_WORDS: [&str; 6] = ["surveys", "simple", "wait", "no_script", "no_questions", "paper"];

/// All translations into one language.
#[derive(Debug, Default)]
pub(super) struct Translation {
    pub(super) standing: Standing,
    draft_notice: String,
    folder: PathBuf,
    /// What is written there, by place.
    pub(super) words: BTreeMap<Spot, String>,
    /// The words of the page, as the page takes them.
    pub(super) interface: serde_json::Value,
}

/// The translations of the content folder, by language.
pub(super) type Translations = BTreeMap<Language, Translation>;

/// Reads every translation in `content`.
pub(super) fn read(content: &Path, problems: &mut Vec<ContentProblem>) -> Translations {
    let mut translations = Translations::new();
    for folder in folders_in(&content.join(FOLDER)) {
        let tag = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match tag.parse() {
            Ok(language) => drop(translations.insert(language, Translation::read(&folder, problems))),
            Err(_) => problems.push(ContentProblem { file: folder, at: None, what: What::NotALanguage }),
        }
    }
    translations
}

/// Reads of every translation in `content` what pages say, or the first thing that keeps it from being read.
pub(super) fn read_pages(content: &Path) -> Result<Translations, ContentProblem> {
    let mut translations = Translations::new();
    for folder in folders_in(&content.join(FOLDER)) {
        let tag = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(language) = tag.parse() else { continue };
        let mut translation = Translation::at(folder.clone());
        for file in [INTERFACE, LANGUAGE].map(|name| folder.join(name)).iter().filter(|path| path.is_file()) {
            translation.take(&TomlFile::read(file)?, &mut Vec::new())?;
        }
        translations.insert(language, translation);
    }
    Ok(translations)
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

impl Translation {
    fn at(folder: PathBuf) -> Self {
        Self { folder, interface: serde_json::json!({}), ..Self::default() }
    }

    fn read(folder: &Path, problems: &mut Vec<ContentProblem>) -> Self {
        let mut translation = Self::at(folder.to_owned());
        for within in ["", "questionnaires", "surveys"] {
            let within = folder.join(within);
            let files = if within.is_dir() { TomlFile::all_in(&within) } else { Ok(Vec::new()) };
            for file in files.unwrap_or_else(|problem| vec![Err(problem)]) {
                if let Err(problem) = file.and_then(|file| translation.take(&file, problems)) {
                    problems.push(problem);
                }
            }
        }
        translation
    }

    fn take(&mut self, file: &TomlFile, problems: &mut Vec<ContentProblem>) -> Result<(), ContentProblem> {
        let name = file.path.strip_prefix(&self.folder).unwrap_or(&file.path).to_string_lossy().into_owned();
        let mut flat = Flat::new();
        let mut tell = |what| problems.push(file.problem(what));
        if name == LANGUAGE {
            let written: Written = file.parse()?;
            if written.status == Standing::Signed
                && (written.signed_by.trim().is_empty() || written.signed_on.parse::<Date>().is_err())
            {
                tell(What::Translation(TranslationFault::SignedByNobody));
            }
            self.add_to_interface(OFFICE, flatten(&format!("{OFFICE}."), &written.office, &mut flat, &mut tell));
            flat.insert("draft_notice".to_owned(), written.draft_notice.clone());
            (self.standing, self.draft_notice) = (written.status, written.draft_notice);
        } else {
            let words = flatten("", &file.parse()?, &mut flat, &mut tell);
            if name == INTERFACE {
                for (table, words) in words.as_object().into_iter().flatten() {
                    self.add_to_interface(table, words.clone());
                }
            }
        }
        let spot = |key| Spot { file: name.clone(), key };
        self.words.extend(flat.into_iter().map(|(key, words)| (spot(key), words)));
        Ok(())
    }

    fn add_to_interface(&mut self, table: &str, words: serde_json::Value) {
        if let Some(interface) = self.interface.as_object_mut() {
            interface.insert(table.to_owned(), words);
        }
    }

    /// Where a text is written, or would be.
    pub(super) fn path(&self, spot: &Spot) -> PathBuf {
        self.folder.join(&spot.file)
    }

    /// The words at a place, if anything is there.
    pub(super) fn get(&self, spot: &Spot) -> Option<&str> {
        self.words.get(spot).map(String::as_str).filter(|words| !words.trim().is_empty())
    }

    /// Puts the texts of a survey into it, and gives back the places at which nothing is written.
    pub(super) fn add_to(&self, language: &Language, draft: &mut DraftSurvey) -> Vec<Spot> {
        draft.questionnaire.languages.push(language.clone());
        let mut missing = BTreeSet::new();
        for (spot, text) in texts::of_survey(draft) {
            match self.get(&spot) {
                Some(words) => drop(text.0.insert(language.clone(), words.to_owned())),
                None => drop(missing.insert(spot)),
            }
        }
        if self.standing == Standing::Draft {
            let office: &mut Text = &mut draft.questionnaire.opening.office;
            if let Some(office) = office.0.get_mut(language) {
                office.push('\n');
                office.push_str(&self.draft_notice);
            }
        }
        missing.into_iter().collect()
    }

    /// The places of `language.toml` that every language needs.
    pub(super) fn own_spots() -> impl Iterator<Item = Spot> {
        let spot = |key: String| Spot { file: LANGUAGE.to_owned(), key };
        let office = OFFICE_WORDS.into_iter().map(|word| format!("{OFFICE}.{word}"));
        office.chain(["draft_notice".to_owned()]).map(spot)
    }
}
