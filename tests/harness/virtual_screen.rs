//! A screen that nobody sees, for browsers that show nothing without one.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::handed;

/// A screen, gone with its owner.
pub(crate) struct VirtualScreen {
    _server: Child,
    name: String,
}

impl VirtualScreen {
    /// One more.
    pub(crate) async fn new() -> Self {
        let mut server = Command::new(handed("KOE_XVFB"))
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1400x1400x24"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Xvfb starts");
        let mut lines = BufReader::new(server.stdout.take().expect("its words are piped")).lines();
        let number = lines.next_line().await.ok().flatten().expect("Xvfb says which screen it is");
        Self { _server: server, name: format!(":{number}") }
    }

    /// By what programs find it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
