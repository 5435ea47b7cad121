//! A survey as an app that a device can install: its name, its pictures, and the link that it opens by.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use questionnaire::Survey;
use serde_json::json;

use super::document::answer::{NoSuchPage, answers, bare, kept, object};
use super::document::parameter::{OfLink, OfSurvey};
use super::head::{self, Head};
use super::html::escape;
use super::link::Link;
use super::problem::Problem;
use super::representation::{Keeping, Representation};
use super::{Office, list};

/// The colours of `styles/koe.css`: its key colour around the page, its ground before the page is drawn.
const THEME: &str = "#0017c1";
const GROUND: &str = "#ffffff";

answers! {
    /// The manifest.
    Manifest,
    200 => kept(object("application/manifest+json", "the manifest")),
    304 => bare("the manifest is the one that If-None-Match names"),
}

/// The survey as an app that a device can install
///
/// The app opens by a link that brings the same as this address.
#[utoipa::path(
    get,
    path = "/s/{survey}/manifest.webmanifest",
    params(OfSurvey, OfLink),
    responses(Manifest, NoSuchPage)
)]
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((_, edition)) = office.asked(&survey).await? else { return Ok(list::not_found(&office)) };
    let link =
        Link::read(query.as_deref().unwrap_or_default(), &edition.survey).followed_with(&headers, &edition.survey);
    let json = Bytes::from(manifest(&edition.survey, &link));
    Ok(Representation::new("application/manifest+json", Keeping::AskEachTime, json).by_language().respond(&headers))
}

/// What leads a browser from the page of a survey to its manifest; HTML.
pub(super) fn tag(survey: &Survey, link: &Link) -> String {
    format!(
        "<link rel=\"manifest\" href=\"{}\">\n",
        escape(&format!("/s/{}/manifest.webmanifest{}", survey.id(), link.query()))
    )
}

fn manifest(survey: &Survey, link: &Link) -> String {
    let language = link.language_of(survey);
    let name = language.map(|language| Head { survey, link, origin: None, has_picture: false }.title(language));
    let icon = |name: &str, pixels: u32, purpose: &str| json!({ "src": name, "sizes": format!("{pixels}x{pixels}"), "type": "image/png", "purpose": purpose });
    let manifest = json!({
        "name": name,
        "short_name": head::SITE,
        "lang": language.map(questionnaire::Language::html_lang),
        "start_url": format!("/s/{}{}", survey.id(), link.query()),
        "scope": "/s/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": GROUND,
        "icons": [
            icon("/icon-192.png", 192, "any"),
            icon("/icon-512.png", 512, "any"),
            icon("/icon-maskable-512.png", 512, "maskable"),
        ],
    });
    manifest.to_string()
}
