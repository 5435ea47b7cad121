//! Where one character ends and the next begins, as a person counts them: extended grapheme clusters by UAX #29, in
//! the Unicode version of the `unicode-segmentation` crate.
//!
//! A browser waits for every byte of this, and that crate's tables would be 4,300 bytes more of a cold start. So the
//! table is packed here, and the tests compare with the crate, character by character.

mod table;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

/// What a character does to the boundaries around it. Two characters of one class do the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    CarriageReturn,
    LineFeed,
    Control,
    /// Joins what stands before it, also within a conjunct.
    Extend,
    /// Joins what stands before it, and is the end of a conjunct.
    Hinder,
    /// Makes a conjunct of the consonants around it.
    Linker,
    Consonant,
    Spacing,
    Prepend,
    Pictograph,
    Joiner,
    /// Two of them are a flag.
    Regional,
    Leading,
    Vowel,
    Trailing,
    /// A whole syllable of Hangul that a trailing consonant can still join.
    Open,
    /// A whole syllable of Hangul with its trailing consonant.
    Shut,
}

/// The classes by their number in the table. Hangul syllables are worked out instead.
const NUMBERED: [Class; 15] = [
    Class::Extend,
    Class::Spacing,
    Class::Pictograph,
    Class::Consonant,
    Class::Control,
    Class::Hinder,
    Class::Linker,
    Class::Prepend,
    Class::Leading,
    Class::Vowel,
    Class::Trailing,
    Class::CarriageReturn,
    Class::LineFeed,
    Class::Joiner,
    Class::Regional,
];

/// The table, unpacked by whoever needs it first.
static RUNS: OnceLock<Vec<Run>> = OnceLock::new();

/// Neighbours of one class.
struct Run {
    first: u32,
    last: u32,
    class: Class,
}

/// The length of each character of `text` in bytes.
pub(crate) fn lengths(text: &str) -> impl Iterator<Item = usize> {
    let mut characters = text.chars().map(|character| (character.len_utf8(), Class::of(character))).peekable();
    let mut before = Before::default();
    std::iter::from_fn(move || {
        let (mut length, class) = characters.next()?;
        before.pass(class);
        while let Some((more, class)) = characters.next_if(|(_, class)| before.joins(*class)) {
            before.pass(class);
            length += more;
        }
        Some(length)
    })
}

impl Class {
    fn of(character: char) -> Self {
        let code = u32::from(character);
        if let 0xAC00..=0xD7A3 = code {
            return if (code - 0xAC00).is_multiple_of(28) { Self::Open } else { Self::Shut };
        }
        let runs = RUNS.get_or_init(unpacked);
        let at = runs.partition_point(|run| run.last < code);
        runs.get(at).filter(|run| run.first <= code).map_or(Self::Other, |run| run.class)
    }
}

/// The runs in their order, as [`table`] tells them.
fn unpacked() -> Vec<Run> {
    let (mut gaps, mut lengths) = (table::GAPS.iter(), table::LENGTHS.iter());
    let mut next = 0;
    let run = |class: &u8| {
        let first = next + number(&mut gaps);
        let last = first + number(&mut lengths);
        next = last + 1;
        Run { first, last, class: NUMBERED.get(usize::from(*class)).copied().unwrap_or(Class::Other) }
    };
    table::CLASSES.iter().map(run).collect()
}

/// A number in bytes of seven bits, the lowest first; all but its last have the eighth bit set.
fn number<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> u32 {
    let (mut number, mut shift) = (0, 0);
    for byte in bytes {
        number |= u32::from(byte & 0x7F) << shift;
        shift += 7;
        if *byte < 0x80 {
            break;
        }
    }
    number
}

/// What stands before a boundary.
struct Before {
    class: Class,
    /// A pictograph, and what may stand between it and the one that it is joined to.
    pictured: bool,
    /// Half a flag.
    flagging: bool,
    conjunct: Conjunct,
}

/// How far consonants have come on the way to being one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conjunct {
    None,
    /// A consonant stands there.
    Begun,
    /// The next consonant belongs to it.
    Linked,
}

impl Default for Before {
    fn default() -> Self {
        Self { class: Class::Other, pictured: false, flagging: false, conjunct: Conjunct::None }
    }
}

impl Before {
    /// Whether there is no boundary before `next`. The rules in their order: GB3 to GB13 of UAX #29.
    fn joins(&self, next: Class) -> bool {
        use Class::{
            CarriageReturn, Consonant, Control, Extend, Hinder, Joiner, Leading, LineFeed, Linker, Open, Pictograph,
            Prepend, Regional, Shut, Spacing, Trailing, Vowel,
        };
        match (self.class, next) {
            (CarriageReturn, LineFeed) => true,
            (CarriageReturn | LineFeed | Control, _) | (_, CarriageReturn | LineFeed | Control) => false,
            (Leading, Leading | Vowel | Open | Shut)
            | (Open | Vowel, Vowel | Trailing)
            | (Shut | Trailing, Trailing)
            | (_, Extend | Hinder | Linker | Joiner | Spacing)
            | (Prepend, _) => true,
            (_, Consonant) => self.conjunct == Conjunct::Linked,
            (Joiner, Pictograph) => self.pictured,
            (Regional, Regional) => self.flagging,
            _ => false,
        }
    }

    fn pass(&mut self, next: Class) {
        use Class::{Consonant, Extend, Hinder, Joiner, Linker, Pictograph, Regional};
        let extends = matches!(next, Extend | Hinder | Linker | Joiner);
        self.pictured = next == Pictograph || (self.pictured && extends && self.class != Joiner);
        self.flagging = next == Regional && !self.flagging;
        self.conjunct = match (next, self.conjunct) {
            (Consonant, _) => Conjunct::Begun,
            (Linker, Conjunct::Begun) => Conjunct::Linked,
            (Extend | Linker | Joiner, before) => before,
            _ => Conjunct::None,
        };
        self.class = next;
    }
}
