//! Texts with ruby and slots, as they are shown.

use crate::form::words;
use crate::id;
use questionnaire::Map;
use questionnaire::markup::{self, Span};
use questionnaire::{Piece, Slots, Text};

fn slots(filled: &[(&str, &str)]) -> Slots {
    filled.iter().map(|(slot, value)| (id(slot), words(value))).collect()
}

#[test]
fn a_text_comes_in_pieces_in_its_order() {
    let text = words("{大正区|たいしょうく}の{ward}、{contact}まで");
    let pieces = text.pieces(&id("ja"), &slots(&[("ward", "{区|く}役所"), ("contact", "電話")]));
    let ruby = |base: &str, reading: &str| Piece::Ruby { base: base.into(), reading: reading.into() };
    let plain = |words: &str| Piece::Plain(words.into());
    assert_eq!(
        pieces,
        [
            ruby("大正区", "たいしょうく"),
            plain("の"),
            ruby("区", "く"),
            plain("役所"),
            plain("、"),
            plain("電話"),
            plain("まで"),
        ]
    );
}

#[test]
fn a_slot_without_a_value_leaves_nothing_behind() {
    assert_eq!(words("これは{ward}です").plain(&id("ja"), &Slots::new()), "これはです");
}

#[test]
fn a_text_that_cannot_be_read_is_shown_as_it_is() {
    assert_eq!(words("{区").plain(&id("ja"), &Slots::new()), "{区");
    assert_eq!(words("{ward}").plain(&id("ja"), &slots(&[("ward", "}")])), "}");
}

#[test]
fn each_language_has_its_own_words_and_slots() {
    let both = |ja: &str, en: &str| Text(Map::from([(id("ja"), ja.into()), (id("en"), en.into())]));
    let slots = Slots::from([(id("ward"), both("大正区", "Taisho"))]);
    let text = both("{ward}の声", "Voice of {ward}");
    assert_eq!(text.plain(&id("ja"), &slots), "大正区の声");
    assert_eq!(text.plain(&id("en"), &slots), "Voice of Taisho");
    // A language that is not there falls back to the first in the alphabet.
    assert_eq!(text.plain(&id("zh-Hans"), &slots), "Voice of Taisho");
}

#[test]
fn a_slot_has_a_name_of_64_bytes_at_most() {
    let (most, more) = (format!("{{{}}}", "w".repeat(64)), format!("{{{}}}", "w".repeat(65)));
    assert_eq!(markup::parse(&most), Ok(vec![Span::Slot(&most[1..65])]));
    assert!(markup::parse(&more).is_err());
    for good in ["{a_b}", "{1st}", "{w2}"] {
        assert!(markup::parse(good).is_ok(), "{good}");
    }
    for bad in ["{a-b}", "{a.b}", "{_a}", "{A}", "{a b}"] {
        assert!(markup::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn readings_are_kana() {
    for good in ["ぁ", "ゟ", "ァ", "ヿ", "ー", "・", "たいしょうク"] {
        assert!(markup::parse(&format!("{{区|{good}}}")).is_ok(), "{good}");
    }
    for bad in ["\u{3040}", "\u{3100}", "区", "く ", "ku", "ｸ"] {
        assert!(markup::parse(&format!("{{区|{bad}}}")).is_err(), "{bad}");
    }
}
