#![doc = include_str!("../README.md")]

mod backoff;
mod batch;
mod entry;
mod line;
mod outbox;
mod outcome;
mod reply;
mod saved;
mod task;

pub use backoff::{BACKOFF_FIRST_MS, BACKOFF_MAX_MS};
pub use batch::Batch;
pub use entry::{Entry, State};
pub use line::{Line, RETRY_AFTER_MAX_MS};
pub use outbox::{CAPACITY, Full, Outbox, SENDING_MAX_MS};
pub use outcome::{Outcome, Refusal};
pub use reply::{Body, CODE_UNKNOWN, Reply};
pub use saved::UnknownVersion;
pub use task::Task;
