//! The whole product: a real browser, the real office program, a real database.
//!
//! Screens are found by role and accessible name, as a person finds them, never by how they are marked up.

#![expect(clippy::indexing_slicing, reason = "a test that takes what is not there fails, as it should")]

mod harness;
mod product;
