//! The code of an invitation (回答番号), and the keyed hash that the store keeps of it.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, Mac};
use questionnaire::SurveyId;
use sha2::Sha256;

/// No 0 and O, no 1, I and L: what is left cannot be misread. 31 is prime, which the check character needs.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 10;

/// Ten characters of which the last checks the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InvitationCode([u8; LENGTH]);

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code: it has ten letters and digits, and one of them is wrong")]
pub struct NotACode;

impl InvitationCode {
    /// The code of these random bytes; about one time in 36 they are no code, and others are needed.
    pub fn from_random(bytes: [u8; LENGTH - 1]) -> Option<Self> {
        let mut code = [0; LENGTH];
        for (character, byte) in code.iter_mut().zip(bytes) {
            // Bytes from 248 on would make some characters likelier than others.
            *character = *ALPHABET.get(usize::from(byte) % ALPHABET.len()).filter(|_| byte < 248)?;
        }
        let check = check(&code)?;
        *code.last_mut()? = check;
        Some(Self(code))
    }
}

/// The check character of the first nine: their places weighted 1 to 9 and summed by 31. Any one wrong
/// character changes the sum, and so do two neighbours that changed places.
fn check(code: &[u8; LENGTH]) -> Option<u8> {
    let mut sum = 0;
    for (place, character) in code.iter().take(LENGTH - 1).enumerate() {
        sum += (place + 1) * ALPHABET.iter().position(|allowed| allowed == character)?;
    }
    ALPHABET.get(sum % ALPHABET.len()).copied()
}

impl FromStr for InvitationCode {
    type Err = NotACode;

    /// Small letters, full-width letters, digits of Devanagari, spaces and hyphens are as good as the printed form.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut code = [0; LENGTH];
        let mut places = code.iter_mut();
        for character in text.chars().take(64).map(narrow).filter(|character| !matches!(character, ' ' | '-')) {
            let byte = u8::try_from(character).map_err(|_| NotACode)?;
            *places.next().ok_or(NotACode)? = byte.to_ascii_uppercase();
        }
        let whole = places.next().is_none();
        if whole && check(&code) == code.last().copied() { Ok(Self(code)) } else { Err(NotACode) }
    }
}

fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' => '-',
        other => questionnaire::narrow(other),
    }
}

impl fmt::Display for InvitationCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            if place == LENGTH / 2 {
                out.write_str("-")?;
            }
            write!(out, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}

impl fmt::Debug for InvitationCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A code in a log could be used.
        out.write_str("InvitationCode(…)")
    }
}

/// The key under which codes are hashed. Without it the hashes in a stolen store tell nothing.
#[derive(Clone)]
pub struct CodeKey(Vec<u8>);

impl CodeKey {
    /// The name under which the store keeps it.
    pub const SETTING: &'static str = "code_key";

    /// The key of these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What the store keeps of `code` in `survey`.
    pub fn hash(&self, survey: &SurveyId, code: InvitationCode) -> [u8; 32] {
        self.mac(survey, 0, &code.0)
    }

    /// The name of a count that is kept in `survey`, from which nobody learns of what without the key.
    pub fn counter(&self, survey: &SurveyId, of: &str) -> i64 {
        self.mac(survey, 1, of.as_bytes()).first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
    }

    fn mac(&self, survey: &SurveyId, kind: u8, of: &[u8]) -> [u8; 32] {
        // A block holds any key that the store keeps: 32 bytes, padded with zeros as HMAC itself would.
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(&self.0).for_each(|(place, byte)| *place = *byte);
        let mut mac = Hmac::<Sha256>::new(&block);
        mac.update(survey.as_str().as_bytes());
        // No id holds such a byte, so that the parts cannot be divided in two ways.
        mac.update(&[kind]);
        mac.update(of);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("CodeKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> InvitationCode {
        InvitationCode::from_random([7, 30, 200, 31, 99, 0, 247, 64, 128]).unwrap()
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let printed = code().to_string();
        assert_eq!(printed.len(), 11);
        let bare = printed.replace('-', "");
        let wide: String = bare.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
        for typed in [
            printed.clone(),
            bare.to_lowercase(),
            wide,
            format!(" {} ", printed.replace('-', "　")),
            printed.replace('-', "ー"),
            printed.chars().map(|c| c.to_digit(10).and_then(|n| char::from_u32(0x966 + n)).unwrap_or(c)).collect(),
        ] {
            assert_eq!(typed.parse(), Ok(code()), "{typed}");
        }
    }

    #[test]
    fn one_wrong_character_or_two_exchanged_are_noticed() {
        let bare = code().to_string().replace('-', "");
        for place in 0..LENGTH {
            for other in ALPHABET.iter().map(|byte| char::from(*byte)) {
                let mut wrong: Vec<char> = bare.chars().collect();
                if wrong[place] != other {
                    wrong[place] = other;
                    assert_eq!(wrong.iter().collect::<String>().parse::<InvitationCode>(), Err(NotACode));
                }
            }
        }
        for place in 0..LENGTH - 2 {
            let mut wrong: Vec<char> = bare.chars().collect();
            if wrong[place] != wrong[place + 1] {
                wrong.swap(place, place + 1);
                assert_eq!(wrong.iter().collect::<String>().parse::<InvitationCode>(), Err(NotACode));
            }
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in ["", "22222", "0000000000", "22222222222", "2222-2222-2222", "日本日本日本日本日本"] {
            assert_eq!(bad.parse::<InvitationCode>(), Err(NotACode), "{bad}");
        }
        assert_eq!(InvitationCode::from_random([255; 9]), None);
    }

    #[test]
    fn a_hash_belongs_to_its_survey_and_key() {
        let (one, other): (SurveyId, SurveyId) = ("one".parse().unwrap(), "other".parse().unwrap());
        let key = CodeKey::new(vec![1; 32]);
        assert_eq!(key.hash(&one, code()), key.hash(&one, code()));
        assert_ne!(key.hash(&one, code()), key.hash(&other, code()));
        assert_ne!(key.hash(&one, code()), CodeKey::new(vec![2; 32]).hash(&one, code()));
        assert!(!format!("{:?}{key:?}", code()).contains(&code().to_string()));
    }
}
