use uuid::Uuid;

/// What the shell is to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Send this response's stored bytes, then report with [`settle`](crate::Outbox::settle).
    Send(Uuid),
    /// Nothing may be sent yet: ask again at this time, or sooner if something happens.
    Wait {
        /// Milliseconds since the epoch of the caller's clock; never further off than a day and an hour.
        until_ms: u64,
    },
    /// Nothing waits: ask again after the next `put` or `retry`.
    Idle,
}
