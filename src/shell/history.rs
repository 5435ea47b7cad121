//! The address and the browser's history. Answers are in neither.

use questionnaire::GivenName;
use wasm_bindgen::JsValue;
use web_sys::{History, Location, Url};

use crate::draft::Mark;
use crate::state::Arrival;

/// What stands before the answer number in an address.
const BEFORE_CODE: &str = "#code=";

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// What an address brings; `named` is the survey where it names none.
pub(crate) fn arrival(address: &str, named: Option<String>) -> Arrival {
    let mut arrival = Arrival::default();
    let Ok(url) = Url::new(address) else { return arrival };
    let path = url.pathname();
    let on_path = path.strip_prefix("/s/").map(|rest| rest.trim_end_matches('/').to_owned());
    let query = url.search_params();
    let search = url.search();
    let survey = on_path.or_else(|| query.get("survey")).or(named);
    arrival.survey = survey.and_then(|survey| survey.parse().ok());
    if let Some(survey) = &arrival.survey {
        arrival.plain = ["/s/", survey.as_str(), "/plain", &search].concat();
    }
    let ward = query.get("ward");
    arrival.ward = ward.as_ref().and_then(|ward| ward.parse().ok());
    arrival.ward_unknown = ward.is_some() && arrival.ward.is_none();
    arrival.language = query.get("lang").and_then(|language| language.parse().ok());
    for pair in search.trim_start_matches('?').split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        if ["ward", "lang", "mode", "survey"].contains(&name) {
            continue;
        }
        if let Some((given, value)) = name.parse::<GivenName>().ok().zip(query.get(name)) {
            arrival.givens.insert(given, value);
        }
    }
    arrival.code = url.hash().strip_prefix(BEFORE_CODE).map(str::to_owned);
    arrival
}

/// What the page's own address brought. The answer number is taken out of it, so that it stays in no bookmark and on
/// no screen.
pub(crate) fn arrival_here(named: Option<String>) -> Arrival {
    let address = location().and_then(|location| location.href().ok()).unwrap_or_default();
    let mut arrival = arrival(&address, named);
    if arrival.code.is_none() {
        arrival.mark = mark();
    } else if let Some(history) = history() {
        // The number is in memory either way; an address that cannot be changed is no reason to stop.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", address.split('#').next());
    }
    arrival
}

/// The mark of the present entry.
pub(super) fn mark() -> Option<Mark> {
    read_mark(&history()?.state().ok()?.as_string()?)
}

/// A mark as it was written down.
pub(crate) fn read_mark(written: &str) -> Option<Mark> {
    questionnaire::tree::read(written).ok()
}

/// A mark to be written down.
pub(super) fn written(mark: &Mark) -> String {
    questionnaire::tree::write(mark).unwrap_or_default()
}

/// A new entry.
pub(super) fn push(mark: &Mark) {
    if let Some(history) = history() {
        // Browsers refuse bursts; the form goes on without that entry.
        let _ = history.push_state_with_url(&written(mark).into(), "", None);
    }
}

/// Another mark for the present entry.
pub(super) fn replace(mark: &Mark) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&written(mark).into(), "", None);
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
    location().and_then(|location| location.hash().ok()).is_some_and(|hash| hash.starts_with(BEFORE_CODE))
}
