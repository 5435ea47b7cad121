//! The contract, as programs read it.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::schema;

use super::problem::Problem;
use super::representation::{Keeping, Representation};
use axum::http::StatusCode;

/// `GET /openapi.json`
pub(super) async fn openapi(headers: HeaderMap) -> Response {
    let document = Bytes::from_static(include_bytes!("openapi.json"));
    Representation::new("application/json", Keeping::AskEachTime, document).respond(&headers)
}

/// `GET /api/v1/schemas/{schema}`: the JSON Schema of one of the things that travel.
pub(super) async fn schema(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let schema = match name.as_str() {
        "questionnaire.json" => schema::questionnaire(),
        "survey.json" => schema::survey(),
        "response.json" => schema::response(),
        _ => return Err(Problem::of_status(StatusCode::NOT_FOUND)),
    };
    let json = serde_json::to_vec(&schema).unwrap_or_default();
    Ok(Representation::new("application/schema+json", Keeping::AskEachTime, Bytes::from(json)).respond(&headers))
}
