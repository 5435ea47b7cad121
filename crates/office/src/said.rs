//! What people wrote, as the office reads it: rid of what names somebody, tagged with themes; and what the office answers.
//!
//! A response is never changed. What is kept beside it says who read which of its texts, what it is about, and what others
//! may see of it.

mod mask;
mod written;

use std::collections::BTreeSet;

use questionnaire::{Language, Text, WardCode};

pub use mask::{Detail, Masked, Part, mask};
pub use written::{Written, written};

/// Languages in which a theme has its name and its reply, the one first that it cannot be without.
pub const LANGUAGES: [&str; 3] = ["ja", "ja-easy", "en"];

/// Something that people write about, and what the office answers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its number within its survey, from 1.
    pub number: i64,
    /// How often it was written.
    pub version: i64,
    /// Where it stands among the others; of two at one place the one of the smaller number is first.
    pub place: i64,
    /// What it is called.
    pub name: Text,
    /// What the office has done, or why it has not; nothing where there is no answer yet.
    pub reply: Text,
    /// Who wrote it last.
    pub changed_by: String,
    /// When.
    pub changed_at: String,
}

/// Which text of a survey is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextKey {
    /// The id of its response.
    pub id: String,
    /// The question that it answers.
    pub question: String,
    /// The choice beside which it stands, or nothing (`""`).
    pub choice: String,
}

/// A text that somebody of the office has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub text: TextKey,
    /// How often it was kept.
    pub version: i64,
    /// Of which ward.
    pub ward: WardCode,
    /// The numbers of the themes that it is about.
    pub themes: BTreeSet<i64>,
    /// What others may see of it; nothing where that is nothing.
    pub words: String,
    /// Who read it last.
    pub read_by: String,
    /// When.
    pub read_at: String,
}

impl Theme {
    /// What it is called in `language`, with the language that these words are in.
    pub fn name_in<'a>(&'a self, language: &'a Language) -> (&'a str, &'a str) {
        said_in(&self.name, language).unwrap_or(("", LANGUAGES[0]))
    }

    /// What the office answers in `language`, with the language that these words are in.
    pub fn reply_in<'a>(&'a self, language: &'a Language) -> Option<(&'a str, &'a str)> {
        said_in(&self.reply, language)
    }
}

/// What `text` says in `language`, or in the first language in which it says something.
fn said_in<'a>(text: &'a Text, language: &'a Language) -> Option<(&'a str, &'a str)> {
    let tags = [language.as_str()].into_iter().chain(LANGUAGES);
    tags.into_iter().find_map(|tag| {
        let (found, words) = text.0.iter().find(|(found, _)| found.as_str() == tag)?;
        Some((words.as_str(), found.as_str()))
    })
}

impl TextKey {
    /// It as one word of a form.
    pub fn to_field(&self) -> String {
        format!("{}/{}/{}", self.id, self.question, self.choice)
    }

    /// What [`Self::to_field`] has made.
    pub fn of_field(field: &str) -> Option<Self> {
        let mut parts = field.splitn(3, '/').map(str::to_owned);
        Some(Self { id: parts.next()?, question: parts.next()?, choice: parts.next()? })
    }
}

/// What somebody has typed into a field, as it is kept: line ends as LF, nothing around it, and nothing that cannot be seen.
pub fn tidied(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(reply: &[(&str, &str)]) -> Theme {
        let text = |said: &[(&str, &str)]| {
            Text(said.iter().map(|(tag, words)| (tag.parse().unwrap(), (*words).to_owned())).collect())
        };
        Theme {
            number: 1,
            version: 1,
            place: 1,
            name: text(&[("ja", "窓口"), ("en", "Counter")]),
            reply: text(reply),
            changed_by: String::new(),
            changed_at: String::new(),
        }
    }

    #[test]
    fn a_reply_that_a_language_lacks_is_told_in_japanese_and_says_so() {
        let (easy, en) = ("ja-easy".parse().unwrap(), "en".parse().unwrap());
        assert_eq!(theme(&[]).name_in(&easy), ("窓口", "ja"));
        assert_eq!(theme(&[]).name_in(&en), ("Counter", "en"));
        assert_eq!(theme(&[("ja", "直しました")]).reply_in(&en), Some(("直しました", "ja")));
        assert_eq!(theme(&[]).reply_in(&en), None);
    }

    #[test]
    fn a_text_is_found_again_by_what_its_form_says() {
        for choice in ["", "other"] {
            let key = TextKey { id: "5f".into(), question: "words".into(), choice: choice.into() };
            assert_eq!(TextKey::of_field(&key.to_field()), Some(key));
        }
        assert_eq!(TextKey::of_field("5f/words"), None);
    }

    #[test]
    fn what_is_kept_has_no_letter_that_a_database_refuses() {
        assert_eq!(tidied(" きれい\r\n\u{0}です\u{7}\r "), "きれい\nです");
    }
}
