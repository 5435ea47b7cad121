//! Which pages of other origins may read and send what concerns a survey: those of the origins that it names.
//!
//! An own page needs none of this. Whoever is no browser is not kept out by it either: this protects the person
//! whose browser shows a page that nobody at the office knows.

use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use questionnaire::SurveyId;

use super::Office;
use super::problem::Problem;

const SURVEYS: &str = "/api/v1/surveys/";
pub(super) const ROUTES: &str = "/api/v1/surveys/{survey}";
/// What a page may send besides what every page may: the kind of its body, and the code of a letter.
const HEADERS: &str = "content-type, koe-code";
const METHODS: &str = "GET, POST, PUT";
/// What a page may read besides what every page may: when to come back, and under which number the log speaks of it.
const READABLE: &str = "etag, retry-after, x-request-id";
/// How long a browser may go on without asking again: two hours, beyond which Chrome does not go.
const KEPT_S: &str = "7200";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Lets every page of the web take in what `headers` belong to.
pub(super) fn share_with_all(headers: &mut HeaderMap) {
    share(headers, HeaderValue::from_static("*"));
}

fn share(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
}

/// Somebody who asks for what concerns a survey, and the origin of the page that asks, where a browser says it.
#[derive(Debug)]
pub(super) struct Asker {
    survey: Option<SurveyId>,
    origin: Option<HeaderValue>,
    asks: Asks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// Whether it may send.
    Leave,
    ToRead,
    ToSend,
}

impl Asker {
    /// Who sends `request`, if it concerns a survey.
    pub(super) fn of(office: &Office, request: &Request) -> Option<Self> {
        let route = request.extensions().get::<MatchedPath>()?.as_str();
        let survey = request.uri().path().strip_prefix(SURVEYS).filter(|_| route.starts_with(ROUTES))?;
        let headers = request.headers();
        let asks = match *request.method() {
            Method::GET | Method::HEAD => Asks::ToRead,
            Method::OPTIONS if headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) => Asks::Leave,
            _ => Asks::ToSend,
        };
        Some(Self {
            survey: survey.split('/').next().and_then(|survey| survey.parse().ok()),
            origin: headers.get(ORIGIN).filter(|origin| !is_own(office, origin, headers.get(HOST))).cloned(),
            asks,
        })
    }

    /// Answers what a page of this origin may not read, and whether it may send; everything else goes on.
    pub(super) async fn pass(&self, office: &Office, request: Request, next: Next) -> Response {
        match self.answer(office).await {
            Ok(None) => next.run(request).await,
            Ok(Some(answer)) => answer,
            Err(problem) => problem.into_response(),
        }
    }

    async fn answer(&self, office: &Office) -> Result<Option<Response>, Problem> {
        let (Some(survey), Some(_)) = (&self.survey, &self.origin) else { return Ok(None) };
        let Some(standing) = office.store.standing(survey).await? else {
            return if self.asks == Asks::Leave { Err(Problem::no_such_survey()) } else { Ok(None) };
        };
        // From here on this is the edition by which `is_named` judges.
        office.editions.current(&standing).await?;
        match self.asks {
            Asks::Leave if self.is_named(office) => Ok(Some(leave())),
            Asks::Leave | Asks::ToRead if !self.is_named(office) => Err(Problem::origin_not_allowed()),
            // A browser sends nothing without leave; behind a proxy the own page can look like another origin.
            Asks::Leave | Asks::ToRead | Asks::ToSend => Ok(None),
        }
    }

    /// Says in the head of the answer who may read it.
    pub(super) fn tell(&self, office: &Office, response: &mut Response) {
        let says_nothing_of_a_survey = match response.status() {
            StatusCode::NOT_FOUND => true,
            // Nothing but the origin keeps anybody from reading.
            StatusCode::FORBIDDEN => self.asks == Asks::ToRead,
            _ => false,
        };
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("origin"));
        match &self.origin {
            Some(origin) if self.is_named(office) => {
                share(headers, origin.clone());
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READABLE));
            }
            Some(_) if says_nothing_of_a_survey => share_with_all(headers),
            Some(_) | None => {}
        }
    }

    /// Whether the survey names the origin, in the edition that was given out last: an answer that the store could
    /// not give, or that came before anything was looked up, must be readable too.
    fn is_named(&self, office: &Office) -> bool {
        let edition = self.survey.as_ref().and_then(|survey| office.editions.latest(survey));
        let origin = self.origin.as_ref().and_then(|origin| origin.to_str().ok());
        edition.zip(origin).is_some_and(|(edition, origin)| edition.survey.embed_origins().contains(origin))
    }
}

/// Browsers name the origin of an own page too when it sends something.
fn is_own(office: &Office, origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let is_asked = origin.split_once("://").zip(host).is_some_and(|((_, authority), host)| host == authority);
    is_asked || office.reached.is_at(origin)
}

fn leave() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (ACCESS_CONTROL_MAX_AGE, KEPT_S),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
