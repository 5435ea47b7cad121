//! Whatever happens, in whatever order.

use crate::{NOW, id};
use outbox::{BACKOFF_MAX_MS, Batch, Outbox, Outcome, RETRY_AFTER_MAX_MS, Refusal, SENDING_MAX_MS, State, Task};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Responses that a device has in all.
const IDS: usize = 5;

#[derive(Clone, Debug)]
enum Event {
    Put(Uuid),
    Next,
    Settle(Uuid, Outcome),
    Report(Vec<Option<Outcome>>),
    Hurry,
    Retry(Uuid),
    Discard(Uuid),
    Reload,
    Later(u64),
    ClockSet(u64),
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Stored),
        Just(Outcome::StoredAside),
        Just(Outcome::Refused(Refusal::Invalid)),
        Just(Outcome::Refused(Refusal::NotOpen)),
        any::<Option<u32>>().prop_map(|retry_after_s| Outcome::Busy { retry_after_s }),
        (0..100_u32).prop_map(|seconds| Outcome::Busy { retry_after_s: Some(seconds) }),
        Just(Outcome::Unreachable),
        Just(Outcome::Unreachable),
    ]
}

/// What is heard of the first, the second … response under way: of most batches the same of each.
fn reports() -> impl Strategy<Value = Vec<Option<Outcome>>> {
    prop_oneof![
        2 => outcomes().prop_map(|outcome| vec![Some(outcome); IDS]),
        1 => prop::collection::vec(prop::option::weighted(0.9, outcomes()), IDS),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let ids = || (1..=IDS as u128).prop_map(id);
    let event = prop_oneof![
        3 => ids().prop_map(Event::Put),
        5 => Just(Event::Next),
        1 => (ids(), outcomes()).prop_map(|(id, outcome)| Event::Settle(id, outcome)),
        4 => reports().prop_map(Event::Report),
        1 => Just(Event::Hurry),
        1 => ids().prop_map(Event::Retry),
        1 => ids().prop_map(Event::Discard),
        1 => Just(Event::Reload),
        3 => (0..200_000_u64).prop_map(Event::Later),
        1 => prop_oneof![any::<u64>(), Just(0), Just(u64::MAX), NOW - 100_000_000..NOW].prop_map(Event::ClockSet),
    ];
    prop::collection::vec(event, 0..60)
}

/// The outbox beside the simplest account of what it may do.
struct Device {
    outbox: Outbox,
    now_ms: u64,
    owed: BTreeSet<Uuid>,
    parked: BTreeSet<Uuid>,
    under_way: Vec<Uuid>,
    /// How many it sends at once; none sends one by one.
    most: Option<usize>,
    /// Until when the collector wants to be left alone.
    hold_until_ms: u64,
}

impl Device {
    fn new(seed: u32, most: Option<usize>) -> Self {
        let (owed, parked, under_way) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        Self { outbox: Outbox::new(seed), now_ms: NOW, owed, parked, under_way, most, hold_until_ms: 0 }
    }

    /// One to which all of this happened.
    fn after(seed: u32, most: Option<usize>, events: &[Event]) -> Self {
        let mut device = Self::new(seed, most);
        for event in events {
            device.meet(event);
        }
        device
    }

    fn meet(&mut self, event: &Event) {
        match *event {
            Event::Put(id) => {
                self.outbox.put(id, self.now_ms).unwrap();
                self.owed.insert(id);
            }
            Event::Next => {
                self.ask();
            }
            Event::Settle(id, outcome) => self.settle(&[(id, outcome)]),
            Event::Report(ref outcomes) => {
                let under_way = std::mem::take(&mut self.under_way).into_iter();
                let heard = under_way.zip(outcomes).filter_map(|(id, outcome)| Some((id, (*outcome)?)));
                self.settle(&heard.collect::<Vec<_>>());
            }
            Event::Hurry => self.outbox.hurry(self.now_ms),
            Event::Retry(id) => {
                self.outbox.retry(id, self.now_ms);
                self.parked.remove(&id);
            }
            Event::Discard(id) => {
                self.outbox.discard(id);
                self.forget(id);
            }
            Event::Reload => {
                self.outbox = serde_json::from_str(&serde_json::to_string(&self.outbox).unwrap()).unwrap();
                assert!(!self.outbox.entries().iter().any(|entry| matches!(entry.state(), State::Sending { .. })));
            }
            Event::Later(ms) => self.now_ms = self.now_ms.saturating_add(ms),
            Event::ClockSet(now_ms) => {
                self.now_ms = now_ms;
                // How much of a hold is left cannot be told any more.
                self.hold_until_ms = 0;
            }
        }
        self.check();
    }

    fn settle(&mut self, reports: &[(Uuid, Outcome)]) {
        match (self.most, reports) {
            (None, [(id, outcome)]) => self.outbox.settle(*id, *outcome, self.now_ms),
            _ => self.outbox.settle_batch(reports, self.now_ms),
        }
        if reports.iter().any(|(_, outcome)| !matches!(outcome, Outcome::Busy { .. } | Outcome::Unreachable)) {
            self.hold_until_ms = 0;
        }
        let asked_s = reports.iter().filter_map(|(_, outcome)| match outcome {
            Outcome::Busy { retry_after_s } => *retry_after_s,
            Outcome::Stored | Outcome::StoredAside | Outcome::Refused(_) | Outcome::Unreachable => None,
        });
        if let Some(seconds) = asked_s.max() {
            let hold_ms = (u64::from(seconds) * 1_000).min(RETRY_AFTER_MAX_MS);
            self.hold_until_ms = self.now_ms.saturating_add(hold_ms);
        }
        for (id, outcome) in reports {
            match outcome {
                Outcome::Stored | Outcome::StoredAside => self.forget(*id),
                Outcome::Refused(_) => self.parked.extend(self.owed.get(id)),
                Outcome::Busy { .. } | Outcome::Unreachable => {}
            }
        }
    }

    fn forget(&mut self, id: Uuid) {
        self.owed.remove(&id);
        self.parked.remove(&id);
    }

    fn ask(&mut self) -> Batch {
        let batch = match self.most {
            None => match self.outbox.next(self.now_ms) {
                Task::Send(id) => Batch::Send(vec![id]),
                Task::Wait { until_ms } => Batch::Wait { until_ms },
                Task::Idle => Batch::Idle,
            },
            Some(most) => self.outbox.next_batch(self.now_ms, most),
        };
        match &batch {
            Batch::Send(ids) => {
                let all: BTreeSet<Uuid> = ids.iter().copied().collect();
                assert!(ids.len() == all.len() && (1..=self.most.unwrap_or(1)).contains(&ids.len()), "{ids:?}");
                assert!(all.is_subset(&(&self.owed - &self.parked)), "{ids:?} are not to be sent");
                assert_eq!(self.sending(), all, "two batches are under way");
                assert!(self.now_ms >= self.hold_until_ms, "the collector wants to be left alone");
                self.under_way.clone_from(ids);
            }
            Batch::Wait { until_ms } => {
                let wait_ms = until_ms.checked_sub(self.now_ms).unwrap();
                assert!((1..=RETRY_AFTER_MAX_MS + BACKOFF_MAX_MS).contains(&wait_ms), "a wait of {wait_ms} ms");
            }
            Batch::Idle => assert!(self.owed.is_subset(&self.parked), "something waits"),
        }
        batch
    }

    fn sending(&self) -> BTreeSet<Uuid> {
        let sending = self.outbox.entries().iter().filter(|entry| matches!(entry.state(), State::Sending { .. }));
        sending.map(outbox::Entry::id).collect()
    }

    fn check(&self) {
        let waiting: BTreeSet<Uuid> = self.outbox.waiting().collect();
        let parked: BTreeSet<Uuid> = self.outbox.parked().map(|(id, _)| id).collect();
        assert_eq!(&waiting | &parked, self.owed);
        assert_eq!(parked, self.parked);
        assert_eq!(self.outbox.entries().len(), self.owed.len());
        assert!(self.sending().len() <= self.most.unwrap_or(1));
    }
}

/// One by one, or up to so many at once.
fn ways() -> impl Strategy<Value = Option<usize>> {
    prop::option::of(1..=IDS)
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_parked_is_sent(seed: u32, most in ways(), events in events()) {
        Device::after(seed, most, &events);
    }

    #[test]
    fn while_anything_waits_a_send_comes_by_waiting_as_told(seed: u32, most in ways(), events in events()) {
        let mut device = Device::after(seed, most, &events);
        // At the end of time no wait can pass.
        device.now_ms = device.now_ms.min(u64::MAX - SENDING_MAX_MS - RETRY_AFTER_MAX_MS - 2 * BACKOFF_MAX_MS);
        device.hold_until_ms = 0;
        let mut batches = Vec::new();
        for _ in 0..3 {
            let batch = device.ask();
            batches.push(batch.clone());
            match batch {
                Batch::Wait { until_ms } => device.now_ms = until_ms,
                Batch::Send(_) | Batch::Idle => break,
            }
        }
        prop_assert!(!matches!(batches.last(), Some(Batch::Wait { .. })), "only waits: {batches:?}");
    }

    #[test]
    fn a_collector_that_works_again_gets_everything_that_waits(seed: u32, most in ways(), events in events()) {
        let mut device = Device::after(seed, most, &events);
        (device.now_ms, device.hold_until_ms) = (NOW, 0);
        for _ in 0..20 {
            match device.ask() {
                Batch::Send(ids) => device.settle(&ids.into_iter().map(|id| (id, Outcome::Stored)).collect::<Vec<_>>()),
                Batch::Wait { until_ms } => device.now_ms = until_ms,
                Batch::Idle => break,
            }
        }
        prop_assert_eq!(device.outbox.waiting().count(), 0);
        prop_assert_eq!(device.owed, device.parked);
    }
}
