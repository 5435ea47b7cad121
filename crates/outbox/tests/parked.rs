//! What the collector refuses waits for a person.

use crate::{NOW, holding, id, settled, state, waiting};
use outbox::{Outbox, Outcome, Refusal, State, Task};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

fn parked() -> Outbox {
    settled(Outcome::Refused(Refusal::Invalid))
}

#[test]
fn refused_responses_are_kept_with_the_reason() {
    let reasons = [
        Refusal::Unreadable,
        Refusal::NotOpen,
        Refusal::CodeUnknown,
        Refusal::Conflict,
        Refusal::TooLarge,
        Refusal::Invalid,
    ];
    for refusal in reasons {
        let outbox = settled(Outcome::Refused(refusal));
        assert_eq!(outbox.parked().collect::<Vec<_>>(), [(id(1), refusal)]);
        assert_eq!(state(&outbox, 1), Some(State::Parked { refusal }));
    }
}

#[test]
fn a_parked_response_is_not_sent_however_long_it_lies() {
    let mut outbox = parked();
    for now_ms in [NOW, NOW + 1_000 * DAY_MS, u64::MAX, 0] {
        assert_eq!(outbox.next(now_ms), Task::Idle);
    }
    outbox.hurry(NOW);
    assert_eq!(outbox.next(NOW), Task::Idle);
    assert_eq!(outbox, parked());
}

#[test]
fn a_parked_response_is_not_counted_as_waiting() {
    let mut outbox = holding(3);
    outbox.settle(id(2), Outcome::Refused(Refusal::Conflict), NOW);
    assert_eq!(waiting(&outbox), [1, 3]);
    assert_eq!(outbox.parked().count(), 1);
}

#[test]
fn putting_a_parked_response_again_does_not_send_it() {
    let mut outbox = parked();
    outbox.put(id(1), NOW).unwrap();
    assert_eq!(outbox, parked());
}

#[test]
fn a_person_can_have_a_parked_response_tried_again_at_once() {
    let mut outbox = parked();
    outbox.retry(id(1), NOW + 9);
    assert_eq!(state(&outbox, 1), Some(State::Waiting { failures: 0, due_ms: NOW + 9 }));
    assert_eq!(outbox.parked().count(), 0);
    assert_eq!(outbox.next(NOW + 9), Task::Send(id(1)));
}

#[test]
fn a_retry_ends_the_rest_after_the_failures_of_others() {
    let mut outbox = holding(2);
    outbox.settle(id(2), Outcome::Refused(Refusal::NotOpen), NOW);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    outbox.settle(id(1), Outcome::Unreachable, NOW);
    outbox.retry(id(2), NOW);
    assert_eq!(outbox.next(NOW), Task::Send(id(2)));
}

#[test]
fn retrying_what_is_not_parked_changes_nothing() {
    let before = settled(Outcome::Unreachable);
    let mut outbox = before.clone();
    outbox.retry(id(1), NOW);
    outbox.retry(id(9), NOW);
    assert_eq!(outbox, before);
}

#[test]
fn a_refusal_is_true_even_when_it_is_heard_late() {
    let mut outbox = settled(Outcome::Unreachable);
    outbox.settle(id(1), Outcome::Refused(Refusal::Invalid), NOW);
    assert_eq!(outbox, parked());
}

#[test]
fn a_late_failure_does_not_wake_a_parked_response() {
    let mut outbox = parked();
    outbox.settle(id(1), Outcome::Unreachable, NOW);
    assert_eq!(outbox.entries(), parked().entries());
}
