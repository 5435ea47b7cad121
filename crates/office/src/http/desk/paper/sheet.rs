//! One sheet of paper: where it stands, and what is done with it.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::{Question, QuestionId, Setting, Survey};
use sealing::Seed;

use super::super::frame::{Frame, Refused, button_for};
use super::super::signed::Signed;
use super::super::visit::{Seen, Visit};
use super::super::word::{Speech, Word};
use super::{comparing, entry, stage};
use crate::audit::Act;
use crate::clock;
use crate::edition::Edition;
use crate::http::html::escape;
use crate::intake::{Intake, Refusal};
use crate::random;
use crate::staff::Role;
use crate::typing::{Read, Stage, Texts, TypedForm};

/// How often something is done anew because what was typed a moment ago was being kept.
const AGAIN_MAX: u32 = 10;

/// A sheet that somebody may look at.
pub(super) struct Sheet {
    pub(super) seen: Seen,
    pub(super) edition: Arc<Edition>,
    pub(super) form: TypedForm,
    pub(super) setting: Setting,
}

impl Sheet {
    /// The revision that it is of.
    pub(super) fn survey(&self) -> &Survey {
        &self.edition.survey
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        format!("/office/surveys/{}/paper/{}", self.form.survey, self.form.number)
    }

    /// What the form of a page has sent for its questions.
    pub(super) fn sent(&self, visit: &Visit) -> Texts {
        let ids = self.survey().questionnaire().questions().iter().map(Question::id);
        let text = |id: &QuestionId| visit.field(&entry::field(id)).map(str::to_owned);
        ids.filter_map(|id| Some((id.clone(), text(id).filter(|text| !text.trim().is_empty())?))).collect()
    }
}

async fn sheet(visit: &Visit, signed: &Signed) -> Result<Sheet, Refused> {
    let seen = visit.seen(signed).await?;
    let number: i64 = visit.param("number").parse().map_err(|_| Refused::Hidden)?;
    let form = visit.office.store.form(seen.id(), number).await?.ok_or(Refused::Hidden)?;
    if !seen.covers(form.ward) {
        return Err(Refused::Hidden);
    }
    let edition = visit.office.editions.get(seen.id(), &form.revision).await?.ok_or(Refused::Hidden)?;
    let setting = form.setting(&edition.survey).ok_or(Refused::Hidden)?;
    Ok(Sheet { seen, edition, form, setting })
}

/// `GET /office/surveys/{survey}/paper/{number}`
pub(in crate::http::desk) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let sheet = sheet(&visit, &signed).await?;
    visit.office.note_shown(&signed, &format!("{} paper {}", sheet.form.survey, sheet.form.number)).await?;
    Ok(draw(&visit, &signed, &sheet, None))
}

/// `POST /office/surveys/{survey}/paper/{number}`
pub(in crate::http::desk) async fn act(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let sheet = sheet(&visit, &signed).await?;
    let is_in_charge = matches!(signed.staff.role, Role::City | Role::Ward(_));
    let name = signed.staff.name.as_str();
    let form = &sheet.form;
    match (visit.field("do").unwrap_or_default(), form.stage) {
        ("hold" | "next" | "keep", _) if form.typist() == Some(name) => entry::typed(&visit, &signed, sheet).await,
        ("hold", _) => Ok(StatusCode::CONFLICT.into_response()),
        ("next" | "keep", _) => Ok(entry::overtaken(&visit, &signed, &sheet)),
        ("take", Stage::First | Stage::Second) => take_over(&visit, &signed, sheet).await,
        ("second", Stage::Typed) if form.may_be_typed_again_by(name) => {
            let form = TypedForm { stage: Stage::Second, second_by: Some(name.to_owned()), ..form.clone() };
            change(&visit, &signed, &sheet, form, "second entry").await
        }
        ("waive", Stage::Typed) if is_in_charge && form.second_by.is_none() => {
            note(&visit, &signed, &sheet, "second entry waived").await?;
            settle(&visit, &signed, &sheet, form.clone()).await
        }
        ("settle", Stage::Typed) if form.second_by.is_some() && (is_in_charge || form.is_of(name)) => {
            settle(&visit, &signed, &sheet, form.clone()).await
        }
        ("decide", Stage::Differs) if is_in_charge || form.is_of(name) => {
            comparing::decide(&visit, &signed, &sheet).await
        }
        ("discard", stage) if is_in_charge && !stage.is_settled() => {
            let form = form.clone().settled(Stage::Discarded, name, clock::now(), None);
            change(&visit, &signed, &sheet, form, "discarded").await
        }
        _ => Ok(draw(&visit, &signed, &sheet, None)),
    }
}

pub(super) async fn note(visit: &Visit, signed: &Signed, sheet: &Sheet, what: &str) -> Result<(), Refused> {
    let what = format!("{} {} {what}", sheet.form.survey, sheet.form.number);
    Ok(visit.office.note(signed, Act::Paper, what).await?)
}

/// Writes a sheet as it is now, and shows it.
async fn change(
    visit: &Visit,
    signed: &Signed,
    sheet: &Sheet,
    form: TypedForm,
    what: &str,
) -> Result<Response, Refused> {
    note(visit, signed, sheet, what).await?;
    visit.office.store.save_form(form).await?;
    // Where somebody else was faster the page shows what they did.
    Ok(Redirect::to(&sheet.address()).into_response())
}

async fn take_over(visit: &Visit, signed: &Signed, sheet: Sheet) -> Result<Response, Refused> {
    let name = signed.staff.name.to_string();
    let mut form = sheet.form.clone();
    match form.stage {
        Stage::First => form.first_by = name,
        // Whoever typed it first does not type it again.
        Stage::Second if form.first_by != name => form.second_by = Some(name),
        Stage::Second | Stage::Typed | Stage::Differs | Stage::Kept | Stage::Discarded => {
            return Ok(draw(visit, signed, &sheet, None));
        }
    }
    change(visit, signed, &sheet, form, "taken over").await
}

/// Writes what `make` makes of the sheet as it is, as long as whoever is at it is. Without, somebody else is by now.
pub(super) async fn save(
    visit: &Visit,
    signed: &Signed,
    form: &TypedForm,
    make: impl Fn(TypedForm) -> TypedForm,
) -> Result<Option<TypedForm>, Refused> {
    let mut latest = Some(form.clone());
    for _ in 0..AGAIN_MAX {
        let Some(now) = latest.filter(|now| now.typist() == Some(signed.staff.name.as_str())) else { return Ok(None) };
        if let Some(saved) = visit.office.store.save_form(make(now)).await? {
            return Ok(Some(saved));
        }
        latest = visit.office.store.form(&form.survey, form.number).await?;
    }
    Err(Refused::Busy)
}

/// Takes the response of a sheet in: what is in its first entry.
pub(super) async fn settle(
    visit: &Visit,
    signed: &Signed,
    sheet: &Sheet,
    form: TypedForm,
) -> Result<Response, Refused> {
    if form.rehearsed != sheet.seen.is_rehearsed() {
        return Ok(draw(visit, signed, sheet, Some(Word::TypingRehearsed)));
    }
    let office = &visit.office;
    let intake = Intake { store: &office.store, editions: &office.editions, code_key: &office.code_key, caller: None };
    let read = Read::of(sheet.survey(), &form.first);
    let Some(response) = form.response(&read.paper) else { return Err(Refused::Unread) };
    let seed = Seed::of_secret(&random::bytes::<32>().map_err(|_| Refused::Busy)?);
    note(visit, signed, sheet, "taken in").await?;
    let stored = match intake.take_in_paper(response, form.code_hash, &seed).await {
        Ok(kept) => Some(kept.stored),
        // Sealed a second time it is other bytes of the same sheet.
        Err(Refusal::Conflict) => None,
        Err(Refusal::NotAccepting(_)) => return Ok(draw(visit, signed, sheet, Some(Word::TypingNotNow))),
        Err(refusal) => return Err(refusal.into()),
    };
    let (name, now) = (signed.staff.name.as_str(), clock::now());
    let mut latest = Some(form);
    for _ in 0..AGAIN_MAX {
        let Some(form) = latest.filter(|form| !form.stage.is_settled()) else { break };
        let (survey, number) = (form.survey.clone(), form.number);
        if office.store.save_form(form.settled(Stage::Kept, name, now, stored)).await?.is_some() {
            break;
        }
        latest = office.store.form(&survey, number).await?;
    }
    Ok(Redirect::to(&format!("/office/surveys/{}/paper?done={}", sheet.form.survey, sheet.form.number)).into_response())
}

/// The page of a sheet as it stands.
pub(super) fn draw(visit: &Visit, signed: &Signed, sheet: &Sheet, told: Option<Word>) -> Response {
    let name = signed.staff.name.as_str();
    let form = &sheet.form;
    if told.is_none() && form.typist() == Some(name) {
        return entry::draw(visit, signed, sheet, &entry::Told::default());
    }
    let is_in_charge = matches!(signed.staff.role, Role::City | Role::Ward(_));
    if told.is_none() && form.stage == Stage::Differs && (is_in_charge || form.is_of(name)) {
        return comparing::draw(visit, signed, sheet, None);
    }
    let speech = Speech(visit.tongue);
    let mut body = head(speech, sheet);
    if let Some(told) = told {
        let _ = write!(body, "<p class=\"told\" role=\"alert\">{}</p>", speech.say(told));
    }
    let _ = write!(body, "<p class=\"lead\">{}</p>", says(speech, form, name));
    body.push_str("<div class=\"choice\">");
    for (what, word) in ways(form, name, is_in_charge) {
        body.push_str(&button_for(signed, &sheet.address(), what, &speech.say(word)));
    }
    body.push_str("</div>");
    frame(visit, signed, sheet, if told.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &body)
}

/// What there is to say of a sheet at which whoever looks is not.
fn says(speech: Speech, form: &TypedForm, name: &str) -> String {
    let by = |who: &str| vec![("name", who.to_owned())];
    let second = form.second_by.as_deref().unwrap_or_default();
    match form.stage {
        Stage::First => speech.say_with(Word::TypingByOther, &by(&form.first_by)),
        Stage::Second => speech.say_with(Word::TypingByOther, &by(second)),
        Stage::Typed if form.second_by.is_some() => speech.say(Word::TypingSame),
        Stage::Typed if form.first_by == name => speech.say(Word::TypingWaits),
        Stage::Typed => speech.say_with(Word::TypingWaitsForYou, &by(&form.first_by)),
        Stage::Differs => speech
            .say_with(Word::TypingDiffersOthers, &[("first", form.first_by.clone()), ("second", second.to_owned())]),
        Stage::Kept | Stage::Discarded => {
            format!("{} {}", stage(speech, form), escape(form.settled_by.as_deref().unwrap_or_default()))
        }
    }
}

/// What whoever looks may do with it.
fn ways(form: &TypedForm, name: &str, is_in_charge: bool) -> Vec<(&'static str, Word)> {
    let mut ways = Vec::new();
    match form.stage {
        Stage::First => ways.push(("take", Word::TypingTake)),
        Stage::Second if form.first_by != name => ways.push(("take", Word::TypingTake)),
        Stage::Typed if form.second_by.is_some() => ways.push(("settle", Word::TypingSettle)),
        Stage::Typed if form.may_be_typed_again_by(name) => ways.push(("second", Word::TypingGoAgain)),
        Stage::Second | Stage::Typed | Stage::Differs | Stage::Kept | Stage::Discarded => {}
    }
    if is_in_charge && form.stage == Stage::Typed && form.second_by.is_none() {
        ways.push(("waive", Word::TypingWaive));
    }
    if is_in_charge && !form.stage.is_settled() {
        ways.push(("discard", Word::TypingDiscard));
    }
    ways
}

/// What stands above every page of a sheet.
pub(super) fn head(speech: Speech, sheet: &Sheet) -> String {
    let form = &sheet.form;
    let ward = sheet.survey().wards().get(&form.ward);
    let ward = ward
        .map_or_else(|| form.ward.to_string(), |one| speech.text(&one.name, &sheet.survey().slots(Some(form.ward))));
    let number = speech.say_with(Word::TypingNumber, &[("number", form.number.to_string())]);
    format!(
        "<p class=\"back\"><a href=\"/office/surveys/{}/paper\">{}</a></p><p class=\"lead\">{number} {ward} {}</p>",
        form.survey,
        speech.say(Word::Typing),
        form.returned_on
    )
}

pub(super) fn frame(visit: &Visit, signed: &Signed, sheet: &Sheet, status: StatusCode, body: &str) -> Response {
    let number = sheet.form.number.to_string();
    let title = Speech(visit.tongue).say_with(Word::TypingSheet, &[("number", number)]);
    Frame { visit, signed: Some(signed), title, live: false }.draw(status, body)
}
