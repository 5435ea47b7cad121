//! A guest network's own page, which answers everything with 200 and its welcome.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinHandle;

use super::until::until;

const WELCOME: &str = "<!doctype html><title>Welcome</title><h1>Hall Wi-Fi: please accept the terms</h1>";

/// Someone who sits where the office should be.
pub(crate) struct Impostor {
    task: JoinHandle<()>,
    heard: UnboundedReceiver<String>,
}

impl Impostor {
    /// Takes a port that was just left.
    pub(crate) async fn sit_on(port: u16) -> Self {
        let listener = until("the port to be free", async || {
            TcpListener::bind(("127.0.0.1", port)).await.map_err(|why| why.to_string())
        })
        .await;
        let (ear, heard) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                let ear = ear.clone();
                tokio::spawn(async move {
                    let mut start = vec![0; 16 * 1024];
                    let length = caller.read(&mut start).await.unwrap_or_default();
                    let words = String::from_utf8_lossy(start.get(..length).unwrap_or_default()).into_owned();
                    drop(caller.write_all(welcome().as_bytes()).await);
                    // Who has heard enough is gone by now.
                    drop(ear.send(words.lines().next().unwrap_or_default().to_owned()));
                });
            }
        });
        Self { task, heard }
    }

    /// Waits until someone asks for this, in vain.
    pub(crate) async fn hears(&mut self, start: &str) {
        loop {
            let heard = tokio::time::timeout(std::time::Duration::from_mins(1), self.heard.recv()).await;
            let heard = heard.unwrap_or_else(|_| panic!("nobody asked for {start}"));
            if heard.expect("the impostor listens").starts_with(start) {
                return;
            }
        }
    }

    /// Leaves the port.
    pub(crate) async fn leave(self) {
        self.task.abort();
        drop(self.task.await);
    }
}

fn welcome() -> String {
    let length = WELCOME.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close";
    format!("{head}\r\ncontent-length: {length}\r\n\r\n{WELCOME}")
}
