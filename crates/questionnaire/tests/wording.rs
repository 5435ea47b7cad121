//! Other words for the same question.

use crate::form::{chose, form, given_is, number};
use crate::id;
use crate::scenario::Scenario;
use questionnaire::Comparison::AtLeast;

fn reworded() -> Scenario {
    Scenario::of(
        form()
            .given("kind", ["civic", "rights"])
            .one("pets", ["yes", "no"])
            .number("how_many", 1, 9)
            .when(chose("pets", "yes"))
            .text("remarks", 9)
            .wording(number("how_many", AtLeast, 2), "your pets")
            .wording(chose("pets", "yes"), "your pet")
            .wording(given_is("kind", "civic"), "your street"),
    )
}

#[track_caller]
fn asked(scenario: &Scenario) -> String {
    let questionnaire = scenario.survey.questionnaire();
    let question = questionnaire.question(&id("remarks")).unwrap();
    let words = questionnaire.wording(question, &scenario.setting, &scenario.reading().answers);
    words.in_language(&id("ja")).to_owned()
}

#[test]
fn the_first_wording_whose_condition_holds_is_asked() {
    assert_eq!(asked(&reworded()), "remarks");
    assert_eq!(asked(&reworded().answer("pets", "yes")), "your pet");
    assert_eq!(asked(&reworded().answer("pets", "yes").answer("how_many", "2")), "your pets");
    assert_eq!(asked(&reworded().given("kind", "civic")), "your street");
    assert_eq!(asked(&reworded().given("kind", "civic").answer("pets", "yes")), "your pet");
}

#[test]
fn an_answer_off_the_path_words_nothing() {
    let scenario = reworded().answer("pets", "yes").answer("how_many", "2").answer("pets", "no");
    assert_eq!(asked(&scenario), "remarks");
}

#[test]
fn a_question_without_wordings_has_its_text() {
    let scenario = reworded();
    let questionnaire = scenario.survey.questionnaire();
    let question = questionnaire.question(&id("pets")).unwrap();
    let words = questionnaire.wording(question, &scenario.setting, &scenario.reading().answers);
    assert_eq!(words.in_language(&id("ja")), "pets");
}
