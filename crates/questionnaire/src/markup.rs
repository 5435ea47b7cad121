//! Ruby and slots in a text: `{漢字|かんじ}` is ruby, `{ward}` is a slot, everything else is words.

use crate::limit::ID_BYTES_MAX;

/// A part of a text as its author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span<'a> {
    /// Words as they are.
    Plain(&'a str),
    /// Words with their reading.
    Ruby {
        /// What is read.
        base: &'a str,
        /// How it is read.
        reading: &'a str,
    },
    /// A place that the survey fills.
    Slot(&'a str),
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkupError {
    /// `{` without `}`, or the other way round, or one inside another.
    #[error("a brace has no partner near \"{near}\": write {{漢字|かんじ}} for ruby or {{ward}} for a slot")]
    Unpaired {
        /// The words around the place.
        near: String,
    },
    /// Ruby without words or without a reading, or with two bars.
    #[error("the ruby \"{near}\" needs words and one reading: write {{漢字|かんじ}}")]
    HalfRuby {
        /// What stands between the braces.
        near: String,
    },
    /// A reading that is not kana.
    #[error("the reading in \"{near}\" is not kana: write it in hiragana or katakana")]
    ReadingNotKana {
        /// What stands between the braces.
        near: String,
    },
    /// A slot whose name is not a name.
    #[error("\"{near}\" is not the name of a slot: use small letters, digits and _")]
    NotASlot {
        /// What stands between the braces.
        near: String,
    },
}

/// The spans of `source`, in order.
pub fn parse(source: &str) -> Result<Vec<Span<'_>>, MarkupError> {
    let mut spans = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let (plain, marked) = rest.split_once('{').map_or((rest, None), |(plain, after)| (plain, Some(after)));
        if plain.contains('}') {
            return Err(MarkupError::Unpaired { near: near(plain) });
        }
        if !plain.is_empty() {
            spans.push(Span::Plain(plain));
        }
        let Some(marked) = marked else { break };
        let (inside, after) = marked.split_once('}').ok_or_else(|| MarkupError::Unpaired { near: near(marked) })?;
        spans.push(braced(inside)?);
        rest = after;
    }
    Ok(spans)
}

fn braced(inside: &str) -> Result<Span<'_>, MarkupError> {
    if inside.contains('{') {
        return Err(MarkupError::Unpaired { near: near(inside) });
    }
    let Some((base, reading)) = inside.split_once('|') else {
        return if is_slot(inside) {
            Ok(Span::Slot(inside))
        } else {
            Err(MarkupError::NotASlot { near: near(inside) })
        };
    };
    if base.is_empty() || reading.is_empty() || reading.contains('|') {
        return Err(MarkupError::HalfRuby { near: near(inside) });
    }
    if !reading.chars().all(is_kana) {
        return Err(MarkupError::ReadingNotKana { near: near(inside) });
    }
    Ok(Span::Ruby { base, reading })
}

fn is_slot(name: &str) -> bool {
    (1..=ID_BYTES_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !name.starts_with('_')
}

fn is_kana(character: char) -> bool {
    // Hiragana and katakana blocks, with the long-vowel mark and the middle dot in the latter.
    matches!(character, '\u{3041}'..='\u{309f}' | '\u{30a0}'..='\u{30ff}')
}

/// Whether a reader needs to know how this character is read: a CJK ideograph, or 々 which repeats one.
pub fn is_kanji(character: char) -> bool {
    // The CJK blocks of Unicode 17: unified ideographs and their extensions A to J, and the compatibility ones.
    matches!(
        character,
        '々' | '〆' | 'ヶ' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3347f}'
    )
}

fn near(words: &str) -> String {
    words.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ruby_slots_and_words_come_in_order() {
        assert_eq!(
            parse("あ{区|く}の{ward}。").unwrap(),
            [
                Span::Plain("あ"),
                Span::Ruby { base: "区", reading: "く" },
                Span::Plain("の"),
                Span::Slot("ward"),
                Span::Plain("。"),
            ]
        );
        assert_eq!(parse("").unwrap(), []);
    }

    #[test]
    fn every_way_to_get_it_wrong_is_named() {
        use MarkupError as E;
        for (source, error) in [
            ("{区|く", E::Unpaired { near: "区|く".into() }),
            ("区}", E::Unpaired { near: "区}".into() }),
            ("{区{|く}", E::Unpaired { near: "区{|く".into() }),
            ("{|く}", E::HalfRuby { near: "|く".into() }),
            ("{区|}", E::HalfRuby { near: "区|".into() }),
            ("{区|く|く}", E::HalfRuby { near: "区|く|く".into() }),
            ("{区|ku}", E::ReadingNotKana { near: "区|ku".into() }),
            ("{}", E::NotASlot { near: String::new() }),
            ("{Ward}", E::NotASlot { near: "Ward".into() }),
            ("{_a}", E::NotASlot { near: "_a".into() }),
        ] {
            assert_eq!(parse(source), Err(error), "{source}");
        }
    }

    #[test]
    fn kanji_are_told_from_kana_and_letters() {
        for kanji in ['区', '々', '〆', '\u{3400}', '\u{20000}', '\u{f900}', '\u{fa11}'] {
            assert!(is_kanji(kanji), "{kanji}");
        }
        for other in ['く', 'ク', 'ー', 'a', '1', '、', '（'] {
            assert!(!is_kanji(other), "{other}");
        }
    }
}
