//! The numbers are honest: each claim of the crate, held against R where R computes the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod against_r;
mod change;
mod content;
mod counts;
mod disclosure;
mod outlook;
mod plan;
mod refusals;
mod weights;
