//! A response as it arrives: JSON that nobody has checked yet.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

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
#[cfg_attr(
    feature = "publish",
    derive(schemars::JsonSchema),
    schemars(rename = "Response", description = "A response on the wire.")
)]
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
    #[serde(deserialize_with = "keys_once")]
    #[cfg_attr(feature = "publish", schemars(schema_with = "crate::schema::answers"))]
    pub answers: Once<Json>,
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

pub(crate) fn keys_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Once<Json>, D::Error> {
    let Once(answers) = Once::<KeysOnce>::deserialize(deserializer)?;
    Ok(Once(answers.into_iter().map(|(question, KeysOnce(json))| (question, json)).collect()))
}

/// JSON in whose objects, however deep, each key stands once.
struct KeysOnce(Json);

impl<'de> Deserialize<'de> for KeysOnce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson).map(Self)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(KeysOnce(json)) = list.next_element()? {
            array.push(json);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Json, A::Error> {
        let Once(entries) = Once::<KeysOnce>::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(Json::Object(entries.into_iter().map(|(key, KeysOnce(json))| (key, json)).collect()))
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

/// Characters of a parser's complaint that are passed on.
const WHAT_CHARACTERS_MAX: usize = 200;

impl WireResponse {
    /// The response on the wire that `body` holds.
    pub fn parse(body: &[u8]) -> Result<Self, UnreadableResponse> {
        if body.len() > RESPONSE_BYTES_MAX {
            return Err(UnreadableResponse::TooLarge { bytes: body.len() });
        }
        serde_json::from_slice(body).map_err(|error| {
            // A parser repeats what it did not expect, and that may be as long as the body.
            let what = error.to_string().chars().take(WHAT_CHARACTERS_MAX).collect();
            if error.is_data() { UnreadableResponse::Misshapen { what } } else { UnreadableResponse::NotJson { what } }
        })
    }
}
