//! Tablets that were set up, what each of them still holds, and how one is taken away.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::Minute;

use super::figures::in_japan;
use super::frame::{Frame, Refused, Table, button};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::clock;
use crate::device::{Device, DeviceMode, DeviceStanding};
use crate::http::html::escape;

/// `GET /office/kiosks`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    visit.office.note_shown(&signed, "kiosks").await?;
    let speech = Speech(visit.tongue);
    let devices = visit.office.store.devices().await?;
    let theirs = devices.iter().filter(|standing| signed.covers(standing.device.ward));
    let rows: Vec<_> = theirs.map(|standing| row(speech, standing)).collect();
    let heads = [Word::Kiosk, Word::Where, Word::Waiting, Word::Parked, Word::LastSent, Word::LastSaid, Word::Remove];
    let heads = heads.map(|word| speech.say(word)).to_vec();
    let table = Table { caption: speech.say(Word::Kiosks), heads, rows, words: 2 };
    let body = if table.rows.is_empty() {
        format!("<p>{}</p>", speech.say(Word::KiosksNone))
    } else {
        format!("<p>{}</p>{}<p>{}</p>", speech.say(Word::KiosksLead), table.draw(speech), speech.say(Word::ParkedDo))
    };
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::Kiosks), live: true }
        .draw(StatusCode::OK, &body))
}

fn row(speech: Speech, standing: &DeviceStanding) -> Vec<String> {
    let DeviceStanding { device, enrolled_at, revoked_at, reported_at, report, .. } = standing;
    let mode = speech.say(if device.mode == DeviceMode::Kiosk { Word::ModeKiosk } else { Word::ModeField });
    let when = |at: &Minute| in_japan(&at.to_string());
    let never = || speech.say(Word::Never);
    let said = match (reported_at, enrolled_at) {
        (Some(at), _) => when(at),
        (None, Some(_)) => never(),
        (None, None) => speech.say(Word::NotSetUp),
    };
    let (waiting, parked, sent) = report.as_ref().map_or_else(
        || ("–".to_owned(), "–".to_owned(), never()),
        |report| {
            (report.waiting.to_string(), report.parked.to_string(), report.sent_at.as_ref().map_or_else(never, when))
        },
    );
    let remove = match revoked_at {
        Some(at) => format!("{} {}", speech.say(Word::Removed), when(at)),
        None => {
            format!("<a href=\"/office/kiosks/{}/remove\">{}</a>", escape(&device.device), speech.say(Word::Remove))
        }
    };
    let name = format!("{}<br><span class=\"id\">{}</span>", escape(&device.name), escape(&device.device));
    vec![name, format!("{mode} {}", device.ward), waiting, parked, sent, said, remove]
}

/// `GET /office/kiosks/{device}/remove`
pub(super) async fn ask(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let device = device(&visit, &signed).await?;
    let speech = Speech(visit.tongue);
    let body = format!(
        "<p class=\"lead\">{} <span class=\"id\">{}</span></p><p>{}</p><div class=\"choice\">{}<a href=\"/office/kiosks\">{}</a></div>",
        escape(&device.name),
        escape(&device.device),
        speech.say(Word::RemoveSays),
        button(&signed, &visit.address, &speech.say(Word::Remove)),
        speech.say(Word::GoBack)
    );
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::RemoveAsk), live: false }
        .draw(StatusCode::OK, &body))
}

/// `POST /office/kiosks/{device}/remove`
pub(super) async fn remove(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let device = device(&visit, &signed).await?;
    visit.office.note(&signed, Act::KioskRemove, &device.device).await?;
    visit.office.store.revoke_device(&device.device, clock::now()).await?;
    Ok(Redirect::to("/office/kiosks").into_response())
}

/// The tablet of the address, if it is the business of whoever is `signed`.
async fn device(visit: &Visit, signed: &Signed) -> Result<Device, Refused> {
    let found = visit.office.store.device(visit.param("device")).await?;
    found.filter(|device| signed.covers(device.ward)).ok_or(Refused::Hidden)
}
