//! The number behind which the staff's screen is.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Digits that it may have.
pub const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Wrong ones in a row after which it has to be waited.
pub const TRIES: u32 = 5;
/// How long then, in seconds.
pub const PAUSE_S: u32 = 60;

/// Rounds of hashing. They slow down whoever has copied the tablet's storage by a little only: with so few digits all
/// can be tried. Nothing behind the number is an answer in clear.
const ROUNDS: u32 = 1_000;
const SALT_BYTES: usize = 16;

/// A number as it is kept: salted and hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pin {
    salt: String,
    hash: String,
}

questionnaire::read_table!(Pin { salt, hash });

impl Pin {
    /// The number, if it has as many digits as one may have.
    pub fn new(typed: &str, random: &[u8]) -> Option<Self> {
        let digits = narrow(typed);
        let sound = DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let salt: Vec<u8> = random.iter().copied().take(SALT_BYTES).collect();
        let salt = hexadecimal(&salt);
        sound.then(|| Self { hash: hash(&salt, &digits), salt })
    }

    /// Whether this is the number.
    pub fn is(&self, typed: &str) -> bool {
        hash(&self.salt, &narrow(typed)) == self.hash
    }
}

/// The digits as a keyboard of another script may give them, made narrow.
pub fn narrow(typed: &str) -> String {
    typed.trim().chars().map(questionnaire::narrow).collect()
}

fn hash(salt: &str, digits: &str) -> String {
    let mut hash = Sha256::digest([salt, ":", digits].concat());
    for _ in 1..ROUNDS {
        hash = Sha256::digest(hash);
    }
    hexadecimal(&hash)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_again_however_wide_it_is_typed() {
        let pin = Pin::new("２５８０", &[3; 45]).unwrap();
        assert!(pin.is("2580") && pin.is(" ２５８0 ") && pin.is("२५८०"));
        assert!(!pin.is("2581") && !pin.is("") && !pin.is("02580"));
    }

    #[test]
    fn the_same_number_is_kept_differently_on_two_tablets() {
        assert_ne!(Pin::new("2580", &[1; 45]), Pin::new("2580", &[2; 45]));
        assert!(!format!("{:?}", Pin::new("2580", &[1; 45])).contains("2580"));
    }

    #[test]
    fn it_has_four_to_eight_digits() {
        for bad in ["", "123", "123456789", "12a4", "１２３", "-1234"] {
            assert_eq!(Pin::new(bad, &[1; 45]), None, "{bad}");
        }
    }
}
