//! The office program, serving for as long as something is measured.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use crate::run::Stop;

/// The office program, serving until this is dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) port: u16,
}

impl Running {
    /// Starts it by the command that is made for a port.
    pub(crate) fn start(port: u16, serving: &mut Command) -> Result<Self, Stop> {
        let refused = |why: std::io::Error| Stop::new(format!("cannot start the office: {why}"));
        let mut child = serving.stdout(Stdio::piped()).spawn().map_err(refused)?;
        let said = child.stdout.take();
        let running = Self { child, port };
        // The office prints its addresses once it listens, so there is nothing to poll for.
        let listens = said.is_some_and(|out| {
            BufReader::new(out).lines().map_while(Result::ok).any(|line| line.contains(&format!(":{port}")))
        });
        if listens { Ok(running) } else { Err(Stop::new("the office stopped before it listened; its output is above")) }
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16, Stop> {
    let refused = |why: std::io::Error| Stop::new(format!("no port is free: {why}"));
    Ok(TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(refused)?.port())
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
