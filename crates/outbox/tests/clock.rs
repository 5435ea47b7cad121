//! The device's clock is set forward and back, and nothing is stranded by it.

use crate::{NOW, holding, id, pause_ms, sending, settled};
use outbox::{Outbox, Outcome, Task};

const YEAR_MS: u64 = 365 * 24 * 60 * 60 * 1_000;

#[test]
fn a_clock_set_forward_makes_what_waits_due() {
    assert_eq!(settled(Outcome::Unreachable).next(NOW + YEAR_MS), Task::Send(id(1)));
}

#[test]
fn a_clock_set_back_by_years_makes_what_waits_due() {
    for outcome in [Outcome::Unreachable, Outcome::Busy { retry_after_s: Some(86_400) }] {
        assert_eq!(settled(outcome).next(NOW - YEAR_MS), Task::Send(id(1)));
    }
}

#[test]
fn a_new_response_does_not_wait_for_a_clock_set_back_by_a_little() {
    assert_eq!(holding(1).next(NOW - 1), Task::Send(id(1)));
}

#[test]
fn a_wait_that_seems_longer_than_it_can_have_been_is_over() {
    let wait_ms = pause_ms(&settled(Outcome::Unreachable), NOW);
    let back_ms = 5_000 - wait_ms;
    assert_eq!(settled(Outcome::Unreachable).next(NOW - back_ms), Task::Wait { until_ms: NOW + wait_ms });
    assert_eq!(settled(Outcome::Unreachable).next(NOW - back_ms - 1), Task::Send(id(1)));
}

#[test]
fn a_rest_that_seems_longer_than_it_can_have_been_is_over() {
    let rested = || {
        let mut outbox = holding(2);
        outbox.next(NOW);
        outbox.settle(id(1), Outcome::Unreachable, NOW);
        outbox
    };
    let rest_ms = pause_ms(&rested(), NOW);
    let back_ms = 5_000 - rest_ms;
    assert_eq!(rested().next(NOW - back_ms), Task::Wait { until_ms: NOW + rest_ms });
    assert_eq!(rested().next(NOW - back_ms - 1), Task::Send(id(2)));
}

#[test]
fn a_hold_that_seems_longer_than_it_was_is_over() {
    let held = || {
        let mut outbox = settled(Outcome::Busy { retry_after_s: Some(60) });
        outbox.put(id(2), NOW).unwrap();
        outbox
    };
    assert_eq!(held().next(NOW), Task::Wait { until_ms: NOW + 60_000 });
    assert_eq!(held().next(NOW - 1), Task::Send(id(2)));
}

#[test]
fn a_rest_behind_a_hold_survives_as_long_as_both_together_allow() {
    let held = settled(Outcome::Busy { retry_after_s: Some(60) });
    let rest_ms = pause_ms(&held, NOW) - 60_000;
    let mut outbox = held.clone();
    outbox.put(id(2), NOW).unwrap();
    outbox.settle(id(2), Outcome::Unreachable, NOW + 30_000);
    let pause = pause_ms(&outbox, NOW + 30_000);
    assert!((30_000 + 5_000..=30_000 + 10_000).contains(&pause), "{pause}");
    assert!((2_500..=5_000).contains(&rest_ms));
}

#[test]
fn a_clock_set_back_while_sending_gives_the_request_up() {
    let mut outbox = sending();
    let mut told = sending();
    told.settle(id(1), Outcome::Unreachable, NOW - 1);
    assert_eq!(outbox.next(NOW - 1), told.next(NOW - 1));
    assert_eq!(outbox, told);
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for now_ms in [0, u64::MAX] {
        let mut outbox = Outbox::new(u32::MAX);
        outbox.put(id(1), now_ms).unwrap();
        assert_eq!(outbox.next(now_ms), Task::Send(id(1)));
        outbox.settle(id(1), Outcome::Busy { retry_after_s: Some(u32::MAX) }, now_ms);
        outbox.hurry(now_ms);
        assert_ne!(outbox.next(now_ms), Task::Idle);
    }
}
