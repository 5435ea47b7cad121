//! What was sealed, as it travels and lies: JWE in the general JSON serialisation (RFC 7516, section 7.2.1).

use std::fmt;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::agreement::{WRAPPED_KEY_BYTES, unwrap, wrapping_key};
use crate::key::{PrivateKey, PublicKey, decode};
use crate::{KEYS_MAX, SEALED_BYTES_MAX};

/// Bytes of the number that is used once with a content key.
pub(crate) const IV_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// `{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}`. There is one way to seal, and so one header.
pub(crate) const PROTECTED: &str = "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00ifQ";

/// A response whose `answers` and `given` are sealed: a JWE in the general JSON serialisation (docs/formats/sealed.md). A
/// survey with `sealing_keys` takes nothing else.
// The fields stand in the order of canonical JSON (RFC 8785).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(rename = "Sealed"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Wire {
    /// What stays in clear: the response without `answers` and `given`.
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]*$")))]
    pub(crate) aad: String,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]*$")))]
    pub(crate) ciphertext: String,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{16}$")))]
    pub(crate) iv: String,
    /// `{"alg":"ECDH-ES+A256KW","enc":"A256GCM"}`.
    #[cfg_attr(feature = "publish", schemars(extend("const" = PROTECTED)))]
    pub(crate) protected: String,
    #[cfg_attr(feature = "publish", schemars(extend("minItems" = 1, "maxItems" = KEYS_MAX)))]
    pub(crate) recipients: Vec<Recipient>,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{22}$")))]
    pub(crate) tag: String,
}

/// The content key for one recipient.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipient {
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{54}$")))]
    pub(crate) encrypted_key: String,
    pub(crate) header: Header,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) epk: Point,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{43}$")))]
    pub(crate) kid: String,
}

/// The public half of a key that was used once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    #[cfg_attr(feature = "publish", schemars(extend("const" = "P-256")))]
    crv: String,
    #[cfg_attr(feature = "publish", schemars(extend("const" = "EC")))]
    kty: String,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{43}$")))]
    x: String,
    #[cfg_attr(feature = "publish", schemars(extend("pattern" = "^[A-Za-z0-9_-]{43}$")))]
    y: String,
}

const FIELDS: [&str; 6] = ["aad", "ciphertext", "iv", "protected", "recipients", "tag"];

impl Point {
    pub(crate) fn of(key: &PublicKey) -> Self {
        Self { crv: "P-256".to_owned(), kty: "EC".to_owned(), x: key.x().to_owned(), y: key.y().to_owned() }
    }

    fn key(&self) -> Option<PublicKey> {
        let is_p256 = self.kty == "EC" && self.crv == "P-256";
        PublicKey::from_coordinates(&self.x, &self.y).ok().filter(|_| is_p256)
    }
}

/// What the cipher authenticates beside the ciphertext (RFC 7516, section 5.1, step 14).
pub(crate) fn authenticated(aad: &str) -> String {
    format!("{PROTECTED}.{aad}")
}

/// Something sealed, of the right form. Whether it was changed, only opening it tells.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema), schemars(with = "Wire"))]
pub struct Sealed {
    aad: String,
    clear: Vec<u8>,
    ciphertext: Vec<u8>,
    iv: [u8; IV_BYTES],
    tag: [u8; TAG_BYTES],
    recipients: Vec<SealedKey>,
}

#[derive(Debug, Clone)]
struct SealedKey {
    to: String,
    ephemeral: PublicKey,
    wrapped: [u8; WRAPPED_KEY_BYTES],
}

/// Why bytes are nothing sealed. Nothing of what they hold is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    /// There are too many of them.
    #[error("it has {bytes} bytes, at most {SEALED_BYTES_MAX} can be read")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// They are not JSON: a part is missing, or something was written into it.
    #[error("it is cut off or damaged: {what}")]
    NotJson {
        /// What the parser says, with line and column.
        what: String,
    },
    /// They are JSON of another form.
    #[error("it is not sealed as Koe seals: {what}")]
    Misshapen {
        /// What the parser says, with line and column.
        what: String,
    },
    /// A part of it is not what it must be.
    #[error("its `{part}` is damaged")]
    Damaged {
        /// Which part.
        part: &'static str,
    },
}

/// Why a key does not open something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// It was sealed to other keys.
    #[error("it is sealed to other keys: give the private key of {}", to.join(" or "))]
    OtherKeys {
        /// The ids of the keys that would open it.
        to: Vec<String>,
    },
    /// It is not what was sealed.
    #[error("it was changed after it was sealed")]
    Changed,
}

/// Characters of a parser's complaint that are passed on.
const WHAT_CHARACTERS_MAX: usize = 200;

/// Whether `json` means to be something sealed, however damaged or cut off it is.
pub fn is_sealed(json: &[u8]) -> bool {
    let mut seen = Seen(false);
    // What is wrong with it, whoever reads it says.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(&mut seen);
    seen.0
}

/// Whether a field of something sealed was met.
struct Seen(bool);

impl<'de> Visitor<'de> for &mut Seen {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key::<String>()? {
            self.0 |= FIELDS.contains(&field.as_str());
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

impl Sealed {
    /// What is sealed in `json`.
    pub fn parse(json: &[u8]) -> Result<Self, NotSealed> {
        if json.len() > SEALED_BYTES_MAX {
            return Err(NotSealed::TooLarge { bytes: json.len() });
        }
        let wire: Wire = serde_json::from_slice(json).map_err(|error| {
            let what = error.to_string().chars().take(WHAT_CHARACTERS_MAX).collect();
            if error.is_data() { NotSealed::Misshapen { what } } else { NotSealed::NotJson { what } }
        })?;
        let damaged = |part| NotSealed::Damaged { part };
        if wire.protected != PROTECTED {
            return Err(damaged("protected"));
        }
        if wire.recipients.is_empty() || wire.recipients.len() > KEYS_MAX {
            return Err(damaged("recipients"));
        }
        let bytes = |text: &str, part| URL_SAFE_NO_PAD.decode(text).map_err(|_| damaged(part));
        Ok(Self {
            clear: bytes(&wire.aad, "aad")?,
            aad: wire.aad,
            ciphertext: bytes(&wire.ciphertext, "ciphertext")?,
            iv: decode(&wire.iv).ok_or(damaged("iv"))?,
            tag: decode(&wire.tag).ok_or(damaged("tag"))?,
            recipients: wire.recipients.into_iter().map(SealedKey::read).collect::<Result<_, _>>()?,
        })
    }

    /// What everybody may read. Nobody knows that it is what was sealed before it is opened.
    pub fn clear(&self) -> &[u8] {
        &self.clear
    }

    /// The ids of the keys that open it, in the order in which they stand.
    pub fn key_ids(&self) -> impl Iterator<Item = &str> {
        self.recipients.iter().map(|recipient| recipient.to.as_str())
    }

    /// What was sealed, opened with whichever of `keys` it was sealed to.
    pub fn open(&self, keys: &[PrivateKey]) -> Result<Vec<u8>, CannotOpen> {
        let mut refused = CannotOpen::OtherKeys { to: self.key_ids().map(str::to_owned).collect() };
        for recipient in &self.recipients {
            let Some(key) = keys.iter().find(|key| key.public().id() == recipient.to) else { continue };
            match self.open_as(recipient, key) {
                Some(secret) => return Ok(secret),
                // Another of the keys may open what came to be damaged for this one alone.
                None => refused = CannotOpen::Changed,
            }
        }
        Err(refused)
    }

    fn open_as(&self, recipient: &SealedKey, key: &PrivateKey) -> Option<Vec<u8>> {
        let wrapping_key = wrapping_key(key.secret(), recipient.ephemeral.point());
        let content_key = unwrap(&wrapping_key, &recipient.wrapped)?;
        let mut secret = self.ciphertext.clone();
        Aes256Gcm::new(&content_key.into())
            .decrypt_inout_detached(
                &self.iv.into(),
                authenticated(&self.aad).as_bytes(),
                secret.as_mut_slice().into(),
                &self.tag.into(),
            )
            .ok()?;
        Some(secret)
    }
}

impl SealedKey {
    fn read(recipient: Recipient) -> Result<Self, NotSealed> {
        let damaged = |part| NotSealed::Damaged { part };
        Ok(Self {
            to: recipient.header.kid,
            ephemeral: recipient.header.epk.key().ok_or(damaged("epk"))?,
            wrapped: decode(&recipient.encrypted_key).ok_or(damaged("encrypted_key"))?,
        })
    }
}
