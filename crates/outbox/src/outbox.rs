use crate::entry::{Entry, State};
use crate::line::Line;
use crate::outcome::{Outcome, Refusal};
use crate::saved::{Saved, SavedState};
use crate::task::Task;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most responses that a device owes at one time: one a minute, ten hours a day, for a month without a network
/// is 18,000. At about 4 KB each that is 80 MB: a twelfth of what the browser that grants least, Safari 16, gives before
/// it asks, and little beside the shares of the disk that the others grant.
pub const CAPACITY: usize = 20_000;

/// The longest that a report is awaited, 2 min: 64 KB over the slowest line still met, 8 kbit/s, take 64 s.
///
/// After that the attempt counts as failed, so that a page which was frozen in mid-request, and never heard how
/// it ended, goes on by itself. Should the request have arrived after all, sending it twice stores it once.
pub const SENDING_MAX_MS: u64 = 2 * 60 * 1_000;

/// There is no room for another response; those that are there stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the outbox is full: {held} responses wait on this device, and at most {CAPACITY} fit")]
pub struct Full {
    /// How many are there.
    pub held: usize,
}

/// The responses that this device still owes the collector.
///
/// An entry leaves in two ways only: the collector says that it is stored, or a person deletes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct Outbox {
    pub(crate) seed: u32,
    pub(crate) line: Line,
    pub(crate) entries: Vec<Entry>,
    /// How often the next batch is halved, by those that failed before it. It is not written down: a page that is
    /// loaded again tries the line anew.
    pub(crate) halvings: u32,
}

impl Outbox {
    /// An empty outbox; the seed, which should differ from device to device, spreads its waits.
    pub fn new(seed: u32) -> Self {
        Self { seed, line: Line::default(), entries: Vec::new(), halvings: 0 }
    }

    /// An outbox from parts that the shell kept one by one.
    ///
    /// Every entry is taken, beyond the capacity too, and an id that comes twice is taken once; what was being
    /// sent waits again.
    pub fn restore(seed: u32, line: Line, entries: impl IntoIterator<Item = Entry>) -> Self {
        // A search through all for each would keep a tablet with thousands from its first screen.
        let mut ids = BTreeSet::new();
        let once = entries.into_iter().filter(|entry| ids.insert(entry.id));
        let entries = once.map(|Entry { id, state }| Entry { id, state: SavedState::from(state).into() }).collect();
        Self { seed, line, entries, halvings: 0 }
    }

    /// Takes in a response, due at once.
    ///
    /// One that is there already stays as it is, parked or not. A new one also ends the rest after earlier
    /// failures, since someone is looking at the screen; what the collector asked for by `Retry-After` holds.
    pub fn put(&mut self, id: Uuid, now_ms: u64) -> Result<(), Full> {
        if self.entry(id).is_some() {
            return Ok(());
        }
        if self.room() == 0 {
            return Err(Full { held: self.entries.len() });
        }
        self.entries.push(Entry { id, state: State::Waiting { failures: 0, due_ms: now_ms } });
        self.line.wake();
        Ok(())
    }

    /// What to do now; at most one response is under way at a time.
    ///
    /// Among those that are due, the one that failed least goes first, then the oldest: a response that trips up
    /// the collector every time does not hold up the others.
    pub fn next(&mut self, now_ms: u64) -> Task {
        if let Some(until_ms) = self.under_way(now_ms) {
            return Task::Wait { until_ms };
        }
        let turns = self.entries.iter_mut().filter_map(|entry| entry.turn(now_ms).map(|turn| (turn, entry)));
        let Some(((due_ms, failures), entry)) = turns.min_by_key(|(turn, _)| *turn) else {
            return Task::Idle;
        };
        let until_ms = self.line.free_at(now_ms).max(due_ms);
        if until_ms > now_ms {
            return Task::Wait { until_ms };
        }
        entry.state = State::Sending { failures, until_ms: now_ms.saturating_add(SENDING_MAX_MS) };
        Task::Send(entry.id)
    }

    /// Takes the shell's report of how the sending of `id` ended.
    ///
    /// It may come late. That a response is stored or refused is true whenever it is heard; a late failure tells
    /// only of the line.
    pub fn settle(&mut self, id: Uuid, outcome: Outcome, now_ms: u64) {
        self.line.learn(outcome, self.seed, id, now_ms);
        match outcome {
            Outcome::Stored | Outcome::StoredAside => self.discard(id),
            Outcome::Refused(refusal) => self.park(id, refusal),
            Outcome::Busy { .. } | Outcome::Unreachable => self.put_off(id, now_ms),
        }
    }

    /// An earlier page was asked by the collector to leave it alone until then. What is further ahead than a `Retry-After`
    /// is ever obeyed was written by another clock, and holds nothing.
    pub fn hold_until(&mut self, until_ms: u64) {
        self.line.hold_on(until_ms);
    }

    /// The network is back, or a person says "send now": everything that waits is due, and failures count from
    /// the beginning. What the collector asked for by `Retry-After` holds.
    pub fn hurry(&mut self, now_ms: u64) {
        self.line.forget_failures();
        for entry in &mut self.entries {
            entry.hurry(now_ms);
        }
    }

    /// A person wants a parked response tried again; one that is not parked stays as it is.
    pub fn retry(&mut self, id: Uuid, now_ms: u64) {
        let parked = self.entries.iter_mut().find(|entry| entry.id == id && entry.refusal().is_some());
        if let Some(entry) = parked {
            entry.state = State::Waiting { failures: 0, due_ms: now_ms };
            self.line.wake();
        }
    }

    /// A person deletes a response from this device for good.
    pub fn discard(&mut self, id: Uuid) {
        self.entries.retain(|entry| entry.id != id);
    }

    /// How many more responses fit; at none, no new form is begun.
    pub fn room(&self) -> usize {
        CAPACITY.saturating_sub(self.entries.len())
    }

    /// The responses that go out by themselves, the one under way included, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = Uuid> {
        self.entries.iter().filter(|entry| entry.refusal().is_none()).map(Entry::id)
    }

    /// The responses that wait for a person, with the reason, oldest first.
    pub fn parked(&self) -> impl Iterator<Item = (Uuid, Refusal)> {
        self.entries.iter().filter_map(|entry| Some((entry.id, entry.refusal()?)))
    }

    /// Everything that is owed, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One entry, as the shell writes it down beside its response.
    pub fn entry(&self, id: Uuid) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What is known of the way to the collector, as the shell writes it down.
    pub fn line(&self) -> &Line {
        &self.line
    }

    fn entry_mut(&mut self, id: Uuid) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    /// Until when a report is awaited; one that is overdue is given up here.
    fn under_way(&mut self, now_ms: u64) -> Option<u64> {
        let (id, until_ms) = self.entries.iter().find_map(|entry| Some((entry.id, entry.awaited_until(now_ms)?)))?;
        if until_ms > now_ms {
            return Some(until_ms);
        }
        self.settle(id, Outcome::Unreachable, now_ms);
        None
    }

    fn park(&mut self, id: Uuid, refusal: Refusal) {
        if let Some(entry) = self.entry_mut(id) {
            entry.state = State::Parked { refusal };
        }
    }

    fn put_off(&mut self, id: Uuid, now_ms: u64) {
        let seed = self.seed;
        if let Some(entry) = self.entry_mut(id) {
            entry.put_off(seed, id, now_ms);
        }
    }
}
