//! What goes over the network: the survey, the answer number, the response. Nothing else does.

use js_sys::Reflect;
use questionnaire::tree::{Node, parse};
use questionnaire::{Language, SurveyId};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

use super::device;
use super::home::Home;
use crate::message::CodeStanding;
use crate::parcel::{Heard, Parcel};
use crate::published::LoadError;

/// The survey, some 20 KB, over a line that hardly moves.
const SURVEY_MS: u32 = 30_000;
/// A person waits for this one at the answer number.
const CODE_MS: u32 = 8_000;
/// A response, at most 64 KB; with the wait for other tabs (`locks.rs`), less than the outbox waits for a report.
const SEND_MS: u32 = 50_000;

const KIND: &str = "Content-Type";
const JSON: &str = "application/json";
const CODE: &str = "Koe-Code";

/// Browsers refuse requests that outlive their page when all those of a page together have more than 64 KB, and
/// other forms may be on the same page.
const KEEPALIVE_BYTES_MAX: usize = 16 << 10;

/// Asks the office for the survey, with all words of one language.
pub(crate) async fn survey(home: &Home, survey: &SurveyId, language: &Language) -> Result<String, LoadError> {
    let address = address(home, survey, &["?lang=", language.as_str()].concat());
    let heard = request(&address, &RequestInit::new(), SURVEY_MS).await.ok_or(LoadError::Unreachable)?;
    match heard.status {
        200 => Ok(heard.body),
        404 => Err(LoadError::UnknownSurvey),
        _ => Err(LoadError::Unreachable),
    }
}

/// Asks the office for all words of a language; nothing when it does not send them.
pub(super) async fn words(home: &Home, language: &Language) -> Option<String> {
    let address = [&home.collector, "/api/v1/interface/", language.as_str()].concat();
    let heard = request(&address, &RequestInit::new(), SURVEY_MS).await?;
    (heard.status == 200).then_some(heard.body)
}

/// Asks the office what it knows of an answer number; nothing when it does not say.
pub(crate) async fn check_code(home: &Home, survey: &SurveyId, code: &str) -> Option<CodeStanding> {
    // A tidy answer number consists of letters and digits, which JSON takes as they are.
    let body = ["{\"code\":\"", code, "\"}"].concat();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    init.set_headers(&headers(&[(KIND, JSON)])?);
    let heard = request(&address(home, survey, "/codes"), &init, CODE_MS).await?;
    let Some(Node::Text(standing)) = parse(&heard.body).ok()?.take("code") else { return None };
    match standing.as_str() {
        "usable" => Some(CodeStanding::Usable),
        "used" => Some(CodeStanding::Used),
        "unknown" => Some(CodeStanding::Unknown),
        _ => None,
    }
}

/// Sends a response; what comes back may be from anyone.
pub(super) async fn send(home: &Home, parcel: &Parcel) -> Option<Heard> {
    let init = RequestInit::new();
    init.set_method("PUT");
    init.set_body(&parcel.body.as_str().into());
    init.set_headers(&headers(&[(KIND, JSON), (CODE, parcel.code.as_deref().unwrap_or_default())])?);
    // The request outlives a page that is closed now.
    if parcel.body.len() < KEEPALIVE_BYTES_MAX {
        Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE).ok()?;
    }
    let path = ["/responses/", &parcel.id.to_string()].concat();
    request(&address(home, &parcel.survey, &path), &init, SEND_MS).await
}

fn address(home: &Home, survey: &SurveyId, rest: &str) -> String {
    [&home.collector, "/api/v1/surveys/", survey.as_str(), rest].concat()
}

/// Headers by name; one without a value is left out.
pub(crate) fn headers(named: &[(&str, &str)]) -> Option<JsValue> {
    let headers = Headers::new().ok()?;
    for (name, value) in named.iter().filter(|(_, value)| !value.is_empty()) {
        headers.set(name, value).ok()?;
    }
    Some(headers.into())
}

/// Asks for something; nothing where it does not come in time.
pub(crate) async fn request(address: &str, init: &RequestInit, patience_ms: u32) -> Option<Heard> {
    let abort = AbortController::new().ok()?;
    init.set_signal(Some(&abort.signal()));
    let timer = device::timer(patience_ms, move || abort.abort());
    let heard = fetch(address, init).await.ok();
    drop(timer);
    heard
}

async fn fetch(address: &str, init: &RequestInit) -> Result<Heard, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(address, init)).await?.unchecked_into();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let problem = header("Content-Type").is_some_and(|kind| kind.starts_with("application/problem+json"));
    let retry_after = header("Retry-After");
    let status = response.status();
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Heard { status, retry_after, problem, body })
}
