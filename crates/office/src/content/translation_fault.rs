//! What is wrong with a translation, and how it is mended.

use questionnaire::Language;

/// What is wrong with a translation. Its text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranslationFault {
    /// A survey offers a language that there is no translation into.
    #[error(
        "there is no translation into `{language}`: put one into translations/{language}, or take the language out of \
         more_languages"
    )]
    None {
        /// Which language.
        language: Language,
    },
    /// A survey offers a language that lacks a text.
    #[error(
        "`{key}` is missing and `{survey}` offers this language: write it, or take the language out of more_languages \
         in surveys/{survey}.toml"
    )]
    Missing {
        /// Which text.
        key: String,
        /// A survey that offers the language.
        survey: String,
    },
    /// A translation of something that is not there.
    #[error("`{key}` translates nothing that is there: correct the key, or take it out")]
    Stray {
        /// Which text.
        key: String,
    },
    /// A translation is said to be signed, but not by whom and when.
    #[error("signed, but not by whom and when: write signed_by and signed_on = \"YYYY-MM-DD\", or status = \"draft\"")]
    SignedByNobody,
}

impl TranslationFault {
    /// The same in Japanese.
    pub(super) fn in_japanese(&self) -> String {
        match self {
            Self::None { language } => format!(
                "「{language}」の訳がありません。translations/{language} に置くか、more_languages から外してください"
            ),
            Self::Missing { key, survey } => format!(
                "「{key}」がありません。調査「{survey}」がこの言語を出しています。訳を書くか、surveys/{survey}.toml の more_languages から外してください"
            ),
            Self::Stray { key } => format!("「{key}」に当たるもとの文がありません。名前を直すか、消してください"),
            Self::SignedByNobody => "signed とありますが、だれがいつ確かめたのかがありません。signed_by と signed_on = \"2026-12-01\" の形の日付を書くか、status = \"draft\" にしてください".to_owned(),
        }
    }
}
