//! The office answers as its own document says, whatever it is asked: somebody else's program reads the one and asks the other.

use std::process::Command;

use office::http::Limits;
use questionnaire::State;

use crate::office::{TestOffice, VISITORS};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

/// Has schemathesis ask for as many seconds everything that a document tells of, and gives what it says when it found nothing.
pub(crate) async fn asks(document: &str, checks: &str, seconds: &str, more: &[&str]) -> String {
    let program = std::env::var_os("KOE_SCHEMATHESIS").expect(
        "KOE_SCHEMATHESIS is not set: install Python 3 with venv and pip, and run cargo xtask test, which gets schemathesis",
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hooks.py"), include_str!("schemathesis/hooks.py")).unwrap();
    std::fs::write(folder.path().join("schemathesis.toml"), include_str!("schemathesis/schemathesis.toml")).unwrap();
    let mut asking = Command::new(program);
    asking
        .args(["run", document, "--checks", checks, "--phases", "coverage,fuzzing", "--max-time", seconds])
        .args(["--warnings", "off", "--continue-on-failure"])
        .args(more)
        .current_dir(folder.path())
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let told = tokio::task::spawn_blocking(move || asking.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success() && said.contains("No issues found"), "{said}");
    said
}

/// Seconds that it asks: `cargo xtask soak` takes more.
pub(crate) fn seconds(by_default: u32) -> String {
    std::env::var("KOE_SOAK_COUNT").unwrap_or_else(|_| by_default.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_answered_that_the_document_does_not_say() {
    let office = TestOffice::start_in_words(Limits::default()).await;
    office.send_to(VISITORS, &[State::Open]).await;
    let document = format!("http://{}/openapi.json", office.client.authority());
    println!("{}", asks(&document, CHECKS, &seconds(30), &[]).await);
    office.stop().await;
}
