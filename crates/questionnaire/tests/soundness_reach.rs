//! A question that no answer can reach is found, and no other is taken for one.

use crate::form::{
    Form, NANIWA, TAISHO, all, answers, any, chose, chose_any, contains, date, form, given_compare, given_in, given_is,
    month, not, number,
};
use crate::id;
use questionnaire::Comparison::{AtLeast, AtMost, Equal, Greater, Less};
use questionnaire::{Comparison, Condition, Meaning, Operand};

fn every_kind() -> Form {
    form()
        .given("kind", ["civic", "rights"])
        .given("wave", [])
        .one("one", ["a", "b", "c"])
        .several("several", ["a", "b", "c", "none"])
        .exclusive("none")
        .several("two", ["a", "b", "c"])
        .at_most(2)
        .ranking("ranking", ["a", "b", "c"])
        .at_most(2)
        .escape("dk", Meaning::DontKnow)
        .number("number", 0, 10)
        .escape("dk", Meaning::DontKnow)
        .number("other", 0, 10)
        .rating("rating")
        .date("date", "2026-01-01", "2026-12-31")
        .month("month", "2026-01", "2026-12")
        .text("text", 9)
        .escape("dk", Meaning::DontKnow)
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "it is written in place everywhere")]
fn unreachable(condition: Condition) {
    let problems = every_kind().text("gated", 9).when(condition.clone()).problems();
    assert_eq!(
        problems,
        [
            "question gated › ask_when: no answer leads to this question: its conditions contradict each other; correct them, or take the question out"
        ],
        "{condition:?}"
    );
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "it is written in place everywhere")]
fn reachable(condition: Condition) {
    let problems = every_kind().text("gated", 9).when(condition.clone()).problems();
    assert_eq!(problems, [""; 0], "{condition:?}");
}

#[test]
fn one_question_has_one_choice() {
    unreachable(all([chose("one", "a"), chose("one", "b")]));
    unreachable(contains("one", ["a", "b"]));
    unreachable(all([chose("one", "a"), not(chose_any("one", ["a", "b"]))]));
    reachable(all([chose_any("one", ["a", "b"]), not(chose("one", "a"))]));
    reachable(all([not(chose("one", "a")), not(chose("one", "b")), not(chose("one", "c"))]));
    unreachable(not(any([chose("one", "a"), not(chose("one", "a"))])));
    reachable(any([all([chose("one", "a"), chose("one", "b")]), chose("one", "c")]));
}

#[test]
fn a_set_heeds_what_stands_alone_and_how_many_may_be_taken() {
    reachable(contains("several", ["a", "b", "c"]));
    unreachable(contains("several", ["a", "none"]));
    unreachable(all([chose("several", "none"), chose("several", "b")]));
    reachable(chose("several", "none"));
    reachable(contains("two", ["a", "b"]));
    unreachable(contains("two", ["a", "b", "c"]));
    unreachable(all([chose("two", "a"), chose("two", "b"), chose("two", "c")]));
    reachable(all([contains("two", ["a", "b"]), not(chose("two", "c"))]));
    unreachable(all([contains("several", ["a", "b"]), not(chose("several", "b"))]));
    reachable(all([chose("several", "a"), not(contains("several", ["a", "b"]))]));
}

#[test]
fn a_ranking_has_places_and_its_escape_stands_alone() {
    reachable(contains("ranking", ["a", "b"]));
    unreachable(contains("ranking", ["a", "b", "c"]));
    reachable(chose("ranking", "dk"));
    unreachable(contains("ranking", ["a", "dk"]));
}

#[test]
fn numbers_lie_in_their_range() {
    unreachable(number("number", Greater, 10));
    reachable(number("number", AtLeast, 10));
    unreachable(number("number", Less, 0));
    reachable(number("number", AtMost, 0));
    unreachable(number("number", Equal, 11));
    unreachable(number("rating", Greater, 10));
    reachable(number("rating", Equal, 10));
    unreachable(number("rating", Less, 0));
    reachable(number("number", Greater, -7));
    unreachable(number("number", Greater, i64::MAX));
    unreachable(number("number", Less, i64::MIN));
}

#[test]
fn numbers_leave_gaps_of_which_some_hold_a_number() {
    unreachable(all([number("number", Greater, 4), number("number", Less, 5)]));
    reachable(all([number("number", Greater, 4), number("number", Less, 6)]));
    unreachable(all([number("number", Greater, 4), number("number", Less, 6), not(number("number", Equal, 5))]));
    unreachable(all([number("number", Greater, 6), number("number", Less, 3)]));
    // All of 0 to 10 is excluded number by number, but the question may be left without an answer.
    let none = (0..=10).map(|at| not(number("number", Equal, at))).collect();
    reachable(Condition::All(none));
    let none = (0..=10).map(|at| not(number("number", Equal, at)));
    unreachable(Condition::All(none.chain([number("number", AtLeast, 0)]).collect()));
    let all_but_nine = (0..=10).filter(|at| *at != 9).map(|at| not(number("number", Equal, at)));
    reachable(Condition::All(all_but_nine.chain([number("number", AtLeast, 0)]).collect()));
}

#[test]
fn a_way_to_say_nothing_is_no_number() {
    reachable(chose("number", "dk"));
    unreachable(all([chose("number", "dk"), number("number", AtLeast, 0)]));
    reachable(all([chose("number", "dk"), not(number("number", AtLeast, 0))]));
    reachable(chose("text", "dk"));
    reachable(not(chose("text", "dk")));
}

#[test]
fn days_and_months_lie_in_their_range_and_leave_gaps() {
    unreachable(date("date", Greater, "2026-12-31"));
    unreachable(date("date", Less, "2026-01-01"));
    reachable(date("date", AtLeast, "2026-12-31"));
    reachable(date("date", AtMost, "2026-01-01"));
    reachable(date("date", Less, "2030-01-01"));
    unreachable(all([date("date", Greater, "2026-02-28"), date("date", Less, "2026-03-01")]));
    reachable(all([date("date", Greater, "2026-02-28"), date("date", Less, "2026-03-02")]));
    reachable(all([date("date", AtLeast, "2026-05-01"), not(date("date", Equal, "2026-05-01"))]));
    reachable(all([date("date", AtMost, "2026-05-01"), not(date("date", Equal, "2026-05-01"))]));
    unreachable(month("month", Greater, "2026-12"));
    unreachable(month("month", Less, "2026-01"));
    reachable(month("month", Greater, "2026-11"));
    reachable(month("month", AtMost, "2026-01"));
    reachable(month("month", Greater, "2020-01"));
    unreachable(all([month("month", Greater, "2026-04"), month("month", Less, "2026-05")]));
    reachable(all([month("month", Greater, "2026-04"), month("month", Less, "2026-06")]));
    reachable(all([month("month", AtLeast, "2026-04"), not(month("month", Equal, "2026-04"))]));
    reachable(all([month("month", AtMost, "2026-04"), not(month("month", Equal, "2026-04"))]));
}

#[test]
fn a_given_has_one_value() {
    unreachable(all([given_is("kind", "civic"), given_is("kind", "rights")]));
    unreachable(all([given_is("kind", "civic"), not(given_in("kind", ["civic", "rights"]))]));
    reachable(not(given_in("kind", ["civic", "rights"])));
    reachable(all([given_in("kind", ["civic", "rights"]), not(given_is("kind", "civic"))]));
    unreachable(all([given_is("wave", "1"), given_is("wave", "2")]));
    unreachable(all([given_is("ward", TAISHO), given_is("ward", NANIWA)]));
    reachable(not(given_in("ward", [TAISHO, NANIWA])));
    reachable(given_is("ward", NANIWA));
}

#[test]
fn the_ward_is_never_missing() {
    let any_number = |wanted: Comparison| given_compare("ward", wanted, Operand::Number(271_080));
    reachable(any_number(Equal));
    reachable(all([not(any_number(Less)), not(any_number(Equal))]));
}

#[test]
fn a_given_compares_and_leaves_gaps() {
    let compare = |is, to| given_compare("wave", is, Operand::Number(to));
    reachable(compare(Greater, 3));
    reachable(compare(Less, 3));
    unreachable(all([compare(Greater, 3), compare(Less, 4)]));
    reachable(all([compare(Greater, 3), compare(Less, 5)]));
    reachable(all([not(compare(Greater, 3)), not(compare(AtMost, 3))]));
    reachable(all([given_is("wave", "7"), compare(Greater, 3)]));
    unreachable(all([given_is("wave", "7"), compare(Greater, 7)]));
    let day = |is, to: &str| given_compare("wave", is, Operand::Date(id(to)));
    reachable(day(Greater, "2026-01-01"));
    reachable(day(Less, "2026-01-01"));
    unreachable(all([day(Greater, "2026-02-28"), day(Less, "2026-03-01")]));
    reachable(all([day(AtLeast, "2026-02-28"), day(Less, "2026-03-01")]));
    let of_month = |is, to: &str| given_compare("wave", is, Operand::Month(id(to)));
    reachable(of_month(Greater, "2026-01"));
    reachable(of_month(Less, "2026-01"));
    reachable(of_month(Equal, "2026-01"));
    unreachable(all([of_month(Greater, "2026-01"), of_month(Less, "2026-02")]));
    unreachable(all([of_month(Equal, "2026-01"), day(Equal, "2026-01-01")]));
}

#[test]
fn the_declared_values_of_a_given_decide_what_it_compares_as() {
    let form = |is, to| {
        form()
            .given("wave", ["1", "2"])
            .text("gated", 9)
            .when(given_compare("wave", is, Operand::Number(to)))
            .problems()
            .len()
    };
    assert_eq!(form(Greater, 1), 0);
    assert_eq!(form(Greater, 2), 1);
    assert_eq!(form(Less, 1), 1);
    assert_eq!(form(AtMost, 1), 0);
}

#[test]
fn gates_must_be_reachable_in_turn() {
    let gated = |second: Condition, third: Condition| {
        let form = form()
            .one("first", ["a", "b"])
            .one("second", ["a", "b"])
            .when(second)
            .one("third", ["a", "b"])
            .when(third)
            .text("last", 9)
            .when(chose("third", "a"));
        form.problems().iter().map(|line| line.split(" › ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let never = || all([chose("first", "a"), chose("first", "b")]);
    assert_eq!(gated(chose("first", "a"), chose("second", "a")), [""; 0]);
    assert_eq!(gated(never(), chose("second", "a")), ["question second", "question third", "question last"]);
    // What a gate needs contradicts what the question itself needs.
    assert_eq!(
        gated(chose("first", "a"), all([chose("second", "a"), chose("first", "b")])),
        ["question third", "question last"]
    );
    assert_eq!(
        gated(chose("first", "a"), all([chose("second", "a"), not(chose("first", "a"))])),
        ["question third", "question last"]
    );
    // Not to have chosen something is possible without being asked.
    assert_eq!(gated(never(), not(chose("second", "a"))), ["question second"]);
    assert_eq!(gated(chose("first", "a"), all([not(chose("second", "a")), chose("first", "b")])), [""; 0]);
    assert_eq!(gated(any([never(), chose("first", "b")]), chose("second", "a")), [""; 0]);
}

#[test]
fn comparing_two_answers_needs_both_gates() {
    let form = |condition: Condition| {
        let form = form()
            .one("way", ["left", "right"])
            .number("left", 0, 9)
            .when(chose("way", "left"))
            .number("right", 0, 9)
            .when(chose("way", "right"))
            .text("last", 9)
            .when(condition);
        form.problems().len()
    };
    assert_eq!(form(answers("left", Less, "right")), 1);
    assert_eq!(form(not(answers("left", Less, "right"))), 0);
    assert_eq!(form(any([answers("left", Less, "right"), chose("way", "left")])), 0);
    assert_eq!(form(all([answers("left", Less, "left"), chose("way", "left")])), 0);
}

#[test]
fn modules_do_not_make_a_question_unreachable() {
    let form = form().one("a", ["1", "2"]).module("more").text("b", 9).module("more").when(chose("a", "1"));
    assert_eq!(form.problems(), [""; 0]);
}

#[test]
fn more_alternatives_than_can_be_looked_through_count_as_reachable() {
    // Eleven two-way gates in a row have 2048 alternatives, ten have 1024. All of them contradict.
    let gates = |count: usize| {
        let impossible = all([chose("one", "a"), chose("one", "b")]);
        let either = any([chose("several", "a"), chose("several", "b")]);
        Condition::All(std::iter::once(impossible).chain((0..count).map(|_| either.clone())).collect())
    };
    unreachable(gates(10));
    reachable(gates(11));
    let long = |count: usize| {
        let impossible = all([chose("one", "a"), chose("one", "b")]);
        Condition::Any(std::iter::repeat_n(impossible, count).collect())
    };
    unreachable(long(1024));
    reachable(long(1025));
}

#[test]
fn gates_with_many_alternatives_count_as_reachable_too() {
    let form = |ways: usize| {
        let either = || Condition::Any(std::iter::repeat_n(chose("first", "a"), ways).collect());
        let form = form()
            .one("first", ["a", "b"])
            .one("second", ["a", "b"])
            .when(either())
            .one("third", ["a", "b"])
            .when(either())
            .text("last", 9)
            .when(all([chose("second", "a"), chose("third", "a"), chose("first", "b")]));
        form.problems().len()
    };
    assert_eq!(form(32), 1);
    assert_eq!(form(33), 0);
    let form = |ways: usize| {
        let form = form_with_ways(32).text("last", 9).when(Condition::Any(
            std::iter::repeat_n(all([chose("second", "a"), chose("first", "b")]), ways).collect(),
        ));
        form.problems().len()
    };
    assert_eq!(form(32), 1);
    assert_eq!(form(33), 0);
}

fn form_with_ways(ways: usize) -> Form {
    form()
        .one("first", ["a", "b"])
        .one("second", ["a", "b"])
        .when(Condition::Any(std::iter::repeat_n(chose("first", "a"), ways).collect()))
}

#[test]
fn behind_a_gate_with_too_many_alternatives_nothing_counts_as_unreachable() {
    let form = form_with_ways(1025).text("last", 9).when(all([chose("second", "a"), chose("first", "b")]));
    assert_eq!(form.problems(), [""; 0]);
}

#[test]
fn more_choices_than_can_be_tried_count_as_reachable() {
    let codes: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let form = |count: usize| {
        let named =
            Condition::Contains { question: id("q"), choices: codes[..count].iter().map(|code| id(code)).collect() };
        form().several("q", codes).at_most(2).text("last", 9).when(named).problems().len()
    };
    assert_eq!(form(10), 1);
    assert_eq!(form(11), 0);
}

/// A chain of questions behind one with so many ways, the last of which contradicts the first.
fn chain(ways: usize, length: usize) -> usize {
    let names: Vec<_> = (0..length).map(|at| format!("link{at}")).collect();
    let mut form = form_with_ways(ways);
    let mut before = "second";
    for name in &names {
        form = form.one(name, ["a", "b"]).when(chose(before, "a"));
        before = name;
    }
    form.text("last", 9).when(all([chose(before, "a"), chose("first", "b")])).problems().len()
}

#[test]
fn a_long_chain_of_gates_is_looked_through_in_a_moment_or_counts_as_reachable() {
    assert_eq!(chain(1, 40), 1);
    // 512 ways with 32 literals each are as many as are looked through.
    assert_eq!(chain(512, 29), 1);
    assert_eq!(chain(512, 30), 0);
    assert_eq!(chain(1024, 490), 0);
}
