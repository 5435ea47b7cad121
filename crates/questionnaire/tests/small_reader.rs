//! The device's reader of JSON, text by text, against the office's.

use crate::form::{
    all, answers, any, chose, chose_any, contains, date, form, given_compare, given_in, given_is, month, not, number,
    sealing_key,
};
use crate::id;
use questionnaire::tree::{self, FromNode, Node, Table};
use questionnaire::{Abandoned, Comparison, Condition, DraftSurvey, Input, Map, Meaning, Operand, Picked, Set};
use serde_json::Value;

fn value(node: Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(flag) => flag.into(),
        Node::Number(number) => number.into(),
        Node::Text(text) => text.into(),
        Node::List(items) => items.into_iter().map(value).collect(),
        Node::Table(fields) => fields.into_iter().map(|(name, node)| (name, value(node))).collect(),
    }
}

#[test]
fn both_readers_take_the_same_texts_for_the_same() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "7",
        "-7",
        "120",
        "9223372036854775807",
        "-9223372036854775808",
        "\"\"",
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[1,2]",
        " [ 1 , 2 ] ",
        "\t\r\n1\n",
        "{\"a\":{\"b\":[null,{\"c\":\"d\"}]},\"e\":1}",
        "{ \"a\" : 1 , \"b\" : 2 }",
        "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"",
        "\"\\u3042\\u00e9\\u0041\"",
        "\"\\ud842\\udfb7\"",
        "\"\\uD842\\uDFB7\"",
        "\"声👨‍👩‍👧𠮷\u{7f}\u{2028}\"",
        "\"\\u0000\"",
        "\"\\ud7ff\\ue000\"",
    ] {
        // A zero with a minus is a fraction to serde and nought to a device; no format writes one.
        let office: Value = if text == "-0" { 0.into() } else { serde_json::from_str(text).unwrap() };
        assert_eq!(value(tree::parse(text).unwrap_or_else(|_| panic!("{text}"))), office, "{text}");
    }
}

/// Texts that are no JSON, each wrong in one place.
const NO_JSON: &[&str] = &[
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "tru",
    "01",
    "-01",
    "00",
    "-",
    "--1",
    "1-",
    "1 2",
    "+1",
    "0x1",
    "1_0",
    "9223372036854775808000",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,]",
    "[1 2]",
    "{",
    "}",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{1:2}",
    "\"",
    "\"a",
    "'a'",
    "\"\n\"",
    "\"\u{1f}\"",
    "\"\\\"",
    "\"\\",
    "\"\\x\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u+123\"",
    "\"\\ud842\"",
    "\"\\udfb7\"",
    "\"\\ud842\\u0041\"",
    "\"\\ud842x\"",
    "\"\\ud842\\n\"",
    "\"\\ud842\\ud842\"",
    "\"\\u声声\"",
    "1 x",
    "\u{feff}1",
    "\u{a0}1",
];

#[test]
fn what_the_office_cannot_read_a_device_cannot_either() {
    for text in NO_JSON {
        assert_eq!(tree::parse(text), Err(tree::Unread), "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err() || text.starts_with('9'), "{text}");
    }
}

#[test]
fn fractions_are_in_no_format_and_are_not_read() {
    for text in ["1.0", "1.5", "-0.5", "1e3", "1E3", "1e400", "[0.1]", "{\"a\":1.0}"] {
        assert_eq!(tree::parse(text), Err(tree::Unread), "{text}");
    }
}

#[test]
fn a_tree_is_64_deep_at_most() {
    let nested = |open: &str, inside: &str, close: &str, depth: usize| {
        tree::parse(&format!("{}{inside}{}", open.repeat(depth), close.repeat(depth)))
    };
    for (open, inside, close) in [("[", "", "]"), ("{\"a\":", "{}", "}"), ("[{\"a\":", "[]", "}]")] {
        let levels = open.matches(['[', '{']).count();
        let deepest = if inside.is_empty() { 64 } else { (64 - 1) / levels };
        assert!(nested(open, inside, close, deepest).is_ok(), "{open}");
        assert_eq!(nested(open, inside, close, deepest + 1), Err(tree::Unread), "{open}");
    }
}

#[test]
fn a_field_is_taken_once() {
    let mut node = tree::parse(r#"{"a":1,"b":2,"c":3}"#).unwrap();
    assert_eq!(node.take("b"), Some(Node::Number(2)));
    assert_eq!(node.take("b"), None);
    assert_eq!(node.take("c"), Some(Node::Number(3)));
    assert_eq!(node, tree::parse(r#"{"a":1}"#).unwrap());
    assert_eq!(Node::Null.take("a"), None);
}

#[derive(Debug, PartialEq)]
struct Pair {
    left: Option<u8>,
    right: bool,
}

impl FromNode for Pair {
    fn from_node(node: Node, faults: &mut tree::Faults) -> Self {
        let mut table = Table::of(node, faults);
        let pair = Self { left: table.field("left"), right: table.field_or("right", true) };
        table.end();
        pair
    }
}

#[test]
fn a_table_is_read_field_by_field_and_to_its_end() {
    let pair = |left, right| Ok(Pair { left, right });
    assert_eq!(tree::read(r#"{"left":1,"right":false}"#), pair(Some(1), false));
    assert_eq!(tree::read(r#"{"right":false,"left":null}"#), pair(None, false));
    assert_eq!(tree::read("{}"), pair(None, true));
    for bad in [r#"{"left":"1"}"#, r#"{"left":256}"#, r#"{"left":-1}"#, r#"{"more":1}"#, r#"{"right":null}"#, "[]"] {
        assert_eq!(tree::read::<Pair>(bad), Err(tree::Unread), "{bad}");
    }
    // A key that stands twice is not taken twice, and what is left is noted.
    assert_eq!(tree::read::<Pair>(r#"{"left":1,"left":1}"#), Err(tree::Unread));
}

#[test]
fn plain_values_are_of_their_kind() {
    assert_eq!(tree::read::<String>("\"a\""), Ok("a".to_owned()));
    assert_eq!(tree::read::<String>("1"), Err(tree::Unread));
    assert_eq!(tree::read::<bool>("false"), Ok(false));
    assert_eq!(tree::read::<bool>("0"), Err(tree::Unread));
    assert_eq!(tree::read::<i64>("-1"), Ok(-1));
    assert_eq!(tree::read::<i64>("\"1\""), Err(tree::Unread));
    assert_eq!(tree::read::<u16>("65535"), Ok(65_535));
    assert_eq!(tree::read::<u16>("65536"), Err(tree::Unread));
    assert_eq!(tree::read::<Vec<u8>>("[1,2]"), Ok(vec![1, 2]));
    assert_eq!(tree::read::<Vec<u8>>("{}"), Err(tree::Unread));
    assert_eq!(tree::read::<Vec<u8>>("[1,\"2\"]"), Err(tree::Unread));
    assert_eq!(tree::read::<Box<Option<u8>>>("null"), Ok(Box::new(None)));
    assert_eq!(tree::read::<(u8, bool)>("[1,true]"), Ok((1, true)));
    assert_eq!(tree::read::<(u8, bool)>("[1]"), Err(tree::Unread));
    assert_eq!(tree::read::<(u8, bool)>("[1,true,2]"), Err(tree::Unread));
    assert_eq!(tree::read::<(u8, bool, u8)>("[1,true,2]"), Ok((1, true, 2)));
    assert_eq!(tree::read::<(u8, bool, u8)>("[1,true,2,3]"), Err(tree::Unread));
    let uuid = "07070707-0707-4707-8707-070707070707";
    assert_eq!(tree::read::<uuid::Uuid>(&format!("\"{uuid}\"")).unwrap().to_string(), uuid);
    assert_eq!(tree::read::<uuid::Uuid>("\"07070707\""), Err(tree::Unread));
    let set: questionnaire::Set<u8> = tree::read("[2,1,2]").unwrap();
    assert_eq!(set.iter().copied().collect::<Vec<_>>(), [1, 2]);
    let map: questionnaire::Map<String, u8> = tree::read(r#"{"b":2,"a":1}"#).unwrap();
    assert_eq!(map.into_iter().collect::<Vec<_>>(), [("a".to_owned(), 1), ("b".to_owned(), 2)]);
}

#[test]
fn every_name_on_the_wire_is_read_as_the_office_reads_it() {
    fn same<T: FromNode + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(names: &[&str]) {
        for name in names {
            let json = format!("\"{name}\"");
            assert_eq!(tree::read::<T>(&json).unwrap(), serde_json::from_str::<T>(&json).unwrap(), "{name}");
        }
        assert_eq!(tree::read::<T>("\"\""), Err(tree::Unread));
    }
    same::<questionnaire::Frame>(&[
        "random_sample",
        "registered_panel",
        "self_selected_on_site",
        "open_self_selected",
        "census",
        "contracted_investigators",
    ]);
    same::<questionnaire::State>(&["draft", "rehearsal", "open", "paused", "closed", "published", "archived"]);
    same::<questionnaire::Meaning>(&["substance", "dont_know", "prefer_not_to_say"]);
    same::<questionnaire::Need>(&["required", "reminded", "optional"]);
    same::<questionnaire::Severity>(&["soft", "hard"]);
    same::<questionnaire::Comparison>(&["equal", "less", "at_most", "greater", "at_least"]);
}

fn conditions() -> Vec<Condition> {
    let is = Comparison::AtLeast;
    vec![
        chose("one", "a"),
        chose_any("one", ["a", "b"]),
        contains("several", ["a", "b"]),
        number("number", is, 3),
        date("date", is, "2026-01-02"),
        month("month", is, "2026-02"),
        answers("rating", is, "number"),
        given_is("kind", "civic"),
        given_in("kind", ["civic"]),
        given_compare("wave", is, Operand::Number(2)),
        all([chose("one", "a"), any([not(chose("one", "b"))])]),
    ]
}

#[test]
fn a_survey_of_every_kind_is_read_as_the_office_reads_it() {
    let mut form = form()
        .given("kind", ["civic"])
        .given("wave", [])
        .one("one", ["a", "b"])
        .means("b", Meaning::PreferNotToSay)
        .other("a")
        .required()
        .several("several", ["a", "b"])
        .exclusive("b")
        .at_most(1)
        .ranking("ranking", ["a", "b"])
        .at_most(2)
        .optional()
        .number("number", -1, 9)
        .escape("dk", Meaning::DontKnow)
        .date("date", "2026-01-01", "2026-12-31")
        .month("month", "2026-01", "2026-12")
        .page("p")
        .module("more")
        .text("text", 9)
        .line("line", 9)
        .rating("rating");
    for (at, condition) in conditions().into_iter().enumerate() {
        form = form.text(&format!("gated{at}"), 9).when(condition.clone());
        form = form.soft(condition.clone(), "sure?").hard(condition.clone(), "no").wording(condition, "other");
    }
    let json = serde_json::to_string(&form.survey()).unwrap();
    let office: DraftSurvey = serde_json::from_str(&json).unwrap();
    assert_eq!(tree::read::<DraftSurvey>(&json), Ok(office));
}

#[test]
fn a_device_reads_the_keys_that_it_seals_to() {
    let mut draft = form().rating("life").survey();
    draft.sealing_keys.push(sealing_key());
    let json = serde_json::to_string(&draft).unwrap();
    assert_eq!(tree::read::<DraftSurvey>(&json).as_ref(), Ok(&draft));
    assert_eq!(serde_json::from_str::<DraftSurvey>(&json).ok(), Some(draft));
    let private = json.replacen("\"kty\"", "\"d\":\"AAAA\",\"kty\"", 1);
    assert_eq!(tree::read::<DraftSurvey>(&private), Err(tree::Unread));
    assert!(serde_json::from_str::<DraftSurvey>(&private).is_err());
}

#[test]
fn a_device_reads_what_becomes_of_a_visit_that_nobody_ended() {
    let mut draft = form().rating("life").survey();
    draft.abandoned = Abandoned::Send;
    let json = serde_json::to_string(&draft).unwrap();
    assert_eq!(tree::read::<DraftSurvey>(&json).as_ref(), Ok(&draft));
    let other = json.replacen("\"abandoned\":\"send\"", "\"abandoned\":\"keep\"", 1);
    assert_ne!(other, json);
    assert_eq!(tree::read::<DraftSurvey>(&other), Err(tree::Unread));
    assert!(serde_json::from_str::<DraftSurvey>(&other).is_err());
}

#[test]
fn every_input_is_read_as_it_was_written() {
    let picked = || Picked { code: id("etc"), other: Some("鳥".into()) };
    for input in [
        Input::Blank,
        Input::Choice(picked()),
        Input::Choices(vec![Picked::plain(id("a")), picked()]),
        Input::Typed("5".into()),
        Input::Rating(10),
        Input::Ranking(vec![id("a"), id("b")]),
        Input::Escape(id("dk")),
    ] {
        let json = serde_json::to_string(&input).unwrap();
        assert_eq!(tree::read::<Input>(&json), Ok(input), "{json}");
    }
    for bad in ["\"none\"", "{\"typed\":5}", "{\"rating\":256}", "{}", "{\"typed\":\"a\",\"rating\":1}", "null"] {
        assert_eq!(tree::read::<Input>(bad), Err(tree::Unread), "{bad}");
    }
}

#[test]
fn maps_and_sets_show_themselves_and_are_emptied() {
    let map = Map::from([("b", 2), ("a", 1)]);
    assert_eq!(format!("{map:?}"), r#"{"a": 1, "b": 2}"#);
    let error = serde_json::from_str::<Map<String, u8>>("[]").unwrap_err();
    assert!(error.to_string().starts_with("invalid type: sequence, expected a map"), "{error}");
    let mut set = Set::from([1, 2]);
    set.clear();
    assert!(set.is_empty());
}
