//! What happens at each answer: path, checks and completeness of a form of 200 questions.
#![allow(missing_docs, reason = "Criterion's macros write functions without docs")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use questionnaire::{Acknowledged, DraftSurvey, Givens, Input, Inputs, Kind, Picked, Question, Setting, Survey};
use serde_json::{Value, json};

const QUESTIONS: usize = 200;

/// A form as wards write them: ten questions a section, every second one conditional, some on conditions that
/// join several answers, every fourth one checked, and all of it answered.
fn survey() -> Survey {
    let sections: Vec<Value> = (0..QUESTIONS / 10)
        .map(|section| {
            let questions: Vec<Value> = (0..10).map(|at| question(section * 10 + at)).collect();
            json!({ "id": format!("s{section}"), "title": words("章"), "questions": questions })
        })
        .collect();
    let draft: DraftSurvey = serde_json::from_value(json!({
        "id": "bench", "title": words("調査"), "frame": "random_sample",
        "period": { "opens": "2026-11-01", "closes": "2026-11-30" },
        "modules": ["more"], "wards": { "271080": { "name": words("大正区") } },
        "questionnaire": {
            "id": "bench", "edition": "1", "languages": ["ja"], "title": words("題"), "ward_question": words("区"),
            "opening": { "purpose": words("目的"), "office": words("担当"), "handling": words("扱い"), "paper": words("紙") },
            "givens": { "kind": ["civic", "rights"] },
            "choice_sets": { "feel4": { "positive": ["a", "b"], "choices": choices() } },
            "sections": sections
        }
    }))
    .unwrap();
    draft.try_into().unwrap()
}

fn words(words: &str) -> Value {
    json!({ "ja": words })
}

fn choices() -> Value {
    let choice = |code: &str| json!({ "code": code, "text": words(code) });
    json!([choice("a"), choice("b"), choice("c"), choice("d"), { "code": "dk", "text": words("不明"), "meaning": "dont_know" }])
}

fn name(at: usize) -> String {
    format!("question_{at:03}")
}

/// Of four questions: a scale of feelings, a set of choices, a number, a text.
fn question(at: usize) -> Value {
    let answer = match at % 4 {
        0 => json!({ "one": { "choice_set": "feel4" } }),
        1 => json!({ "several": { "choices": choices() } }),
        2 => json!({ "number": { "min": 0, "max": 120 } }),
        _ => json!({ "text": { "characters_max": 400 } }),
    };
    let mut question = json!({ "id": name(at), "text": words("問"), "answer": answer });
    let fours = at / 4 * 4;
    if at % 4 == 1 && at >= 20 {
        question["module"] = json!("more");
        question["ask_when"] = json!({ "chose_any": { "question": name(fours - 8), "choices": ["a", "b"] } });
    }
    if at % 4 == 3 {
        question["ask_when"] = json!({ "all": [
            { "chose_any": { "question": name(fours), "choices": ["a", "b"] } },
            { "any": [
                { "compare": { "question": name(at - 1), "is": "at_least", "to": { "number": 18 } } },
                { "given_is": { "given": "kind", "value": "civic" } }
            ] }
        ] });
    }
    if at % 4 == 2 && at > 4 {
        question["checks"] = json!([
            { "severity": "soft", "message": words("本当ですか"),
              "fails_when": { "compare": { "question": name(at), "is": "greater", "to": { "number": 100 } } } },
            { "severity": "hard", "message": words("前より多い"),
              "fails_when": { "compare_answers": { "question": name(at), "is": "greater", "to": name(at - 4) } } }
        ]);
    }
    question
}

fn input(question: &Question) -> Input {
    match question.kind() {
        Kind::One(choices) => Input::Choice(Picked::plain(choices.first().unwrap().code.clone())),
        Kind::Several { choices, .. } => {
            Input::Choices(choices.iter().take(2).map(|choice| Picked::plain(choice.code.clone())).collect())
        }
        Kind::Number(_) => Input::Typed("42".into()),
        Kind::Text(_) => Input::Typed("近所の人とよく話します。".into()),
        Kind::Date(_) | Kind::Month(_) | Kind::Rating(_) | Kind::Ranking { .. } => Input::Blank,
    }
}

fn bench(criterion: &mut Criterion) {
    let survey = survey();
    let questionnaire = survey.questionnaire();
    let inputs: Inputs =
        questionnaire.questions().iter().map(|question| (question.id().clone(), input(question))).collect();
    let reading = questionnaire.read(&inputs);
    let setting: Setting = survey.setting("271080".parse().unwrap(), Givens::new()).unwrap();
    let acknowledged = Acknowledged::default();
    let path = || questionnaire.path(&setting, black_box(&reading.answers));
    let last = path().pages().pop().unwrap();
    let findings = || questionnaire.findings(&last, &setting, black_box(&reading), &acknowledged);
    let complete = || questionnaire.complete(&setting, black_box(&reading.answers));
    assert_eq!(path().questions().len(), QUESTIONS);
    assert!(complete().is_ok());

    let mut group = criterion.benchmark_group("200 questions");
    group.bench_function("path", |bencher| bencher.iter(path));
    group.bench_function("checks of the page that is left", |bencher| bencher.iter(findings));
    group.bench_function("completeness with all checks", |bencher| bencher.iter(complete));
    group.bench_function("path, checks and completeness", |bencher| bencher.iter(|| (path(), findings(), complete())));
    group.bench_function("reading all inputs", |bencher| bencher.iter(|| questionnaire.read(black_box(&inputs))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
