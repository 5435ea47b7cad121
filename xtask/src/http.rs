//! As much of HTTP as measuring needs.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::run::Stop;

/// A response as it came over the wire.
pub(crate) struct Reply {
    /// The status code.
    pub(crate) status: u16,
    /// Bytes of the head on the wire.
    pub(crate) head: usize,
    /// Bytes of the body on the wire, as compressed as it came.
    pub(crate) sent: usize,
    /// The body as it was meant, once unpacked.
    pub(crate) body: Vec<u8>,
    /// Whether the body came compressed with brotli.
    pub(crate) packed: bool,
}

/// Fetches one thing from this machine, as a browser that understands brotli would.
pub(crate) fn get(port: u16, path: &str) -> Result<Reply, Stop> {
    let failed = |why: std::io::Error| Stop::new(format!("GET {path}: {why}"));
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let ask = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).map_err(failed)?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).map_err(failed)?;
    read(&raw).ok_or_else(|| Stop::new(format!("GET {path}: answered {}", first_line(&raw))))
}

fn read(raw: &[u8]) -> Option<Reply> {
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(raw.get(..end)?).to_ascii_lowercase();
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let body = raw.get(end + 4..)?;
    let has = |line: &str| head.lines().any(|other| other.replace(' ', "") == line);
    let whole = if has("transfer-encoding:chunked") { unchunk(body)? } else { body.to_vec() };
    let packed = has("content-encoding:br");
    let body = if packed { unpack(&whole)? } else { whole };
    Some(Reply { status, head: end + 4, sent: raw.len() - end - 4, body, packed })
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 4 + size..)?;
    }
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    brotli::Decompressor::new(packed, 1 << 16).read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn first_line(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).lines().next().unwrap_or("nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_body_in_chunks_is_put_together_and_counted_as_sent() {
        let raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        let reply = read(raw).unwrap();
        assert_eq!(
            (reply.body.as_slice(), reply.head + reply.sent, reply.packed),
            (b"abcde".as_slice(), raw.len(), false)
        );
    }

    #[test]
    fn a_refusal_is_told_from_a_success() {
        assert_eq!(read(b"HTTP/1.1 404 Not Found\r\n\r\nno").unwrap().status, 404);
        assert!(read(b"HTTP/1.1 200 OK\r\ncut off in the hea").is_none());
    }
}
