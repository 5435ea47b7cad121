//! The office answers as its own document says, whatever it is asked: somebody else's program reads the one and asks the other.

use std::process::Command;

use office::http::Limits;
use questionnaire::State;

use crate::office::{TestOffice, VISITORS};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_answered_that_the_document_does_not_say() {
    let program = std::env::var_os("KOE_SCHEMATHESIS").expect(
        "KOE_SCHEMATHESIS is not set: install Python 3 with venv and pip, and run cargo xtask test, which gets schemathesis",
    );
    // Seconds: `cargo xtask soak` takes more.
    let longest = std::env::var("KOE_SOAK_COUNT").unwrap_or_else(|_| "30".to_owned());
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hooks.py"), include_str!("schemathesis/hooks.py")).unwrap();
    std::fs::write(folder.path().join("schemathesis.toml"), include_str!("schemathesis/schemathesis.toml")).unwrap();
    let document = format!("http://{}/openapi.json", office.client.authority());
    let mut asking = Command::new(program);
    asking
        .args(["run", &document, "--checks", CHECKS, "--phases", "coverage,fuzzing", "--max-time", &longest])
        .args(["--warnings", "off", "--continue-on-failure"])
        .current_dir(folder.path())
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let told = tokio::task::spawn_blocking(move || asking.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&told.stdout);
    assert!(told.status.success(), "{said}");
    println!("{said}");
    assert!(said.contains("No issues found"), "{said}");
    office.stop().await;
}
