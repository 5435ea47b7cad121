//! What an HTTP reply means.

use crate::id;
use outbox::{Body, CODE_UNKNOWN, Outcome, Refusal, Reply};

const RECEIPT: Body<'_> = Body::Receipt { id: uuid::Uuid::from_u128(1) };
const PROBLEM: Body<'_> = Body::Problem { kind: "" };
const BUSY: Outcome = Outcome::Busy { retry_after_s: None };

fn outcome(status: u16, body: Body<'_>) -> Outcome {
    Outcome::of(id(1), &Reply { status, retry_after: None, body })
}

#[test]
fn a_receipt_that_names_the_response_means_stored() {
    assert_eq!(outcome(200, RECEIPT), Outcome::Stored);
    assert_eq!(outcome(201, RECEIPT), Outcome::Stored);
    assert_eq!(outcome(202, RECEIPT), Outcome::StoredAside);
}

#[test]
fn the_sign_in_page_of_a_guest_network_does_not_mean_stored() {
    for status in [200, 201, 202] {
        assert_eq!(outcome(status, Body::Foreign), Outcome::Unreachable, "{status}");
        assert_eq!(outcome(status, PROBLEM), Outcome::Unreachable, "{status}");
    }
    assert_eq!(outcome(511, Body::Foreign), Outcome::Unreachable);
}

#[test]
fn a_receipt_for_another_response_does_not_mean_stored() {
    for status in [200, 201, 202] {
        assert_eq!(outcome(status, Body::Receipt { id: id(2) }), Outcome::Unreachable, "{status}");
    }
}

#[test]
fn a_receipt_under_any_other_status_does_not_mean_stored() {
    for status in (0..=999).filter(|status| ![200, 201, 202].contains(status)) {
        assert!(!matches!(outcome(status, RECEIPT), Outcome::Stored | Outcome::StoredAside), "{status}");
    }
}

#[test]
fn the_collectors_refusals_park_with_their_reason() {
    let refusals = [
        (400, Refusal::Unreadable),
        (403, Refusal::NotOpen),
        (409, Refusal::Conflict),
        (413, Refusal::TooLarge),
        (422, Refusal::Invalid),
    ];
    for (status, refusal) in refusals {
        assert_eq!(outcome(status, PROBLEM), Outcome::Refused(refusal), "{status}");
    }
    assert_eq!(outcome(403, Body::Problem { kind: CODE_UNKNOWN }), Outcome::Refused(Refusal::CodeUnknown));
    assert_eq!(outcome(403, Body::Problem { kind: "not-open" }), Outcome::Refused(Refusal::NotOpen));
    assert_eq!(outcome(422, Body::Problem { kind: CODE_UNKNOWN }), Outcome::Refused(Refusal::Invalid));
}

#[test]
fn a_refusal_that_is_not_the_collectors_parks_nothing() {
    for status in [400, 403, 409, 413, 422] {
        assert_eq!(outcome(status, Body::Foreign), Outcome::Unreachable, "{status}");
        assert_eq!(outcome(status, RECEIPT), Outcome::Unreachable, "{status}");
    }
}

#[test]
fn too_early_too_many_and_server_faults_mean_busy_whoever_says_it() {
    for status in (500..=599).filter(|status| *status != 511).chain([408, 425, 429]) {
        for body in [Body::Foreign, PROBLEM, RECEIPT] {
            assert_eq!(outcome(status, body), BUSY, "{status} {body:?}");
        }
    }
}

#[test]
fn retry_after_is_passed_on() {
    for status in [429, 503, 507] {
        let reply = Reply { status, retry_after: Some("120"), body: PROBLEM };
        assert_eq!(Outcome::of(id(1), &reply), Outcome::Busy { retry_after_s: Some(120) });
    }
}

#[test]
fn a_wrong_address_or_token_parks_nothing() {
    for status in [401, 404, 405, 410] {
        assert_eq!(outcome(status, PROBLEM), Outcome::Unreachable, "{status}");
        assert_eq!(outcome(status, Body::Foreign), Outcome::Unreachable, "{status}");
    }
}

#[test]
fn every_other_status_means_unreachable() {
    let spoken_for = [400, 403, 408, 409, 413, 422, 425, 429];
    for status in (0..200).chain(203..500).chain(600..=u16::MAX).filter(|status| !spoken_for.contains(status)) {
        assert_eq!(outcome(status, PROBLEM), Outcome::Unreachable, "{status}");
    }
}
