//! Settings by flags, environment and one file, and what is told of them.

use std::process::{Command, Output};

use office::store::Address;
use serde_json::{Value, json};

use crate::commands::{gave_up, said};

const FILE: &str = "port = 9001\nhost = \"0.0.0.0\"\ndatabase = \"postgres://koe:pa55-word@db.example.jp/koe\"\n";

fn run(file: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("office.toml"), file).unwrap();
    Command::new(env!("CARGO_BIN_EXE_koe-office"))
        .args(arguments)
        .current_dir(folder.path())
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// What is in force of one setting, and where it is from.
fn setting(output: &Output, name: &str) -> Value {
    let settings: Value = serde_json::from_str(&said(output)).unwrap();
    let setting = settings.as_array().unwrap().iter().find(|setting| setting["name"] == name).unwrap();
    json!([setting["value"], setting["source"], setting["place"]])
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let environment = [("KOE_OFFICE_CONFIG", "office.toml"), ("KOE_OFFICE_PORT", "9002")];
    let told = |arguments: &[&str]| run(FILE, &environment, &[&["config", "--json"], arguments].concat());
    assert_eq!(setting(&told(&["--port", "9003"]), "port"), json!(["9003", "flag", null]));
    assert_eq!(setting(&told(&[]), "port"), json!(["9002", "environment", "KOE_OFFICE_PORT"]));
    assert_eq!(setting(&told(&[]), "host"), json!(["0.0.0.0", "file", "office.toml"]));
    assert_eq!(setting(&told(&[]), "site"), json!(["dist", "usual", null]));
    assert_eq!(setting(&told(&[]), "tls-key"), json!([null, "usual", null]));
}

#[test]
fn no_password_is_ever_shown() {
    let file = [("KOE_OFFICE_CONFIG", "office.toml")];
    let environment = [("KOE_OFFICE_DATABASE", "postgres://koe:pa55-word@db.example.jp:5433/koe")];
    for (variables, arguments) in [
        (&file, &["config"][..]),
        (&file, &["config", "--json"]),
        (&environment, &["config"]),
        (&environment, &["serve", "--help"]),
    ] {
        let told = said(&run(FILE, variables, arguments));
        assert!(!told.contains("pa55-word"), "{told}");
    }
    let address: Address = "postgres://koe:pa55-word@db.example.jp:5433/koe".parse().unwrap();
    assert_eq!(format!("{address} {address:?}").replace("postgres://koe@db.example.jp:5433/koe", "-"), "- Address(-)");
}

#[test]
fn every_command_takes_its_database_from_the_file() {
    let told =
        gave_up(&run("database = \"sqlite:elsewhere/koe.db\"", &[], &["survey", "list", "--config", "office.toml"]));
    assert!(told.starts_with("there is no database at elsewhere/koe.db"), "{told}");
}

#[test]
fn a_file_that_is_of_no_use_says_so_in_a_line() {
    for (file, line) in [
        ("prot = 9001", "prot is no setting; there are port, host, "),
        ("port = 9001.5", "port is neither a text nor a number"),
        ("port", "key with no value"),
    ] {
        let told = gave_up(&run(file, &[], &["config", "--config", "office.toml"]));
        assert!(told.contains(line), "{told}");
    }
    assert!(gave_up(&run("", &[], &["config", "--config", "none.toml"])).contains("No such file"));
    let told = gave_up(&run("tls_cert = \"a.crt\"", &[], &["serve", "--config", "office.toml"]));
    assert!(told.starts_with("HTTPS needs both"), "{told}");
}
