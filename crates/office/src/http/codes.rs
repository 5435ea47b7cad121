//! Whether a code can be used, asked before the first question.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::SurveyId;
use serde::Deserialize;
use serde_json::json;

use super::Office;
use super::body;
use super::health::answer;
use super::problem::Problem;
use crate::admission::CodeStanding;

/// Bytes of `{"code": "…"}` with room for every way to type it.
const BYTES_MAX: usize = 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    code: String,
}

/// `POST /api/v1/surveys/{survey}/codes`
pub(super) async fn check(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, "application/json", BYTES_MAX).await?;
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let asked: Asked =
        serde_json::from_slice(&body).map_err(|_| Problem::not_json("the body is not {\"code\": \"…\"}"))?;
    if office.store.standing(&survey).await?.is_none() {
        return Err(Problem::no_such_survey());
    }
    let code = match office.intake().code_standing(&survey, &asked.code).await? {
        CodeStanding::Usable => "usable",
        CodeStanding::Used => "used",
        CodeStanding::Absent | CodeStanding::Unheard | CodeStanding::Unknown => "unknown",
    };
    Ok(answer(&json!({ "code": code })))
}
