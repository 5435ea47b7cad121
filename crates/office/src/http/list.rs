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
    let mut items = String::new();
    for standing in office.store.standings().await?.into_iter().filter(|standing| accepts(standing.state)) {
        let edition = office.editions.current(&standing).await?;
        items.push_str(&item(&edition.survey));
    }
    let mut main = heading(SURVEYS);
    if items.is_empty() {
        main.push_str(&paragraphs(SURVEYS));
    } else {
        let _ = write!(main, "<ul>{items}</ul>");
    }
    Ok(page(&office, StatusCode::OK, "アンケート / Surveys", &main))
}

/// A survey, linked in each of its languages.
fn item(survey: &Survey) -> String {
    let mut item = String::from("<li>");
    for language in survey.languages() {
        let (id, lang, title) = (survey.id(), language.html_lang(), title(survey, language));
        let _ =
            write!(item, "<p><a href=\"/s/{id}?lang={language}\" lang=\"{lang}\" hreflang=\"{lang}\">{title}</a></p>");
    }
    item.push_str("</li>");
    item
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
    let main = heading(NOT_FOUND) + &paragraphs(NOT_FOUND);
    page(office, StatusCode::NOT_FOUND, "ページが見つかりません / Page not found", &main)
}

fn heading(words: Words) -> String {
    let spans = words.map(|(lang, heading, _)| format!("<span lang=\"{lang}\">{heading}</span>"));
    format!("<h1>{}</h1>", spans.join("<br>"))
}

fn paragraphs(words: Words) -> String {
    words.map(|(lang, _, what)| format!("<p lang=\"{lang}\">{what}</p>")).concat()
}

fn page(office: &Office, status: StatusCode, title: &str, main: &str) -> Response {
    let sheet = office.site.style_sheet.as_deref().map(escape).unwrap_or_default();
    let link = if sheet.is_empty() { String::new() } else { format!("<link rel=\"stylesheet\" href=\"{sheet}\">") };
    let html = format!(
        "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>{link}</head>\
         <body><main>{main}</main></body></html>"
    );
    let mut response = (status, html).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
