//! What other programs sealed is opened here, and what is sealed here they opened: the recordings are kept, and
//! `recorded/` holds the programs that made them.

use sealing::{PrivateKey, PublicKey, Sealed, Seed, seal};
use serde_json::Value;

const BY_KOE: &str = include_str!("recorded/by_koe.json");
const BY_JWCRYPTO: &str = include_str!("recorded/by_jwcrypto.json");
const BY_WEBCRYPTO: &str = include_str!("recorded/by_webcrypto.json");

fn keys() -> Vec<PrivateKey> {
    let keys: Vec<Value> = serde_json::from_str(include_str!("recorded/keys.json")).unwrap();
    keys.iter().map(|key| PrivateKey::from_jwk(&key.to_string()).unwrap()).collect()
}

/// What is in clear, and what is sealed.
fn content() -> (String, String) {
    let content: Value = serde_json::from_str(include_str!("recorded/content.json")).unwrap();
    (content["clear"].as_str().unwrap().to_owned(), content["secret"].as_str().unwrap().to_owned())
}

#[test]
fn what_jwcrypto_and_a_browser_sealed_each_key_opens() {
    let (clear, secret) = content();
    assert_eq!(keys().len(), 2);
    for recorded in [BY_JWCRYPTO, BY_WEBCRYPTO, BY_KOE] {
        let sealed = Sealed::parse(recorded.as_bytes()).unwrap();
        assert_eq!(sealed.clear(), clear.as_bytes());
        for key in keys() {
            assert_eq!(sealed.open(&[key]).unwrap(), secret.as_bytes());
        }
    }
}

#[test]
fn what_is_sealed_here_is_what_jwcrypto_and_a_browser_opened() {
    let (clear, secret) = content();
    let to: Vec<PublicKey> = keys().iter().map(|key| key.public().clone()).collect();
    let sealed = seal(clear.as_bytes(), secret.as_bytes(), &to, &Seed::from_random([9; 32])).unwrap();
    assert_eq!(sealed, BY_KOE.trim());
}
