//! A response as it arrives: JSON that nobody has checked yet.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::calendar::Minute;
use crate::id::SurveyId;
use crate::language::Language;
use crate::limit::RESPONSE_BYTES_MAX;
use crate::receipt::ReceiptHash;
use crate::response::{Mode, ResponseId};
use crate::revision::Revision;
use crate::ward::WardCode;

/// A response on the wire. [`Survey::admit`](crate::Survey::admit) makes a response of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
pub struct WireResponse {
    /// Its id.
    pub id: ResponseId,
    /// The survey it answers.
    pub survey: SurveyId,
    /// The revision of the survey.
    pub revision: Revision,
    /// The ward it speaks of.
    pub ward: WardCode,
    /// Through which door it says it came.
    pub mode: Mode,
    /// Whether somebody helped to put it in.
    pub assisted: bool,
    /// The language it was finished in.
    pub language: Language,
    /// The facts that came with the link.
    pub given: Once<String>,
    /// The hash of its receipt.
    pub receipt_hash: ReceiptHash,
    /// When the first question was shown.
    pub started_at: Minute,
    /// When it was sent off.
    pub finished_at: Minute,
    /// The answers by question id; one that is absent was not given.
    #[cfg_attr(feature = "publish", schemars(schema_with = "crate::schema::answers"))]
    pub answers: Once<serde_json::Value>,
}

/// An object in which each key stands once. Parsers disagree on which of two to believe, so two are refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Once<V>(pub BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Once<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Keys<V> {
            type Value = Once<V>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once<V>, A::Error> {
                let mut once = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if once.insert(key, value).is_some() {
                        return Err(A::Error::custom("a key stands twice in one object"));
                    }
                }
                Ok(Once(once))
            }
        }

        deserializer.deserialize_map(Keys(std::marker::PhantomData))
    }
}

/// Why bytes are no response on the wire.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableResponse {
    /// There are too many of them.
    #[error("the response has {bytes} bytes, at most {RESPONSE_BYTES_MAX} can be read")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// They are not JSON.
    #[error("the body is not JSON: {what}")]
    NotJson {
        /// What the parser says, with line and column; never what the body holds.
        what: String,
    },
    /// They are JSON, but not a response.
    #[error("the body is not a response: {what}")]
    Misshapen {
        /// What the parser says, with line and column.
        what: String,
    },
}

impl WireResponse {
    /// The response on the wire that `body` holds.
    pub fn parse(body: &[u8]) -> Result<Self, UnreadableResponse> {
        if body.len() > RESPONSE_BYTES_MAX {
            return Err(UnreadableResponse::TooLarge { bytes: body.len() });
        }
        serde_json::from_slice(body).map_err(|error| {
            let what = error.to_string();
            if error.is_data() { UnreadableResponse::Misshapen { what } } else { UnreadableResponse::NotJson { what } }
        })
    }
}
