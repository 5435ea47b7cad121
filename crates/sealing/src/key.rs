//! Keys on the curve P-256, as JWKs (RFC 7517).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::agreement::ALGORITHM;

/// The key that anybody may have (公開鍵): whoever has it can seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    point: p256::PublicKey,
    id: String,
    x: String,
    y: String,
}

/// The key that only those may have who open what was sealed (秘密鍵).
#[derive(Clone)]
pub struct PrivateKey {
    secret: p256::SecretKey,
    public: PublicKey,
}

/// Why a text is no such key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// It is the private key where the public one belongs.
    #[error("is a PRIVATE key")]
    Private,
    /// It is the public key where the private one belongs.
    #[error("is a public key, which cannot open anything")]
    Public,
    /// It is not JSON.
    #[error("is not a key in JSON (JWK)")]
    NotJson,
    /// It is another kind of key, or none.
    #[error("is not a key on the curve P-256 (`\"kty\": \"EC\", \"crv\": \"P-256\"`, with `x` and `y`)")]
    NotP256,
    /// Its coordinates are no point of the curve, or its halves do not belong together.
    #[error("is damaged: its numbers do not make a key")]
    Damaged,
}

/// Bytes of a coordinate and of a secret.
const NUMBER_BYTES: usize = 32;

impl PublicKey {
    /// The key with these coordinates, each in base64url as in a JWK.
    pub fn from_coordinates(x: &str, y: &str) -> Result<Self, NotAKey> {
        let number = |text| decode::<NUMBER_BYTES>(text).ok_or(NotAKey::Damaged);
        let point = p256::Sec1Point::from_affine_coordinates(&number(x)?.into(), &number(y)?.into(), false);
        let point: Option<p256::PublicKey> = p256::PublicKey::from_sec1_point(&point).into();
        point.ok_or(NotAKey::Damaged).map(Self::of_point)
    }

    /// The key that a JWK holds. What else stands in the JWK is passed over.
    pub fn from_jwk(json: &str) -> Result<Self, NotAKey> {
        // A private key in another wrapping is no less private.
        if json.contains("PRIVATE KEY") {
            return Err(NotAKey::Private);
        }
        let jwk: Json = serde_json::from_str(json).map_err(|_| NotAKey::NotJson)?;
        if jwk.get("d").is_some() {
            return Err(NotAKey::Private);
        }
        Self::from_fields(&jwk)
    }

    fn from_fields(jwk: &Json) -> Result<Self, NotAKey> {
        let field = |name| jwk.get(name).and_then(Json::as_str);
        if field("kty") != Some("EC") || field("crv") != Some("P-256") || field("use").is_some_and(|used| used != "enc")
        {
            return Err(NotAKey::NotP256);
        }
        let (x, y) = field("x").zip(field("y")).ok_or(NotAKey::NotP256)?;
        Self::from_coordinates(x, y)
    }

    pub(crate) fn of_point(point: p256::PublicKey) -> Self {
        let encoded = point.to_sec1_point(false);
        let number = |bytes: Option<&p256::FieldBytes>| URL_SAFE_NO_PAD.encode(bytes.copied().unwrap_or_default());
        let (x, y) = (number(encoded.x()), number(encoded.y()));
        Self { id: thumbprint(&x, &y), point, x, y }
    }

    pub(crate) fn point(&self) -> &p256::PublicKey {
        &self.point
    }

    /// Its name: the SHA-256 of its required fields (RFC 7638), in base64url.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its first coordinate, in base64url.
    pub fn x(&self) -> &str {
        &self.x
    }

    /// Its second coordinate, in base64url.
    pub fn y(&self) -> &str {
        &self.y
    }

    /// It as a JWK.
    pub fn to_jwk(&self) -> Json {
        json!({ "alg": ALGORITHM, "crv": "P-256", "kid": self.id, "kty": "EC", "use": "enc", "x": self.x, "y": self.y })
    }
}

/// The SHA-256 of the fields in the order of their names, without anything between them (RFC 7638, section 3).
fn thumbprint(x: &str, y: &str) -> String {
    let fields = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(fields))
}

impl PrivateKey {
    /// The key of these random bytes; one time in 2³² they are none, and others are needed.
    pub fn from_random(bytes: [u8; NUMBER_BYTES]) -> Option<Self> {
        let secret = p256::SecretKey::from_bytes(&bytes.into()).ok()?;
        Some(Self { public: PublicKey::of_point(secret.public_key()), secret })
    }

    /// The key that a JWK holds. What else stands in the JWK is passed over.
    pub fn from_jwk(json: &str) -> Result<Self, NotAKey> {
        let jwk: Json = serde_json::from_str(json).map_err(|_| NotAKey::NotJson)?;
        let public = PublicKey::from_fields(&jwk)?;
        let secret = jwk.get("d").ok_or(NotAKey::Public)?;
        let secret = secret.as_str().and_then(decode).and_then(Self::from_random).ok_or(NotAKey::Damaged)?;
        if secret.public == public { Ok(secret) } else { Err(NotAKey::Damaged) }
    }

    /// The other half, which may be shown.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn secret(&self) -> &p256::SecretKey {
        &self.secret
    }

    /// It as a JWK: for the file that is locked away, and for nothing else.
    pub fn to_jwk(&self) -> Json {
        let mut jwk = self.public.to_jwk();
        if let Some(fields) = jwk.as_object_mut() {
            fields.insert("d".to_owned(), URL_SAFE_NO_PAD.encode(self.secret.to_bytes()).into());
        }
        jwk
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PrivateKey({} …)", self.public.id)
    }
}

/// The `N` bytes that a text in base64url stands for, where it is written in the one right way.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
