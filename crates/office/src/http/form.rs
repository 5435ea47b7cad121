//! What a form sends: names and values in `application/x-www-form-urlencoded`.

use koe::plain::Sent;

/// Fields of one page: the largest has some hundred.
const FIELDS_MAX: usize = 4_096;

/// Why fields are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// They are not in UTF-8, as the form asked for.
    Garbled,
    /// There are too many.
    TooMany,
}

/// Reads the fields of a form.
pub fn read(body: &[u8]) -> Result<Sent, Unread> {
    // The parser puts something else in the place of what is not UTF-8, and an answer must stay as it was typed.
    std::str::from_utf8(&decoded(body)).map_err(|_| Unread::Garbled)?;
    if body.split(|byte| *byte == b'&').count() > FIELDS_MAX {
        return Err(Unread::TooMany);
    }
    Ok(Sent::new(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned()))))
}

/// The bytes that are meant, with whatever divides fields.
fn decoded(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((byte, after)) = rest.split_first() {
        let meant = after.split_first_chunk().filter(|_| *byte == b'%').and_then(|(digits, after)| {
            let digits: &[u8; 2] = digits;
            Some((u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?, after))
        });
        let (byte, after) = meant.unwrap_or((*byte, after));
        bytes.push(byte);
        rest = after;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_as_they_were_typed() {
        let sent = read(b"q=%E5%8C%BA+a%2Bb%26c%3D%0D%0Ad&e=&q=100%25&lone").unwrap();
        let fields: Vec<_> = sent.fields().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("q", "区 a+b&c=\nd"), ("e", ""), ("q", "100%"), ("lone", "")]);
        assert_eq!(read(b"").unwrap().fields(), []);
        assert_eq!(read(b"q=%00%").unwrap().fields(), [("q".to_owned(), "\0%".to_owned())]);
    }

    #[test]
    fn what_is_not_utf_8_is_not_guessed() {
        // Shift_JIS, a half of a character, a surrogate by itself.
        for body in [&b"q=%8B%E6"[..], b"q=\x8b\xe6", b"q=%E5%8C&r=%BA", b"q=%ED%A0%80"] {
            assert_eq!(read(body), Err(Unread::Garbled), "{body:?}");
        }
        assert!(read("q=\u{fffd}%EF%BF%BD".as_bytes()).is_ok());
        assert_eq!(read(&b"&".repeat(FIELDS_MAX)), Err(Unread::TooMany));
    }
}
