//! `koe-office keygen`, and the keys that a survey names.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sealing::{PrivateKey, PublicKey};
use serde_json::Value;

use crate::commands::{folder, gave_up, run, said};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_pair_is_made_of_which_one_half_is_for_its_owner_alone() {
    let folder = folder();
    let told = said(&run(folder.path(), &["keygen", "--out", "keys/here", "--name", "ward-2026", "--json"]));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (&told["private"], &told["public"]),
        (&"keys/here/ward-2026.jwk".into(), &"keys/here/ward-2026.pub.jwk".into())
    );
    let (private, public) =
        (folder.path().join("keys/here/ward-2026.jwk"), folder.path().join("keys/here/ward-2026.pub.jwk"));
    assert_eq!(private.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let key = PrivateKey::from_jwk(&read(&private)).unwrap();
    assert_eq!(PublicKey::from_jwk(&read(&public)).as_ref(), Ok(key.public()));
    assert_eq!(told["kid"], key.public().id());
    assert!(!read(&public).contains("\"d\""));
    let d = serde_json::from_str::<Value>(&read(&private)).unwrap()["d"].as_str().unwrap().to_owned();
    assert!(!told.to_string().contains(&d), "the secret is shown nowhere");
}

#[test]
fn a_key_is_never_written_over() {
    let folder = folder();
    said(&run(folder.path(), &["keygen"]));
    let before = read(&folder.path().join("koe.jwk"));
    let told = gave_up(&run(folder.path(), &["keygen"]));
    assert_eq!(
        told,
        "./koe.jwk is there already, and a key is never written over another: give this pair another --name"
    );
    std::fs::remove_file(folder.path().join("koe.pub.jwk")).unwrap();
    assert!(gave_up(&run(folder.path(), &["keygen"])).contains("is there already"));
    std::fs::rename(folder.path().join("koe.jwk"), folder.path().join("kept")).unwrap();
    std::fs::write(folder.path().join("koe.pub.jwk"), "").unwrap();
    assert!(gave_up(&run(folder.path(), &["keygen"])).contains("koe.pub.jwk is there already"));
    assert!(!folder.path().join("koe.jwk").exists(), "half a pair is none");
    assert_eq!(read(&folder.path().join("kept")), before);
    assert!(
        gave_up(&run(folder.path(), &["keygen", "--out", "/proc/none"])).contains("name another folder with --out")
    );
    let odd = run(folder.path(), &["keygen", "--name", "../koe"]);
    assert_eq!(odd.status.code(), Some(2));
}

#[test]
fn two_pairs_are_two_keys() {
    let folder = folder();
    let kid = |name: &str| {
        let told = said(&run(folder.path(), &["keygen", "--name", name, "--json"]));
        serde_json::from_str::<Value>(&told).unwrap()["kid"].to_string()
    };
    assert_ne!(kid("ward"), kid("escrow"));
}

/// Writes `keys` as the sealing keys of a survey, and gives what `check` says of it in both languages.
fn checked(folder: &Path, keys: &str) -> [String; 2] {
    let file = folder.join("content/surveys/garden-visitors.toml");
    let text = read(&file);
    let line = text.lines().find(|line| line.starts_with("embed_origins")).unwrap().to_owned();
    std::fs::write(&file, text.replace(&line, &format!("{line}\nsealing_keys = {keys}"))).unwrap();
    let told =
        ["en", "ja"].map(|language| String::from_utf8(run(folder, &["check", "--language", language]).stderr).unwrap());
    std::fs::write(&file, text).unwrap();
    told
}

#[test]
fn a_survey_names_public_keys_by_file_or_written_out() {
    let folder = folder();
    said(&run(folder.path(), &["keygen", "--out", "content/keys", "--name", "ward"]));
    said(&run(folder.path(), &["keygen", "--out", "elsewhere", "--name", "escrow"]));
    let escrow = PublicKey::from_jwk(&read(&folder.path().join("elsewhere/escrow.pub.jwk"))).unwrap();
    let (x, y) = (escrow.x(), escrow.y());
    let written_out = format!(r#"{{ kty = "EC", crv = "P-256", x = "{x}", y = "{y}" }}"#);
    let pasted = format!("'''{}'''", read(&folder.path().join("elsewhere/escrow.pub.jwk")));
    for second in [written_out, pasted] {
        let keys = format!("[\"keys/ward.pub.jwk\", {second}]");
        assert_eq!(checked(folder.path(), &keys), [String::new(), String::new()], "{keys}");
    }
    let file = folder.path().join("content/surveys/garden-visitors.toml");
    let text = read(&file).replace("embed_origins", "sealing_keys = [\"keys/ward.pub.jwk\"]\nembed_origins");
    std::fs::write(&file, text).unwrap();
    said(&run(folder.path(), &["survey", "open", "garden-visitors"]));
    let shown = said(&run(folder.path(), &["survey", "show", "garden-visitors", "--json"]));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let ward = PublicKey::from_jwk(&read(&folder.path().join("content/keys/ward.pub.jwk"))).unwrap();
    assert_eq!(shown["survey"]["sealing_keys"][0]["kid"], ward.id());
}

#[test]
fn a_private_key_in_a_survey_is_told_loudly_and_never_published() {
    let folder = folder();
    said(&run(folder.path(), &["keygen", "--out", "content/keys", "--name", "ward"]));
    let private = read(&folder.path().join("content/keys/ward.jwk"));
    let d = serde_json::from_str::<Value>(&private).unwrap()["d"].as_str().unwrap().to_owned();
    let table = format!(r#"[{{ kty = "EC", crv = "P-256", x = "AA", y = "AA", d = "{d}" }}]"#);
    for (keys, name) in [
        ("[\"keys/ward.jwk\"]", "keys/ward.jwk"),
        (&format!("['''{private}''']"), "sealing_keys[1]"),
        (&table, "sealing_keys[1]"),
    ] {
        let [english, japanese] = checked(folder.path(), keys);
        assert!(
            english.contains(&format!("surveys/garden-visitors.toml:9:17: \"{name}\" IS A PRIVATE KEY")),
            "{english}"
        );
        assert!(japanese.contains(&format!("「{name}」は【秘密鍵】です")), "{japanese}");
        assert!(!english.contains(&d) && !japanese.contains(&d));
    }
    let file = folder.path().join("content/surveys/garden-visitors.toml");
    let text = read(&file).replace("embed_origins", "sealing_keys = [\"keys/ward.jwk\"]\nembed_origins");
    std::fs::write(&file, text).unwrap();
    let told = run(folder.path(), &["survey", "open", "garden-visitors"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(!folder.path().join("data/koe.db").exists());
}

#[test]
fn what_is_no_sealing_key_is_told_with_its_mend() {
    let folder = folder();
    said(&run(folder.path(), &["keygen", "--out", "content/keys", "--name", "ward"]));
    let rsa = r#"[{ kty = "RSA", n = "AQAB", e = "AQAB" }]"#;
    let damaged = r#"[{ kty = "EC", crv = "P-256", x = "AAAA", y = "AAAA" }]"#;
    for (keys, english, japanese) in [
        ("[\"keys/none.jwk\"]", "\"keys/none.jwk\" cannot be read", "鍵「keys/none.jwk」が読めません"),
        ("[\"wards.toml\"]", "\"wards.toml\" is not a key in JSON", "JSON の鍵（JWK）ではありません"),
        (rsa, "is not a key on the curve P-256", "P-256 の公開鍵ではありません"),
        ("[1]", "is not a key on the curve P-256", "P-256 の公開鍵ではありません"),
        (damaged, "its numbers do not make a key", "こわれていて、鍵になりません"),
        (
            "[\"keys/ward.pub.jwk\", \"keys/ward.pub.jwk\"]",
            "is named twice: take one out",
            "が2回あります。1つ消してください",
        ),
    ] {
        let told = checked(folder.path(), keys);
        assert!(told[0].contains(english) && told[1].contains(japanese), "{told:?}");
    }
}
