//! Someone who sits where the office should be: a guest network's own page, which answers everything with 200 and its
//! welcome, an office that has too much to do, or someone who hears everything and says nothing.

use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::{JoinHandle, JoinSet};

use super::until::until;

const WELCOME: &str = "<!doctype html><title>Welcome</title><h1>Hall Wi-Fi: please accept the terms</h1>";

/// Someone who sits where the office should be.
pub(crate) struct Impostor {
    task: JoinHandle<()>,
    heard: UnboundedReceiver<(Instant, String)>,
}

impl Impostor {
    /// Takes a port that was just left.
    pub(crate) async fn sit_on(port: u16) -> Self {
        Self::sit(port, Some(welcome())).await
    }

    /// The same, and asks everybody to come again after so many seconds.
    pub(crate) async fn sit_busy_on(port: u16, retry_after_s: u64) -> Self {
        Self::sit(port, Some(busy(retry_after_s))).await
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
                    let when = Instant::now();
                    let words = String::from_utf8_lossy(start.get(..length).unwrap_or_default()).into_owned();
                    if let Some(answer) = &answer {
                        drop(caller.write_all(answer.as_bytes()).await);
                    }
                    // Who has heard enough is gone by now.
                    drop(ear.send((when, words.lines().next().unwrap_or_default().to_owned())));
                    if answer.is_none() {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        Self { task, heard }
    }

    /// Waits until someone asks for this, in vain, and says when that was.
    pub(crate) async fn hears(&mut self, start: &str) -> Instant {
        loop {
            let heard = tokio::time::timeout(std::time::Duration::from_mins(1), self.heard.recv()).await;
            let heard = heard.unwrap_or_else(|_| panic!("nobody asked for {start}"));
            let (when, words) = heard.expect("the impostor listens");
            if words.starts_with(start) {
                return when;
            }
        }
    }

    /// How often someone has asked for this since it was last listened to.
    pub(crate) fn heard(&mut self, start: &str) -> usize {
        std::iter::from_fn(|| self.heard_at(start)).count()
    }

    /// When someone asked for this, if anybody has since it was last listened to.
    pub(crate) fn heard_at(&mut self, start: &str) -> Option<Instant> {
        let mut heard = std::iter::from_fn(|| self.heard.try_recv().ok());
        heard.find(|(_, words)| words.starts_with(start)).map(|(when, _)| when)
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

fn busy(retry_after_s: u64) -> String {
    format!(
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: {retry_after_s}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    )
}
