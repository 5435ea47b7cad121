//! What is taken for a key, and what is not.

use sealing::{NotAKey, PrivateKey, PublicKey};
use serde_json::{Value, json};

/// The key of RFC 7517, appendix A.2, whose public half is that of appendix A.1.
const RFC_7517: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","use":"enc","kid":"1"}"#;

fn jwk() -> Value {
    serde_json::from_str(RFC_7517).unwrap()
}

fn without(mut jwk: Value, name: &str) -> Value {
    jwk.as_object_mut().unwrap().remove(name);
    jwk
}

fn with(mut jwk: Value, name: &str, value: impl Into<Value>) -> Value {
    jwk[name] = value.into();
    jwk
}

#[test]
fn a_key_of_another_program_is_read_and_named_by_its_thumbprint() {
    let key = PrivateKey::from_jwk(RFC_7517).unwrap();
    // printf '{"crv":"P-256","kty":"EC","x":"…","y":"…"}' | openssl dgst -sha256 -binary | base64
    assert_eq!(key.public().id(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    assert_eq!(PublicKey::from_jwk(&without(jwk(), "d").to_string()).as_ref(), Ok(key.public()));
}

#[test]
fn a_key_is_written_as_it_is_read() {
    let key = PrivateKey::from_random([7; 32]).unwrap();
    assert_eq!(PrivateKey::from_jwk(&key.to_jwk().to_string()).unwrap().to_jwk(), key.to_jwk());
    let public = key.public().to_jwk();
    assert_eq!(PublicKey::from_jwk(&public.to_string()).as_ref(), Ok(key.public()));
    assert_eq!(public.get("d"), None);
    assert_eq!(PublicKey::from_coordinates(key.public().x(), key.public().y()).as_ref(), Ok(key.public()));
}

#[test]
fn a_private_key_is_known_where_a_public_one_belongs() {
    let private = [
        RFC_7517.to_owned(),
        with(jwk(), "x", "not even right").to_string(),
        "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n".to_owned(),
        "-----BEGIN EC PRIVATE KEY-----\n".to_owned(),
    ];
    for text in private {
        assert_eq!(PublicKey::from_jwk(&text), Err(NotAKey::Private), "{text}");
    }
    let public = without(jwk(), "d").to_string();
    assert_eq!(PrivateKey::from_jwk(&public).unwrap_err(), NotAKey::Public);
}

#[test]
fn what_is_no_key_of_the_curve_is_refused() {
    let public = without(jwk(), "d");
    for (text, expected) in [
        ("koe".to_owned(), NotAKey::NotJson),
        ("[]".to_owned(), NotAKey::NotP256),
        (json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" }).to_string(), NotAKey::NotP256),
        (with(public.clone(), "crv", "P-384").to_string(), NotAKey::NotP256),
        (with(public.clone(), "use", "sig").to_string(), NotAKey::NotP256),
        (without(public.clone(), "y").to_string(), NotAKey::NotP256),
        (with(public.clone(), "y", public["x"].clone()).to_string(), NotAKey::Damaged),
        (with(public.clone(), "y", "AAAA").to_string(), NotAKey::Damaged),
        (with(public.clone(), "y", format!("{}=", public["y"].as_str().unwrap())).to_string(), NotAKey::Damaged),
    ] {
        assert_eq!(PublicKey::from_jwk(&text), Err(expected), "{text}");
    }
}

#[test]
fn halves_that_do_not_belong_together_are_refused() {
    let other = PrivateKey::from_random([7; 32]).unwrap().to_jwk();
    for d in [other["d"].clone(), "AAAA".into(), json!(1), "A".repeat(43).into(), "_".repeat(42).into()] {
        assert_eq!(PrivateKey::from_jwk(&with(jwk(), "d", d).to_string()).unwrap_err(), NotAKey::Damaged);
    }
}

#[test]
fn a_number_beyond_the_curve_is_no_key() {
    assert!(PrivateKey::from_random([0; 32]).is_none());
    assert!(PrivateKey::from_random([255; 32]).is_none());
}

#[test]
fn a_private_key_does_not_get_into_a_log() {
    let key = PrivateKey::from_jwk(RFC_7517).unwrap();
    assert_eq!(format!("{key:?}"), format!("PrivateKey({} …)", key.public().id()));
}
