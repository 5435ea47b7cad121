//! Whether the office can work.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::Office;
use super::document::answer::{answers, json};
use super::problem::Problem;

/// What is answered.
#[derive(Serialize, JsonSchema)]
pub(super) struct Health {
    #[schemars(extend("const" = "ok"))]
    status: &'static str,
    /// Of this program.
    version: &'static str,
}

answers! {
    /// It can.
    Well,
    200 => json("Health", "it can"),
}

/// Whether the office can work: it can, once the store has answered
#[utoipa::path(get, path = "/api/v1/health", responses(Well))]
pub(super) async fn show(State(office): State<Arc<Office>>) -> Result<Response, Problem> {
    office.store.is_well().await?;
    Ok(answer(&Health { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}

/// A small JSON answer.
pub(super) fn answer(body: &impl Serialize) -> Response {
    let mut response = serde_json::to_string(body).unwrap_or_default().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
