//! Written down and read back.

use crate::{NOW, SEED, holding, id, sending, settled, state, stored};
use outbox::{Entry, Line, Outbox, Outcome, Refusal, State, Task};
use serde_json::{from_value, json, to_value};

fn reloaded(outbox: &Outbox) -> Outbox {
    from_value(to_value(outbox).unwrap()).unwrap()
}

#[test]
fn an_outbox_with_nothing_under_way_comes_back_as_it_was() {
    let mut outbox = holding(3);
    outbox.settle(id(1), Outcome::Refused(Refusal::Conflict), NOW);
    outbox.settle(id(2), Outcome::Busy { retry_after_s: Some(60) }, NOW);
    assert_eq!(reloaded(&outbox), outbox);
}

#[test]
fn what_was_being_sent_waits_again_and_is_due() {
    let mut outbox = reloaded(&sending());
    assert_eq!(state(&outbox, 1), Some(State::Waiting { failures: 0, due_ms: 0 }));
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
}

#[test]
fn what_was_being_sent_keeps_its_count_of_failures() {
    let mut outbox = settled(Outcome::Unreachable);
    assert_eq!(outbox.next(NOW + 5_000), Task::Send(id(1)));
    assert_eq!(state(&reloaded(&outbox), 1), Some(State::Waiting { failures: 1, due_ms: 0 }));
}

#[test]
fn an_outbox_can_be_kept_entry_by_entry() {
    let mut outbox = holding(2);
    outbox.settle(id(1), Outcome::Busy { retry_after_s: Some(60) }, NOW);
    let entries: Vec<Entry> =
        outbox.entries().iter().map(|entry| from_value(to_value(entry).unwrap()).unwrap()).collect();
    let line: Line = from_value(to_value(outbox.line()).unwrap()).unwrap();
    assert_eq!(Outbox::restore(SEED, line, entries), outbox);
}

#[test]
fn entries_taken_from_a_living_outbox_are_not_under_way_in_another() {
    let outbox = Outbox::restore(SEED, Line::default(), sending().entries().to_vec());
    assert_eq!(state(&outbox, 1), Some(State::Waiting { failures: 0, due_ms: 0 }));
}

#[test]
fn an_entry_that_comes_twice_is_taken_once() {
    let entries = [holding(2).entries().to_vec(), holding(3).entries().to_vec()].concat();
    assert_eq!(Outbox::restore(SEED, Line::default(), entries), holding(3));
}

#[test]
fn more_than_the_capacity_is_restored_without_loss() {
    let mut entries = stored(20_000).entries().to_vec();
    let mut more = Outbox::new(SEED);
    more.put(id(99_998), NOW).unwrap();
    entries.extend_from_slice(more.entries());
    let mut outbox = Outbox::restore(SEED, Line::default(), entries);
    assert_eq!((outbox.entries().len(), outbox.room()), (20_001, 0));
    assert!(outbox.put(id(99_999), NOW).is_err());
}

#[test]
fn the_written_form_is_the_one_that_devices_hold() {
    let mut outbox = holding(3);
    assert_eq!(outbox.next(NOW), Task::Send(id(1)));
    outbox.settle(id(2), Outcome::Refused(Refusal::CodeUnknown), NOW);
    let written = json!({
        "version": 1,
        "seed": 7,
        "line": { "failures": 0, "rest_until_ms": 0, "hold_ms": 0, "hold_until_ms": 0 },
        "entries": [
            { "id": "00000000-0000-0000-0000-000000000001", "state": { "waiting": { "failures": 0, "due_ms": 0 } } },
            { "id": "00000000-0000-0000-0000-000000000002", "state": { "parked": { "refusal": "code_unknown" } } },
            { "id": "00000000-0000-0000-0000-000000000003", "state": { "waiting": { "failures": 0, "due_ms": NOW } } },
        ],
    });
    assert_eq!(to_value(&outbox).unwrap(), written);
}

#[test]
fn an_outbox_of_a_later_version_is_not_read() {
    let mut written = to_value(holding(1)).unwrap();
    written["version"] = json!(2);
    assert_eq!(
        from_value::<Outbox>(written).unwrap_err().to_string(),
        "this outbox was saved in version 2, and only version 1 can be read"
    );
}

#[test]
fn fields_that_a_later_program_adds_are_passed_over() {
    let mut written = to_value(holding(1)).unwrap();
    written["colour"] = json!("green");
    written["line"]["colour"] = json!("green");
    assert_eq!(from_value::<Outbox>(written).unwrap(), holding(1));
}

#[test]
fn a_damaged_line_holds_nothing_for_longer_than_a_day() {
    let line = |hold_ms: u64| json!({ "failures": u32::MAX, "rest_until_ms": u64::MAX, "hold_ms": hold_ms, "hold_until_ms": u64::MAX });
    for hold_ms in [0, u64::MAX] {
        let line: Line = from_value(line(hold_ms)).unwrap();
        let mut outbox = Outbox::restore(SEED, line, holding(1).entries().to_vec());
        assert_eq!(outbox.next(NOW), Task::Send(id(1)));
        outbox.settle(id(1), Outcome::Unreachable, NOW);
        assert!(matches!(outbox.next(NOW), Task::Wait { until_ms } if until_ms <= NOW + 3_600_000));
    }
}
