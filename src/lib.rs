//! The browser module: what a resident sees and touches.
//!
//! An event becomes a [`message::Message`], [`update::update`] takes it into the [`state::State`] and says which
//! [`effect::Effect`]s follow, and only the shell performs them. The screens are drawn from the state alone, in a
//! browser or natively.

mod app;
mod door;
mod shell;

pub mod asked;
pub mod draft;
pub mod effect;
pub mod field;
pub mod message;
pub mod parcel;
pub mod phrase;
#[cfg(feature = "ssr")]
pub mod plain;
pub mod published;
pub mod record;
pub mod screen;
pub mod state;
#[cfg(feature = "tablet")]
pub mod tablet;
pub mod update;
pub mod words;

pub use door::{enter, leave, root, speak, start};
