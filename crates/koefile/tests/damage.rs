//! Whatever happens to a file: any whole line of it is found, and nothing that is not whole is.

use std::collections::BTreeSet;

use koefile::{Found, Piece, Reader};
use proptest::prelude::*;

use crate::{entries, entry, faults, file, read};

/// One thing that happens to a file. Places are parts of its length, in 65536ths.
#[derive(Debug, Clone)]
enum Damage {
    CutEnd(u16),
    CutBeginning(u16),
    Hole(u16, u16),
    Zeros(u16, u16),
    Flip(u16, u8),
    Shuffle(u64),
    Twice,
    Another,
    LineEnds,
    Mark,
    Blank(u16),
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let damage = prop_oneof![
        any::<u16>().prop_map(Damage::CutEnd),
        (0..20_000_u16).prop_map(Damage::CutBeginning),
        (any::<u16>(), 0..20_000_u16).prop_map(|(at, length)| Damage::Hole(at, length)),
        (any::<u16>(), 0..20_000_u16).prop_map(|(at, length)| Damage::Zeros(at, length)),
        (any::<u16>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        any::<u64>().prop_map(Damage::Shuffle),
        Just(Damage::Twice),
        Just(Damage::Another),
        Just(Damage::LineEnds),
        Just(Damage::Mark),
        any::<u16>().prop_map(Damage::Blank),
    ];
    prop::collection::vec(damage, 0..5)
}

fn place(bytes: &[u8], part: u16) -> usize {
    bytes.len() * usize::from(part) / 65_536
}

impl Damage {
    fn happen(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let range = |at: u16, length: u16| {
            let at = place(&bytes, at);
            at..(at + place(&bytes, length)).min(bytes.len())
        };
        match *self {
            Self::CutEnd(at) => bytes.truncate(place(&bytes, at)),
            Self::CutBeginning(at) => drop(bytes.drain(..place(&bytes, at))),
            Self::Hole(at, length) => drop(bytes.drain(range(at, length))),
            Self::Zeros(at, length) => {
                let range = range(at, length);
                bytes.get_mut(range).unwrap().fill(0);
            }
            Self::Flip(at, bit) => {
                let at = place(&bytes, at);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
            Self::Shuffle(seed) => {
                let mut lines: Vec<_> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                lines.sort_by_key(|line| line.iter().fold(seed, |mix, byte| mix.wrapping_mul(31) ^ u64::from(*byte)));
                bytes = lines.concat();
            }
            Self::Twice => bytes.extend(bytes.clone()),
            Self::Another => bytes.extend(file(8..=10).bytes()),
            Self::LineEnds => bytes = bytes.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(b"\r\n".as_slice()),
            Self::Mark => bytes = [b"\xef\xbb\xbf".as_slice(), &bytes].concat(),
            Self::Blank(at) => {
                let at = place(&bytes, at);
                bytes.splice(at..at, *b"\n\r\n");
            }
        }
        bytes
    }
}

/// The entries whose lines stand there from the first byte to the last.
fn whole_lines(bytes: &[u8]) -> Vec<String> {
    let known: Vec<_> = (1..=10).map(|number| (koefile::line(&entry(number)), entry(number))).collect();
    let mut whole = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii();
        whole.extend(
            known.iter().filter(|(text, _)| text.trim_end().as_bytes() == line).map(|(_, entry)| entry.clone()),
        );
    }
    whole
}

fn read_in_parts(bytes: &[u8], size: usize) -> Vec<Piece> {
    let mut reader = Reader::default();
    let mut found: Vec<_> = bytes.chunks(size).flat_map(|chunk| reader.read(chunk)).collect();
    found.extend(reader.end());
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whole_lines_are_found_and_nothing_else(damages in damages(), size in 1..400_usize) {
        let bytes = damages.iter().fold(file(1..=6).into_bytes(), |bytes, damage| damage.happen(bytes));
        let found = read(&bytes);
        let mut there = entries(&found);
        for whole in whole_lines(&bytes) {
            let at = there.iter().position(|entry| *entry == whole);
            prop_assert!(at.is_some(), "a whole line is not found");
            there.swap_remove(at.unwrap());
        }
        // What is found besides ran together with something else on one line, and is whole nevertheless.
        let written: BTreeSet<_> = (1..=10).map(entry).collect();
        prop_assert!(there.iter().all(|entry| written.contains(entry)), "something is found that was never written");
        prop_assert_eq!(read_in_parts(&bytes, size), found);
    }

    #[test]
    fn a_line_is_told_of_once_and_in_its_place(damages in damages()) {
        let bytes = damages.iter().fold(file(1..=6).into_bytes(), |bytes, damage| damage.happen(bytes));
        let found = read(&bytes);
        let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
        prop_assert!(found.is_sorted_by_key(|piece| piece.line));
        prop_assert!(found.iter().all(|piece| (1..=lines).contains(&piece.line)));
        let mut told: Vec<_> = faults(&found).into_iter().map(|(line, _)| line).collect();
        if matches!(found.last(), Some(Piece { what: Found::Fault(koefile::Fault::Short { .. }), .. })) {
            told.pop();
        }
        let count = told.len();
        told.dedup();
        prop_assert_eq!(told.len(), count);
    }

    #[test]
    fn nothing_is_found_in_noise(noise in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let found = read(&noise);
        prop_assert!(found.iter().all(|piece| matches!(piece.what, Found::Fault(_))));
    }

    #[test]
    fn nothing_is_found_in_what_looks_like_lines(parts in prop::collection::vec(0..12_usize, 0..300)) {
        let sum = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8b";
        let shreds = [
            "{\"sum\":\"", "{\"koe\":\"", sum, "\",\"entry\":", ",\"sum\":\"", "responses\",\"version\":1,\"made_at\":\"\"",
            ",\"count\":1", "\"}", "{}", "}", "\\", "\n",
        ];
        let text: String = parts.iter().filter_map(|part| shreds.get(*part)).copied().collect();
        let found = read(text.as_bytes());
        prop_assert!(found.iter().all(|piece| matches!(piece.what, Found::Fault(_))));
        prop_assert_eq!(read_in_parts(text.as_bytes(), 7), found);
    }

    #[test]
    fn nothing_is_lost_silently(numbers in prop::collection::vec(1..=10_u32, 1..6), cut in any::<u16>()) {
        let text = file(numbers.iter().copied());
        let bytes = text.trim_end().as_bytes();
        let bytes = &bytes[..place(bytes, cut)];
        let found = read(bytes);
        prop_assert!(bytes.is_empty() || !faults(&found).is_empty(), "cut, and no word of it");
    }
}
