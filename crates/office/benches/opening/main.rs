//! How many sealed responses one core opens in a second, by the office's own way: `cargo xtask bench open`, or with how many
//! there are. Each is a whole response to the survey of residents, sealed to a key of the office and one that is kept apart, as
//! a browser seals it. What counts is the time that the core was at work, not what else the machine did meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on has failed"
)]

use std::path::Path;
use std::time::Instant;

use office::clock;
use office::content::Content;
use office::edition::Editions;
use office::opened::opened;
use office::sealed_response::SealedResponse;
use office::store::{Address, SealedBody, Store, StoreOptions};
use questionnaire::{
    Answers, Identity, Input, Kind, Mode, Picked, Question, Receipt, Response, ResponseId, Revision, SealingKey, Survey,
};
use sealing::{PrivateKey, Seed};

const SURVEY: &str = "ward-residents-2026";
const COUNT: u32 = 10_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count = match words.as_slice() {
        [] => COUNT,
        [count] => count.parse().expect("it is how many responses are opened"),
        _ => panic!("`bench open`, or `bench open 100000` with so many responses"),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(measure(count));
}

/// Seals and opens so many responses, and says how fast.
async fn measure(count: u32) {
    let keys = [1, 2].map(|number| PrivateKey::from_random([number; 32]).unwrap());
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let store = Store::open(&Address::of_file(folder.path().join("koe.db")), StoreOptions::default()).await.unwrap();
    let content = Content::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"));
    let mut draft = content.surveys.into_iter().find(|(id, _)| id.as_str() == SURVEY).unwrap().1;
    draft.sealing_keys = keys.iter().map(|key| SealingKey::from(key.public())).collect();
    let revision = draft.revision().unwrap();
    store.publish(&draft.id, &revision, &draft.canonical_json().unwrap(), clock::now()).await.unwrap();
    let survey = Survey::try_from(draft).unwrap();

    let (sealed, sealing_s) = timed(|| (0..count).map(|number| sealed(&survey, &revision, number)).collect::<Vec<_>>());
    let bytes = sealed.iter().map(|(_, sealed)| sealed.body.len()).sum::<usize>() / sealed.len().max(1);
    let editions = Editions::new(store.clone());
    let (id, own) = (survey.id(), &keys[..1]);
    // The first one reads the revision; no other asks the store for anything.
    let (first, stored) = sealed.first().expect("there is one");
    opened(id, &first.to_string(), stored, own, &editions).await.unwrap().unwrap();
    let (began, at_work) = (Instant::now(), seconds_at_work());
    for (number, stored) in &sealed {
        opened(id, &number.to_string(), stored, own, &editions).await.unwrap().unwrap();
    }
    let (opening_s, passed_s) = (seconds_at_work() - at_work, began.elapsed().as_secs_f64());
    let each = f64::from(count);
    println!("{count} responses of {bytes} bytes, each sealed to {} keys", keys.len());
    println!("opened and judged: {:.0} a second and core, {:.0} µs each", each / opening_s, opening_s / each * 1e6);
    println!("sealed: {:.0} a second and core", each / sealing_s);
    println!("the core was at work {opening_s:.1} s of {passed_s:.1} s");
}

/// What `act` gives, and for how long this thread was at work on it.
fn timed<T>(act: impl FnOnce() -> T) -> (T, f64) {
    let before = seconds_at_work();
    let done = act();
    (done, seconds_at_work() - before)
}

/// For how long a core has been at work on this thread.
fn seconds_at_work() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells it");
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap() / 1e9
}

/// A response of its own, sealed, as the store keeps it.
fn sealed(survey: &Survey, revision: &Revision, number: u32) -> (ResponseId, SealedBody) {
    let response = response(survey, revision, number);
    let seed = Seed::of_secret(&number.to_be_bytes());
    let sealed = SealedResponse::seal(&response, survey.sealing_keys(), &seed).unwrap();
    let stored = SealedBody {
        body: sealed.body().to_owned(),
        through: Mode::Web,
        revision: revision.to_string(),
        ward: response.ward().to_string(),
        receipt_hash: response.identity().receipt_hash.to_string(),
    };
    (response.id(), stored)
}

/// What somebody answers who answers everything.
fn response(survey: &Survey, revision: &Revision, number: u32) -> Response {
    let ward = *survey.wards().keys().next().unwrap();
    let setting = survey.setting(ward, questionnaire::Givens::default()).unwrap();
    let questionnaire = survey.questionnaire();
    let mut answers = Answers::default();
    let mut done = 0;
    while let Some(question) = questionnaire.path(&setting, &answers).questions().get(done) {
        done += 1;
        if let Some(input) = input(question) {
            questionnaire.answer(&mut answers, question.id(), input).unwrap();
        }
    }
    let mut random = [7; 16];
    random[..4].copy_from_slice(&number.to_be_bytes());
    let mut receipt = [7; 13];
    receipt[..4].copy_from_slice(&number.to_be_bytes());
    let identity = Identity {
        id: ResponseId::from_random(random),
        revision: revision.clone(),
        mode: Mode::Web,
        assisted: false,
        language: survey.languages()[0].clone(),
        receipt_hash: Receipt::from_random(receipt).hash(),
        started_at: "2026-12-02T01:00:00Z".parse().unwrap(),
        finished_at: "2026-12-02T01:04:00Z".parse().unwrap(),
    };
    Response::new(survey, identity, &setting, &answers).unwrap()
}

fn input(question: &Question) -> Option<Input> {
    let first = || question.choices().and_then(|choices| choices.iter().next()).map(|choice| choice.code.clone());
    match question.kind() {
        Kind::One(_) => first().map(|code| Input::Choice(Picked::plain(code))),
        Kind::Several { .. } => first().map(|code| Input::Choices(vec![Picked::plain(code)])),
        Kind::Text(_) => Some(Input::Typed("ベンチを直してくれてありがとう。夜は少し暗い。".to_owned())),
        Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Rating(_) | Kind::Ranking { .. } => None,
    }
}
