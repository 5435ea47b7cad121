//! What people read: one text in several languages, with ruby and named slots.

use serde::{Deserialize, Serialize};

use crate::id::SlotName;
use crate::language::Language;
use crate::map::Map;
use crate::markup::{self, Span};

/// One text in each language of its questionnaire. Ruby is written `{漢字|かんじ}`, a slot `{ward}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Text(pub Map<Language, String>);

/// What the slots of a text stand for, such as the name of the ward.
pub type Slots = Map<SlotName, Text>;

/// A piece of a text that is ready to be shown: slots are filled, ruby stands apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they are.
    Plain(String),
    /// Words with their reading above.
    Ruby {
        /// What is read.
        base: String,
        /// How it is read, in kana.
        reading: String,
    },
}

impl Text {
    /// The words in `language`. A language that the text lacks gives the first one it has, which a
    /// sound questionnaire never needs; a text with no language at all is empty.
    pub fn in_language(&self, language: &Language) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// The words in `language` in pieces, with every slot filled from `slots`.
    ///
    /// A slot without a value is left out; soundness checks that a survey fills every slot it uses.
    pub fn pieces(&self, language: &Language, slots: &Slots) -> Vec<Piece> {
        let mut pieces = Vec::new();
        push_pieces(self.in_language(language), language, Some(slots), &mut pieces);
        pieces
    }

    /// The words in `language` without ruby: for a page title, a screen reader's label or a plain list.
    pub fn plain(&self, language: &Language, slots: &Slots) -> String {
        let mut plain = String::new();
        for piece in self.pieces(language, slots) {
            match piece {
                Piece::Plain(words) => plain.push_str(&words),
                Piece::Ruby { base, .. } => plain.push_str(&base),
            }
        }
        plain
    }
}

fn push_pieces(source: &str, language: &Language, slots: Option<&Slots>, pieces: &mut Vec<Piece>) {
    let Ok(spans) = markup::parse(source) else {
        pieces.push(Piece::Plain(source.to_owned()));
        return;
    };
    for span in spans {
        match span {
            Span::Plain(words) => pieces.push(Piece::Plain(words.to_owned())),
            Span::Ruby { base, reading } => {
                pieces.push(Piece::Ruby { base: base.to_owned(), reading: reading.to_owned() });
            }
            Span::Slot(name) => {
                // A slot's value may hold ruby but no slot of its own, so this goes one level deep.
                if let Some(value) = slots.and_then(|slots| slots.get(name)) {
                    push_pieces(value.in_language(language), language, None, pieces);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Text {
        Text(Map::from([("ja".parse().unwrap(), words.to_owned())]))
    }

    #[test]
    fn slots_are_filled_and_keep_their_ruby() {
        let slots = Slots::from([("ward".parse().unwrap(), text("{大正区|たいしょうく}"))]);
        let ja = "ja".parse().unwrap();
        assert_eq!(
            text("これは{ward}の{調査|ちょうさ}").pieces(&ja, &slots),
            [
                Piece::Plain("これは".into()),
                Piece::Ruby { base: "大正区".into(), reading: "たいしょうく".into() },
                Piece::Plain("の".into()),
                Piece::Ruby { base: "調査".into(), reading: "ちょうさ".into() },
            ]
        );
        assert_eq!(text("これは{ward}の{調査|ちょうさ}").plain(&ja, &slots), "これは大正区の調査");
    }

    #[test]
    fn a_slot_inside_a_slot_is_not_followed() {
        let slots = Slots::from([("ward".parse().unwrap(), text("{ward}"))]);
        assert_eq!(text("a{ward}b").plain(&"ja".parse().unwrap(), &slots), "ab");
    }

    #[test]
    fn a_missing_language_falls_back_rather_than_showing_nothing() {
        assert_eq!(text("声").in_language(&"en".parse().unwrap()), "声");
        assert_eq!(Text::default().in_language(&"en".parse().unwrap()), "");
    }
}
