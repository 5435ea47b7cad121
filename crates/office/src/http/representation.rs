//! Something that is given out whole, compressed beforehand.

use std::io::Write;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::cors;

/// How long others may keep it without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeping {
    /// For ever: its name changes with its content.
    Forever,
    /// They ask each time whether it is still the same.
    AskEachTime,
}

/// Bytes of a type, with their compressed forms.
#[derive(Debug, Clone)]
pub(super) struct Representation {
    content_type: &'static str,
    keeping: Keeping,
    shared: bool,
    by_language: bool,
    etag: HeaderValue,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Representation {
    pub(super) fn new(content_type: &'static str, keeping: Keeping, plain: Bytes) -> Self {
        let hash = Sha256::digest(&plain);
        let tag = URL_SAFE_NO_PAD.encode(hash);
        // Weak, since one tag stands for all encodings.
        let etag =
            HeaderValue::from_str(&format!("W/\"{tag}\"")).unwrap_or_else(|_| HeaderValue::from_static("W/\"\""));
        Self { content_type, keeping, shared: false, by_language: false, etag, plain, brotli: None, gzip: None }
    }

    /// It, for every page of the web to take in.
    pub(super) fn shared(self, shared: bool) -> Self {
        Self { shared, ..self }
    }

    /// It, as one of several, of which each reader is sent the one in a language that their browser asks for.
    pub(super) fn by_language(self) -> Self {
        Self { by_language: true, ..self }
    }

    #[cfg(test)]
    pub(super) fn plain(&self) -> Bytes {
        self.plain.clone()
    }

    pub(super) fn with_brotli(self, brotli: Option<Bytes>) -> Self {
        Self { brotli, ..self }
    }

    pub(super) fn with_gzip(self, gzip: Option<Bytes>) -> Self {
        Self { gzip, ..self }
    }

    /// What is sent to one who asks with `request`.
    pub(super) fn respond(&self, request: &HeaderMap) -> Response {
        let mut response =
            if self.is_held(request) { StatusCode::NOT_MODIFIED.into_response() } else { self.respond_whole(request) };
        let keeping = match self.keeping {
            Keeping::Forever => "public, max-age=31536000, immutable",
            Keeping::AskEachTime => "no-cache",
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(keeping));
        headers.insert(ETAG, self.etag.clone());
        let vary = if self.by_language { "accept-encoding, accept-language" } else { "accept-encoding" };
        headers.insert(VARY, HeaderValue::from_static(vary));
        if self.shared {
            cors::share_with_all(headers);
        }
        response
    }

    fn respond_whole(&self, request: &HeaderMap) -> Response {
        let (encoding, bytes) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(request, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(request, "gzip") => (Some("gzip"), gzip),
            (Some(_) | None, Some(_) | None) => (None, &self.plain),
        };
        let mut response = Response::new(Body::from(bytes.clone()));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    fn is_held(&self, request: &HeaderMap) -> bool {
        let ours = self.etag.to_str().unwrap_or_default();
        let held = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        held.flat_map(|list| list.split(','))
            .map(str::trim)
            .any(|tag| tag == ours || tag == "*" || Some(tag) == ours.strip_prefix("W/"))
    }
}

/// `bytes` at the highest level of brotli: it is done once, and everybody who is sent it gains.
pub(super) async fn brotli_best(bytes: Bytes) -> Option<Bytes> {
    tokio::task::spawn_blocking(move || brotli(&bytes, 11)).await.ok().flatten()
}

/// `bytes` at a level of brotli from 0 to 11.
pub(super) fn brotli(bytes: &[u8], level: u32) -> Option<Bytes> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, level, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(Bytes::from(compressed))
}

fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let lists = request.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused =
            parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q == 0.0)));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: axum::http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_coding_is_used_only_where_it_is_offered() {
        for (offer, brotli) in [
            ("br", true),
            ("gzip, BR;q=0.5", true),
            ("gzip", false),
            ("br;q=0", false),
            ("br;q=0.0, gzip", false),
            ("", false),
        ] {
            assert_eq!(accepts(&asking(ACCEPT_ENCODING, offer), "br"), brotli, "{offer}");
        }
    }

    #[test]
    fn whoever_holds_it_is_not_sent_it_again() {
        let page = Representation::new("text/html", Keeping::AskEachTime, Bytes::from_static(b"voice"));
        let etag = page.etag.to_str().unwrap();
        for (tag, status) in [(etag, 304), (&etag[2..], 304), ("*", 304), ("\"other\"", 200)] {
            let request = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_str(tag).unwrap())]);
            assert_eq!(page.respond(&request).status().as_u16(), status, "{tag}");
        }
    }
}
