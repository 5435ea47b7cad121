//! Whether a code can be used, asked before the first question.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::SurveyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Office;
use super::body;
use super::client::Client;
use super::document::answer::{BadBody, NoSuchSurvey, answers, json, later, problem};
use super::document::parameter::OfSurvey;
use super::health::answer;
use super::problem::Problem;
use crate::admission::CodeStanding;

/// Bytes of `{"code": "…"}` with room for every way to type it.
const BYTES_MAX: usize = 1024;

/// What is asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeAsked {
    /// The code as it was typed.
    code: String,
}

/// What is answered.
#[derive(Serialize, JsonSchema)]
pub(super) struct CodeAnswer {
    code: Standing,
}

/// How a code stands, as far as anybody is told.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Standing {
    Usable,
    Used,
    Unknown,
}

answers! {
    /// How it stands.
    Heard,
    200 => json("CodeAnswer", "how it stands"),
    429 => later(problem("too many wrong codes came for this survey, or too many requests from one address")),
}

/// How a code stands, asked before the first question
#[utoipa::path(
    post,
    path = "/api/v1/surveys/{survey}/codes",
    params(OfSurvey),
    request_body(content = ref("#/components/schemas/CodeAsked"), content_type = "application/json"),
    responses(Heard, BadBody, NoSuchSurvey),
)]
pub(super) async fn check(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, "application/json", BYTES_MAX).await?;
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let asked: CodeAsked =
        serde_json::from_slice(&body).map_err(|_| Problem::not_json("the body is not {\"code\": \"…\"}"))?;
    if office.store.standing(&survey).await?.is_none() {
        return Err(Problem::no_such_survey());
    }
    let code = match office.intake(client).code_standing(&survey, &asked.code).await? {
        CodeStanding::Usable => Standing::Usable,
        CodeStanding::Used => Standing::Used,
        CodeStanding::Absent | CodeStanding::Unheard | CodeStanding::Unknown => Standing::Unknown,
    };
    Ok(answer(&CodeAnswer { code }))
}
