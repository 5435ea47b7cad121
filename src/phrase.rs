//! How words reach the screen: in one language, with ruby as ruby and slots filled.

use std::sync::Arc;

use questionnaire::{Date, Language, Month, Piece, Slots, Text};
use yew::{Html, html};

use crate::words::{Word, Words};

/// A voice for one person: the language, whether readings stand above kanji, and what the slots stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Tongue {
    language: Language,
    ruby: bool,
    words: Arc<Words>,
    slots: Slots,
}

/// What fills the slots of one phrase: a name and its words, which may hold ruby.
pub type Fill<'a> = &'a [(&'a str, String)];

impl Tongue {
    /// A voice in `language`; `slots` are those of the survey and the ward.
    pub fn new(language: Language, ruby: bool, words: Arc<Words>, slots: Slots) -> Self {
        Self { language, ruby, words, slots }
    }

    /// The language that is spoken.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Words of the interface.
    pub fn say(&self, word: Word) -> Html {
        self.say_with(word, &[])
    }

    /// Words of the interface with slots.
    pub fn say_with(&self, word: Word, fill: Fill<'_>) -> Html {
        show(&self.pieces(word, fill), self.ruby)
    }

    /// Words of the interface as one string, for names that a program reads.
    pub fn plain(&self, word: Word) -> String {
        self.plain_with(word, &[])
    }

    /// Words of the interface with slots, as one string.
    pub fn plain_with(&self, word: Word, fill: Fill<'_>) -> String {
        flat(self.pieces(word, fill))
    }

    /// A text of the questionnaire or survey.
    pub fn text(&self, text: &Text) -> Html {
        show(&text.pieces(&self.language, &self.slots), self.ruby)
    }

    /// A text of the questionnaire or survey as one string.
    pub fn plain_text(&self, text: &Text) -> String {
        text.plain(&self.language, &self.slots)
    }

    /// A text of the questionnaire in its markup, to fill a slot with: its own slots are filled already.
    pub fn filling(&self, text: &Text) -> String {
        let pieces = text.pieces(&self.language, &self.slots);
        pieces.into_iter().fold(String::new(), |mut all, piece| {
            match piece {
                Piece::Plain(words) => all.push_str(&words),
                Piece::Ruby { base, reading } => {
                    for part in ["{", &base, "|", &reading, "}"] {
                        all.push_str(part);
                    }
                }
            }
            all
        })
    }

    /// A day as people here write it, in markup.
    pub fn date(&self, date: Date) -> String {
        self.calendar(Word::NumberDateForm, &date.to_string())
    }

    /// A month as people here write it, in markup.
    pub fn month(&self, month: Month) -> String {
        self.calendar(Word::NumberMonthForm, &month.to_string())
    }

    /// Words in markup of which nothing is left to fill.
    pub fn markup(&self, words: &str) -> Html {
        self.text(&self.own(words))
    }

    fn calendar(&self, form: Word, iso: &str) -> String {
        let mut parts = iso.split('-').map(|part| part.trim_start_matches('0').to_owned());
        let mut part = || parts.next().unwrap_or_default();
        let fill = [("year", part()), ("month", part()), ("day", part())];
        self.words.get(form).map_or_else(String::new, |text| {
            let slots = self.slots_of(&fill);
            Self { slots, ..self.clone() }.filling(text)
        })
    }

    fn pieces(&self, word: Word, fill: Fill<'_>) -> Vec<Piece> {
        self.words.get(word).map_or_else(Vec::new, |text| text.pieces(&self.language, &self.slots_of(fill)))
    }

    /// Words that are in this language already.
    fn own(&self, words: &str) -> Text {
        let mut text = Text::default();
        text.0.insert(self.language.clone(), words.to_owned());
        text
    }

    fn slots_of(&self, fill: Fill<'_>) -> Slots {
        let mut slots = Slots::new();
        for (name, words) in fill {
            if let Ok(name) = name.parse() {
                slots.insert(name, self.own(words));
            }
        }
        slots
    }
}

fn flat(pieces: Vec<Piece>) -> String {
    pieces.into_iter().fold(String::new(), |mut all, piece| {
        all.push_str(match &piece {
            Piece::Plain(words) => words,
            Piece::Ruby { base, .. } => base,
        });
        all
    })
}

fn show(pieces: &[Piece], ruby: bool) -> Html {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Plain(words) => html! { { words.clone() } },
            Piece::Ruby { base, .. } if !ruby => html! { { base.clone() } },
            #[cfg(not(feature = "ssr"))]
            Piece::Ruby { base, reading } => html! {
                <ruby>{ base.clone() }<rt aria-hidden="true">{ reading.clone() }</rt></ruby>
            },
            // A browser that shows text alone sets readings behind the words, where they have to be told from them.
            #[cfg(feature = "ssr")]
            Piece::Ruby { base, reading } => html! {
                <ruby>{ base.clone() }<rp>{ "（" }</rp><rt aria-hidden="true">{ reading.clone() }</rt><rp>{ "）" }</rp></ruby>
            },
        })
        .collect()
}
