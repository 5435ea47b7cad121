//! Asking a provider of accounts. A redirect is not followed: whoever could make one could have the office ask anywhere.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio_rustls::rustls::crypto::ring;

use super::SignOnError;

/// Seconds within which it answers: it is asked three times at most for one request, which takes the office no more than twenty.
const ANSWER_S_MAX: u64 = 6;
/// Bytes of an answer: keys of a provider are a few thousand.
const BYTES_MAX: usize = 1 << 20;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It did not answer in time.
    #[error("there was no answer within {ANSWER_S_MAX} s")]
    TooSlow,
    /// Nobody is there, or nobody who can be trusted to be it.
    #[error(transparent)]
    Unreached(#[from] hyper_util::client::legacy::Error),
    /// The answer broke off, or has no end.
    #[error("its answer could not be read: {0}")]
    Unread(Box<dyn std::error::Error + Send + Sync>),
}

/// What asks.
#[derive(Debug)]
pub(super) struct Fetch(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Fetch {
    /// Trusts what this machine trusts.
    pub(super) fn new() -> Result<Self, SignOnError> {
        let builder = HttpsConnectorBuilder::new().with_provider_and_native_roots(ring::default_provider());
        let builder = builder.map_err(|error| SignOnError::Unreachable(error.to_string()))?;
        let connector = builder.https_or_http().enable_http1().build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let response = self.0.request(request.map(|body| Full::new(Bytes::from(body)))).await?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, BYTES_MAX).collect().await.map_err(FetchError::Unread)?;
        Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Fetch {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async {
            let answered = tokio::time::timeout(Duration::from_secs(ANSWER_S_MAX), self.answer(request)).await;
            answered.unwrap_or(Err(FetchError::TooSlow))
        })
    }
}
