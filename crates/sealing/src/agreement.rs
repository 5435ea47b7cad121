//! From two keys to the one that wraps the content key: ECDH, Concat KDF (RFC 7518, section 4.6), AES Key Wrap (RFC 3394).

use aes_kw::cipher::consts::U32;
use aes_kw::{KeyInit, KwAes256};
use p256::ecdh::diffie_hellman;
use sha2::{Digest, Sha256};

/// Bytes of a content key.
pub(crate) const CONTENT_KEY_BYTES: usize = 32;
/// Bytes of a wrapped content key.
pub(crate) const WRAPPED_KEY_BYTES: usize = CONTENT_KEY_BYTES + aes_kw::IV_LEN;

/// How the key of each recipient is agreed on and wrapped (RFC 7518, section 4.1).
pub(crate) const ALGORITHM: &str = "ECDH-ES+A256KW";

/// The key that wraps, as both sides find it: each by its own secret and the other's point.
pub(crate) fn wrapping_key(secret: &p256::SecretKey, point: &p256::PublicKey) -> [u8; 32] {
    let agreed = diffie_hellman(secret.to_nonzero_scalar(), point.as_affine());
    concat_kdf(agreed.raw_secret_bytes(), ALGORITHM, b"", b"", 256)
}

/// The first round of Concat KDF (NIST SP 800-56A, section 5.8.1) with SHA-256, which is all of it up to 256 bits.
fn concat_kdf(agreed: &[u8], algorithm: &str, party_u: &[u8], party_v: &[u8], bits: u32) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(1_u32.to_be_bytes());
    hash.update(agreed);
    for part in [algorithm.as_bytes(), party_u, party_v] {
        // Names of algorithms and parties are short.
        hash.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.update(bits.to_be_bytes());
    hash.finalize().into()
}

/// The content key under a wrapping key.
pub(crate) fn wrap(wrapping_key: &[u8; 32], content_key: &[u8; CONTENT_KEY_BYTES]) -> [u8; WRAPPED_KEY_BYTES] {
    KwAes256::new(wrapping_key.into()).wrap_fixed_key::<U32>(content_key.into()).into()
}

/// The content key that was wrapped, unless it was wrapped otherwise or changed.
pub(crate) fn unwrap(
    wrapping_key: &[u8; 32],
    wrapped_key: &[u8; WRAPPED_KEY_BYTES],
) -> Option<[u8; CONTENT_KEY_BYTES]> {
    let mut content_key = [0; CONTENT_KEY_BYTES];
    KwAes256::new(wrapping_key.into()).unwrap_key(wrapped_key, &mut content_key).ok()?;
    Some(content_key)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::key::PrivateKey;

    const ALICE: &str = r#"{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
        "y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}"#;
    const BOB: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    #[test]
    fn rfc_7518_appendix_c_is_derived_from_either_side() {
        let (alice, bob) = (PrivateKey::from_jwk(ALICE).unwrap(), PrivateKey::from_jwk(BOB).unwrap());
        for (own, other) in [(&alice, &bob), (&bob, &alice)] {
            let agreed = diffie_hellman(own.secret().to_nonzero_scalar(), other.public().point().as_affine());
            let z = "9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4";
            assert_eq!(agreed.raw_secret_bytes()[..], hex(z));
            let key = concat_kdf(agreed.raw_secret_bytes(), "A128GCM", b"Alice", b"Bob", 128);
            assert_eq!(URL_SAFE_NO_PAD.encode(&key[..16]), "VqqN6vgjbSBcIijNcacQGg");
        }
    }

    #[test]
    fn rfc_3394_section_4_6_is_wrapped_and_unwrapped() {
        let wrapping: [u8; 32] =
            hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f").try_into().unwrap();
        let key: [u8; 32] = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f").try_into().unwrap();
        let wrapped = wrap(&wrapping, &key);
        let expected = "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";
        assert_eq!(wrapped[..], hex(expected));
        assert_eq!(unwrap(&wrapping, &wrapped), Some(key));
    }

    #[test]
    fn a_wrapped_key_that_was_changed_is_not_unwrapped() {
        let (wrapping, key) = ([7; 32], [9; 32]);
        let wrapped = wrap(&wrapping, &key);
        for bit in 0..WRAPPED_KEY_BYTES * 8 {
            let mut changed = wrapped;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unwrap(&wrapping, &changed), None, "bit {bit}");
        }
        assert_eq!(unwrap(&[8; 32], &wrapped), None);
    }
}
