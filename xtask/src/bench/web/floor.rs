//! The floor: a page written by hand, and the server that gives it out as any server would.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::run::Stop;

/// A file that was taken over unchanged: where it is served, what it is, and its SHA-256.
struct Taken {
    path: &'static str,
    kind: &'static str,
    body: &'static [u8],
    sha256: &'static str,
}

macro_rules! taken {
    ($path:literal, $file:literal, $kind:literal, $sha256:literal) => {
        Taken { path: $path, kind: $kind, body: include_bytes!(concat!("../../../bench/", $file)), sha256: $sha256 }
    };
}

const FILES: [Taken; 5] = [
    taken!(
        "/floor/",
        "floor/index.html",
        "text/html; charset=utf-8",
        "dc4330a722e709b2be2c1701a95989cbcf590eb59e6deb65e0ba08422962ac25"
    ),
    taken!(
        "/floor/app.js",
        "floor/app.js",
        "text/javascript",
        "4f9806e44338ab7d0d0ebd2ec3df371831ffdb34b6836337af5f23a326a555da"
    ),
    taken!(
        "/floor-kept/",
        "floor-kept/index.html",
        "text/html; charset=utf-8",
        "a9145b3ed0fb2d20b3fc7d0615b2504cfc7798e289251e03849bffa59308b125"
    ),
    taken!(
        "/floor-kept/app.js",
        "floor-kept/app.js",
        "text/javascript",
        "babe7c2f12da25485e22a7fcd15504ca8249b19f85b31f60eb10e580279b5e24"
    ),
    taken!(
        "/floor-kept/sw.js",
        "floor-kept/sw.js",
        "text/javascript",
        "b61fc6d4e512f46a74c30d8b34c9653be47ca85fe49d1f72631011141802a654"
    ),
];

/// Where every visit begins: the browser's process and the faces of the letters are there already.
const BLANK: &str = "<!doctype html><meta charset=\"utf-8\"><title>-</title><link rel=\"icon\" href=\"data:,\">\
                     <p>声を聞く <b>かな漢字</b></p>";

/// A file as it goes out.
struct Served {
    kind: &'static str,
    tag: String,
    packed: Vec<u8>,
}

/// The server, for as long as the program runs.
pub(crate) struct Floor {
    pub(crate) port: u16,
    down: Arc<AtomicBool>,
}

impl Floor {
    /// Holds the files against what was written down of them, and serves them.
    pub(crate) fn open() -> Result<Self, Stop> {
        let lost = |why: std::io::Error| Stop::new(format!("the floor cannot be served: {why}"));
        let files = Arc::new(files()?);
        let listener = TcpListener::bind("127.0.0.1:0").map_err(lost)?;
        let port = listener.local_addr().map_err(lost)?.port();
        let down = Arc::new(AtomicBool::new(false));
        let switch = Arc::clone(&down);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (files, down) = (Arc::clone(&files), Arc::clone(&switch));
                std::thread::spawn(move || serve(stream, &files, &down));
            }
        });
        Ok(Self { port, down })
    }

    /// Whether it answers nobody, as if there were no network.
    pub(crate) fn goes_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }
}

fn files() -> Result<BTreeMap<&'static str, Served>, Stop> {
    let blank = Taken { path: "/blank", kind: "text/html", body: BLANK.as_bytes(), sha256: "" };
    FILES.into_iter().chain([blank]).map(|file| Ok((file.path, served(&file)?))).collect()
}

fn served(file: &Taken) -> Result<Served, Stop> {
    let found = format!("{:x}", Sha256::digest(file.body));
    if found != file.sha256 && !file.sha256.is_empty() {
        return Err(Stop::new(format!("the floor's {} was changed: take it over again as it was", file.path)));
    }
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    packed.write_all(file.body).map_err(|why| Stop::new(format!("{}: {why}", file.path)))?;
    let tag = format!("\"{}\"", found.get(..16).unwrap_or_default());
    Ok(Served { kind: file.kind, tag, packed: packed.into_inner() })
}

/// Answers one connection until it ends, or the server is down.
fn serve(stream: TcpStream, files: &BTreeMap<&str, Served>, down: &AtomicBool) {
    let Ok(mut out) = stream.try_clone() else { return };
    let mut lines = BufReader::new(stream);
    while let Some(asked) = Asked::read(&mut lines) {
        if down.load(Ordering::SeqCst) || out.write_all(&asked.answer(files)).is_err() {
            return;
        }
    }
}

struct Asked {
    method: String,
    path: String,
    known: String,
}

impl Asked {
    fn read(lines: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut first = String::new();
        lines.read_line(&mut first).ok()?;
        let mut words = first.split_whitespace();
        let mut asked = Self { method: words.next()?.to_owned(), path: words.next()?.to_owned(), known: String::new() };
        let mut body = 0;
        loop {
            let mut line = String::new();
            lines.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => body = value.parse().ok()?,
                "if-none-match" => value.clone_into(&mut asked.known),
                _ => {}
            }
        }
        std::io::copy(&mut lines.take(body), &mut std::io::sink()).ok()?;
        Some(asked)
    }

    fn answer(&self, files: &BTreeMap<&str, Served>) -> Vec<u8> {
        if self.method == "POST" {
            return b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}".to_vec();
        }
        let Some(Served { kind, tag, packed }) = files.get(self.path.as_str()) else {
            return b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec();
        };
        let same = self.known == *tag;
        let status = if same { "304 Not Modified" } else { "200 OK" };
        let length = packed.len();
        let mut answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncache-control: no-cache\r\netag: {tag}\r\n\
             vary: accept-encoding\r\ncontent-encoding: br\r\n"
        )
        .into_bytes();
        if !same {
            answer.extend(format!("content-length: {length}\r\n").bytes());
        }
        answer.extend(b"\r\n");
        answer.extend(if same { &[][..] } else { packed });
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_what_was_taken_over() {
        assert_eq!(files().unwrap().len(), FILES.len() + 1);
    }

    #[test]
    fn a_floor_that_was_changed_is_refused() {
        let changed = Taken { body: b"<p>faster", ..FILES.into_iter().next().unwrap() };
        assert!(served(&changed).is_err());
    }
}
