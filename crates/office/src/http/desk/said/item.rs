//! One text on the page, with what somebody makes of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use questionnaire::WardCode;

use super::text::{Text, Texts};
use super::theme_name;
use crate::http::desk::figures::in_japan;
use crate::http::desk::frame::hidden;
use crate::http::desk::visit::{Seen, Visit};
use crate::http::desk::word::{Speech, Word};
use crate::http::html::escape;
use crate::said::{Detail, Masked, Part, Reading, TextKey, Theme, mask, tidied};

/// A text, who has read it, and what is typed about it.
pub(super) struct Item {
    pub(super) text: Text,
    pub(super) reading: Option<Reading>,
    pub(super) typed: Typed,
    pub(super) note: Option<Note>,
}

/// What is typed about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: TextKey,
    /// The version of its reading that was seen; 0 where there was none.
    pub(super) version: i64,
    pub(super) words: String,
    pub(super) themes: BTreeSet<i64>,
    pub(super) decision: Decision,
}

/// What is to become of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing now: it stays as it is.
    Later,
    /// Others may see the words.
    Keep,
    /// Others may see nothing of it.
    Nothing,
}

/// Why a text was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// Something was typed, and nothing was decided.
    Undecided,
    /// Somebody else was faster.
    Overtaken,
}

impl Decision {
    fn of(word: &str) -> Self {
        match word {
            "keep" => Self::Keep,
            "nothing" => Self::Nothing,
            _ => Self::Later,
        }
    }
}

impl Typed {
    /// What stands there before anybody types.
    pub(super) fn before(text: &Text, reading: Option<&Reading>) -> Self {
        let (version, words, themes) = match reading {
            Some(reading) => (reading.version, reading.words.clone(), reading.themes.clone()),
            None => (0, mask(&text.words).words(), BTreeSet::new()),
        };
        Self { key: text.key.clone(), version, words: tidied(&words), themes, decision: Decision::Later }
    }

    /// What the `place`th text of the page was sent with.
    pub(super) fn sent(visit: &Visit, place: usize) -> Option<Self> {
        let field = |name: &str| visit.field(&format!("{name}-{place}"));
        let theme = format!("theme-{place}");
        let themes = visit.form.iter().filter(|(name, _)| *name == theme);
        Some(Self {
            key: TextKey::of_field(field("text")?)?,
            version: field("seen").and_then(|version| version.parse().ok()).unwrap_or_default(),
            words: tidied(field("words").unwrap_or_default()),
            themes: themes.filter_map(|(_, number)| number.parse().ok()).collect(),
            decision: Decision::of(field("do").unwrap_or_default()),
        })
    }

    /// Whether it says what `other` says.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.words == other.words && self.themes == other.themes
    }

    /// It as it is kept.
    pub(super) fn reading(&self, ward: WardCode, by: &str, at: String) -> Reading {
        let words = if self.decision == Decision::Keep { self.words.clone() } else { String::new() };
        Reading {
            text: self.key.clone(),
            version: self.version,
            ward,
            themes: self.themes.clone(),
            words,
            read_by: by.to_owned(),
            read_at: at,
        }
    }
}

impl Item {
    /// A text that nobody has read.
    pub(super) fn unread(text: Text) -> Self {
        Self { typed: Typed::before(&text, None), text, reading: None, note: None }
    }

    /// A text that somebody has read, without what was written.
    pub(super) fn read(seen: &Seen, texts: &Texts<'_>, reading: Reading) -> Self {
        let text = texts.text(&seen.edition.survey, reading.text.clone(), reading.ward, String::new());
        Self { typed: Typed::before(&text, Some(&reading)), text, reading: Some(reading), note: None }
    }

    /// It on the page, as the `place`th; HTML.
    pub(super) fn draw(&self, speech: Speech, place: usize, themes: &[Theme]) -> String {
        let key = &self.text.key;
        let id = escape(key.id.get(..8).unwrap_or_default());
        let mut out = format!(
            "<section class=\"text\" aria-labelledby=\"asked-{place}\"><h2 id=\"asked-{place}\">{}</h2>\
             <p class=\"note\">{} <span class=\"id\">{id}</span></p>{}{}",
            self.text.asked,
            self.text.ward_name,
            hidden(&format!("text-{place}"), &key.to_field()),
            hidden(&format!("seen-{place}"), &self.typed.version.to_string()),
        );
        out.push_str(&self.told(speech));
        if !self.text.words.is_empty() {
            out.push_str(&written(speech, &mask(&self.text.words)));
        }
        out.push_str(&self.tags(speech, place, themes));
        let _ = write!(
            out,
            "<p><label for=\"words-{place}\">{}</label> <span class=\"note\" id=\"help-{place}\">{}</span>\
             <textarea id=\"words-{place}\" name=\"words-{place}\" rows=\"4\" aria-describedby=\"help-{place}\">\n{}</textarea></p>{}</section>",
            speech.say(Word::SaidWords),
            speech.say(Word::SaidWordsHelp),
            escape(&self.typed.words),
            self.decisions(speech, place)
        );
        out
    }

    /// Why it is still there, and what somebody else made of it meanwhile.
    fn told(&self, speech: Speech) -> String {
        let Some(note) = self.note else {
            let by = self.reading.as_ref().map(|reading| read_by(speech, Word::SaidLookAgain, reading));
            return by.map(|by| format!("<p class=\"note\">{by}</p>")).unwrap_or_default();
        };
        match (note, &self.reading) {
            (Note::Overtaken, Some(reading)) => {
                let theirs = match reading.words.as_str() {
                    "" => speech.say(Word::SaidTheirsNothing),
                    words => speech.say_with(Word::SaidTheirs, &[("words", words.to_owned())]),
                };
                format!("<p class=\"told\">{}<br>{theirs}</p>", read_by(speech, Word::SaidOvertaken, reading))
            }
            (Note::Undecided | Note::Overtaken, _) => {
                format!("<p class=\"told\">{}</p>", speech.say(Word::SaidUndecided))
            }
        }
    }

    fn tags(&self, speech: Speech, place: usize, themes: &[Theme]) -> String {
        if themes.is_empty() {
            return String::new();
        }
        let tag = |theme: &Theme| {
            let checked = if self.typed.themes.contains(&theme.number) { " checked" } else { "" };
            format!(
                "<label><input type=\"checkbox\" name=\"theme-{place}\" value=\"{}\"{checked}> {}</label>",
                theme.number,
                escape(&theme_name(speech, theme))
            )
        };
        let tags: Vec<String> = themes.iter().map(tag).collect();
        format!(
            "<fieldset><legend>{}</legend><div class=\"tags\">{}</div></fieldset>",
            speech.say(Word::SaidThemes),
            tags.concat()
        )
    }

    fn decisions(&self, speech: Speech, place: usize) -> String {
        let later = if self.reading.is_some() { Word::SaidStays } else { Word::SaidLater };
        let ways = [
            (Decision::Later, "later", later),
            (Decision::Keep, "keep", Word::SaidKeep),
            (Decision::Nothing, "nothing", Word::SaidNothing),
        ];
        let ways = ways.map(|(decision, value, word)| {
            let checked = if decision == self.typed.decision { " checked" } else { "" };
            format!(
                "<label><input type=\"radio\" name=\"do-{place}\" value=\"{value}\"{checked}> {}</label>",
                speech.say(word)
            )
        });
        format!(
            "<fieldset><legend>{}</legend><div class=\"tags\">{}</div></fieldset>",
            speech.say(Word::SaidDecide),
            ways.concat()
        )
    }
}

fn read_by(speech: Speech, word: Word, reading: &Reading) -> String {
    speech.say_with(word, &[("name", reading.read_by.clone()), ("at", in_japan(&reading.read_at))])
}

/// What was written, with what was taken out of it marked and told.
fn written(speech: Speech, masked: &Masked) -> String {
    let parts = masked.0.iter().map(|part| match part {
        Part::Kept(words) => escape(words),
        Part::Taken(_, words) => format!("<mark>{}</mark>", escape(words)),
    });
    let words = parts.collect::<String>();
    let counts = Detail::ALL.into_iter().map(|detail| (detail, masked.count(detail))).filter(|(_, count)| *count > 0);
    let told: Vec<String> = counts
        .map(|(detail, count)| {
            speech.say_with(
                match detail {
                    Detail::Mail => Word::SaidMail,
                    Detail::PostalCode => Word::SaidPostal,
                    Detail::Telephone => Word::SaidTelephone,
                    Detail::Number => Word::SaidNumber,
                },
                &[("count", count.to_string())],
            )
        })
        .collect();
    let told = if told.is_empty() {
        speech.say(Word::SaidMaskedNone)
    } else {
        speech.say_with(Word::SaidMasked, &[("what", told.join(", "))])
    };
    format!(
        "<p class=\"label\">{}</p><blockquote>{words}</blockquote><p class=\"note\">{told}</p>",
        speech.say(Word::SaidWrote)
    )
}
