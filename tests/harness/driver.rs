//! The program that drives the browser, spoken to by WebDriver's JSON over HTTP.

use std::path::Path;
use std::process::Stdio;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout};

use super::browser::Window;
use super::engine::Engine;
use super::until::until;
use super::virtual_screen::VirtualScreen;

/// One driver with one session, that is one browser with a profile of its own.
pub(crate) struct Driver {
    child: Child,
    address: String,
    session: String,
    http: Client<HttpConnector, Full<Bytes>>,
}

type Words = Lines<BufReader<ChildStdout>>;

impl Driver {
    /// Starts a browser whose profile and scraps lie in `folder`.
    pub(crate) async fn start(window: Window, screen: Option<&VirtualScreen>, folder: &Path) -> Self {
        let engine = window.engine;
        // The port that a driver finds free for one family of addresses can be somebody's in the other, and a browser that
        // starts among many can miss its driver's patience. Nothing that is tested has begun by then.
        until("a browser that is driven", async || {
            let (mut child, free) = spawned(engine, free_port().await, screen, folder);
            let port = listening(engine, &mut child, free).await?;
            let http = Client::builder(TokioExecutor::new()).build_http();
            let mut driver = Self { child, address: format!("http://127.0.0.1:{port}"), session: String::new(), http };
            let wish = engine.capabilities(window, &folder.join("profile"));
            let session = driver.call(Method::POST, "/session", Some(wish)).await?;
            session["sessionId"].as_str().ok_or("a session without an id")?.clone_into(&mut driver.session);
            Ok(driver)
        })
        .await
    }

    /// A command of the session.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.call(Method::POST, &format!("/session/{}{path}", self.session), Some(body)).await
    }

    /// A question to the session.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, String> {
        self.call(Method::GET, &format!("/session/{}{path}", self.session), None).await
    }

    /// A command that ends something of the session.
    pub(crate) async fn delete(&self, path: &str) -> Result<Value, String> {
        self.call(Method::DELETE, &format!("/session/{}{path}", self.session), None).await
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn cdp(&self, command: &str, params: Value) -> Result<Value, String> {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": params })).await
    }

    /// Kills the driver and every process of the browser, and waits until none is left.
    pub(crate) async fn kill(mut self) {
        let group = self.child.id().expect("the driver runs");
        kill_group(group);
        drop(self.child.wait().await);
        until("the end of the browser", async || {
            let left = living(group);
            if left.is_empty() { Ok(()) } else { Err(format!("{left:?} still live")) }
        })
        .await;
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, String> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("content-type", "application/json")
            .body(Full::from(body))
            .map_err(|why| why.to_string())?;
        let reply = self.http.request(request).await.map_err(|why| format!("the driver: {why}"))?;
        let fine = reply.status().is_success();
        let bytes = reply.into_body().collect().await.map_err(|why| why.to_string())?.to_bytes();
        let said: Value = serde_json::from_slice(&bytes).map_err(|why| why.to_string())?;
        let value = said.get("value").cloned().unwrap_or_default();
        if fine { Ok(value) } else { Err(complaint(&value)) }
    }
}

/// Which of the protocol's errors it is, and what the driver says of it, which can be nothing.
fn complaint(error: &Value) -> String {
    let [code, message] = ["error", "message"].map(|part| error[part].as_str().unwrap_or_default());
    format!("{code}: {message}")
}

/// A driver that has begun to start, and the port that it is to listen on where it cannot choose one.
fn spawned(engine: Engine, free: u16, screen: Option<&VirtualScreen>, folder: &Path) -> (Child, u16) {
    let mut driver = engine.driver(free);
    driver.env("TMPDIR", folder).envs(screen.map(|screen| ("DISPLAY", screen.name())));
    driver.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = driver.process_group(0).kill_on_drop(true).spawn().expect("the driver starts");
    (child, free)
}

async fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// Where the driver listens, once it does.
async fn listening(engine: Engine, child: &mut Child, free: u16) -> Result<u16, String> {
    let mut lines = BufReader::new(child.stdout.take().expect("the driver's words are piped")).lines();
    let port = if engine == Engine::WebKit {
        until("the driver", async || TcpStream::connect(("127.0.0.1", free)).await.map_err(|why| why.to_string()))
            .await;
        free
    } else {
        announced(engine, &mut lines).await.ok_or("the driver stopped before it listened")?
    };
    // A program whose words nobody takes stops.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(port)
}

/// Where it says that it listens; nothing, where it stops instead.
async fn announced(engine: Engine, lines: &mut Words) -> Option<u16> {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(port) = engine.announced(&line) {
            return Some(port);
        }
    }
    None
}

fn kill_group(group: u32) {
    drop(std::process::Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status());
}

/// The processes of a group that are not at their end, where the system lists them in a folder.
fn living(group: u32) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let stats = entries.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    let of_group = |stat: &String| {
        // What stands before is the name, in which anything may stand.
        let mut words = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).into_iter().flatten();
        let dead = matches!(words.next(), Some("Z" | "X"));
        !dead && words.nth(1) == Some(&group.to_string())
    };
    stats.filter(of_group).collect()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The browser belongs to the same group of processes and would outlive its driver otherwise.
        if let Some(id) = self.child.id() {
            kill_group(id);
        }
    }
}
