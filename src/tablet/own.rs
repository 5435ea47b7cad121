//! What a tablet knows of itself.

use questionnaire::{Minute, Mode, SurveyId, WardCode};
use serde::Serialize;

use super::pin::Pin;

/// What the office has set a tablet up for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its id, as `koe-office kiosk list` shows it.
    pub device: String,
    /// What it is for.
    pub mode: DeviceMode,
    /// What staff call it.
    pub name: String,
    /// The ward that everything answered on it is of.
    pub ward: WardCode,
    /// The surveys that it offers, in this order.
    pub surveys: Vec<SurveyId>,
    /// Seconds without a touch after which a kiosk asks whether anybody is there.
    pub idle_s: u32,
}

questionnaire::read_table!(Device { device, mode, name, ward, surveys, idle_s });

/// What a tablet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceMode {
    /// It stands at a counter, and whoever comes by answers.
    Kiosk,
    /// A collector carries it and hands it over.
    Field,
}

questionnaire::read_names!(DeviceMode { "kiosk" => Kiosk, "field" => Field });

impl From<DeviceMode> for Mode {
    fn from(mode: DeviceMode) -> Self {
        match mode {
            DeviceMode::Kiosk => Self::Kiosk,
            DeviceMode::Field => Self::Field,
        }
    }
}

/// What a tablet keeps of itself. The token is its credential; nothing here is of anybody who answers.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Own {
    /// What the link brought by which it was set up.
    pub enrolment: String,
    /// What it shows the office from then on.
    pub token: String,
    /// What it is set up for; nothing, as long as the office has not said.
    pub device: Option<Device>,
    /// The number behind which the staff's screen is; nothing, as long as none was chosen.
    pub pin: Option<Pin>,
    /// When the office last stored something of it.
    pub sent_at: Option<Minute>,
    /// The code of the collector who carries it.
    pub interviewer: String,
}

questionnaire::read_table!(Own { enrolment, token, device, pin, sent_at, interviewer = String::new() });

/// Secrets stand in no message for programmers.
impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Own").field("device", &self.device).field("sent_at", &self.sent_at).finish_non_exhaustive()
    }
}

impl Own {
    /// A tablet that is about to make itself known.
    pub fn new(enrolment: String, random: &[u8]) -> Self {
        let token = secret(random);
        Self { enrolment, token, device: None, pin: None, sent_at: None, interviewer: String::new() }
    }
}

/// The letters of base64url (RFC 4648, section 5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SECRET_BYTES: usize = 32;

/// 32 random bytes as the office reads a secret: base64url without padding.
fn secret(random: &[u8]) -> String {
    let bytes: Vec<u8> = random.iter().copied().take(SECRET_BYTES).collect();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = three.iter().chain(&[0; 3]).take(3).fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        let letters = [18, 12, 6, 0].map(|shift| LETTERS.get(word >> shift & 63).copied().map_or('A', char::from));
        text.extend(letters.iter().take(three.len() + 1));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_what_the_office_reads_as_a_secret() {
        assert_eq!(secret(&[0; 45]), "A".repeat(43));
        assert_eq!(secret(&[255; 45]), format!("{}8", "_".repeat(42)));
        let counted: Vec<u8> = (0..45).collect();
        assert_eq!(secret(&counted), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    }

    #[test]
    fn what_a_tablet_keeps_of_itself_is_read_as_it_was_written() {
        let told = r#"{"device":"7KQ2MX9A","mode":"kiosk","name":"1階 窓口","ward":"271276","surveys":["ward-visitors"],"idle_s":60}"#;
        let device: Device = questionnaire::tree::read(told).unwrap();
        let mut own = Own::new("E".repeat(43), &[7; 45]);
        for device in [None, Some(device)] {
            own.device = device;
            own.pin = own.device.as_ref().map(|_| Pin::new("2580", &[1; 45]).unwrap());
            let written = questionnaire::tree::write(&own).unwrap();
            assert_eq!(questionnaire::tree::read::<Own>(&written).unwrap(), own);
        }
    }

    #[test]
    fn secrets_are_shown_to_no_programmer() {
        let own = Own::new("enrolment".to_owned(), &[7; 45]);
        let shown = format!("{own:?}");
        assert!(!shown.contains("enrolment") && !shown.contains(&own.token), "{shown}");
    }
}
