//! The list of the receipts that were counted, and looking into it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use questionnaire::ReceiptHash;

/// The list: a hash a line, in order, so that one is found in a list of millions by some twenty looks.
pub const RECEIPTS: &str = "receipts.txt";

/// Bytes of a line: 64 digits and its end.
const LINE: u64 = 65;

/// Whether `receipt` is in the list of the publication in `folder`.
pub fn is_counted(folder: &Path, receipt: &ReceiptHash) -> std::io::Result<bool> {
    let mut file = File::open(folder.join(RECEIPTS))?;
    let wanted = receipt.to_string();
    let (mut low, mut high) = (0, file.metadata()?.len() / LINE);
    let mut line = [0; 64];
    while low < high {
        let middle = low.midpoint(high);
        file.seek(SeekFrom::Start(middle * LINE))?;
        file.read_exact(&mut line)?;
        match line.as_slice().cmp(wanted.as_bytes()) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Ok(true),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use questionnaire::Receipt;

    use super::*;

    #[test]
    fn every_receipt_of_a_list_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let hash = |number: u8| Receipt::from_random([number; 13]).hash();
        for count in [0, 1, 2, 7, 100] {
            let mut listed: Vec<String> = (0..count).map(|number| hash(number).to_string()).collect();
            listed.sort_unstable();
            let lines: String = listed.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
            std::fs::write(folder.path().join(RECEIPTS), lines).unwrap();
            for number in 0..110 {
                assert_eq!(is_counted(folder.path(), &hash(number)).unwrap(), number < count, "{number} of {count}");
            }
        }
    }
}
