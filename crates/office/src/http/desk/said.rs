//! What people wrote: read by somebody, tagged with themes, and rid of what names anybody before others see it.

mod item;
mod keep;
mod text;

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;

pub(super) use keep::keep;

use super::aside::back;
use super::exports::is_sealed;
use super::frame::{Frame, Refused, hidden};
use super::signed::Signed;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::http::html::escape;
use crate::said::{LANGUAGES, TextKey, Theme};
use crate::staff::Role;
use crate::store::ReadingsOf;
use item::Item;
use text::Texts;

/// Texts on one page: as many as somebody reads at a stretch. All texts of one response stand on one page.
const SHOWN_MAX: usize = 10;

/// Which texts are looked at.
struct View {
    /// Those that were read already, rather than those that were not.
    is_read: bool,
    /// Those about one theme.
    theme: Option<i64>,
    /// Those after this one.
    after: String,
}

/// Texts on a page, and after which one those of the next page come.
struct Shown {
    items: Vec<Item>,
    next: Option<String>,
}

impl View {
    fn of(visit: &Visit) -> Self {
        let theme = visit.asks("theme").and_then(|theme| theme.parse().ok());
        let is_read = theme.is_some() || visit.asks("read").is_some();
        Self { is_read, theme, after: visit.asks("after").unwrap_or_default().to_owned() }
    }

    /// Its address, with one thing more to say.
    fn address(&self, seen: &Seen, after: &str, more: Option<(&str, &str)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(theme) = self.theme {
            query.append_pair("theme", &theme.to_string());
        } else if self.is_read {
            query.append_pair("read", "1");
        }
        if !after.is_empty() {
            query.append_pair("after", after);
        }
        query.extend_pairs(more);
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/office/surveys/{}/said{mark}{query}", seen.id())
    }
}

/// `GET /office/surveys/{survey}/said`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let speech = Speech(visit.tongue);
    if is_sealed(&seen) {
        visit.office.note_shown(&signed, &format!("{} said", seen.id())).await?;
        let body = format!("{}<p class=\"told\">{}</p>", back(speech, &seen), speech.say(Word::SaidSealed));
        let title = speech.say(Word::Said);
        return Ok(Frame { visit: &visit, signed: Some(&signed), title, live: false }.draw(StatusCode::OK, &body));
    }
    let view = View::of(&visit);
    let shown = if view.is_read { read(&visit, &seen, &view).await? } else { unread(&visit, &seen, &view).await? };
    let kept = visit.asks("kept").and_then(|kept| kept.parse::<u32>().ok());
    let told = kept.map(|kept| speech.say_with(Word::SaidKept, &[("count", kept.to_string())]));
    draw(&visit, &signed, &seen, shown, told, StatusCode::OK).await
}

/// The next texts that nobody has read.
async fn unread(visit: &Visit, seen: &Seen, view: &View) -> Result<Shown, Refused> {
    let found = Texts::of(visit, seen).unread(&view.after, SHOWN_MAX).await?;
    Ok(Shown { items: found.texts.into_iter().map(Item::unread).collect(), next: found.next })
}

/// The next texts that somebody has read: what others may see of them, and not what was written.
async fn read(visit: &Visit, seen: &Seen, view: &View) -> Result<Shown, Refused> {
    let (of, after) = (ReadingsOf { ward: seen.ward, theme: view.theme }, TextKey::of_field(&view.after));
    let count = u32::try_from(SHOWN_MAX).unwrap_or(u32::MAX);
    let readings = visit.office.store.readings(seen.id(), of, after.as_ref(), count + 1).await?;
    let is_more = readings.len() > SHOWN_MAX;
    let texts = Texts::of(visit, seen);
    let items = readings.into_iter().take(SHOWN_MAX).map(|reading| Item::read(seen, &texts, reading));
    let items: Vec<Item> = items.collect();
    let next = items.last().filter(|_| is_more).map(|item| item.text.key.to_field());
    Ok(Shown { items, next })
}

async fn draw(
    visit: &Visit,
    signed: &Signed,
    seen: &Seen,
    shown: Shown,
    told: Option<String>,
    status: StatusCode,
) -> Result<Response, Refused> {
    let (speech, view) = (Speech(visit.tongue), View::of(visit));
    let ids = shown.items.iter().fold(String::new(), |mut ids, item| {
        let _ = write!(ids, " {}", item.text.key.id.get(..8).unwrap_or_default());
        ids
    });
    visit.office.note_shown(signed, &format!("{} said{ids}", seen.id())).await?;
    let themes = visit.office.store.themes(seen.id()).await?;
    let mut body = back(speech, seen) + &head(visit, signed, seen, &view, &themes).await?;
    if let Some(told) = told {
        let _ = write!(body, "<p class=\"told\" role=\"status\">{told}</p>");
    }
    if shown.items.is_empty() {
        let none = match (view.is_read, shown.next.is_some(), view.after.is_empty()) {
            (true, ..) => Word::SaidReadNone,
            (false, true, _) => Word::SaidGoOn,
            (false, false, true) => Word::SaidNone,
            (false, false, false) => Word::SaidAllRead,
        };
        let _ = write!(body, "<p>{}</p>", speech.say(none));
    } else {
        body.push_str(&form(visit, signed, &shown.items, &themes));
    }
    if let Some(next) = &shown.next {
        let address = escape(&view.address(seen, next, None));
        let _ = write!(body, "<p><a href=\"{address}\">{}</a></p>", speech.say(Word::SaidNext));
    }
    Ok(Frame { visit, signed: Some(signed), title: speech.say(Word::Said), live: false }.draw(status, &body))
}

/// What this page is for, and the ways to its other sides.
async fn head(visit: &Visit, signed: &Signed, seen: &Seen, view: &View, themes: &[Theme]) -> Result<String, Refused> {
    let speech = Speech(visit.tongue);
    let count = visit.office.store.count_readings(seen.id(), ReadingsOf { ward: seen.ward, theme: None }).await?;
    let read = speech.say_with(Word::SaidRead, &[("count", count.to_string())]);
    let link = |way: &str, words: &str, is_here: bool| {
        let current = if is_here { " aria-current=\"page\"" } else { "" };
        format!("<li><a href=\"/office/surveys/{}/{way}\"{current}>{words}</a></li>", seen.id())
    };
    let mut links = link("said", &speech.say(Word::SaidUnread), !view.is_read);
    links.push_str(&link("said?read=1", &read, view.is_read && view.theme.is_none()));
    if signed.staff.role == Role::City {
        links.push_str(&link("themes", &speech.say(Word::Themes), false));
    }
    let lead = speech.say(if view.is_read { Word::SaidReadLead } else { Word::SaidLead });
    let mut out =
        format!("<p>{lead}</p><nav class=\"further\" aria-label=\"{}\"><ul>{links}</ul></nav>", speech.say(Word::Said));
    if view.is_read && !themes.is_empty() {
        out.push_str(&by_theme(speech, seen, view, themes));
    }
    if let Some(theme) = themes.iter().find(|theme| Some(theme.number) == view.theme) {
        let name = speech.say_with(Word::SaidOfTheme, &[("theme", theme_name(speech, theme))]);
        let _ = write!(out, "<p class=\"do\">{name}</p>");
    }
    if themes.is_empty() {
        let _ = write!(out, "<p class=\"told\">{}</p>", speech.say(Word::SaidNoThemes));
    }
    Ok(out)
}

/// The ways to what was read about each theme, for whoever sees to it.
fn by_theme(speech: Speech, seen: &Seen, view: &View, themes: &[Theme]) -> String {
    let link = |theme: &Theme| {
        let current = if view.theme == Some(theme.number) { " aria-current=\"page\"" } else { "" };
        let (id, number, name) = (seen.id(), theme.number, escape(&theme_name(speech, theme)));
        format!("<li><a href=\"/office/surveys/{id}/said?theme={number}\"{current}>{name}</a></li>")
    };
    let links: Vec<String> = themes.iter().map(link).collect();
    format!("<nav class=\"further\" aria-label=\"{}\"><ul>{}</ul></nav>", speech.say(Word::SaidByTheme), links.concat())
}

fn form(visit: &Visit, signed: &Signed, items: &[Item], themes: &[Theme]) -> String {
    let speech = Speech(visit.tongue);
    let items: Vec<String> = items.iter().enumerate().map(|(place, item)| item.draw(speech, place, themes)).collect();
    // What was kept last is no part of what is kept next.
    let action = visit.address.split("kept=").next().unwrap_or_default().trim_end_matches(['?', '&']);
    format!(
        "<form class=\"reads\" method=\"post\" action=\"{}\">{}{}<p><button class=\"button\">{}</button></p></form>",
        escape(action),
        hidden("token", signed.token()),
        items.concat(),
        speech.say(Word::SaidSave)
    )
}

/// What a theme is called at the desk; text.
pub(super) fn theme_name(speech: Speech, theme: &Theme) -> String {
    let language = speech.0.tag().parse().or_else(|_| LANGUAGES[0].parse());
    language.map(|language| theme.name_in(&language).0.to_owned()).unwrap_or_default()
}
