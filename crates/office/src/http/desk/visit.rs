//! Somebody at the desk: what they ask for, and whether they may.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::header::{COOKIE, ORIGIN, SET_COOKIE};
use axum::http::uri::Scheme;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::Response;
use questionnaire::{State as Stands, SurveyId, WardCode};

use super::frame::Refused;
use super::route::{Act, Route};
use super::sign_in;
use super::signed::{self, Signed};
use super::word::Tongue;
use crate::edition::Edition;
use crate::http::{Office, Reached, body, form};
use crate::store::Standing;

const FORM: &str = "application/x-www-form-urlencoded";
/// Bytes of a form: the largest is a sheet of paper.
const BYTES_MAX: usize = 512 << 10;

/// A request with everything that a page may look at.
#[derive(Debug)]
pub(in crate::http) struct Visit {
    pub(super) office: Arc<Office>,
    pub(super) tongue: Tongue,
    /// The address, its query included.
    pub(super) address: String,
    pub(super) headers: HeaderMap,
    params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    /// What was sent with it, by name and value.
    pub(super) form: Vec<(String, String)>,
    /// What the browser is told to keep, whatever the answer is.
    pub(super) cookies: Vec<String>,
}

/// A survey that somebody may look at.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) standing: Standing,
    pub(super) edition: Arc<Edition>,
    /// The ward that is looked at; without, all of them.
    pub(super) ward: Option<WardCode>,
}

/// Lets somebody come to a page, or says why not.
pub(super) async fn enter(
    office: Arc<Office>,
    route: &'static Route,
    params: RawPathParams,
    request: Request,
) -> Response {
    let (head, sent) = request.into_parts();
    let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let address = head.uri.path_and_query().map_or("/office/", |address| address.as_str()).to_owned();
    let query = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let mut visit = Visit {
        office,
        tongue: Tongue::Ja,
        address,
        headers: head.headers,
        params,
        query,
        form: Vec::new(),
        cookies: Vec::new(),
    };
    visit.choose_tongue();
    let tongue = visit.tongue;
    let answer = answer(&mut visit, route, sent).await;
    let cookies = std::mem::take(&mut visit.cookies);
    let mut response = match answer {
        Ok(Go::On(response)) => response,
        Ok(Go::Act(signed)) => {
            let done = match route.act {
                Act::Open(act) => act(visit).await,
                Act::Signed(act) => match signed {
                    Some(signed) => act(visit, signed).await,
                    None => Err(Refused::Forbidden),
                },
            };
            done.unwrap_or_else(|refused| refused.draw(tongue))
        }
        Err(refused) => refused.draw(tongue),
    };
    response
        .headers_mut()
        .extend(cookies.iter().filter_map(|cookie| Some((SET_COOKIE, HeaderValue::from_str(cookie).ok()?))));
    response
}

/// What comes next.
enum Go {
    On(Response),
    Act(Option<Signed>),
}

async fn answer(visit: &mut Visit, route: &'static Route, sent: Body) -> Result<Go, Refused> {
    if route.method == Method::POST {
        if !visit.is_from_own_page() {
            return Err(Refused::Foreign);
        }
        let bytes = body::read(&visit.headers, sent, FORM, BYTES_MAX).await?;
        let fields = form::read(&bytes).map_err(|_| Refused::Unread)?;
        visit.form = fields.fields().to_vec();
    }
    if let Act::Open(_) = route.act {
        return Ok(Go::Act(None));
    }
    let (signed, is_new) = match signed::of(visit).await? {
        Some(signed) => (signed, false),
        None => match sign_in::on_this_page(visit, &route.method).await? {
            sign_in::Came::In(signed) => (signed, true),
            sign_in::Came::NotYet(response) => return Ok(Go::On(response)),
        },
    };
    if !route.access.lets(signed.staff.role) {
        return Err(Refused::Forbidden);
    }
    // The form of a session that was ended meanwhile, in this browser: whoever is signed in now says so once more.
    if route.method == Method::POST && !is_new && visit.field("token") != Some(signed.token()) {
        return Ok(Go::On(sign_in::once_more(visit, &signed)));
    }
    Ok(Go::Act(Some(signed)))
}

impl Visit {
    /// A part of the address.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(param, _)| param == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// What the query says.
    pub(super) fn asks(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.as_str())
    }

    /// A field that was sent.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// What the browser keeps under that name.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        cookies
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))
    }

    /// Has the browser keep `value` for so many seconds, or for as long as it runs. No script reads it, and it comes back
    /// only from pages of ours.
    pub(super) fn keep(&mut self, name: &str, value: &str, seconds: Option<u64>) {
        let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        self.tell_to_keep(&format!("{name}={value}; Path=/office/; HttpOnly; SameSite=Strict"), &age);
    }

    /// The same for a browser that goes to another site, which leads it back to a page below `path`.
    pub(super) fn keep_for_return(&mut self, name: &str, value: &str, path: &str, seconds: u64) {
        let age = format!("; Max-Age={seconds}");
        self.tell_to_keep(&format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax"), &age);
    }

    fn tell_to_keep(&mut self, cookie: &str, age: &str) {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        self.cookies.push(format!("{cookie}{secure}{age}"));
    }

    fn is_secure(&self) -> bool {
        match &self.office.reached {
            Reached::At(origin) => origin.as_str().starts_with("https://"),
            Reached::AsAsked(scheme) => *scheme == Scheme::HTTPS,
        }
    }

    /// Japanese, until somebody chooses English.
    fn choose_tongue(&mut self) {
        if let Some(tongue) = self.asks("lang").and_then(Tongue::of) {
            self.tongue = tongue;
            self.keep("koe-desk-lang", tongue.tag(), Some(365 * 24 * 60 * 60));
        } else if let Some(tongue) = self.cookie("koe-desk-lang").and_then(Tongue::of) {
            self.tongue = tongue;
        }
    }

    /// Whether a page of this office sent it. Browsers say so; who says nothing is none of them.
    fn is_from_own_page(&self) -> bool {
        if let Some(site) = self.headers.get("sec-fetch-site") {
            return site == "same-origin";
        }
        let Some(origin) = self.headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else { return false };
        self.office.reached.origin(&self.headers).is_some_and(|own| own.as_str() == origin)
    }

    /// The survey of the address, if whoever is `signed` may look at it: a ward's people at those in which it takes part.
    pub(super) async fn seen(&self, signed: &Signed) -> Result<Seen, Refused> {
        let survey: SurveyId = self.param("survey").parse().map_err(|_| Refused::Hidden)?;
        let standing = self.office.store.standing(&survey).await?.ok_or(Refused::Hidden)?;
        let edition = self.office.editions.current(&standing).await?;
        let ward = signed.ward();
        if ward.is_some_and(|ward| !edition.survey.wards().contains_key(&ward)) {
            return Err(Refused::Hidden);
        }
        Ok(Seen { standing, edition, ward })
    }
}

impl Seen {
    /// Whether something of `ward` belongs to what is looked at.
    pub(super) fn covers(&self, ward: WardCode) -> bool {
        self.ward.is_none_or(|own| own == ward)
    }

    /// The id of the survey.
    pub(super) fn id(&self) -> &SurveyId {
        &self.standing.survey
    }

    /// Whether what comes now is a rehearsal.
    pub(super) fn is_rehearsed(&self) -> bool {
        matches!(self.standing.state, Stands::Draft | Stands::Rehearsal)
    }
}
