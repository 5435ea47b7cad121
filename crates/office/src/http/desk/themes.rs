//! The themes of what people write, and what the office answers to each.

mod theme;

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::Text;

pub(super) use theme::{change, show as show_one};

use super::aside::back;
use super::exports::is_sealed;
use super::frame::{Frame, Refused, Table, hidden};
use super::said::theme_name;
use super::signed::Signed;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::clock;
use crate::http::html::escape;
use crate::said::{LANGUAGES, tidied};
use crate::store::ReadingsOf;

/// The fields of a name: in which language, and what each is called.
const NAMES: [(&str, Word); 3] =
    [(LANGUAGES[0], Word::ThemeNameJa), (LANGUAGES[1], Word::ThemeNameEasy), (LANGUAGES[2], Word::ThemeNameEn)];

/// `GET /office/surveys/{survey}/themes`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    visit.office.note_shown(&signed, &format!("{} themes", seen.id())).await?;
    let told = visit.asks("added").is_some().then_some(Word::ThemeAdded);
    draw(&visit, &signed, &seen, told, StatusCode::OK).await
}

/// `POST /office/surveys/{survey}/themes`
pub(super) async fn add(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    if is_sealed(&seen) {
        return Err(Refused::Forbidden);
    }
    let name = typed(&visit, "name");
    if !has_name(&name) {
        return draw(&visit, &signed, &seen, Some(Word::ThemeMissing), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    visit.office.note(&signed, Act::Theme, format!("{} added", seen.id())).await?;
    visit.office.store.add_theme(seen.id(), &name, signed.staff.name.as_str(), clock::now()).await?;
    Ok(Redirect::to(&format!("/office/surveys/{}/themes?added", seen.id())).into_response())
}

async fn draw(
    visit: &Visit,
    signed: &Signed,
    seen: &Seen,
    told: Option<Word>,
    status: StatusCode,
) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let mut body = back(speech, seen);
    if is_sealed(seen) {
        let _ = write!(body, "<p class=\"told\">{}</p>", speech.say(Word::SaidSealed));
    } else {
        if let Some(told) = told {
            let _ = write!(body, "<p class=\"told\" role=\"status\">{}</p>", speech.say(told));
        }
        let said = format!("<a href=\"/office/surveys/{}/said\">{}</a>", seen.id(), speech.say(Word::Said));
        let _ = write!(body, "<p>{}</p><p>{said}</p>{}", speech.say(Word::ThemesLead), list(visit, seen).await?);
        let action = escape(visit.address.split('?').next().unwrap_or_default());
        let typed = typed(visit, "name");
        let _ = write!(
            body,
            "<h2>{}</h2><form class=\"reads\" method=\"post\" action=\"{action}\">{}{}\
             <p><button class=\"button\">{}</button></p></form>",
            speech.say(Word::ThemeAdd),
            hidden("token", signed.token()),
            names(speech, &typed),
            speech.say(Word::ThemeAddGo)
        );
    }
    Ok(Frame { visit, signed: Some(signed), title: speech.say(Word::Themes), live: false }.draw(status, &body))
}

/// The themes, each with how many texts are about it.
async fn list(visit: &Visit, seen: &Seen) -> Result<String, Refused> {
    let (speech, store) = (Speech(visit.tongue), &visit.office.store);
    let themes = store.themes(seen.id()).await?;
    if themes.is_empty() {
        return Ok(format!("<p>{}</p>", speech.say(Word::ThemesNone)));
    }
    let mut rows = Vec::new();
    for theme in &themes {
        let of = ReadingsOf { ward: None, theme: Some(theme.number) };
        let texts = store.count_readings(seen.id(), of).await?;
        let (id, number) = (seen.id(), theme.number);
        let reply = if theme.reply.0.is_empty() { Word::ThemeReplyNone } else { Word::ThemeReplyThere };
        rows.push(vec![
            format!("<a href=\"/office/surveys/{id}/themes/{number}\">{}</a>", escape(&theme_name(speech, theme))),
            speech.say(reply),
            format!("<a href=\"/office/surveys/{id}/said?theme={number}\">{texts}</a>"),
        ]);
    }
    let heads = [Word::Theme, Word::ThemeReply, Word::ThemeTexts].map(|word| speech.say(word)).to_vec();
    Ok(Table { caption: speech.say(Word::Themes), heads, rows, words: 2 }.draw(speech))
}

/// What was typed into the fields of a text, one for each language; nothing of those that were left empty.
fn typed(visit: &Visit, of: &str) -> Text {
    let said = LANGUAGES.into_iter().filter_map(|tag| {
        let words = tidied(visit.field(&format!("{of}-{tag}")).unwrap_or_default());
        Some((tag.parse().ok()?, words)).filter(|(_, words)| !words.is_empty())
    });
    Text(said.collect())
}

fn has_name(name: &Text) -> bool {
    name.0.iter().any(|(language, _)| language.as_str() == LANGUAGES[0])
}

/// What a text says in one language; nothing where it says nothing there.
fn said<'a>(text: &'a Text, tag: &str) -> &'a str {
    text.0.iter().find(|(language, _)| language.as_str() == tag).map_or("", |(_, words)| words.as_str())
}

/// The fields of a name; HTML.
fn names(speech: Speech, name: &Text) -> String {
    let fields = NAMES.map(|(tag, word)| {
        let required = if tag == LANGUAGES[0] { " required" } else { "" };
        format!(
            "<p><label for=\"name-{tag}\">{}</label><input id=\"name-{tag}\" name=\"name-{tag}\" value=\"{}\" \
             maxlength=\"200\" autocomplete=\"off\"{required}></p>",
            speech.say(word),
            escape(said(name, tag))
        )
    });
    fields.concat()
}
