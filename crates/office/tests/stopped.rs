//! Stopped politely, the office finishes what is under way.

use std::process::Command;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::path_of;
use crate::commands::{folder, run};
use crate::killed::Process;
use crate::office::VISITORS;
use crate::response::Responses;

#[tokio::test]
async fn a_response_under_way_is_stored_before_the_office_stops() {
    let folder = folder();
    assert!(run(folder.path(), &["survey", "rehearse", VISITORS]).status.success());
    let mut process = Process::start(folder.path());
    let port = process.client.authority().rsplit_once(':').unwrap().1.to_owned();
    assert_eq!(process.lines[1].trim(), format!("http://localhost:{port}/s/{VISITORS} rehearsal"));
    let response = Responses::to(&process.client, VISITORS).await.number(1);
    let body = response.to_string();
    let head = format!(
        "PUT {} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        path_of(&response),
        body.len()
    );
    let mut stream = TcpStream::connect(process.client.authority()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // The office asks for the body, so it is at work on this request.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let told = Command::new("kill").args(["-TERM", &process.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    while TcpStream::connect(process.client.authority()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(process.child.wait().unwrap().success());
    assert!(!folder.path().join("data/koe.db-wal").exists(), "everything is in the one file");
    let exported = run(folder.path(), &["export", "--survey", VISITORS, "--json"]);
    assert_eq!(String::from_utf8(exported.stdout).unwrap().lines().count(), 1);
}
