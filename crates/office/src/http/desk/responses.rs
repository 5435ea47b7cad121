//! One response, without its answers.

use axum::http::StatusCode;
use axum::response::Response;
use questionnaire::SurveyId;
use serde_json::Value;

use super::aside::back;
use super::figures::{Clear, in_japan};
use super::frame::{Frame, Refused};
use super::signed::Signed;
use super::survey::{language_name, mode_word};
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::http::html::escape;
use crate::store::{Reason, Record, Stored};

/// `GET /office/surveys/{survey}/responses/{id}`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let id = visit.param("id");
    let record = visit.office.store.record(seen.id(), id).await?.ok_or(Refused::Hidden)?;
    let clear = Clear::of(&record);
    if !clear.ward.is_some_and(|ward| seen.covers(ward)) {
        return Err(Refused::Hidden);
    }
    visit.office.note_shown(&signed, &format!("{} {}", seen.id(), record.id)).await?;
    let speech = Speech(visit.tongue);
    let facts = facts(speech, seen.id(), &record, &clear).into_iter();
    let rows = facts.map(|(word, value)| format!("<div><dt>{}</dt><dd>{value}</dd></div>", speech.say(word)));
    let rows = rows.collect::<Vec<_>>().concat();
    let body = format!(
        "{}<dl class=\"facts\">{rows}</dl><p class=\"note\">{}</p>",
        back(speech, &seen),
        speech.say(Word::NoAnswersHere)
    );
    let title = speech.say(Word::Response);
    Ok(Frame { visit: &visit, signed: Some(&signed), title, live: false }.draw(StatusCode::OK, &body))
}

fn facts(speech: Speech, survey: &SurveyId, record: &Record, clear: &Clear) -> Vec<(Word, String)> {
    let stored = match record.stored {
        Stored::Counted => Word::StoredCounted,
        Stored::Rehearsal => Word::StoredRehearsal,
        Stored::Aside => Word::StoredAside,
    };
    let text = |name: &str| clear.value.get(name).and_then(Value::as_str).unwrap_or_default();
    let ward = clear.ward.map(|ward| ward.to_string()).unwrap_or_default();
    let mut facts = vec![
        (Word::Response, format!("<span class=\"id\">{}</span>", escape(&record.id))),
        (Word::Stored, speech.say(stored)),
    ];
    let why = record.reason.map(|reason| match reason {
        Reason::Late => Word::AsideLate,
        Reason::CodeUsed => Word::AsideUsed,
    });
    facts.extend(why.map(|why| (Word::Why, speech.say(why))));
    let beside = record.beside.as_ref().map(|id| {
        let id = escape(id);
        (Word::Beside, format!("<a class=\"id\" href=\"/office/surveys/{survey}/responses/{id}\">{id}</a>"))
    });
    facts.extend(beside);
    if record.conflicts > 0 {
        facts.push((Word::AsideConflict, speech.say_with(Word::Others, &[("count", record.conflicts.to_string())])));
    }
    facts.push((Word::Received, in_japan(&record.received_at)));
    facts.push((Word::Ward, ward));
    facts.push((Word::Mode, speech.say(mode_word(&clear.mode))));
    facts.push((Word::Language, language_name(&clear.language)));
    let revision = text("revision");
    facts.push((
        Word::Revision,
        format!("<span class=\"id\">{}</span>", escape(revision.get(..12).unwrap_or(revision))),
    ));
    if record.sealed.is_some() {
        facts.push((Word::Sealed, speech.say(Word::SealedYes)));
    }
    facts
}
