use crate::backoff::{ceiling_ms, delay_ms, due_at};
use crate::outcome::Outcome;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest that a `Retry-After` is obeyed, 24 h: a night's maintenance fits, and a proxy's slip of the pen
/// does not keep a response on a phone until the survey is over.
pub const RETRY_AFTER_MAX_MS: u64 = 24 * 60 * 60 * 1_000;

/// What the device knows of the way to the collector, whichever response it was that found out.
///
/// When nobody answers, that is no fault of the response that was sent: without this, a tablet with thousands
/// waiting would try each of them in turn against a dead network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    failures: u32,
    rest_until_ms: u64,
    hold_ms: u64,
    hold_until_ms: u64,
}

impl Line {
    /// When the next attempt may be made, `now_ms` at the soonest.
    pub(crate) fn free_at(&self, now_ms: u64) -> u64 {
        let hold_end_ms = self.hold_end(now_ms);
        let rest_ceiling_ms = hold_end_ms - now_ms + ceiling_ms(self.failures);
        due_at(self.rest_until_ms, rest_ceiling_ms, now_ms).max(hold_end_ms)
    }

    pub(crate) fn learn(&mut self, outcome: Outcome, seed: u32, id: Uuid, now_ms: u64) {
        match outcome {
            Outcome::Stored | Outcome::StoredAside | Outcome::Refused(_) => *self = Self::default(),
            Outcome::Busy { retry_after_s } => {
                if let Some(seconds) = retry_after_s {
                    self.hold(seconds, now_ms);
                }
                self.rest(seed, id, now_ms);
            }
            Outcome::Unreachable => self.rest(seed, id, now_ms),
        }
    }

    /// Until when the collector asked to be left alone, while that time is still to come.
    pub fn held_until(&self, now_ms: u64) -> Option<u64> {
        Some(self.hold_end(now_ms)).filter(|end_ms| *end_ms > now_ms)
    }

    /// Takes over what the collector asked of an earlier page; of several times the latest holds.
    pub(crate) fn hold_on(&mut self, until_ms: u64) {
        self.hold_ms = RETRY_AFTER_MAX_MS;
        self.hold_until_ms = self.hold_until_ms.max(until_ms);
    }

    /// Ends the rest, which was the device's own guess, but not what the collector asked for.
    pub(crate) fn wake(&mut self) {
        self.rest_until_ms = 0;
    }

    /// Forgets the failures, which were another network's, and thereby ends the rest: no failure, no rest.
    pub(crate) fn forget_failures(&mut self) {
        self.failures = 0;
    }

    fn hold(&mut self, seconds: u32, now_ms: u64) {
        self.hold_ms = (u64::from(seconds) * 1_000).min(RETRY_AFTER_MAX_MS);
        self.hold_until_ms = now_ms.saturating_add(self.hold_ms);
    }

    /// The rest begins where the hold ends: devices that were told the same minute must not come in the same second.
    fn rest(&mut self, seed: u32, id: Uuid, now_ms: u64) {
        self.failures = self.failures.saturating_add(1);
        self.rest_until_ms = self.hold_end(now_ms).saturating_add(delay_ms(seed, id, self.failures));
    }

    fn hold_end(&self, now_ms: u64) -> u64 {
        due_at(self.hold_until_ms, self.hold_ms.min(RETRY_AFTER_MAX_MS), now_ms)
    }
}
