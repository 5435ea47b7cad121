//! One line: how it is written, and whether it is whole.

use sha2::{Digest, Sha256};

use crate::entry::push_text;
use crate::fault::Fault;

/// The version of the format that this crate writes.
pub const VERSION: u32 = 1;

/// How an entry begins, and how a header does. Neither can stand within a text of JSON, where `"` is escaped.
pub(crate) const ENTRY: &[u8] = b"{\"sum\":\"";
pub(crate) const HEADER: &[u8] = b"{\"koe\":\"";

const ENTRY_AFTER_SUM: &[u8] = b"\",\"entry\":";
const HEADER_BEFORE_SUM: &[u8] = b",\"sum\":\"";
const SUM_DIGITS: usize = 64;

/// What the lines after a header are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Responses on their way to the office.
    Responses,
    /// What the office has stored, for the device that they came from.
    Receipts,
}

impl Kind {
    /// Its name in a header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Responses => "responses",
            Self::Receipts => "receipts",
        }
    }
}

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What follows.
    pub kind: Kind,
    /// How many lines follow.
    pub count: u64,
}

/// The first line of a file that is made at `made_at`, a time in whole minutes, and has `count` more lines.
pub fn header(kind: Kind, made_at: &str, count: u64) -> String {
    let mut header = String::from("{\"koe\":\"");
    header.push_str(kind.as_str());
    header.push_str("\",\"version\":");
    header.push_str(&VERSION.to_string());
    header.push_str(",\"made_at\":");
    push_text(&mut header, made_at);
    header.push_str(",\"count\":");
    header.push_str(&count.to_string());
    let sum = sum(header.as_bytes());
    header.push_str(",\"sum\":\"");
    header.extend(sum.map(char::from));
    header.push_str("\"}\n");
    header
}

/// The line of an entry, given as JSON.
pub fn line(entry: &str) -> String {
    // Between the tokens of JSON a line end is as good as nothing, and within them there is none.
    let entry: String = entry.split(['\n', '\r']).collect();
    let mut line = String::with_capacity(entry.len() + 96);
    line.push_str("{\"sum\":\"");
    line.extend(sum(entry.as_bytes()).map(char::from));
    line.push_str("\",\"entry\":");
    line.push_str(&entry);
    line.push_str("}\n");
    line
}

/// A line, or a part of one, that is as it was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Whole<'a> {
    Header(Header),
    /// Its entry, byte for byte.
    Entry(&'a str),
}

/// What `bytes` are, from the first to the last.
pub(crate) fn whole(bytes: &[u8]) -> Result<Whole<'_>, Fault> {
    if let Some(rest) = bytes.strip_prefix(ENTRY) {
        let rest = rest.strip_suffix(b"}").ok_or(Fault::Torn)?;
        let (sum, rest) = rest.split_at_checked(SUM_DIGITS).ok_or(Fault::Torn)?;
        let entry = rest.strip_prefix(ENTRY_AFTER_SUM).ok_or(Fault::Altered)?;
        return checked(entry, sum).map(Whole::Entry);
    }
    if bytes.starts_with(HEADER) {
        let head = bytes.strip_suffix(b"\"}").ok_or(Fault::Torn)?;
        let (head, sum) = head.split_at_checked(head.len().saturating_sub(SUM_DIGITS)).ok_or(Fault::Altered)?;
        let head = head.strip_suffix(HEADER_BEFORE_SUM).ok_or(Fault::Altered)?;
        return checked(head, sum).and_then(read_header).map(Whole::Header);
    }
    // Of the last line of a torn file there may be no more than this.
    Err(if ENTRY.starts_with(bytes) || HEADER.starts_with(bytes) { Fault::Torn } else { Fault::Strange })
}

/// What a header says: kind and version in every version, the rest in this one.
fn read_header(head: &str) -> Result<Header, Fault> {
    let (kind, rest) = head.split_once("\",\"version\":").ok_or(Fault::Strange)?;
    let (version, rest) = rest.split_once(',').unwrap_or((rest, ""));
    let version: u32 = version.parse().map_err(|_| Fault::Strange)?;
    if version != VERSION {
        return Err(Fault::Later { version });
    }
    let kinds = [Kind::Responses, Kind::Receipts];
    let kind = kinds
        .into_iter()
        .find(|known| kind.strip_prefix("{\"koe\":\"") == Some(known.as_str()))
        .ok_or(Fault::UnknownKind)?;
    let (_, count) = rest.rsplit_once("\"count\":").ok_or(Fault::Strange)?;
    Ok(Header { kind, count: count.parse().map_err(|_| Fault::Strange)? })
}

fn checked<'a>(text: &'a [u8], expected: &[u8]) -> Result<&'a str, Fault> {
    if sum(text) != *expected {
        return Err(Fault::Altered);
    }
    std::str::from_utf8(text).map_err(|_| Fault::Strange)
}

/// The SHA-256 of `bytes` in hexadecimal digits.
fn sum(bytes: &[u8]) -> [u8; SUM_DIGITS] {
    let mut digits = [0; SUM_DIGITS];
    let digit = |four: u8| if four < 10 { b'0' + four } else { b'a' + four - 10 };
    for (pair, byte) in digits.chunks_exact_mut(2).zip(Sha256::digest(bytes)) {
        for (place, four) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *place = digit(four);
        }
    }
    digits
}
