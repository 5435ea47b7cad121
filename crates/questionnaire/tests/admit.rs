//! What the collector takes and what it sends back: every way in which a body can be wrong.

use crate::form::{KITA, chose, form, lines, number};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::Comparison::Greater;
use questionnaire::{Meaning, Survey, UnreadableResponse, WireResponse};
use serde_json::{Value, json};

fn survey() -> Survey {
    form()
        .given("wave", ["1", "2"])
        .one("pets", ["yes", "no", "etc"])
        .other("etc")
        .required()
        .text("name", 5)
        .when(chose("pets", "yes"))
        .line("line", 5)
        .several("which", ["a", "b", "none", "etc"])
        .exclusive("none")
        .other("etc")
        .at_most(2)
        .number("people", -9, 9)
        .escape("dk", Meaning::DontKnow)
        .hard(number("people", Greater, 5), "too many")
        .date("day", "2026-01-01", "2026-12-31")
        .month("month", "2026-01", "2026-12")
        .rating("life")
        .ranking("order", ["x", "y", "z"])
        .at_most(2)
        .sound()
}

fn body() -> Value {
    let filled = Scenario::in_survey(survey()).given("wave", "2").answer("pets", "no");
    serde_json::from_str(&filled.response().to_json().unwrap()).unwrap()
}

fn admit(body: &str) -> Result<String, Vec<String>> {
    let wire = WireResponse::parse(body.as_bytes()).map_err(|error| vec![error.to_string()])?;
    let admitted = survey().admit(wire);
    admitted.map(|response| response.to_json().unwrap()).map_err(|problems| {
        let line = |(words, code)| format!("[{code}] {words}");
        lines(&problems).into_iter().zip(problems.iter().map(|problem| problem.fault.code())).map(line).collect()
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut body = body();
    body[field] = value;
    body
}

/// The body with this answer, `pets` being answered with no unless it says otherwise.
fn answering(question: &str, answer: Value) -> Value {
    let mut body = body();
    body["answers"][question] = answer;
    body
}

#[track_caller]
fn refused(body: &Value, problems: &[&str]) {
    assert_eq!(admit(&body.to_string()), Err(problems.iter().map(ToString::to_string).collect()), "{body}");
}

#[track_caller]
fn admitted(body: &Value) {
    let admitted = admit(&body.to_string()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(serde_json::from_str::<Value>(&admitted).unwrap(), *body);
}

#[test]
fn a_body_in_order_is_admitted_as_it_is() {
    admitted(&body());
    admitted(&with("given", json!({})));
    admitted(&with("assisted", json!(true)));
    admitted(&with("mode", json!("kiosk")));
    admitted(&with("finished_at", json!("2026-11-20T01:02:00Z")));
}

#[test]
fn what_belongs_to_another_survey_is_refused() {
    refused(
        &with("survey", json!("other")),
        &["[wrong_survey] the response answers another survey: send it to the address of that one"],
    );
}

#[test]
fn a_ward_outside_the_survey_is_refused() {
    refused(
        &with("ward", json!(KITA)),
        &["[unknown_ward] the ward 271276 does not take part in this survey: open the survey again by its link"],
    );
}

#[test]
fn givens_that_the_survey_does_not_know_are_refused() {
    refused(
        &with("given", json!({ "wave": "3" })),
        &["[unknown_given] the given `wave` cannot be \"3\": open the survey again by its link"],
    );
    refused(
        &with("given", json!({ "colour": "red" })),
        &["[unknown_given] the survey knows no given `colour`: open the survey again by its link"],
    );
    let unreadable = "[unknown_given] the givens cannot be read: open the survey again by its link";
    refused(&with("given", json!({ "区": "1" })), &[unreadable]);
    let many = |count: usize| {
        let given = (0..count).map(|at| (format!("g{at:02}"), json!("1"))).collect();
        with("given", Value::Object(given))
    };
    refused(&many(17), &[unreadable]);
    refused(&many(16), &["[unknown_given] the survey knows no given `g00`: open the survey again by its link"]);
}

#[test]
fn the_number_of_an_interviewer_comes_with_any_response() {
    admitted(&with("given", json!({ "interviewer": "K-07" })));
    admitted(&with("given", json!({ "interviewer": "K-07", "wave": "2" })));
    refused(
        &with("given", json!({ "interviewer": "山田" })),
        &["[unknown_given] the given `interviewer` cannot be \"山田\": open the survey again by its link"],
    );
}

#[test]
fn a_language_that_the_survey_lacks_is_refused() {
    refused(&with("language", json!("en")), &["[unknown_language] the survey is not in the language `en`"]);
}

#[test]
fn times_that_run_backwards_are_refused() {
    refused(
        &with("finished_at", json!("2026-11-20T01:01:00Z")),
        &["[times_backwards] the response was finished before it was started: set the clock of the device"],
    );
}

#[test]
fn an_unknown_question_is_refused() {
    let unknown = |name: &str| format!("[unknown_question] {name}: there is no such question in this revision");
    refused(&answering("cats", json!("two")), &[&unknown("cats")]);
    refused(&answering("猫", json!("two")), &[&unknown("猫")]);
    refused(&answering("", json!("two")), &[&unknown("")]);
    refused(&answering(&"x".repeat(99), json!("two")), &[&unknown(&"x".repeat(64))]);
}

#[test]
fn an_answer_off_the_path_is_refused() {
    refused(
        &answering("name", json!("ポチ")),
        &["[off_path] name: the question is not asked after these answers: leave it out"],
    );
}

#[test]
fn a_required_question_must_be_there() {
    let mut body = body();
    body["answers"] = json!({});
    refused(&body, &["[required] pets: the question must be answered"]);
}

#[test]
fn an_answer_that_was_refused_is_not_called_missing() {
    refused(&answering("pets", json!("perhaps")), &["[unknown_choice] pets: the question has no choice `perhaps`"]);
}

#[test]
fn a_hard_check_does_not_let_pass() {
    refused(&answering("people", json!(6)), &["[check] people: check 1 of the question does not let this answer pass"]);
    admitted(&answering("people", json!(5)));
}

#[test]
fn each_kind_is_written_in_one_way() {
    let kind = "the answer is not of the kind that the question asks for";
    let wrong = |question: &str| format!("[wrong_kind] {question}: {kind}");
    for (question, answers) in [
        ("pets", vec![json!(["yes"]), json!(1), json!(null), json!(true), json!({}), json!({ "text": "x" })]),
        ("which", vec![json!("a"), json!(1), json!({ "a": true, "b": true }), json!([1]), json!([null])]),
        ("people", vec![json!("5"), json!(null), json!([5]), json!(true)]),
        ("day", vec![json!(20_260_101), json!(null), json!(["2026-01-01"])]),
        ("month", vec![json!(202_601), json!(false)]),
        ("line", vec![json!(5), json!(["x"]), json!({ "text": "x", "choice": "y" })]),
        ("life", vec![json!("5"), json!(null)]),
        ("order", vec![json!("x"), json!([1]), json!([{ "choice": "x" }])]),
    ] {
        for answer in answers {
            refused(&answering(question, answer), &[&wrong(question)]);
        }
    }
    refused(&answering("pets", json!({ "choice": "etc", "text": 5 })), &[&wrong("pets")]);
    refused(&answering("pets", json!({ "choice": "etc", "words": "x" })), &[&wrong("pets")]);
    refused(&answering("pets", json!({ "choice": "etc", "text": "x", "more": 1 })), &[&wrong("pets")]);
}

#[test]
fn choices_on_the_wire_keep_to_the_question() {
    for answer in [json!("etc"), json!({ "choice": "etc", "text": "鳥" })] {
        admitted(&answering("pets", answer));
    }
    for answer in [json!(["a", "b"]), json!(["none"]), json!(["b", { "choice": "etc", "text": "鳥" }])] {
        admitted(&answering("which", answer));
    }
    admitted(&answering("order", json!(["z", "x"])));
    let empty = |question: &str| format!("[empty] {question}: the answer is empty: leave the question out instead");
    refused(&answering("pets", json!({ "choice": "etc", "text": "" })), &[&empty("pets")]);
    refused(&answering("pets", json!({ "choice": "etc", "text": " 　" })), &[&empty("pets")]);
    refused(&answering("which", json!([])), &[&empty("which")]);
    refused(&answering("order", json!([])), &[&empty("order")]);
    refused(
        &answering("pets", json!({ "choice": "no", "text": "x" })),
        &["[other_not_allowed] pets: the choice `no` takes no text"],
    );
    refused(
        &answering("pets", json!({ "choice": "etc", "text": "鳥".repeat(101) })),
        &["[other_too_long] pets: the text beside the choice has 101 characters, at most 100 are allowed"],
    );
    refused(
        &answering("pets", json!({ "choice": "etc", "text": "a\r\nb" })),
        &["[control_character] pets: the text holds the control character U+000D"],
    );
    refused(&answering("which", json!(["a", "z"])), &["[unknown_choice] which: the question has no choice `z`"]);
    refused(&answering("which", json!(["a", "a"])), &["[taken_twice] which: the choice `a` is taken twice"]);
    refused(
        &answering("which", json!(["a", "none"])),
        &["[not_alone] which: the choice `none` cannot be taken together with others"],
    );
    refused(
        &answering("which", json!(["a", "b", "etc"])),
        &["[too_many] which: 3 choices are taken, at most 2 are allowed"],
    );
    refused(
        &answering("order", json!(["x", "y", "z"])),
        &["[too_many] order: 3 choices are taken, at most 2 are allowed"],
    );
    let long = "Z".repeat(99);
    refused(
        &answering("pets", json!(long)),
        &[&format!("[unknown_choice] pets: the question has no choice `{}`", "Z".repeat(64))],
    );
}

#[test]
fn several_choices_come_in_the_order_of_the_question() {
    let admitted = admit(&answering("which", json!(["b", "a"])).to_string()).unwrap();
    assert!(admitted.contains(r#""which":["a","b"]"#));
}

#[test]
fn a_way_to_say_nothing_is_written_so_that_nobody_takes_it_for_words() {
    admitted(&answering("people", json!({ "choice": "dk" })));
    refused(
        &answering("people", json!({ "choice": "no" })),
        &["[unknown_choice] people: the question has no choice `no`"],
    );
    refused(&answering("line", json!({ "choice": "dk" })), &["[unknown_choice] line: the question has no choice `dk`"]);
    // A choice has one spelling: its code.
    refused(&answering("pets", json!({ "choice": "no" })), &["[unknown_choice] pets: the question has no choice `no`"]);
    admitted(&answering("line", json!("dk")));
}

fn raw(question: &str, json: &str) -> String {
    answering(question, json!("HERE")).to_string().replace("\"HERE\"", json)
}

#[test]
fn numbers_on_the_wire_are_whole() {
    let no_number = |question: &str| Err(vec![format!("[not_a_number] {question}: the answer is not a whole number")]);
    for json in ["1.0", "1.5", "1e0", "-0", "-0.0", "18446744073709551615", "1e300"] {
        for question in ["people", "life"] {
            assert_eq!(admit(&raw(question, json)), no_number(question), "{json}");
        }
    }
    for json in ["10", "-10", "9223372036854775807", "-9223372036854775808"] {
        assert_eq!(
            admit(&raw("people", json)),
            Err(vec!["[out_of_range] people: the number is not between -9 and 9".into()])
        );
    }
    for json in ["11", "-1", "256", "255"] {
        let range = "[out_of_range] life: the number is not between 0 and 10";
        assert_eq!(admit(&raw("life", json)), Err(vec![range.into()]));
    }
    for (question, json) in [("people", "-9"), ("people", "0"), ("life", "0"), ("life", "10")] {
        assert!(admit(&raw(question, json)).is_ok(), "{question} {json}");
    }
    for json in ["1e400", "01", "+1", "0x1", "NaN", "1_000"] {
        let refused = WireResponse::parse(raw("people", json).as_bytes());
        assert!(matches!(refused, Err(UnreadableResponse::NotJson { .. })), "{json}");
    }
}

#[test]
fn days_and_months_on_the_wire_have_one_form() {
    admitted(&answering("day", json!("2026-01-05")));
    admitted(&answering("month", json!("2026-01")));
    for text in ["2026-1-5", " 2026-01-05", "２０２６-01-05", "2026-02-29", ""] {
        refused(&answering("day", json!(text)), &["[not_a_date] day: the answer is not a date of the form YYYY-MM-DD"]);
    }
    for text in ["2026-1", "2026-13", "2026-01-05", ""] {
        refused(
            &answering("month", json!(text)),
            &["[not_a_month] month: the answer is not a month of the form YYYY-MM"],
        );
    }
    refused(
        &answering("day", json!("2027-01-01")),
        &["[date_out_of_range] day: the date is not between 2026-01-01 and 2026-12-31"],
    );
    refused(
        &answering("month", json!("2025-12")),
        &["[month_out_of_range] month: the month is not between 2026-01 and 2026-12"],
    );
}

#[test]
fn text_on_the_wire_keeps_to_its_limit_and_has_lf_for_line_ends() {
    let mut yes = body();
    yes["answers"] = json!({ "pets": "yes", "name": "が\nか" });
    admitted(&yes);
    for (text, problem) in [
        ("か\u{3099}".repeat(6), "[too_long] name: the text has 6 characters, at most 5 are allowed"),
        ("a\r\nb".into(), "[control_character] name: the text holds the control character U+000D"),
        ("a\rb".into(), "[control_character] name: the text holds the control character U+000D"),
        ("a\tb".into(), "[control_character] name: the text holds the control character U+0009"),
        ("a\0b".into(), "[control_character] name: the text holds the control character U+0000"),
        ("a\u{85}b".into(), "[control_character] name: the text holds the control character U+0085"),
        (String::new(), "[empty] name: the answer is empty: leave the question out instead"),
        (" 　\n".into(), "[empty] name: the answer is empty: leave the question out instead"),
        (
            format!("e{}", "\u{301}".repeat(40)),
            "[oversized_character] name: a single character of the text has more than 64 bytes",
        ),
    ] {
        yes["answers"]["name"] = json!(text);
        refused(&yes, &[problem]);
    }
    refused(&answering("line", json!("a\nb")), &["[line_break] line: the text has more than one line"]);
}

#[test]
fn all_problems_are_told_at_once() {
    let mut body = with("language", json!("en"));
    body["survey"] = json!("other");
    body["answers"] = json!({ "pets": "no", "name": "ポチ", "people": 6, "life": 11, "cats": 2 });
    refused(
        &body,
        &[
            "[wrong_survey] the response answers another survey: send it to the address of that one",
            "[unknown_language] the survey is not in the language `en`",
            "[unknown_question] cats: there is no such question in this revision",
            "[out_of_range] life: the number is not between 0 and 10",
            "[off_path] name: the question is not asked after these answers: leave it out",
            "[check] people: check 1 of the question does not let this answer pass",
        ],
    );
    let mut body = with("ward", json!(KITA));
    body["answers"] = json!({ "cats": 2 });
    refused(
        &body,
        &[
            "[unknown_ward] the ward 271276 does not take part in this survey: open the survey again by its link",
            "[unknown_question] cats: there is no such question in this revision",
        ],
    );
}

#[test]
fn what_is_not_json_is_told_with_its_place() {
    for (body, what) in [
        ("", "the body is not JSON: EOF while parsing a value at line 1 column 0"),
        ("{", "the body is not JSON: EOF while parsing an object at line 1 column 1"),
        ("pets=yes", "the body is not JSON: expected value at line 1 column 1"),
    ] {
        assert_eq!(admit(body), Err(vec![what.into()]));
    }
    let trailing = format!("{} x", body());
    let refused = WireResponse::parse(trailing.as_bytes());
    assert!(matches!(refused, Err(UnreadableResponse::NotJson { .. })));
}

#[test]
fn bytes_that_are_no_text_are_not_json() {
    let body = body().to_string().replace("\"no\"", "\"\u{1}\"");
    assert!(matches!(WireResponse::parse(body.as_bytes()), Err(UnreadableResponse::NotJson { .. })));
    for bytes in [&b"\xff\xfe"[..], b"\"\xed\xa0\x80\"", b"\x00"] {
        assert!(matches!(WireResponse::parse(bytes), Err(UnreadableResponse::NotJson { .. })));
    }
}

#[test]
fn half_a_surrogate_pair_is_no_text() {
    for json in [r#""\ud800""#, r#""\udc00""#, r#""a\ud800b""#, r#""\ud800\ud800""#, r#"{"\ud800":1}"#] {
        let refused = WireResponse::parse(raw("line", json).as_bytes());
        assert!(matches!(refused, Err(UnreadableResponse::NotJson { .. })), "{json}: {refused:?}");
    }
    // A whole pair is one character.
    assert!(admit(&raw("line", r#""\ud842\udfb7""#)).unwrap().contains(r#""line":"𠮷""#));
}

#[test]
fn json_of_another_shape_is_no_response() {
    let misshapen = |body: &str, what: &str| {
        let refused = WireResponse::parse(body.as_bytes()).unwrap_err();
        assert!(matches!(refused, UnreadableResponse::Misshapen { .. }), "{refused:?}");
        assert!(refused.to_string().starts_with(what), "{refused}");
    };
    misshapen("[]", "the body is not a response: ");
    misshapen("null", "the body is not a response: ");
    misshapen("{}", "the body is not a response: missing field `id`");
    misshapen(
        &with("given", json!([])).to_string(),
        "the body is not a response: invalid type: sequence, expected an object",
    );
    let body = body();
    for field in body.as_object().unwrap().keys() {
        let mut without = body.clone();
        without.as_object_mut().unwrap().remove(field);
        misshapen(&without.to_string(), &format!("the body is not a response: missing field `{field}`"));
    }
    let mut more = body.clone();
    more["code"] = json!("ABCD");
    misshapen(&more.to_string(), "the body is not a response: unknown field `code`");
    for (field, value) in [
        ("id", json!("00000000-0000-1000-8000-000000000000")),
        ("survey", json!("No Survey")),
        ("revision", json!("abc")),
        ("ward", json!("271081")),
        ("mode", json!("telepathy")),
        ("assisted", json!("yes")),
        ("language", json!("japanese")),
        ("given", json!([])),
        ("given", json!({ "wave": 2 })),
        ("receipt_hash", json!("01234-56789-ABCDE-FGHJK")),
        ("started_at", json!("2026-11-20T01:02:03Z")),
        ("finished_at", json!("2026-11-20T01:02:00+09:00")),
        ("answers", json!([])),
        ("answers", json!(null)),
    ] {
        misshapen(&with(field, value).to_string(), "the body is not a response: ");
    }
}

#[test]
fn a_complaint_is_short_however_long_the_body() {
    let mut long = body();
    long["x".repeat(10_000)] = json!(1);
    let refused = WireResponse::parse(long.to_string().as_bytes()).unwrap_err();
    let words = refused.to_string();
    assert!(words.starts_with("the body is not a response: unknown field `xxx"), "{words}");
    assert_eq!(words.chars().count(), "the body is not a response: ".len() + 200);
}

#[test]
fn a_key_stands_once_in_every_object() {
    let body = body().to_string();
    for (from, to) in [
        (r#""survey":"round""#, r#""survey":"round","survey":"round""#),
        (r#""pets":"no""#, r#""pets":"no","pets":"yes""#),
        (r#""wave":"2""#, r#""wave":"2","wave":"2""#),
        (r#""pets":"no""#, r#""pets":{"choice":"no","choice":"etc","text":"x"}"#),
        (r#""pets":"no""#, r#""pets":"no","which":[{"choice":"etc","text":"x","text":"y"}]"#),
        (r#""pets":"no""#, r#""pets":"no","line":{"a":{"b":1,"b":1}}"#),
    ] {
        let twice = body.replacen(from, to, 1);
        assert_ne!(twice, body);
        let refused = WireResponse::parse(twice.as_bytes());
        assert!(matches!(refused, Err(UnreadableResponse::Misshapen { .. })), "{twice}");
    }
}

#[test]
fn a_body_is_large_at_most() {
    let body = body().to_string();
    let padded = |bytes: usize| format!("{body}{}", " ".repeat(bytes - body.len()));
    assert!(WireResponse::parse(padded(65_536).as_bytes()).is_ok());
    let refused = WireResponse::parse(padded(65_537).as_bytes()).unwrap_err();
    assert_eq!(refused.to_string(), "the response has 65537 bytes, at most 65536 can be read");
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = format!("{}1{}", open.repeat(9_000), close.repeat(9_000));
        let refused = WireResponse::parse(raw("line", &nested).as_bytes());
        assert!(matches!(refused, Err(UnreadableResponse::NotJson { .. })), "{refused:?}");
    }
    let nested = format!("{}1{}", "[".repeat(50), "]".repeat(50));
    assert!(admit(&raw("line", &nested)).unwrap_err()[0].starts_with("[wrong_kind] line"));
}

#[test]
fn what_arrived_is_kept_as_it_came_until_it_is_admitted() {
    let given = json!({ "a": [null, true, -1, 1, 1.5, "x", { "b": {} }, u64::MAX] });
    let wire = WireResponse::parse(answering("line", given.clone()).to_string().as_bytes()).unwrap();
    assert_eq!(wire.answers.0["line"], given);
    let again = serde_json::to_value(&wire).unwrap();
    assert_eq!(again, answering("line", given));
    assert_eq!(wire.survey, id("round"));
}
