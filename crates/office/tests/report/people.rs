//! Made-up people who answer the city's own survey through the real engine.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use office::clock;
use office::content::Content;
use office::store::{Arrival, Kept, Store, StoreOptions, Stored};
use questionnaire::{
    Answers, Code, Givens, Identity, Input, Kind, Meaning, Minute, Mode, Need, Picked, Question, Receipt, Response,
    ResponseId, Revision, Setting, State, Survey, WardCode,
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
    let (survey, revision) = publish(folder, &store, SURVEY).await;
    for state in [State::Rehearsal, State::Open] {
        store.send_to(survey.id(), state, clock::now()).await.unwrap();
    }
    let receipts = answer(&store, &survey, &revision, each, seed).await;
    (store, receipts)
}

/// Publishes a survey as it stands in the content of `folder`.
pub(super) async fn publish(folder: &Path, store: &Store, survey: &str) -> (Survey, Revision) {
    let draft = Content::read(&folder.join("content")).surveys[survey].clone();
    let revision = draft.revision().unwrap();
    store.publish(&draft.id, &revision, &draft.canonical_json().unwrap(), clock::now()).await.unwrap();
    (Survey::try_from(draft).unwrap(), revision)
}

/// Has so many people of each ward answer that revision, of three times as many who are asked.
pub(super) async fn answer(
    store: &Store,
    survey: &Survey,
    revision: &Revision,
    each: impl Fn(usize) -> u64,
    seed: u64,
) -> Vec<Receipt> {
    let mut chance = Chance::new(seed);
    let mut receipts = Vec::new();
    for (place, ward) in survey.wards().keys().copied().enumerate() {
        let each = each(place);
        let codes: Vec<[u8; 32]> = (0..each * 3).map(|_| chance.bytes()).collect();
        assert!(store.invite(survey.id(), ward, &codes).await.unwrap());
        let arrivals: Vec<Arrival> = (0..each)
            .map(|person| {
                let receipt = Receipt::from_random(chance.bytes());
                let response = respond(survey, revision, ward, &receipt, &mut chance);
                receipts.push(receipt);
                arrival(&response, revision, codes[usize::try_from(person).unwrap()])
            })
            .collect();
        let kept = store.keep_all(&arrivals.iter().collect::<Vec<_>>()).await.unwrap();
        assert!(kept.iter().all(|kept| *kept == Kept::New(Stored::Counted, None)), "{kept:?}");
    }
    receipts
}

/// What somebody answers who was asked by `survey`: each question on their path, as it comes.
fn respond(survey: &Survey, revision: &Revision, ward: WardCode, receipt: &Receipt, chance: &mut Chance) -> Response {
    let setting = survey.setting(ward, Givens::default()).unwrap();
    let answers = walked(survey, &setting, |question| input(question, ward, chance));
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

/// The answers of one who goes from question to question.
fn walked(survey: &Survey, setting: &Setting, mut says: impl FnMut(&Question) -> Option<Input>) -> Answers {
    let questionnaire = survey.questionnaire();
    let mut answers = Answers::default();
    let mut done = 0;
    loop {
        let path = questionnaire.path(setting, &answers);
        let Some(question) = path.questions().get(done) else { break };
        done += 1;
        if let Some(input) = says(question) {
            questionnaire.answer(&mut answers, question.id(), input).unwrap();
        }
    }
    answers
}

/// Somebody who says just this, in this ward and with this in the link; what is not said is left without an answer.
pub(super) struct Person<'a> {
    pub(super) ward: &'a str,
    pub(super) givens: Vec<(&'a str, String)>,
    pub(super) says: Vec<(&'a str, &'a str)>,
}

/// Puts a survey of that questionnaire into the content of `folder`.
pub(super) fn lay_out_survey(folder: &Path, questionnaire: &str, frame: &str, modules: &str) {
    let titles = ["ja", "ja-easy", "en"].map(|tag| format!("title.{tag} = \"test\"\n")).concat();
    let slots = ["ward", "contact", "theme", "lac_local_name"];
    let slots =
        slots.map(|slot| ["ja", "ja-easy", "en"].map(|tag| format!("{slot}.{tag} = \"{slot}\"\n")).concat()).concat();
    let survey = format!(
        "id = \"{questionnaire}-test\"\nquestionnaire = \"{questionnaire}\"\n{titles}frame = \"{frame}\"\nmodules = {modules}\n\
         wards = \"all\"\nembed_origins = []\n[period]\nopens = \"2026-12-01\"\ncloses = \"2027-01-15\"\n[slots]\n{slots}"
    );
    std::fs::write(folder.join(format!("content/surveys/{questionnaire}-test.toml")), survey).unwrap();
}

/// Has `people` answer that survey, of so many who were asked in each ward.
pub(super) async fn said_so(folder: &Path, survey: &str, asked: &[(&str, usize)], people: &[Person<'_>]) {
    let store = open(folder, StoreOptions::default()).await;
    let (survey, revision) = publish(folder, &store, survey).await;
    for state in [State::Rehearsal, State::Open] {
        store.send_to(survey.id(), state, clock::now()).await.unwrap();
    }
    let mut chance = Chance::new(3);
    let mut codes: Vec<(&str, [u8; 32])> = Vec::new();
    for (ward, count) in asked {
        let of_ward: Vec<[u8; 32]> = (0..*count).map(|_| chance.bytes()).collect();
        assert!(store.invite(survey.id(), ward.parse().unwrap(), &of_ward).await.unwrap());
        codes.extend(of_ward.into_iter().map(|code| (*ward, code)));
    }
    for person in people {
        let givens = person.givens.iter().map(|(name, value)| (name.parse().unwrap(), value.clone())).collect();
        let setting = survey.setting(person.ward.parse().unwrap(), givens).unwrap();
        let answers = walked(&survey, &setting, |question| {
            let said = person.says.iter().find(|(name, _)| *name == question.id().as_str() || *name == "*");
            let code: Code = said?.1.parse().unwrap();
            question.choices()?.iter().find(|choice| choice.code == code)?;
            let is_one = matches!(question.kind(), Kind::One(_));
            let picked = Picked::plain(code);
            Some(if is_one { Input::Choice(picked) } else { Input::Choices(vec![picked]) })
        });
        let receipt = Receipt::from_random(chance.bytes());
        let identity = Identity {
            id: ResponseId::from_random(chance.bytes()),
            revision: revision.clone(),
            mode: Mode::Web,
            assisted: false,
            language: survey.languages()[0].clone(),
            receipt_hash: receipt.hash(),
            started_at: "2026-12-02T01:00:00Z".parse().unwrap(),
            finished_at: "2026-12-02T01:04:00Z".parse().unwrap(),
        };
        let response = Response::new(&survey, identity, &setting, &answers).unwrap();
        let own = codes.iter().position(|(ward, _)| *ward == person.ward).expect("more answer than were asked");
        let kept = store.keep_all(&[&arrival(&response, &revision, codes.swap_remove(own).1)]).await.unwrap();
        assert_eq!(kept, [Kept::New(Stored::Counted, None)]);
    }
    store.close().await;
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
