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
use tokio::process::{Child, ChildStdout, Command};

use super::handed;

/// One chromedriver with one session, that is one browser with a profile of its own.
pub(crate) struct Driver {
    child: Child,
    address: String,
    session: String,
    http: Client<HttpConnector, Full<Bytes>>,
    /// Kept open: a program whose words nobody takes stops.
    _said: Words,
}

type Words = Lines<BufReader<ChildStdout>>;

impl Driver {
    /// Starts a browser of this make, whose scraps lie in `folder`.
    pub(crate) async fn start(capabilities: Value, folder: &Path) -> Self {
        let mut child = Command::new(handed("KOE_CHROMEDRIVER"))
            .env("TMPDIR", folder)
            .args(["--port=0", "--log-level=SEVERE"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver starts");
        let (port, said) = announced(&mut child).await;
        let http = Client::builder(TokioExecutor::new()).build_http();
        let mut driver =
            Self { child, address: format!("http://127.0.0.1:{port}"), session: String::new(), http, _said: said };
        let session = driver.call(Method::POST, "/session", Some(capabilities)).await.expect("a browser starts");
        session["sessionId"].as_str().expect("a session has an id").clone_into(&mut driver.session);
        driver
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

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, String> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("content-type", "application/json")
            .body(Full::from(body))
            .map_err(|why| why.to_string())?;
        let reply = self.http.request(request).await.map_err(|why| format!("chromedriver: {why}"))?;
        let fine = reply.status().is_success();
        let bytes = reply.into_body().collect().await.map_err(|why| why.to_string())?.to_bytes();
        let said: Value = serde_json::from_slice(&bytes).map_err(|why| why.to_string())?;
        let value = said.get("value").cloned().unwrap_or_default();
        if fine { Ok(value) } else { Err(value["message"].as_str().unwrap_or("refused").to_owned()) }
    }
}

async fn announced(child: &mut Child) -> (u16, Words) {
    let said = child.stdout.take().expect("chromedriver's words are piped");
    let mut lines = BufReader::new(said).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let port =
            line.rsplit_once("successfully on port ").and_then(|(_, port)| port.trim_end_matches('.').parse().ok());
        if let Some(port) = port {
            return (port, lines);
        }
    }
    panic!("chromedriver stopped before it listened");
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The browser belongs to the same group of processes and would outlive its driver otherwise.
        if let Some(id) = self.child.id() {
            drop(std::process::Command::new("kill").args(["-KILL", "--", &format!("-{id}")]).status());
        }
    }
}
