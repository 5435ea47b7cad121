//! The page of a tablet that staff have set up. Surveys are asked within it, and its address never changes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::document::answer::{self, answers, bare, elsewhere, kept};
use super::guard::PERMISSIONS;
use super::{Office, list};

/// Where it is. Its service worker works for what is below.
pub(super) const PAGE: &str = "/tablet/";

/// A tablet at a counter fills its screen and keeps it awake, which no other page of ours may.
const ALLOWED: [&str; 2] = ["fullscreen", "screen-wake-lock"];

answers! {
    /// The page of tablets.
    TabletPage,
    200 => kept(answer::page("the page")),
    304 => bare("the page is the one that If-None-Match names"),
    404 => answer::page("the site was built without it, as a page"),
}

/// The page of a tablet that staff have set up, within which surveys are asked
#[utoipa::path(get, path = PAGE, responses(TabletPage))]
pub(super) async fn show(State(office): State<Arc<Office>>, headers: HeaderMap) -> Response {
    let Some((page, policy)) = &office.site.tablet else { return list::not_found(&office) };
    let mut response = page.respond(&headers);
    if response.status() != StatusCode::NOT_MODIFIED {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        headers.extend(permissions().map(|permissions| (HeaderName::from_static("permissions-policy"), permissions)));
    }
    response
}

answers! {
    /// The way there.
    TabletWay,
    308 => elsewhere("the page of tablets"),
}

/// The page of tablets, as people write its address
#[utoipa::path(get, path = "/tablet", responses(TabletWay))]
pub(super) async fn lead_in() -> Response {
    Redirect::permanent(PAGE).into_response()
}

fn permissions() -> Option<HeaderValue> {
    let allow = |policy: String, name: &&str| policy.replace(&format!("{name}=()"), &format!("{name}=(self)"));
    HeaderValue::try_from(ALLOWED.iter().fold(PERMISSIONS.to_owned(), allow)).ok()
}
