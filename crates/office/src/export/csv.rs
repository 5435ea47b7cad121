//! Tables as spreadsheets read them (RFC 4180): with a mark by which Excel knows UTF-8, and without anything that it runs
//! or takes for another thing.

use std::io::{self, Write};

/// A field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// What this program wrote: numbers, days, times.
    Plain(String),
    /// The name of something. A spreadsheet must not take it for a number or a day, of which it would keep the value alone.
    Code(String),
    /// Words of a survey. A spreadsheet must not take them for a formula.
    Words(String),
    /// What people wrote. A spreadsheet must not take it for a formula, a number or a day.
    Written(String),
}

/// By what Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Digits of a number that a spreadsheet keeps, all of them.
const DIGITS_KEPT: usize = 15;

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
        let text = field.harmless();
        if text.contains([',', '"', '\r', '\n']) {
            write!(out, "\"{}\"", text.replace('"', "\"\""))?;
        } else {
            out.write_all(text.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

impl Field {
    /// Its text, with an apostrophe before what a spreadsheet would run or change.
    fn harmless(self) -> String {
        let is_changed = match &self {
            Self::Plain(_) => false,
            Self::Code(text) => is_read_as_another(text),
            Self::Words(text) => is_run(text),
            Self::Written(text) => is_run(text) || is_read_as_another(text),
        };
        let (Self::Plain(text) | Self::Code(text) | Self::Words(text) | Self::Written(text)) = self;
        if is_changed { format!("'{text}") } else { text }
    }
}

/// Whether a spreadsheet may run it: a sign by which a formula begins, full-width ones included, or a tab or line end,
/// behind which one could follow.
fn is_run(text: &str) -> bool {
    let begins = |sign: char| matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n');
    text.trim_start_matches([' ', '\u{3000}']).starts_with(begins)
}

/// Whether a spreadsheet may take it for a number, a sum, a day or a time, and so lose how it was written: 0661234567, 1-2,
/// 3/4, 10-19, 1e5, １月２日. A whole number comes back as it is.
fn is_read_as_another(text: &str) -> bool {
    let is_digit = |sign: char| matches!(sign, '0'..='9' | '０'..='９');
    let stands_between = |sign: char| " \u{3000}.,:/-+%()$eE¥￥．，：／－＋％年月日時分秒".contains(sign);
    let is_kept = text.len() <= DIGITS_KEPT
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    text.chars().any(is_digit) && text.chars().all(|sign| is_digit(sign) || stands_between(sign)) && !is_kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[Field]) -> String {
        let mut out = Vec::new();
        write_row(&mut out, fields.iter().cloned()).unwrap();
        String::from_utf8(out).unwrap()
    }

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
            for field in [Field::Words(words.into()), Field::Written(words.into())] {
                assert_eq!(row(&[Field::Plain("-1".into()), field]), format!("-1,{written}\r\n"));
            }
        }
    }

    #[test]
    fn what_looks_like_a_number_or_a_day_and_is_none_comes_back_as_it_was_written() {
        for text in ["0661234567", "1-2", "3/4", "10-19", "1e5", "1.10", "１月２日", "5%", "１－２", "1234567890123456"]
        {
            for field in [Field::Code(text.into()), Field::Written(text.into())] {
                assert_eq!(row(&[field]), format!("'{text}\r\n"));
            }
        }
        for text in ["0", "7", "271080", "18_29", "a1", "3丁目", "区役所", "", "80_", "weekly"] {
            for field in [Field::Code(text.into()), Field::Written(text.into())] {
                assert_eq!(row(&[field]), format!("{text}\r\n"));
            }
        }
        // A label says what it says: 5 is 5, and a range of years is words to whoever reads them.
        assert_eq!(row(&[Field::Words("1.10".into()), Field::Plain("2026-11-03".into())]), "1.10,2026-11-03\r\n");
    }
}
