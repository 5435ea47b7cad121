//! Whether a response was counted: whoever holds its receipt is told, and nobody is told anything else.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use questionnaire::Receipt;
use schemars::{Schema, json_schema};

use super::document::answer::{self, NoSuchPage, answers, problem};
use super::document::parameter::OfSurvey;
use super::list::{self, Words};
use super::problem::Problem;
use super::{Office, body, form};
use crate::report::is_counted;

/// The address of the page.
pub(super) const ROUTE: &str = "/s/{survey}/receipt";

const FORM: &str = "application/x-www-form-urlencoded";
/// Bytes of a form with a receipt, with room for every way to type it.
const BYTES_MAX: usize = 1024;

const ASKED: Words = [
    ("ja", "回答が数えられたか確かめる", "受付番号を入れて、ボタンを押してください。番号はどこにも残しません。"),
    (
        "ja",
        "<ruby>答<rt>こた</rt></ruby>えが <ruby>数<rt>かぞ</rt></ruby>えられたか <ruby>見<rt>み</rt></ruby>る",
        "<ruby>受付番号<rt>うけつけばんごう</rt></ruby>を <ruby>入<rt>い</rt></ruby>れて、ボタンを <ruby>押<rt>お</rt></ruby>してください。",
    ),
    ("en", "Was my response counted?", "Type your receipt number and press the button. The number is not kept."),
];
const COUNTED: Words = [
    ("ja", "数えられています", "この受付番号の回答は、公表された結果に入っています。"),
    (
        "ja",
        "<ruby>数<rt>かぞ</rt></ruby>えました",
        "この <ruby>番号<rt>ばんごう</rt></ruby>の <ruby>答<rt>こた</rt></ruby>えは、<ruby>結果<rt>けっか</rt></ruby>に <ruby>入<rt>はい</rt></ruby>っています。",
    ),
    ("en", "It was counted", "The response with this receipt number is in the published results."),
];
const NOT_COUNTED: Words = [
    (
        "ja",
        "数えられていません",
        "この受付番号は、数えた回答の中にありません。まず、控えの番号と1字ずつ見くらべてください。合っているときは、調査票に書いてある問い合わせ先に聞いてください。",
    ),
    (
        "ja",
        "<ruby>数<rt>かぞ</rt></ruby>えた <ruby>答<rt>こた</rt></ruby>えの <ruby>中<rt>なか</rt></ruby>に ありません",
        "<ruby>番号<rt>ばんごう</rt></ruby>を もう<ruby>一度<rt>いちど</rt></ruby> <ruby>見<rt>み</rt></ruby>てください。<ruby>同<rt>おな</rt></ruby>じなら、<ruby>区役所<rt>くやくしょ</rt></ruby>に <ruby>聞<rt>き</rt></ruby>いてください。",
    ),
    (
        "en",
        "It was not counted",
        "This receipt number is not among those counted. First compare it with your note, letter by letter. If it is right, ask the contact named in the survey.",
    ),
];
const MISTYPED: Words = [
    (
        "ja",
        "受付番号の形ではありません",
        "受付番号は、英字と数字が20字で、5字ずつに分かれています。たりない字や、多い字がないか、見くらべてください。",
    ),
    (
        "ja",
        "<ruby>番号<rt>ばんごう</rt></ruby>が ちがいます",
        "<ruby>受付番号<rt>うけつけばんごう</rt></ruby>は、20の <ruby>文字<rt>もじ</rt></ruby>です。もう<ruby>一度<rt>いちど</rt></ruby> <ruby>見<rt>み</rt></ruby>てください。",
    ),
    (
        "en",
        "This is not a receipt number",
        "A receipt number has 20 letters and digits in groups of five. See whether one is missing or too many.",
    ),
];
const NOT_YET: Words = [
    ("ja", "まだ確かめられません", "結果が公表されたら、ここで確かめられます。受付番号を残しておいてください。"),
    (
        "ja",
        "まだ わかりません",
        "<ruby>結果<rt>けっか</rt></ruby>が <ruby>出<rt>で</rt></ruby>たら、ここで <ruby>見<rt>み</rt></ruby>ることが できます。<ruby>番号<rt>ばんごう</rt></ruby>を <ruby>残<rt>のこ</rt></ruby>してください。",
    ),
    ("en", "Not yet", "Once the results are published you can look here. Please keep your receipt number."),
];

const FIELD: &str = "<form method=\"post\"><p><label class=\"label\" for=\"receipt\">受付番号 / \
    <ruby>受付番号<rt>うけつけばんごう</rt></ruby> / <span lang=\"en\">Receipt number</span></label>\
    <input id=\"receipt\" name=\"receipt\" required autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" \
    size=\"24\"></p><p><button class=\"button main\">確かめる / <span lang=\"en\">Look it up</span></button></p></form>";

answers! {
    /// Where it is asked.
    ReceiptPage,
    200 => answer::page("the page; before the results are public, it says so"),
}

/// Where the holder of a receipt sees whether the response was counted
#[utoipa::path(get, path = ROUTE, params(OfSurvey), responses(ReceiptPage, NoSuchPage))]
pub(super) async fn show(State(office): State<Arc<Office>>, Path(survey): Path<String>) -> Result<Response, Problem> {
    if office.asked(&survey).await?.is_none() {
        return Ok(list::not_found(&office));
    }
    let is_public = office.publication(&survey).await?.is_some();
    Ok(page(&office, if is_public { ASKED } else { NOT_YET }, is_public))
}

answers! {
    /// What is told.
    Told,
    200 => answer::page("counted, not counted, not a receipt, or not yet: as a page that nobody keeps"),
    400 => problem("the body was cut off"),
    413 => problem("the body is too large"),
    415 => problem("the body is not a form"),
}

/// The field that is sent.
pub(super) fn sent_schema() -> Schema {
    let receipt = json_schema!({ "type": "string", "description": "the receipt as it was typed; it is not kept" });
    json_schema!({ "type": "object", "properties": { "receipt": receipt } })
}

/// Whether a receipt is among those counted
#[utoipa::path(
    post,
    path = ROUTE,
    params(OfSurvey),
    request_body(content = ref("#/components/schemas/ReceiptTyped"), content_type = "application/x-www-form-urlencoded"),
    responses(Told, NoSuchPage),
)]
pub(super) async fn look_up(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let body = body::read(&headers, body, FORM, BYTES_MAX).await?;
    if office.asked(&survey).await?.is_none() {
        return Ok(list::not_found(&office));
    }
    let Some(folder) = office.publication(&survey).await? else { return Ok(page(&office, NOT_YET, false)) };
    let sent = form::read(&body).ok();
    let typed = sent.as_ref().and_then(|sent| sent.fields().iter().find(|(name, _)| name == "receipt"));
    let Some(receipt) = typed.and_then(|(_, typed)| typed.parse::<Receipt>().ok()) else {
        return Ok(page(&office, MISTYPED, true));
    };
    let looked = tokio::task::spawn_blocking(move || is_counted(&folder, &receipt.hash())).await;
    let is_counted = looked.map_err(|_| Problem::overloaded())?.map_err(|_| Problem::overloaded())?;
    Ok(page(&office, if is_counted { COUNTED } else { NOT_COUNTED }, true))
}

fn page(office: &Office, said: Words, with_field: bool) -> Response {
    let mut main = list::sections(said, [const { None }; 3]);
    if with_field {
        main = [&main, "<section class=\"part\">", FIELD, "</section>"].concat();
    }
    let [(_, heading, _), _, (_, english, _)] = said;
    let title = if with_field { "受付番号 / Receipt number".to_owned() } else { format!("{heading} / {english}") };
    let mut response = list::page(office, StatusCode::OK, &title, &main);
    // Whose receipt it was is nobody's business, and the same page says another thing once results are out.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
