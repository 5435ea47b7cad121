//! Where responses come in, one or many at once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use questionnaire::{ResponseId, SurveyId};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use sealing::SEALED_BYTES_MAX;
use serde::Serialize;

use super::Office;
use super::body;
use super::client::Client;
use super::document::answer::{self, BadBody, NoSuchSurvey, answers, later, problem};
use super::document::parameter::{OfSurvey, any, header, parameters, part, uuid};
use super::health;
use super::problem::{Problem, Shown};
use super::receive::{Door, code_of, status};
use crate::intake::Carried;
use crate::store::{Reason, Stored};

const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";
/// Responses sent at once: a day of a busy hall, in three requests.
const LINES_MAX: usize = 100;
/// Bytes sent at once: as many responses of the usual 3 KB, with room.
const BYTES_MAX: usize = 1 << 20;

/// A response in clear or sealed.
pub(crate) fn sent_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "oneOf": [{ "$ref": "/api/v1/schemas/response.json" }, { "$ref": "#/components/schemas/Sealed" }],
    })
}

/// What became of one of many.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum LineResult {
    /// It is stored.
    Stored {
        id: ResponseId,
        /// Which of the lines that are not empty, from 1.
        #[schemars(extend("minimum" = 1))]
        line: usize,
        /// Why it was set aside.
        reason: Option<Reason>,
        /// The status that the response alone would have had.
        status: u16,
        stored: Stored,
    },
    /// It is not.
    Refused {
        /// Which of the lines that are not empty, from 1.
        #[schemars(extend("minimum" = 1))]
        line: usize,
        #[schemars(with = "Shown<'static>")]
        problem: serde_json::Value,
        /// The seconds after which it may be sent again: what the header Retry-After would have said.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "u64")]
        retry_after: Option<u64>,
        /// The status that the response alone would have had.
        status: u16,
    },
}

answers! {
    /// What became of a response.
    Received,
    200 => answer::json("Acknowledgement", "the same response was stored before"),
    201 => answer::json("Acknowledgement", "the response is stored and counted, or rehearsed"),
    202 => answer::json("Acknowledgement", "the response is stored aside: the device is done, and a person decides"),
    403 => problem("the survey takes nothing now, or the code is missing or unknown"),
    409 => problem("another response has this id; both are kept"),
    422 => problem("the response does not fit its survey: every problem is listed, by question"),
    429 => later(problem("too many wrong codes came for this survey, or too many requests from one address")),
    507 => later(problem("the disk of the office is full")),
}

answers! {
    /// A token that nobody knows.
    UnknownToken,
    401 => problem("a token is shown that the office does not know, or knows no longer (device_unknown)"),
}

parameters! {
    /// Which response, and what comes beside it.
    OfResponse,
    part("id", uuid(), "the response's id"),
    header("Koe-Code", any(), "the code of the invitation, where the survey asks for one"),
}

/// Sends a response; sending it again stores it once
#[utoipa::path(
    put,
    path = "/api/v1/surveys/{survey}/responses/{id}",
    params(OfSurvey, OfResponse),
    request_body(content = ref("#/components/schemas/SentResponse"), content_type = "application/json"),
    responses(Received, BadBody, NoSuchSurvey, UnknownToken),
    security((), ("device" = [])),
)]
pub(super) async fn put_one(
    State(office): State<Arc<Office>>,
    Path((survey, id)): Path<(String, String)>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, JSON, SEALED_BYTES_MAX).await?;
    let survey: SurveyId = survey.parse().map_err(|_| Problem::no_such_survey())?;
    let door = Door::of(&office, client, &headers).await?;
    let received = office.receive(&survey, &body, code_of(headers.get("koe-code")), Some(&id), door).await?;
    let mut response = health::answer(&received);
    *response.status_mut() = StatusCode::from_u16(status(&received)).unwrap_or(StatusCode::OK);
    Ok(response)
}

answers! {
    /// What became of many.
    ReceivedMany,
    200 => answer::of(NDJSON, "LineResult", "what became of each line"),
}

/// Sends many responses; each line is taken in or refused by itself
///
/// At most 100 lines and 1 MiB. The answer has one line for each line that is not empty, in the same order.
#[utoipa::path(
    post,
    path = "/api/v1/surveys/{survey}/responses",
    params(OfSurvey),
    request_body(content = ref("#/components/schemas/Line"), content_type = "application/x-ndjson"),
    responses(ReceivedMany, BadBody, NoSuchSurvey, UnknownToken),
    security((), ("device" = [])),
)]
pub(super) async fn put_many(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    client: Client,
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
    let door = Door::of(&office, client, &headers).await?;
    let mut results = String::new();
    for (place, line) in lines.into_iter().enumerate() {
        let result = result(&office, &survey, door.clone(), place + 1, line).await;
        results.push_str(&serde_json::to_string(&result).unwrap_or_default());
        results.push('\n');
    }
    let mut response = results.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    Ok(response)
}

async fn result(office: &Office, survey: &SurveyId, door: Door, number: usize, line: &[u8]) -> LineResult {
    let received = match serde_json::from_slice::<Carried<'_>>(line) {
        Ok(line) => office.receive(survey, line.response.get().as_bytes(), line.code.as_deref(), None, door).await,
        Err(error) => Err(Problem::not_json(&format!("the line is not {{\"response\": …, \"code\": …}}, {error}"))),
    };
    match received {
        Ok(received) => LineResult::Stored {
            id: received.id,
            line: number,
            reason: received.reason,
            status: status(&received),
            stored: received.stored,
        },
        Err(problem) => LineResult::Refused {
            line: number,
            problem: problem.to_json(None),
            retry_after: problem.retry_after_s(),
            status: problem.status().as_u16(),
        },
    }
}
