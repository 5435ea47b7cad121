//! Signing in and out. Who is slowed down is whoever guesses, and not the account: a browser in which somebody has signed in
//! before has tries of its own, and all others share those of a name.

use std::sync::Arc;

use axum::http::header::RETRY_AFTER;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::frame::{Frame, Refused, hidden};
use super::sign_on;
use super::signed::{self, Signed, WHOLE_MIN};
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::audit::{Act, Deed};
use crate::clock;
use crate::device::Secret;
use crate::http::html::escape;
use crate::sign_on::SignOnId;
use crate::staff::{Password, Staff, StaffName};

/// Tries at once: somebody who mistypes, and somebody else of the same name.
const BURST: i64 = 10;
/// A try comes back so often: 2,880 a day against passwords of 15 characters and more.
const EVERY_MS: i64 = 30_000;
/// The cookie that a form belongs to before anybody is signed in.
const DOOR: &str = "koe-desk-door";
/// The cookie of a browser in which somebody has signed in.
const KNOWN: &str = "koe-desk-known";
const KNOWN_S: u64 = 365 * 24 * 60 * 60;
/// Fields of the form that are not to go on to the page.
pub(super) const OWN_FIELDS: [&str; 3] = ["token", "desk-name", "desk-password"];
/// What a wrong name is compared with, so that it takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How somebody came who was not signed in.
pub(super) enum Came {
    In(Signed),
    NotYet(Response),
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Not {
    /// Nothing was tried yet.
    Yet,
    /// What was typed has to wait until then.
    Expired,
    /// The name or the password is wrong.
    Wrong,
    /// There were too many tries.
    SoFast { seconds: i64 },
    /// The way by a provider of accounts was not gone to its end.
    Stopped,
    /// The provider cannot be asked, or cannot be believed.
    Unreachable,
    /// Whom the provider calls so has no account here.
    Nobody(SignOnId),
}

/// The page on which somebody signs in who comes to no other.
pub(super) const PATH: &str = "/office/sign-in";

/// `GET /office/sign-in`
pub(super) async fn show(mut visit: Visit) -> Result<Response, Refused> {
    let mut response = draw(&mut visit, &Not::Yet, PATH)?;
    give(&visit, &mut response);
    Ok(response)
}

/// `POST /office/sign-in`
pub(super) async fn take(mut visit: Visit) -> Result<Response, Refused> {
    let mut response = match try_in(&mut visit).await? {
        Ok(_) => {
            let then = visit.field("then").filter(|then| is_ours(then)).unwrap_or("/office/");
            Redirect::to(then).into_response()
        }
        Err(not) => draw(&mut visit, &not, PATH)?,
    };
    give(&visit, &mut response);
    Ok(response)
}

/// Pages without a session put their own cookies on the answer, since they are whole acts.
pub(super) fn give(visit: &Visit, response: &mut Response) {
    let cookies = visit.cookies.iter().filter_map(|cookie| cookie.parse().ok());
    response.headers_mut().extend(cookies.map(|cookie| (axum::http::header::SET_COOKIE, cookie)));
}

/// Whether it is an address of the desk and of nowhere else.
pub(super) fn is_ours(address: &str) -> bool {
    address.starts_with("/office/") && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Somebody comes to a page and is not signed in: they sign in on it, and then it goes on with what was typed.
pub(super) async fn on_this_page(visit: &mut Visit, method: &Method) -> Result<Came, Refused> {
    if *method != Method::POST {
        return Ok(Came::NotYet(draw(visit, &Not::Yet, PATH)?));
    }
    let address = visit.address.clone();
    let tried = visit.field("desk-name").is_some();
    let came = if tried { try_in(visit).await? } else { Err(Not::Expired) };
    match came {
        Ok(signed) => {
            visit.form.retain(|(name, _)| !OWN_FIELDS.contains(&name.as_str()));
            Ok(Came::In(signed))
        }
        Err(not) => Ok(Came::NotYet(draw(visit, &not, &address)?)),
    }
}

/// `POST /office/sign-out`
pub(super) async fn sign_out(mut visit: Visit, signed: Signed) -> Result<Response, Refused> {
    visit.office.note(&signed, Act::SignOut, "").await?;
    visit.office.store.end_session(signed.secret_hash).await?;
    visit.keep(signed::COOKIE, "", Some(0));
    if visit.office.site.sign_on.is_some() {
        visit.keep(sign_on::ANEW, "1", None);
    }
    let mut response = Redirect::to(PATH).into_response();
    give(&visit, &mut response);
    Ok(response)
}

/// A form of another session of this browser: it goes on once somebody presses the button.
pub(super) fn once_more(visit: &Visit, signed: &Signed) -> Response {
    let speech = Speech(visit.tongue);
    let body = format!(
        "<p>{}</p><form method=\"post\" action=\"{}\">{}{}<p><button class=\"button\">{}</button></p></form>",
        speech.say(Word::OnceMoreLead),
        escape(&visit.address),
        hidden("token", signed.token()),
        carried(visit),
        speech.say(Word::GoOn),
    );
    Frame { visit, signed: Some(signed), title: speech.say(Word::OnceMore), live: false }
        .draw(StatusCode::FORBIDDEN, &body)
}

/// What was sent, to be sent again.
fn carried(visit: &Visit) -> String {
    let fields = visit.form.iter().filter(|(name, _)| !OWN_FIELDS.contains(&name.as_str()));
    fields.map(|(name, value)| hidden(name, value)).collect()
}

/// Signs somebody in whose name and password are right.
async fn try_in(visit: &mut Visit) -> Result<Result<Signed, Not>, Refused> {
    let door = visit.cookie(DOOR).and_then(|door| door.parse::<Secret>().ok());
    if door.is_none_or(|door| visit.field("token") != Some(door.token("door").as_str())) {
        return Ok(Err(Not::Expired));
    }
    let typed = visit.field("desk-name").unwrap_or_default().to_owned();
    let password = visit.field("desk-password").unwrap_or_default().parse::<Password>().ok();
    let bucket = bucket(visit, &typed);
    let now_ms = i64::try_from(clock::now_ms()).unwrap_or(i64::MAX);
    if let Err(wait_ms) = visit.office.store.take_try(bucket, now_ms, BURST, EVERY_MS).await? {
        return Ok(Err(Not::SoFast { seconds: (wait_ms + 999) / 1_000 }));
    }
    let name = typed.parse::<StaffName>().ok();
    let found = match &name {
        Some(name) => visit.office.store.staff(name).await?,
        None => None,
    };
    let kept = found.as_ref().and_then(|(_, kept)| kept.clone()).unwrap_or_else(|| NOBODY.to_owned());
    let office = Arc::clone(&visit.office);
    let _permit = office.desk.passwords.acquire().await.map_err(|_| Refused::Busy)?;
    let looked = tokio::task::spawn_blocking(move || password.is_some_and(|password| password.is_of(&kept))).await;
    let is_right = looked.map_err(|_| Refused::Busy)?;
    if let Some((staff, _)) = found.filter(|_| is_right) {
        visit.office.store.give_try_back(bucket, EVERY_MS).await?;
        return Ok(Ok(begin(visit, staff).await?));
    }
    // What was typed as a name may be a password that slipped.
    let known = match name {
        Some(name) if visit.office.store.staff(&name).await?.is_some() => name.to_string(),
        _ => "?".to_owned(),
    };
    visit.office.store.note(&Deed::of_office(Act::SignInRefused, known), clock::now()).await?;
    Ok(Err(Not::Wrong))
}

/// Begins a session.
pub(super) async fn begin(visit: &mut Visit, staff: Staff) -> Result<Signed, Refused> {
    let secret = Secret::make().map_err(|_| Refused::Busy)?;
    let signed = Signed::new(staff, &secret);
    visit.office.note(&signed, Act::SignIn, signed.staff.role.to_string()).await?;
    let (idle_until, until) = (clock::in_minutes(signed::IDLE_MIN), clock::in_minutes(WHOLE_MIN));
    visit.office.store.begin_session(secret.hash(), &signed.staff.name, clock::now(), idle_until, until).await?;
    visit.keep(signed::COOKIE, &secret.to_string(), None);
    if nonce_of(visit, signed.staff.name.as_str()).is_none() {
        let nonce = Secret::make().map_err(|_| Refused::Busy)?.to_string();
        let proof = proof(visit, signed.staff.name.as_str(), &nonce);
        visit.keep(KNOWN, &format!("{nonce}.{proof}"), Some(KNOWN_S));
    }
    Ok(signed)
}

/// By what the tries of whoever sits there are counted.
fn bucket(visit: &Visit, name: &str) -> i64 {
    let hash = |text: String| -> i64 {
        let hash: [u8; 32] = Sha256::digest(text).into();
        hash.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
    };
    match nonce_of(visit, name) {
        Some(nonce) => hash(format!("koe known {nonce}")) | (1 << 62),
        // So few that nobody fills the database with names; two that fall together wait for each other.
        None => hash(format!("koe name {name}")) & 0xffff,
    }
}

/// What makes this browser one in which somebody of that name has signed in before.
fn nonce_of<'a>(visit: &'a Visit, name: &str) -> Option<&'a str> {
    let (nonce, shown) = visit.cookie(KNOWN)?.split_once('.')?;
    // Whoever finds out how much of a proof is right by how long it takes has gained ten tries.
    (proof(visit, name, nonce) == shown).then_some(nonce)
}

fn proof(visit: &Visit, name: &str, nonce: &str) -> String {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block.iter_mut().zip(&visit.office.desk.key).for_each(|(place, byte)| *place = *byte);
    let mut mac = Hmac::<Sha256>::new(&block);
    mac.update(format!("{nonce} {name}").as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// The page on which somebody signs in. What was sent is in it, and goes on to `action`.
pub(super) fn draw(visit: &mut Visit, not: &Not, action: &str) -> Result<Response, Refused> {
    let kept = visit.cookie(DOOR).and_then(|door| door.parse::<Secret>().ok());
    let door = if let Some(door) = kept {
        door
    } else {
        let door = Secret::make().map_err(|_| Refused::Busy)?;
        visit.keep(DOOR, &door.to_string(), None);
        door
    };
    let speech = Speech(visit.tongue);
    let told = told(speech, not);
    let told = if told.is_empty() { told } else { format!("<p class=\"told\" role=\"alert\">{told}</p>") };
    let then = visit.field("then").or_else(|| visit.asks("then")).unwrap_or(&visit.address);
    let then = Some(then).filter(|then| action == PATH && is_ours(then) && !is_way_in(then));
    let carried = if action == PATH { String::new() } else { carried(visit) };
    let elsewhere = match &visit.office.site.sign_on {
        Some(_) => elsewhere(speech, then, action, &carried),
        None => String::new(),
    };
    let body = format!(
        "{told}{elsewhere}<form class=\"sign-in\" method=\"post\" action=\"{}\">{}{}{carried}\
         <p><label for=\"desk-name\">{}</label><input id=\"desk-name\" name=\"desk-name\" required autocomplete=\"username\" \
         autocapitalize=\"none\" spellcheck=\"false\" value=\"{}\"></p>\
         <p><label for=\"desk-password\">{}</label><input id=\"desk-password\" name=\"desk-password\" type=\"password\" required \
         autocomplete=\"current-password\"></p><p><button class=\"button\">{}</button></p></form>",
        escape(action),
        hidden("token", &door.token("door")),
        then.map(|then| hidden("then", then)).unwrap_or_default(),
        speech.say(Word::Name),
        escape(visit.field("desk-name").unwrap_or_default()),
        speech.say(Word::Password),
        speech.say(Word::SignIn),
    );
    let status = match not {
        Not::Yet if action == PATH && visit.address.starts_with(action) => StatusCode::OK,
        Not::SoFast { .. } => StatusCode::TOO_MANY_REQUESTS,
        Not::Yet | Not::Expired | Not::Wrong | Not::Stopped => StatusCode::UNAUTHORIZED,
        Not::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Not::Nobody(_) => StatusCode::FORBIDDEN,
    };
    let title = speech.say(Word::SignInTitle);
    let mut response = Frame { visit, signed: None, title, live: false }.draw(status, &body);
    if let Not::SoFast { seconds } = not {
        response.headers_mut().insert(RETRY_AFTER, (*seconds).into());
    }
    Ok(response)
}

/// Whether an address leads to signing in, where nobody wants to go once it is done.
fn is_way_in(address: &str) -> bool {
    address.starts_with(PATH) || address.starts_with(sign_on::PATH)
}

/// Why somebody is not signed in, as they are told it.
fn told(speech: Speech, not: &Not) -> String {
    match not {
        Not::Yet => String::new(),
        Not::Expired => speech.say(Word::SignInExpired),
        Not::Wrong => speech.say(Word::SignInWrong),
        Not::SoFast { seconds } => speech.say_with(Word::SignInWait, &[("seconds", seconds.to_string())]),
        Not::Stopped => speech.say(Word::SignOnStopped),
        Not::Unreachable => speech.say(Word::SignOnUnreachable),
        Not::Nobody(id) => speech.say_with(Word::SignOnNobody, &[("id", id.to_string())]),
    }
}

/// The way by a provider of accounts. Whoever has typed something goes it in another tab, and comes back to this page.
fn elsewhere(speech: Speech, then: Option<&str>, action: &str, carried: &str) -> String {
    let then = form_urlencoded::Serializer::new(String::new()).extend_pairs(then.map(|then| ("then", then))).finish();
    let address = format!("{}?{then}", sign_on::PATH);
    let (way, or) = (speech.say(Word::SignOn), speech.say(Word::SignOnOr));
    if action == PATH {
        return format!("<p><a class=\"button\" href=\"{}\">{way}</a></p><p>{or}</p>", escape(&address));
    }
    format!(
        "<p><a class=\"button\" href=\"{}\" target=\"_blank\">{way}</a></p><p>{}</p>\
         <form method=\"post\" action=\"{}\">{carried}<p><button class=\"button\">{}</button></p></form><p>{or}</p>",
        escape(&address),
        speech.say(Word::SignOnBeside),
        escape(action),
        speech.say(Word::GoOn),
    )
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordHash;

    use super::*;

    #[test]
    fn nobody_is_compared_with_as_somebody_is() {
        let kept: Password = "correct horse battery".parse().unwrap();
        let somebody = kept.hash().unwrap();
        let (nobody, somebody) = (PasswordHash::new(NOBODY).unwrap(), PasswordHash::new(&somebody).unwrap());
        assert_eq!((nobody.algorithm, nobody.version), (somebody.algorithm, somebody.version));
        assert_eq!(nobody.params, somebody.params);
        assert_eq!(nobody.hash.unwrap().len(), somebody.hash.unwrap().len());
    }

    #[test]
    fn only_an_address_of_the_desk_is_led_back_to() {
        assert!(is_ours("/office/surveys/a?x=1"));
        for bad in ["/officex", "//evil", "/office/\\evil", "/office/ x", "https://office/", ""] {
            assert!(!is_ours(bad), "{bad}");
        }
    }
}
