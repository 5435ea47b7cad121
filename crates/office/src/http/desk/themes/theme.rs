//! One theme: its name, its place, and what the office answers.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::{has_name, names, said, typed};
use crate::audit::Act;
use crate::clock;
use crate::http::desk::exports::is_sealed;
use crate::http::desk::figures::in_japan;
use crate::http::desk::frame::{Frame, Refused, hidden};
use crate::http::desk::said::theme_name;
use crate::http::desk::signed::Signed;
use crate::http::desk::visit::{Seen, Visit};
use crate::http::desk::word::{Speech, Word};
use crate::http::html::escape;
use crate::said::{LANGUAGES, Theme};

/// The fields of a reply: in which language, and what each is called.
const REPLIES: [(&str, Word); 3] =
    [(LANGUAGES[0], Word::ThemeReplyJa), (LANGUAGES[1], Word::ThemeReplyEasy), (LANGUAGES[2], Word::ThemeReplyEn)];

/// `GET /office/surveys/{survey}/themes/{theme}`
pub(in crate::http::desk) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let theme = theme(&visit, &seen).await?;
    visit.office.note_shown(&signed, &format!("{} theme {}", seen.id(), theme.number)).await?;
    let told = visit.asks("kept").is_some().then(|| Speech(visit.tongue).say(Word::ThemeKept));
    Ok(draw(&visit, &signed, &seen, &theme, told, StatusCode::OK))
}

/// `POST /office/surveys/{survey}/themes/{theme}`
pub(in crate::http::desk) async fn change(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let (before, speech) = (theme(&visit, &seen).await?, Speech(visit.tongue));
    if is_sealed(&seen) {
        return Err(Refused::Forbidden);
    }
    let number = |name: &str| visit.field(name).and_then(|field| field.trim().parse::<i64>().ok());
    let changed = Theme {
        number: before.number,
        version: number("seen").unwrap_or_default(),
        place: number("place").filter(|place| (1..=PLACE_MAX).contains(place)).unwrap_or(before.place),
        name: typed(&visit, "name"),
        reply: typed(&visit, "reply"),
        changed_by: signed.staff.name.to_string(),
        changed_at: clock::now().to_string(),
    };
    if !has_name(&changed.name) {
        let told = Some(speech.say(Word::ThemeMissing));
        return Ok(draw(&visit, &signed, &seen, &changed, told, StatusCode::UNPROCESSABLE_ENTITY));
    }
    visit.office.note(&signed, Act::Theme, format!("{} {}", seen.id(), changed.number)).await?;
    if visit.office.store.save_theme(seen.id(), &changed).await? {
        let address = format!("/office/surveys/{}/themes/{}?kept", seen.id(), changed.number);
        return Ok(Redirect::to(&address).into_response());
    }
    let theirs = theme(&visit, &seen).await?;
    let slots = [
        ("name", theirs.changed_by.clone()),
        ("at", in_japan(&theirs.changed_at)),
        ("theme", theme_name(speech, &theirs)),
        ("reply", said(&theirs.reply, LANGUAGES[0]).to_owned()),
    ];
    let told = Some(speech.say_with(Word::ThemeOvertaken, &slots));
    // Whoever keeps it once more has seen what they keep it in the place of.
    let changed = Theme { version: theirs.version, ..changed };
    Ok(draw(&visit, &signed, &seen, &changed, told, StatusCode::CONFLICT))
}

/// How a reading is written.
const RUBY: &str = "{区役所|くやくしょ}";
/// Places that a theme can have: more than anybody will read.
const PLACE_MAX: i64 = 999;

async fn theme(visit: &Visit, seen: &Seen) -> Result<Theme, Refused> {
    let number: i64 = visit.param("theme").parse().map_err(|_| Refused::Hidden)?;
    let themes = visit.office.store.themes(seen.id()).await?;
    themes.into_iter().find(|theme| theme.number == number).ok_or(Refused::Hidden)
}

fn draw(
    visit: &Visit,
    signed: &Signed,
    seen: &Seen,
    theme: &Theme,
    told: Option<String>,
    status: StatusCode,
) -> Response {
    let (speech, id) = (Speech(visit.tongue), seen.id());
    let mut body =
        format!("<p class=\"back\"><a href=\"/office/surveys/{id}/themes\">{}</a></p>", speech.say(Word::Themes));
    if let Some(told) = told {
        let _ = write!(body, "<p class=\"told\" role=\"status\">{told}</p>");
    }
    let action = escape(visit.address.split('?').next().unwrap_or_default());
    let replies = REPLIES.map(|(tag, word)| reply(speech, theme, tag, word)).concat();
    let _ = write!(
        body,
        "<p>{}</p><p><a href=\"/office/surveys/{id}/said?theme={}\">{}</a></p>\
         <form class=\"reads\" method=\"post\" action=\"{action}\">{}{}{}\
         <p><label for=\"place\">{}</label><input id=\"place\" name=\"place\" type=\"number\" min=\"1\" max=\"{PLACE_MAX}\" \
         value=\"{}\" required></p><p class=\"note\">{}</p>{replies}<p class=\"note\">{}</p>\
         <p><button class=\"button\">{}</button></p></form>",
        speech.say(Word::ThemeChange),
        theme.number,
        speech.say(Word::ThemeRead),
        hidden("token", signed.token()),
        hidden("seen", &theme.version.to_string()),
        names(speech, &theme.name),
        speech.say(Word::ThemePlace),
        theme.place,
        speech.say(Word::ThemeReplyHelp),
        speech.say_with(Word::ThemeRuby, &[("base", RUBY.to_owned())]),
        speech.say(Word::ThemeKeep)
    );
    Frame { visit, signed: Some(signed), title: escape(&theme_name(speech, theme)), live: false }.draw(status, &body)
}

fn reply(speech: Speech, theme: &Theme, tag: &str, word: Word) -> String {
    format!(
        "<p><label for=\"reply-{tag}\">{}</label><textarea id=\"reply-{tag}\" name=\"reply-{tag}\" rows=\"6\">\n{}</textarea></p>",
        speech.say(word),
        escape(said(&theme.reply, tag))
    )
}
