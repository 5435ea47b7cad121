//! Accounts of staff at the command line and in the store.

use std::io::Write;
use std::process::{Command, Stdio};

use office::sign_on::SignOnId;
use office::staff::{Password, Proof, Staff};
use questionnaire::Minute;
use serde_json::Value;

use crate::commands::{folder, gave_up, run, said};
use crate::test_store::{TestStore, postgres_place, sqlite_place};

fn minute(text: &str) -> Minute {
    format!("2026-12-02T{text}:00Z").parse().unwrap()
}

fn staff(name: &str, role: &str) -> Staff {
    Staff { name: name.parse().unwrap(), role: role.parse().unwrap() }
}

#[test]
fn an_account_is_made_once_and_its_password_is_shown_once() {
    let folder = folder();
    let command = |arguments: &[&str]| run(folder.path(), &[&["staff"], arguments].concat());
    let made = said(&command(&["add", "tanaka", "--role", "ward:271080"]));
    let password = made.trim().strip_prefix("tanaka ").unwrap().to_owned();
    assert!(password.parse::<Password>().is_ok());
    assert!(gave_up(&command(&["add", "tanaka", "--role", "city"])).contains("an account \"tanaka\" already"));
    assert!(gave_up(&command(&["password", "suzuki"])).contains("look at `koe-office staff list`"));
    let listed: Value = serde_json::from_str(&said(&command(&["list", "--json"]))).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["role"]), (&"tanaka".into(), &"ward:271080".into()));
    let second = said(&command(&["password", "tanaka"]));
    assert_ne!(second, made);
    let kept = std::fs::read(folder.path().join("data/koe.db")).unwrap();
    for password in [password.as_str(), second.trim().strip_prefix("tanaka ").unwrap()] {
        assert!(
            !kept.windows(password.len()).any(|bytes| bytes == password.as_bytes()),
            "the database holds no password"
        );
    }
    assert_eq!(said(&command(&["remove", "tanaka"])), "");
    assert!(said(&command(&["list"])).starts_with("Nobody can sign in"));
    let odd = command(&["add", "tanaka", "--role", "admin"]);
    assert!(String::from_utf8(odd.stderr).unwrap().contains("write city, ward:CODE"));
}

#[test]
fn an_account_that_somebody_has_elsewhere_needs_no_password_here() {
    let folder = folder();
    let command = |arguments: &[&str]| run(folder.path(), &[&["staff"], arguments].concat());
    assert_eq!(said(&command(&["add", "tanaka", "--role", "city", "--signs-on-as", "A-17"])), "");
    let taken = gave_up(&command(&["add", "suzuki", "--role", "viewer", "--signs-on-as", "A-17"]));
    assert!(taken.contains("\"A-17\" signs on as \"tanaka\" already"), "{taken}");
    said(&command(&["add", "suzuki", "--role", "viewer"]));
    assert!(gave_up(&command(&["sign-on", "suzuki", "--as", "A-17"])).contains("--nobody"));
    assert_eq!(said(&command(&["sign-on", "suzuki", "--as", "B-4"])), "");
    assert_eq!(said(&command(&["sign-on", "tanaka", "--nobody"])), "");
    assert!(gave_up(&command(&["sign-on", "sato", "--nobody"])).contains("no account \"sato\""));
    let listed: Value = serde_json::from_str(&said(&command(&["list", "--json"]))).unwrap();
    let ids = [&listed[0]["signs_on_as"], &listed[1]["signs_on_as"]];
    assert_eq!(ids, [&Value::from("B-4"), &Value::Null]);
    let log = said(&run(folder.path(), &["audit", "--json"]));
    assert!(log.contains("tanaka city signs on as A-17") && log.contains("tanaka signs on no more"), "{log}");
}

#[test]
fn a_password_of_ones_own_comes_through_the_input_and_not_the_command_line() {
    let folder = folder();
    let add = |password: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_koe-office"));
        command.args(["staff", "add", "tanaka", "--role", "city", "--password-stdin"]).current_dir(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(gave_up(&add("short\n")).contains("15 to 200 characters"));
    assert_eq!(said(&add("正しい馬の電池ホチキスの針を使う\n")), "tanaka\n");
}

async fn a_session_ends_by_itself_and_with_its_account(test: TestStore) {
    let (store, tanaka) = (&test.store, staff("tanaka", "city"));
    assert!(store.add_staff(&tanaka, &Proof::Password("kept".to_owned()), minute("01:00")).await.unwrap());
    assert!(
        !store
            .add_staff(&staff("tanaka", "viewer"), &Proof::Password("other".to_owned()), minute("01:00"))
            .await
            .unwrap()
    );
    let begin = async |hash: u8| {
        store.begin_session([hash; 32], &tanaka.name, minute("01:00"), minute("02:00"), minute("09:00")).await.unwrap();
    };
    let lasts =
        async |hash: u8, at: &str| store.session([hash; 32], minute(at)).await.unwrap().map(|found| found.staff);
    begin(1).await;
    assert_eq!(lasts(1, "01:59").await, Some(tanaka.clone()));
    assert_eq!((lasts(1, "02:00").await, lasts(2, "01:00").await), (None, None));
    store.keep_session([1; 32], minute("23:00")).await.unwrap();
    assert_eq!((lasts(1, "08:59").await, lasts(1, "09:00").await), (Some(tanaka.clone()), None));
    store.end_session([1; 32]).await.unwrap();
    assert_eq!(lasts(1, "01:01").await, None);
    begin(3).await;
    assert!(store.set_password(&tanaka.name, "new").await.unwrap());
    assert_eq!(lasts(3, "01:01").await, None);
    assert_eq!(store.staff(&tanaka.name).await.unwrap(), Some((tanaka.clone(), Some("new".to_owned()))));
    begin(4).await;
    assert!(store.remove_staff(&tanaka.name).await.unwrap() && !store.remove_staff(&tanaka.name).await.unwrap());
    assert_eq!(lasts(4, "01:01").await, None);
}

async fn nobody_signs_on_as_two(test: TestStore) {
    let (store, tanaka, suzuki) = (&test.store, staff("tanaka", "city"), staff("suzuki", "viewer"));
    let (one, other): (SignOnId, SignOnId) = ("A-17".parse().unwrap(), "B-4".parse().unwrap());
    let at = minute("01:00");
    assert!(store.add_staff(&tanaka, &Proof::SignOn(one.clone()), at).await.unwrap());
    assert!(!store.add_staff(&suzuki, &Proof::SignOn(one.clone()), at).await.unwrap());
    assert!(store.add_staff(&suzuki, &Proof::Password("kept".to_owned()), at).await.unwrap());
    assert!(!store.set_sign_on(&suzuki.name, Some(&one)).await.unwrap());
    assert!(store.set_sign_on(&suzuki.name, Some(&other)).await.unwrap());
    assert_eq!(store.staff_signing_on_as(&one).await.unwrap(), Some(tanaka.clone()));
    assert_eq!(store.staff_signing_on_as(&other).await.unwrap(), Some(suzuki.clone()));
    assert_eq!(store.staff(&tanaka.name).await.unwrap(), Some((tanaka.clone(), None)), "she has no password");
    store.begin_session([1; 32], &tanaka.name, at, minute("02:00"), minute("09:00")).await.unwrap();
    assert!(store.set_sign_on(&tanaka.name, None).await.unwrap());
    assert_eq!(store.session([1; 32], at).await.unwrap(), None);
    assert_eq!(store.staff_signing_on_as(&one).await.unwrap(), None);
    assert!(store.set_sign_on(&suzuki.name, Some(&one)).await.unwrap(), "it is free again");
}

async fn tries_are_counted_by_all_who_share_a_store(test: TestStore) {
    let other = test.another().await;
    let take = async |number: usize, now: i64| {
        let store = if number.is_multiple_of(2) { &test.store } else { &other };
        store.take_try(7, now, 5, 1_000).await.unwrap()
    };
    for number in 0..5 {
        assert_eq!(take(number, 100_000).await, Ok(()), "{number}");
    }
    assert_eq!((take(0, 100_000).await, take(1, 100_400).await), (Err(1_000), Err(600)));
    assert_eq!((take(0, 101_000).await, take(1, 101_000).await), (Ok(()), Err(1_000)));
    assert_eq!(test.store.take_try(8, 101_000, 5, 1_000).await.unwrap(), Ok(()), "others try on");
    other.give_try_back(7, 1_000).await.unwrap();
    assert_eq!(take(0, 101_000).await, Ok(()));
    assert_eq!(take(0, 900_000).await, Ok(()));
    other.close().await;
}

#[tokio::test]
async fn sessions_and_tries_in_sqlite() {
    a_session_ends_by_itself_and_with_its_account(TestStore::at(sqlite_place().await).await).await;
    tries_are_counted_by_all_who_share_a_store(TestStore::at(sqlite_place().await).await).await;
    nobody_signs_on_as_two(TestStore::at(sqlite_place().await).await).await;
}

#[tokio::test]
async fn sessions_and_tries_in_postgresql() {
    a_session_ends_by_itself_and_with_its_account(TestStore::at(postgres_place().await).await).await;
    tries_are_counted_by_all_who_share_a_store(TestStore::at(postgres_place().await).await).await;
    nobody_signs_on_as_two(TestStore::at(postgres_place().await).await).await;
}
