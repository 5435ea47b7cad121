//! Wards (区) by their code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The six digits of a ward: JIS X 0402 with the check digit of 総務省's list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct WardCode([u8; 6]);

/// A text that is no ward code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a ward code: write the six digits of JIS X 0402, such as 271080")]
pub struct NotAWard(pub String);

/// What the first five digits are multiplied by to make the sixth.
const WEIGHTS: [u32; 5] = [6, 5, 4, 3, 2];

impl FromStr for WardCode {
    type Err = NotAWard;

    fn from_str(text: &str) -> Result<Self, NotAWard> {
        let fault = || NotAWard(text.chars().take(16).collect());
        let bytes: [u8; 6] = text.as_bytes().try_into().map_err(|_| fault())?;
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(fault());
        }
        let digits = bytes.map(|byte| u32::from(byte - b'0'));
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        // The last digit of 11 less the remainder by 11 (総務省「検査数字を算出する算式」).
        let check = (11 - sum % 11) % 10;
        if digits.last() == Some(&check) { Ok(Self(bytes)) } else { Err(fault()) }
    }
}

impl TryFrom<String> for WardCode {
    type Error = NotAWard;

    fn try_from(text: String) -> Result<Self, NotAWard> {
        text.parse()
    }
}

crate::read_text!(WardCode = Self([b'0'; 6]));

impl From<WardCode> for String {
    fn from(ward: WardCode) -> Self {
        ward.to_string()
    }
}

impl fmt::Display for WardCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for WardCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wards_of_osaka_have_a_right_check_digit() {
        for code in [
            "271021", "271039", "271047", "271063", "271071", "271080", "271098", "271110", "271136", "271144",
            "271152", "271161", "271179", "271187", "271195", "271209", "271217", "271225", "271233", "271241",
            "271250", "271268", "271276", "271284",
        ] {
            let ward: WardCode = code.parse().unwrap();
            assert_eq!((ward.to_string(), format!("{ward:?}")), (code.to_owned(), code.to_owned()));
        }
    }

    #[test]
    fn a_mistyped_ward_is_refused() {
        for bad in ["271081", "27108", "2710800", "27108x", "２７１０８０", ""] {
            assert!(bad.parse::<WardCode>().is_err(), "{bad}");
        }
    }
}
