//! What staff type for a sheet of paper, by the numbers printed on it.

use crate::form::{Form, chose, form, lines};
use crate::scenario::Scenario;
use proptest::prelude::*;
use questionnaire::{Map, Meaning, PaperResponse, PaperWarning, QuestionId};
use serde_json::json;

fn sheet() -> Form {
    form()
        .one("pets", ["yes", "no", "unsure"])
        .several("which", ["cat", "dog", "fish", "bird"])
        .at_most(2)
        .exclusive("bird")
        .other("fish")
        .when(chose("pets", "yes"))
        .number("age", 0, 99)
        .escape("hidden", Meaning::PreferNotToSay)
        .rating("score")
        .date("day", "2026-01-01", "2026-12-31")
        .text("words", 20)
}

fn typed(scenario: &Scenario, question: &str, text: &str) -> Result<String, String> {
    let id: QuestionId = question.parse().unwrap();
    let (paper, slips) = PaperResponse::of_typed(scenario.survey.questionnaire(), [(&id, text)].into_iter());
    match slips.first() {
        Some((_, slip)) => Err(slip.to_string()),
        None => Ok(paper.mark(&id).map_or_else(|| "nothing".into(), |mark| serde_json::to_string(mark).unwrap())),
    }
}

#[test]
fn numbers_stand_for_what_is_printed_beside_them_and_keys_for_what_only_paper_says() {
    let scenario = Scenario::of(sheet());
    for (question, text, stands) in [
        ("pets", "1", r#""yes""#),
        ("pets", "　２ ", r#""no""#),
        ("pets", "", "nothing"),
        ("pets", "-", "nothing"),
        ("pets", "ー", "nothing"),
        ("pets", "/", r#"{"unreadable":true}"#),
        ("pets", "・", r#"{"unreadable":true}"#),
        ("pets", "1*3", r#"{"marks":["yes","unsure"]}"#),
        ("pets", "１＊２", r#"{"marks":["yes","no"]}"#),
        ("which", "12", r#"["cat","dog"]"#),
        ("which", "2 1", r#"["cat","dog"]"#),
        ("which", "2,1", r#"["cat","dog"]"#),
        ("which", "123", r#"{"marks":["cat","dog","fish"]}"#),
        ("which", "14", r#"{"marks":["cat","bird"]}"#),
        ("which", "3金魚", r#"[{"choice":"fish","text":"金魚"}]"#),
        ("which", "1 3=2匹", r#"["cat",{"choice":"fish","text":"2匹"}]"#),
        ("which", "123 金魚", r#"{"marks":["cat","dog",{"choice":"fish","text":"金魚"}]}"#),
        ("age", "４０", "40"),
        ("age", "*1", r#"{"choice":"hidden"}"#),
        ("score", "10", "10"),
        ("score", "3*7", r#"{"marks":["3","7"]}"#),
        ("score", "10*7", r#"{"marks":["7","10"]}"#),
        ("pets", "3*1", r#"{"marks":["yes","unsure"]}"#),
        ("day", "2026-5-1", r#""2026-05-01""#),
        ("words", "きれい - かも/", r#""きれい - かも/""#),
    ] {
        assert_eq!(typed(&scenario, question, text), Ok(stands.to_owned()), "{question}: {text}");
    }
}

#[test]
fn what_cannot_stand_there_is_told_and_not_guessed() {
    let scenario = Scenario::of(sheet());
    for (question, text, told) in [
        ("pets", "4", "no choice is printed as 4"),
        ("pets", "12", "no choice is printed as 12"),
        ("pets", "1 2", "one number is asked for; two marks are typed as 1*3"),
        ("pets", "yes", "neither a number that is printed nor one of the keys"),
        ("pets", "1*1", "the choice `yes` is taken twice"),
        ("pets", "1 猫", "the choice `yes` takes no text"),
        ("age", "120", "the number is not between 0 and 99"),
        ("age", "*2", "no choice is printed as 2"),
        ("score", "11", "the number is not between 0 and 10"),
        ("day", "5/1", "the answer is not a date of the form YYYY-MM-DD"),
    ] {
        assert_eq!(typed(&scenario, question, text), Err(told.to_owned()), "{question}: {text}");
    }
}

#[test]
fn a_sheet_is_told_what_a_screen_would_have_said_and_is_stored_all_the_same() {
    let form = sheet().soft(chose("pets", "no"), "Really?").required();
    let scenario = Scenario::of(form);
    let typed = json!({ "pets": "no", "which": ["cat"], "age": { "unreadable": true }, "words": "x" });
    let typed: Map<String, _> = serde_json::from_value(typed).unwrap();
    let paper = PaperResponse::read(scenario.survey.questionnaire(), &typed).unwrap();
    let told: Vec<_> = paper
        .warnings(scenario.survey.questionnaire(), &scenario.setting)
        .into_iter()
        .map(|(question, warning)| match warning {
            PaperWarning::Empty => format!("{}: empty", question.id()),
            PaperWarning::OffPath => format!("{}: off path", question.id()),
            PaperWarning::Check(_) => format!("{}: check", question.id()),
        })
        .collect();
    assert_eq!(told, ["which: off path", "score: empty", "day: empty", "words: check"]);
}

/// Texts, each of which says something else.
const SAID: [(&str, &[&str]); 6] = [
    ("pets", &["1", "2", "3", "1*2", "/", ""]),
    ("which", &["1", "2", "12", "123", "3a", "3b", "/", ""]),
    ("age", &["1", "2", "*1", "/", ""]),
    ("score", &["1", "10", "1*2", "1*3", "/", ""]),
    ("day", &["2026-1-1", "2026-1-2", "/", ""]),
    ("words", &["a", "b", "A", "/", ""]),
];

proptest! {
    #[test]
    fn every_seeded_difference_between_two_entries_is_found_and_no_other(
        seeds in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 6)
    ) {
        let scenario = Scenario::of(sheet());
        let questionnaire = scenario.survey.questionnaire();
        let (mut first, mut second, mut seeded) = (Vec::new(), Vec::new(), Vec::new());
        for ((question, texts), (one, other, differs)) in SAID.iter().zip(&seeds) {
            let id: QuestionId = question.parse().unwrap();
            let one = one.index(texts.len());
            let other = if *differs { (one + 1 + other.index(texts.len() - 1)) % texts.len() } else { one };
            if *differs {
                seeded.push((*question).to_owned());
            }
            first.push((id.clone(), texts[one]));
            second.push((id, texts[other]));
        }
        let read = |texts: &[(QuestionId, &str)]| {
            let texts: Vec<_> = texts.to_vec();
            let (paper, slips) = PaperResponse::of_typed(questionnaire, texts.iter().map(|(id, text)| (id, *text)));
            assert!(slips.is_empty(), "{:?}", lines(&slips.into_iter().map(|(_, slip)| slip).collect::<Vec<_>>()));
            paper
        };
        let (first, second) = (read(&first), read(&second));
        let found = |one: &PaperResponse, other: &PaperResponse| -> Vec<String> {
            one.differences(other, questionnaire).iter().map(|question| question.id().to_string()).collect()
        };
        prop_assert_eq!(found(&first, &second), seeded.clone());
        prop_assert_eq!(found(&second, &first), seeded);
    }
}
