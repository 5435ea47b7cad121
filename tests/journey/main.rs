//! A person's ways through the form, without a browser: what happens goes in, what is to be done comes out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that takes what is not there fails, as it should"
)]

mod aloud;
mod answering;
mod events;
mod holding;
mod losses;
mod person;
mod plain;
mod posted;
mod pulse;
mod returning;
mod room;
mod screens;
mod sealing;
mod sending;
mod still;
mod survey;
mod tablet;
mod voice;
