//! The outbox as its shell sees it, by concept.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backoff;
mod batches;
mod clock;
mod hurry;
mod leaving;
mod parked;
mod reply;
mod restore;
mod room;
mod sequences;
mod turns;

use outbox::{Outbox, Outcome, State, Task};
use uuid::Uuid;

const SEED: u32 = 7;

/// A time like today's, in milliseconds.
const NOW: u64 = 1_790_000_000_000;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An outbox into which the responses 1 to `count` were put now.
fn holding(count: u128) -> Outbox {
    let mut outbox = Outbox::new(SEED);
    for number in 1..=count {
        outbox.put(id(number), NOW).unwrap();
    }
    outbox
}

/// The same from the device's store, which is quicker for thousands.
fn stored(count: u128) -> Outbox {
    Outbox::of_stored(SEED, (1..=count).map(|number| (id(number), None)), NOW)
}

/// An outbox in which response 1 is on its way.
fn sending() -> Outbox {
    let mut outbox = holding(1);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    outbox
}

/// An outbox with response 1, whose sending ended like this.
fn settled(outcome: Outcome) -> Outbox {
    let mut outbox = sending();
    outbox.settle(id(1), outcome, NOW);
    outbox
}

fn state(outbox: &Outbox, number: u128) -> Option<State> {
    outbox.entry(id(number)).map(outbox::Entry::state)
}

fn waiting(outbox: &Outbox) -> Vec<u128> {
    outbox.waiting().map(|id| id.as_u128()).collect()
}

/// How long the outbox wants to be left alone; nothing if it sends.
#[track_caller]
fn pause_ms(outbox: &Outbox, now_ms: u64) -> u64 {
    match outbox.clone().next(now_ms) {
        Task::Send(_) => 0,
        Task::Wait { until_ms } => until_ms - now_ms,
        Task::Idle => panic!("nothing waits"),
    }
}
