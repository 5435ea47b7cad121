//! "The network is back", and "send now".

use crate::{NOW, holding, id, pause_ms, sending, settled, state};
use outbox::{Outcome, State, Task};

#[test]
fn when_the_network_is_back_everything_that_waits_is_due() {
    let mut outbox = holding(2);
    for (number, now_ms) in [(1, NOW), (2, NOW + 10_000)] {
        assert_eq!(outbox.next(now_ms), Task::Send(id(number)));
        outbox.settle(id(number), Outcome::Unreachable, now_ms);
    }
    outbox.hurry(NOW + 10_001);
    for number in [1, 2] {
        assert_eq!(state(&outbox, number), Some(State::Waiting { failures: 0, due_ms: NOW + 10_001 }));
        assert_eq!(outbox.next(NOW + 10_001), Task::Send(id(number)));
        outbox.settle(id(number), Outcome::Stored, NOW + 10_001);
    }
}

#[test]
fn after_a_hurry_failures_count_from_the_beginning() {
    let mut outbox = settled(Outcome::Unreachable);
    for _ in 0..20 {
        outbox.hurry(NOW);
        assert_eq!(outbox.next(NOW), Task::Send(id(1)));
        outbox.settle(id(1), Outcome::Unreachable, NOW);
        assert!((2_500..=5_000).contains(&pause_ms(&outbox, NOW)));
    }
}

#[test]
fn a_request_that_hung_on_the_dead_network_is_soon_tried_again() {
    let mut outbox = settled(Outcome::Unreachable);
    let again_ms = NOW + pause_ms(&outbox, NOW);
    assert_eq!(outbox.next(again_ms), Task::Send(id(1)));
    outbox.hurry(again_ms);
    assert_eq!(outbox.next(again_ms), Task::Wait { until_ms: again_ms + 120_000 });
    outbox.settle(id(1), Outcome::Unreachable, again_ms);
    assert!((2_500..=5_000).contains(&pause_ms(&outbox, again_ms)));
}

#[test]
fn a_hurry_does_not_send_a_second_response_beside_the_first() {
    let mut outbox = sending();
    outbox.put(id(2), NOW).unwrap();
    outbox.hurry(NOW);
    assert_eq!(outbox.next(NOW), Task::Wait { until_ms: NOW + 120_000 });
}

#[test]
fn a_hurry_does_not_overrule_retry_after() {
    let mut outbox = settled(Outcome::Busy { retry_after_s: Some(60) });
    outbox.hurry(NOW);
    assert_eq!(outbox.next(NOW), Task::Wait { until_ms: NOW + 60_000 });
    assert_eq!(outbox.next(NOW + 60_000), Task::Send(id(1)));
}
