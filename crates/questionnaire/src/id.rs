//! The names of things: each its own type, so that a question's id cannot stand where a choice's code belongs.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limit::ID_BYTES_MAX;

/// A text that is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{text}\" is not a name: use 1 to {ID_BYTES_MAX} small letters, digits, `_`, `-` or `.`, \
     with a letter or a digit first"
)]
pub struct NotAnId {
    /// What was given, cut to a length that can be shown.
    pub text: String,
}

fn parse(text: &str) -> Result<Arc<str>, NotAnId> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut bytes = text.bytes();
    let sound = text.len() <= ID_BYTES_MAX
        && bytes.next().is_some_and(allowed)
        && bytes.all(|byte| allowed(byte) || matches!(byte, b'_' | b'-' | b'.'));
    if sound { Ok(Arc::from(text)) } else { Err(NotAnId { text: text.chars().take(ID_BYTES_MAX).collect() }) }
}

macro_rules! ids {
    ($($(#[$meaning:meta])* $name:ident)*) => {$(
        $(#[$meaning])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
        #[serde(try_from = "String")]
        #[cfg_attr(feature = "publish", schemars(with = "String", extend("pattern" = "^[a-z0-9][a-z0-9_.-]{0,63}$")))]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        $crate::read_text!($name = Self(Arc::from("")));

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{:?}", &*self.0)
            }
        }
    )*};
}

ids! {
    /// A questionnaire (調査票), such as `resident`.
    QuestionnaireId
    /// One round of asking (調査), such as `ward-residents-2026`.
    SurveyId
    /// A group of questions that belong together.
    SectionId
    /// Consecutive questions of one section that share a screen.
    PageId
    /// A question (設問) within its questionnaire.
    QuestionId
    /// A set of choices that several questions share.
    ChoiceSetId
    /// The code of a choice (選択肢): what is stored, the same on paper and on the web.
    Code
    /// A part of a questionnaire that a survey turns on, for all wards or for one.
    ModuleId
    /// The name of a fact that comes with the link, code or device (前提).
    GivenName
    /// The name of a slot in a text, such as `ward` in `{ward}`.
    SlotName
    /// An indicator (成果指標) that a question feeds.
    IndicatorId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_small_letters_digits_and_three_marks() {
        for good in ["a", "1_4", "20_", "ward-residents-2026", "kihon.ties"] {
            assert_eq!(good.parse::<Code>().unwrap().as_str(), good);
        }
        for bad in ["", "_a", "-", "A", "a b", "区", "a/b", &"x".repeat(65)] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
        assert!("x".repeat(64).parse::<Code>().is_ok());
    }
}
