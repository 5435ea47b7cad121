//! Compares with the crate that the table was taken from.

use std::ops::RangeInclusive;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{Class, NUMBERED, lengths};

/// A character of every class.
const EXAMPLES: [(char, Class); 18] = [
    ('a', Class::Other),
    ('\r', Class::CarriageReturn),
    ('\n', Class::LineFeed),
    ('\u{1}', Class::Control),
    ('\u{300}', Class::Extend),
    ('\u{200C}', Class::Hinder),
    ('\u{94D}', Class::Linker),
    ('\u{915}', Class::Consonant),
    ('\u{903}', Class::Spacing),
    ('\u{600}', Class::Prepend),
    ('\u{231A}', Class::Pictograph),
    ('\u{200D}', Class::Joiner),
    ('\u{1F1E6}', Class::Regional),
    ('\u{1100}', Class::Leading),
    ('\u{1161}', Class::Vowel),
    ('\u{11A8}', Class::Trailing),
    ('\u{AC00}', Class::Open),
    ('\u{AC01}', Class::Shut),
];

/// What stands before and after a character whose class is to be seen.
const AROUND: [(&str, &str); 17] = [
    ("a", ""),
    ("", "a"),
    ("", "\u{300}"),
    ("\r", ""),
    ("", "\n"),
    ("\u{231A}\u{200D}", ""),
    ("\u{231A}", "\u{231A}"),
    ("\u{231A}", "\u{200D}\u{231A}"),
    ("\u{915}\u{94D}", ""),
    ("\u{915}", "\u{915}"),
    ("\u{915}\u{94D}", "\u{915}"),
    ("\u{1F1E6}", ""),
    ("\u{1100}", ""),
    ("", "\u{1161}"),
    ("", "\u{11A8}"),
    ("\u{1161}", ""),
    ("\u{11A8}", ""),
];

/// How many characters there are around this one, place by place.
type Signature = [usize; AROUND.len()];

fn signature(character: char, count: fn(&str) -> usize) -> Signature {
    let mut text = String::new();
    AROUND.map(|(before, after)| {
        text.clear();
        text.push_str(before);
        text.push(character);
        text.push_str(after);
        count(&text)
    })
}

fn theirs(text: &str) -> usize {
    text.graphemes(true).count()
}

fn ours(text: &str) -> usize {
    lengths(text).count()
}

fn examples() -> Vec<(Signature, Class)> {
    EXAMPLES.map(|(character, class)| (signature(character, theirs), class)).to_vec()
}

fn class_by_the_crate(character: char, examples: &[(Signature, Class)]) -> Class {
    let seen = signature(character, theirs);
    let found = examples.iter().find(|(signature, _)| *signature == seen);
    found.unwrap_or_else(|| panic!("{character:?} is of no class of ours, with {seen:?}")).1
}

/// Every character, but of the planes of ideographs and of nothing only some.
fn characters() -> impl Iterator<Item = char> {
    let some = |range: RangeInclusive<char>| range.step_by(97);
    let below = ('\0'..='\u{1FFFF}').chain(some('\u{20000}'..='\u{DFFFF}'));
    below.chain('\u{E0000}'..='\u{E0FFF}').chain(some('\u{E1000}'..='\u{10FFFF}'))
}

fn packed(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push(u8::try_from(number & 0x7F).expect("seven bits") | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).expect("seven bits"));
    bytes
}

/// The table as a file, by what the crate does.
fn generated() -> String {
    let examples = examples();
    let mut runs: Vec<(u32, u32, Class)> = Vec::new();
    let (mut before, mut last) = (u32::MAX, Class::Other);
    for character in characters() {
        let code = u32::from(character);
        let class = class_by_the_crate(character, &examples);
        match runs.last_mut() {
            Some(run) if class == last && before.wrapping_add(1) == code => run.1 = code,
            _ => runs.push((code, code, class)),
        }
        (before, last) = (code, class);
    }
    runs.retain(|(.., class)| NUMBERED.contains(class));
    let (mut gaps, mut lengths, mut classes) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    for (first, last, class) in runs {
        gaps.extend(packed(first - next));
        lengths.extend(packed(last - first));
        let number = NUMBERED.iter().position(|numbered| *numbered == class).expect("what was retained");
        classes.push(u8::try_from(number).expect("a few classes"));
        next = last + 1;
    }
    let head = "//! The characters that do something to the boundaries around them, in runs of one class. Written by\n\
         //! `KOE_BLESS=1 cargo test -p questionnaire grapheme`.\n";
    let parts = [
        ("GAPS", "How many characters there are between a run and the one before it.", gaps),
        ("LENGTHS", "How many characters a run has beside its first.", lengths),
        ("CLASSES", "The class of a run, by its number.", classes),
    ];
    parts.into_iter().fold(head.to_owned(), |file, part| file + &array(&part))
}

fn array((name, meaning, bytes): &(&str, &str, Vec<u8>)) -> String {
    let mut text = format!("\n/// {meaning}\n#[rustfmt::skip]\npub(super) const {name}: [u8; {}] = [", bytes.len());
    let mut width = usize::MAX;
    for byte in bytes {
        let byte = format!(" {byte},");
        if width > 119 - byte.len() {
            text.push_str("\n   ");
            width = 3;
        }
        width += byte.len();
        text.push_str(&byte);
    }
    text + "\n];\n"
}

#[test]
fn every_class_is_told_from_the_others() {
    let examples = examples();
    for (character, class) in EXAMPLES {
        assert_eq!(class_by_the_crate(character, &examples), class);
    }
}

#[test]
fn the_table_holds_what_the_crate_does_with_every_character() {
    let generated = generated();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/grapheme/table.rs");
    if std::env::var_os("KOE_BLESS").is_some() {
        std::fs::write(file, &generated).expect("the table can be written");
    }
    let written = std::fs::read_to_string(file).expect("the table can be read");
    assert!(written == generated, "{file} is not up to date: run with KOE_BLESS=1");
}

#[test]
fn characters_count_as_the_crate_counts_them() {
    for character in characters().step_by(7) {
        assert_eq!(signature(character, ours), signature(character, theirs), "{character:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_text_falls_into_the_characters_of_the_crate(
        text in prop::collection::vec(
            prop_oneof![4 => prop::sample::select(EXAMPLES.to_vec()).prop_map(|(character, _)| character), 1 => any::<char>()],
            0..24,
        ),
    ) {
        let text: String = text.into_iter().collect();
        let theirs: Vec<usize> = text.graphemes(true).map(str::len).collect();
        prop_assert_eq!(lengths(&text).collect::<Vec<_>>(), theirs);
    }
}
