//! Sealing, tested from outside.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not there fails the test, which is what it is for"
)]

mod keys;
mod others;
mod round;
mod strict;
