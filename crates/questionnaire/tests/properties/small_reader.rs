//! A device reads by another reader than the office, and reads the same.

use proptest::prelude::*;
use questionnaire::{DraftSurvey, Input, tree};
use serde_json::{from_str, to_string};

use super::cases;
use super::forms::{drafts, reachable};
use super::outside::{damaged, damages};
use super::people::people;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_device_reads_a_survey_as_the_office_wrote_it(draft in drafts()) {
        let json = to_string(&draft).unwrap();
        prop_assert_eq!(tree::read::<DraftSurvey>(&json), Ok(draft));
    }

    #[test]
    fn a_device_reads_inputs_as_it_wrote_them(draft in drafts(), person in people()) {
        let (_, survey) = reachable(draft);
        for input in person.inputs(survey.questionnaire()).into_values() {
            let json = to_string(&input).unwrap();
            prop_assert_eq!(tree::read::<Input>(&json), Ok(input));
        }
    }

    #[test]
    fn what_a_device_reads_the_office_would_read_alike(draft in drafts(), damages in prop::collection::vec(damages(), 1..4)) {
        let bytes = damaged(&to_string(&draft).unwrap(), &damages);
        let Ok(json) = String::from_utf8(bytes) else { return Ok(()) };
        if let Ok(read) = tree::read::<DraftSurvey>(&json) {
            prop_assert_eq!(from_str::<DraftSurvey>(&json).ok(), Some(read));
        }
    }
}

#[test]
fn a_survey_with_something_missing_misspelt_or_of_another_kind_is_not_read() {
    for bad in [
        r#"{"opens":"2026-01-01"}"#,
        r#"{"opens":"2026-01-01","closes":"2026-01-32"}"#,
        r#"{"opens":"2026-01-01","closes":1}"#,
        r#"{"opens":"2026-01-01","closes":"2026-01-02","ends":"2026-01-03"}"#,
        r#"["2026-01-01","2026-01-02"]"#,
        "null",
    ] {
        assert_eq!(tree::read::<questionnaire::Period>(bad), Err(tree::Unread), "{bad}");
    }
    assert!(tree::read::<questionnaire::Period>(r#"{"opens":"2026-01-01","closes":"2026-01-02"}"#).is_ok());
    for bad in [r#"{"chose":{"question":"a"}}"#, r#"{"choose":{}}"#, r#"{"all":[],"any":[]}"#, r#"{"all":{}}"#, "{}"] {
        assert_eq!(tree::read::<questionnaire::Condition>(bad), Err(tree::Unread), "{bad}");
    }
    assert_eq!(tree::read::<u8>("256"), Err(tree::Unread));
    assert_eq!(tree::read::<u8>("255"), Ok(255));
    assert_eq!(tree::read::<questionnaire::Need>("\"some\""), Err(tree::Unread));
}
