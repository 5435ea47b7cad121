//! The languages that a text comes in.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A language by its tag: `ja`, `ja-easy` (やさしい日本語), `en`, and whatever a city adds.
///
/// A tag that ends in `-easy` is a plain form of the language before it, and its kanji need ruby.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(try_from = "String")]
pub struct Language(Arc<str>);

/// A text that is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a language: write a tag such as ja, ja-easy, en or zh-Hans")]
pub struct NotALanguage(pub String);

const EASY: &str = "-easy";

impl Language {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a plain form of another language, written for those who read little of it.
    pub fn is_easy(&self) -> bool {
        self.0.ends_with(EASY)
    }

    /// The language of `offered` that somebody means who asks for `tag`, as people and browsers write tags: `zh-TW`,
    /// `zh_CN`, `pt-BR`, `tl`, `EN`. Regions say nothing here but in which characters Chinese is written.
    pub fn meant<'a>(tag: &str, offered: &'a [Self]) -> Option<&'a Self> {
        let tag = tag.replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = match parts.next()? {
            // Filipino is the standard form of Tagalog.
            "tl" => "fil",
            primary => primary,
        };
        let mut more = parts.clone();
        let wanted = if primary == "zh" {
            let is_traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].contains(&part)) && !tag.contains("-hans");
            if is_traditional { "zh-hant" } else { "zh-hans" }
        } else {
            primary
        };
        let named = |wanted: &str| offered.iter().find(|language| language.as_str().eq_ignore_ascii_case(wanted));
        // Easy Japanese is what only this program knows.
        let easy = more.any(|part| part == "easy").then(|| [primary, EASY].concat());
        named(&tag).or_else(|| named(&easy?)).or_else(|| named(wanted))
    }

    /// The tag that a browser understands (BCP 47): easy Japanese is still `ja`.
    pub fn html_lang(&self) -> &str {
        self.0.strip_suffix(EASY).unwrap_or(&self.0)
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(tag: &str) -> Result<Self, NotALanguage> {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let sound = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && tag.len() <= 16
            && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if sound { Ok(Self(Arc::from(tag))) } else { Err(NotALanguage(tag.chars().take(32).collect())) }
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(tag: String) -> Result<Self, NotALanguage> {
        tag.parse()
    }
}

crate::read_text!(Language = Self(Arc::from("")));

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_japanese_is_japanese_to_a_browser() {
        let easy: Language = "ja-easy".parse().unwrap();
        assert!(easy.is_easy());
        assert_eq!(easy.html_lang(), "ja");
        assert_eq!(easy.as_str(), "ja-easy");
        assert_eq!(format!("{easy:?}"), "\"ja-easy\"");
        let chinese: Language = "zh-Hans".parse().unwrap();
        assert!(!chinese.is_easy());
        assert_eq!(chinese.html_lang(), "zh-Hans");
    }

    #[test]
    fn a_language_is_found_by_the_tags_of_browsers_and_people() {
        let all = ["ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "fil", "pt", "ko"].map(|tag| tag.parse().unwrap());
        for (tag, meant) in [
            ("ja", "ja"),
            ("ja-JP", "ja"),
            ("ja-easy", "ja-easy"),
            ("JA_easy", "ja-easy"),
            ("en-GB", "en"),
            ("EN", "en"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh_CN", "zh-Hans"),
            ("zh", "zh-Hans"),
            ("tl", "fil"),
            ("tl-PH", "fil"),
            ("fil-PH", "fil"),
            ("pt-BR", "pt"),
            ("ko-KR", "ko"),
        ] {
            assert_eq!(Language::meant(tag, &all).map(Language::as_str), Some(meant), "{tag}");
        }
        for tag in ["", "-", "tlh", "ne", "j", "日本"] {
            assert_eq!(Language::meant(tag, &all), None, "{tag}");
        }
        let few = ["ja", "zh-Hant"].map(|tag| tag.parse().unwrap());
        assert_eq!(Language::meant("zh-CN", &few), None, "whoever reads the one does not read the other");
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in ["", "j", "japanese", "JA", "ja_easy", "ja-", "ja--easy", "ja-a", "日本", "ja-easy-easy-easy"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }
}
