//! What counts as an answer, kind by kind, and every way not to be one.

use crate::form::{Form, form};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::{Input, Meaning, Picked, Rejection, count_characters};

fn every_kind() -> Form {
    form()
        .one("one", ["a", "b", "etc"])
        .other("etc")
        .several("several", ["a", "b", "c", "none", "etc"])
        .exclusive("none")
        .other("etc")
        .at_most(3)
        .number("number", -5, 120)
        .date("date", "1900-01-01", "2026-11-20")
        .month("month", "1950-01", "2026-11")
        .text("text", 5)
        .escape("secret", Meaning::PreferNotToSay)
        .line("line", 5)
        .rating("rating")
        .ranking("ranking", ["a", "b", "c"])
        .at_most(2)
}

#[track_caller]
fn reads(question: &str, said: &str, json: &str) {
    Scenario::of(every_kind()).answer(question, said).expect_reads(question, json);
}

#[track_caller]
fn rejects(question: &str, said: &str, rejection: &Rejection, words: &str) {
    Scenario::of(every_kind()).answer(question, said).expect_rejected(question, rejection);
    assert_eq!(rejection.to_string(), words);
}

fn beside(code: &str, words: &str) -> Picked {
    Picked { code: id(code), other: Some(words.to_owned()) }
}

#[track_caller]
fn rejects_input(question: &str, input: Input, rejection: &Rejection, words: &str) {
    Scenario::of(every_kind()).input(question, input).expect_rejected(question, rejection);
    assert_eq!(rejection.to_string(), words);
}

#[test]
fn one_choice_is_one_of_those_there_are() {
    reads("one", "a", r#""a""#);
    rejects("one", "z", &Rejection::UnknownChoice { code: "z".into() }, "the question has no choice `z`");
}

#[test]
fn words_may_stand_beside_other_and_nowhere_else() {
    let said = |words| Scenario::of(every_kind()).input("one", Input::Choice(beside("etc", words)));
    said("猫").expect_reads("one", r#"{"choice":"etc","text":"猫"}"#);
    said("").expect_reads("one", r#""etc""#);
    said(" \u{3000} ").expect_reads("one", r#""etc""#);
    said(&"猫".repeat(100)).expect_reads("one", &format!(r#"{{"choice":"etc","text":"{}"}}"#, "猫".repeat(100)));
    rejects_input(
        "one",
        Input::Choice(beside("etc", &"猫".repeat(101))),
        &Rejection::OtherTooLong { limit: 100, characters: 101 },
        "the text beside the choice has 101 characters, at most 100 are allowed",
    );
    rejects_input(
        "one",
        Input::Choice(beside("a", "猫")),
        &Rejection::OtherNotAllowed { code: id("a") },
        "the choice `a` takes no text",
    );
    rejects_input(
        "one",
        Input::Choice(beside("etc", "猫\n犬")),
        &Rejection::LineBreak,
        "the text has more than one line",
    );
    rejects_input(
        "several",
        Input::Choices(vec![Picked::plain(id("a")), beside("etc", "\u{7}")]),
        &Rejection::ControlCharacter { character: '\u{7}' },
        "the text holds the control character U+0007",
    );
}

#[test]
fn several_choices_are_a_set_in_the_order_of_the_question() {
    reads("several", "a", r#"["a"]"#);
    reads("several", "c a b", r#"["a","b","c"]"#);
    reads("several", "none", r#"["none"]"#);
    Scenario::of(every_kind()).answer("several", "").expect_no_answer("several");
    Scenario::of(every_kind())
        .input("several", Input::Choices(vec![beside("etc", "犬"), Picked::plain(id("b"))]))
        .expect_reads("several", r#"["b",{"choice":"etc","text":"犬"}]"#);
}

#[test]
fn several_choices_have_their_limits() {
    rejects(
        "several",
        "a b c etc",
        &Rejection::TooMany { at_most: 3, taken: 4 },
        "4 choices are taken, at most 3 are allowed",
    );
    rejects(
        "several",
        "none a",
        &Rejection::NotAlone { code: id("none") },
        "the choice `none` cannot be taken together with others",
    );
    rejects("several", "a b a", &Rejection::TakenTwice { code: id("a") }, "the choice `a` is taken twice");
    rejects("several", "a z", &Rejection::UnknownChoice { code: "z".into() }, "the question has no choice `z`");
}

#[test]
fn a_ranking_keeps_its_order() {
    reads("ranking", "c a", r#"["c","a"]"#);
    reads("ranking", "b", r#"["b"]"#);
    Scenario::of(every_kind()).answer("ranking", "").expect_no_answer("ranking");
    rejects(
        "ranking",
        "c a b",
        &Rejection::TooMany { at_most: 2, taken: 3 },
        "3 choices are taken, at most 2 are allowed",
    );
    rejects("ranking", "c c", &Rejection::TakenTwice { code: id("c") }, "the choice `c` is taken twice");
    rejects("ranking", "c z", &Rejection::UnknownChoice { code: "z".into() }, "the question has no choice `z`");
}

#[test]
fn a_ranking_without_a_limit_may_hold_every_choice() {
    let form = form().ranking("ranking", ["a", "b", "c"]).several("several", ["a", "b", "c"]);
    Scenario::of(form.clone()).answer("ranking", "c b a").expect_reads("ranking", r#"["c","b","a"]"#);
    Scenario::of(form).answer("several", "c b a").expect_reads("several", r#"["a","b","c"]"#);
}

#[test]
fn a_number_is_typed_in_many_ways() {
    for (typed, number) in [
        ("0", "0"),
        ("120", "120"),
        ("-5", "-5"),
        ("-0", "0"),
        (" 42 ", "42"),
        ("　42　", "42"),
        ("４２", "42"),
        ("४२", "42"),
        ("-५", "-5"),
        ("－５", "-5"),
        ("ー5", "-5"),
        ("−5", "-5"),
        ("―5", "-5"),
        ("‐5", "-5"),
        ("007", "7"),
    ] {
        reads("number", typed, number);
    }
    for blank in ["", " ", "　"] {
        Scenario::of(every_kind()).answer("number", blank).expect_no_answer("number");
    }
}

#[test]
fn what_is_no_whole_number_in_range_is_told_so() {
    let range = Rejection::OutOfRange { min: -5, max: 120 };
    for typed in ["121", "-6", "99999999999999999999999999", "-99999999999999999999999999"] {
        rejects("number", typed, &range, "the number is not between -5 and 120");
    }
    for typed in ["x", "1.0", "1,000", "1e2", "+5", "--5", "-", "5歳", "1 2", "٣"] {
        rejects("number", typed, &Rejection::NotANumber, "the answer is not a whole number");
    }
}

#[test]
fn a_day_is_typed_in_many_ways() {
    for typed in ["2026-01-05", "2026-1-5", "２０２６－１－５", " 2026ー01ー5 ", "२०२६-१-५"] {
        reads("date", typed, r#""2026-01-05""#);
    }
    reads("date", "1900-01-01", r#""1900-01-01""#);
    reads("date", "2026-11-20", r#""2026-11-20""#);
    Scenario::of(every_kind()).answer("date", " ").expect_no_answer("date");
}

#[test]
fn what_is_no_day_in_range_is_told_so() {
    let range = Rejection::DateOutOfRange { earliest: id("1900-01-01"), latest: id("2026-11-20") };
    for typed in ["1899-12-31", "2026-11-21", "26-1-5"] {
        rejects("date", typed, &range, "the date is not between 1900-01-01 and 2026-11-20");
    }
    for typed in ["2026-02-29", "2026-1", "2026", "2026-1-", "-1-5", "2026-1-5-1", "2026/1/5", "x-y-z", "2026-001-5"] {
        rejects("date", typed, &Rejection::NotADate, "the answer is not a date of the form YYYY-MM-DD");
    }
}

#[test]
fn a_month_is_typed_in_many_ways() {
    for typed in ["2026-01", "2026-1", "２０२６－１", "२०२६-०१"] {
        reads("month", typed, r#""2026-01""#);
    }
    reads("month", "1950-01", r#""1950-01""#);
    reads("month", "2026-11", r#""2026-11""#);
    Scenario::of(every_kind()).answer("month", "").expect_no_answer("month");
}

#[test]
fn what_is_no_month_in_range_is_told_so() {
    let range = Rejection::MonthOutOfRange { earliest: id("1950-01"), latest: id("2026-11") };
    for typed in ["1949-12", "2026-12"] {
        rejects("month", typed, &range, "the month is not between 1950-01 and 2026-11");
    }
    for typed in ["2026-13", "2026-0", "2026-1-5", "2026", "x"] {
        rejects("month", typed, &Rejection::NotAMonth, "the answer is not a month of the form YYYY-MM");
    }
}

#[test]
fn a_rating_goes_from_nought_to_ten() {
    reads("rating", "0", "0");
    reads("rating", "10", "10");
    for said in ["11", "255"] {
        rejects("rating", said, &Rejection::OutOfRange { min: 0, max: 10 }, "the number is not between 0 and 10");
    }
}

#[test]
fn text_is_kept_as_typed_but_for_line_ends() {
    reads("text", " が\r\nか ", r#"" が\nか ""#);
    reads("text", "ｶﾞ①㈱", r#""ｶﾞ①㈱""#);
    reads("text", "か\u{3099}", "\"か\u{3099}\"");
    for blank in ["", " ", "\r\n", "　\n"] {
        Scenario::of(every_kind()).answer("text", blank).expect_no_answer("text");
    }
    Scenario::of(every_kind()).answer("line", "\n").expect_no_answer("line");
}

#[test]
fn characters_are_counted_as_a_person_counts_them() {
    for one in ["あ", "が", "か\u{3099}", "👨‍👩‍👧", "🇯🇵", "👍🏽", "𠮷", "葛\u{e0100}", "é", "e\u{301}", "\r\n"]
    {
        assert_eq!(count_characters(one), 1, "{one}");
    }
    assert_eq!(count_characters(""), 0);
    assert_eq!(count_characters("葛\u{e0100}飾区👨‍👩‍👧"), 4);
    for five in ["👨‍👩‍👧".repeat(5), "か\u{3099}".repeat(5), "𠮷".repeat(5), "葛\u{e0100}".repeat(5)] {
        reads("text", &five, &serde_json::to_string(&five).unwrap());
    }
}

#[test]
fn a_text_over_its_limit_is_told_by_how_much() {
    let too_long = Rejection::TooLong { limit: 5, characters: 6 };
    for six in ["あいうえおか".to_owned(), "👨‍👩‍👧".repeat(6), "か\u{3099}".repeat(6), "a\r\nb\r\nc\n".into()]
    {
        rejects("text", &six, &too_long, "the text has 6 characters, at most 5 are allowed");
    }
}

#[test]
fn control_characters_are_no_writing() {
    for character in ['\0', '\t', '\r', '\u{b}', '\u{7f}', '\u{85}', '\u{9f}'] {
        let rejection = Rejection::ControlCharacter { character };
        let words = format!("the text holds the control character U+{:04X}", u32::from(character));
        rejects("text", &format!("a{character}b"), &rejection, &words);
        rejects("line", &format!("a{character}b"), &rejection, &words);
    }
    reads("text", "a\nb", r#""a\nb""#);
    rejects("line", "a\nb", &Rejection::LineBreak, "the text has more than one line");
    rejects("line", "a\r\nb", &Rejection::LineBreak, "the text has more than one line");
}

#[test]
fn one_character_has_a_size_of_its_own() {
    // A base of one byte and marks of two: 63 bytes pass, 65 do not; with a base of two, 64 do.
    let marked = |base: &str, marks: usize| format!("{base}{}", "\u{301}".repeat(marks));
    let rejection = Rejection::OversizedCharacter { limit: 64 };
    for good in [marked("e", 31), marked("é", 31)] {
        reads("text", &good, &serde_json::to_string(&good).unwrap());
    }
    let words = "a single character of the text has more than 64 bytes";
    rejects("text", &marked("e", 32), &rejection, words);
    rejects("text", &marked("é", 32), &rejection, words);
}

#[test]
fn a_way_to_say_nothing_is_one_of_those_there_are() {
    Scenario::of(every_kind()).escape("text", "secret").expect_reads("text", r#"{"choice":"secret"}"#);
    let unknown = Rejection::UnknownChoice { code: "secret".into() };
    Scenario::of(every_kind()).escape("line", "secret").expect_rejected("line", &unknown);
    Scenario::of(every_kind())
        .escape("one", "a")
        .expect_rejected("one", &Rejection::UnknownChoice { code: "a".into() });
}

#[test]
fn an_input_of_another_kind_is_a_fault_of_the_program() {
    let inputs = [
        ("choice", Input::Choice(Picked::plain(id("a")))),
        ("choices", Input::Choices(vec![Picked::plain(id("a"))])),
        ("typed", Input::Typed("5".into())),
        ("rating", Input::Rating(5)),
        ("ranking", Input::Ranking(vec![id("a")])),
    ];
    for (question, fitting) in [
        ("one", "choice"),
        ("several", "choices"),
        ("number", "typed"),
        ("rating", "rating"),
        ("ranking", "ranking"),
        ("text", "typed"),
    ] {
        for (name, input) in inputs.iter().filter(|(name, _)| *name != fitting) {
            assert!(!name.is_empty());
            rejects_input(
                question,
                input.clone(),
                &Rejection::WrongKind,
                "the answer is not of the kind that the question asks for",
            );
        }
    }
}

#[test]
fn a_blank_input_is_no_answer_to_any_question() {
    for question in ["one", "several", "number", "date", "month", "text", "rating", "ranking"] {
        Scenario::of(every_kind()).blank(question).expect_no_answer(question);
    }
}

#[test]
fn an_answer_gives_the_widget_its_input_back() {
    let filled = Scenario::of(every_kind())
        .input("one", Input::Choice(beside("etc", "猫")))
        .answer("several", "a b")
        .answer("number", "-3")
        .answer("date", "2026-01-05")
        .answer("month", "2026-01")
        .escape("text", "secret")
        .answer("line", "声")
        .answer("rating", "7")
        .answer("ranking", "c a");
    let reading = filled.reading();
    assert_eq!(reading.answers.iter().count(), 9);
    for (question, answer) in reading.answers.iter() {
        assert_eq!(Some(&Input::from(answer)), filled.inputs.get(question), "{question}");
    }
}

#[test]
fn every_rejection_has_its_own_name() {
    let rejections = [
        Rejection::WrongKind,
        Rejection::Empty,
        Rejection::UnknownChoice { code: "a".into() },
        Rejection::TakenTwice { code: id("a") },
        Rejection::TooMany { at_most: 1, taken: 2 },
        Rejection::NotAlone { code: id("a") },
        Rejection::OtherNotAllowed { code: id("a") },
        Rejection::OtherTooLong { limit: 1, characters: 2 },
        Rejection::NotANumber,
        Rejection::OutOfRange { min: 0, max: 1 },
        Rejection::NotADate,
        Rejection::DateOutOfRange { earliest: id("2026-01-01"), latest: id("2026-01-02") },
        Rejection::NotAMonth,
        Rejection::MonthOutOfRange { earliest: id("2026-01"), latest: id("2026-02") },
        Rejection::TooLong { limit: 1, characters: 2 },
        Rejection::ControlCharacter { character: '\0' },
        Rejection::OversizedCharacter { limit: 64 },
        Rejection::LineBreak,
    ];
    assert_eq!(
        rejections.map(|rejection| rejection.code()),
        [
            "wrong_kind",
            "empty",
            "unknown_choice",
            "taken_twice",
            "too_many",
            "not_alone",
            "other_not_allowed",
            "other_too_long",
            "not_a_number",
            "out_of_range",
            "not_a_date",
            "date_out_of_range",
            "not_a_month",
            "month_out_of_range",
            "too_long",
            "control_character",
            "oversized_character",
            "line_break",
        ]
    );
}
