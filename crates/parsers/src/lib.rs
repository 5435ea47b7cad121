//! Every parser that sees the wire or a file, fed with what nobody would write.
//!
//! `cargo test` gives each a second of spoilt inputs; `cargo bolero test -p parsers NAME --rustc-bootstrap -s NONE -T 1h` an hour,
//! guided by what the code does with them. None of them may panic, and what is read is bounded by what came. They are a
//! package of their own, since all that is built to be guided has to be linked with what guides it.
#![cfg(test)]

use std::path::Path;
use std::sync::Arc;

use bolero::check;
use koe::plain::{Dice, Visit};
use koe::published::Published;
use koe::state::Arrival;
use koefile::Reader;
use office::address_list::AddressList;
use office::code::InvitationCode;
use office::content::{Content, Interface};
use office::edition::{Edition, Situation, payload};
use office::http::{PublicOrigin, read_form};
use office::incoming::Incoming;
use office::intake::Carried;
use office::network::Network;
use office::sealed_response::SealedResponse;
use office::store::{Address, Standing, Store, StoreOptions};
use office::{backup, clock, report};
use questionnaire::{
    Date, DraftSurvey, Language, Minute, Month, Receipt, State, Survey, SurveyId, WardCode, markup, tree,
};
use sealing::{PrivateKey, PublicKey, Sealed};

/// Where a good input is spoilt, how, and with which byte.
type Spoiling = Vec<(u16, u8, u8)>;

const RESPONSE: &str = r#"{"id":"3f0c2a52-8a4f-4d6e-9b0a-0d6d7a1b2c3d","survey":"garden-visitors","revision":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","ward":"271080","mode":"web","assisted":false,"language":"ja","given":{"interviewer":"K-7"},"receipt_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","started_at":"2026-12-02T01:00:00Z","finished_at":"2026-12-02T01:04:00Z","answers":{"visits":["park",{"choice":"other","text":"𠮷"}],"age":42,"since":"2020-04"}}"#;
/// The surveys by which the office is tested.
const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../office/tests/content");
const SEALED: &str = include_str!("../../sealing/tests/recorded/by_jwcrypto.json");
const KEYS: &str = include_str!("../../sealing/tests/recorded/keys.json");

/// `good` with bytes put in, taken out and written over.
fn spoilt(good: &str, spoiling: &Spoiling) -> Vec<u8> {
    spoilt_bytes(good.as_bytes(), spoiling)
}

fn spoilt_bytes(good: &[u8], spoiling: &Spoiling) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for (place, how, byte) in spoiling {
        let place = usize::from(*place) % (bytes.len() + 1);
        match how % 4 {
            0 => bytes.insert(place, *byte),
            1 => drop(bytes.splice(place..place.saturating_add(usize::from(*byte)).min(bytes.len()), [])),
            2 => drop(bytes.splice(place..place, bytes[..place.min(usize::from(*byte))].to_vec())),
            _ => drop(bytes.get_mut(place).map(|at| *at = *byte)),
        }
    }
    bytes
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The survey of the tests as it is published.
fn published() -> String {
    let content = Content::read(Path::new(CONTENT));
    content.surveys["garden-visitors"].canonical_json().unwrap()
}

#[test]
fn responses() {
    check!().with_type::<Spoiling>().for_each(|spoiling| {
        let bytes = spoilt(RESPONSE, spoiling);
        let _ = Incoming::parse(&bytes);
        let _ = serde_json::from_slice::<Carried<'_>>(&spoilt(
            &format!("{{\"response\":{RESPONSE},\"code\":\"a\"}}"),
            spoiling,
        ));
    });
}

fn keys() -> Vec<String> {
    let keys: Vec<serde_json::Value> = serde_json::from_str(KEYS).unwrap();
    keys.iter().map(ToString::to_string).collect()
}

#[test]
fn sealed_responses() {
    let keys: Vec<_> = keys().iter().map(|key| PrivateKey::from_jwk(key).unwrap()).collect();
    let good = Sealed::parse(SEALED.as_bytes()).unwrap().open(&keys).unwrap();
    check!().with_type::<Spoiling>().for_each(|spoiling| {
        let bytes = spoilt(SEALED, spoiling);
        let opened = Sealed::parse(&bytes).ok().and_then(|sealed| sealed.open(&keys).ok());
        assert!(opened.is_none_or(|opened| opened == good), "what opens is what was sealed");
        let _ = SealedResponse::parse(&bytes);
        let _ = Incoming::parse(&bytes);
    });
}

#[test]
fn keys_of_surveys() {
    let good = keys().remove(0);
    check!().with_type::<Spoiling>().for_each(|spoiling| {
        let key = text(&spoilt(&good, spoiling));
        let _ = PublicKey::from_jwk(&key);
        let _ = PrivateKey::from_jwk(&key);
    });
}

#[test]
fn surveys() {
    let published = published();
    check!().with_type::<Spoiling>().for_each(|spoiling| {
        let bytes = spoilt(&published, spoiling);
        let _ = Survey::parse(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = tree::read::<DraftSurvey>(text);
        }
    });
}

#[test]
fn files_of_responses() {
    let good = [
        koefile::header(koefile::Kind::Responses, "2026-12-02T01:04:00Z", 2),
        koefile::line(&koefile::response(RESPONSE, Some("ABCDE-FGHJK"))),
        koefile::line(&koefile::response(SEALED, None)),
    ];
    let good = good.concat();
    check!().with_type::<(Spoiling, u8)>().for_each(|(spoiling, step)| {
        let bytes = spoilt(&good, spoiling);
        let (mut reader, mut pieces) = (Reader::default(), 0);
        for some in bytes.chunks(usize::from(*step) + 1) {
            pieces += reader.read(some).len();
        }
        pieces += reader.end().len();
        assert!(pieces <= bytes.len() + 1, "{pieces} pieces of {} bytes", bytes.len());
        let _ = koefile::receipts(&bytes);
    });
}

#[test]
fn content() {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(CONTENT);
    let parts = ["wards.toml", "choice-sets.toml", "questionnaires/garden.toml", "surveys/garden-visitors.toml"];
    std::fs::create_dir_all(folder.path().join("questionnaires")).unwrap();
    std::fs::create_dir_all(folder.path().join("surveys")).unwrap();
    let good = parts.map(|part| std::fs::read_to_string(from.join(part)).unwrap());
    check!().with_iterations(200).with_type::<(Spoiling, u8)>().for_each(|(spoiling, spoilt_part)| {
        for (number, (part, good)) in parts.iter().zip(&good).enumerate() {
            let is_spoilt = number == usize::from(*spoilt_part) % parts.len();
            let bytes = if is_spoilt { spoilt(good, spoiling) } else { good.clone().into_bytes() };
            std::fs::write(folder.path().join(part), bytes).unwrap();
        }
        let content = Content::read(folder.path());
        for problem in &content.problems {
            assert!(!problem.line(office::content::Tongue::Ja).is_empty());
        }
    });
}

/// Fields as a page of the plain form sends them, and the survey that they are sent to.
fn plain_page() -> (Arc<Published>, String) {
    let draft = Content::read(Path::new(CONTENT)).surveys["garden-visitors"].clone();
    let canonical_json = draft.canonical_json().unwrap();
    let survey = Survey::parse(canonical_json.as_bytes()).unwrap();
    let standing = Standing {
        survey: draft.id.clone(),
        state: State::Open,
        revision: draft.revision().unwrap(),
        since: clock::now(),
    };
    let interface = Interface::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")).unwrap();
    let situation = Situation::of(standing, &survey, clock::now());
    let published = payload(&situation, &Edition { survey, canonical_json }, &interface);
    let published = Arc::new(Published::parse(&published).unwrap());
    let drawn = Visit::open(Arc::clone(&published), Arrival::default(), Dice([7; 45]), 1_764_637_200_000).draw();
    let (before, _) = drawn.body.split_once("type=\"hidden\" name=\"draft\"").unwrap();
    let (_, draft) = before.rsplit_once("<input value=\"").unwrap();
    let draft = draft.trim_end().trim_end_matches('"').replace("&quot;", "\"");
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.append_pair("draft", &draft).append_pair("dice", &"0a".repeat(45)).append_pair("koe-ward", "271080");
    fields.append_pair("shown", "visited").append_pair("q-visited", "yes").append_pair("e-visited", "x");
    fields.append_pair("q-words", "きれい\r\n🌸").append_pair("koe-code", "ABCDE-FGHJK").append_pair("do", "next");
    (published, fields.finish())
}

#[test]
fn pages_of_the_plain_form() {
    let (published, good) = plain_page();
    let taken = |bytes: &[u8]| {
        let sent = read_form(bytes).ok()?;
        let mut visit = Visit::take(Arc::clone(&published), &sent, Dice([9; 45]), 1_764_637_260_000).ok()?;
        Some((visit.errand(), visit.draw()))
    };
    assert!(taken(good.as_bytes()).is_some(), "a good page is read");
    check!().with_iterations(300).with_type::<Spoiling>().for_each(|spoiling| {
        let _ = taken(&spoilt(&good, spoiling));
    });
}

/// A backup of a store with a survey in it.
fn a_backup(folder: &Path) -> String {
    let file = folder.join("good");
    let write = async {
        let store = Store::open(&Address::of_file(folder.join("koe.db")), StoreOptions::default()).await.unwrap();
        let id: SurveyId = "garden-visitors".parse().unwrap();
        let draft = Content::read(Path::new(CONTENT)).surveys[&id].clone();
        store.publish(&id, &draft.revision().unwrap(), r#"{"short":true}"#, clock::now()).await.unwrap();
        store.send_to(&id, State::Open, clock::now()).await.unwrap();
        backup::write(&store, &file).await.unwrap();
        store.close().await;
    };
    tokio::runtime::Runtime::new().unwrap().block_on(write);
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn backups() {
    let folder = tempfile::tempdir().unwrap();
    let good = a_backup(folder.path());
    let file = folder.path().join("spoilt");
    let (rows, _) = good.trim_end().rsplit_once('\n').unwrap();
    let rows = format!("{rows}\n");
    std::fs::write(&file, &good).unwrap();
    assert!(backup::count_rows(&file).unwrap() > 1, "a good backup is read");
    check!().with_type::<(Spoiling, bool)>().for_each(|(spoiling, is_sealed_again)| {
        let mut bytes = spoilt(if *is_sealed_again { &rows } else { &good }, spoiling);
        // Of whoever makes a hash of their own, the rows are read as well.
        if *is_sealed_again {
            let digits = report::sha256(&bytes);
            bytes.extend_from_slice(format!("{{\"sha256\":\"{digits}\"}}\n").as_bytes());
        }
        std::fs::write(&file, &bytes).unwrap();
        let is_read = backup::count_rows(&file).is_ok();
        assert!(!is_read || *is_sealed_again || bytes == good.as_bytes(), "a backup that was changed is read");
    });
}

#[test]
fn address_lists() {
    let good = "\u{feff}氏名,住所,方書,郵便番号\r\n\"区民, \"\"太郎\"\"\",大阪市大正区千島1-1,\"あ\nい\",551-0003\r\n鶴見 花子,大阪市鶴見区,,\n";
    let shift_jis = encoding_rs::SHIFT_JIS.encode(good.trim_start_matches('\u{feff}')).0.into_owned();
    assert!(AddressList::read(good.as_bytes()).is_ok(), "a good list is read");
    assert!(AddressList::read(&shift_jis).is_ok(), "a good list is read");
    check!().with_type::<(Spoiling, bool)>().for_each(|(spoiling, is_shift_jis)| {
        let good = if *is_shift_jis { shift_jis.as_slice() } else { good.as_bytes() };
        let bytes = spoilt_bytes(good, spoiling);
        if let Ok(list) = AddressList::read(&bytes) {
            assert!(list.rows.iter().all(|row| row.fields.len() == list.head.len()));
            assert!(list.rows.len() <= bytes.len());
        }
    });
}

/// What a report is made of besides the answers.
const REPORTED: [&str; 7] = [
    "wards.toml",
    "indicators/kihon.toml",
    "indicators/doubts.toml",
    "report/ja.toml",
    "report/map.toml",
    "adults/2026.toml",
    "data/figures.json",
];
const ADULTS: &str = "fiscal_year = 2026\nas_of = \"2026-04-01\"\nsource = \"a made-up register\"\nages = [\"18_29\", \"30_39\"]\n\n[wards.271080]\ntotal = 100\nby_sex = { male = [20, 30], female = [20, 30] }\n";
const FIGURES: &str = r#"{"fiscal_year":2025,"figures":[{"indicator":"kihon-1","place":"271080","answered":40,"share":0.5,"low":0.4,"high":0.6,"weighted_share":0.5,"weighted_error":0.01,"weighted_low":0.48,"weighted_high":0.52},{"indicator":"kihon-2","place":"all","answered":null,"share":null,"low":null,"high":null,"weighted_share":null,"weighted_error":null,"weighted_low":null,"weighted_high":null}]}"#;

#[test]
fn inputs_of_reports() {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    for part in ["indicators", "report", "adults", "data"] {
        std::fs::create_dir_all(folder.path().join(part)).unwrap();
    }
    let good = REPORTED.map(|part| match part {
        "adults/2026.toml" => ADULTS.to_owned(),
        "data/figures.json" => FIGURES.to_owned(),
        part => std::fs::read_to_string(from.join(part)).unwrap(),
    });
    for (part, good) in REPORTED.iter().zip(&good) {
        std::fs::write(folder.path().join(part), good).unwrap();
    }
    assert!(report::earlier(folder.path()).is_ok(), "a good publication is read");
    assert!(Content::read(folder.path()).indicators.adults.contains_key(&2026), "good adults are read");
    check!().with_iterations(100).with_type::<(Spoiling, u8)>().for_each(|(spoiling, number)| {
        let number = usize::from(*number) % REPORTED.len();
        let file = folder.path().join(REPORTED[number]);
        let bytes = spoilt(&good[number], spoiling);
        std::fs::write(&file, &bytes).unwrap();
        let _ = report::earlier(folder.path());
        std::fs::write(folder.path().join("manifest.json"), &bytes).unwrap();
        let _ = report::Manifest::read(folder.path());
        let content = Content::read(folder.path());
        for problem in &content.problems {
            assert!(!problem.line(office::content::Tongue::En).is_empty());
        }
        std::fs::write(&file, &good[number]).unwrap();
    });
}

#[test]
fn words() {
    let good = "2026-12-02T01:04:00Z ABCDE-FGHJK 10.0.0.0/8 https://ank.example.jp {区|く} sqlite:koe.db postgres://koe:a@b:5432/koe";
    check!().with_type::<(Spoiling, u8, u8)>().for_each(|(spoiling, from, length)| {
        let all = text(&spoilt(good, spoiling));
        let word: String = all.chars().skip(usize::from(*from) % 100).take(usize::from(*length) % 40).collect();
        let _ = (word.parse::<Date>(), word.parse::<Month>(), word.parse::<Minute>(), word.parse::<Language>());
        let _ = (word.parse::<WardCode>(), word.parse::<SurveyId>(), word.parse::<Receipt>(), markup::parse(&word));
        let _ = (word.parse::<InvitationCode>(), word.parse::<PublicOrigin>(), word.parse::<Address>());
        if let Ok(network) = word.parse::<Network>() {
            assert_eq!(network.to_string().parse::<Network>(), Ok(network), "{word}");
        }
    });
}
