//! What is served under an address, asked for as a program asks: without a browser, and without being sent on.

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper::http::request::Builder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The status.
    pub(crate) status: u16,
    /// What kind of thing it is.
    pub(crate) content_type: String,
    /// The thing itself.
    pub(crate) body: Bytes,
}

impl Fetched {
    /// Asks for it.
    pub(crate) async fn from(address: &str) -> Self {
        Self::of(Request::get(address), String::new()).await
    }

    /// Puts something there, with the number of a letter.
    pub(crate) async fn put(address: &str, code: &str, what: &Value) -> Self {
        let request = Request::put(address).header(CONTENT_TYPE, "application/json").header("koe-code", code);
        Self::of(request, what.to_string()).await
    }

    async fn of(request: Builder, body: String) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
        let request = request.body(Full::from(body)).expect("an address");
        let reply = client.request(request).await.expect("the office answers");
        let content_type = reply.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let status = reply.status().as_u16();
        let body = reply.into_body().collect().await.expect("the answer comes whole").to_bytes();
        Self { status, content_type, body }
    }

    /// It as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).expect("the office speaks UTF-8")
    }
}
