//! Reading, whatever has become of the file.

use crate::fault::Fault;
use crate::line::{ENTRY, HEADER, Header, Whole, whole};

/// The longest line that is read: a sealed response of 64 KiB for several recipients has about 100 KB, and the
/// rest of a torn line may stand before it.
pub const LINE_BYTES_MAX: usize = 256 * 1024;

/// The places in one damaged line at which a whole one is looked for in vain, before the rest of it is given up.
const FALSE_STARTS_MAX: u32 = 64;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Something in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The line, from 1.
    pub line: u64,
    /// What is there.
    pub what: Found,
}

/// What is on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A header: the first line, and more where files were put together.
    Header(Header),
    /// An entry, exactly as it was written.
    Entry(String),
    /// Something that is not whole.
    Fault(Fault),
}

/// Reads a file as its bytes come.
#[derive(Debug, Default)]
pub struct Reader {
    lines_before: u64,
    /// The beginning of the line that is under way.
    held: Vec<u8>,
    /// Whether that line is too long already.
    overlong: bool,
    /// Whether the last header is one that this program does not know.
    later: bool,
    promised: u64,
    seen: u64,
}

impl Reader {
    /// What is in the lines that end in `bytes`.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut found = Vec::new();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            self.hold(line);
            self.end_line(&mut found);
        }
        self.hold(rest);
        found
    }

    /// What is in the last line, and what the file as a whole lacks.
    pub fn end(&mut self) -> Vec<Piece> {
        let mut found = Vec::new();
        self.end_line(&mut found);
        if self.seen < self.promised {
            let fault = Fault::Short { promised: self.promised, seen: self.seen };
            found.push(Piece { line: self.lines_before, what: Found::Fault(fault) });
        }
        found
    }

    fn hold(&mut self, bytes: &[u8]) {
        self.overlong |= self.held.len() + bytes.len() > LINE_BYTES_MAX;
        if self.overlong {
            self.held.clear();
        } else {
            self.held.extend_from_slice(bytes);
        }
    }

    fn end_line(&mut self, found: &mut Vec<Piece>) {
        self.lines_before += 1;
        if std::mem::take(&mut self.overlong) {
            self.found(Found::Fault(Fault::TooLong), found);
            return;
        }
        let mut held = std::mem::take(&mut self.held);
        self.look_through(&held, found);
        held.clear();
        self.held = held;
    }

    /// Takes the line as one, or else whatever in it is whole.
    fn look_through(&mut self, line: &[u8], found: &mut Vec<Piece>) {
        let mut rest = trim(line);
        if rest.is_empty() {
            return;
        }
        let mut fault = match whole(rest) {
            Ok(whole) => return self.found(whole.into(), found),
            Err(fault @ (Fault::Later { .. } | Fault::UnknownKind)) => return self.found(Found::Fault(fault), found),
            Err(Fault::Altered) if object_end(rest).is_none() => Fault::Torn,
            Err(fault) => fault,
        };
        let (mut is_damaged, mut false_starts, mut first) = (false, 0, 0);
        while let Some(start) = next_start(rest, first).filter(|_| false_starts < FALSE_STARTS_MAX) {
            let (before, here) = rest.split_at(start);
            let (piece, after) = here.split_at(object_end(here).unwrap_or(here.len()));
            let what = match whole(piece) {
                Ok(whole) => whole.into(),
                Err(fault @ (Fault::Later { .. } | Fault::UnknownKind)) => Found::Fault(fault),
                Err(_) => {
                    (false_starts, first) = (false_starts + 1, start + 1);
                    continue;
                }
            };
            if !trim(before).is_empty() {
                (is_damaged, fault) = (true, Fault::Torn);
            }
            self.found(what, found);
            (rest, first) = (after, 0);
        }
        if is_damaged || !trim(rest).is_empty() {
            self.found(Found::Fault(fault), found);
        }
    }

    fn found(&mut self, what: Found, found: &mut Vec<Piece>) {
        match &what {
            Found::Header(header) => {
                self.later = false;
                self.promised = self.promised.saturating_add(header.count);
            }
            Found::Fault(Fault::Later { .. } | Fault::UnknownKind) => self.later = true,
            // That the header is of a later program says it all.
            Found::Fault(_) if self.later => return,
            Found::Entry(_) | Found::Fault(_) => self.seen += 1,
        }
        found.push(Piece { line: self.lines_before, what });
    }
}

impl From<Whole<'_>> for Found {
    fn from(whole: Whole<'_>) -> Self {
        match whole {
            Whole::Header(header) => Self::Header(header),
            Whole::Entry(entry) => Self::Entry(entry.to_owned()),
        }
    }
}

/// Without what editors and other systems put around lines.
fn trim(line: &[u8]) -> &[u8] {
    let mut line = line.trim_ascii();
    while let Some(rest) = line.strip_prefix(BYTE_ORDER_MARK) {
        line = rest.trim_ascii_start();
    }
    line
}

/// Where the next line may begin in `bytes`, from `first` on.
fn next_start(bytes: &[u8], first: usize) -> Option<usize> {
    let starts = bytes.get(first..)?.windows(ENTRY.len()).position(|window| window == ENTRY || window == HEADER);
    starts.map(|start| first + start)
}

/// Where the object of JSON that begins with `bytes` ends, if it does.
fn object_end(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => depth += 1,
            b'}' if !in_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(place + 1);
                }
            }
            _ => {}
        }
    }
    None
}
