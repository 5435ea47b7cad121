//! The form without script: the page comes with everything that was entered, the next one goes out with it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use koe::message::CodeStanding;
use koe::parcel::{Heard, Kept, Slip};
use koe::plain::{Dice, Drawn, Errand, Refusal, Sent, Visit};
use koe::published::Published;
use koe::state::Arrival;
use questionnaire::{Receipt, Revision, Survey, SurveyId};
use schemars::{Schema, json_schema};
use serde_json::{Value, json};

use super::client::Client;
use super::document::answer::{self, NoSuchPage, answers};
use super::document::parameter::{OfLink, OfSurvey};
use super::html::{Page, escape};
use super::link::Link;
use super::problem::Problem;
use super::receive::Door;
use super::{Office, body, form, list};
use crate::edition::{self, Edition, Situation};
use crate::intake::Refusal as Declined;
use crate::store::{Reason, Standing, StoreError, Stored};
use crate::{admission, clock, random};

/// The route of both calls.
pub(super) const ROUTE: &str = "/s/{survey}/plain";

const FORM: &str = "application/x-www-form-urlencoded";
/// Bytes of a page: a draft as large as a response can be and a page of controls that repeats it, three bytes for each.
const BYTES_MAX: usize = 512 << 10;

/// The surveys as the form without script asks them, by survey and revision.
#[derive(Debug, Default)]
pub(super) struct Forms {
    read: RwLock<HashMap<(SurveyId, Revision), Form>>,
}

/// A survey in one revision, in the situation that it was in then.
#[derive(Debug, Clone)]
struct Form {
    situation: Situation,
    published: Arc<Published>,
}

answers! {
    /// The first page.
    FirstPage,
    200 => answer::page("the first page of the form; the reader's browser may keep it, nobody else"),
}

/// The same form without script
#[utoipa::path(get, path = ROUTE, params(OfSurvey, OfLink), responses(FirstPage, NoSuchPage))]
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((standing, edition)) = office.asked(&survey).await? else { return Ok(list::not_found(&office)) };
    let link =
        Link::read(query.as_deref().unwrap_or_default(), &edition.survey).followed_with(&headers, &edition.survey);
    let published = office.form(&standing, &edition)?;
    let arrival = Arrival {
        survey: Some(standing.survey.clone()),
        ward: link.ward,
        language: link.asked().cloned(),
        givens: link.givens.clone(),
        ..Arrival::default()
    };
    let drawn = Visit::open(published, arrival, dice()?, clock::now_ms()).draw();
    let head = office.head(&edition.survey, &link, office.reached.origin(&headers).as_ref());
    Ok(office.plain_page(&edition.survey, StatusCode::OK, &head, &drawn))
}

answers! {
    /// The page that follows.
    NextPage,
    200 => answer::page("the page that follows: the next one, the same one with what is to be looked at, or the receipt"),
    400 => answer::page("the page does not carry its draft, or is not in UTF-8; what came is listed"),
    403 => answer::page("a page of another site sent it"),
    409 => answer::page("another response of the same form is stored; both are kept"),
    413 => answer::page("there is more than a page can hold"),
    415 => answer::page("it is not what a form sends"),
}

/// The fields that a page of the form sends.
pub(super) fn sent_schema() -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "draft": { "type": "string", "description": "what was entered so far, as JSON" },
            "dice": {
                "type": "string",
                "description": "45 random bytes in hexadecimal, from which the response's id and receipt are made",
            },
            "slip": {
                "type": "string",
                "description": "in place of draft, once the response is stored: its receipt, as JSON",
            },
            "shown": { "type": "string", "description": "a question that stood on the page" },
            "do": { "type": "string", "description": "the button that was pressed" },
        },
        "additionalProperties": { "type": "string" },
    })
}

/// A page of that form, sent back
///
/// What the page carried (draft, dice), what its controls hold (q-{question}, e-{question}, koe-ward, koe-code,
/// assisted, and shown for each question that stood on it) and the button that was pressed (do). Fields may be
/// missing, doubled and in any order.
#[utoipa::path(
    post,
    path = ROUTE,
    params(OfSurvey, OfLink),
    request_body(content = ref("#/components/schemas/PlainPage"), content_type = "application/x-www-form-urlencoded"),
    responses(NextPage, NoSuchPage),
)]
pub(super) async fn take(
    State(office): State<Arc<Office>>,
    Path(survey): Path<String>,
    RawQuery(query): RawQuery,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    // Whoever is not heard out does not hear the answer either.
    let body = body::read(&headers, body, FORM, BYTES_MAX).await;
    let Some((standing, edition)) = office.asked(&survey).await? else { return Ok(list::not_found(&office)) };
    let link = Link::read(query.as_deref().unwrap_or_default(), &edition.survey);
    let published = office.form(&standing, &edition)?;
    let refused = |refusal: Refusal, status: StatusCode, sent: &Sent| {
        let drawn = refusal.draw(&published, link.language.as_ref(), sent);
        Ok(office.plain_page(&edition.survey, status, &title(&drawn), &drawn))
    };
    let body = match body {
        Ok(body) => body,
        Err(problem) if problem.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return refused(Refusal::TooLarge, problem.status(), &Sent::default());
        }
        Err(problem) => return refused(Refusal::Garbled, problem.status(), &Sent::default()),
    };
    if headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return refused(Refusal::Foreign, StatusCode::FORBIDDEN, &Sent::default());
    }
    let sent = match form::read(&body) {
        Ok(sent) => sent,
        Err(form::Unread::Garbled) => return refused(Refusal::Garbled, StatusCode::BAD_REQUEST, &Sent::default()),
        Err(form::Unread::TooMany) => {
            return refused(Refusal::TooLarge, StatusCode::PAYLOAD_TOO_LARGE, &Sent::default());
        }
    };
    let begun = office.begun_with(&standing, &sent).await?.unwrap_or_else(|| Arc::clone(&published));
    let Ok(mut visit) = Visit::take(begun, &sent, dice()?, clock::now_ms()) else {
        return refused(Refusal::Unread, StatusCode::BAD_REQUEST, &sent);
    };
    while let Some(errand) = visit.errand() {
        if office.run(&standing.survey, client, &mut visit, errand).await?.is_err() {
            return refused(Refusal::Unread, StatusCode::BAD_REQUEST, &sent);
        }
    }
    // A page that somebody goes on from is never sent as an error: what stands between us and the reader may put a
    // page of its own in the place of one, and what was typed would be gone with it.
    let status = if visit.is_conflict() { StatusCode::CONFLICT } else { StatusCode::OK };
    let drawn = visit.draw();
    Ok(office.plain_page(&edition.survey, status, &title(&drawn), &drawn))
}

/// The head of a page that nobody should find but who is on it.
fn title(drawn: &Drawn) -> String {
    format!("<title>{}</title><meta name=\"robots\" content=\"noindex\">", escape(&drawn.title))
}

fn dice() -> Result<Dice, Problem> {
    random::bytes().map(Dice).map_err(|_| Problem::overloaded())
}

impl Office {
    /// The edition that the person on a page began with, if it was ever published.
    async fn begun_with(&self, standing: &Standing, sent: &Sent) -> Result<Option<Arc<Published>>, Problem> {
        let Some(revision) = sent.revision(&standing.survey) else { return Ok(None) };
        let Some(edition) = self.editions.get(&standing.survey, &revision).await? else { return Ok(None) };
        Ok(Some(self.form(&Standing { revision, ..standing.clone() }, &edition)?))
    }

    /// An edition as the form without script asks it.
    pub(super) fn form(&self, standing: &Standing, edition: &Edition) -> Result<Arc<Published>, StoreError> {
        let situation = Situation::of(standing.clone(), &edition.survey, clock::now());
        let key = (standing.survey.clone(), standing.revision.clone());
        let made = self.forms.read.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(made) = made.filter(|made| made.situation == situation) {
            return Ok(made.published);
        }
        let payload = edition::payload(&situation, edition, &self.interface_with_plain);
        let published = Published::parse(&payload).map_err(|_| StoreError::Strange {
            detail: format!("{} in a form that cannot be asked", standing.survey),
        })?;
        if published.interface.whole().is_none() {
            let detail =
                "an interface that lacks words in every language: take content/interface as it came with this program"
                    .to_owned();
            return Err(StoreError::Strange { detail });
        }
        let published = Arc::new(published);
        let mut forms = self.forms.read.write().unwrap_or_else(PoisonError::into_inner);
        forms.insert(key, Form { situation, published: Arc::clone(&published) });
        Ok(published)
    }

    /// Does what a page waits for; whether the page can then be drawn.
    async fn run(
        &self,
        survey: &SurveyId,
        client: Client,
        visit: &mut Visit,
        errand: Errand,
    ) -> Result<Result<(), koe::plain::Unread>, Problem> {
        match errand {
            Errand::CheckCode { code } => visit.code_checked(self.heard_of_code(survey, client, &code).await?),
            Errand::Send { body, code } => {
                let door = Door::plain(client, &visit.dice().0);
                visit.sent(self.send_plain(survey, &body, code.as_deref(), door).await);
            }
            Errand::LookUp { slip } => return Ok(visit.looked_up(self.kept(survey, &slip).await?)),
        }
        Ok(Ok(()))
    }

    /// What is known of a code; nothing, while none is listened to.
    async fn heard_of_code(
        &self,
        survey: &SurveyId,
        client: Client,
        code: &str,
    ) -> Result<Option<CodeStanding>, Problem> {
        match self.intake(client).code_standing(survey, code).await {
            Ok(admission::CodeStanding::Usable) => Ok(Some(CodeStanding::Usable)),
            Ok(admission::CodeStanding::Used) => Ok(Some(CodeStanding::Used)),
            Ok(_) => Ok(Some(CodeStanding::Unknown)),
            Err(Declined::TooManyWrongCodes { .. }) => Ok(None),
            Err(declined) => Err(declined.into()),
        }
    }

    /// Takes a response in. One that is stored already came at another minute, perhaps in another language: with the
    /// times and the language of then, the same answers are the same response.
    async fn send_plain(&self, survey: &SurveyId, body: &str, code: Option<&str>, door: Door) -> Heard {
        // Pressed twice in a row, the second would not see the first in the store yet.
        let _one_by_one = self.plain_sends.lock().await;
        let received = match self.as_stored(survey, body).await {
            Ok(body) => self.receive(survey, body.as_bytes(), code, None, door).await,
            Err(error) => Err(error.into()),
        };
        let (status, problem, body) = match received {
            Ok(received) => (super::receive::status(&received), false, json!(received)),
            Err(problem) => (problem.status().as_u16(), true, problem.to_json(None)),
        };
        Heard { status, retry_after: None, problem, body: body.to_string() }
    }

    async fn as_stored(&self, survey: &SurveyId, body: &str) -> Result<String, StoreError> {
        let mut response: Value = serde_json::from_str(body).unwrap_or_default();
        let id = response.get("id").and_then(Value::as_str).unwrap_or_default();
        let Some(record) = self.store.record(survey, id).await? else { return Ok(body.to_owned()) };
        if let (Some(response), Some(stored)) = (response.as_object_mut(), record.in_clear().as_object()) {
            for name in ["started_at", "finished_at", "language"] {
                response.extend(stored.get(name).map(|value| (name.to_owned(), value.clone())));
            }
        }
        Ok(response.to_string())
    }

    /// How the response of a receipt is stored, if it is.
    async fn kept(&self, survey: &SurveyId, slip: &Slip) -> Result<Option<Kept>, StoreError> {
        let Some(record) = self.store.record(survey, &slip.id.to_string()).await? else { return Ok(None) };
        let hash = slip.receipt.parse().map(|receipt: Receipt| receipt.hash().to_string()).unwrap_or_default();
        let is_this = record.in_clear().get("receipt_hash").and_then(Value::as_str) == Some(&hash);
        let kept = match (record.stored, record.reason) {
            (Stored::Counted, _) => Kept::Counted,
            (Stored::Rehearsal, _) => Kept::Rehearsal,
            (Stored::Aside, Some(Reason::CodeUsed)) => Kept::AsideCodeUsed,
            (Stored::Aside, Some(Reason::Late)) => Kept::AsideLate,
            (Stored::Aside, None) => Kept::Aside,
        };
        Ok(is_this.then_some(kept))
    }

    fn plain_page(&self, survey: &Survey, status: StatusCode, head: &str, drawn: &Drawn) -> Response {
        let mut response = Page { lang: &drawn.language, head, body: &drawn.body }.respond(self, status);
        let headers = response.headers_mut();
        // What was typed is in it, so nobody else may keep it; the reader's browser must, for its Back button.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=0"));
        headers.insert(VARY, HeaderValue::from_static("accept-language"));
        let origins = survey.embed_origins();
        if !origins.is_empty() {
            let ancestors = origins.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            headers.insert(CONTENT_SECURITY_POLICY, self.site.policy(&ancestors));
        }
        response
    }
}
