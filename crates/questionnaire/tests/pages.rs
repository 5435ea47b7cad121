//! Which questions share a screen.

use crate::form::{chose, form, given_is};
use crate::scenario::Scenario;

fn pages(scenario: &Scenario) -> Vec<String> {
    let line = |page: &questionnaire::Page<'_>| {
        let questions: Vec<_> = page.questions.iter().map(|question| question.id().as_str()).collect();
        assert_eq!(page.id().map(questionnaire::QuestionId::as_str), questions.first().copied());
        assert_eq!(scenario.survey.questionnaire().sections()[page.section_index].id, page.section.id);
        format!("{}{} {}", page.section.id, page.section_index, questions.join("+"))
    };
    scenario.pages().iter().map(line).collect()
}

#[test]
fn a_question_is_alone_unless_a_page_is_named() {
    let form = form().rating("a").rating("b").page("p").rating("c").page("p").rating("d").page("q").rating("e");
    assert_eq!(pages(&Scenario::of(form)), ["first0 a", "first0 b+c", "first0 d", "first0 e"]);
}

#[test]
fn a_section_begins_a_new_page() {
    let form = form().section("one").rating("a").section("two").rating("b").rating("c");
    assert_eq!(pages(&Scenario::of(form)), ["one0 a", "two1 b", "two1 c"]);
}

#[test]
fn questions_off_the_path_leave_their_page() {
    let form = form()
        .one("a", ["1", "2"])
        .rating("b")
        .page("p")
        .rating("c")
        .page("p")
        .when(chose("a", "1"))
        .rating("d")
        .page("p")
        .rating("e")
        .page("q")
        .when(chose("a", "1"));
    let scenario = Scenario::of(form);
    assert_eq!(pages(&scenario), ["first0 a", "first0 b+d"]);
    assert_eq!(pages(&scenario.answer("a", "1")), ["first0 a", "first0 b+c+d", "first0 e"]);
}

#[test]
fn a_pulse_is_one_question_that_everybody_is_asked() {
    let is_pulse = |form: crate::form::Form| Scenario::of(form).survey.questionnaire().is_pulse();
    assert!(is_pulse(form().one("a", ["1", "2"])));
    assert!(!is_pulse(form().one("a", ["1", "2"]).rating("b")));
    assert!(!is_pulse(form().one("a", ["1", "2"]).module("more")));
    assert!(!is_pulse(form().given("g", ["x", "y"]).rating("a").when(given_is("g", "x"))));
}
