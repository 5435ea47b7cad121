//! The two ways out.

use crate::{NOW, holding, id, sending, settled, state, waiting};
use outbox::{Outcome, Refusal, State, Task};

#[test]
fn an_entry_leaves_only_when_the_collector_says_stored() {
    let kept = [
        Outcome::Unreachable,
        Outcome::Busy { retry_after_s: None },
        Outcome::Busy { retry_after_s: Some(60) },
        Outcome::Refused(Refusal::Invalid),
    ];
    for outcome in kept {
        assert!(settled(outcome).entry(id(1)).is_some(), "{outcome:?}");
    }
    for outcome in [Outcome::Stored, Outcome::StoredAside] {
        assert_eq!(settled(outcome).entries(), [], "{outcome:?}");
    }
}

#[test]
fn only_the_stored_entry_leaves() {
    let mut outbox = holding(3);
    outbox.settle(id(2), Outcome::Stored, NOW);
    assert_eq!(waiting(&outbox), [1, 3]);
}

#[test]
fn stored_is_true_even_when_it_is_heard_late() {
    let mut put_off = settled(Outcome::Unreachable);
    put_off.settle(id(1), Outcome::Stored, NOW);
    assert_eq!(put_off.entries(), []);

    let mut parked = settled(Outcome::Refused(Refusal::NotOpen));
    parked.settle(id(1), Outcome::StoredAside, NOW);
    assert_eq!(parked.entries(), []);
}

#[test]
fn a_person_can_delete_one_in_any_state() {
    for mut outbox in [holding(1), sending(), settled(Outcome::Refused(Refusal::Invalid))] {
        outbox.discard(id(1));
        assert_eq!(outbox.next(NOW), Task::Idle);
        assert_eq!(outbox.entries(), []);
    }
}

#[test]
fn deleting_one_leaves_the_others() {
    let mut outbox = holding(3);
    outbox.discard(id(2));
    outbox.discard(id(9));
    assert_eq!(waiting(&outbox), [1, 3]);
}

#[test]
fn a_report_of_an_unknown_id_brings_nothing_in() {
    for outcome in [Outcome::Stored, Outcome::Unreachable, Outcome::Refused(Refusal::Invalid)] {
        let mut outbox = holding(1);
        outbox.settle(id(9), outcome, NOW);
        assert_eq!(outbox.entries(), holding(1).entries(), "{outcome:?}");
    }
}

#[test]
fn a_late_failure_does_not_count_against_a_response_that_waits() {
    let mut outbox = settled(Outcome::Unreachable);
    let before = state(&outbox, 1);
    outbox.settle(id(1), Outcome::Unreachable, NOW + 1);
    assert_eq!(state(&outbox, 1), before);
    assert!(matches!(before, Some(State::Waiting { failures: 1, .. })));
}
