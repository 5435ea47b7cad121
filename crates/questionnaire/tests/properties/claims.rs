//! What holds for every form and every person.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::from_str;

use super::cases;
use super::forms::{drafts, reachable};
use super::model::Model;
use super::people::{Person, acts, people};
use crate::form::lines;
use crate::scenario::identity;
use questionnaire::{
    Acknowledged, DraftQuestionnaire, DraftSurvey, Fault, QuestionId, Reading, Response, Setting, Survey, WireResponse,
};

struct Told {
    draft: DraftSurvey,
    survey: Survey,
    setting: Setting,
    reading: Reading,
}

fn tell(draft: DraftSurvey, person: &Person) -> Told {
    let (draft, survey) = reachable(draft);
    let setting = person.setting(&survey);
    let reading = survey.questionnaire().read(&person.inputs(survey.questionnaire()));
    Told { draft, survey, setting, reading }
}

impl Told {
    fn path(&self) -> Vec<QuestionId> {
        let path = self.survey.questionnaire().path(&self.setting, &self.reading.answers);
        path.questions().iter().map(|question| question.id().clone()).collect()
    }

    fn response(&self) -> Option<Response> {
        Response::new(&self.survey, identity(), &self.setting, &self.reading.answers).ok()
    }
}

/// The canonical form (RFC 8785) of JSON that holds whole numbers only: fields in the order of their names.
fn canonical(json: &str) -> String {
    from_str::<serde_json::Value>(json).unwrap().to_string()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_path_is_what_the_conditions_say(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let model = Model { draft: &told.draft, setting: &told.setting, answers: &told.reading.answers };
        prop_assert_eq!(told.path(), model.path());
    }

    #[test]
    fn an_off_path_answer_never_travels(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let path: BTreeSet<_> = told.path().into_iter().collect();
        let complete = told.survey.questionnaire().complete(&told.setting, &told.reading.answers);
        if let Ok(complete) = complete {
            for (question, answer) in complete.answers().iter() {
                prop_assert!(path.contains(question));
                prop_assert_eq!(told.reading.answers.get(question), Some(answer));
            }
            // And every answer on the path does.
            let kept = told.reading.answers.iter().filter(|(question, _)| path.contains(*question)).count();
            prop_assert_eq!(complete.answers().iter().count(), kept);
        }
    }

    #[test]
    fn a_response_that_is_divided_to_be_sealed_is_the_same_when_it_is_opened(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        if let Some(response) = told.response() {
            let (clear, secret) = (response.clear_json().unwrap(), response.secret_json().unwrap());
            let wire = WireResponse::of_parts(from_str(&clear).unwrap(), from_str(&secret).unwrap());
            prop_assert_eq!(wire, WireResponse::parse(response.to_json().unwrap().as_bytes()).unwrap());
            prop_assert_eq!(told.survey.admit_clear(&from_str(&clear).unwrap()), []);
            for part in [clear, secret] {
                prop_assert_eq!(canonical(&part), part);
            }
        }
    }

    #[test]
    fn a_complete_response_is_admitted_and_is_the_same(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        if let Some(response) = told.response() {
            let json = response.to_json().unwrap();
            let wire = WireResponse::parse(json.as_bytes()).unwrap();
            prop_assert_eq!(serde_json::to_string(&wire.answers).unwrap(), serde_json::to_string(response.answers()).unwrap());
            let admitted = told.survey.admit(wire).map_err(|problems| TestCaseError::fail(lines(&problems).join("; ")))?;
            prop_assert_eq!(&admitted, &response);
            prop_assert_eq!(admitted.to_json().unwrap(), json);
        }
    }

    #[test]
    fn what_is_off_the_path_decides_nothing(draft in drafts(), person in people(), later in prop::collection::vec(acts(), 0..20)) {
        let told = tell(draft, &person);
        let (path, sent) = (told.path(), told.response().map(|response| response.to_json().unwrap()));
        let mut inputs = person.inputs(told.survey.questionnaire());
        for act in later {
            let (question, input) = act.on(told.survey.questionnaire());
            if !path.contains(question.id()) {
                inputs.insert(question.id().clone(), input);
            }
        }
        let after = Told { reading: told.survey.questionnaire().read(&inputs), ..told };
        prop_assert_eq!(after.path(), path);
        prop_assert_eq!(after.response().map(|response| response.to_json().unwrap()), sent);
    }

    #[test]
    fn changing_back_restores_everything(draft in drafts(), person in people(), act in acts()) {
        let told = tell(draft, &person);
        let questionnaire = told.survey.questionnaire();
        let inputs = person.inputs(questionnaire);
        let (question, input) = act.on(questionnaire);
        let mut changed = inputs.clone();
        let before = changed.insert(question.id().clone(), input);
        questionnaire.path(&told.setting, &questionnaire.read(&changed).answers);
        match before {
            Some(input) => changed.insert(question.id().clone(), input),
            None => changed.remove(question.id()),
        };
        let reading = questionnaire.read(&changed);
        prop_assert_eq!(&reading, &told.reading);
        let path = told.path();
        prop_assert_eq!(Told { reading, ..told }.path(), path);
    }

    #[test]
    fn filing_one_by_one_comes_to_the_same_as_reading_all(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let questionnaire = told.survey.questionnaire();
        let mut answers = questionnaire::Answers::default();
        let mut inputs = questionnaire::Inputs::new();
        for act in &person.acts {
            let (question, input) = act.on(questionnaire);
            if questionnaire.answer(&mut answers, question.id(), input.clone()).is_ok() {
                inputs.insert(question.id().clone(), input);
            }
        }
        prop_assert_eq!(questionnaire.read(&inputs), Reading { answers, ..Reading::default() });
    }

    #[test]
    fn nothing_left_to_say_means_complete_once_reminders_are_passed(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let questionnaire = told.survey.questionnaire();
        let path = questionnaire.path(&told.setting, &told.reading.answers);
        let findings = |acknowledged: &Acknowledged| {
            path.pages().iter().flat_map(|page| questionnaire.findings(page, &told.setting, &told.reading, acknowledged)).collect::<Vec<_>>()
        };
        let mut acknowledged = Acknowledged::default();
        acknowledged.note(&findings(&acknowledged));
        let left = findings(&acknowledged);
        prop_assert!(left.iter().all(|finding| !finding.kind.is_gentle()));
        let refused = told.reading.rejected.keys().any(|question| path.contains(question));
        let complete = questionnaire.complete(&told.setting, &told.reading.answers);
        prop_assert_eq!(left.is_empty(), complete.is_ok() && !refused);
    }

    #[test]
    fn pages_divide_the_path(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let path = told.survey.questionnaire().path(&told.setting, &told.reading.answers);
        let on_pages: Vec<_> = path.pages().iter().flat_map(|page| page.questions.clone()).map(|question| question.id().clone()).collect();
        prop_assert_eq!(on_pages, told.path());
        let firsts: Vec<_> = path.pages().iter().map(|page| page.id().cloned()).collect();
        prop_assert_eq!(firsts.iter().flatten().collect::<BTreeSet<_>>().len(), firsts.len());
    }

    #[test]
    fn what_somebody_reaches_is_never_called_unreachable(draft in drafts(), crowd in prop::collection::vec(people(), 1..8)) {
        let lost: Vec<_> = match Survey::try_from(draft.clone()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| (problem.fault, problem.place.question.unwrap())).collect(),
        };
        let (_, survey) = reachable(draft.clone());
        for person in crowd {
            let setting = person.setting(&survey);
            let reading = survey.questionnaire().read(&person.inputs(survey.questionnaire()));
            let path = Model { draft: &draft, setting: &setting, answers: &reading.answers }.path();
            for (fault, question) in &lost {
                prop_assert_eq!(fault, &Fault::Unreachable);
                prop_assert!(!path.contains(question), "{} is reached", question);
            }
        }
    }

    #[test]
    fn a_draft_comes_through_json_and_toml_unchanged(draft in drafts()) {
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(&serde_json::from_str::<DraftSurvey>(&json).unwrap(), &draft);
        let toml = toml::to_string(&draft.questionnaire).unwrap();
        prop_assert_eq!(toml::from_str::<DraftQuestionnaire>(&toml).unwrap(), draft.questionnaire);
    }

    #[test]
    fn inputs_come_through_json_unchanged(draft in drafts(), person in people()) {
        let told = tell(draft, &person);
        let inputs = person.inputs(told.survey.questionnaire());
        let json = serde_json::to_string(&inputs).unwrap();
        prop_assert_eq!(serde_json::from_str::<questionnaire::Inputs>(&json).unwrap(), inputs);
        for (question, answer) in told.reading.answers.iter() {
            let question = told.survey.questionnaire().question(question).unwrap();
            prop_assert_eq!(question.accept(questionnaire::Input::from(answer)), Ok(Some(answer.clone())));
            prop_assert_eq!(&question.read_json(&serde_json::to_value(answer).unwrap()).unwrap(), answer);
        }
    }
}

#[cfg(feature = "publish")]
proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_revision_survives_any_number_of_readings(draft in drafts()) {
        let canonical = draft.canonical_json().unwrap();
        let read: DraftSurvey = serde_json::from_str(&canonical).unwrap();
        prop_assert_eq!(read.canonical_json().unwrap(), canonical);
        prop_assert_eq!(read.revision().unwrap(), draft.revision().unwrap());
    }
}

/// The claims above would hold of people who never get anywhere, too.
#[test]
fn random_people_get_everywhere() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut complete, mut with_answers, mut off_path, mut refused, mut beyond_reach) = (0, 0, 0, 0, 0);
    for _ in 0..200 {
        let (draft, person) = (drafts(), people()).new_tree(&mut runner).unwrap().current();
        beyond_reach += usize::from(Survey::try_from(draft.clone()).is_err());
        let told = tell(draft, &person);
        let path = told.path();
        complete += usize::from(told.response().is_some());
        with_answers += usize::from(told.response().is_some_and(|response| response.answers().iter().count() > 1));
        off_path += usize::from(told.reading.answers.iter().any(|(question, _)| !path.contains(question)));
        refused += usize::from(told.reading.rejected.keys().any(|question| path.contains(question)));
    }
    // Without an inspection nobody says so.
    assert_eq!(beyond_reach > 0, cfg!(feature = "publish"));
    for count in [complete, with_answers, off_path, refused] {
        assert!((20..=180).contains(&count), "{complete} {with_answers} {off_path} {refused} {beyond_reach}");
    }
}
