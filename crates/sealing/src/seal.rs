//! Sealing.

use std::fmt;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::KEYS_MAX;
use crate::agreement::{wrap, wrapping_key};
use crate::key::{PrivateKey, PublicKey};
use crate::sealed::{Header, IV_BYTES, PROTECTED, Point, Recipient, Wire, authenticated};

/// The randomness of one sealing. Whoever knows it can find out what was sealed by trying, so it is kept nowhere that
/// the sealed bytes are.
///
/// The same seed and content give the same bytes; the same seed and other content give keys that have nothing in common.
#[derive(Clone)]
pub struct Seed([u8; 32]);

/// Why something cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSealable {
    /// There is nobody who could open it, or there are too many.
    #[error("there are {keys} keys to seal to, and there must be 1 to {KEYS_MAX}")]
    Keys {
        /// How many keys there are.
        keys: usize,
    },
    /// It has more bytes than the cipher takes.
    #[error("there is too much to be sealed at once")]
    TooLong,
}

impl Seed {
    /// The seed of these random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The seed that a secret stands for which somebody else keeps and brings again.
    pub fn of_secret(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Seed(…)")
    }
}

/// Everything random about one sealing.
struct Draws {
    mac: Hmac<Sha256>,
}

impl Draws {
    fn new(seed: &Seed, clear: &[u8], secret: &[u8]) -> Self {
        // A block holds the seed, padded with zeros as HMAC itself would.
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(seed.0).for_each(|(place, byte)| *place = byte);
        let mut mac = <Hmac<Sha256> as Mac>::new(&block);
        mac.update(&Sha256::digest(clear));
        mac.update(&Sha256::digest(secret));
        Self { mac }
    }

    fn draw(&self, what: &str, time: u32) -> [u8; 32] {
        self.mac.clone().chain_update(time.to_be_bytes()).chain_update(what).finalize().into_bytes().into()
    }

    /// The key that is used for `recipient` once and then forgotten.
    fn ephemeral_key(&self, recipient: &PublicKey) -> Option<PrivateKey> {
        (1..=u32::MAX).find_map(|time| PrivateKey::from_random(self.draw(recipient.id(), time)))
    }
}

/// `secret` sealed to every key of `to`, any one of which opens it, with `clear` beside it for everybody to read and for
/// nobody to change.
pub fn seal(clear: &[u8], secret: &[u8], to: &[PublicKey], seed: &Seed) -> Result<String, NotSealable> {
    let keys = NotSealable::Keys { keys: to.len() };
    if to.is_empty() || to.len() > KEYS_MAX {
        return Err(keys);
    }
    let draws = Draws::new(seed, clear, secret);
    let content_key = draws.draw("content key", 0);
    let iv = draws.draw("iv", 0).first_chunk::<IV_BYTES>().copied().unwrap_or_default();
    let aad = URL_SAFE_NO_PAD.encode(clear);
    let mut ciphertext = secret.to_vec();
    let tag = Aes256Gcm::new(&content_key.into())
        .encrypt_inout_detached(&iv.into(), authenticated(&aad).as_bytes(), ciphertext.as_mut_slice().into())
        .map_err(|_| NotSealable::TooLong)?;
    let recipients = to.iter().map(|key| {
        let ephemeral = draws.ephemeral_key(key)?;
        let wrapped = wrap(&wrapping_key(ephemeral.secret(), key.point()), &content_key);
        Some(Recipient {
            encrypted_key: URL_SAFE_NO_PAD.encode(wrapped),
            header: Header { epk: Point::of(ephemeral.public()), kid: key.id().to_owned() },
        })
    });
    let wire = Wire {
        aad,
        ciphertext: URL_SAFE_NO_PAD.encode(ciphertext),
        iv: URL_SAFE_NO_PAD.encode(iv),
        protected: PROTECTED.to_owned(),
        recipients: recipients.collect::<Option<_>>().ok_or(keys)?,
        tag: URL_SAFE_NO_PAD.encode(tag),
    };
    serde_json::to_string(&wire).map_err(|_| NotSealable::TooLong)
}
