//! Where responses come in, one or many at once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use questionnaire::SurveyId;
use sealing::SEALED_BYTES_MAX;
use serde_json::json;

use super::Office;
use super::body;
use super::health::answer;
use super::problem::Problem;
use super::receive::{Door, code_of, status};
use crate::intake::Carried;

const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";
/// Responses sent at once: a day of a busy hall, in three requests.
const LINES_MAX: usize = 100;
/// Bytes sent at once: as many responses of the usual 3 KB, with room.
const BYTES_MAX: usize = 1 << 20;

/// `PUT /api/v1/surveys/{survey}/responses/{id}`
pub(super) async fn put_one(
    State(office): State<Arc<Office>>,
    Path((survey, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, JSON, SEALED_BYTES_MAX).await?;
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let door = Door::of(&office, &headers).await?;
    let received = office.receive(&survey, &body, code_of(headers.get("koe-code")), Some(&id), door).await?;
    let mut response = answer(&json!(received));
    *response.status_mut() = StatusCode::from_u16(status(&received)).unwrap_or(StatusCode::OK);
    Ok(response)
}

/// `POST /api/v1/surveys/{survey}/responses`: each line is taken in or refused by itself.
pub(super) async fn put_many(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, NDJSON, BYTES_MAX).await?;
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    if office.store.standing(&survey).await?.is_none() {
        return Err(Problem::no_such_survey());
    }
    let lines: Vec<&[u8]> = body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    if lines.len() > LINES_MAX {
        let detail =
            format!("there are {} lines, at most {LINES_MAX} are taken at once: send less at once", lines.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_lines", detail));
    }
    let door = Door::of(&office, &headers).await?;
    let mut results = String::new();
    for (place, line) in lines.into_iter().enumerate() {
        results.push_str(&result(&office, &survey, door.clone(), place + 1, line).await.to_string());
        results.push('\n');
    }
    let mut response = results.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    Ok(response)
}

async fn result(office: &Office, survey: &SurveyId, door: Door, number: usize, line: &[u8]) -> serde_json::Value {
    let received = match serde_json::from_slice::<Carried<'_>>(line) {
        Ok(line) => office.receive(survey, line.response.get().as_bytes(), line.code.as_deref(), None, door).await,
        Err(error) => Err(Problem::not_json(&format!("the line is not {{\"response\": …, \"code\": …}}, {error}"))),
    };
    match received {
        Ok(received) => json!({
            "line": number,
            "status": status(&received),
            "id": received.id,
            "stored": received.stored,
            "reason": received.reason,
        }),
        Err(problem) => {
            let mut result = json!({
                "line": number,
                "status": problem.status().as_u16(),
                "problem": problem.to_json(None),
            });
            if let (Some(seconds), Some(result)) = (problem.retry_after_s(), result.as_object_mut()) {
                result.insert("retry_after".into(), seconds.into());
            }
            result
        }
    }
}
