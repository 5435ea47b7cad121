//! What must be true of the product, by concept.

mod arrival;
mod codes;
mod conversion;
mod delivery;
mod doors;
mod dress;
mod embedding;
mod guard;
mod keyboard;
mod language;
mod page_turning;
mod pictures;
mod plain;
mod preview;
mod pulse;
mod reading_out;
mod remounting;
mod residents;
mod routing;
mod sharing;
mod soak;
mod storage;
mod text_browser;
mod validation;
mod visitors;
