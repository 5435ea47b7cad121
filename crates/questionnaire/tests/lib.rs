//! The rules of a survey as the browser, the collector and the office meet them, by concept.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod form;
mod scenario;

mod admit;
mod complete;
mod conditions;
mod kinds;
mod leaving;
mod off_path;
mod pages;
mod paper;
mod path;
mod properties;
mod required;
mod response;
#[cfg(feature = "publish")]
mod revision;
#[cfg(feature = "publish")]
mod schema;
mod sealed_part;
mod small_reader;
#[cfg(feature = "publish")]
mod soundness;
#[cfg(feature = "publish")]
mod soundness_reach;
mod standing;
mod survey;
mod texts;
mod typed;
#[cfg(not(feature = "publish"))]
mod uninspected;
mod wording;

use std::str::FromStr;

/// `text` as whatever the place asks for: an id, a date, a ward.
#[track_caller]
fn id<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is not written right"))
}
