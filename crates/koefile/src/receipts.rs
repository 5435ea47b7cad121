//! What the office says that it has stored, as the device reads it.

use crate::fault::Fault;
use crate::line::Kind;
use crate::reader::{Found, Reader};

/// A response that the office has stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its id, as it was written.
    pub id: String,
    /// How it is stored: `counted`, `rehearsal` or `aside`.
    pub stored: String,
    /// Why it was set aside, if it was.
    pub reason: Option<String>,
}

/// Why a line of the file gives no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReceipt {
    /// It is not whole, or lines are missing.
    Damaged(Fault),
    /// It is the header or a line of a file of responses, which is for the office and not for a device.
    Responses,
    /// It is whole, and a later program wrote it, or none that is known.
    Unknown,
}

/// What a file says, whatever has become of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipts {
    /// What is stored, in the order of the file. What stands there twice is here twice.
    pub stored: Vec<Receipt>,
    /// What gives no receipt, and on which line, from 1. A run of responses is told by its first line.
    pub rest: Vec<(u64, NoReceipt)>,
}

/// The receipts in `file`, as the office wrote it.
///
/// Nothing is taken from a line that is not what its checksum says. The checksum finds accidents and proves nothing of
/// who wrote the file: whoever holds the device is asked before it lets go of anything.
pub fn receipts(file: &[u8]) -> Receipts {
    let mut reader = Reader::default();
    let mut pieces = reader.read(file);
    pieces.extend(reader.end());
    let mut receipts = Receipts::default();
    let mut responses = false;
    for piece in pieces {
        let told = match piece.what {
            Found::Header(header) if header.kind == Kind::Receipts => {
                responses = false;
                continue;
            }
            Found::Header(_) => Err(NoReceipt::Responses),
            Found::Entry(entry) => receipt(&entry),
            Found::Fault(fault) => Err(NoReceipt::Damaged(fault)),
        };
        match told {
            Ok(receipt) => receipts.stored.push(receipt),
            Err(NoReceipt::Responses) if responses => {}
            Err(other) => {
                responses |= other == NoReceipt::Responses;
                receipts.rest.push((piece.line, other));
            }
        }
    }
    receipts
}

/// The receipt that `entry` is. Its bytes are as the office wrote them, so there is one spelling to know.
fn receipt(entry: &str) -> Result<Receipt, NoReceipt> {
    if entry.starts_with("{\"response\":") {
        return Err(NoReceipt::Responses);
    }
    let members = entry.strip_prefix("{\"id\":\"").and_then(|rest| rest.strip_suffix("\"}"));
    let (id, rest) = members.and_then(|rest| rest.split_once("\",\"stored\":\"")).ok_or(NoReceipt::Unknown)?;
    let (stored, reason) = match rest.split_once("\",\"reason\":\"") {
        Some((stored, reason)) => (stored, Some(reason)),
        None => (rest, None),
    };
    let known = matches!(stored, "counted" | "rehearsal" | "aside");
    // Ids and reasons are plain: a quotation mark or a backslash is of another spelling, with more in it.
    let plain = |text: &str| !text.contains(['"', '\\']);
    if !known || !plain(id) || !reason.is_none_or(plain) {
        return Err(NoReceipt::Unknown);
    }
    Ok(Receipt { id: id.to_owned(), stored: stored.to_owned(), reason: reason.map(str::to_owned) })
}
