//! A tablet that staff have set up, and the secrets by which it is known.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use questionnaire::{Minute, Mode, SurveyId, WardCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::random::{self, NoRandomness};

/// Seconds without a touch after which a kiosk asks whether anybody is there. WCAG 2.2.1 wants twenty for the answer
/// alone, so that less than thirty in all would leave nobody time to read.
pub const IDLE_S: std::ops::RangeInclusive<u32> = 30..=600;

/// What a device is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum DeviceMode {
    /// Stands at a counter; whoever comes by answers.
    Kiosk,
    /// Is carried around by a collector, who hands it over.
    Field,
}

impl DeviceMode {
    /// Its name in the store.
    pub fn as_str(self) -> &'static str {
        Mode::from(self).as_str()
    }

    /// The mode of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Kiosk, Self::Field].into_iter().find(|mode| mode.as_str() == name)
    }
}

impl From<DeviceMode> for Mode {
    fn from(mode: DeviceMode) -> Self {
        match mode {
            DeviceMode::Kiosk => Self::Kiosk,
            DeviceMode::Field => Self::Field,
        }
    }
}

/// 32 random bytes that whoever holds them proves to be: in a link, the one who was given it; in a header, the device.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// A text that is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a secret: it has 43 letters, digits, - and _")]
pub struct NotASecret;

impl Secret {
    /// A new one.
    pub fn make() -> Result<Self, NoRandomness> {
        Ok(Self(random::bytes()?))
    }

    /// What is handed on of it for one purpose, and from which neither it nor what is for another can be told: 43 letters,
    /// digits, - and _.
    pub fn token(&self, purpose: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(format!("koe form of {purpose} {self}")))
    }

    /// What the store keeps of it. So many random bits need no key and no slow hash.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| NotASecret)?;
        bytes.try_into().map(Self).map_err(|_| NotASecret)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A secret in a log could be used.
        out.write_str("Secret(…)")
    }
}

/// A device as it was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Device {
    /// Its id: eight letters and digits that the office made.
    pub device: String,
    /// What it is for.
    pub mode: DeviceMode,
    /// What staff call it.
    pub name: String,
    /// The ward of every response that it takes.
    #[schemars(extend("pattern" = "^[0-9]{6}$"))]
    pub ward: WardCode,
    /// The surveys that it takes responses to, in the order in which it offers them.
    pub surveys: Vec<SurveyId>,
    /// After so many seconds without a touch it asks whether anybody is there.
    #[schemars(extend("minimum" = IDLE_S.start(), "maximum" = IDLE_S.end()))]
    pub idle_s: u32,
}

impl Device {
    /// Whether it takes responses to `survey` from `ward`.
    pub fn takes(&self, survey: &SurveyId, ward: WardCode) -> bool {
        self.ward == ward && self.surveys.contains(survey)
    }
}

/// What a device last said of itself: counts, and nothing of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceReport {
    /// Responses that wait to be sent.
    pub waiting: u32,
    /// Responses that were refused and wait for a person.
    pub parked: u32,
    /// When the office last took something from it.
    pub sent_at: Option<Minute>,
    /// Bytes that its browser would still keep, where it says.
    pub storage_free_bytes: Option<u64>,
    /// The version of the page that it runs.
    #[schemars(extend("maxLength" = VERSION_CHARS_MAX))]
    pub version: String,
}

/// Letters and digits that a version may have.
const VERSION_CHARS_MAX: usize = 64;

impl DeviceReport {
    /// The report in `body`, if it is one.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let report: Self = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let plain = report.version.bytes().all(|byte| byte.is_ascii_graphic());
        if plain && report.version.len() <= VERSION_CHARS_MAX {
            Ok(report)
        } else {
            Err(format!("the version has more than {VERSION_CHARS_MAX} letters, or others than those of ASCII"))
        }
    }
}

/// How a device stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceStanding {
    /// Which one.
    #[serde(flatten)]
    pub device: Device,
    /// When it was set up.
    pub added_at: Minute,
    /// Until when its link works, as long as nobody has used it.
    pub enrolment_until: Minute,
    /// When the tablet used its link.
    pub enrolled_at: Option<Minute>,
    /// Since when it may do nothing any more.
    pub revoked_at: Option<Minute>,
    /// When it last said something of itself.
    pub reported_at: Option<Minute>,
    /// What it then said.
    pub report: Option<DeviceReport>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_is_written_and_shown_nowhere_else() {
        let secret = Secret::make().unwrap();
        assert_eq!(secret.to_string().parse(), Ok(secret.clone()));
        assert_eq!(secret.to_string().len(), 43);
        assert!(!format!("{secret:?}").contains(&secret.to_string()));
        for bad in ["", "abc", &"A".repeat(42), &"A".repeat(44), &"ä".repeat(43)] {
            assert_eq!(bad.parse::<Secret>(), Err(NotASecret), "{bad}");
        }
    }

    #[test]
    fn a_report_holds_counts_and_nothing_else() {
        let told = r#"{"waiting":2,"parked":0,"sent_at":null,"storage_free_bytes":null,"version":"0.1.0"}"#;
        assert_eq!(DeviceReport::parse(told.as_bytes()).unwrap().waiting, 2);
        let more = told.replace("\"waiting\"", "\"answers\":{},\"waiting\"");
        assert!(DeviceReport::parse(more.as_bytes()).is_err());
        for version in ["あ", &"1".repeat(65), "1\\n2"] {
            assert!(DeviceReport::parse(told.replace("0.1.0", version).as_bytes()).is_err(), "{version}");
        }
    }
}
