//! The few pages that the office writes itself: the surveys that can be answered now, and nothing here.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use questionnaire::{Language, Survey};

use super::Office;
use super::document::answer::{self, answers};
use super::html::{Page, escape, words};
use super::problem::Problem;
use crate::edition::accepts;

/// A heading and a paragraph in Japanese, easy Japanese and English, each with its tag for the browser.
pub(super) type Words = [(&'static str, &'static str, &'static str); 3];

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

const UNAVAILABLE: Words = [
    (
        "ja",
        "いまは続けられません",
        "区のコンピューターが混み合っているか、動いていません。ブラウザーの「戻る」で前のページに戻ると、書いた内容は残っています。数分たってから、もう一度ボタンを押してください。",
    ),
    (
        "ja",
        "いまは <ruby>続<rt>つづ</rt></ruby>けることが できません",
        "<ruby>区<rt>く</rt></ruby>の コンピューターが いま <ruby>使<rt>つか</rt></ruby>えません。ブラウザーの「<ruby>戻<rt>もど</rt></ruby>る」を <ruby>押<rt>お</rt></ruby>すと、<ruby>書<rt>か</rt></ruby>いた <ruby>言葉<rt>ことば</rt></ruby>は <ruby>残<rt>のこ</rt></ruby>っています。<ruby>少<rt>すこ</rt></ruby>し <ruby>待<rt>ま</rt></ruby>って、もう<ruby>一度<rt>いちど</rt></ruby> ボタンを <ruby>押<rt>お</rt></ruby>してください。",
    ),
    (
        "en",
        "We cannot go on just now",
        "The office’s computer is too busy or not working. Go back with your browser’s Back button: what you wrote is still there. Please wait a few minutes and press the button again.",
    ),
];

answers! {
    /// The surveys.
    Surveys,
    200 => answer::page("the page"),
}

/// The surveys that can be answered now, as a page
#[utoipa::path(get, path = "/", responses(Surveys))]
pub(super) async fn show(State(office): State<Arc<Office>>) -> Result<Response, Problem> {
    let mut items: [String; 3] = Default::default();
    let mut more: BTreeMap<Language, String> = BTreeMap::new();
    for standing in office.store.standings().await?.into_iter().filter(|standing| accepts(standing.state)) {
        let edition = office.editions.current(&standing).await?;
        for ((tag, plain), items) in LANGUAGES.into_iter().zip(PLAIN).zip(&mut items) {
            items.push_str(&item(&edition.survey, tag, plain));
        }
        let others = edition.survey.languages().iter().filter(|language| !LANGUAGES.contains(&language.as_str()));
        for language in others {
            let plain = office.interface_with_plain.of_office(language, "simple").map(escape);
            let item = plain.map(|plain| item(&edition.survey, language.as_str(), &plain)).unwrap_or_default();
            more.entry(language.clone()).or_default().push_str(&item);
        }
    }
    let bodies = items.map(|items| if items.is_empty() { None } else { Some(format!("<ul>{items}</ul>")) });
    let more = more.iter().filter_map(|(language, items)| further(&office, language, items));
    let main = sections(SURVEYS, bodies) + &more.collect::<String>();
    Ok(page(&office, StatusCode::OK, "アンケート / Surveys", &main))
}

/// The languages in which the office's own pages speak, in the order of [`Words`].
pub(super) const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// The way to the plain form, in the same order.
const PLAIN: [&str; 3] = [
    "かんたんな画面で答える",
    "かんたんな <ruby>画面<rt>がめん</rt></ruby>で <ruby>答<rt>こた</rt></ruby>える",
    "Answer on the simple page",
];

/// A survey and its plain form, linked in a language that it has.
fn item(survey: &Survey, tag: &str, plain: &str) -> String {
    let language = survey.languages().iter().find(|language| language.as_str() == tag);
    let link = |language: &Language| {
        let (id, lang, title) =
            (survey.id(), language.html_lang(), words(survey.title(), language, &survey.slots(None)));
        format!(
            "<li><p><a href=\"/s/{id}?lang={language}\" hreflang=\"{lang}\">{title}</a><br>\
             <a href=\"/s/{id}/plain?lang={language}\" hreflang=\"{lang}\">{plain}</a></p></li>"
        )
    };
    language.map(link).unwrap_or_default()
}

/// The surveys that are offered in a language by a translation.
fn further(office: &Office, language: &Language, items: &str) -> Option<String> {
    let heading = escape(office.interface_with_plain.of_office(language, "surveys")?);
    let lang = language.html_lang();
    Some(format!(
        "<section class=\"part\" lang=\"{lang}\"><h2 class=\"heading\">{heading}</h2><ul>{items}</ul></section>"
    ))
}

/// The page for an address at which nothing is.
pub(super) fn not_found(office: &Office) -> Response {
    let main = sections(NOT_FOUND, [const { None }; 3]);
    page(office, StatusCode::NOT_FOUND, "ページが見つかりません / Page not found", &main)
}

/// The page for one who fills in the form without script while the office cannot take a page in or draw one.
pub(super) fn unavailable(office: &Office, status: StatusCode) -> Response {
    let main = sections(UNAVAILABLE, [const { None }; 3]);
    page(office, status, "いまは続けられません / We cannot go on just now", &main)
}

/// One part of the page for each language: its heading, and what stands below it.
pub(super) fn sections(words: Words, bodies: [Option<String>; 3]) -> String {
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

pub(super) fn page(office: &Office, status: StatusCode, title: &str, main: &str) -> Response {
    let (head, body) = (format!("<title>{title}</title>"), format!("<main class=\"page\">{main}</main>"));
    Page { lang: "ja", head: &head, body: &body }.respond(office, status)
}
