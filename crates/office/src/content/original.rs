//! The texts that the office writes itself: what translations are made from, counted and held against.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use questionnaire::markup::{self, Span};
use questionnaire::{Language, Place, Problem, Text, strange_words};

use super::coverage::{Coverage, Part};
use super::interface::{self, Flat};
use super::texts::{Spot, Texts};
use super::translation::{INTERFACE, Standing, Translation, Translations};
use super::{ContentProblem, TranslationFault, What};

/// Every text at its place, and the places by the part of the content that needs them.
#[derive(Debug, Default)]
pub(super) struct Originals {
    texts: BTreeMap<Spot, Text>,
    parts: BTreeMap<String, BTreeSet<Spot>>,
}

/// The part of the words of the page.
const PAGE: &str = "page";

impl Originals {
    /// Adds the texts that `part` needs.
    pub(super) fn add(&mut self, part: &str, texts: Texts<'_>) {
        let spots = self.parts.entry(part.to_owned()).or_default();
        for (spot, text) in texts {
            spots.insert(spot.clone());
            self.texts.entry(spot).or_insert_with(|| text.clone());
        }
    }

    /// Adds the words of the page in one language.
    pub(super) fn add_interface(&mut self, language: &Language, flat: &Flat) {
        let spots = self.parts.entry(PAGE.to_owned()).or_default();
        for (key, words) in flat {
            let spot = Spot { file: INTERFACE.to_owned(), key: key.clone() };
            spots.insert(spot.clone());
            self.texts.entry(spot).or_default().0.insert(language.clone(), words.clone());
        }
    }

    /// The places that a language needs that a survey offers besides the texts of the survey itself.
    pub(super) fn of_page(&self) -> impl Iterator<Item = Spot> {
        self.parts.get(PAGE).into_iter().flatten().cloned().chain(Translation::own_spots())
    }

    /// Tells of every text that is not in the language that it is said to be in.
    pub(super) fn look_through(&self, folder: &Path, problems: &mut Vec<ContentProblem>) {
        for (spot, text) in &self.texts {
            for (language, words) in &text.0 {
                let others = text.0.iter().filter(|(other, _)| *other != language);
                let fault = strange_words(language, words, others.map(|(other, words)| (other, words.as_str())));
                if let Some(fault) = fault {
                    let place = Place { question: None, part: spot.key.clone() };
                    let what = What::Unsound(Box::new(Problem { place, fault }));
                    problems.push(ContentProblem { file: path(folder, spot, language), at: None, what });
                }
            }
        }
    }

    /// Tells of everything in a translation that does not belong there.
    pub(super) fn hold_against(
        &self,
        language: &Language,
        translation: &Translation,
        problems: &mut Vec<ContentProblem>,
    ) {
        let own: BTreeSet<Spot> = Translation::own_spots().collect();
        for (spot, words) in &translation.words {
            let mut tell = |what| problems.push(ContentProblem { file: translation.path(spot), at: None, what });
            let original = self.texts.get(spot);
            if original.is_none() && !own.contains(spot) {
                tell(What::Translation(TranslationFault::Stray { key: spot.key.clone() }));
                continue;
            }
            let spans = match markup::parse(words) {
                Ok(spans) => spans,
                Err(error) => {
                    tell(What::Markup { key: spot.key.clone(), error });
                    continue;
                }
            };
            let others = original.into_iter().flat_map(|text| &text.0).map(|(other, words)| (other, words.as_str()));
            if let Some(fault) = strange_words(language, words, others) {
                let place = Place { question: None, part: spot.key.clone() };
                tell(What::Unsound(Box::new(Problem { place, fault })));
            }
            if let Some(expected) = original.and_then(|original| lacks(original, &spans)) {
                tell(What::SlotsDiffer { key: spot.key.clone(), expected });
            }
        }
    }

    /// How much of each part is there in each language.
    pub(super) fn coverage(&self, translations: &Translations) -> Vec<Coverage> {
        let spoken: BTreeSet<&Language> = self.texts.values().flat_map(|text| text.0.keys()).collect();
        let written = spoken.into_iter().map(|language| {
            let is_there = |spot: &Spot| self.texts.get(spot).is_some_and(|text| text.0.contains_key(language));
            self.covered(language, None, is_there)
        });
        let translated = translations.iter().map(|(language, translation)| {
            self.covered(language, Some(translation.standing), |spot| translation.get(spot).is_some())
        });
        written.chain(translated).collect()
    }

    fn covered(&self, language: &Language, standing: Option<Standing>, is_there: impl Fn(&Spot) -> bool) -> Coverage {
        let parts = self.parts.iter().map(|(part, spots)| Part {
            name: part.clone(),
            there: spots.iter().filter(|spot| is_there(spot)).count(),
            needed: spots.len(),
        });
        Coverage { language: language.clone(), standing, parts: parts.collect() }
    }
}

/// The slots of the Japanese text, where `spans` lack one that all languages have, or have one that none has.
fn lacks(original: &Text, spans: &[Span<'_>]) -> Option<String> {
    let of = |words: &String| interface::slots(&markup::parse(words).unwrap_or_default());
    let every: Vec<BTreeSet<String>> = original.0.values().map(of).collect();
    let own = interface::slots(spans);
    let known = own.iter().all(|slot| every.iter().any(|slots| slots.contains(slot)));
    let first = every.first()?;
    let whole =
        first.iter().filter(|slot| every.iter().all(|slots| slots.contains(*slot))).all(|slot| own.contains(slot));
    let expected = || first.iter().map(|slot| format!("{{{slot}}}")).collect::<Vec<_>>().join(" ");
    (!known || !whole).then(expected)
}

fn path(folder: &Path, spot: &Spot, language: &Language) -> PathBuf {
    if spot.file == INTERFACE {
        folder.join(interface::FOLDER).join(format!("{language}.toml"))
    } else {
        folder.join(&spot.file)
    }
}
