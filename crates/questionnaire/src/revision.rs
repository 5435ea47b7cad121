//! The revision (版) of a survey: what every response is pinned to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::receipt::is_hex_64;

/// The SHA-256 of the canonical JSON of a survey as published, in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = "^[0-9a-f]{64}$")))]
pub struct Revision(String);

/// A text that is no revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a revision: it has 64 hexadecimal digits in small letters")]
pub struct NotARevision;

impl FromStr for Revision {
    type Err = NotARevision;

    fn from_str(text: &str) -> Result<Self, NotARevision> {
        if is_hex_64(text) { Ok(Self(text.to_owned())) } else { Err(NotARevision) }
    }
}

impl TryFrom<String> for Revision {
    type Error = NotARevision;

    fn try_from(text: String) -> Result<Self, NotARevision> {
        text.parse()
    }
}

crate::read_text!(Revision = Self(String::new()));

impl fmt::Display for Revision {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(feature = "publish")]
mod publish {
    use sha2::{Digest, Sha256};

    use super::Revision;
    use crate::draft_survey::DraftSurvey;
    use crate::receipt::hex;

    impl DraftSurvey {
        /// Its canonical JSON (RFC 8785): the same survey gives the same bytes on every machine.
        ///
        /// Fails only where a number or key cannot be written as JSON, which no field of a survey allows.
        pub fn canonical_json(&self) -> Result<String, serde_json::Error> {
            serde_jcs::to_string(self)
        }

        /// Its revision: the SHA-256 of its canonical JSON.
        pub fn revision(&self) -> Result<Revision, serde_json::Error> {
            Ok(Revision(hex(&Sha256::digest(self.canonical_json()?))))
        }
    }
}
