//! What is written is what `docs/formats/file.md` says.

use koefile::{Found, Header, Kind};
use serde_json::{Value, json};

use crate::{MADE_AT, entries, entry, faults, file, read};

#[test]
fn what_is_written_is_read() {
    let found = read(file(1..=3).as_bytes());
    assert_eq!(found[0].what, Found::Header(Header { kind: Kind::Responses, count: 3 }));
    assert_eq!(entries(&found), [entry(1), entry(2), entry(3)]);
    assert_eq!((faults(&found), found.last().unwrap().line), (vec![], 4));
}

#[test]
fn a_line_has_one_spelling() {
    assert_eq!(
        koefile::line("{}"),
        "{\"sum\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"entry\":{}}\n"
    );
    // printf '{"koe":"receipts","version":1,"made_at":"2026-12-02T01:04:00Z","count":12' | sha256sum
    assert_eq!(
        koefile::header(Kind::Receipts, MADE_AT, 12),
        "{\"koe\":\"receipts\",\"version\":1,\"made_at\":\"2026-12-02T01:04:00Z\",\"count\":12,\
         \"sum\":\"0fa22fc441c2a3ed3e0123a703e68e80abf301c47e896ac4b8d1d55b06ce893e\"}\n"
    );
}

#[test]
fn every_line_is_json() {
    for line in file(1..=2).lines() {
        let _: Value = serde_json::from_str(line).unwrap();
    }
    let odd = "\"\\\n\r\t\0\u{1f}\u{7f}</script>區🌸";
    let parsed: Value = serde_json::from_str(&koefile::response("{\"id\":1}", Some(odd))).unwrap();
    assert_eq!(parsed, json!({ "response": { "id": 1 }, "code": odd }));
    let parsed: Value = serde_json::from_str(&koefile::response("{\"id\":1}", None)).unwrap();
    assert_eq!(parsed, json!({ "response": { "id": 1 } }));
    let parsed: Value = serde_json::from_str(&koefile::acknowledgement("a", "counted", None)).unwrap();
    assert_eq!(parsed, json!({ "id": "a", "stored": "counted" }));
    let parsed: Value = serde_json::from_str(&koefile::acknowledgement("a", "aside", Some("late"))).unwrap();
    assert_eq!(parsed, json!({ "id": "a", "stored": "aside", "reason": "late" }));
}

#[test]
fn json_that_stands_on_several_lines_is_put_on_one() {
    let written = koefile::line("{\r\n  \"response\": {\n    \"words\": \"a\\nb\"\n  }\n}");
    assert_eq!(written.matches('\n').count(), 1);
    assert_eq!(entries(&read(written.as_bytes())), ["{  \"response\": {    \"words\": \"a\\nb\"  }}"]);
}
