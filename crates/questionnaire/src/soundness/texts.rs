//! What every text must have: each language, braces in pairs, ruby where kanji need it.

use std::collections::BTreeSet;

use super::{Fault, Place, Problem};
use crate::accept::count_characters;
use crate::id::SlotName;
use crate::language::Language;
use crate::limit::TEXT_CHARACTERS_MAX;
use crate::markup::{self, Span};
use crate::text::Text;

/// Looks at texts one by one and remembers which slots they use.
pub(crate) struct Texts<'a> {
    languages: &'a [Language],
    pub(crate) slots: BTreeSet<SlotName>,
    pub(crate) problems: Vec<Problem>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(languages: &'a [Language]) -> Self {
        Self { languages, slots: BTreeSet::new(), problems: Vec::new() }
    }

    /// Looks at `text`, which stands at `place`.
    pub(crate) fn inspect(&mut self, place: &Place, text: &Text) {
        for language in self.languages {
            match text.0.get(language) {
                Some(words) if !words.trim().is_empty() => self.inspect_words(place, language, words),
                Some(_) | None => self.push(place, Fault::MissingTranslation { language: language.clone() }),
            }
        }
        for language in text.0.keys().filter(|language| !self.languages.contains(language)) {
            self.push(place, Fault::StrayLanguage { language: language.clone() });
        }
    }

    fn inspect_words(&mut self, place: &Place, language: &Language, words: &str) {
        let characters = count_characters(words);
        if characters > TEXT_CHARACTERS_MAX {
            self.push(place, Fault::TextTooLong { language: language.clone(), characters });
        }
        let spans = match markup::parse(words) {
            Ok(spans) => spans,
            Err(error) => return self.push(place, Fault::Markup { language: language.clone(), error }),
        };
        for span in spans {
            match span {
                Span::Slot(name) => self.slots.extend(name.parse()),
                Span::Plain(words) if language.is_easy() => {
                    for kanji in kanji_runs(words) {
                        let fault = Fault::KanjiWithoutRuby { language: language.clone(), kanji: kanji.to_owned() };
                        self.push(place, fault);
                    }
                }
                Span::Plain(_) | Span::Ruby { .. } => {}
            }
        }
    }

    fn push(&mut self, place: &Place, fault: Fault) {
        self.problems.push(Problem { place: place.clone(), fault });
    }
}

fn kanji_runs(words: &str) -> impl Iterator<Item = &str> {
    words.split(|character| !markup::is_kanji(character)).filter(|run| !run.is_empty())
}
