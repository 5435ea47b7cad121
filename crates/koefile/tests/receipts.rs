//! What the office says that it has stored, as a device reads it.

use koefile::{Fault, Kind, NoReceipt, Receipt, Receipts, receipts};
use proptest::prelude::*;

use crate::{MADE_AT, file};

fn line(number: u32) -> String {
    let (stored, reason) = match number % 3 {
        0 => ("aside", Some("late")),
        1 => ("counted", None),
        _ => ("rehearsal", None),
    };
    koefile::line(&koefile::acknowledgement(&number.to_string(), stored, reason))
}

fn written(numbers: impl IntoIterator<Item = u32>) -> String {
    let lines: Vec<_> = numbers.into_iter().map(line).collect();
    // The office writes the header before it knows how long it will be.
    let header = koefile::header(Kind::Receipts, MADE_AT, lines.len() as u64);
    format!("{:160}\n{}", header.trim_end(), lines.concat())
}

fn ids(receipts: &Receipts) -> Vec<&str> {
    receipts.stored.iter().map(|receipt| receipt.id.as_str()).collect()
}

#[test]
fn a_file_of_receipts_says_what_is_stored_and_how() {
    let read = receipts(written(1..=3).as_bytes());
    let receipt = |id: &str, stored: &str, reason: Option<&str>| Receipt {
        id: id.into(),
        stored: stored.into(),
        reason: reason.map(str::to_owned),
    };
    let stored =
        vec![receipt("1", "counted", None), receipt("2", "rehearsal", None), receipt("3", "aside", Some("late"))];
    assert_eq!(read, Receipts { stored, rest: Vec::new() });
    assert_eq!(receipts(written([]).as_bytes()), Receipts::default());
}

#[test]
fn nothing_is_taken_from_a_line_whose_checksum_fails() {
    let text = written(1..=3);
    let read = receipts(text.replace("\"2\",", "\"9\",").as_bytes());
    assert_eq!((ids(&read), &read.rest), (vec!["1", "3"], &vec![(3, NoReceipt::Damaged(Fault::Altered))]));
    let read = receipts(&text.as_bytes()[..text.len() - 20]);
    assert_eq!((ids(&read), &read.rest), (vec!["1", "2"], &vec![(4, NoReceipt::Damaged(Fault::Torn))]));
    let read = receipts(text.replace(&line(1), "").as_bytes());
    let short = Fault::Short { promised: 3, seen: 2 };
    assert_eq!((ids(&read), &read.rest), (vec!["2", "3"], &vec![(4, NoReceipt::Damaged(short))]));
}

#[test]
fn a_file_of_responses_says_so_once() {
    assert_eq!(receipts(file(1..=3).as_bytes()), Receipts { stored: vec![], rest: vec![(1, NoReceipt::Responses)] });
    let headless: Vec<_> = file(1..=3).lines().skip(1).map(str::to_owned).collect();
    assert_eq!(receipts(headless.join("\n").as_bytes()).rest, [(1, NoReceipt::Responses)]);
    let both = receipts((file(1..=2) + &written(3..=4) + &file(5..=6)).as_bytes());
    assert_eq!((ids(&both), &both.rest), (vec!["3", "4"], &vec![(1, NoReceipt::Responses), (7, NoReceipt::Responses)]));
}

#[test]
fn what_is_no_such_file_is_told_by_line() {
    let read = receipts(b"hello\n\nworld");
    let strange = NoReceipt::Damaged(Fault::Strange);
    assert_eq!(read, Receipts { stored: vec![], rest: vec![(1, strange), (3, strange)] });
    assert_eq!(receipts(b""), Receipts::default());
    assert_eq!(receipts(&[0xff, 0xfe, 0]).rest, [(1, strange)]);
}

#[test]
fn a_whole_line_that_is_no_receipt_is_unknown() {
    for entry in [
        "{}",
        "[]",
        "{\"id\":\"1\"}",
        "{\"id\":\"1\",\"stored\":\"lost\"}",
        "{\"id\":\"1\",\"stored\":\"counted\",\"more\":\"1\"}",
        "{\"id\":\"1\",\"stored\":\"aside\",\"reason\":\"late\",\"more\":\"1\"}",
        "{\"id\":\"1\",\"more\":\"1\",\"stored\":\"counted\"}",
        "{\"id\":\"\\u0031\",\"stored\":\"counted\"}",
        "{\"stored\":\"counted\",\"id\":\"1\"}",
    ] {
        let read = receipts(koefile::line(entry).as_bytes());
        assert_eq!(read, Receipts { stored: vec![], rest: vec![(1, NoReceipt::Unknown)] }, "{entry}");
    }
}

proptest! {
    #[test]
    fn a_damaged_file_never_names_what_the_office_did_not_write(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = written(100..=120).into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(end.index(bytes.len() + 1));
        let read = receipts(&bytes);
        let known: Vec<String> = (100..=120).map(|number| number.to_string()).collect();
        prop_assert!(read.stored.iter().all(|receipt| known.contains(&receipt.id)));
        let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
        prop_assert!(read.rest.iter().all(|(line, _)| (1..=lines).contains(line)));
    }
}
