//! By what a provider of accounts calls somebody.

use std::fmt;
use std::str::FromStr;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::Value;

/// By what a provider of accounts calls somebody, as it stands with their account here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnId(String);

/// Characters of a subject, at most (OpenID Connect Core 1.0, section 2).
const CHARS_MAX: usize = 255;

/// A text by which nobody is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what a provider of accounts calls somebody: that has one to {CHARS_MAX} characters, on one line")]
pub struct NotASignOnId;

impl FromStr for SignOnId {
    type Err = NotASignOnId;

    fn from_str(text: &str) -> Result<Self, NotASignOnId> {
        let is_one = (1..=CHARS_MAX).contains(&text.chars().count())
            && !text.chars().any(char::is_control)
            && text.trim() == text;
        if is_one { Ok(Self(text.to_owned())) } else { Err(NotASignOnId) }
    }
}

impl SignOnId {
    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SignOnId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a provider says of somebody by which their account here is found: `sub`, unless another is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim(String);

impl Default for Claim {
    fn default() -> Self {
        Self("sub".to_owned())
    }
}

impl FromStr for Claim {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Claim {
    /// What an ID token says, which has been found to hold. An address of e-mail that nobody has verified is anybody's.
    pub(super) fn said_in(&self, token: &str) -> Option<SignOnId> {
        let payload = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        let said: Value = serde_json::from_slice(&payload).ok()?;
        let is_theirs = self.0 != "email" || said.get("email_verified") == Some(&Value::Bool(true));
        said.get(&self.0).filter(|_| is_theirs)?.as_str()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(claim: &str, payload: &str) -> Option<String> {
        let token = format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(payload));
        claim.parse::<Claim>().unwrap().said_in(&token).map(|id| id.to_string())
    }

    #[test]
    fn somebody_is_called_by_what_was_chosen() {
        let payload =
            r#"{"sub":"248289761001","employee":"A-17","age":40,"email":"t@city.example","email_verified":true}"#;
        for (claim, called) in [("sub", "248289761001"), ("employee", "A-17"), ("email", "t@city.example")] {
            assert_eq!(said(claim, payload).as_deref(), Some(called));
        }
        for claim in ["age", "upn"] {
            assert_eq!(said(claim, payload), None, "{claim}");
        }
    }

    #[test]
    fn nobody_is_known_by_an_address_that_may_be_anybodys() {
        for verified in ["", r#","email_verified":false"#, r#","email_verified":"true""#] {
            assert_eq!(said("email", &format!(r#"{{"email":"t@city.example"{verified}}}"#)), None, "{verified}");
        }
    }

    #[test]
    fn what_somebody_is_called_stands_on_one_line() {
        for bad in ["", " a", "a\nb", "a\u{7}", &"a".repeat(256)] {
            assert_eq!(bad.parse::<SignOnId>(), Err(NotASignOnId), "{bad:?}");
        }
        assert!("a b|田中@city".parse::<SignOnId>().is_ok());
    }
}
