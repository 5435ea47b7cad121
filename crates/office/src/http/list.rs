//! The few pages that the office writes itself: the surveys that can be answered now, and nothing here.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use questionnaire::{Language, Piece, Survey};

use super::Office;
use super::problem::Problem;
use crate::edition::accepts;

/// A heading and a paragraph in Japanese, easy Japanese and English, each with its tag for the browser.
type Words = [(&'static str, &'static str, &'static str); 3];

const SURVEYS: Words = [
    ("ja", "回答できるアンケート", "いま回答できるアンケートはありません。"),
    (
        "ja",
        "<ruby>答<rt>こた</rt></ruby>えることができる アンケート",
        "いま <ruby>答<rt>こた</rt></ruby>えることができる アンケートは ありません。",
    ),
    ("en", "Surveys you can answer now", "There is no survey to answer now."),
];
const NOT_FOUND: Words = [
    ("ja", "ページが見つかりません", "アドレスを手紙と見くらべてください。<a href=\"/\">回答できるアンケート</a>"),
    (
        "ja",
        "ページが ありません",
        "アドレスを <ruby>手紙<rt>てがみ</rt></ruby>と <ruby>見<rt>み</rt></ruby>くらべてください。<a href=\"/\">アンケートを <ruby>見<rt>み</rt></ruby>る</a>",
    ),
    (
        "en",
        "Page not found",
        "Please compare the address with the letter. <a href=\"/\">Surveys you can answer now</a>",
    ),
];

/// `GET /`
pub(super) async fn show(State(office): State<Arc<Office>>) -> Result<Response, Problem> {
    let mut items: [String; 3] = Default::default();
    for standing in office.store.standings().await?.into_iter().filter(|standing| accepts(standing.state)) {
        let edition = office.editions.current(&standing).await?;
        for (tag, items) in LANGUAGES.into_iter().zip(&mut items) {
            items.push_str(&item(&edition.survey, tag));
        }
    }
    let bodies = items.map(|items| if items.is_empty() { None } else { Some(format!("<ul>{items}</ul>")) });
    Ok(page(&office, StatusCode::OK, "アンケート / Surveys", &sections(SURVEYS, bodies)))
}

/// The languages in which the office's own pages speak, in the order of [`Words`].
const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// A survey, linked in a language that it has.
fn item(survey: &Survey, tag: &str) -> String {
    let language = survey.languages().iter().find(|language| language.as_str() == tag);
    let link = |language: &Language| {
        let (id, lang, title) = (survey.id(), language.html_lang(), title(survey, language));
        format!("<li><a href=\"/s/{id}?lang={language}\" hreflang=\"{lang}\">{title}</a></li>")
    };
    language.map(link).unwrap_or_default()
}

fn title(survey: &Survey, language: &Language) -> String {
    let pieces = survey.title().pieces(language, &survey.slots(None)).into_iter().map(|piece| match piece {
        Piece::Plain(words) => escape(&words),
        Piece::Ruby { base, reading } => format!("<ruby>{}<rt>{}</rt></ruby>", escape(&base), escape(&reading)),
    });
    pieces.collect()
}

/// The page for an address at which nothing is.
pub(super) fn not_found(office: &Office) -> Response {
    let main = sections(NOT_FOUND, [const { None }; 3]);
    page(office, StatusCode::NOT_FOUND, "ページが見つかりません / Page not found", &main)
}

/// One part of the page for each language: its heading, and what stands below it.
fn sections(words: Words, bodies: [Option<String>; 3]) -> String {
    let mut sections = String::new();
    for (place, ((lang, heading, otherwise), body)) in words.into_iter().zip(bodies).enumerate() {
        let level = if place == 0 { 1 } else { 2 };
        let body = body.unwrap_or_else(|| format!("<p>{otherwise}</p>"));
        let _ = write!(
            sections,
            "<section class=\"part\" lang=\"{lang}\"><h{level} class=\"heading\">{heading}</h{level}>{body}</section>"
        );
    }
    sections
}

fn page(office: &Office, status: StatusCode, title: &str, main: &str) -> Response {
    let sheet = office.site.style_sheet.as_deref().map(escape).unwrap_or_default();
    let link = if sheet.is_empty() { String::new() } else { format!("<link rel=\"stylesheet\" href=\"{sheet}\">") };
    let html = format!(
        "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"icon\" href=\"data:,\">{link}</head>\
         <body><main class=\"page\">{main}</main></body></html>"
    );
    let mut response = (status, html).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
