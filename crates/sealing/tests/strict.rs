//! There is one way to write what is sealed; everything else is refused before anybody looks for a key.

use sealing::{CannotOpen, NotSealed, SEALED_BYTES_MAX, Sealed, Seed, is_sealed, seal};
use serde_json::{Value, json};

use crate::round::{key, publics};

fn sealed() -> Value {
    let sealed = seal(b"clear", b"secret", &publics([0, 1]), &Seed::from_random([3; 32])).unwrap();
    serde_json::from_str(&sealed).unwrap()
}

fn with(pointer: &str, value: impl Into<Value>) -> Value {
    let mut sealed = sealed();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    sealed.pointer_mut(parent).unwrap()[name] = value.into();
    sealed
}

fn parse(json: &Value) -> Result<Sealed, NotSealed> {
    Sealed::parse(json.to_string().as_bytes())
}

#[test]
fn a_part_that_is_not_what_it_must_be_is_named() {
    let text = |pointer: &str| sealed().pointer(pointer).unwrap().as_str().unwrap().to_owned();
    let epk = "/recipients/0/header/epk";
    for (json, part) in [
        // {"alg":"ECDH-ES","enc":"A256GCM"}
        (with("/protected", "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9"), "protected"),
        (with("/recipients", json!([])), "recipients"),
        (with("/recipients", vec![sealed()["recipients"][0].clone(); 9]), "recipients"),
        (with("/aad", "Y2xlYX=="), "aad"),
        (with("/ciphertext", "c2Vj+mV0"), "ciphertext"),
        (with("/iv", &text("/iv")[1..]), "iv"),
        (with("/tag", text("/tag") + "AA"), "tag"),
        (with("/recipients/1/encrypted_key", "AAAA"), "encrypted_key"),
        (with(&format!("{epk}/y"), text(&format!("{epk}/x"))), "epk"),
        (with(&format!("{epk}/crv"), "P-384"), "epk"),
        (with(&format!("{epk}/kty"), "OKP"), "epk"),
    ] {
        assert_eq!(parse(&json).unwrap_err(), NotSealed::Damaged { part }, "{json}");
    }
}

#[test]
fn a_field_too_many_or_too_few_is_refused_without_telling_what_it_holds() {
    let mut without_tag = sealed();
    without_tag.as_object_mut().unwrap().remove("tag");
    for json in [
        without_tag,
        with("/unprotected", json!({})),
        with("/recipients/0/header/alg", "ECDH-ES+A256KW"),
        with("/recipients/0/header/epk/d", "AAAA"),
        json!([]),
    ] {
        assert!(matches!(parse(&json), Err(NotSealed::Misshapen { .. })), "{json}");
    }
    let twice = sealed().to_string().replacen('{', "{\"tag\":\"AAAA\",", 1);
    assert!(matches!(Sealed::parse(twice.as_bytes()), Err(NotSealed::Misshapen { .. })));
    let cut = &sealed().to_string()[..100];
    assert!(matches!(Sealed::parse(cut.as_bytes()), Err(NotSealed::NotJson { .. })));
    let bytes = SEALED_BYTES_MAX + 1;
    assert_eq!(Sealed::parse(&vec![b' '; bytes]).unwrap_err(), NotSealed::TooLarge { bytes });
}

#[test]
fn what_was_changed_is_told_from_what_is_for_other_keys() {
    let changed = parse(&with("/aad", "Y2xlYXI_")).unwrap();
    assert_eq!(changed.open(&[key(0)]), Err(CannotOpen::Changed));
    let to = [key(0), key(1)].map(|key| key.public().id().to_owned()).to_vec();
    assert_eq!(changed.open(&[key(2)]), Err(CannotOpen::OtherKeys { to }));
    // Wrapped for another key than it says, it is still opened by the next.
    let mut exchanged = sealed();
    let wrapped = exchanged["recipients"][1]["encrypted_key"].clone();
    exchanged["recipients"][0]["encrypted_key"] = wrapped;
    assert_eq!(parse(&exchanged).unwrap().open(&[key(0), key(1)]).unwrap(), b"secret");
}

#[test]
fn what_is_sealed_is_told_from_what_is_not() {
    assert!(is_sealed(sealed().to_string().as_bytes()));
    for text in [r#"{"ciphertext":1}"#, r#"{"aad":"AA"#, r#"{"more":[{}],"tag":"","tag":""}"#, r#"{"iv":1}}"#] {
        assert!(is_sealed(text.as_bytes()), "{text}");
    }
    for text in ["{}", r#"{"answers":{"tag":"aad"}}"#, r#"["aad"]"#, "", "{\"ciphertext", "\"ciphertext\""] {
        assert!(!is_sealed(text.as_bytes()), "{text}");
    }
}
