//! Tablets that staff have set up: how one makes itself known, and what it says of itself.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::Office;
use super::body;
use super::health::answer;
use super::problem::Problem;
use crate::clock;
use crate::device::{Device, DeviceReport, Secret};
use crate::store::Enrolled;

const JSON: &str = "application/json";
/// Bytes of two secrets, or of a report, with room.
const BYTES_MAX: usize = 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolment {
    /// What the link brought.
    enrolment: String,
    /// What the device has made and will show from now on. It makes it by itself, so that asking again is harmless.
    token: String,
}

/// `POST /api/v1/devices`
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
    let mut response = answer(&json!(device));
    *response.status_mut() = status;
    Ok(response)
}

/// `GET /api/v1/devices/own`
pub(super) async fn show(State(office): State<Arc<Office>>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(answer(&json!(own(&office, &headers).await?)))
}

/// `PUT /api/v1/devices/own/report`
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
