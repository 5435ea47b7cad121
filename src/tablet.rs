//! A tablet that staff have set up: a kiosk at a counter, or one that a collector carries around.
//!
//! It is one page, which never goes to another address. Between two people it invites, or shows the collector what
//! waits; while somebody answers, the form of the resident's own module lives within it, with its rules and its screens.
//! Nothing of an answer is written down before it is sealed, and what is sealed leaves only when the office says that it
//! is stored.

pub mod batch;
pub mod effect;
pub mod message;
pub mod own;
pub mod pin;
pub mod queue;
pub mod screen;
pub mod state;
pub mod update;

mod app;
mod shell;

use app::first_language;
pub use app::start;
