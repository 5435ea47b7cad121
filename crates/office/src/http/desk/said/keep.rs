//! Keeping what somebody has made of texts: each that was decided, and nothing typed is lost of the others.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::item::{Decision, Item, Note, Typed};
use super::text::Texts;
use super::{Shown, View, draw};
use crate::audit::Act;
use crate::clock;
use crate::http::desk::exports::is_sealed;
use crate::http::desk::frame::Refused;
use crate::http::desk::signed::Signed;
use crate::http::desk::visit::{Seen, Visit};
use crate::http::desk::word::{Speech, Word};

/// Texts of one form: a page has ten, and a response that brings the last of them has few more.
const SENT_MAX: usize = 100;

/// `POST /office/surveys/{survey}/said`
pub(in crate::http::desk) async fn keep(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    if is_sealed(&seen) {
        return Err(Refused::Forbidden);
    }
    let (mut kept, mut left) = (0_u32, Vec::new());
    for place in 0..SENT_MAX {
        let Some(typed) = Typed::sent(&visit, place) else { break };
        match keep_one(&visit, &signed, &seen, typed).await? {
            Kept::Now => kept += 1,
            Kept::AsItWas => {}
            Kept::Not(item) => left.push(*item),
        }
    }
    if left.is_empty() {
        let view = View::of(&visit);
        let address = view.address(&seen, &view.after, Some(("kept", &kept.to_string())));
        return Ok(Redirect::to(&address).into_response());
    }
    let is_overtaken = left.iter().any(|item| item.note == Some(Note::Overtaken));
    let status = if is_overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let told = Speech(visit.tongue).say_with(Word::SaidKept, &[("count", kept.to_string())]);
    draw(&visit, &signed, &seen, Shown { items: left, next: None }, Some(told), status).await
}

/// What became of one text.
enum Kept {
    Now,
    AsItWas,
    Not(Box<Item>),
}

async fn keep_one(visit: &Visit, signed: &Signed, seen: &Seen, mut typed: Typed) -> Result<Kept, Refused> {
    let store = &visit.office.store;
    let mut text = Texts::of(visit, seen).at(&typed.key).await?;
    let before = store.reading(seen.id(), &typed.key).await?;
    let is_decided = typed.decision != Decision::Later;
    if !is_decided && typed.says_the_same(&Typed::before(&text, before.as_ref())) {
        return Ok(Kept::AsItWas);
    }
    let known: Vec<i64> = store.themes(seen.id()).await?.iter().map(|theme| theme.number).collect();
    typed.themes.retain(|theme| known.contains(theme));
    let mut note = Note::Undecided;
    if is_decided {
        let what = format!("{} {} {} {}", seen.id(), typed.key.id, typed.key.question, typed.key.choice);
        visit.office.note(signed, Act::Read, what.trim_end()).await?;
        let reading = typed.reading(text.ward, signed.staff.name.as_str(), clock::now().to_string());
        if store.save_reading(seen.id(), &reading).await? {
            return Ok(Kept::Now);
        }
        note = Note::Overtaken;
    }
    // Whoever saw what was written sees it again; who saw what was left of it sees no more than that.
    if typed.version > 0 {
        text.words.clear();
    }
    let reading = store.reading(seen.id(), &typed.key).await?;
    if let Some(reading) = reading.as_ref().filter(|_| note == Note::Overtaken) {
        typed.version = reading.version;
    }
    Ok(Kept::Not(Box::new(Item { text, reading, typed, note: Some(note) })))
}
