//! The keys to which responses are sealed.

use serde::{Deserialize, Serialize};

/// A public key to which responses are sealed, as a JWK (RFC 7517): browsers and every JOSE library take it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SealingKey {
    /// `EC`.
    pub kty: String,
    /// `P-256`.
    pub crv: String,
    /// Its thumbprint (RFC 7638).
    pub kid: String,
    /// Its first coordinate, in base64url.
    pub x: String,
    /// Its second coordinate, in base64url.
    pub y: String,
}

#[cfg(feature = "publish")]
mod publish {
    use sealing::PublicKey;

    use super::SealingKey;

    impl From<&PublicKey> for SealingKey {
        fn from(key: &PublicKey) -> Self {
            Self {
                kty: "EC".to_owned(),
                crv: "P-256".to_owned(),
                kid: key.id().to_owned(),
                x: key.x().to_owned(),
                y: key.y().to_owned(),
            }
        }
    }

    impl SealingKey {
        /// The key that it is, if it is one and goes by its right name.
        pub fn public_key(&self) -> Option<PublicKey> {
            let key = PublicKey::from_coordinates(&self.x, &self.y).ok()?;
            (Self::from(&key) == *self).then_some(key)
        }
    }
}
