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
    fn what_is_no_tag_is_refused() {
        for bad in ["", "j", "japanese", "JA", "ja_easy", "ja-", "ja--easy", "ja-a", "日本", "ja-easy-easy-easy"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }
}
