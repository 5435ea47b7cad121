//! The file, written whole and read in every state.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod damage;
mod lines;
mod receipts;
mod schema;
mod written;

use koefile::{Fault, Found, Kind, Piece, Reader};

const MADE_AT: &str = "2026-12-02T01:04:00Z";

/// What is found in `bytes`, read at once.
fn read(bytes: &[u8]) -> Vec<Piece> {
    let mut reader = Reader::default();
    let mut found = reader.read(bytes);
    found.extend(reader.end());
    found
}

fn entries(found: &[Piece]) -> Vec<String> {
    let entries = found.iter().filter_map(|piece| match &piece.what {
        Found::Entry(entry) => Some(entry.clone()),
        Found::Header(_) | Found::Fault(_) => None,
    });
    entries.collect()
}

fn faults(found: &[Piece]) -> Vec<(u64, Fault)> {
    let faults = found.iter().filter_map(|piece| match piece.what {
        Found::Fault(fault) => Some((piece.line, fault)),
        Found::Header(_) | Found::Entry(_) => None,
    });
    faults.collect()
}

/// The `number`th entry, of the shape and about the size of a real one.
fn entry(number: u32) -> String {
    let response = format!(
        "{{\"id\":\"{number}\",\"answers\":{{\"sum\":\"yes\",\"koe\":\"no\",\"words\":\"\\\"}}}} きれい🌸\",\"several\":[\"a\",{{\"choice\":\"b\"}}]}}}}"
    );
    koefile::response(&response, number.is_multiple_of(2).then_some("ABCDE-FGHJ2"))
}

/// A file of the entries with these numbers.
fn file(numbers: impl IntoIterator<Item = u32>) -> String {
    let lines: Vec<_> = numbers.into_iter().map(|number| koefile::line(&entry(number))).collect();
    koefile::header(Kind::Responses, MADE_AT, lines.len() as u64) + &lines.concat()
}
