//! What must be true of the product, by concept.

mod arrival;
mod codes;
mod conversion;
mod delivery;
mod guard;
mod keyboard;
mod language;
mod page_turning;
mod pictures;
mod reading_out;
mod residents;
mod routing;
mod sharing;
mod soak;
mod storage;
mod validation;
mod visitors;
