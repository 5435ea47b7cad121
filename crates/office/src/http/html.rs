//! Pages that the office writes.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use questionnaire::{Language, Piece, Slots, Text};

use super::Office;

/// A page of the office in the dress of the site.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// Its language, as a browser understands it.
    pub(super) lang: &'a str,
    /// What its head says besides what every page of ours says, its title among it; HTML.
    pub(super) head: &'a str,
    /// What is seen; HTML.
    pub(super) body: &'a str,
}

impl Page<'_> {
    /// It as HTML.
    pub(super) fn html(&self, office: &Office) -> String {
        let Self { lang, head, body } = self;
        let sheet = office.site.style_sheet.as_deref().map(escape);
        let sheet = sheet.map(|sheet| format!("<link rel=\"stylesheet\" href=\"{sheet}\">")).unwrap_or_default();
        format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{head}\
             <meta name=\"format-detection\" content=\"telephone=no\"><link rel=\"icon\" href=\"data:,\">{sheet}</head>\
             <body>{body}</body></html>"
        )
    }

    /// It as an answer that nobody keeps.
    pub(super) fn respond(&self, office: &Office, status: StatusCode) -> Response {
        let mut response = (status, self.html(office)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response
    }
}

/// What `text` says in `language`, with its readings above the words.
pub(crate) fn words(text: &Text, language: &Language, slots: &Slots) -> String {
    let pieces = text.pieces(language, slots).into_iter().map(|piece| match piece {
        Piece::Plain(words) => escape(&words),
        Piece::Ruby { base, reading } => format!("<ruby>{}<rt>{}</rt></ruby>", escape(&base), escape(&reading)),
    });
    pieces.collect()
}

/// `words` as they stand in HTML, between tags or in an attribute.
pub(crate) fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
