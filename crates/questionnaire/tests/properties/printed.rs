//! Whoever does as a printed sheet says answers exactly their path.

use proptest::prelude::*;

use super::cases;
use super::forms::{drafts, reachable};
use super::people::people;
use questionnaire::{Answer, GoOn};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whoever_does_as_the_sheet_says_answers_exactly_their_path(draft in drafts(), person in people()) {
        let (_, survey) = reachable(draft);
        let questionnaire = survey.questionnaire();
        let setting = person.setting(&survey);
        let answers = questionnaire.read(&person.inputs(questionnaire)).answers;
        let path = questionnaire.path(&setting, &answers);
        let printed = questionnaire.printed(&setting);
        for question in path.questions() {
            prop_assert!(printed.iter().any(|printed| printed.question.id() == question.id()), "it is not on the sheet");
        }
        // What stands on the sheet so far, and from which question on this person reads.
        let mut marks: Vec<Option<&Answer>> = vec![None; printed.len() + 1];
        let mut from = 1;
        for sheet in &printed {
            let is_asked = path.contains(sheet.question.id());
            prop_assert!(sheet.number >= from || !is_asked, "the sheet leads past a question");
            let is_for_them = sheet.who.as_ref().is_none_or(|who| who.holds(&|number| marks[number]));
            prop_assert_eq!(is_for_them, is_asked, "the sheet says another thing than the conditions");
            if is_asked {
                marks[sheet.number] = answers.get(sheet.question.id());
                from = match marks[sheet.number].and_then(|answer| sheet.on_from(answer)) {
                    Some(GoOn::At(number)) => number,
                    Some(GoOn::End) => printed.len() + 1,
                    None => from,
                };
            }
        }
    }
}
