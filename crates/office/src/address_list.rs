//! Lists of addresses as offices have them: CSV in UTF-8 or Shift JIS. A list is an office's own file and never goes into the
//! store.

use std::collections::BTreeMap;

use encoding_rs::SHIFT_JIS;

/// A list of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressList {
    /// The names over the columns, as they were written.
    pub head: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<AddressRow>,
}

/// Somebody on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRow {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What stands in each column.
    pub fields: Vec<String>,
}

/// What is wrong with a list, with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    /// Bytes of neither encoding.
    #[error("line {line}: this is neither UTF-8 nor Shift_JIS: save the list again as \"CSV UTF-8\"")]
    Garbled {
        /// Where.
        line: usize,
    },
    /// A character that another system could not write.
    #[error("line {line}: a character was lost (〓, or one of the office's own): write it in kana or another form")]
    Lost {
        /// Where.
        line: usize,
    },
    /// No such column.
    #[error("line 1: there is no column \"{0}\": name it in the first line")]
    NoColumn(&'static str),
    /// Fewer or more fields than columns.
    #[error("line {line}: it has {has} fields, and the first line has {head}")]
    Ragged {
        /// Where.
        line: usize,
        /// How many it has.
        has: usize,
        /// How many the first line has.
        head: usize,
    },
    /// A field that must say something.
    #[error("line {line}: \"{column}\" is empty")]
    Missing {
        /// Where.
        line: usize,
        /// In which column.
        column: &'static str,
    },
    /// Somebody who is there already.
    #[error("line {line}: the same name and address are on line {first}")]
    Doubled {
        /// Where.
        line: usize,
        /// Where it is first.
        first: usize,
    },
    /// Nobody is on it.
    #[error("the list has no rows")]
    Empty,
}

/// The column of names, and what else it may be called.
pub const NAME: [&str; 2] = ["氏名", "name"];
/// The column of addresses.
pub const ADDRESS: [&str; 2] = ["住所", "address"];
/// The column of the second line of an address, which may be missing.
pub const ADDRESS_2: [&str; 2] = ["方書", "address2"];
/// The column of postal codes, which may be missing.
pub const POSTAL_CODE: [&str; 2] = ["郵便番号", "postal_code"];
/// The column of codes, in a list that was given out.
pub const CODE: [&str; 2] = ["回答番号", "code"];

impl AddressList {
    /// The list that `bytes` hold, or everything that is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<ListFault>> {
        let text = decoded(bytes)?;
        let mut rows = parsed(text.trim_start_matches('\u{feff}'));
        if rows.is_empty() {
            return Err(vec![ListFault::Empty]);
        }
        let head: Vec<String> = rows.remove(0).fields.iter().map(|name| name.trim().to_owned()).collect();
        let list = Self { head, rows };
        let faults = list.faults();
        if faults.is_empty() { Ok(list) } else { Err(faults) }
    }

    /// The place of a column.
    pub fn column(&self, names: [&str; 2]) -> Option<usize> {
        self.head.iter().position(|head| names.contains(&head.as_str()))
    }

    fn faults(&self) -> Vec<ListFault> {
        let needed = [NAME, ADDRESS].map(|names| (names[0], self.column(names)));
        let mut faults: Vec<ListFault> =
            needed.iter().filter(|(_, at)| at.is_none()).map(|(name, _)| ListFault::NoColumn(name)).collect();
        if !faults.is_empty() {
            return faults;
        }
        if self.rows.is_empty() {
            faults.push(ListFault::Empty);
        }
        let known = [NAME, ADDRESS, ADDRESS_2, POSTAL_CODE].map(|names| self.column(names));
        let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for row in &self.rows {
            let line = row.line;
            if row.fields.len() != self.head.len() {
                faults.push(ListFault::Ragged { line, has: row.fields.len(), head: self.head.len() });
                continue;
            }
            for (column, at) in needed {
                if row.field(at).is_empty() {
                    faults.push(ListFault::Missing { line, column });
                }
            }
            if row.fields.iter().any(|field| field.contains(is_lost)) {
                faults.push(ListFault::Lost { line });
            }
            let who: Vec<&str> = known.iter().map(|at| row.field(*at)).collect();
            match seen.get(&who) {
                Some(first) => faults.push(ListFault::Doubled { line, first: *first }),
                None => drop(seen.insert(who, line)),
            }
        }
        faults
    }
}

/// The rows of a table with two columns that have to say something, with the line on which each begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows(pub Vec<(usize, [String; 2])>);

impl Rows {
    /// The columns of these names in the table that `bytes` hold, or everything that is wrong with it.
    pub fn read(bytes: &[u8], columns: [[&'static str; 2]; 2]) -> Result<Self, Vec<ListFault>> {
        let text = decoded(bytes)?;
        let mut rows = parsed(text.trim_start_matches('\u{feff}')).into_iter();
        let head = rows.next().ok_or_else(|| vec![ListFault::Empty])?;
        let at = columns.map(|names| head.fields.iter().position(|name| names.contains(&name.trim())));
        let missing =
            columns.iter().zip(at).filter(|(_, at)| at.is_none()).map(|([name, _], _)| ListFault::NoColumn(name));
        let mut faults: Vec<ListFault> = missing.collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut found = Vec::new();
        for row in rows {
            let (line, has) = (row.line, row.fields.len());
            if has != head.fields.len() {
                faults.push(ListFault::Ragged { line, has, head: head.fields.len() });
                continue;
            }
            let empty = columns.iter().zip(at).filter(|(_, at)| row.field(*at).is_empty());
            faults.extend(empty.map(|([column, _], _)| ListFault::Missing { line, column }));
            found.push((line, at.map(|at| row.field(at).to_owned())));
        }
        if found.is_empty() && faults.is_empty() {
            faults.push(ListFault::Empty);
        }
        if faults.is_empty() { Ok(Self(found)) } else { Err(faults) }
    }
}

impl AddressRow {
    /// What stands in the column at `at`, without space around it; nothing where there is no such column.
    pub fn field(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.fields.get(at)).map_or("", |field| field.trim())
    }
}

/// Private use is where offices keep characters of their own, and 〓 stands where one could not be written.
fn is_lost(character: char) -> bool {
    matches!(character, '〓' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}

/// What UTF-8 is stays so: text in Shift JIS is hardly ever UTF-8 as well.
fn decoded(bytes: &[u8]) -> Result<String, Vec<ListFault>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let mut text = String::new();
    let mut faults = Vec::new();
    // No second byte of Shift_JIS is a line end.
    for (line, bytes) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(decoded) => text.push_str(&decoded),
            None => faults.push(ListFault::Garbled { line }),
        }
    }
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

/// The rows of a table (RFC 4180), those without anything in them left out.
fn parsed(text: &str) -> Vec<AddressRow> {
    let mut rows = Vec::new();
    let (mut line, mut begun) = (1, 1);
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                line += 1;
                fields.push(std::mem::take(&mut field));
                rows.push(AddressRow { line: begun, fields: std::mem::take(&mut fields) });
                begun = line;
            }
            other => {
                line += usize::from(other == '\n');
                field.push(other);
            }
        }
    }
    fields.push(field);
    rows.push(AddressRow { line: begun, fields });
    rows.retain(|row| row.fields.iter().any(|field| !field.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "番号,郵便番号,住所,方書,氏名\r\n1,551-0001,大阪市大正区三軒家西一丁目,髙島荘 2号,山﨑 花子\r\n\r\n2,551-0002,\"大正区, 一\n二\",,林 \"\"\n";

    #[test]
    fn a_list_in_either_encoding_is_the_same_list() {
        let text = LIST.replace("\"\"\n", "太郎\n");
        let (shift_jis, _, lost) = SHIFT_JIS.encode(&text);
        assert!(!lost);
        let read = AddressList::read(text.as_bytes()).unwrap();
        assert_eq!(AddressList::read(&shift_jis).unwrap(), read);
        assert_eq!(AddressList::read(format!("\u{feff}{text}").as_bytes()).unwrap(), read);
        let lines: Vec<_> = read.rows.iter().map(|row| (row.line, row.field(read.column(ADDRESS)))).collect();
        assert_eq!(lines, [(2, "大阪市大正区三軒家西一丁目"), (4, "大正区, 一\n二")]);
        assert_eq!(read.rows[0].field(read.column(NAME)), "山﨑 花子");
        assert_eq!(read.rows[0].field(read.column(CODE)), "");
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_line() {
        let told =
            |text: &[u8]| AddressList::read(text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>();
        let list = "name,address\nA,1\n,2\nB,\nA,1\nC\nD,〓\n";
        assert_eq!(
            told(list.as_bytes()),
            [
                "line 3: \"氏名\" is empty",
                "line 4: \"住所\" is empty",
                "line 5: the same name and address are on line 2",
                "line 6: it has 1 fields, and the first line has 2",
                "line 7: a character was lost (〓, or one of the office's own): write it in kana or another form",
            ]
        );
        assert_eq!(told(b"name\nA\n"), ["line 1: there is no column \"住所\": name it in the first line"]);
        assert_eq!(told(b"name,address\n"), ["the list has no rows"]);
        assert_eq!(told(b""), ["the list has no rows"]);
        let garbled = told(b"name,address\nA,1\n\x81,\x81\xff2\nB,\xff\n");
        assert_eq!(garbled.len(), 2);
        assert!(garbled[0].starts_with("line 3: this is neither") && garbled[1].starts_with("line 4: "), "{garbled:?}");
    }
}
