//! HTTP as a device speaks it.

use axum::body::Bytes;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// A device that talks to one office.
#[derive(Clone)]
pub(crate) struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
    base: String,
}

/// What the office said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Client {
    pub(crate) fn new(base: impl Into<String>) -> Self {
        Self { pool: Pool::builder(TokioExecutor::new()).build_http(), base: base.into() }
    }

    /// Host and port of the office.
    pub(crate) fn authority(&self) -> String {
        self.base.trim_start_matches("http://").to_owned()
    }

    /// The answer, or nothing where the connection broke.
    pub(crate) async fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Option<Answer> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.pool.request(request.body(Full::new(body.into())).unwrap()).await.ok()?;
        let (head, body) = answer.into_parts();
        Some(Answer { status: head.status, headers: head.headers, body: body.collect().await.ok()?.to_bytes() })
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        self.try_send(method, path, headers, body).await.expect("the office answers")
    }

    /// Asks for something too large to be held, and counts its bytes as they come.
    pub(crate) async fn let_go_by(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> u64 {
        let mut request = Request::builder().method("POST").uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.pool.request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let (mut body, mut bytes) = (answer.into_body(), 0);
        while let Some(frame) = body.frame().await {
            bytes += frame.expect("it comes whole").data_ref().map_or(0, |piece| piece.len() as u64);
        }
        bytes
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// Sends a response to where it belongs.
    pub(crate) async fn put(&self, response: &Value) -> Answer {
        self.put_with(response, &[]).await
    }

    pub(crate) async fn put_with_code(&self, response: &Value, code: &str) -> Answer {
        self.put_with(response, &[("koe-code", code)]).await
    }

    async fn put_with(&self, response: &Value, more: &[(&str, &str)]) -> Answer {
        let headers: Vec<_> = [("content-type", "application/json")].into_iter().chain(more.iter().copied()).collect();
        self.send("PUT", &path_of(response), &headers, response.to_string()).await
    }
}

/// Where a response is put.
pub(crate) fn path_of(response: &Value) -> String {
    let text = |name: &str| response[name].as_str().unwrap().to_owned();
    format!("/api/v1/surveys/{}/responses/{}", text("survey"), text("id"))
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The last part of a problem's type, and its status.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let json = self.json();
        assert_eq!(json["status"], self.status.as_u16());
        assert_eq!(json["request_id"], self.header("x-request-id"));
        assert!(json["detail"].as_str().is_some_and(|detail| detail.contains(':')), "{json} says what to do");
        let kind = json["type"].as_str().unwrap().strip_prefix("urn:koe:problem:").unwrap().to_owned();
        (self.status.as_u16(), kind)
    }

    /// The problems of a response, as question and code.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        assert_eq!(self.problem(), (422, "not_valid".to_owned()), "{}", self.text());
        let json = self.json();
        let problems = json["problems"].as_array().unwrap().iter();
        problems
            .map(|problem| {
                let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
                (text("question"), text("code"))
            })
            .collect()
    }
}
