//! A browser puts together what the office has inspected, and carries no inspection of its own.

use crate::form::{all, chose, form, lines, words};
use crate::id;
use questionnaire::{Questionnaire, Survey, Unreadable};

#[test]
fn names_are_resolved_without_an_inspection() {
    let unknown = form().one("pets", ["yes", "no"]).text("name", 9).when(chose("cats", "yes"));
    let line = "question name › ask_when: the condition looks at `cats`, which does not exist: correct the id";
    assert_eq!(unknown.clone().problems(), [line]);
    assert_eq!(lines(&Questionnaire::try_from(unknown.clone().draft).unwrap_err()), [line]);
    let json = serde_json::to_string(&unknown.survey()).unwrap();
    let unreadable = Survey::parse(json.as_bytes()).unwrap_err();
    assert!(matches!(&unreadable, Unreadable::Unsound(problems) if lines(problems) == [line]), "{unreadable}");
}

#[test]
fn what_only_an_inspection_finds_does_not_keep_a_survey_from_being_shown() {
    let contradiction = all([chose("pets", "yes"), chose("pets", "no")]);
    let mut draft = form().one("pets", ["yes", "no"]).text("name", 9).when(contradiction).survey();
    draft.title = words("{ward}");
    draft.questionnaire.title = words("");
    draft.wards.clear();
    let survey = Survey::try_from(draft).unwrap();
    assert!(survey.questionnaire().question(&id("name")).is_some());
}
