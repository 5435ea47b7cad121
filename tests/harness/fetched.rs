//! What is served under an address, asked for as a program asks: without a browser, and without being sent on.

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

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
        let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
        let reply = client.get(address.parse().expect("an address")).await.expect("the office answers");
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
