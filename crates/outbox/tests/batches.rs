//! Many at once, for a tablet that comes home.

use crate::{NOW, SEED, holding, id, state, stored};
use outbox::{Batch, Line, Outbox, Outcome, Refusal, SENDING_MAX_MS, State, Task};
use std::ops::RangeInclusive;
use uuid::Uuid;

const MOST: usize = 100;

fn ids(numbers: RangeInclusive<u128>) -> Vec<Uuid> {
    numbers.map(id).collect()
}

fn next(outbox: &mut Outbox, now_ms: u64) -> Batch {
    outbox.next_batch(now_ms, MOST)
}

/// The next batch, as soon as there is one, and when that is.
#[track_caller]
fn sent(outbox: &mut Outbox, now_ms: &mut u64) -> Vec<Uuid> {
    for _ in 0..3 {
        match next(outbox, *now_ms) {
            Batch::Send(ids) => return ids,
            Batch::Wait { until_ms } => *now_ms = until_ms,
            Batch::Idle => panic!("nothing waits"),
        }
    }
    panic!("only waits");
}

fn all(ids: &[Uuid], outcome: Outcome) -> Vec<(Uuid, Outcome)> {
    ids.iter().map(|id| (*id, outcome)).collect()
}

#[test]
fn thousands_flush_in_order_a_batch_at_a_time() {
    let mut outbox = stored(10_000);
    for batch in 0..100 {
        let expected = ids(batch * 100 + 1..=batch * 100 + 100);
        assert_eq!(next(&mut outbox, NOW), Batch::Send(expected.clone()));
        outbox.settle_batch(&all(&expected, Outcome::Stored), NOW);
    }
    assert_eq!(next(&mut outbox, NOW), Batch::Idle);
    assert_eq!(outbox.entries(), []);
}

#[test]
fn a_second_batch_waits_until_the_first_is_settled() {
    let mut outbox = holding(150);
    assert_eq!(next(&mut outbox, NOW), Batch::Send(ids(1..=100)));
    assert_eq!(next(&mut outbox, NOW + 1), Batch::Wait { until_ms: NOW + SENDING_MAX_MS });
    assert_eq!(outbox.next(NOW + 1), Task::Wait { until_ms: NOW + SENDING_MAX_MS });
    outbox.settle_batch(&all(&ids(1..=100), Outcome::StoredAside), NOW + 2);
    assert_eq!(next(&mut outbox, NOW + 2), Batch::Send(ids(101..=150)));
}

#[test]
fn each_of_a_batch_is_settled_by_its_own_result() {
    let mut outbox = holding(5);
    assert_eq!(next(&mut outbox, NOW), Batch::Send(ids(1..=5)));
    let reports = [
        (id(4), Outcome::Unreachable),
        (id(1), Outcome::Stored),
        (id(2), Outcome::Refused(Refusal::Conflict)),
        (id(3), Outcome::Busy { retry_after_s: None }),
    ];
    outbox.settle_batch(&reports, NOW);
    assert_eq!(state(&outbox, 1), None);
    assert_eq!(state(&outbox, 2), Some(State::Parked { refusal: Refusal::Conflict }));
    for failed in [3, 4] {
        assert!(matches!(state(&outbox, failed), Some(State::Waiting { failures: 1, .. })), "{failed}");
    }
    assert!(matches!(state(&outbox, 5), Some(State::Sending { .. })), "what is not reported is awaited");
    assert_eq!(outbox.line(), &Line::default(), "whoever answers is there");
}

#[test]
fn a_batch_that_fails_is_one_failure_of_the_line_and_is_put_off_together() {
    let mut outbox = holding(100);
    let mut alone = holding(1);
    let sending = ids(1..=100);
    assert_eq!(next(&mut outbox, NOW), Batch::Send(sending.clone()));
    assert_eq!(alone.next(NOW), Task::Send(id(1)));
    outbox.settle_batch(&all(&sending, Outcome::Unreachable), NOW);
    alone.settle(id(1), Outcome::Unreachable, NOW);
    assert_eq!(outbox.line(), alone.line());
    assert!((1..=100).all(|number| state(&outbox, number) == state(&alone, 1)));
}

#[test]
fn a_report_that_never_comes_counts_as_a_failure_of_the_whole_batch() {
    let (mut outbox, mut told) = (holding(3), holding(3));
    let late = NOW + SENDING_MAX_MS;
    for outbox in [&mut outbox, &mut told] {
        assert_eq!(next(outbox, NOW), Batch::Send(ids(1..=3)));
    }
    told.settle_batch(&all(&ids(1..=3), Outcome::Unreachable), late);
    assert_eq!(next(&mut outbox, late), next(&mut told, late));
    assert_eq!(outbox, told);
}

#[test]
fn retry_after_is_honoured_though_others_of_the_batch_were_stored() {
    let mut outbox = holding(4);
    assert_eq!(next(&mut outbox, NOW), Batch::Send(ids(1..=4)));
    let reports = [
        (id(1), Outcome::Busy { retry_after_s: Some(60) }),
        (id(2), Outcome::Busy { retry_after_s: Some(600) }),
        (id(3), Outcome::Busy { retry_after_s: None }),
        (id(4), Outcome::Stored),
    ];
    outbox.settle_batch(&reports, NOW);
    outbox.put(id(5), NOW).unwrap();
    outbox.hurry(NOW);
    assert_eq!(next(&mut outbox, NOW), Batch::Wait { until_ms: NOW + 600_000 });
}

#[test]
fn each_failed_batch_halves_the_next_and_each_answered_one_doubles_it() {
    let (mut outbox, mut now) = (holding(1_000), NOW);
    let mut sizes = Vec::new();
    for answered in [false, false, false, false, false, false, false, false, true, true, true, true] {
        let ids = sent(&mut outbox, &mut now);
        sizes.push(ids.len());
        let outcome = if answered { Outcome::Stored } else { Outcome::Unreachable };
        outbox.settle_batch(&all(&ids, outcome), now);
    }
    assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1, 1, 1, 3, 6, 12]);
}

#[test]
fn a_response_on_which_every_batch_fails_is_found_and_holds_up_no_other() {
    for poison in [1, 57, 250] {
        let (mut outbox, mut now) = (holding(250), NOW);
        let mut requests = 0;
        while outbox.entries().len() > 1 {
            let ids = sent(&mut outbox, &mut now);
            let outcome =
                if ids.contains(&id(poison)) { Outcome::Busy { retry_after_s: None } } else { Outcome::Stored };
            outbox.settle_batch(&all(&ids, outcome), now);
            requests += 1;
        }
        assert!(outbox.entry(id(poison)).is_some());
        assert!(requests <= 30 && now < NOW + 30 * 60 * 1_000, "{requests} requests, {} s", (now - NOW) / 1_000);
    }
}

#[test]
fn what_a_device_finds_in_its_store_is_due_or_parked() {
    let parked = State::Parked { refusal: Refusal::NotOpen };
    let found = [(id(1), None), (id(2), Some(Refusal::NotOpen)), (id(1), None), (id(3), None)];
    let mut outbox = Outbox::of_stored(SEED, found, NOW);
    assert_eq!(outbox.entries().len(), 3);
    assert_eq!(state(&outbox, 2), Some(parked));
    assert_eq!(next(&mut outbox, NOW), Batch::Send(vec![id(1), id(3)]));
}

#[test]
fn what_is_found_in_the_store_stands_as_if_it_had_been_put() {
    assert_eq!(stored(3), holding(3));
}

#[test]
fn a_batch_of_none_is_a_batch_of_one() {
    assert_eq!(holding(2).next_batch(NOW, 0), Batch::Send(vec![id(1)]));
}

#[test]
fn a_report_of_nothing_changes_nothing() {
    let mut outbox = holding(2);
    outbox.settle_batch(&[], NOW);
    assert_eq!(outbox, holding(2));
}
