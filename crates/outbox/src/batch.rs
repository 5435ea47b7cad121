use crate::entry::{Entry, State};
use crate::line::Line;
use crate::outbox::{Outbox, SENDING_MAX_MS};
use crate::outcome::{Outcome, Refusal};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the shell is to do now, on a device that sends many at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Send the stored bytes of these responses together, then report with
    /// [`settle_batch`](crate::Outbox::settle_batch). There is at least one.
    Send(Vec<Uuid>),
    /// Nothing may be sent yet: ask again at this time, or sooner if something happens.
    Wait {
        /// Milliseconds since the epoch of the caller's clock; never further off than a day and an hour.
        until_ms: u64,
    },
    /// Nothing waits: ask again after the next `put` or `retry`.
    Idle,
}

/// Sending many at once, for a tablet that comes home with thousands. A device sends either so or one by one.
impl Outbox {
    /// An outbox of what the shell finds in its store: each response and, if it was refused, why.
    ///
    /// All that is not parked is due at once. Every one is taken, beyond the capacity too, and one that comes twice is
    /// taken once.
    pub fn of_stored(seed: u32, stored: impl IntoIterator<Item = (Uuid, Option<Refusal>)>, now_ms: u64) -> Self {
        let waiting = State::Waiting { failures: 0, due_ms: now_ms };
        let entries = stored.into_iter().map(|(id, refusal)| {
            let state = refusal.map_or(waiting, |refusal| State::Parked { refusal });
            Entry { id, state }
        });
        Self::restore(seed, Line::default(), entries)
    }

    /// What to do now; at most one batch, of at most `most` responses, is under way at a time.
    ///
    /// As with [`next`](Self::next) the least failed goes first, then the oldest.
    ///
    /// A batch that failed may have been too large for the line, or held one response that trips up the collector. So
    /// each failed batch halves the next and each that was answered doubles it; and what has failed `n` times travels
    /// only with others that failed as often, at most `most / 2^n` in all, until the one that is to blame is alone.
    pub fn next_batch(&mut self, now_ms: u64, most: usize) -> Batch {
        if let Some(until_ms) = self.batch_under_way(now_ms) {
            return Batch::Wait { until_ms };
        }
        let Some((due_ms, failures)) = self.entries.iter().filter_map(|entry| entry.turn(now_ms)).min() else {
            return Batch::Idle;
        };
        let until_ms = self.line.free_at(now_ms).max(due_ms);
        if until_ms > now_ms {
            return Batch::Wait { until_ms };
        }
        let halvings_max = most.max(1).ilog2();
        self.halvings = self.halvings.min(halvings_max);
        let most = (most >> failures.max(self.halvings).min(halvings_max)).max(1);
        let sending = State::Sending { failures, until_ms: now_ms.saturating_add(SENDING_MAX_MS) };
        let due = self.entries.iter_mut().filter(|entry| entry.turn(now_ms) == Some((now_ms, failures)));
        let ids = due.take(most).map(|entry| {
            entry.state = sending;
            entry.id
        });
        Batch::Send(ids.collect())
    }

    /// Takes the shell's report of how the sending of a batch ended, for each of its responses.
    ///
    /// A batch that failed as a whole is reported with the same failure for each: the line counts one failure, and
    /// all are put off together. What is not reported is still awaited, as with [`settle`](Self::settle).
    pub fn settle_batch(&mut self, reports: &[(Uuid, Outcome)], now_ms: u64) {
        let Some((first, _)) = reports.first() else { return };
        self.learn_batch(*first, reports, now_ms);
        let reports: BTreeMap<Uuid, Outcome> = reports.iter().copied().collect();
        let seed = self.seed;
        self.entries.retain_mut(|entry| {
            match reports.get(&entry.id) {
                Some(Outcome::Stored | Outcome::StoredAside) => return false,
                Some(Outcome::Refused(refusal)) => entry.state = State::Parked { refusal: *refusal },
                // By one throw of the dice for all, so that they stay together.
                Some(Outcome::Busy { .. } | Outcome::Unreachable) => entry.put_off(seed, *first, now_ms),
                None => {}
            }
            true
        });
    }

    /// What a batch tells of the line: one success or one failure, however many there were in it.
    fn learn_batch(&mut self, first: Uuid, reports: &[(Uuid, Outcome)], now_ms: u64) {
        let outcomes = || reports.iter().map(|(_, outcome)| *outcome);
        let answer = outcomes().find(|outcome| match outcome {
            Outcome::Stored | Outcome::StoredAside | Outcome::Refused(_) => true,
            Outcome::Busy { .. } | Outcome::Unreachable => false,
        });
        if let Some(answer) = answer {
            self.line.learn(answer, self.seed, first, now_ms);
        }
        self.halvings = match answer {
            Some(_) => self.halvings.saturating_sub(1),
            None => self.halvings.saturating_add(1),
        };
        let busy = outcomes().filter_map(|outcome| match outcome {
            Outcome::Busy { retry_after_s } => Some(retry_after_s),
            Outcome::Stored | Outcome::StoredAside | Outcome::Refused(_) | Outcome::Unreachable => None,
        });
        let failure = match (busy.max(), answer) {
            // What the collector asks for holds, though it took others of the same batch.
            (Some(retry_after_s @ Some(_)), _) | (Some(retry_after_s), None) => Outcome::Busy { retry_after_s },
            (None, None) => Outcome::Unreachable,
            (Some(None) | None, Some(_)) => return,
        };
        self.line.learn(failure, self.seed, first, now_ms);
    }

    /// Until when a report is awaited; a batch that is overdue is given up here.
    fn batch_under_way(&mut self, now_ms: u64) -> Option<u64> {
        let under_way: Vec<_> =
            self.entries.iter().filter_map(|entry| Some((entry.id, entry.awaited_until(now_ms)?))).collect();
        let until_ms = under_way.iter().map(|(_, until_ms)| *until_ms).max()?;
        if until_ms > now_ms {
            return Some(until_ms);
        }
        let reports: Vec<_> = under_way.into_iter().map(|(id, _)| (id, Outcome::Unreachable)).collect();
        self.settle_batch(&reports, now_ms);
        None
    }
}
