use crate::backoff::{ceiling_ms, delay_ms, due_at};
use crate::outbox::SENDING_MAX_MS;
use crate::outcome::Refusal;
use crate::saved::SavedState;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One response that the device still owes the collector: its id and how far it has come.
///
/// Its bytes stay in the device's store, under the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub(crate) id: Uuid,
    pub(crate) state: State,
}

/// How far a response has come.
///
/// What is being sent is written down as waiting: no request outlives the page that made it, so a restored
/// outbox cannot hold one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SavedState", into = "SavedState")]
pub enum State {
    /// To be sent when its time comes.
    Waiting {
        /// Failures in a row since it was put, hurried or retried.
        failures: u32,
        /// The time before which it is not tried again.
        due_ms: u64,
    },
    /// Handed to the shell, which has not reported yet.
    Sending {
        /// Failures in a row before this attempt.
        failures: u32,
        /// The time after which no report is awaited any more.
        until_ms: u64,
    },
    /// Refused by the collector; it stays until a person tries it again or deletes it.
    Parked {
        /// Why.
        refusal: Refusal,
    },
}

impl Entry {
    /// The id of the response.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// How far it has come.
    pub fn state(&self) -> State {
        self.state
    }

    /// Why it is parked, if it is.
    pub fn refusal(&self) -> Option<Refusal> {
        match self.state {
            State::Parked { refusal } => Some(refusal),
            State::Waiting { .. } | State::Sending { .. } => None,
        }
    }

    /// Its place among those that wait, least first: when it is due, `now_ms` at the soonest, then its failures.
    pub(crate) fn turn(&self, now_ms: u64) -> Option<(u64, u32)> {
        match self.state {
            State::Waiting { failures, due_ms } => Some((due_at(due_ms, ceiling_ms(failures), now_ms), failures)),
            State::Sending { .. } | State::Parked { .. } => None,
        }
    }

    /// Until when a report is awaited, if it is under way.
    pub(crate) fn awaited_until(&self, now_ms: u64) -> Option<u64> {
        match self.state {
            State::Sending { until_ms, .. } => Some(due_at(until_ms, SENDING_MAX_MS, now_ms)),
            State::Waiting { .. } | State::Parked { .. } => None,
        }
    }

    /// Has it wait after a failure, as long as seed and `id` say: its own, or that of the batch that it was in.
    pub(crate) fn put_off(&mut self, seed: u32, id: Uuid, now_ms: u64) {
        if let State::Sending { failures, .. } = self.state {
            let failures = failures.saturating_add(1);
            self.state = State::Waiting { failures, due_ms: now_ms.saturating_add(delay_ms(seed, id, failures)) };
        }
    }

    pub(crate) fn hurry(&mut self, now_ms: u64) {
        match &mut self.state {
            State::Waiting { .. } => self.state = State::Waiting { failures: 0, due_ms: now_ms },
            // A request that hung on the dead network fails once the new one is there; that failure is the first.
            State::Sending { failures, .. } => *failures = 0,
            State::Parked { .. } => {}
        }
    }
}
