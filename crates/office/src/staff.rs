//! Who works at the desk, and what each may do.

use std::fmt;
use std::str::FromStr;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use questionnaire::WardCode;

use crate::random::{self, NoRandomness};
use crate::sign_on::SignOnId;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Everything, for every ward.
    City,
    /// What concerns this ward alone.
    Ward(WardCode),
    /// Typing in what came on paper.
    Typist,
    /// Looking at results.
    Viewer,
}

/// A text that is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role: write city, ward:CODE (such as ward:271080), typist or viewer")]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        match text {
            "city" => Ok(Self::City),
            "typist" => Ok(Self::Typist),
            "viewer" => Ok(Self::Viewer),
            _ => text.strip_prefix("ward:").and_then(|ward| ward.parse().ok()).map(Self::Ward).ok_or(NotARole),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City => out.write_str("city"),
            Self::Ward(ward) => write!(out, "ward:{ward}"),
            Self::Typist => out.write_str("typist"),
            Self::Viewer => out.write_str("viewer"),
        }
    }
}

impl Role {
    /// Whether what concerns `ward` is its business.
    pub fn covers(self, ward: WardCode) -> bool {
        match self {
            Self::City => true,
            Self::Ward(own) => own == ward,
            Self::Typist | Self::Viewer => false,
        }
    }
}

/// By what staff sign in and are named in the log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffName(String);

const NAME_CHARS_MAX: usize = 40;

/// A text that is no name of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name for an account: it has one to {NAME_CHARS_MAX} letters, digits, - . _ or @, and no spaces")]
pub struct NotAName;

impl FromStr for StaffName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let text = text.trim();
        let fits = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '.' | '_' | '@');
        let is_one = !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX && text.chars().all(fits);
        if is_one { Ok(Self(text.to_owned())) } else { Err(NotAName) }
    }
}

impl StaffName {
    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StaffName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Its name.
    pub name: StaffName,
    /// What it may do.
    pub role: Role,
}

/// By what somebody shows that an account is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A password, of which this is the hash.
    Password(String),
    /// A provider of accounts that calls them so.
    SignOn(SignOnId),
}

/// A password as it is typed. It is written nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// A password that is too easily guessed, or too long to be hashed for everybody who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a password: it has {CHARS_MIN} to {CHARS_MAX} characters")]
pub struct NotAPassword;

/// What NIST SP 800-63B asks of a password that is the only secret.
const CHARS_MIN: usize = 15;
const CHARS_MAX: usize = 200;

/// No 0 and O, no 1, I and L; small letters, since it is typed.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

impl FromStr for Password {
    type Err = NotAPassword;

    fn from_str(text: &str) -> Result<Self, NotAPassword> {
        let fits = (CHARS_MIN..=CHARS_MAX).contains(&text.chars().count());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAPassword) }
    }
}

impl Password {
    /// A new one: 79 random bits, in fours.
    pub fn make() -> Result<Self, NoRandomness> {
        let mut letters = String::new();
        while letters.len() < 16 {
            // Bytes from 248 on would make some letters likelier than others.
            let drawn: [u8; 32] = random::bytes()?;
            let fair = drawn.into_iter().filter(|byte| *byte < 248);
            let drawn = fair.filter_map(|byte| ALPHABET.get(usize::from(byte) % ALPHABET.len()).copied());
            letters.extend(drawn.map(char::from).take(16 - letters.len()));
        }
        let fours: Vec<&str> = (0..4).filter_map(|four| letters.get(four * 4..four * 4 + 4)).collect();
        Ok(Self(fours.join("-")))
    }

    /// It as text, to be shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the store keeps of it. Takes a part of a second and 19 MiB.
    pub fn hash(&self) -> Result<String, NoRandomness> {
        let salt: [u8; 16] = random::bytes()?;
        let salt = SaltString::encode_b64(&salt).map_err(|_| NoRandomness)?;
        let hash = argon2id().hash_password(self.0.as_bytes(), &salt).map_err(|_| NoRandomness)?;
        Ok(hash.to_string())
    }

    /// Whether it is the one that `kept` was made of. As slow as making it.
    pub fn is_of(&self, kept: &str) -> bool {
        let kept = PasswordHash::new(kept);
        kept.is_ok_and(|kept| argon2id().verify_password(self.0.as_bytes(), &kept).is_ok())
    }
}

/// What OWASP asks for at least (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for written in ["city", "ward:271080", "typist", "viewer"] {
            assert_eq!(written.parse::<Role>().unwrap().to_string(), written);
        }
        for bad in ["", "ward", "ward:", "ward:1", "City", "admin"] {
            assert_eq!(bad.parse::<Role>(), Err(NotARole), "{bad}");
        }
    }

    #[test]
    fn only_the_city_and_the_ward_itself_see_to_a_ward() {
        let ward: WardCode = "271080".parse().unwrap();
        let covers = ["city", "ward:271080", "ward:271098", "typist", "viewer"]
            .map(|role| role.parse::<Role>().unwrap().covers(ward));
        assert_eq!(covers, [true, true, false, false, false]);
    }

    #[test]
    fn a_name_has_no_spaces_and_nothing_that_breaks_a_line() {
        for good in ["tanaka", "田中", " t.tanaka@city "] {
            assert!(good.parse::<StaffName>().is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "a\nb", "<b>", "a:b", &"a".repeat(41)] {
            assert_eq!(bad.parse::<StaffName>(), Err(NotAName), "{bad}");
        }
    }

    #[test]
    fn a_password_is_known_again_and_shown_nowhere() {
        let password = Password::make().unwrap();
        assert_eq!(password.as_str().len(), 19);
        let kept = password.hash().unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(password.is_of(&kept) && !Password::make().unwrap().is_of(&kept));
        assert!(!password.is_of("") && !password.is_of("plain"));
        assert!(!format!("{password:?}").contains(password.as_str()));
        assert_eq!("too short".parse::<Password>(), Err(NotAPassword));
    }
}
