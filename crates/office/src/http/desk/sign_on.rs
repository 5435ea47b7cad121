//! Signing in by way of a provider of accounts: there, and back again.

use std::sync::Arc;

use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};

use super::frame::{Frame, Refused};
use super::sign_in::{self, Not, is_ours};
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::audit::{Act, Deed};
use crate::clock;
use crate::device::Secret;
use crate::http::html::escape;
use crate::sign_on::{SignOn, SignOnError, SignOnId, state_of};

/// Where somebody sets out.
pub(super) const PATH: &str = "/office/sign-on";
/// The cookie of a browser that is on its way.
const WAY: &str = "koe-desk-way";
/// Where it is sent back: nowhere else.
const WAY_PATH: &str = "/office/sign-on/";
/// Seconds that it may take: somebody who has to look for their card.
const WAY_S: u64 = 900;
/// The cookie of a browser in which somebody has signed out: whoever comes next need not be the same.
pub(super) const ANEW: &str = "koe-desk-anew";

/// What a browser carries with it on its way.
struct Way {
    secret: Secret,
    /// Where it goes then.
    then: String,
}

impl Way {
    fn of(cookie: &str) -> Option<Self> {
        let (secret, then) = cookie.split_once('.')?;
        let then = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(then).ok()?).ok()?;
        Some(Self { secret: secret.parse().ok()?, then: Some(then).filter(|then| is_ours(then))? })
    }

    fn cookie(&self) -> String {
        format!("{}.{}", self.secret, BASE64_URL_SAFE_NO_PAD.encode(&self.then))
    }
}

/// `GET /office/sign-on`
pub(super) async fn leave(mut visit: Visit) -> Result<Response, Refused> {
    let office = Arc::clone(&visit.office);
    let sign_on = office.site.sign_on.as_ref().ok_or(Refused::Hidden)?;
    sign_in::PATH.clone_into(&mut visit.address);
    let secret = Secret::make().map_err(|_| Refused::Busy)?;
    let is_anew = visit.cookie(ANEW).is_some();
    let then = visit.asks("then").filter(|then| is_ours(then)).unwrap_or("/office/").to_owned();
    let mut response = match sign_on.way_in(&back_to(&visit)?, &secret, is_anew).await {
        Ok(address) => {
            visit.keep_for_return(WAY, &Way { secret, then }.cookie(), WAY_PATH, WAY_S);
            Redirect::to(&address).into_response()
        }
        Err(error) => in_vain(&mut visit, &error)?,
    };
    sign_in::give(&visit, &mut response);
    Ok(response)
}

/// `GET /office/sign-on/back`
pub(super) async fn back(mut visit: Visit) -> Result<Response, Refused> {
    let office = Arc::clone(&visit.office);
    let sign_on = office.site.sign_on.as_ref().ok_or(Refused::Hidden)?;
    let way = visit.cookie(WAY).and_then(Way::of);
    // Nothing on the page leads to an address that is good for once.
    sign_in::PATH.clone_into(&mut visit.address);
    visit.keep_for_return(WAY, "", WAY_PATH, 0);
    let mut response = match way {
        Some(way) if visit.asks("state") == Some(state_of(&way.secret).as_str()) => {
            arrive(&mut visit, sign_on, &way).await?
        }
        // Somebody was led here who did not set out in this browser, or long ago.
        _ => sign_in::draw(&mut visit, &Not::Stopped, sign_in::PATH)?,
    };
    sign_in::give(&visit, &mut response);
    Ok(response)
}

/// Signs in whoever has come back.
async fn arrive(visit: &mut Visit, sign_on: &SignOn, way: &Way) -> Result<Response, Refused> {
    let Some(code) = visit.asks("code").map(str::to_owned) else {
        let said = visit.asks("error").unwrap_or_default();
        tracing::warn!(said, "the provider of accounts signed nobody in");
        return sign_in::draw(visit, &Not::Stopped, sign_in::PATH);
    };
    let id = match sign_on.who(&back_to(visit)?, &way.secret, &code).await {
        Ok(id) => id,
        Err(error) => return in_vain(visit, &error),
    };
    let Some(staff) = visit.office.store.staff_signing_on_as(&id).await? else {
        return nobody(visit, id).await;
    };
    visit.keep(ANEW, "", Some(0));
    let signed = sign_in::begin(visit, staff).await?;
    let speech = Speech(visit.tongue);
    let then = &way.then;
    let body = format!("<p><a class=\"button\" href=\"{}\">{}</a></p>", escape(then), speech.say(Word::GoOn));
    let frame = Frame { visit, signed: Some(&signed), title: speech.say(Word::SignInTitle), live: false };
    let mut response = frame.draw(StatusCode::OK, &body);
    // A redirect would still be part of the way from elsewhere, on which browsers show no cookie of a session.
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={then}")) {
        response.headers_mut().insert(REFRESH, refresh);
    }
    Ok(response)
}

/// Somebody the provider knows has no account here.
async fn nobody(visit: &mut Visit, id: SignOnId) -> Result<Response, Refused> {
    visit.office.store.note(&Deed::of_office(Act::SignInRefused, format!("signs on as {id}")), clock::now()).await?;
    sign_in::draw(visit, &Not::Nobody(id), sign_in::PATH)
}

/// Says that it did not work, and leaves in the log why.
fn in_vain(visit: &mut Visit, error: &SignOnError) -> Result<Response, Refused> {
    tracing::error!(%error, "nobody can be signed in by the provider of accounts");
    let not = match error {
        SignOnError::Refused(_) => Not::Stopped,
        SignOnError::NotAnIssuer(_)
        | SignOnError::Unreachable(_)
        | SignOnError::Untrue(_)
        | SignOnError::Unnamed(_) => Not::Unreachable,
    };
    sign_in::draw(visit, &not, sign_in::PATH)
}

/// Where the provider sends browsers back to.
fn back_to(visit: &Visit) -> Result<String, Refused> {
    let origin = visit.office.reached.origin(&visit.headers).ok_or(Refused::Unread)?;
    Ok(format!("{origin}/office/sign-on/back"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_comes_back_to_where_it_was_and_to_no_other_site() {
        let secret = Secret::make().unwrap();
        let cookie = |then: &str| Way { secret: secret.clone(), then: then.to_owned() }.cookie();
        assert_eq!(Way::of(&cookie("/office/kiosks?a=b;c")).unwrap().then, "/office/kiosks?a=b;c");
        for bad in ["https://evil.example/", "//evil.example/office/", ""] {
            assert!(Way::of(&cookie(bad)).is_none(), "{bad}");
        }
        for bad in ["", ".", "a.b", &secret.to_string()] {
            assert!(Way::of(bad).is_none(), "{bad}");
        }
    }
}
