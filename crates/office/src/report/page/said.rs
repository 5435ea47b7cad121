//! The page that says what people wrote about, and what the office answers. Nobody's own words are on it.

use std::fmt::Write as _;

use questionnaire::{Language, Slots, Text};

use super::pen::{Page, Pen};
use crate::http::html::escape;
use crate::report::Files;
use crate::report::said::{Answered, Said};
use crate::report::words::Word;

/// Its path below the folder of its language.
pub(super) const PATH: &str = "said.html";

pub(super) fn write(pen: &Pen<'_>, files: &mut Files) {
    let Some(said) = &pen.publication.counted.said else { return };
    let mut body = format!("<p class=\"lead\">{}</p><p>{}</p>", pen.say(Word::SaidLead), counts(pen, said));
    for answered in &said.themes {
        body.push_str(&theme(pen, answered));
    }
    let _ = write!(body, "<p class=\"note\">{}</p>", pen.say(Word::SaidNote));
    let title = pen.speech.plain_with(Word::NavSaid, &[]);
    pen.page(&Page { path: PATH, heading: pen.say(Word::NavSaid), title, body }, files);
}

/// The way to it from the first page; nothing where there is no such page.
pub(super) fn way(pen: &Pen<'_>) -> String {
    if pen.publication.counted.said.is_none() {
        return String::new();
    }
    let heading = pen.say(Word::NavSaid);
    format!("<h2>{heading}</h2><p>{} <a href=\"{PATH}\">{heading}</a></p>", pen.say(Word::SaidWay))
}

/// How many texts there are, and how many the office has read.
fn counts(pen: &Pen<'_>, said: &Said) -> String {
    let Some((given, read)) = said.shown() else { return pen.say(Word::SaidFew) };
    let slots = [("given", given), ("read", read), ("unread", given.saturating_sub(read))];
    pen.say_with(Word::SaidCounts, &slots.map(|(name, count)| (name, count.to_string())))
}

fn theme(pen: &Pen<'_>, answered: &Answered) -> String {
    let (name, tag) = answered.theme.name_in(pen.language);
    let people = match answered.shown() {
        Some(count) => pen.say_with(Word::SaidPeople, &[("count", count.to_string())]),
        None => pen.say(Word::SaidPeopleFew),
    };
    let reply = answered.theme.reply_in(pen.language);
    let reply = reply.map_or_else(|| pen.say(Word::SaidNoReply), |(reply, tag)| staff_words(pen, reply, tag));
    format!(
        "<h2>{}</h2><p>{people}</p><h3>{}</h3><p>{reply}</p>",
        staff_words(pen, name, tag),
        pen.say(Word::SaidReply)
    )
}

/// Words of staff in the language that they are in: with readings above the kanji in easy Japanese, and as they are elsewhere.
fn staff_words(pen: &Pen<'_>, words: &str, tag: &str) -> String {
    let Ok(language) = tag.parse::<Language>() else { return escape(words) };
    let line = |line: &str| {
        if language.is_easy() {
            let text = Text([(language.clone(), line.to_owned())].into_iter().collect());
            crate::http::html::words(&text, &language, &Slots::default())
        } else {
            escape(line)
        }
    };
    let html = words.lines().map(line).collect::<Vec<_>>().join("<br>");
    if language == *pen.language { html } else { format!("<span lang=\"{}\">{html}</span>", language.html_lang()) }
}
