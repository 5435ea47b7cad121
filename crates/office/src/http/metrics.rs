//! What operators watch, in the text form of Prometheus. Counts only: nothing here tells one person from another.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Office;
use super::address_limit::Floods;
use super::document::answer::{answers, text};

/// What became of a response that came in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Counted,
    Rehearsal,
    Aside,
    Replayed,
    Conflict,
    Refused,
    Invalid,
    Failed,
}

const OUTCOMES: [(Outcome, &str); 8] = [
    (Outcome::Counted, "counted"),
    (Outcome::Rehearsal, "rehearsal"),
    (Outcome::Aside, "aside"),
    (Outcome::Replayed, "replayed"),
    (Outcome::Conflict, "conflict"),
    (Outcome::Refused, "refused"),
    (Outcome::Invalid, "invalid"),
    (Outcome::Failed, "failed"),
];

/// Counts since the start of this process.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    outcomes: [AtomicU64; 8],
    statuses: [AtomicU64; 6],
    pub(super) floods: Arc<Floods>,
}

impl Metrics {
    pub(super) fn came(&self, outcome: Outcome) {
        if let Some(count) = self.outcomes.get(outcome as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn answered(&self, status: StatusCode) {
        if let Some(count) = self.statuses.get(usize::from(status.as_u16() / 100)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# HELP koe_responses_total Responses that came in, by what became of them.\n# TYPE koe_responses_total counter\n",
        );
        for ((_, name), count) in OUTCOMES.iter().zip(&self.outcomes) {
            let _ = writeln!(text, "koe_responses_total{{outcome=\"{name}\"}} {}", count.load(Ordering::Relaxed));
        }
        text.push_str(
            "# HELP koe_requests_total Requests answered, by class of status.\n# TYPE koe_requests_total counter\n",
        );
        for (class, count) in self.statuses.iter().enumerate().skip(1) {
            let _ = writeln!(text, "koe_requests_total{{status=\"{class}xx\"}} {}", count.load(Ordering::Relaxed));
        }
        let refused = self.floods.refused();
        let _ = write!(
            text,
            "# HELP koe_requests_limited_total Requests refused with 429, since too many came from one address.\n\
             # TYPE koe_requests_limited_total counter\nkoe_requests_limited_total {refused}\n"
        );
        text
    }
}

answers! {
    /// The counts.
    Counts,
    200 => text("text/plain", "the counts"),
}

/// Counts since the start, in the text form of Prometheus
#[utoipa::path(get, path = "/metrics", responses(Counts))]
pub(super) async fn show(State(office): State<Arc<Office>>) -> Response {
    let mut response = office.metrics.text().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_is_counted_under_its_name() {
        let metrics = Metrics::default();
        for (place, (outcome, _)) in OUTCOMES.iter().enumerate() {
            (0..=place).for_each(|_| metrics.came(*outcome));
        }
        metrics.answered(StatusCode::CREATED);
        let text = metrics.text();
        for (place, (_, name)) in OUTCOMES.iter().enumerate() {
            assert!(text.contains(&format!("koe_responses_total{{outcome=\"{name}\"}} {}\n", place + 1)), "{text}");
        }
        assert!(text.contains("koe_requests_total{status=\"2xx\"} 1\n"));
    }
}
