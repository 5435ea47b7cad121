//! A provider of accounts that others have written, on this machine: another site than the office.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::handed;

/// The secret by which it knows the office.
pub(crate) const SECRET: &str = "what the office and the provider know";

/// A provider of accounts, which stops with this.
pub(crate) struct Provider {
    /// Where it is.
    pub(crate) issuer: String,
    /// A program that nobody listens to stops.
    _running: (Child, Lines<BufReader<ChildStdout>>),
}

impl Provider {
    /// One that sends browsers back to `redirect`.
    pub(crate) async fn start(redirect: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/product/sign_on/provider.mjs");
        let mut starting = Command::new("node");
        starting.arg(script).arg(handed("KOE_OIDC_PROVIDER")).args([redirect, SECRET]);
        starting.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut running = starting.spawn().expect("node runs");
        let mut lines = BufReader::new(running.stdout.take().expect("its words are piped")).lines();
        let issuer = lines.next_line().await.expect("its words can be read").expect("it says where it is");
        Self { issuer, _running: (running, lines) }
    }
}
