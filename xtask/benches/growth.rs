//! What the rules cost as a survey or a queue grows: time and bytes at each size, and whether any step is worse than linear.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use outbox::{Batch, Outbox, Outcome};
use questionnaire::{Acknowledged, DraftSurvey, Givens, Input, Inputs, Kind, Picked, Question, Survey, tree};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What one more may cost at the end, held against what it cost at the beginning and in the middle. A step that goes to and fro in
/// memory is not twice as slow for that; one with n² at its end is ten times as slow.
const TIMES_MAX: f64 = 2.0;

/// How long, and how often at least, each is repeated.
const PATIENCE: Duration = Duration::from_millis(150);
const TIMES_MIN: usize = 20;

const QUESTIONS: [usize; 5] = [10, 50, 100, 200, 500];
const LANGUAGES: [usize; 5] = [1, 2, 4, 8, 12];
const WAITING: [usize; 5] = [1, 10, 100, 1_000, 10_000];

/// What becomes of one step as there is more.
struct Curve {
    name: &'static str,
    /// How many, and how much.
    points: Vec<(usize, f64)>,
    unit: &'static str,
}

impl Curve {
    /// A step timed at every size, in µs; `prepared` is what it takes at a size, and is not timed.
    fn timed<T>(name: &'static str, sizes: &[usize], prepared: impl Fn(usize) -> T, step: impl Fn(&mut T)) -> Self {
        let points = sizes.iter().map(|size| (*size, least_us(|| prepared(*size), &step))).collect();
        Self { name, points, unit: "µs" }
    }

    /// What one costs at a place of the curve.
    fn each(&self, at: usize) -> f64 {
        let (size, cost) = self.points[at];
        #[allow(clippy::cast_precision_loss, reason = "sizes are small")]
        let size = size as f64;
        cost / size
    }

    /// By how much one more is dearer at the end than at the beginning, and than in the middle.
    fn dearer(&self) -> [f64; 2] {
        let last = self.points.len() - 1;
        [0, last / 2].map(|at| self.each(last) / self.each(at))
    }

    /// Prints its row; whether it is no worse than linear.
    fn row(&self) -> bool {
        let cells: Vec<String> = self.points.iter().map(|(_, cost)| format!("{cost:.1}")).collect();
        let [whole, half] = self.dearer();
        let fine = whole.max(half) <= TIMES_MAX;
        let verdict = if fine { "" } else { ", **worse than linear**" };
        println!("| {}, {} | {} | {whole:.2}, {half:.2}{verdict} |", self.name, self.unit, cells.join(" | "));
        fine
    }
}

/// How long a step takes at the best: whatever else the machine does can only make it longer.
fn least_us<T>(prepared: impl Fn() -> T, step: impl Fn(&mut T)) -> f64 {
    let (begun, mut least, mut times) = (Instant::now(), Duration::MAX, 0);
    while times < TIMES_MIN || begun.elapsed() < PATIENCE {
        let mut taken = prepared();
        let start = Instant::now();
        step(black_box(&mut taken));
        least = least.min(start.elapsed());
        times += 1;
    }
    least.as_secs_f64() * 1e6
}

fn table(what: &str, sizes: &[usize], curves: &[Curve]) -> bool {
    let heads: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    println!("\n| {what} | {} | one more at the end, × beginning, middle |", heads.join(" | "));
    println!("|---|{}---|", "--:|".repeat(sizes.len()));
    curves.iter().filter(|curve| !curve.row()).count() == 0
}

// ---- a survey ----

fn words(languages: usize, words: &str) -> Value {
    let tags = ["ja", "en", "ko", "zh-Hans", "zh-Hant", "vi", "ne", "fil", "pt", "th", "id", "es"];
    tags.iter().take(languages).map(|tag| ((*tag).to_owned(), json!(words))).collect::<Map<_, _>>().into()
}

/// Of three questions a choice, a text that is only asked of some, and a number that is held against an earlier one.
fn question(at: usize, languages: usize) -> Value {
    let say = |text: &str| words(languages, text);
    let name = |at: usize| format!("question-{at}");
    let choice = |code: &str| json!({ "code": code, "text": say("どちらかといえばそう思う") });
    let mut question = json!({ "id": name(at), "text": say("お住まいの地域は住みやすいと思いますか。") });
    match at % 3 {
        0 => question["answer"] = json!({ "one": { "choices": [choice("a"), choice("b"), choice("c")] } }),
        1 => {
            question["answer"] = json!({ "text": { "characters_max": 400 } });
            question["ask_when"] = json!({ "chose_any": { "question": name(at - 1), "choices": ["a", "b"] } });
        }
        _ => {
            question["answer"] = json!({ "number": { "min": 0, "max": 120 } });
            if at > 3 {
                let compares = json!({ "question": name(at), "is": "greater", "to": name(at - 3) });
                question["checks"] = json!([{ "severity": "hard", "message": say("多すぎます"), "fails_when": { "compare_answers": compares } }]);
            }
        }
    }
    question
}

fn survey(questions: usize, languages: usize) -> String {
    let say = |text: &str| words(languages, text);
    let sections: Vec<Value> = (0..questions.div_ceil(10))
        .map(|section| {
            let asked = (section * 10..questions.min(section * 10 + 10)).map(|at| question(at, languages));
            json!({ "id": format!("s{section}"), "title": say("章"), "questions": asked.collect::<Vec<_>>() })
        })
        .collect();
    let tags: Vec<String> = say("").as_object().into_iter().flat_map(Map::keys).cloned().collect();
    let opening = json!({ "purpose": say("目的"), "office": say("担当"), "handling": say("扱い"), "paper": say("紙") });
    let questionnaire = json!({ "id": "growth", "edition": "1", "languages": tags, "title": say("題"),
        "ward_question": say("区"), "opening": opening, "sections": sections });
    json!({ "id": "growth", "title": say("調査"), "frame": "open_self_selected",
        "period": { "opens": "2026-11-01", "closes": "2026-11-30" },
        "wards": { "271080": { "name": say("大正区") } }, "questionnaire": questionnaire })
    .to_string()
}

fn read(json: &str) -> Survey {
    tree::read::<DraftSurvey>(json).unwrap().try_into().unwrap()
}

fn input(question: &Question) -> Input {
    match question.kind() {
        Kind::One(choices) => Input::Choice(Picked::plain(choices.first().unwrap().code.clone())),
        Kind::Number(_) => Input::Typed("42".into()),
        Kind::Text(_) => Input::Typed("近所の人とよく話します。".into()),
        Kind::Several { .. } | Kind::Date(_) | Kind::Month(_) | Kind::Rating(_) | Kind::Ranking { .. } => Input::Blank,
    }
}

/// A survey with everything in it answered, and one of its rules at work.
fn ruled(name: &'static str, rule: fn(&Survey, &Inputs)) -> Curve {
    let prepared = |questions| {
        let survey = read(&survey(questions, 1));
        let asked = survey.questionnaire().questions();
        let inputs: Inputs = asked.iter().map(|question| (question.id().clone(), input(question))).collect();
        (survey, inputs)
    };
    Curve::timed(name, &QUESTIONS, prepared, move |(survey, inputs)| rule(survey, inputs))
}

fn turn(survey: &Survey, inputs: &Inputs) {
    let questionnaire = survey.questionnaire();
    let setting = survey.setting("271080".parse().unwrap(), Givens::new()).unwrap();
    let reading = questionnaire.read(inputs);
    let pages = questionnaire.path(&setting, &reading.answers).pages();
    let last = pages.last().unwrap();
    black_box(questionnaire.findings(last, &setting, &reading, &Acknowledged::default()));
}

fn finish(survey: &Survey, inputs: &Inputs) {
    let questionnaire = survey.questionnaire();
    let setting = survey.setting("271080".parse().unwrap(), Givens::new()).unwrap();
    assert!(questionnaire.complete(&setting, &questionnaire.read(inputs).answers).is_ok());
}

fn surveys() -> bool {
    let reads = |json: &mut String| drop(black_box(read(json)));
    #[allow(clippy::cast_precision_loss, reason = "a survey has not that many bytes")]
    let bytes = |json: String| json.len() as f64;
    let of = |questions| survey(questions, 1);
    let sizes =
        Curve { name: "the survey, unpacked", points: QUESTIONS.map(|n| (n, bytes(of(n)))).to_vec(), unit: "bytes" };
    let questions = [
        sizes,
        Curve::timed("a device reads it", &QUESTIONS, of, reads),
        ruled("an answer: inputs, path, checks", turn),
        ruled("the end: everything is complete", finish),
    ];
    let spoken = |languages| survey(100, languages);
    let sizes =
        Curve { name: "all of it, unpacked", points: LANGUAGES.map(|n| (n, bytes(spoken(n)))).to_vec(), unit: "bytes" };
    let languages = [sizes, Curve::timed("the office reads it", &LANGUAGES, spoken, reads)];
    let fine = table("questions", &QUESTIONS, &questions);
    table("languages of 100 questions", &LANGUAGES, &languages) && fine
}

// ---- a queue ----

const NOW_MS: u64 = 1_790_000_000_000;
const BATCH: usize = 50;

fn id(number: usize) -> Uuid {
    // As random ones are, so that an order by id is not the order of the queue.
    Uuid::from_u128((number as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

fn queue(waiting: usize) -> Outbox {
    Outbox::of_stored(7, (0..waiting).map(|number| (id(number), None)), NOW_MS)
}

fn all_sent(outbox: &mut Outbox) {
    while let Batch::Send(ids) = outbox.next_batch(NOW_MS, BATCH) {
        let reports: Vec<_> = ids.into_iter().map(|id| (id, Outcome::Stored)).collect();
        outbox.settle_batch(&reports, NOW_MS);
    }
}

fn queues() -> bool {
    let curves = [
        Curve::timed("found on the device", &WAITING, |waiting| waiting, |waiting| drop(black_box(queue(*waiting)))),
        Curve::timed("one more is put", &WAITING, queue, |outbox| {
            // Whether there is room for it is no part of the step.
            let _ = black_box(outbox.put(id(20_000), NOW_MS));
        }),
        Curve::timed("a batch is chosen", &WAITING, queue, |outbox| drop(black_box(outbox.next_batch(NOW_MS, BATCH)))),
        Curve::timed("tried again at once", &WAITING, queue, |outbox| outbox.hurry(NOW_MS)),
        Curve::timed("all are sent, batch by batch", &WAITING, queue, all_sent),
    ];
    table("responses that wait", &WAITING, &curves)
}

fn main() -> ExitCode {
    let surveys = surveys();
    if queues() && surveys { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
