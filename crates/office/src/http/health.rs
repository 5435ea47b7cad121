//! Whether the office can work.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Office;
use super::problem::Problem;

/// `GET /api/v1/health`: well, once the store has answered.
pub(super) async fn show(State(office): State<Arc<Office>>) -> Result<Response, Problem> {
    office.store.is_well().await?;
    Ok(answer(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })))
}

/// A small JSON answer.
pub(super) fn answer(body: &serde_json::Value) -> Response {
    let mut response = body.to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
