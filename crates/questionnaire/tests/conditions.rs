//! Every kind of condition, where it holds and where it does not.

use crate::form::{
    NANIWA, all, answers, any, chose, chose_any, contains, date, form, given_compare, given_in, given_is, month, not,
    number,
};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::Comparison::{AtLeast, AtMost, Equal, Greater, Less};
use questionnaire::{Condition, Meaning, Operand};

/// Whether `condition` opens the last question of a form of every kind.
fn form_of_every_kind(condition: Condition) -> Scenario {
    Scenario::of(
        form()
            .given("kind", ["civic", "rights"])
            .given("wave", [])
            .one("one", ["a", "b", "c"])
            .several("several", ["a", "b", "c", "none"])
            .exclusive("none")
            .ranking("ranking", ["a", "b", "c"])
            .number("people", 0, 20)
            .escape("unknown", Meaning::DontKnow)
            .number("children", 0, 20)
            .rating("life")
            .date("moved", "1990-01-01", "2026-12-31")
            .date("left", "1990-01-01", "2026-12-31")
            .month("built", "1950-01", "2026-12")
            .text("gated", 9)
            .when(condition),
    )
}

#[track_caller]
fn check<const N: usize>(condition: &Condition, answered: [(&str, &str); N], holds: bool) {
    let scenario = form_of_every_kind(condition.clone());
    let scenario = answered.into_iter().fold(scenario, |scenario, (question, said)| scenario.answer(question, said));
    assert_eq!(scenario.path().contains(&"gated".to_owned()), holds, "{condition:?} after {answered:?}");
}

#[test]
fn a_choice_was_taken() {
    for (condition, of_kind) in [(chose("one", "a"), "one"), (chose("several", "a"), "several")] {
        check(&condition, [(of_kind, "a")], true);
        check(&condition, [(of_kind, "b")], false);
        check(&condition, [], false);
    }
    check(&chose("several", "a"), [("several", "b a")], true);
    check(&chose("ranking", "a"), [("ranking", "c a")], true);
    check(&chose("ranking", "a"), [("ranking", "c b")], false);
}

#[test]
fn one_of_several_choices_was_taken() {
    let condition = chose_any("one", ["a", "b"]);
    check(&condition, [("one", "a")], true);
    check(&condition, [("one", "b")], true);
    check(&condition, [("one", "c")], false);
    check(&condition, [], false);
    check(&chose_any("several", ["a", "b"]), [("several", "c b")], true);
    check(&chose_any("several", ["a", "b"]), [("several", "c")], false);
}

#[test]
fn a_set_contains_all_of_these() {
    let condition = contains("several", ["a", "b"]);
    check(&condition, [("several", "a b")], true);
    check(&condition, [("several", "c b a")], true);
    check(&condition, [("several", "a")], false);
    check(&condition, [("several", "none")], false);
    check(&condition, [], false);
    check(&contains("ranking", ["a", "b"]), [("ranking", "b c a")], true);
    check(&contains("ranking", ["a", "b"]), [("ranking", "b c")], false);
}

#[test]
fn numbers_and_ratings_compare() {
    for (is, below, same, above) in [
        (Equal, false, true, false),
        (Less, true, false, false),
        (AtMost, true, true, false),
        (Greater, false, false, true),
        (AtLeast, false, true, true),
    ] {
        for question in ["people", "life"] {
            let condition = number(question, is, 5);
            check(&condition, [(question, "4")], below);
            check(&condition, [(question, "5")], same);
            check(&condition, [(question, "6")], above);
            check(&condition, [], false);
        }
    }
}

#[test]
fn days_and_months_compare() {
    let condition = date("moved", AtLeast, "2020-03-01");
    check(&condition, [("moved", "2020-02-29")], false);
    check(&condition, [("moved", "2020-03-01")], true);
    check(&condition, [("moved", "2021-01-01")], true);
    check(&condition, [], false);
    let condition = month("built", Less, "1981-06");
    check(&condition, [("built", "1981-05")], true);
    check(&condition, [("built", "1981-06")], false);
    check(&condition, [("built", "1982-01")], false);
    check(&condition, [], false);
}

#[test]
fn two_answers_compare() {
    let condition = answers("children", Greater, "people");
    check(&condition, [("people", "2"), ("children", "3")], true);
    check(&condition, [("people", "2"), ("children", "2")], false);
    check(&condition, [("children", "3")], false);
    check(&condition, [("people", "2")], false);
    check(&condition, [], false);
    let condition = answers("left", Less, "moved");
    check(&condition, [("moved", "2020-01-02"), ("left", "2020-01-01")], true);
    check(&condition, [("moved", "2020-01-02"), ("left", "2020-01-02")], false);
    // A rating is a number.
    check(&answers("life", Equal, "people"), [("life", "3"), ("people", "3")], true);
}

#[test]
fn a_way_to_say_nothing_is_chosen_and_compares_with_nothing() {
    let chosen = form_of_every_kind(chose("people", "unknown"));
    assert!(!chosen.path().contains(&"gated".to_owned()));
    assert!(chosen.escape("people", "unknown").path().contains(&"gated".to_owned()));
    let compared = form_of_every_kind(number("people", AtLeast, 0)).escape("people", "unknown");
    assert!(!compared.path().contains(&"gated".to_owned()));
    let compared = form_of_every_kind(answers("children", AtLeast, "people")).answer("children", "1");
    assert!(!compared.escape("people", "unknown").path().contains(&"gated".to_owned()));
}

#[track_caller]
fn check_given(condition: &Condition, given: Option<(&str, &str)>, holds: bool) {
    let mut scenario = form_of_every_kind(condition.clone());
    if let Some((name, value)) = given {
        scenario = scenario.given(name, value);
    }
    assert_eq!(scenario.path().contains(&"gated".to_owned()), holds, "{condition:?} given {given:?}");
}

#[test]
fn a_given_is_one_of_its_values() {
    check_given(&given_is("kind", "civic"), Some(("kind", "civic")), true);
    check_given(&given_is("kind", "civic"), Some(("kind", "rights")), false);
    check_given(&given_is("kind", "civic"), None, false);
    check_given(&not(given_is("kind", "civic")), None, true);
    check_given(&given_in("kind", ["civic", "rights"]), Some(("kind", "rights")), true);
    check_given(&given_in("wave", ["1", "2"]), Some(("wave", "3")), false);
    check_given(&given_in("wave", ["1", "2"]), Some(("wave", "2")), true);
}

#[test]
fn a_given_reads_as_a_number_a_day_or_a_month() {
    let later = given_compare("wave", Greater, Operand::Number(2));
    check_given(&later, Some(("wave", "3")), true);
    check_given(&later, Some(("wave", "2")), false);
    check_given(&later, Some(("wave", "10")), true);
    check_given(&later, Some(("wave", "third")), false);
    check_given(&later, None, false);
    let day = given_compare("wave", AtMost, Operand::Date(id("2026-11-20")));
    check_given(&day, Some(("wave", "2026-11-20")), true);
    check_given(&day, Some(("wave", "2026-11-21")), false);
    check_given(&day, Some(("wave", "2026-11")), false);
    let month = given_compare("wave", Equal, Operand::Month(id("2026-11")));
    check_given(&month, Some(("wave", "2026-11")), true);
    check_given(&month, Some(("wave", "2026-12")), false);
}

#[test]
fn the_ward_is_always_given() {
    let naniwa = form_of_every_kind(given_is("ward", NANIWA));
    assert!(!naniwa.path().contains(&"gated".to_owned()));
    assert!(naniwa.in_ward(NANIWA).path().contains(&"gated".to_owned()));
}

#[test]
fn all_any_and_not_join_conditions() {
    let (a, two) = (|| chose("one", "a"), || number("people", AtLeast, 2));
    for (condition, with_a, with_two, with_both, with_none) in [
        (all([a(), two()]), false, false, true, false),
        (any([a(), two()]), true, true, true, false),
        (not(a()), false, true, false, true),
        (all([]), true, true, true, true),
        (not(any([])), true, true, true, true),
        (all([a(), not(two())]), true, false, false, false),
        (not(all([a(), two()])), true, true, false, true),
    ] {
        check(&condition, [("one", "a")], with_a);
        check(&condition, [("people", "2")], with_two);
        check(&condition, [("one", "a"), ("people", "2")], with_both);
        check(&condition, [], with_none);
    }
}

#[test]
fn an_answer_off_the_path_meets_nothing_but_not() {
    let gated = |condition| {
        Scenario::of(
            form()
                .one("first", ["yes", "no"])
                .number("second", 0, 9)
                .when(chose("first", "yes"))
                .number("third", 0, 9)
                .text("gated", 9)
                .when(condition),
        )
        .answer("first", "yes")
        .answer("second", "5")
        .answer("third", "5")
    };
    for (condition, off_the_path) in [
        (number("second", Equal, 5), false),
        (answers("second", Equal, "third"), false),
        (answers("third", Equal, "second"), false),
        (not(not(number("second", Equal, 5))), false),
        (any([number("second", Equal, 5), not(number("second", Equal, 5))]), true),
    ] {
        let scenario = gated(condition.clone());
        assert!(scenario.path().contains(&"gated".to_owned()), "{condition:?}");
        let scenario = scenario.answer("first", "no");
        assert_eq!(scenario.path().contains(&"gated".to_owned()), off_the_path, "{condition:?}");
    }
    let scenario = gated(not(number("second", Equal, 5)));
    assert!(!scenario.path().contains(&"gated".to_owned()));
    assert!(scenario.answer("first", "no").path().contains(&"gated".to_owned()));
}
