//! The office, tested whole: the real router on a real database file, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what is not there fails the test, which is what it is for"
)]

mod audit;
mod backup;
mod bad_input;
mod check;
mod client;
mod codes;
mod commands;
mod config;
mod conformance;
mod cors;
mod desk;
mod devices;
mod disk;
mod documents;
mod export;
mod flood;
mod guesses;
mod history;
mod intake;
mod invite;
mod keygen;
mod killed;
mod load;
mod office;
mod open;
mod pages;
mod paper;
mod plain;
mod power;
mod put_many;
mod put_response;
mod read_only;
mod released;
mod report;
mod response;
mod schemathesis;
mod sealed;
mod sealed_plain;
mod server;
mod shared;
mod staff;
mod stopped;
mod store;
mod survey_page;
mod surveys;
mod tablet;
mod test_store;
mod tls;
mod translation;
mod ward_periods;
