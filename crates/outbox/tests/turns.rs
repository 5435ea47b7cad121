//! Who goes next, one at a time.

use crate::{NOW, holding, id, pause_ms, sending, settled, state, waiting};
use outbox::{Outbox, Outcome, Refusal, SENDING_MAX_MS, State, Task};

#[test]
fn an_empty_outbox_is_idle() {
    assert_eq!(Outbox::new(0).next(NOW), Task::Idle);
}

#[test]
fn a_response_is_sent_as_soon_as_it_is_put() {
    assert_eq!(holding(1).next(NOW), Task::Send(id(1)));
}

#[test]
fn the_oldest_goes_first() {
    let mut outbox = holding(3);
    for number in 1..=3 {
        assert_eq!(outbox.next(NOW), Task::Send(id(number)));
        outbox.settle(id(number), Outcome::Stored, NOW);
    }
    assert_eq!(outbox.next(NOW), Task::Idle);
}

#[test]
fn a_second_response_waits_until_the_first_is_settled() {
    let mut outbox = holding(2);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    assert_eq!(outbox.next(NOW), Task::Wait { until_ms: NOW + SENDING_MAX_MS });
    assert_eq!(outbox.next(NOW + 119_999), Task::Wait { until_ms: NOW + 120_000 });
    outbox.settle(id(1), Outcome::Stored, NOW + 119_999);
    assert_eq!(outbox.next(NOW + 119_999), Task::Send(id(2)));
}

#[test]
fn what_is_under_way_still_counts_as_waiting() {
    assert_eq!(waiting(&sending()), [1]);
    assert_eq!(state(&sending(), 1), Some(State::Sending { failures: 0, until_ms: NOW + 120_000 }));
}

#[test]
fn a_report_that_never_comes_counts_as_a_failure_after_two_minutes() {
    let mut outbox = sending();
    let mut told = sending();
    told.settle(id(1), Outcome::Unreachable, NOW + SENDING_MAX_MS);
    assert_eq!(outbox.next(NOW + SENDING_MAX_MS), told.next(NOW + SENDING_MAX_MS));
    assert_eq!(outbox, told);
    assert!(pause_ms(&outbox, NOW + SENDING_MAX_MS) > 0);
}

#[test]
fn a_dead_network_is_tried_with_one_response_and_not_with_each() {
    let mut outbox = holding(100);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    outbox.settle(id(1), Outcome::Unreachable, NOW);
    let rest_ms = pause_ms(&outbox, NOW);
    assert!((2_500..=5_000).contains(&rest_ms), "{rest_ms}");
    assert_eq!(outbox.next(NOW + rest_ms), Task::Send(id(2)));
    outbox.settle(id(2), Outcome::Unreachable, NOW + rest_ms);
    let rest_ms = pause_ms(&outbox, NOW + rest_ms);
    assert!((5_000..=10_000).contains(&rest_ms), "{rest_ms}");
}

#[test]
fn an_answer_of_any_kind_ends_the_rest_of_the_line() {
    for outcome in [Outcome::Stored, Outcome::StoredAside, Outcome::Refused(Refusal::Invalid)] {
        let mut outbox = holding(3);
        outbox.settle(id(1), Outcome::Busy { retry_after_s: Some(60) }, NOW);
        assert!(pause_ms(&outbox, NOW) > 0);
        outbox.settle(id(2), outcome, NOW);
        assert_eq!(outbox.line(), Outbox::new(0).line(), "{outcome:?}");
        assert_eq!(outbox.next(NOW), Task::Send(id(1)), "{outcome:?}");
    }
}

#[test]
fn a_response_that_trips_up_the_collector_does_not_hold_up_the_others() {
    let mut outbox = settled(Outcome::Busy { retry_after_s: None });
    outbox.put(id(2), NOW).unwrap();
    assert_eq!(outbox.next(NOW), Task::Send(id(2)));
    outbox.settle(id(2), Outcome::Stored, NOW);
    assert!((2_500..=5_000).contains(&pause_ms(&outbox, NOW)));
    outbox.put(id(3), NOW + 60_000).unwrap();
    assert_eq!(outbox.next(NOW + 60_000), Task::Send(id(3)));
}

#[test]
fn a_new_response_is_tried_although_the_device_rests() {
    let mut outbox = settled(Outcome::Unreachable);
    assert!(pause_ms(&outbox, NOW) > 0);
    outbox.put(id(2), NOW).unwrap();
    assert_eq!(outbox.next(NOW), Task::Send(id(2)));
}

#[test]
fn a_new_response_does_not_make_the_device_forget_its_failures() {
    let mut outbox = settled(Outcome::Unreachable);
    outbox.put(id(2), NOW).unwrap();
    assert_eq!(outbox.next(NOW), Task::Send(id(2)));
    outbox.settle(id(2), Outcome::Unreachable, NOW);
    assert!((5_000..=10_000).contains(&pause_ms(&outbox, NOW)));
}
