//! How tablets become known.

use crate::device::Device;

/// How an enrolment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The device is known from now on.
    New(Device),
    /// It was known already, by the same token: its answer was lost on the way.
    Before(Device),
    /// The link was never given out, is too old, or another device has used it.
    Unknown,
}
