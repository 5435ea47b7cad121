//! What a tablet says to the office, besides what every form does.

use questionnaire::tree::read;
use questionnaire::{Language, SurveyId};
use web_sys::RequestInit;

use crate::parcel::{Heard, Parcel};
use crate::shell::{headers, request};
use crate::tablet::batch;
use crate::tablet::message::{EnrolFault, Known};

/// A person waits.
const SHORT_MS: u32 = 15_000;
/// Some 200 KB over a slow line; less than the outbox waits for a report.
const BATCH_MS: u32 = 100_000;

/// Makes the tablet known.
pub(super) async fn enrol(link: &str, token: &str) -> Result<crate::tablet::own::Device, EnrolFault> {
    // Links and tokens consist of letters and digits that JSON takes as they are; what does not is no link.
    let sound = |secret: &str| secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !sound(link) {
        return Err(EnrolFault::Unknown);
    }
    let body = ["{\"enrolment\":\"", link, "\",\"token\":\"", token, "\"}"].concat();
    let heard = ask("POST", "/api/v1/devices", Some(("application/json", &body)), "", SHORT_MS).await;
    match heard {
        Some(Heard { status: 200 | 201, body, .. }) => read(&body).map_err(|_| EnrolFault::Unreachable),
        Some(Heard { status: 400..=499, problem: true, .. }) => Err(EnrolFault::Unknown),
        _ => Err(EnrolFault::Unreachable),
    }
}

/// All words of a language, the tablet's own among them.
pub(super) async fn words(language: &Language) -> Option<String> {
    let address = ["/api/v1/interface/", language.as_str(), "?for=tablet"].concat();
    let heard = ask("GET", &address, None, "", SHORT_MS).await?;
    (heard.status == 200).then_some(heard.body)
}

/// Sends responses of one survey together.
pub(super) async fn send(survey: &SurveyId, parcels: &[Parcel], token: &str) -> Option<Heard> {
    let address = ["/api/v1/surveys/", survey.as_str(), "/responses"].concat();
    let body = batch::body(parcels.iter().map(|parcel| (parcel.body.as_str(), parcel.code.as_deref())));
    ask("POST", &address, Some(("application/x-ndjson", &body)), token, BATCH_MS).await
}

/// Says how the tablet stands.
pub(super) async fn report(report: &str, token: &str) -> Known {
    let report = Some(("application/json", report));
    known(ask("PUT", "/api/v1/devices/own/report", report, token, SHORT_MS).await)
}

/// Asks whether the office knows the tablet.
pub(super) async fn test(token: &str) -> Known {
    known(ask("GET", "/api/v1/devices/own", None, token, SHORT_MS).await)
}

/// A welcome page of a guest network is not the office, whatever status it has.
fn known(heard: Option<Heard>) -> Known {
    match heard {
        Some(Heard { status: 204, .. }) => Known::Yes,
        Some(Heard { status: 200, body, .. }) if body.starts_with('{') => Known::Yes,
        Some(Heard { status: 401, problem: true, .. }) => Known::No,
        _ => Known::Unheard,
    }
}

async fn ask(method: &str, address: &str, body: Option<(&str, &str)>, token: &str, patience_ms: u32) -> Option<Heard> {
    let init = RequestInit::new();
    init.set_method(method);
    let bearer = if token.is_empty() { String::new() } else { ["Bearer ", token].concat() };
    let kind = body.map(|(kind, _)| kind);
    if let Some((_, text)) = body {
        init.set_body(&text.into());
    }
    let named = [("Content-Type", kind.unwrap_or_default()), ("Authorization", &bearer)];
    init.set_headers(&headers(&named)?);
    request(address, &init, patience_ms).await
}
