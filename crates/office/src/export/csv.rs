//! Tables as spreadsheets read them (RFC 4180): with a mark by which Excel knows UTF-8, and without anything that it runs.

use std::io::{self, Write};

/// A field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// What this program wrote: numbers, codes, times.
    Plain(String),
    /// What people wrote. A spreadsheet must not take it for a formula.
    Words(String),
}

/// By what Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the mark by which Excel knows UTF-8.
pub(crate) fn write_mark(out: &mut impl Write) -> io::Result<()> {
    out.write_all(MARK)
}

/// Writes a row.
pub(crate) fn write_row(out: &mut impl Write, row: impl IntoIterator<Item = Field>) -> io::Result<()> {
    let mut separator = "";
    for field in row {
        out.write_all(separator.as_bytes())?;
        separator = ",";
        let text = match field {
            Field::Plain(text) => text,
            Field::Words(text) => harmless(text),
        };
        if text.contains([',', '"', '\r', '\n']) {
            write!(out, "\"{}\"", text.replace('"', "\"\""))?;
        } else {
            out.write_all(text.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// `text` as no spreadsheet runs it: with an apostrophe before a sign by which a formula begins, full-width ones included,
/// and a tab or line end, behind which one could follow.
fn harmless(text: String) -> String {
    let begins = |sign: char| matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n');
    if text.trim_start_matches([' ', '\u{3000}']).starts_with(begins) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_formula_and_comes_back_whole() {
        for (words, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＋81", "'＋81"),
            ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
            ("\t=1", "'\t=1"),
            ("-", "'-"),
            ("1=1", "1=1"),
            ("き,れ\"い", "\"き,れ\"\"い\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
            ("二\n行", "\"二\n行\""),
        ] {
            let mut out = Vec::new();
            write_row(&mut out, [Field::Plain("-1".into()), Field::Words(words.into())]).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("-1,{written}\r\n"));
        }
    }
}
