//! From stored responses to what a reader may believe: counts, figures, pages, data, and a manifest of it all.

pub(crate) mod chart;
mod counted;
mod data;
mod error;
mod figure;
mod folder;
mod kept_back;
mod manifest;
mod page;
mod publication;
mod reading;
mod receipts;
mod recount;
mod said;
mod tallies;
mod versus;
mod words;

pub use counted::{Counted, Inputs, Seal, count};
pub use data::earlier;
pub use error::ReportError;
pub(crate) use figure::is_of;
pub use figure::{Figure, Form, Headline, Measure, Place, Sources};
pub use folder::write_whole;
pub use kept_back::Groups;
pub use manifest::{MANIFEST, Manifest, Mismatch, Recipe, read_folder, sha256};
pub use publication::{Earlier, Parts, Publication, fiscal_year};
pub(crate) use reading::AGE;
pub use reading::{Feeds, ItemGone};
pub use receipts::{RECEIPTS, is_counted};
pub use recount::{RecountError, recount};
pub use said::{Answered, Said};
pub use tallies::Tallies;
pub(crate) use versus::aimed;
pub use versus::{Change, ReadAs, Versus};
pub use words::Word;

use std::collections::BTreeMap;

/// Files by their path within a publication.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Every file of a publication but its manifest.
pub fn files(publication: &Publication<'_>) -> Result<Files, ReportError> {
    let mut files = Files::new();
    page::write(publication, &mut files)?;
    data::write(publication, &mut files)?;
    let receipts = publication.counted.receipts.iter().flat_map(|hash| [counted::hex(hash), "\n".to_owned()]);
    files.insert(RECEIPTS.to_owned(), receipts.collect::<String>().into_bytes());
    Ok(files)
}
