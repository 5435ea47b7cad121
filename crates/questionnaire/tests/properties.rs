//! Whatever is asked, and whatever is answered in whatever order.
//!
//! `KOE_SOAK_COUNT` sets how many forms each claim is tried on.

mod claims;
mod forms;
mod model;
mod outside;
mod people;
mod printed;
mod small_reader;

use proptest::prelude::*;

fn cases() -> ProptestConfig {
    let count = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    ProptestConfig { cases: count.unwrap_or(128), failure_persistence: None, ..ProptestConfig::default() }
}
