//! What becomes of single lines.

use koefile::{Fault, Found, Header, Kind, LINE_BYTES_MAX, Reader};

use crate::{MADE_AT, entries, entry, faults, file, read};

fn header(count: u64) -> String {
    koefile::header(Kind::Responses, MADE_AT, count)
}

#[test]
fn what_editors_and_other_systems_do_to_line_ends_does_no_harm() {
    let plain = file(1..=3);
    let odd = [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\n\n \t\r\n"),
        plain.trim_end().to_owned(),
        plain.replace('\n', " \n "),
    ];
    for text in odd {
        let found = read(text.as_bytes());
        assert_eq!((entries(&found), faults(&found)), (vec![entry(1), entry(2), entry(3)], vec![]), "{text:?}");
    }
}

#[test]
fn files_that_were_put_together_are_read_with_all_their_headers() {
    let (one, other) = (file(1..=2), file(2..=3));
    for between in ["", "\n", "\u{feff}", "\r\n\u{feff}"] {
        for one in [one.as_str(), one.trim_end()] {
            let found = read(format!("{one}{between}{other}").as_bytes());
            assert_eq!(entries(&found), [entry(1), entry(2), entry(2), entry(3)]);
            assert_eq!(faults(&found), []);
            assert_eq!(found.iter().filter(|piece| matches!(piece.what, Found::Header(_))).count(), 2);
        }
    }
}

#[test]
fn no_order_is_needed() {
    let text = file(1..=3);
    let backwards: Vec<_> = text.lines().rev().collect();
    let found = read(backwards.join("\n").as_bytes());
    assert_eq!((entries(&found), faults(&found)), (vec![entry(3), entry(2), entry(1)], vec![]));
    let headless: Vec<_> = text.lines().skip(1).collect();
    assert_eq!(entries(&read(headless.join("\n").as_bytes())), [entry(1), entry(2), entry(3)]);
}

#[test]
fn whole_lines_are_found_behind_the_rest_of_a_torn_one() {
    let torn = koefile::line(&entry(1));
    let whole = format!("{}{}{}", koefile::line(&entry(2)).trim_end(), header(1).trim_end(), koefile::line(&entry(3)));
    for end in (1..torn.len() - 1).filter(|end| torn.is_char_boundary(*end)) {
        let found = read(format!("{}{whole}", &torn[..end]).as_bytes());
        assert_eq!(entries(&found), [entry(2), entry(3)], "torn at {end}");
        assert_eq!(faults(&found), [(1, Fault::Torn)], "torn at {end}");
    }
}

#[test]
fn a_line_that_breaks_off_is_torn_wherever_it_does() {
    for line in [koefile::line(&entry(2)), header(0)] {
        let line = line.trim_end();
        for end in 1..line.len() {
            assert_eq!(faults(&read(&line.as_bytes()[..end])), [(1, Fault::Torn)], "torn at {end} of {line}");
        }
    }
}

#[test]
fn any_change_of_a_line_is_noticed() {
    for line in [koefile::line(&entry(2)), header(0)] {
        let line = line.trim_end().as_bytes();
        for place in 0..line.len() {
            for bit in 0..8 {
                let mut changed = line.to_vec();
                changed[place] ^= 1 << bit;
                let found = read(&changed);
                assert_eq!(entries(&found), Vec::<String>::new(), "bit {bit} of byte {place}");
                assert!(!found.iter().any(|piece| matches!(piece.what, Found::Header(_))), "bit {bit} of byte {place}");
                assert!(!faults(&found).is_empty(), "bit {bit} of byte {place}");
            }
        }
    }
}

#[test]
fn a_changed_answer_is_told_as_such() {
    let line = koefile::line(&entry(1)).replace("yes", "no");
    assert_eq!(faults(&read(line.as_bytes())), [(1, Fault::Altered)]);
}

#[test]
fn what_is_no_such_file_is_strange_and_nothing_is_found_in_it() {
    for other in ["{}", "hello", "id,answer\n1,2", "[1]", "\0\0\0\0", "{\"response\":{}}", "\u{feff}<html>"] {
        let found = read(other.as_bytes());
        assert!(!found.is_empty() && faults(&found).iter().all(|(_, fault)| *fault == Fault::Strange), "{other}");
    }
    for nothing in ["", "\n", "\r\n\r\n", "\u{feff}", " \n\t"] {
        assert_eq!(read(nothing.as_bytes()), []);
    }
}

#[test]
fn a_line_longer_than_any_is_passed_over_and_not_kept() {
    let mut reader = Reader::default();
    let mut found = reader.read(koefile::line(&entry(1)).as_bytes());
    for _ in 0..3 * LINE_BYTES_MAX / 1024 {
        found.extend(reader.read(&[b'{'; 1024]));
    }
    found.extend(reader.read(format!("\n{}", koefile::line(&entry(2))).as_bytes()));
    found.extend(reader.end());
    assert_eq!((entries(&found), faults(&found)), (vec![entry(1), entry(2)], vec![(2, Fault::TooLong)]));
}

#[test]
fn the_longest_line_is_read_and_one_byte_more_is_not() {
    let longest = |bytes: usize| {
        let empty = koefile::line("{\"response\":\"\"}").trim_end().len();
        koefile::line(&format!("{{\"response\":\"{}\"}}", "x".repeat(bytes - empty)))
    };
    assert_eq!(entries(&read(longest(LINE_BYTES_MAX).as_bytes())).len(), 1);
    assert_eq!(faults(&read(longest(LINE_BYTES_MAX + 1).as_bytes())), [(1, Fault::TooLong)]);
}

#[test]
fn lines_that_are_gone_without_a_trace_are_told() {
    let text = file(1..=3);
    let without_last: Vec<_> = text.lines().take(3).collect();
    let found = read(without_last.join("\n").as_bytes());
    assert_eq!(entries(&found).len(), 2);
    assert_eq!(faults(&found), [(3, Fault::Short { promised: 3, seen: 2 })]);
    let with_torn: String = text.chars().take(text.chars().count() - 40).collect();
    assert_eq!(faults(&read(with_torn.as_bytes())), [(4, Fault::Torn)], "what is damaged is not gone");
}

/// A header as a later program might write it.
fn later(head: &str) -> String {
    let sum = koefile::line(head);
    let sum = sum.strip_prefix("{\"sum\":\"").unwrap().split('"').next().unwrap();
    format!("{head},\"sum\":\"{sum}\"}}\n")
}

#[test]
fn a_later_version_is_told_once_and_what_is_understood_is_read() {
    let head = later("{\"koe\":\"responses\",\"version\":2,\"shape\":{\"a\":[1]}");
    let text = format!("{head}(something new)\n{}(more)\n{}(rest)\n", koefile::line(&entry(1)), header(0));
    let found = read(text.as_bytes());
    assert_eq!(entries(&found), [entry(1)]);
    assert_eq!(faults(&found), [(1, Fault::Later { version: 2 }), (6, Fault::Strange)]);
}

#[test]
fn a_kind_that_is_not_known_is_told_once() {
    let found =
        read(format!("{}(x)\n", later("{\"koe\":\"keys\",\"version\":1,\"made_at\":\"\",\"count\":1")).as_bytes());
    assert_eq!(faults(&found), [(1, Fault::UnknownKind)]);
    assert_eq!(read(header(0).as_bytes())[0].what, Found::Header(Header { kind: Kind::Responses, count: 0 }));
}
