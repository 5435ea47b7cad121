//! Publications, as `koe-office report` has written them, of surveys whose results are public.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::{Language, Slots, State as Stands, SurveyId};

use super::Office;
use super::document::answer::{self, answers, bare, elsewhere, kept};
use super::document::parameter::{OfSurvey, any, parameters, part};
use super::html::words;
use super::list::{self, LANGUAGES, Words};
use super::problem::Problem;
use super::representation::{Keeping, Representation};
use super::site::content_type;
use crate::report::MANIFEST;

const INDEX: &str = "index.html";

const RESULTS: Words = [
    ("ja", "アンケートの結果", "公表された結果は、まだありません。"),
    ("ja", "アンケートの <ruby>結果<rt>けっか</rt></ruby>", "<ruby>結果<rt>けっか</rt></ruby>は まだ ありません。"),
    ("en", "Results of surveys", "No results have been published yet."),
];

/// The way to where a receipt is looked up, in the order of [`LANGUAGES`].
const RECEIPT: [&str; 3] = [
    "自分の回答が数えられたか確かめる",
    "<ruby>自分<rt>じぶん</rt></ruby>の <ruby>答<rt>こた</rt></ruby>えが <ruby>数<rt>かぞ</rt></ruby>えられたか <ruby>見<rt>み</rt></ruby>る",
    "See whether your response was counted",
];

impl Office {
    /// The folder of the publication of `survey`, once its results are public and it is there.
    pub(super) async fn publication(&self, survey: &str) -> Result<Option<PathBuf>, Problem> {
        let Ok(survey) = survey.parse::<SurveyId>() else { return Ok(None) };
        let Some(folder) = &self.site.results else { return Ok(None) };
        let standing = self.store.standing(&survey).await?;
        let is_public = standing.is_some_and(|standing| matches!(standing.state, Stands::Published | Stands::Archived));
        let folder = folder.join(survey.as_str());
        Ok(Some(folder).filter(|folder| is_public && folder.join(MANIFEST).is_file()))
    }
}

answers! {
    /// The publications.
    Publications,
    200 => answer::page("the page"),
}

/// The publications of surveys whose results are public, as a page
#[utoipa::path(get, path = "/results/", responses(Publications))]
pub(super) async fn list(State(office): State<Arc<Office>>) -> Result<Response, Problem> {
    let mut items: [String; 3] = Default::default();
    for standing in office.store.standings().await? {
        if office.publication(standing.survey.as_str()).await?.is_none() {
            continue;
        }
        let edition = office.editions.current(&standing).await?;
        for ((tag, receipt), items) in LANGUAGES.into_iter().zip(RECEIPT).zip(&mut items) {
            let Ok(language) = tag.parse::<Language>() else { continue };
            let (id, lang) = (&standing.survey, language.html_lang());
            let title = words(edition.survey.title(), &language, &Slots::default());
            let _ = write!(
                items,
                "<li><p><a href=\"/results/{id}/{tag}/{INDEX}\" hreflang=\"{lang}\">{title}</a><br>\
                 <a href=\"/s/{id}/receipt\">{receipt}</a></p></li>"
            );
        }
    }
    let bodies = items.map(|items| if items.is_empty() { None } else { Some(format!("<ul>{items}</ul>")) });
    Ok(list::page(&office, StatusCode::OK, "アンケートの結果 / Results", &list::sections(RESULTS, bodies)))
}

answers! {
    /// The way there.
    Way,
    308 => elsewhere("the publication"),
    404 => answer::page("there is no such survey, as a page"),
}

/// The publication of a survey, as people write its address
#[utoipa::path(get, path = "/results/{survey}", params(OfSurvey), responses(Way))]
pub(super) async fn lead_in(State(office): State<Arc<Office>>, Path(survey): Path<String>) -> Response {
    match survey.parse::<SurveyId>() {
        Ok(survey) => Redirect::permanent(&format!("/results/{survey}/")).into_response(),
        Err(_) => list::not_found(&office),
    }
}

answers! {
    /// A file of a publication.
    File,
    200 => kept(answer::text("*/*", "the file, under its own type")),
    304 => bare("the file is the one that If-None-Match names"),
    404 => answer::page("there is no such file, the results are not public, or there are none: as a page"),
}

answers! {
    /// The first page of a publication.
    Publication,
    200 => kept(answer::page("the page")),
    304 => bare("the page is the one that If-None-Match names"),
    404 => answer::page("the results are not public, or there are none: as a page"),
}

/// The publication of a survey: its first page
#[utoipa::path(get, path = "/results/{survey}/", params(OfSurvey), responses(Publication))]
pub(super) async fn door(
    state: State<Arc<Office>>,
    survey: Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Path(survey) = survey;
    file(state, Path((survey, INDEX.to_owned())), headers).await
}

parameters! {
    /// Which file.
    OfFile,
    part("file", any(), "the file, one of those that manifest.json names, or manifest.json"),
}

/// A file of the publication of a survey
#[utoipa::path(get, path = "/results/{survey}/{*file}", params(OfSurvey, OfFile), responses(File))]
pub(super) async fn file(
    State(office): State<Arc<Office>>,
    Path((survey, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(folder) = office.publication(&survey).await? else { return Ok(list::not_found(&office)) };
    let (kind, reader) = (content_type(&name), Arc::clone(&office));
    let read = move || {
        // Only what the manifest names is given out, so that no address leads out of the publication.
        let is_named = name == MANIFEST || reader.shelf.manifest(&folder)?.files.contains_key(&name);
        if is_named { std::fs::read(folder.join(name)).ok() } else { None }
    };
    match tokio::task::spawn_blocking(read).await.ok().flatten() {
        Some(bytes) => Ok(Representation::new(kind, Keeping::AskEachTime, Bytes::from(bytes)).respond(&headers)),
        None => Ok(list::not_found(&office)),
    }
}
