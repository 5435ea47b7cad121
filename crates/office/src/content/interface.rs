//! The words of the page itself, one file per language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use questionnaire::Language;
use questionnaire::markup::{self, Span};
use serde_json::json;

use super::file::TomlFile;
use super::original::Originals;
use super::translation::{self, Translations};
use super::{ContentProblem, What};

/// The folder of the words that the office writes itself.
pub(super) const FOLDER: &str = "interface";

/// The language that every other is held against.
pub(super) const REFERENCE: &str = "ja";

/// The words of the page by language. What they mean is the page's business; that no language lacks any is seen to here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Interface(pub BTreeMap<Language, serde_json::Value>);

/// The words that only the form without script says, which the office draws itself.
const PLAIN: &str = "plain";
/// The words that only tablets say which staff have set up.
const TABLET: &str = "tablet";
/// The words that only paper says.
const PAPER: &str = "paper";

/// Texts by their keys with all tables before them.
pub(super) type Flat = BTreeMap<String, String>;

impl Interface {
    /// The words that a resident's browser says: every one of them is waited for on a slow line.
    #[must_use]
    pub fn of_module(&self) -> Self {
        self.without(&[PLAIN, TABLET, PAPER, translation::OFFICE])
    }

    /// The words that a tablet says: those of a resident's browser and its own.
    #[must_use]
    pub fn of_tablet(&self) -> Self {
        self.without(&[PLAIN, PAPER, translation::OFFICE])
    }

    fn without(&self, tables: &[&str]) -> Self {
        let mut words = self.clone();
        let spoken = words.0.values_mut().filter_map(serde_json::Value::as_object_mut);
        spoken.for_each(|words| words.retain(|table, _| !tables.contains(&table.as_str())));
        words
    }

    /// The words in the content folder, or the first thing that keeps them from being read. Whether they are right is
    /// for `koe-office check` to say: a missing reading must not keep the office shut.
    pub fn load(content: &Path) -> Result<Self, ContentProblem> {
        let mut interface = Self::default();
        for file in TomlFile::all_in(&content.join(FOLDER))? {
            let (language, _, words, _) = read_language(file, &mut Vec::new())?;
            interface.0.insert(language, words);
        }
        interface.add(translation::read_pages(content)?);
        Ok(interface)
    }

    /// The words of a translated page, unless the office writes them itself.
    fn add(&mut self, translations: Translations) {
        for (language, translation) in translations {
            self.0.entry(language).or_insert(translation.interface);
        }
    }

    /// What the office says on its own pages in a language that it does not write itself; markup stays as it is.
    #[must_use]
    pub fn of_office(&self, language: &Language, word: &str) -> Option<&str> {
        self.0.get(language)?.get(translation::OFFICE)?.get(word)?.as_str()
    }

    /// What stands on paper in `language`; markup and slots stay as they are.
    #[must_use]
    pub fn of_paper(&self, language: &Language, word: &str) -> Option<&str> {
        self.0.get(language)?.get(PAPER)?.get(word)?.as_str()
    }

    /// What a screen says in `language` where nothing is taken; markup stays as it is.
    #[must_use]
    pub fn of_closed(&self, language: &Language) -> Option<&str> {
        self.0.get(language)?.pointer("/notice/closed")?.as_str()
    }

    /// The words in these languages alone.
    #[must_use]
    pub fn of_languages(&self, languages: &[Language]) -> Self {
        let spoken = self.0.iter().filter(|(language, _)| languages.contains(language));
        Self(spoken.map(|(language, words)| (language.clone(), words.clone())).collect())
    }

    /// All words in `language`, and of the others only what they are called, so that each can be chosen by its name;
    /// all words in all languages where none is named.
    #[must_use]
    pub fn only(&self, language: Option<&Language>) -> Self {
        let words = |(spoken, words): (&Language, &serde_json::Value)| {
            let whole = language.is_none_or(|language| language == spoken);
            let name = || json!({ "language": { "name": words.pointer("/language/name") } });
            let words = if whole { words.clone() } else { name() };
            (spoken.clone(), words)
        };
        Self(self.0.iter().map(words).collect())
    }

    /// Reads every language that the office writes itself and looks whether they fit each other and cover `languages`,
    /// together with `translations`.
    pub(super) fn read(
        folder: &Path,
        languages: &BTreeSet<Language>,
        translations: &Translations,
        originals: &mut Originals,
        problems: &mut Vec<ContentProblem>,
    ) -> Self {
        let mut interface = Self::default();
        let mut flats: BTreeMap<Language, (TomlFile, Flat)> = BTreeMap::new();
        let files = TomlFile::all_in(folder).unwrap_or_else(|problem| vec![Err(problem)]);
        for file in files {
            match read_language(file, problems) {
                Ok((language, file, words, flat)) => {
                    interface.0.insert(language.clone(), words);
                    originals.add_interface(&language, &flat);
                    flats.insert(language, (file, flat));
                }
                Err(problem) => problems.push(problem),
            }
        }
        let spoken = |language: &Language| interface.0.contains_key(language) || translations.contains_key(language);
        for language in languages.iter().filter(|language| !spoken(language)) {
            let file = folder.join(format!("{language}.toml"));
            problems.push(ContentProblem {
                file,
                at: None,
                what: What::InterfaceMissing { language: language.clone() },
            });
        }
        let reference = flats.iter().find(|(language, _)| language.as_str() == REFERENCE);
        if let Some((_, (_, reference))) = reference {
            for (language, (file, flat)) in &flats {
                compare(language, flat, reference, &mut |what| problems.push(file.problem(what)));
            }
        }
        interface
    }
}

pub(super) fn read_language(
    file: Result<TomlFile, ContentProblem>,
    problems: &mut Vec<ContentProblem>,
) -> Result<(Language, TomlFile, serde_json::Value, Flat), ContentProblem> {
    let file = file?;
    let language = file.stem().parse().map_err(|_| file.problem(What::NotALanguage))?;
    let table: toml::Table = file.parse()?;
    let mut flat = Flat::new();
    let words = flatten("", &table, &mut flat, &mut |what| problems.push(file.problem(what)));
    Ok((language, file, words, flat))
}

/// The texts of `table` under their keys, and the same as JSON.
pub(super) fn flatten(
    prefix: &str,
    table: &toml::Table,
    flat: &mut Flat,
    tell: &mut impl FnMut(What),
) -> serde_json::Value {
    let mut words = serde_json::Map::new();
    for (key, value) in table {
        let path = format!("{prefix}{key}");
        match value {
            toml::Value::String(text) => {
                words.insert(key.clone(), text.clone().into());
                flat.insert(path, text.clone());
            }
            toml::Value::Table(inner) => {
                words.insert(key.clone(), flatten(&format!("{path}."), inner, flat, tell));
            }
            toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_) => tell(What::NotAText { key: path }),
        }
    }
    words.into()
}

pub(super) fn compare(language: &Language, flat: &Flat, reference: &Flat, tell: &mut impl FnMut(What)) {
    for key in reference.keys().filter(|key| !flat.contains_key(*key)) {
        tell(What::KeyMissing { key: key.clone() });
    }
    for (key, text) in flat {
        let Some(original) = reference.get(key) else {
            tell(What::StrayKey { key: key.clone() });
            continue;
        };
        match markup::parse(text) {
            Ok(spans) => compare_text(language, key, &spans, original, tell),
            Err(error) => tell(What::Markup { key: key.clone(), error }),
        }
    }
}

pub(super) fn compare_text(
    language: &Language,
    key: &str,
    spans: &[Span<'_>],
    original: &str,
    tell: &mut impl FnMut(What),
) {
    let slots = slots(spans);
    let expected = markup::parse(original).map(|spans| self::slots(&spans)).unwrap_or_default();
    if slots != expected {
        let expected = expected.into_iter().map(|slot| format!("{{{slot}}}")).collect::<Vec<_>>().join(" ");
        tell(What::SlotsDiffer { key: key.to_owned(), expected });
    }
    if language.is_easy() {
        for span in spans {
            if let Span::Plain(words) = span
                && let Some(kanji) = kanji(words)
            {
                tell(What::KanjiWithoutRuby { key: key.to_owned(), kanji });
            }
        }
    }
}

/// The slots of a text.
pub(super) fn slots(spans: &[Span<'_>]) -> BTreeSet<String> {
    spans
        .iter()
        .filter_map(|span| match span {
            Span::Slot(name) => Some((*name).to_owned()),
            Span::Plain(_) | Span::Ruby { .. } => None,
        })
        .collect()
}

/// The first kanji of `words` as they stand together.
fn kanji(words: &str) -> Option<String> {
    let start = words.find(markup::is_kanji)?;
    Some(words.get(start..)?.chars().take_while(|character| markup::is_kanji(*character)).collect())
}
