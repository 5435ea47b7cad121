//! Made-up people who answer the city's own survey through the real engine.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use office::clock;
use office::content::Content;
use office::store::{Arrival, Kept, Store, StoreOptions, Stored};
use questionnaire::{
    Answers, Code, Identity, Input, Kind, Meaning, Minute, Mode, Need, Picked, Question, Receipt, Response, ResponseId,
    Revision, State, Survey, WardCode,
};
use sha2::{Digest, Sha256};

use crate::office::open;

pub(crate) const SURVEY: &str = "ward-residents-2026";

/// Numbers that look random and are the same each time.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 33) % bound
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next().to_be_bytes()[0])
    }
}

/// The city's content, with adults that are made up, in `folder`.
pub(crate) fn lay_out(folder: &Path) {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    crate::commands::copy(&real, &folder.join("content"));
    let content = Content::read(&folder.join("content"));
    let wards: Vec<WardCode> = content.surveys[SURVEY].wards.keys().copied().collect();
    let mut adults = "# FICTITIOUS. For tests alone: no register says this.\nfiscal_year = 2026\n\
         as_of = \"2026-10-01\"\nsource = \"made up for tests\"\n\
         ages = [\"18_29\", \"30_39\", \"40_49\", \"50_59\", \"60_64\", \"65_69\", \"70_79\", \"80_\"]\n"
        .to_owned();
    for (place, ward) in (1_u64..).zip(wards) {
        let by_age = |most: u64| (1..=8).map(|age| 400 * place + most * age).collect::<Vec<_>>();
        let (female, male) = (by_age(210), by_age(190));
        let total: u64 = female.iter().chain(&male).sum();
        write!(adults, "\n[wards.{ward}]\ntotal = {total}\nby_sex.female = {female:?}\nby_sex.male = {male:?}\n")
            .unwrap();
    }
    std::fs::create_dir_all(folder.join("content/adults")).unwrap();
    std::fs::write(folder.join("content/adults/2026-fictitious.toml"), adults).unwrap();
}

/// A store in `folder` in which so many people of each ward have answered, of three times as many who were asked.
pub(super) async fn answered(folder: &Path, each: impl Fn(usize) -> u64, seed: u64) -> (Store, Vec<Receipt>) {
    let store = open(folder, StoreOptions::default()).await;
    let draft = Content::read(&folder.join("content")).surveys[SURVEY].clone();
    let revision = draft.revision().unwrap();
    store.publish(&draft.id, &revision, &draft.canonical_json().unwrap(), clock::now()).await.unwrap();
    for state in [State::Rehearsal, State::Open] {
        store.send_to(&draft.id, state, clock::now()).await.unwrap();
    }
    let survey = Survey::try_from(draft).unwrap();
    let mut chance = Chance::new(seed);
    let mut receipts = Vec::new();
    for (place, ward) in survey.wards().keys().copied().enumerate() {
        let each = each(place);
        let codes: Vec<[u8; 32]> = (0..each * 3).map(|_| chance.bytes()).collect();
        assert!(store.invite(survey.id(), ward, &codes).await.unwrap());
        let arrivals: Vec<Arrival> = (0..each)
            .map(|person| {
                let receipt = Receipt::from_random(chance.bytes());
                let response = respond(&survey, &revision, ward, &receipt, &mut chance);
                receipts.push(receipt);
                arrival(&response, &revision, codes[usize::try_from(person).unwrap()])
            })
            .collect();
        let kept = store.keep_all(&arrivals.iter().collect::<Vec<_>>()).await.unwrap();
        assert!(kept.iter().all(|kept| *kept == Kept::New(Stored::Counted, None)), "{kept:?}");
    }
    (store, receipts)
}

/// What somebody answers who was asked by `survey`: each question on their path, as it comes.
fn respond(survey: &Survey, revision: &Revision, ward: WardCode, receipt: &Receipt, chance: &mut Chance) -> Response {
    let setting = survey.setting(ward, questionnaire::Givens::default()).unwrap();
    let questionnaire = survey.questionnaire();
    let mut answers = Answers::default();
    let mut done = 0;
    loop {
        let path = questionnaire.path(&setting, &answers);
        let Some(question) = path.questions().get(done) else { break };
        done += 1;
        if let Some(input) = input(question, ward, chance) {
            questionnaire.answer(&mut answers, question.id(), input).unwrap();
        }
    }
    let mode = [Mode::Web, Mode::Web, Mode::Web, Mode::Plain][usize::try_from(chance.below(4)).unwrap()];
    let language = &survey.languages()[usize::try_from(chance.below(12) / 10).unwrap()];
    let identity = Identity {
        id: ResponseId::from_random(chance.bytes()),
        revision: revision.clone(),
        mode,
        assisted: chance.below(20) == 0,
        language: language.clone(),
        receipt_hash: receipt.hash(),
        started_at: "2026-12-02T01:00:00Z".parse().unwrap(),
        finished_at: "2026-12-02T01:04:00Z".parse().unwrap(),
    };
    Response::new(survey, identity, &setting, &answers).unwrap()
}

fn input(question: &Question, ward: WardCode, chance: &mut Chance) -> Option<Input> {
    if question.need() != Need::Required && chance.below(20) == 0 {
        return None;
    }
    let choices = question.choices()?;
    let positive: Vec<&Code> = question.positive().iter().collect();
    // Wards differ a little, and so do questions.
    let lean = 35 + ward.to_string().bytes().map(u64::from).sum::<u64>() % 30;
    let wanted: Vec<Code> = if !positive.is_empty() && chance.below(100) < lean {
        positive.into_iter().cloned().collect()
    } else {
        choices.iter().filter(|choice| choice.meaning != Meaning::PreferNotToSay).map(|c| c.code.clone()).collect()
    };
    let code = wanted[usize::try_from(chance.below(wanted.len() as u64)).unwrap()].clone();
    match question.kind() {
        Kind::One(_) => Some(Input::Choice(Picked::plain(code))),
        Kind::Several { .. } => Some(Input::Choices(vec![Picked::plain(code)])),
        Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) | Kind::Rating(_) | Kind::Ranking { .. } => {
            None
        }
    }
}

fn arrival(response: &Response, revision: &Revision, code_hash: [u8; 32]) -> Arrival {
    let body = response.to_json().unwrap();
    let minute: Minute = "2026-12-02T01:05:00Z".parse().unwrap();
    Arrival {
        survey: response.survey().clone(),
        id: response.id(),
        revision: revision.clone(),
        ward: response.ward(),
        receipt_hash: response.identity().receipt_hash.to_string(),
        content_hash: Sha256::digest(&body).into(),
        body,
        sealed_through: None,
        received_at: minute,
        timing: office::admission::Timing::at(minute),
        code_hash: Some(code_hash),
        needs_code: true,
        hears_codes: true,
    }
}

/// How many people of each ward answer: `cargo xtask soak` asks for more.
pub(super) fn each() -> u64 {
    std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(6)
}

/// A folder with content and a store in which so many people of each ward have answered.
pub(crate) async fn city(each: impl Fn(usize) -> u64) -> (tempfile::TempDir, Vec<Receipt>) {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    let (store, receipts) = answered(folder.path(), each, 1).await;
    store.close().await;
    (folder, receipts)
}

/// Where a publication is written.
pub(super) fn published(folder: &Path) -> PathBuf {
    folder.join("published")
}
