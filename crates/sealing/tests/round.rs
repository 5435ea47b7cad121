//! What is sealed is opened as it was, by whoever has a key and by nobody else.

use proptest::collection::vec;
use proptest::prelude::*;
use sealing::{CannotOpen, KEYS_MAX, NotSealable, PrivateKey, PublicKey, Sealed, Seed, is_sealed, seal};

pub(crate) fn key(number: u8) -> PrivateKey {
    PrivateKey::from_random([number + 1; 32]).unwrap()
}

pub(crate) fn publics(numbers: impl IntoIterator<Item = u8>) -> Vec<PublicKey> {
    numbers.into_iter().map(|number| key(number).public().clone()).collect()
}

fn seed() -> Seed {
    Seed::from_random([3; 32])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_one_of_the_keys_opens(clear in vec(any::<u8>(), 0..400), secret in vec(any::<u8>(), 0..4000), count in 1..4_u8, seed: [u8; 32]) {
        let sealed = seal(&clear, &secret, &publics(0..count), &Seed::from_random(seed)).unwrap();
        prop_assert!(is_sealed(sealed.as_bytes()));
        let sealed = Sealed::parse(sealed.as_bytes()).unwrap();
        prop_assert_eq!(sealed.clear(), &clear);
        for number in 0..count {
            prop_assert_eq!(sealed.open(&[key(100), key(number)]), Ok(secret.clone()));
        }
        let to = sealed.key_ids().map(str::to_owned).collect();
        prop_assert_eq!(sealed.open(&[key(100)]), Err(CannotOpen::OtherKeys { to }));
    }

    #[test]
    fn a_flipped_bit_never_opens_as_something_else(at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let (clear, secret) = (b"for everybody", b"for the ward");
        let mut bytes = seal(clear, secret, &publics(0..2), &seed()).unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(sealed) = Sealed::parse(&bytes) {
            for opened in [key(0), key(1)].map(|key| sealed.open(&[key])) {
                // What is wrapped for the other key is nothing to this one.
                prop_assert!(opened.is_err() || (opened.as_deref() == Ok(secret) && sealed.clear() == clear));
            }
            prop_assert!([key(0), key(1)].iter().any(|key| sealed.open(std::slice::from_ref(key)).is_err()));
        }
    }

    #[test]
    fn a_sealed_text_that_is_cut_off_is_nothing_sealed(at in any::<prop::sample::Index>()) {
        let bytes = seal(b"clear", b"secret", &publics(0..2), &seed()).unwrap().into_bytes();
        prop_assert!(Sealed::parse(&bytes[..at.index(bytes.len())]).is_err());
    }
}

#[test]
fn the_same_seed_and_content_are_the_same_bytes_and_anything_else_has_other_keys() {
    let to = publics(0..1);
    let sealed = |clear: &str, secret: &str, seed: &Seed| {
        let json: serde_json::Value =
            serde_json::from_str(&seal(clear.as_bytes(), secret.as_bytes(), &to, seed).unwrap()).unwrap();
        json
    };
    let one = sealed("clear", "secret", &seed());
    assert_eq!(sealed("clear", "secret", &seed()), one);
    for other in [
        sealed("clear", "secreT", &seed()),
        sealed("cleaR", "secret", &seed()),
        sealed("clear", "secret", &Seed::of_secret(b"somebody keeps it")),
    ] {
        assert_ne!(other["iv"], one["iv"]);
        assert_ne!(other["recipients"][0]["header"]["epk"], one["recipients"][0]["header"]["epk"]);
        assert_ne!(other["recipients"][0]["encrypted_key"], one["recipients"][0]["encrypted_key"]);
    }
}

#[test]
fn each_recipient_is_met_with_a_key_that_is_used_once() {
    let sealed = seal(b"clear", b"secret", &publics([0, 1, 2]), &seed()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&sealed).unwrap();
    let mut once: Vec<_> = (0..3).map(|at| json["recipients"][at]["header"]["epk"]["x"].to_string()).collect();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 3);
    assert_eq!(json["recipients"][1]["header"]["kid"], key(1).public().id());
}

#[test]
fn nothing_is_sealed_to_nobody_or_to_a_crowd() {
    let many = u8::try_from(KEYS_MAX + 1).unwrap();
    for count in [0, many] {
        let refused = seal(b"", b"", &publics(0..count), &seed());
        assert_eq!(refused, Err(NotSealable::Keys { keys: count.into() }));
    }
}

#[test]
fn the_longest_response_can_be_opened_again() {
    let secret = vec![b'a'; 64 * 1024];
    let sealed = seal(&[b'c'; 600], &secret, &publics(0..u8::try_from(KEYS_MAX).unwrap()), &seed()).unwrap();
    assert_eq!(Sealed::parse(sealed.as_bytes()).unwrap().open(&[key(7)]).unwrap(), secret);
}
