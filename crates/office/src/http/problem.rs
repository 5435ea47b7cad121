//! What goes wrong, as the other side is told (RFC 9457).

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use questionnaire::{QuestionId, ResponseProblem, State};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::store::StoreError;

/// What went wrong. Its type is the last part of a stable name that programs can compare.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: &'static str,
    detail: String,
    problems: Vec<Item>,
    retry_after_s: Option<u64>,
}

/// One of several things that are wrong with a response.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(inline)]
pub(super) struct Item {
    question: Option<String>,
    code: &'static str,
    detail: String,
}

/// A problem as it is told.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Shown<'a> {
    /// A stable name, `urn:koe:problem:…`.
    r#type: String,
    title: &'a str,
    status: u16,
    /// What is wrong and what to do.
    detail: &'a str,
    problems: &'a [Item],
    /// Under which the log speaks of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    request_id: Option<&'a str>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Self {
        Self { status, kind, detail: detail.into(), problems: Vec::new(), retry_after_s: None }
    }

    fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    /// A problem for which the status says it all.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (kind, detail) = match status {
            StatusCode::NOT_FOUND => {
                ("not_found", "nothing is at this address: look at /openapi.json for what there is")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "this address does not take this method: the header Allow names those it takes")
            }
            _ => ("refused", "the request cannot be understood: look at /openapi.json for its form"),
        };
        Self::new(status, kind, detail)
    }

    pub(super) fn no_such_survey() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "no_such_survey",
            "there is no survey at this address: compare it with the letter",
        )
    }

    pub(super) fn no_such_language() -> Self {
        let detail = "the page does not speak this language: see the languages of the survey for those it speaks";
        Self::new(StatusCode::NOT_FOUND, "no_such_language", detail)
    }

    pub(super) fn origin_not_allowed() -> Self {
        let detail = "pages of this origin may not show this survey: \
                      have the office add the origin to the survey's embed_origins and publish it again";
        Self::new(StatusCode::FORBIDDEN, "origin_not_allowed", detail)
    }

    pub(super) fn enrolment_unknown() -> Self {
        let detail = "this link sets up no tablet: it was used on another one, is too old, or was mistyped; \
                      have a new one made with `koe-office kiosk add`";
        Self::new(StatusCode::FORBIDDEN, "enrolment_unknown", detail)
    }

    pub(super) fn device_unknown() -> Self {
        let detail = "the office does not know this tablet, or knows it no longer: \
                      keep what it holds and set it up again with a link from `koe-office kiosk add`";
        Self::new(StatusCode::UNAUTHORIZED, "device_unknown", detail)
    }

    pub(super) fn not_of_this_device() -> Self {
        let detail = "this tablet was set up for another ward or other surveys: \
                      keep the response and set the tablet up again with `koe-office kiosk add`";
        Self::new(StatusCode::FORBIDDEN, "not_of_this_device", detail)
    }

    pub(super) fn not_this_type(expected: &str) -> Self {
        let detail = format!("the body must be {expected}: send the header Content-Type: {expected}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let detail = format!("the body has more than {limit} bytes: send less at once");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    pub(super) fn cut_off() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "cut_off", "the body ended before it was whole: send it again")
    }

    pub(super) fn not_json(what: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "not_json", format!("{what}: send JSON in UTF-8"))
    }

    pub(super) fn misshapen(what: &str) -> Self {
        let detail = format!("{what}: its form is at /api/v1/schemas/response.json");
        Self::one(StatusCode::UNPROCESSABLE_ENTITY, "not_valid", "misshapen", detail)
    }

    pub(super) fn mismatch(code: &'static str, detail: &str) -> Self {
        Self::one(StatusCode::UNPROCESSABLE_ENTITY, "not_valid", code, detail.to_owned())
    }

    pub(super) fn unknown_revision() -> Self {
        let detail =
            "the survey was never published in this revision: reload the page and answer the questions that it shows";
        Self::one(StatusCode::UNPROCESSABLE_ENTITY, "not_valid", "unknown_revision", detail.to_owned())
    }

    pub(super) fn not_valid(problems: &[ResponseProblem]) -> Self {
        let items = problems.iter().map(|problem| Item {
            question: problem.question.as_ref().map(ToString::to_string),
            code: problem.fault.code(),
            detail: problem.fault.to_string(),
        });
        let detail = "the response does not fit its survey: see each of the problems";
        Self { problems: items.collect(), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_valid", detail) }
    }

    fn one(status: StatusCode, kind: &'static str, code: &'static str, detail: String) -> Self {
        let item = Item { question: None, code, detail: detail.clone() };
        Self { problems: vec![item], ..Self::new(status, kind, detail) }
    }

    pub(super) fn not_accepting(state: State) -> Self {
        let detail = match state {
            State::Draft => "the survey has not begun: keep the response and send it when it is open",
            State::Paused => "the survey rests for a while: keep the response and send it when it goes on",
            State::Archived => "the survey was put away and takes nothing any more: ask the office in charge",
            State::Rehearsal | State::Open | State::Closed | State::Published => "the survey takes no responses now",
        };
        Self::new(StatusCode::FORBIDDEN, "not_accepting", detail)
    }

    pub(super) fn code_missing() -> Self {
        let detail = "this survey is answered with the code of the letter: send it in the header Koe-Code";
        Self::new(StatusCode::FORBIDDEN, "code_missing", detail)
    }

    pub(super) fn code_unknown() -> Self {
        let detail = "this code was not given out for this survey: compare it with the letter";
        Self::new(StatusCode::FORBIDDEN, "code_unknown", detail)
    }

    pub(super) fn too_many_wrong_codes(seconds: u64) -> Self {
        let detail = "too many wrong codes came for this survey: wait a little and try again";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_wrong_codes", detail).retry_after(seconds)
    }

    pub(super) fn conflict() -> Self {
        let detail = "another response has this id: both are kept, and the office will look at them";
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    pub(super) fn overloaded() -> Self {
        let detail = "too many requests are under way: try again in a few seconds";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded", detail).retry_after(3)
    }

    pub(super) fn too_many_requests(seconds: u64) -> Self {
        let detail = "too many requests come from your address: wait a little and try again, nothing is lost";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail).retry_after(seconds)
    }

    pub(super) fn too_slow() -> Self {
        let detail = "the request took too long and was given up: send it again, it will be stored once";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too_slow", detail).retry_after(5)
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The seconds after which it may be tried again, where that is known.
    pub(super) fn retry_after_s(&self) -> Option<u64> {
        self.retry_after_s
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// It as JSON, with the id under which the log speaks of the request.
    pub(super) fn to_json(&self, request_id: Option<&str>) -> serde_json::Value {
        let shown = Shown {
            r#type: format!("urn:koe:problem:{}", self.kind),
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &self.detail,
            problems: &self.problems,
            request_id,
        };
        serde_json::to_value(shown).unwrap_or_default()
    }

    /// It without its texts, which may quote what was sent.
    pub(crate) fn names(&self) -> serde_json::Value {
        let problems = self.problems.iter().map(|item| {
            // What is no id of a question may be anything.
            let question = item.question.as_ref().filter(|question| question.parse::<QuestionId>().is_ok());
            json!({ "question": question, "code": item.code })
        });
        json!({
            "type": format!("urn:koe:problem:{}", self.kind),
            "status": self.status.as_u16(),
            "problems": problems.collect::<Vec<_>>(),
        })
    }

    pub(super) fn render(&self, request_id: &str) -> Response {
        self.render_as(Some(request_id))
    }

    /// It as the answer to a request that the log does not speak of.
    pub(super) fn render_unnamed(&self) -> Response {
        self.render_as(None)
    }

    fn render_as(&self, request_id: Option<&str>) -> Response {
        let mut response = Response::new(Body::from(self.to_json(request_id).to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Problem {
    /// The guard renders it, since only the guard knows the request's id.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error, "the store failed");
        let unavailable =
            |kind, detail, seconds| Self::new(StatusCode::SERVICE_UNAVAILABLE, kind, detail).retry_after(seconds);
        match error {
            StoreError::NoSuchSurvey { .. } => Self::no_such_survey(),
            StoreError::Full => {
                let detail = "the office's disk is full: keep the response and send it later";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", detail).retry_after(120)
            }
            StoreError::Busy | StoreError::Again => {
                unavailable("busy", "the office's database is busy: try again in a few seconds", 5)
            }
            StoreError::Gone => {
                let detail = "the office's database does not answer: keep the response and send it again soon";
                unavailable("database_gone", detail, 10)
            }
            StoreError::NotWritable { .. } | StoreError::ReadOnly => {
                let detail = "the office's disk takes no changes: keep the response and send it later";
                unavailable("read_only", detail, 120)
            }
            StoreError::Damaged { .. }
            | StoreError::Missing { .. }
            | StoreError::NotDurable
            | StoreError::NotEmpty
            | StoreError::HalfFilled
            | StoreError::Differs
            | StoreError::Newer { .. }
            | StoreError::NoWay { .. }
            | StoreError::Strange { .. }
            | StoreError::Other(_) => {
                unavailable("store_failed", "the office's database failed: keep the response and send it later", 120)
            }
        }
    }
}
