//! A response (回答票): a complete set of answers with its identity, the only thing that is ever sent.

use std::fmt;
use std::str::FromStr;

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answer::Answers;
use crate::calendar::Minute;
use crate::complete::{Complete, Shortfall};
use crate::id::SurveyId;
use crate::language::Language;
use crate::receipt::ReceiptHash;
use crate::revision::Revision;
use crate::setting::{Givens, Setting};
use crate::survey::Survey;
use crate::tree::{self, Unwritable};
use crate::ward::WardCode;

/// The identity of a response: a random UUID (version 4) that the device made. A time in it would be a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "Uuid"))]
pub struct ResponseId(Uuid);

/// A text that is no id of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a response: it is a UUID of version 4 in small letters with hyphens")]
pub struct NotAResponseId;

impl ResponseId {
    /// The id made of these random bits, six of which give way to the version and variant.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// It as a UUID.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl FromStr for ResponseId {
    type Err = NotAResponseId;

    /// One id has one spelling, so that it can be compared as text everywhere.
    fn from_str(text: &str) -> Result<Self, NotAResponseId> {
        let mut bits = 0_u128;
        for (place, byte) in text.bytes().enumerate() {
            let digit = match byte {
                b'-' if matches!(place, 8 | 13 | 18 | 23) => continue,
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                _ => return Err(NotAResponseId),
            };
            bits = (bits << 4) | u128::from(digit);
        }
        let uuid = Uuid::from_u128(bits);
        let hyphens = text.bytes().filter(|byte| *byte == b'-').count();
        let written = text.len() == 36 && hyphens == 4;
        let random = uuid.get_version_num() == 4 && uuid.get_variant() == uuid::Variant::RFC4122;
        if written && random { Ok(Self(uuid)) } else { Err(NotAResponseId) }
    }
}

impl TryFrom<String> for ResponseId {
    type Error = NotAResponseId;

    fn try_from(text: String) -> Result<Self, NotAResponseId> {
        text.parse()
    }
}

crate::read_text!(ResponseId = Self(Uuid::nil()));

impl From<ResponseId> for String {
    fn from(id: ResponseId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.as_hyphenated())
    }
}

/// Through which door a response came. The credential decides, never what the body claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
pub enum Mode {
    /// The module on a person's own device.
    Web,
    /// A tablet at a ward office.
    Kiosk,
    /// A collector's tablet.
    Field,
    /// The form without script.
    Plain,
    /// Typed in by staff.
    Paper,
}

impl Mode {
    /// Its name on the wire and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Kiosk => "kiosk",
            Self::Field => "field",
            Self::Plain => "plain",
            Self::Paper => "paper",
        }
    }

    /// The door of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Web, Self::Kiosk, Self::Field, Self::Plain, Self::Paper].into_iter().find(|mode| mode.as_str() == name)
    }
}

/// What tells one response from another, besides what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: ResponseId,
    /// The revision of the survey that was answered.
    pub revision: Revision,
    /// Through which door it came.
    pub mode: Mode,
    /// Whether somebody helped to put it in.
    pub assisted: bool,
    /// The language it was finished in.
    pub language: Language,
    /// The hash of the receipt that the person keeps.
    pub receipt_hash: ReceiptHash,
    /// When the first question was shown.
    pub started_at: Minute,
    /// When it was sent off.
    pub finished_at: Minute,
}

/// A complete set of answers with its identity. Made from a complete path, or admitted by the same rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    survey: SurveyId,
    ward: WardCode,
    given: Givens,
    identity: Identity,
    answers: Complete,
}

impl Response {
    /// The response that these answers make, or everything that keeps them from it.
    pub fn new(
        survey: &Survey,
        identity: Identity,
        setting: &Setting,
        answers: &Answers,
    ) -> Result<Self, Vec<Shortfall>> {
        let answers = survey.questionnaire().complete(setting, answers)?;
        Ok(Self {
            survey: survey.id().clone(),
            ward: setting.ward(),
            given: setting.givens().clone(),
            identity,
            answers,
        })
    }

    /// Its id.
    pub fn id(&self) -> ResponseId {
        self.identity.id
    }

    /// The survey it answers.
    pub fn survey(&self) -> &SurveyId {
        &self.survey
    }

    /// The ward it speaks of.
    pub fn ward(&self) -> WardCode {
        self.ward
    }

    /// The facts that came with the link.
    pub fn given(&self) -> &Givens {
        &self.given
    }

    /// What tells it from others.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn complete(&self) -> &Complete {
        &self.answers
    }

    /// What it says.
    pub fn answers(&self) -> &Answers {
        self.answers.answers()
    }

    /// The same response through another door: the collector puts here what the credential says.
    #[must_use]
    pub fn through(mut self, mode: Mode) -> Self {
        self.identity.mode = mode;
        self
    }

    /// It as it travels. The same response gives the same text.
    ///
    /// Fails never in practice: no field of a response is anything that JSON could not carry.
    pub fn to_json(&self) -> Result<String, Unwritable> {
        tree::write(self)
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { survey, ward, given, identity, answers } = self;
        WhatTravels { survey, ward: *ward, given, identity, answers }.serialize(serializer)
    }
}

/// A response in the order of its fields on the wire.
pub(crate) struct WhatTravels<'a, A> {
    pub(crate) survey: &'a SurveyId,
    pub(crate) ward: WardCode,
    pub(crate) given: &'a Givens,
    pub(crate) identity: &'a Identity,
    pub(crate) answers: &'a A,
}

impl<A: Serialize> Serialize for WhatTravels<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(12))?;
        map.serialize_entry("id", &self.identity.id)?;
        map.serialize_entry("survey", self.survey)?;
        map.serialize_entry("revision", &self.identity.revision)?;
        map.serialize_entry("ward", &self.ward)?;
        map.serialize_entry("mode", &self.identity.mode)?;
        map.serialize_entry("assisted", &self.identity.assisted)?;
        map.serialize_entry("language", &self.identity.language)?;
        map.serialize_entry("given", self.given)?;
        map.serialize_entry("receipt_hash", &self.identity.receipt_hash)?;
        map.serialize_entry("started_at", &self.identity.started_at)?;
        map.serialize_entry("finished_at", &self.identity.finished_at)?;
        map.serialize_entry("answers", self.answers)?;
        map.end()
    }
}
