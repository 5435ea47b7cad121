//! The office, tested whole: the real router on a real database file, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what is not there fails the test, which is what it is for"
)]

mod bad_input;
mod check;
mod client;
mod codes;
mod commands;
mod documents;
mod killed;
mod office;
mod pages;
mod put_many;
mod put_response;
mod response;
mod stopped;
mod store;
mod surveys;
