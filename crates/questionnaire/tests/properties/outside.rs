//! Whatever comes from outside, nothing panics, and what is admitted is in order.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::cases;
use super::forms::{drafts, reachable};
use super::people::people;
use crate::scenario::identity;
use questionnaire::markup::{self, Span};
use questionnaire::{
    Acknowledged, Answers, Givens, Language, PaperResponse, Reading, Receipt, Response, Survey, Text, WireResponse,
};

/// One place where bytes are replaced by others.
#[derive(Debug, Clone)]
pub(super) struct Damage {
    at: Index,
    length: usize,
    with: Vec<u8>,
}

pub(super) fn damages() -> impl Strategy<Value = Damage> {
    let with = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        "[\\{\\}\\[\\]\":,0-9a-z\\\\]{0,4}".prop_map(String::into_bytes),
        Just(br"\ud800".to_vec()),
        Just(b"1e400".to_vec()),
        Just(b"null".to_vec()),
    ];
    (any::<Index>(), 0..6_usize, with).prop_map(|(at, length, with)| Damage { at, length, with })
}

pub(super) fn damaged(text: &str, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for Damage { at, length, with } in damages {
        let from = at.index(bytes.len() + 1);
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, with.iter().copied());
    }
    bytes
}

fn jsons() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2..12_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "a|b|c|none|etc|dk|2026-01-0[0-9]|2026-0[0-9]".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("choice|text|marks|unreadable|[a-z]", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// What is admitted travels again as it is.
fn admitted_is_in_order(survey: &Survey, body: &[u8]) -> Result<(), TestCaseError> {
    let Ok(wire) = WireResponse::parse(body) else { return Ok(()) };
    match survey.admit(wire) {
        Ok(response) => {
            let json = response.to_json().unwrap();
            let again = survey.admit(WireResponse::parse(json.as_bytes()).unwrap());
            prop_assert_eq!(again, Ok(response));
        }
        Err(problems) => prop_assert!(!problems.is_empty() && problems.iter().all(|one| !one.to_string().is_empty())),
    }
    Ok(())
}

/// Whether inspected or not, a survey that could be read can be walked through.
fn answered_by_nobody(survey: &Survey) {
    let Some(ward) = survey.wards().keys().next() else { return };
    let (questionnaire, answers) = (survey.questionnaire(), Answers::default());
    let setting = survey.setting(*ward, Givens::new()).unwrap();
    let path = questionnaire.path(&setting, &answers);
    for page in path.pages() {
        questionnaire.findings(&page, &setting, &Reading::default(), &Acknowledged::default());
    }
    for question in questionnaire.questions() {
        let words = questionnaire.wording(question, &setting, &answers);
        words.plain(&crate::id("ja"), &survey.slots(Some(*ward)));
        questionnaire.standing(&setting, &answers, question.id());
    }
    questionnaire.complete(&setting, &answers).ok();
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Survey::parse(&bytes).is_err());
        prop_assert!(WireResponse::parse(&bytes).is_err());
    }

    #[test]
    fn any_text_has_spans_that_make_it_up_or_none(text in "[\\{\\}|a-z_くク区 ]{0,20}|\\PC{0,20}") {
        if let Ok(spans) = markup::parse(&text) {
            let made_up: String = spans.iter().map(|span| match span {
                Span::Plain(words) => (*words).to_owned(),
                Span::Ruby { base, reading } => format!("{{{base}|{reading}}}"),
                Span::Slot(name) => format!("{{{name}}}"),
            }).collect();
            prop_assert_eq!(made_up, text.clone());
        }
        let ja: Language = crate::id("ja");
        let shown = Text([(ja.clone(), text)].into()).plain(&ja, &questionnaire::Slots::new());
        prop_assert!(shown.len() <= 200);
    }

    #[test]
    fn any_text_is_a_receipt_in_one_spelling_or_none(text in "[0-9a-zA-ZＡ-Ｚ０-９ー－ -]{0,26}") {
        if let Ok(receipt) = text.parse::<Receipt>() {
            prop_assert_eq!(receipt.to_string().parse::<Receipt>().unwrap().hash(), receipt.hash());
            prop_assert_eq!(receipt.to_string().len(), 23);
        }
    }

    #[test]
    fn every_receipt_is_read_as_it_is_written(bytes in any::<[u8; 13]>()) {
        let receipt = Receipt::from_random(bytes);
        prop_assert_eq!(receipt.to_string().to_lowercase().parse::<Receipt>().unwrap(), receipt);
    }

    #[test]
    fn a_damaged_survey_is_sound_or_refused(draft in drafts(), damages in prop::collection::vec(damages(), 1..4)) {
        let bytes = damaged(&serde_json::to_string(&draft).unwrap(), &damages);
        match Survey::parse(&bytes) {
            Ok(survey) => answered_by_nobody(&survey),
            Err(refused) => prop_assert!(!refused.to_string().is_empty()),
        }
    }

    #[test]
    fn a_damaged_response_is_in_order_or_refused(draft in drafts(), person in people(), damages in prop::collection::vec(damages(), 1..3)) {
        let (_, survey) = reachable(draft);
        let reading = survey.questionnaire().read(&person.inputs(survey.questionnaire()));
        let response = Response::new(&survey, identity(), &person.setting(&survey), &reading.answers);
        if let Ok(response) = response {
            admitted_is_in_order(&survey, &damaged(&response.to_json().unwrap(), &damages))?;
        }
    }

    #[test]
    fn any_answers_on_the_wire_are_in_order_or_refused(draft in drafts(), person in people(), said in prop::collection::vec((any::<Index>(), jsons()), 1..6)) {
        let (_, survey) = reachable(draft);
        let reading = survey.questionnaire().read(&person.inputs(survey.questionnaire()));
        let mut answers = serde_json::to_value(&reading.answers).unwrap();
        for (at, json) in said {
            answers[at.get(survey.questionnaire().questions()).id().as_str()] = json;
        }
        let setting = person.setting(&survey);
        let given = serde_json::to_value(setting.givens()).unwrap();
        let id = identity();
        let body = serde_json::json!({
            "id": id.id, "survey": survey.id(), "revision": id.revision, "ward": setting.ward(), "mode": "web",
            "assisted": false, "language": "ja", "given": given, "receipt_hash": id.receipt_hash,
            "started_at": id.started_at, "finished_at": id.finished_at, "answers": answers,
        });
        admitted_is_in_order(&survey, body.to_string().as_bytes())?;
        // The same on paper: read whole, or refused with a reason each.
        let typed = serde_json::from_value(answers).unwrap();
        match PaperResponse::read(survey.questionnaire(), &typed) {
            Ok(paper) => for question in survey.questionnaire().questions() {
                paper.standing(survey.questionnaire(), &setting, question.id());
            },
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
