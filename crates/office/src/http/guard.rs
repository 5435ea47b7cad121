//! What every request passes: a number, a bound on how many there are and how long they take, the log, the headers.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Office;
use super::cors::Asker;
use super::problem::Problem;
use super::{list, plain};
use crate::random;

/// The features of a browser that a survey has no business with: all of them. A tablet that staff have set up has with some.
pub(super) const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// Milliseconds from which on an answer is slow, and the log has a line of it.
const SLOW_MS: u64 = 1_000;

/// What a browser may do with an answer that is no page, should somebody open it as one: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Whether a browser runs an answer as a page, or as a script that is a world of its own. Everything else is
/// spared the long policies, which a slow line would carry for nothing: what other pages may take in runs in theirs.
fn runs(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kept = headers.get(CACHE_CONTROL).and_then(|kept| kept.to_str().ok()).unwrap_or_default();
    let is_taken_in = kept.contains("immutable") || headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN);
    kind.starts_with("text/html") || (kind.starts_with("text/javascript") && !is_taken_in)
}

/// Lets `request` pass.
pub(super) async fn guard(State(office): State<Arc<Office>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let request_id = request_id();
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    // The address as it was asked for may hold anything; the route is one of ours.
    let route = request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str).to_owned();
    let asker = Asker::of(&office, &request);
    let response = match office.permits.try_acquire() {
        Ok(_permit) => tokio::time::timeout(office.request_time_max, answer(&office, asker.as_ref(), request, next))
            .await
            .unwrap_or_else(|_| Problem::too_slow().into_response()),
        Err(_) => Problem::overloaded().into_response(),
    };
    let mut response = render(&office, response, Rendered { is_api, is_form: route == plain::ROUTE }, &request_id);
    if let Some(asker) = asker {
        asker.tell(&office, &mut response);
    }
    office.metrics.answered(response.status());
    // What a 304 says replaces what the browser kept; what it leaves out stays as it was sent with the page.
    if response.status() != StatusCode::NOT_MODIFIED {
        add_headers(&office, response.headers_mut(), &request_id);
    }
    let (status, ms) = (response.status(), u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    // What goes well is counted at `/metrics`; a line for each would cost as much as taking a response in.
    if status.is_client_error() || status.is_server_error() || ms >= SLOW_MS {
        tracing::info!(request_id, method = %method, route, status = status.as_u16(), ms, "answered");
    }
    response
}

async fn answer(office: &Office, asker: Option<&Asker>, request: Request, next: Next) -> Response {
    match asker {
        Some(asker) => asker.pass(office, request, next).await,
        None => next.run(request).await,
    }
}

/// Sixteen random digits. Without randomness the request is still answered.
fn request_id() -> String {
    random::bytes::<8>().map_or_else(|_| "0".repeat(16), |bytes| format!("{:016x}", u64::from_be_bytes(bytes)))
}

/// By what a refusal is read.
#[derive(Debug, Clone, Copy)]
struct Rendered {
    /// A program.
    is_api: bool,
    /// Somebody who fills in the form without script.
    is_form: bool,
}

/// Gives a refusal its body; those that come from the router have none yet.
fn render(office: &Office, mut response: Response, by: Rendered, request_id: &str) -> Response {
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if by.is_api && (status.is_client_error() || status.is_server_error()) => Problem::of_status(status),
        None => return response,
    };
    tracing::info!(request_id, problem = problem.kind(), "refused");
    let mut rendered = problem.render(request_id);
    if by.is_form {
        let retry_after = rendered.headers_mut().remove(RETRY_AFTER);
        rendered = list::unavailable(office, status);
        rendered.headers_mut().extend(retry_after.map(|seconds| (RETRY_AFTER, seconds)));
    }
    if let Some(allow) = response.headers_mut().remove(ALLOW) {
        rendered.headers_mut().insert(ALLOW, allow);
    }
    rendered
}

fn add_headers(office: &Office, headers: &mut HeaderMap, request_id: &str) {
    // Only frame-ancestors can name the sites that may embed a page; X-Frame-Options would forbid them all.
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    let runs = runs(headers);
    let mut default = |name: &'static str, value: HeaderValue| {
        headers.entry(HeaderName::from_static(name)).or_insert(value);
    };
    if runs {
        default("content-security-policy", office.site.policy("'none'"));
        default("permissions-policy", HeaderValue::from_static(PERMISSIONS));
        default("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    } else {
        default("content-security-policy", HeaderValue::from_static(NOTHING));
    }
    default("cache-control", HeaderValue::from_static("no-store"));
    default("x-content-type-options", HeaderValue::from_static("nosniff"));
    default("referrer-policy", HeaderValue::from_static("no-referrer"));
    default("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        default("x-request-id", request_id);
    }
}
