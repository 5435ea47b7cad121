//! The program as a ward officer runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::office::{content_folder, make_site};

/// Runs the program in `folder` with the tests' content.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koe-office"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap()
}

/// A folder with the content and a built page, as an office has it.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&content_folder(), &folder.path().join("content"));
    std::fs::rename(make_site(folder.path()), folder.path().join("dist")).unwrap();
    folder
}

/// A folder in which a survey offers Korean.
pub(crate) fn offering() -> tempfile::TempDir {
    let folder = folder();
    let survey = folder.path().join("content/surveys/garden-visitors.toml");
    let written = std::fs::read_to_string(&survey).unwrap();
    std::fs::write(&survey, written.replace("wards = [", "more_languages = [\"ko\"]\nwards = [")).unwrap();
    folder
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub(crate) fn said(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The one line with which the program gives up.
#[track_caller]
pub(crate) fn gave_up(output: &Output) -> String {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!((output.status.code(), told.lines().count()), (Some(1), 1), "{told}");
    assert_eq!(output.stdout, b"");
    told.trim().strip_prefix("koe-office: ").unwrap().to_owned()
}

#[test]
fn a_survey_goes_its_way_and_no_other() {
    let folder = folder();
    let survey = |act: &str| run(folder.path(), &["survey", act, "garden-letters"]);
    assert!(gave_up(&survey("close")).starts_with("there is no database at data/koe.db"));
    let first = said(&survey("rehearse"));
    assert!(first.starts_with("garden-letters is rehearsal (new revision "), "{first}");
    assert!(said(&survey("rehearse")).contains("revision as before"));
    assert_eq!(
        gave_up(&survey("close")),
        "\"garden-letters\" is rehearsal and cannot become closed: from rehearsal it can become draft or open"
    );
    for act in ["open", "pause", "open", "close", "publish", "archive"] {
        said(&survey(act));
    }
    assert!(gave_up(&survey("open")).ends_with("from archived it can become nothing else"));
    assert!(gave_up(&run(folder.path(), &["survey", "pause", "none"])).contains("holds no survey \"none\""));
    assert!(gave_up(&run(folder.path(), &["survey", "open", "none"])).contains("has no readable survey \"none\""));
}

#[test]
fn surveys_are_listed_and_shown_as_data() {
    let folder = folder();
    said(&run(folder.path(), &["survey", "rehearse", "garden-visitors"]));
    let list: Value = serde_json::from_str(&said(&run(folder.path(), &["survey", "list", "--json"]))).unwrap();
    assert_eq!((&list[0]["id"], &list[0]["state"]), (&"garden-visitors".into(), &"rehearsal".into()));
    assert!(said(&run(folder.path(), &["survey", "list"])).starts_with("garden-visitors "));
    let shown: Value =
        serde_json::from_str(&said(&run(folder.path(), &["survey", "show", "garden-visitors", "--json"]))).unwrap();
    assert_eq!((&shown["revision"], &shown["accepting"]), (&list[0]["revision"], &true.into()));
    assert_eq!(said(&run(folder.path(), &["export", "--survey", "garden-visitors", "--json"])), "");
}

#[test]
fn an_unsound_survey_is_not_published_and_leaves_the_earlier_revision() {
    let folder = folder();
    said(&run(folder.path(), &["survey", "open", "garden-visitors"]));
    let before = said(&run(folder.path(), &["survey", "list"]));
    let file = folder.path().join("content/surveys/garden-visitors.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("closes = \"2027", "closes = \"2025")).unwrap();
    let output = run(folder.path(), &["survey", "open", "garden-visitors"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("content/surveys/garden-visitors.toml: ")
            && told.contains("is not sound: mend what is shown above"),
        "{told}"
    );
    assert_eq!(said(&run(folder.path(), &["survey", "list"])), before);
}

#[test]
fn codes_are_given_out_once_and_only_where_they_are_asked_for() {
    let folder = folder();
    for survey in ["garden-letters", "garden-visitors"] {
        said(&run(folder.path(), &["survey", "open", survey]));
    }
    let invite =
        |survey: &str, ward: &str| run(folder.path(), &["invite", "--survey", survey, "--ward", ward, "--count", "50"]);
    let csv = said(&invite("garden-letters", "271080"));
    let mut codes: Vec<_> = csv.lines().skip(1).map(|line| line.strip_prefix("271080,").unwrap()).collect();
    assert!(
        codes
            .iter()
            .all(|code| code.parse::<office::code::InvitationCode>().is_ok()
                && !code.contains(['0', 'O', '1', 'I', 'L']))
    );
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 50);
    let kept = std::fs::read(folder.path().join("data/koe.db")).unwrap();
    let bare = codes[0].replace('-', "");
    assert!(!kept.windows(10).any(|bytes| bytes == bare.as_bytes()), "the database holds no code");
    assert!(gave_up(&invite("garden-visitors", "271080")).contains("is answered without codes"));
    assert!(gave_up(&invite("garden-letters", "271021")).contains("does not take part"));
}

#[test]
fn what_keeps_the_office_shut_is_one_line_that_says_what_to_do() {
    let folder = folder();
    let serve = |more: &[&str]| gave_up(&run(folder.path(), &[&["serve", "--port", "0"], more].concat()));
    assert!(serve(&["--site", "nowhere"]).contains("build the page with `cargo xtask build`"));
    assert!(serve(&["--content", "nowhere"]).contains("name another content folder"));
    assert!(serve(&["--database", "sqlite:/proc/koe.db"]).contains("give this user write access"));
    std::fs::write(
        folder.path().join("letter"),
        "this is a letter, and not a database at all, whatever its name may say",
    )
    .unwrap();
    assert!(serve(&["--database", "sqlite:letter"]).contains("restore the latest backup"));
    assert!(!folder.path().join("data").exists(), "an office that cannot open leaves nothing behind");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let port = port.to_string();
    let told = gave_up(&run(folder.path(), &["serve", "--port", &port]));
    assert_eq!(told, format!("port {port} is in use: stop the other program, or name another port with --port"));
}

#[test]
fn what_a_survey_keeps_for_how_long_is_part_of_it() {
    let folder = folder();
    let survey = folder.path().join("content/surveys/garden-visitors.toml");
    let written = std::fs::read_to_string(&survey).unwrap();
    let rules = "grace_days = 7\n[retention]\naside_days = 0\nresponses_days = 0\n";
    std::fs::write(&survey, written.replace("[period]", &format!("{rules}[period]"))).unwrap();
    let run = |arguments: &[&str]| said(&run(folder.path(), arguments));
    run(&["survey", "rehearse", "garden-visitors"]);
    assert_eq!(run(&["survey", "tidy"]), "nothing has had its time\n");
    for act in ["open", "close", "publish", "archive"] {
        run(&["survey", act, "garden-visitors"]);
    }
    assert_eq!(run(&["survey", "tidy", "--json"]), "[]\n", "nobody had answered");
    let shown = run(&["survey", "show", "garden-visitors", "--json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let keeping = json!({ "grace_days": 7, "aside_days": 0, "responses_days": 0 });
    assert_eq!(shown["survey"]["keeping"], keeping, "everybody can see by what rule");
}
