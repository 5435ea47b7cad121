//! Whatever happens, in whatever order.

use crate::{NOW, id};
use outbox::{BACKOFF_MAX_MS, Outbox, Outcome, RETRY_AFTER_MAX_MS, Refusal, SENDING_MAX_MS, State, Task};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Clone, Debug)]
enum Event {
    Put(Uuid),
    Next,
    Settle(Uuid, Outcome),
    Report(Outcome),
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

fn events() -> impl Strategy<Value = Vec<Event>> {
    let ids = || (1..6_u128).prop_map(id);
    let event = prop_oneof![
        3 => ids().prop_map(Event::Put),
        5 => Just(Event::Next),
        1 => (ids(), outcomes()).prop_map(|(id, outcome)| Event::Settle(id, outcome)),
        4 => outcomes().prop_map(Event::Report),
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
    under_way: Option<Uuid>,
}

impl Device {
    fn new(seed: u32) -> Self {
        let (owed, parked) = (BTreeSet::new(), BTreeSet::new());
        Self { outbox: Outbox::new(seed), now_ms: NOW, owed, parked, under_way: None }
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
            Event::Settle(id, outcome) => self.settle(id, outcome),
            Event::Report(outcome) => {
                if let Some(id) = self.under_way.take() {
                    self.settle(id, outcome);
                }
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
            Event::ClockSet(now_ms) => self.now_ms = now_ms,
        }
        self.check();
    }

    fn settle(&mut self, id: Uuid, outcome: Outcome) {
        self.outbox.settle(id, outcome, self.now_ms);
        match outcome {
            Outcome::Stored | Outcome::StoredAside => self.forget(id),
            Outcome::Refused(_) => self.parked.extend(self.owed.get(&id)),
            Outcome::Busy { .. } | Outcome::Unreachable => {}
        }
    }

    fn forget(&mut self, id: Uuid) {
        self.owed.remove(&id);
        self.parked.remove(&id);
    }

    fn ask(&mut self) -> Task {
        let task = self.outbox.next(self.now_ms);
        match task {
            Task::Send(id) => {
                assert!(self.owed.contains(&id) && !self.parked.contains(&id), "{id} is not to be sent");
                self.under_way = Some(id);
            }
            Task::Wait { until_ms } => {
                let wait_ms = until_ms.checked_sub(self.now_ms).unwrap();
                assert!((1..=RETRY_AFTER_MAX_MS + BACKOFF_MAX_MS).contains(&wait_ms), "a wait of {wait_ms} ms");
            }
            Task::Idle => assert!(self.owed.is_subset(&self.parked), "something waits"),
        }
        task
    }

    fn check(&self) {
        let waiting: BTreeSet<Uuid> = self.outbox.waiting().collect();
        let parked: BTreeSet<Uuid> = self.outbox.parked().map(|(id, _)| id).collect();
        assert_eq!(&waiting | &parked, self.owed);
        assert_eq!(parked, self.parked);
        assert_eq!(self.outbox.entries().len(), self.owed.len());
        let sending = self.outbox.entries().iter().filter(|entry| matches!(entry.state(), State::Sending { .. }));
        assert!(sending.count() <= 1);
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_parked_is_sent(seed: u32, events in events()) {
        let mut device = Device::new(seed);
        for event in &events {
            device.meet(event);
        }
    }

    #[test]
    fn while_anything_waits_a_send_comes_by_waiting_as_told(seed: u32, events in events()) {
        let mut device = Device::new(seed);
        for event in &events {
            device.meet(event);
        }
        // At the end of time no wait can pass.
        device.now_ms = device.now_ms.min(u64::MAX - SENDING_MAX_MS - RETRY_AFTER_MAX_MS - 2 * BACKOFF_MAX_MS);
        let mut tasks = Vec::new();
        for _ in 0..3 {
            let task = device.ask();
            tasks.push(task);
            match task {
                Task::Wait { until_ms } => device.now_ms = until_ms,
                Task::Send(_) | Task::Idle => break,
            }
        }
        prop_assert!(!matches!(tasks.last(), Some(Task::Wait { .. })), "only waits: {tasks:?}");
    }

    #[test]
    fn a_collector_that_works_again_gets_everything_that_waits(seed: u32, events in events()) {
        let mut device = Device::new(seed);
        for event in &events {
            device.meet(event);
        }
        device.now_ms = NOW;
        for _ in 0..20 {
            match device.ask() {
                Task::Send(id) => device.settle(id, Outcome::Stored),
                Task::Wait { until_ms } => device.now_ms = until_ms,
                Task::Idle => break,
            }
        }
        prop_assert_eq!(device.outbox.waiting().count(), 0);
        prop_assert_eq!(device.owed, device.parked);
    }
}
