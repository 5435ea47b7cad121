//! HTTPS from the office itself.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::Request;
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::client::{Client, path_of};
use crate::commands::{folder, gave_up, run};
use crate::killed::{Process, exported};
use crate::office::VISITORS;
use crate::response::Responses;

const NAME: &str = "ward-office.test";
const FILES: [&str; 4] = ["--tls-cert", "office.crt", "--tls-key", "office.key"];

/// Puts a new certificate and its key where the office looks for them.
fn issue(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed([NAME.to_owned()]).unwrap();
    std::fs::write(folder.join("office.crt"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("office.key"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

/// The program, serving over HTTPS in a folder.
struct Secure {
    process: Process,
    log: BufReader<ChildStderr>,
    authority: String,
}

impl Secure {
    /// Serves with what is there; its client trusts `certificate` alone.
    async fn start(folder: &Path, certificate: &CertificateDer<'static>) -> Self {
        assert!(run(folder, &["survey", "rehearse", VISITORS]).status.success());
        let mut child = Command::new(env!("CARGO_BIN_EXE_koe-office"))
            .args(["serve", "--port", "0"])
            .args(FILES)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let log = BufReader::new(child.stderr.take().unwrap());
        let lines: Vec<String> = out.lines().take(2).map(Result::unwrap).collect();
        let authority = lines[0].strip_prefix("listening on https://").expect("it speaks HTTPS").to_owned();
        let client = tunnel(&authority, certificate).await;
        Self { process: Process { child, client, lines }, log, authority }
    }

    fn client(&self) -> &Client {
        &self.process.client
    }

    fn signal(&self, name: &str) {
        let told = Command::new("kill").args([name, &self.process.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits until the log says `words`.
    fn said(&mut self, words: &str) -> String {
        let mut lines = self.log.by_ref().lines().map(Result::unwrap);
        lines.find(|line| line.contains(words)).expect("the office still runs")
    }
}

async fn connect(authority: &str, trusted: &CertificateDer<'static>) -> std::io::Result<TlsStream<TcpStream>> {
    connect_offering(authority, trusted, &[]).await
}

/// A connection of somebody who can speak these.
async fn connect_offering(
    authority: &str,
    trusted: &CertificateDer<'static>,
    protocols: &[&str],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let name = ServerName::try_from(NAME).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, TcpStream::connect(authority).await?).await
}

/// A client whose every connection goes on over TLS: it needs to know nothing of it.
async fn tunnel(authority: &str, trusted: &CertificateDer<'static>) -> Client {
    let entrance = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(format!("http://{}", entrance.local_addr().unwrap()));
    let (authority, trusted) = (authority.to_owned(), trusted.clone());
    tokio::spawn(async move {
        while let Ok((mut here, _)) = entrance.accept().await {
            let (authority, trusted) = (authority.clone(), trusted.clone());
            tokio::spawn(async move {
                // Where nobody is trusted, the connection ends, which the client takes for no answer.
                if let Ok(mut there) = connect(&authority, &trusted).await {
                    let _ = copy_bidirectional(&mut here, &mut there).await;
                }
            });
        }
    });
    client
}

#[tokio::test]
async fn many_responses_arrive_at_once_over_one_connection_of_http_2() {
    let folder = folder();
    let certificate = issue(folder.path());
    let office = Secure::start(folder.path(), &certificate).await;
    let responses = Responses::to(office.client(), VISITORS).await;
    let stream = connect_offering(&office.authority, &certificate, &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let sent = (0..100).map(|number| {
        let (mut sender, response) = (sender.clone(), responses.number(number));
        let request = Request::put(format!("https://{NAME}{}", path_of(&response)))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(response.to_string())))
            .unwrap();
        tokio::spawn(async move { sender.send_request(request).await.unwrap().status().as_u16() })
    });
    for status in sent.collect::<Vec<_>>() {
        assert_eq!(status.await.unwrap(), 201);
    }
    assert_eq!(exported(folder.path()).len(), 100);
    let old = connect_offering(&office.authority, &certificate, &["http/1.1"]).await.unwrap();
    assert_eq!(old.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
}

#[tokio::test]
async fn a_response_arrives_over_https() {
    let folder = folder();
    let certificate = issue(folder.path());
    let office = Secure::start(folder.path(), &certificate).await;
    let port = office.authority.rsplit_once(':').unwrap().1;
    assert_eq!(office.process.lines[1], format!("https://localhost:{port}/s/{VISITORS} rehearsal"));
    assert_eq!(office.client().get("/api/v1/health").await.status.as_u16(), 200);
    let response = Responses::to(office.client(), VISITORS).await.number(1);
    assert_eq!(office.client().put(&response).await.status.as_u16(), 201);
    assert_eq!(exported(folder.path()), [response["id"].as_str().unwrap()]);
}

#[tokio::test]
async fn addresses_of_an_office_that_speaks_https_say_so() {
    let folder = folder();
    let certificate = issue(folder.path());
    let office = Secure::start(folder.path(), &certificate).await;
    let page = office.client().send("GET", &format!("/s/{VISITORS}"), &[("host", "ward-office.test:8443")], "").await;
    assert!(page.text().contains("https://ward-office.test:8443/s/"), "{}", page.text());
    assert!(!page.text().contains("http://ward-office.test"));
    // It would hold for every port of the host, and staff could not look at a page whose certificate has run out.
    assert_eq!(page.header("strict-transport-security"), "");
}

#[tokio::test]
async fn nobody_is_answered_who_speaks_no_https() {
    let folder = folder();
    let certificate = issue(folder.path());
    let office = Secure::start(folder.path(), &certificate).await;
    let response = Responses::to(office.client(), VISITORS).await.number(1);
    let body = response.to_string();
    let request = format!(
        "PUT {} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        path_of(&response),
        body.len()
    );
    let mut plain = TcpStream::connect(&office.authority).await.unwrap();
    plain.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The office may end the connection before it has read all that was sent, which is an error here.
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(office.client().get("/api/v1/health").await.status.as_u16(), 200);
    assert_eq!(exported(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn those_who_never_finish_their_handshake_keep_nobody_out() {
    let folder = folder();
    let certificate = issue(folder.path());
    let office = Secure::start(folder.path(), &certificate).await;
    let mut stalled = Vec::new();
    // More than the office lets agree at once.
    for _ in 0..260 {
        let mut stream = TcpStream::connect(&office.authority).await.unwrap();
        // A client's first message is announced, and never comes.
        stream.write_all(&[0x16, 3, 1, 2, 0]).await.unwrap();
        stalled.push(stream);
    }
    // One after another, they would be waited for beyond any patience.
    let answer = tokio::time::timeout(Duration::from_mins(1), office.client().get("/api/v1/health")).await;
    assert_eq!(answer.expect("the office answers").status.as_u16(), 200);
    let mut rest = Vec::new();
    let _ = stalled[0].read_to_end(&mut rest).await;
    assert_eq!(rest, b"", "the oldest is given up");
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_without_ending_a_connection() {
    let folder = folder();
    let first = issue(folder.path());
    let mut office = Secure::start(folder.path(), &first).await;
    let mut open = connect(&office.authority, &first).await.unwrap();
    let second = issue(folder.path());
    assert!(connect(&office.authority, &second).await.is_err(), "nothing happens by itself");
    office.signal("-HUP");
    office.said("the certificate was read again");
    assert!(connect(&office.authority, &second).await.is_ok());
    assert!(connect(&office.authority, &first).await.is_err());
    std::fs::write(folder.path().join("office.key"), "").unwrap();
    office.signal("-HUP");
    assert!(office.said("the certificate stays as it was").contains("office.key holds no private key"));
    assert!(connect(&office.authority, &second).await.is_ok());
    open.write_all(b"GET /api/v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    open.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_response_under_way_over_https_is_stored_before_the_office_stops() {
    let folder = folder();
    let certificate = issue(folder.path());
    let mut office = Secure::start(folder.path(), &certificate).await;
    let response = Responses::to(office.client(), VISITORS).await.number(1);
    let body = response.to_string();
    let mut stream = connect(&office.authority, &certificate).await.unwrap();
    let head = format!(
        "PUT {} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        path_of(&response),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    office.signal("-TERM");
    office.said("stopping");
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(office.process.child.wait().unwrap().success());
    assert_eq!(exported(folder.path()).len(), 1);
}

#[test]
fn what_keeps_the_office_from_speaking_https_is_one_line_that_says_what_to_do() {
    let folder = folder();
    issue(folder.path());
    let serve = |certificate: &str, key: &str| {
        let pair = ["serve", "--port", "0", "--tls-cert", certificate, "--tls-key", key];
        gave_up(&run(folder.path(), &pair))
    };
    assert!(serve("none.crt", "office.key").starts_with("none.crt cannot be read (No such file"));
    assert!(serve("office.crt", "content").starts_with("content cannot be read (Is a directory"));
    assert!(serve("office.key", "office.key").starts_with("office.key holds no certificate in PEM: "));
    assert!(serve("office.crt", "office.crt").starts_with("office.crt holds no private key in PEM "));
    let key = std::fs::read_to_string(folder.path().join("office.key")).unwrap();
    for (name, text) in [
        ("cut.key", key[..key.len() / 2].to_owned()),
        ("junk.key", key.replace('M', "*")),
        ("locked.key", key.replace("PRIVATE", "ENCRYPTED PRIVATE")),
        ("junk.crt", "-----BEGIN CERTIFICATE-----\nanVuaw==\n-----END CERTIFICATE-----\n".to_owned()),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    for name in ["cut.key", "junk.key"] {
        let told = serve("office.crt", name);
        assert_eq!(
            told,
            format!("{name} is cut off or damaged: copy it anew, or name another file with --tls-key"),
            "and nothing of a key is told"
        );
    }
    assert!(serve("office.crt", "locked.key").contains("without a passphrase"));
    assert!(serve("junk.crt", "office.key").starts_with("junk.crt and office.key cannot be used ("));
    std::fs::rename(folder.path().join("office.key"), folder.path().join("former.key")).unwrap();
    issue(folder.path());
    assert_eq!(
        serve("office.crt", "former.key"),
        "the key in former.key is not that of the first certificate in office.crt: name two files that belong together"
    );
    assert!(!folder.path().join("data").exists(), "an office that cannot open leaves nothing behind");
}

#[test]
fn a_certificate_without_its_key_is_no_way_to_begin() {
    let folder = folder();
    issue(folder.path());
    for half in [&FILES[..2], &FILES[2..]] {
        let output = run(folder.path(), &[&["serve", "--port", "0"], half].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && told.contains("required arguments were not provided"), "{told}");
    }
}
