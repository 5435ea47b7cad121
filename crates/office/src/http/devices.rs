//! Tablets that staff have set up: how one makes itself known, and what it says of itself.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Deserialize;

use super::Office;
use super::body;
use super::document::answer::{BadBody, answers, bare, json, problem};
use super::health::answer;
use super::problem::Problem;
use crate::clock;
use crate::device::{Device, DeviceReport, Secret};
use crate::store::Enrolled;

const JSON: &str = "application/json";
/// Bytes of two secrets, or of a report, with room.
const BYTES_MAX: usize = 1024;

/// A tablet that makes itself known.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Enrolment {
    /// What the link brought.
    enrolment: String,
    /// What the device has made and will show from now on. It makes it by itself, so that asking again is harmless.
    #[schemars(extend("pattern" = "^[A-Za-z0-9_-]{43}$"))]
    token: String,
}

answers! {
    /// The tablet that is known.
    Known,
    200 => json("Device", "it was known already"),
    201 => json("Device", "the tablet is known from now on"),
    403 => problem("the link was used on another tablet, is too old, or was never given out (enrolment_unknown)"),
}

/// Makes a tablet known that staff have set up
///
/// The link of `koe-office kiosk add` brings the enrolment; the token is 32 random bytes that the tablet makes and
/// keeps. Both are base64url without padding. Sent again with the same token, it is answered again.
#[utoipa::path(
    post,
    path = "/api/v1/devices",
    request_body(content = ref("#/components/schemas/Enrolment"), content_type = "application/json"),
    responses(Known, BadBody),
)]
pub(super) async fn enrol(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, JSON, BYTES_MAX).await?;
    let wish: Enrolment = serde_json::from_slice(&body)
        .map_err(|_| Problem::not_json("the body is not {\"enrolment\": \"…\", \"token\": \"…\"}"))?;
    let token: Secret = wish.token.parse().map_err(|error| Problem::not_json(&format!("the token is {error}")))?;
    let enrolment: Secret = wish.enrolment.parse().map_err(|_| Problem::enrolment_unknown())?;
    let (device, status) = match office.store.enrol_device(enrolment.hash(), token.hash(), clock::now()).await? {
        Enrolled::New(device) => (device, StatusCode::CREATED),
        Enrolled::Before(device) => (device, StatusCode::OK),
        Enrolled::Unknown => return Err(Problem::enrolment_unknown()),
    };
    let mut response = answer(&device);
    *response.status_mut() = status;
    Ok(response)
}

answers! {
    /// The tablet that asks.
    Own,
    200 => json("Device", "the tablet"),
}

answers! {
    /// A tablet that nobody knows.
    UnknownDevice,
    401 => problem("no token is shown, or one that the office does not know, or knows no longer (device_unknown)"),
}

/// What the tablet that asks was set up for
#[utoipa::path(get, path = "/api/v1/devices/own", responses(Own, UnknownDevice), security(("device" = [])))]
pub(super) async fn show(State(office): State<Arc<Office>>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(answer(&own(&office, &headers).await?))
}

answers! {
    /// A report that is noted.
    Noted,
    204 => bare("noted, in place of what it said before"),
}

/// What a tablet says of itself: counts, and nothing of an answer
#[utoipa::path(
    put,
    path = "/api/v1/devices/own/report",
    request_body(content = ref("#/components/schemas/DeviceReport"), content_type = "application/json"),
    responses(Noted, BadBody, UnknownDevice),
    security(("device" = [])),
)]
pub(super) async fn report(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, JSON, BYTES_MAX).await?;
    let device = own(&office, &headers).await?;
    let report = DeviceReport::parse(&body).map_err(|what| Problem::not_json(&format!("this is no report, {what}")))?;
    office.store.note_report(&device.device, &report, clock::now()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn own(office: &Office, headers: &HeaderMap) -> Result<Device, Problem> {
    sender(office, headers).await?.ok_or_else(Problem::device_unknown)
}

/// The device that shows its token; nobody, where none is shown.
pub(super) async fn sender(office: &Office, headers: &HeaderMap) -> Result<Option<Device>, Problem> {
    let Some(shown) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let token = shown.to_str().ok().and_then(|shown| shown.strip_prefix("Bearer "));
    let token: Secret = token.and_then(|token| token.parse().ok()).ok_or_else(Problem::device_unknown)?;
    office.store.device_by_token(token.hash()).await?.map(Some).ok_or_else(Problem::device_unknown)
}
