//! How long it waits after failures, and what `Retry-After` adds.

use crate::{NOW, SEED, holding, id, pause_ms, sending, settled, state};
use outbox::{BACKOFF_FIRST_MS, BACKOFF_MAX_MS, Outbox, Outcome, RETRY_AFTER_MAX_MS, State, Task};

fn held(seconds: u32) -> Outbox {
    settled(Outcome::Busy { retry_after_s: Some(seconds) })
}

#[test]
fn the_limits_are_five_seconds_an_hour_and_a_day() {
    assert_eq!((BACKOFF_FIRST_MS, BACKOFF_MAX_MS, RETRY_AFTER_MAX_MS), (5_000, 3_600_000, 86_400_000));
}

#[test]
fn waits_double_with_every_failure_up_to_an_hour() {
    let mut outbox = sending();
    let mut now_ms = NOW;
    for failures in 1..=20_u32 {
        outbox.settle(id(1), Outcome::Unreachable, now_ms);
        let wait_ms = pause_ms(&outbox, now_ms);
        let ceiling_ms = (5_000 << (failures - 1)).min(3_600_000);
        assert!((ceiling_ms / 2..=ceiling_ms).contains(&wait_ms), "{failures}: {wait_ms}");
        assert_eq!(state(&outbox, 1), Some(State::Waiting { failures, due_ms: now_ms + wait_ms }));
        assert_eq!(outbox.next(now_ms + wait_ms - 1), Task::Wait { until_ms: now_ms + wait_ms });
        now_ms += wait_ms;
        assert_eq!(outbox.next(now_ms), Task::Send(id(1)));
        assert_eq!(state(&outbox, 1), Some(State::Sending { failures, until_ms: now_ms + 120_000 }));
    }
}

#[test]
fn the_same_seed_waits_the_same_and_another_seed_otherwise() {
    let wait_ms = |seed| {
        let mut outbox = Outbox::new(seed);
        outbox.put(id(1), NOW).unwrap();
        outbox.next(NOW);
        outbox.settle(id(1), Outcome::Unreachable, NOW);
        pause_ms(&outbox, NOW)
    };
    assert_eq!(wait_ms(SEED), wait_ms(SEED));
    assert_ne!(wait_ms(SEED), wait_ms(SEED + 1));
}

#[test]
fn a_busy_collector_that_names_no_time_is_tried_like_an_unreachable_one() {
    assert_eq!(settled(Outcome::Busy { retry_after_s: None }), settled(Outcome::Unreachable));
}

#[test]
fn retry_after_comes_before_the_usual_wait() {
    let usual_ms = pause_ms(&settled(Outcome::Unreachable), NOW);
    for seconds in [0, 1, 60, 86_399, 86_400] {
        assert_eq!(pause_ms(&held(seconds), NOW), u64::from(seconds) * 1_000 + usual_ms);
    }
}

#[test]
fn retry_after_is_obeyed_for_a_day_at_most() {
    assert_eq!(held(86_401), held(86_400));
    assert_eq!(held(u32::MAX), held(86_400));
}

#[test]
fn retry_after_holds_every_response_and_a_new_one_too() {
    let mut outbox = holding(2);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    outbox.settle(id(1), Outcome::Busy { retry_after_s: Some(60) }, NOW);
    outbox.put(id(3), NOW).unwrap();
    assert_eq!(outbox.next(NOW), Task::Wait { until_ms: NOW + 60_000 });
    assert_eq!(outbox.next(NOW + 59_999), Task::Wait { until_ms: NOW + 60_000 });
    assert_eq!(outbox.next(NOW + 60_000), Task::Send(id(2)));
}

#[test]
fn a_failure_on_the_way_does_not_end_what_the_collector_asked_for() {
    let mut outbox = held(60);
    outbox.settle(id(1), Outcome::Unreachable, NOW + 1_000);
    let pause = pause_ms(&outbox, NOW + 1_000);
    assert!((59_000 + 5_000..=59_000 + 10_000).contains(&pause), "{pause}");
    outbox.settle(id(1), Outcome::Busy { retry_after_s: None }, NOW + 1_000);
    outbox.put(id(2), NOW + 1_000).unwrap();
    assert_eq!(outbox.next(NOW + 1_000), Task::Wait { until_ms: NOW + 60_000 });
}

#[test]
fn the_collectors_last_word_is_the_one_that_holds() {
    let mut outbox = held(3_600);
    outbox.settle(id(1), Outcome::Busy { retry_after_s: Some(10) }, NOW);
    outbox.put(id(2), NOW).unwrap();
    assert_eq!(outbox.next(NOW), Task::Wait { until_ms: NOW + 10_000 });
}

#[test]
fn what_the_collector_asked_of_an_earlier_page_holds_for_the_next() {
    let until_ms = held(60).line().held_until(NOW).unwrap();
    assert_eq!(until_ms, NOW + 60_000);
    let mut next = holding(2);
    next.hold_until(until_ms);
    next.hold_until(0);
    next.hurry(NOW);
    assert_eq!(next.next(NOW), Task::Wait { until_ms });
    assert_eq!(next.next(until_ms), Task::Send(id(1)));
    assert_eq!(next.line().held_until(until_ms), None);
}

#[test]
fn a_hold_further_ahead_than_any_was_written_by_another_clock_and_is_over() {
    let mut outbox = holding(1);
    outbox.hold_until(NOW + RETRY_AFTER_MAX_MS + 1);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
}

#[test]
fn a_hold_that_is_over_adds_nothing_to_the_next_wait() {
    let mut outbox = held(60);
    assert_eq!(outbox.next(NOW + 90_000), Task::Send(id(1)));
    outbox.settle(id(1), Outcome::Unreachable, NOW + 90_000);
    assert!((5_000..=10_000).contains(&pause_ms(&outbox, NOW + 90_000)));
}
