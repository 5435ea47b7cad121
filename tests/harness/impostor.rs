//! Someone who sits where the office should be: a guest network's own page, which answers everything with 200 and its
//! welcome, or someone who hears everything and says nothing.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::{JoinHandle, JoinSet};

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
        Self::sit(port, Some(welcome())).await
    }

    /// The same, and never answers.
    pub(crate) async fn sit_silent_on(port: u16) -> Self {
        Self::sit(port, None).await
    }

    async fn sit(port: u16, answer: Option<String>) -> Self {
        let listener = until("the port to be free", async || {
            TcpListener::bind(("127.0.0.1", port)).await.map_err(|why| why.to_string())
        })
        .await;
        let (ear, heard) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let mut callers = JoinSet::new();
            while let Ok((mut caller, _)) = listener.accept().await {
                let (ear, answer) = (ear.clone(), answer.clone());
                callers.spawn(async move {
                    let mut start = vec![0; 16 * 1024];
                    let length = caller.read(&mut start).await.unwrap_or_default();
                    let words = String::from_utf8_lossy(start.get(..length).unwrap_or_default()).into_owned();
                    if let Some(answer) = &answer {
                        drop(caller.write_all(answer.as_bytes()).await);
                    }
                    // Who has heard enough is gone by now.
                    drop(ear.send(words.lines().next().unwrap_or_default().to_owned()));
                    if answer.is_none() {
                        std::future::pending::<()>().await;
                    }
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

    /// How often someone has asked for this since it was last listened to.
    pub(crate) fn heard(&mut self, start: &str) -> usize {
        std::iter::from_fn(|| self.heard.try_recv().ok()).filter(|heard| heard.starts_with(start)).count()
    }

    /// Leaves the port, and whoever still waits for an answer.
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
