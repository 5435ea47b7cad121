//! The address and the browser's history. Answers are in neither.

use questionnaire::GivenName;
use wasm_bindgen::JsValue;
use web_sys::{History, Location, Url};

use crate::draft::Mark;
use crate::state::Arrival;

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// What the address brought. The answer number is taken out of it, so that it stays in no bookmark and on no screen.
pub(crate) fn arrival(named: Option<String>) -> Arrival {
    let mut arrival = Arrival { mark: mark(), ..Arrival::default() };
    let Some(url) = location().and_then(|location| location.href().ok()).and_then(|href| Url::new(&href).ok()) else {
        return arrival;
    };
    let path = url.pathname();
    let on_path = path.strip_prefix("/s/").map(|rest| rest.trim_end_matches('/').to_owned());
    let query = url.search_params();
    let survey = on_path.or_else(|| query.get("survey")).or(named);
    arrival.survey = survey.and_then(|survey| survey.parse().ok());
    arrival.ward = query.get("ward").and_then(|ward| ward.parse().ok());
    arrival.language = query.get("lang").and_then(|language| language.parse().ok());
    for pair in url.search().trim_start_matches('?').split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        if ["ward", "lang", "mode", "survey"].contains(&name) {
            continue;
        }
        if let Some((given, value)) = name.parse::<GivenName>().ok().zip(query.get(name)) {
            arrival.givens.insert(given, value);
        }
    }
    if let Some(code) = url.hash().strip_prefix("#code=") {
        arrival.code = Some(code.to_owned());
        url.set_hash("");
        arrival.mark = None;
        let clean = [url.pathname(), url.search()].concat();
        if let Some(history) = history() {
            // The number is in memory either way; an address that cannot be changed is no reason to stop.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&clean));
        }
    }
    arrival
}

/// The mark of the present entry.
pub(super) fn mark() -> Option<Mark> {
    questionnaire::tree::read(&history()?.state().ok()?.as_string()?).ok()
}

fn state_of(mark: &Mark) -> JsValue {
    serde_json::to_string(mark).map_or(JsValue::NULL, Into::into)
}

/// A new entry.
pub(super) fn push(mark: &Mark) {
    if let Some(history) = history() {
        // Browsers refuse bursts; the form goes on without that entry.
        let _ = history.push_state_with_url(&state_of(mark), "", None);
    }
}

/// Another mark for the present entry.
pub(super) fn replace(mark: &Mark) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&state_of(mark), "", None);
    }
}

/// So many entries back; the browser reports when it is there.
pub(super) fn go_back(steps: usize) {
    if let Some((history, steps)) = history().zip(i32::try_from(steps).ok()) {
        let _ = history.go_with_delta(-steps);
    }
}

/// Loads the page again.
pub(super) fn reload() {
    if let Some(location) = location() {
        let _ = location.reload();
    }
}

/// Whether the address brought a new answer number into a page that is open already.
pub(super) fn has_new_code() -> bool {
    location().and_then(|location| location.hash().ok()).is_some_and(|hash| hash.starts_with("#code="))
}
