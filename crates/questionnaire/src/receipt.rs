//! The receipt (受付番号): what a resident keeps, and what the collector keeps of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::narrow::narrow;

/// 100 random bits that the device made: 20 characters, each of 5 bits.
///
/// Whoever holds one can look up whether the response was counted, and nobody can guess one: with ten
/// million responses the chance that a guess hits any is below 10⁻²³.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; LENGTH]);

/// The SHA-256 of a receipt's 20 characters, in 64 hexadecimal digits: what travels and is published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = "^[0-9a-f]{64}$")))]
pub struct ReceiptHash(String);

/// A text that is no receipt, or no hash of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAReceipt {
    /// Not 20 characters of the alphabet.
    #[error("not a receipt: it has 20 letters and digits in four groups of five")]
    Receipt,
    /// Not 64 hexadecimal digits.
    #[error("not the hash of a receipt: it has 64 hexadecimal digits in small letters")]
    Hash,
}

const LENGTH: usize = 20;
/// Crockford's alphabet: no I, L, O or U, so that nothing is misread or spells a word.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Receipt {
    /// The receipt made of the first 100 of these random bits.
    pub fn from_random(bytes: [u8; 13]) -> Self {
        let bits = bytes.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte)) >> 4;
        let mut characters = [0; LENGTH];
        for (place, character) in characters.iter_mut().rev().enumerate() {
            let five = usize::try_from((bits >> (5 * place)) & 31).unwrap_or_default();
            *character = ALPHABET.get(five).copied().unwrap_or_default();
        }
        Self(characters)
    }

    /// What the collector keeps of it.
    pub fn hash(&self) -> ReceiptHash {
        ReceiptHash(hex(&Sha256::digest(self.0)))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four: u8| DIGITS.get(usize::from(four)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub(crate) fn is_hex_64(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl fmt::Display for Receipt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, character) in self.0.iter().enumerate() {
            if place > 0 && place.is_multiple_of(5) {
                out.write_str("-")?;
            }
            write!(out, "{}", char::from(*character))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Receipt {
    /// Not the receipt itself: it must not get into a log.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Receipt(…)")
    }
}

impl FromStr for Receipt {
    type Err = NotAReceipt;

    /// Reads what a person types: small letters, full-width characters, and the letters that look like 0
    /// and 1 are taken for what they mean; hyphens and spaces are passed over.
    fn from_str(text: &str) -> Result<Self, NotAReceipt> {
        let mut characters = [0; LENGTH];
        let mut places = characters.iter_mut();
        for character in text.chars().filter(|character| !is_gap(*character)) {
            let meant = match narrow(character).to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let byte = u8::try_from(meant).ok().filter(|byte| ALPHABET.contains(byte)).ok_or(NotAReceipt::Receipt)?;
            *places.next().ok_or(NotAReceipt::Receipt)? = byte;
        }
        if places.next().is_some() { Err(NotAReceipt::Receipt) } else { Ok(Self(characters)) }
    }
}

fn is_gap(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '－' | 'ー' | '−' | '‐' | '―')
}

impl FromStr for ReceiptHash {
    type Err = NotAReceipt;

    fn from_str(text: &str) -> Result<Self, NotAReceipt> {
        if is_hex_64(text) { Ok(Self(text.to_owned())) } else { Err(NotAReceipt::Hash) }
    }
}

impl TryFrom<String> for ReceiptHash {
    type Error = NotAReceipt;

    fn try_from(text: String) -> Result<Self, NotAReceipt> {
        text.parse()
    }
}

crate::read_text!(ReceiptHash = Self(String::new()));

impl fmt::Display for ReceiptHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_has_twenty_characters_in_fives() {
        assert_eq!(Receipt::from_random([0; 13]).to_string(), "00000-00000-00000-00000");
        assert_eq!(Receipt::from_random([255; 13]).to_string(), "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ");
        let counting = [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x30];
        assert_eq!(Receipt::from_random(counting).to_string(), "01234-56789-ABCDE-FGHJK");
    }

    #[test]
    fn what_a_person_types_is_taken_for_what_it_means() {
        let receipt: Receipt = "01234-56789-ABCDE-FGHJK".parse().unwrap();
        for typed in [
            "0123456789ABCDEFGHJK",
            "o1234 56789 abcde fghjk",
            "OI234-56789-ABCDE-FGHJK",
            "Ol234-56789-ABCDE-FGHJK",
            "０１２３４ー５６７８９－ＡＢＣＤＥ　ｆｇｈｊｋ",
        ] {
            assert_eq!(typed.parse::<Receipt>().unwrap(), receipt, "{typed}");
        }
        for bad in ["", "01234-56789-ABCDE-FGHJ", "01234-56789-ABCDE-FGHJKM", "U1234-56789-ABCDE-FGHJK", "受1234"] {
            assert_eq!(bad.parse::<Receipt>(), Err(NotAReceipt::Receipt), "{bad}");
        }
    }

    #[test]
    fn the_hash_is_the_sha_256_of_the_twenty_characters() {
        let receipt: Receipt = "00000-00000-00000-00000".parse().unwrap();
        // printf 00000000000000000000 | sha256sum
        assert_eq!(receipt.hash().to_string(), "a7d351f3de399c746064a53c69959ab10312a003ec63985bcd86fb6dc1c402d5");
    }

    #[test]
    fn a_receipt_does_not_get_into_a_log() {
        assert_eq!(format!("{:?}", Receipt::from_random([7; 13])), "Receipt(…)");
    }

    #[test]
    fn a_hash_is_64_digits() {
        let hash = "0".repeat(64);
        assert_eq!(hash.parse::<ReceiptHash>().unwrap().to_string(), hash);
        for bad in ["0".repeat(63), "A".repeat(64), "g".repeat(64)] {
            assert_eq!(bad.parse::<ReceiptHash>(), Err(NotAReceipt::Hash));
        }
    }
}
