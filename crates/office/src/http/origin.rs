//! Where the office is, as the world outside sees it.

use std::fmt;
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::uri::Scheme;
use questionnaire::origin::{is_origin, meant};

/// The origin under which people reach the office, for addresses that must be whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicOrigin(String);

/// How people reach the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// Under this origin.
    At(PublicOrigin),
    /// Under the host that each request names, by this scheme.
    AsAsked(Scheme),
}

impl Reached {
    /// The origin under which whoever sent `request` reaches the office. Whatever is not the name of a host is passed
    /// on to nobody.
    pub(super) fn origin(&self, request: &HeaderMap) -> Option<PublicOrigin> {
        match self {
            Self::At(origin) => Some(origin.clone()),
            Self::AsAsked(scheme) => {
                let host = request.get(HOST)?.to_str().ok()?;
                format!("{scheme}://{}", host.to_ascii_lowercase()).parse().ok()
            }
        }
    }

    /// Whether it was said beforehand that `origin` is the office's.
    pub(super) fn is_at(&self, origin: &str) -> bool {
        matches!(self, Self::At(own) if own.as_str() == origin)
    }
}

/// A text that is no such origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not where people reach an office: write {}", meant(text).map_or_else(
    || "https://host or https://host:port, with nothing after it".to_owned(),
    |meant| format!("\"{meant}\""),
))]
pub struct NotAnOrigin {
    /// What was written, cut to a length that can be shown.
    pub text: String,
}

impl FromStr for PublicOrigin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        // In the network of a ward office it may be HTTP without the S.
        let secure = text.strip_prefix("http://").map(|authority| format!("https://{authority}"));
        let is_one = is_origin(text) || secure.is_some_and(|secure| is_origin(&secure));
        if is_one { Ok(Self(text.to_owned())) } else { Err(NotAnOrigin { text: text.chars().take(100).collect() }) }
    }
}

impl PublicOrigin {
    /// It as text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_people_reach_an_office_is_scheme_host_and_port() {
        for good in ["https://ank.example.jp", "https://ank.example.jp:8443", "http://192.168.1.5:8080", "http://koe"] {
            assert_eq!(good.parse::<PublicOrigin>().unwrap().to_string(), good);
        }
        for (bad, write) in [
            ("ank.example.jp", "\"https://ank.example.jp\""),
            ("https://ank.example.jp/", "\"https://ank.example.jp\""),
            ("https://Ank.example.jp/s/x", "\"https://ank.example.jp\""),
            ("", "https://host or https://host:port, with nothing after it"),
            ("ftp://\"><script>", "https://host or https://host:port, with nothing after it"),
        ] {
            let told = bad.parse::<PublicOrigin>().unwrap_err().to_string();
            assert_eq!(told, format!("\"{bad}\" is not where people reach an office: write {write}"));
        }
    }

    #[test]
    fn a_request_that_names_no_host_is_not_repeated() {
        let asked = |host: &'static str| {
            let request = HeaderMap::from_iter([(HOST, axum::http::HeaderValue::from_static(host))]);
            Reached::AsAsked(Scheme::HTTP).origin(&request)
        };
        assert_eq!(asked("Koe.example.jp:8080").unwrap().as_str(), "http://koe.example.jp:8080");
        for junk in ["", "\"><script>", "a b", "a/b", "user@host", "host:port", "evil.example, good.example"] {
            assert_eq!(asked(junk), None, "{junk}");
        }
        assert_eq!(Reached::AsAsked(Scheme::HTTP).origin(&HeaderMap::new()), None);
    }
}
