//! Responses that wait for a person: late, with a code that was used, under an id that was taken; and what to do.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;

use super::figures::{ASIDE_MAX, Aside, Why, in_japan};
use super::frame::{Frame, Refused, Table};
use super::signed::Signed;
use super::survey::mode_word;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};

/// What entries of one kind are called, what is to be done with them, and which they are.
type Kind = (Word, Word, fn(&Why) -> bool);

/// `GET /office/surveys/{survey}/aside`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    visit.office.note_shown(&signed, &format!("{} aside", seen.id())).await?;
    let figures = visit.office.desk.counts.of(&visit.office.store, seen.id()).await?;
    let speech = Speech(visit.tongue);
    let theirs: Vec<&Aside> =
        figures.aside.iter().filter(|aside| aside.ward.is_some_and(|ward| seen.covers(ward))).collect();
    let mut body = format!("<p>{}</p>", speech.say(Word::AsideLead));
    let kinds: [Kind; 3] = [
        (Word::AsideUsed, Word::AsideUsedDo, |why| *why == Why::CodeUsed),
        (Word::AsideLate, Word::AsideLateDo, |why| *why == Why::Late),
        (Word::AsideConflict, Word::AsideConflictDo, |why| matches!(why, Why::Conflict(_))),
    ];
    for (heading, what_to_do, is_one) in kinds {
        let of_kind: Vec<_> = theirs.iter().copied().filter(|aside| is_one(&aside.why)).collect();
        body.push_str(&section(speech, &seen, heading, what_to_do, &of_kind));
    }
    if figures.aside.len() >= ASIDE_MAX {
        let more = speech.say_with(Word::AsideMore, &[("max", ASIDE_MAX.to_string())]);
        let _ = write!(body, "<p class=\"note\">{more}</p>");
    }
    let _ = write!(
        body,
        "<h2>{}</h2><p>{}</p><p><a href=\"/office/kiosks\">{}</a></p>",
        speech.say(Word::Parked),
        speech.say(Word::ParkedDo),
        speech.say(Word::Kiosks)
    );
    let title = speech.say(Word::Aside);
    Ok(Frame { visit: &visit, signed: Some(&signed), title, live: false }
        .draw(StatusCode::OK, &(back(speech, &seen) + &body)))
}

/// The way back to the survey, by its name.
pub(super) fn back(speech: Speech, seen: &Seen) -> String {
    let survey = &seen.edition.survey;
    let title = speech.text(survey.title(), &survey.slots(seen.ward));
    format!("<p class=\"back\"><a href=\"/office/surveys/{}\">{title}</a></p>", seen.id())
}

fn section(speech: Speech, seen: &Seen, heading: Word, what_to_do: Word, entries: &[&Aside]) -> String {
    let said = format!("<h2>{} ({})</h2>", speech.say(heading), entries.len());
    if entries.is_empty() {
        return format!("{said}<p>{}</p>", speech.say(Word::AsideNone));
    }
    let link = |id: &str| {
        format!(
            "<a class=\"id\" href=\"/office/surveys/{}/responses/{id}\">{}</a>",
            seen.id(),
            id.get(..8).unwrap_or(id)
        )
    };
    let rows = entries.iter().map(|aside| {
        let beside = match aside.why {
            Why::Conflict(count) => speech.say_with(Word::Others, &[("count", count.to_string())]),
            Why::Late | Why::CodeUsed => aside.beside.as_deref().map(link).unwrap_or_default(),
        };
        let ward = aside.ward.map(|ward| ward.to_string()).unwrap_or_default();
        vec![link(&aside.id), in_japan(&aside.received_at), ward, speech.say(mode_word(&aside.mode)), beside]
    });
    let heads =
        [Word::Response, Word::Received, Word::Ward, Word::Mode, Word::Beside].map(|word| speech.say(word)).to_vec();
    let table = Table { caption: speech.say(heading), heads, rows: rows.collect(), words: 5 };
    format!("{said}<p class=\"do\">{}</p>{}", speech.say(what_to_do), table.draw(speech))
}
