//! `GET /s/{survey}/paper`: the questionnaire for print, without script.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use questionnaire::{Language, Setting, Survey};
use sha2::{Digest, Sha256};

use super::document::answer::{self, NoSuchPage, answers};
use super::document::parameter::{OfLink, OfSurvey, one_of, parameters, query};
use super::html::{Page, words};
use super::link::{self, Link};
use super::problem::Problem;
use super::{Office, list};
use crate::clock;
use crate::edition::is_over;
use crate::paper::{PaperForm, STYLE};

/// The address of the sheet.
pub(super) const ROUTE: &str = "/s/{survey}/paper";

answers! {
    /// The sheet.
    Sheet,
    200 => answer::page("the sheet; where the link names no ward and there are several, the way to the sheet of each"),
}

parameters! {
    /// What a link to a sheet brings besides.
    OfSheet,
    query("large", one_of(&["1"]), "in large letters"),
}

/// The questionnaire for print
#[utoipa::path(get, path = ROUTE, params(OfSurvey, OfLink, OfSheet), responses(Sheet, NoSuchPage))]
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((standing, edition)) = office.asked(&survey).await? else { return Ok(list::not_found(&office)) };
    let (survey, query) = (&edition.survey, query.unwrap_or_default());
    let link = Link::read(&query, survey).followed_with(&headers, survey);
    let Some(language) = link.language_of(survey) else { return Ok(list::not_found(&office)) };
    let Some(setting) = setting(survey, &link) else { return Ok(wards(&office, survey, &link, language)) };
    let ward = Link { ward: Some(setting.ward()), language: Some(language.clone()), ..link.clone() };
    let origin = office.reached.origin(&headers);
    let form = PaperForm {
        survey,
        setting: &setting,
        language,
        interface: &office.interface_with_plain,
        large: link::brought(&query, "large").is_some_and(|large| large == "1"),
        address: origin.map(|origin| format!("{origin}/s/{}{}", survey.id(), ward.query())),
        code: None,
        is_over: is_over(&standing, survey, setting.ward(), clock::now()),
    };
    let mut response = (StatusCode::OK, form.html()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        STANDARD.encode(Sha256::digest(STYLE))
    );
    headers.extend(HeaderValue::from_str(&policy).ok().map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    Ok(response)
}

/// The circumstances that a link says, or the only ones that there can be.
fn setting(survey: &Survey, link: &Link) -> Option<Setting> {
    let mut wards = survey.wards().keys();
    let only = wards.next().copied().filter(|_| wards.next().is_none());
    survey.setting(link.ward.or(only)?, link.givens.clone()).ok()
}

/// The sheets of all wards.
fn wards(office: &Office, survey: &Survey, link: &Link, language: &Language) -> Response {
    let slots = survey.slots(None);
    let title = words(survey.title(), language, &slots);
    let mut main = format!(
        "<main class=\"page\" lang=\"{}\"><section class=\"part\"><h1 class=\"heading\">{title}</h1><ul>",
        language.html_lang()
    );
    for (ward, settings) in survey.wards() {
        let query = Link { ward: Some(*ward), language: Some(language.clone()), ..link.clone() }.query();
        let name = words(&settings.name, language, &slots);
        let _ = write!(main, "<li><a href=\"/s/{}/paper{}\">{name}</a></li>", survey.id(), super::html::escape(&query));
    }
    main.push_str("</ul></section></main>");
    let head = format!("<title>{}</title>", super::html::escape(&survey.title().plain(language, &slots)));
    Page { lang: language.html_lang(), head: &head, body: &main }.respond(office, StatusCode::OK)
}
