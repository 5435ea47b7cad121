//! From text to a tree.

use super::{Node, Unread};

/// How deep lists and tables may nest: a survey nests some twelve deep, and every level takes room on the stack.
const DEPTH_MAX: usize = 64;

/// The tree of a text.
pub fn parse(text: &str) -> Result<Node, Unread> {
    let mut reader = Reader { text, at: 0 };
    let node = reader.node(0)?;
    reader.skip_gaps();
    if reader.at == text.len() { Ok(node) } else { Err(Unread) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), Unread> {
        if self.take(byte) { Ok(()) } else { Err(Unread) }
    }

    fn skip_gaps(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn node(&mut self, depth: usize) -> Result<Node, Unread> {
        self.skip_gaps();
        match self.peek().filter(|_| depth < DEPTH_MAX) {
            Some(b'"') => self.string().map(Node::Text),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.table(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(Unread),
        }
    }

    fn word(&mut self) -> Result<Node, Unread> {
        for (word, node) in [("null", Node::Null), ("true", Node::Bool(true)), ("false", Node::Bool(false))] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(node);
            }
        }
        Err(Unread)
    }

    fn number(&mut self) -> Result<Node, Unread> {
        let length = self.rest().bytes().take_while(|byte| matches!(byte, b'-' | b'0'..=b'9')).count();
        let digits = self.rest().get(..length).unwrap_or_default();
        let unsigned = digits.strip_prefix('-').unwrap_or(digits);
        let padded = unsigned.len() > 1 && unsigned.starts_with('0');
        let number = digits.parse().ok().filter(|_| !padded).ok_or(Unread)?;
        self.at += length;
        if matches!(self.peek(), Some(b'.' | b'e' | b'E')) { Err(Unread) } else { Ok(Node::Number(number)) }
    }

    fn list(&mut self, depth: usize) -> Result<Node, Unread> {
        self.expect(b'[')?;
        let mut items = Vec::new();
        self.skip_gaps();
        while !self.take(b']') {
            if !items.is_empty() {
                self.expect(b',')?;
            }
            items.push(self.node(depth + 1)?);
            self.skip_gaps();
        }
        Ok(Node::List(items))
    }

    fn table(&mut self, depth: usize) -> Result<Node, Unread> {
        self.expect(b'{')?;
        let mut fields = Vec::new();
        self.skip_gaps();
        while !self.take(b'}') {
            if !fields.is_empty() {
                self.expect(b',')?;
                self.skip_gaps();
            }
            let name = self.string()?;
            self.skip_gaps();
            self.expect(b':')?;
            fields.push((name, self.node(depth + 1)?));
            self.skip_gaps();
        }
        Ok(Node::Table(fields))
    }

    fn string(&mut self) -> Result<String, Unread> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let plain = self.rest().bytes().take_while(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\')).count();
            text.push_str(self.rest().get(..plain).ok_or(Unread)?);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escaped()?),
                _ => return Err(Unread),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Unread> {
        self.expect(b'\\')?;
        let byte = self.peek().ok_or(Unread)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Unread),
        })
    }

    fn unicode(&mut self) -> Result<char, Unread> {
        let first = self.hex()?;
        let mut units = vec![first];
        // A pair of surrogates is one character; a lone one is none.
        if (0xD800..0xDC00).contains(&first) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            units.push(self.hex()?);
        }
        let mut characters = char::decode_utf16(units);
        characters.next().and_then(Result::ok).ok_or(Unread)
    }

    fn hex(&mut self) -> Result<u16, Unread> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).ok_or(Unread)?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_json_becomes_its_tree() {
        let node = parse(" {\"a\" : [1, -2, true, null], \"区\":\"\\\"\\u533a\\ud83d\\ude00\\n\"} ").unwrap();
        let list = Node::List(vec![Node::Number(1), Node::Number(-2), Node::Bool(true), Node::Null]);
        let text = Node::Text("\"区😀\n".to_owned());
        assert_eq!(node, Node::Table(vec![("a".to_owned(), list), ("区".to_owned(), text)]));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for bad in [
            "",
            "{",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":1,}",
            "\"\\x\"",
            "\"\n\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "1.5",
            "1e3",
            "nul",
            "[1] 2",
            "01x",
            "\"\\u12",
            "--1",
        ] {
            assert_eq!(parse(bad), Err(Unread), "{bad}");
        }
    }

    #[test]
    fn a_text_that_nests_without_end_is_refused() {
        assert_eq!(parse(&"[".repeat(100_000)), Err(Unread));
        assert!(parse(&["[".repeat(60), "]".repeat(60)].concat()).is_ok());
    }
}
