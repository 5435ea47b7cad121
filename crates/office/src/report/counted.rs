//! The counted responses of a survey, read from the store one page after the other.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indicators::Indicator;
use questionnaire::{Response, SurveyId, WardCode, WireResponse};
use sealing::PrivateKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ReportError;
use super::reading::Feeds;
use super::tallies::Tallies;
use crate::edition::{Edition, Editions};
use crate::opened::opened;
use crate::store::{Record, Store, Stored};

/// Responses read at once: some 6 MB of memory.
const PAGE: u32 = 1_000;

/// What a report is made of.
#[derive(Debug, Default)]
pub struct Counted {
    /// The counts.
    pub tallies: Tallies,
    /// By what it is found out that a response was changed later.
    pub inputs: Inputs,
    /// The hashes of the receipts of those counted, in order.
    pub receipts: Vec<[u8; 32]>,
    /// When the last of them came.
    pub last_received_at: String,
}

/// The counted responses as a manifest holds them: how many, and a hash over their ids and contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// All of them.
    pub responses: Seal,
    /// Those of each ward.
    pub by_ward: BTreeMap<WardCode, Seal>,
    /// The revisions that they answer.
    pub revisions: BTreeSet<String>,
}

/// How many responses there are, and what their hash is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// How many.
    pub count: u64,
    /// The SHA-256 over a line for each, in the order of their ids: id, time of arrival, SHA-256 of the content.
    pub sha256: String,
}

/// A hash under way.
#[derive(Debug, Clone, Default)]
struct Sealing {
    count: u64,
    hash: Sha256,
}

impl Sealing {
    fn add(&mut self, line: &str) {
        self.count += 1;
        self.hash.update(line.as_bytes());
    }

    fn end(self) -> Seal {
        Seal { count: self.count, sha256: hex(&self.hash.finalize()) }
    }
}

/// `bytes` in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Counts every response of `survey` that counts, opening what is sealed with `keys`. Those kept aside stay aside.
pub async fn count(
    store: &Store,
    survey: &SurveyId,
    keys: &[PrivateKey],
    indicators: &[Indicator],
) -> Result<Counted, ReportError> {
    let mut counting = Counting {
        survey,
        keys,
        indicators,
        editions: Editions::new(store.clone()),
        feeds: BTreeMap::new(),
        all: Sealing::default(),
        wards: BTreeMap::new(),
        counted: Counted::default(),
    };
    let mut after = String::new();
    loop {
        let records = store.records(survey, &after, PAGE).await?;
        let Some(last) = records.last() else { break };
        after.clone_from(&last.id);
        for record in records.iter().filter(|record| record.stored == Stored::Counted) {
            counting.record(record).await?;
        }
    }
    Ok(counting.end())
}

struct Counting<'a> {
    survey: &'a SurveyId,
    keys: &'a [PrivateKey],
    indicators: &'a [Indicator],
    editions: Editions,
    /// What each revision feeds that was met so far.
    feeds: BTreeMap<String, Feeds<'a>>,
    all: Sealing,
    wards: BTreeMap<WardCode, Sealing>,
    counted: Counted,
}

impl Counting<'_> {
    async fn record(&mut self, record: &Record) -> Result<(), ReportError> {
        let (response, edition) = self.read(record).await?;
        let revision = response.identity().revision.to_string();
        let feeds = match self.feeds.entry(revision) {
            Entry::Occupied(feeds) => feeds.into_mut(),
            Entry::Vacant(vacant) => {
                let feeds = Feeds::of(self.indicators, &edition.survey);
                feeds.look_through(&edition.survey, vacant.key())?;
                vacant.insert(feeds)
            }
        };
        if !self.counted.tallies.add(feeds, &edition.survey, &response) {
            return Err(strange(record, "its ward does not take part"));
        }
        let content = match &record.sealed {
            Some(sealed) => sealed.body.clone().into_bytes(),
            None => serde_json::to_vec(&record.response)?,
        };
        let line = format!("{}\t{}\t{}\n", record.id, record.received_at, hex(&Sha256::digest(&content)));
        self.all.add(&line);
        self.wards.entry(response.ward()).or_default().add(&line);
        let receipt = bytes_of(&response.identity().receipt_hash.to_string());
        self.counted.receipts.push(receipt.ok_or_else(|| strange(record, "its receipt is no hash"))?);
        if record.received_at > self.counted.last_received_at {
            self.counted.last_received_at.clone_from(&record.received_at);
        }
        Ok(())
    }

    /// The response, judged again by the rules of the revision that it names.
    async fn read(&self, record: &Record) -> Result<(Response, Arc<Edition>), ReportError> {
        let response = match &record.sealed {
            None => None,
            Some(_) if self.keys.is_empty() => return Err(ReportError::Sealed(self.survey.clone())),
            Some(sealed) => {
                let opened = opened(self.survey, &record.id, sealed, self.keys, &self.editions).await?;
                Some(opened.map_err(|shut| ReportError::Shut { id: record.id.clone(), code: shut.code() })?)
            }
        };
        if let Some(response) = response {
            let edition = self.edition(record, &response.identity().revision).await?;
            return Ok((response, edition));
        }
        let wire: WireResponse =
            serde_json::from_value(record.response.clone()).map_err(|_| strange(record, "it is no response"))?;
        if wire.id.to_string() != record.id {
            return Err(strange(record, "it is stored under another id"));
        }
        let edition = self.edition(record, &wire.revision).await?;
        let problems = |problems: Vec<questionnaire::ResponseProblem>| {
            strange(record, &problems.first().map(ToString::to_string).unwrap_or_default())
        };
        let response = edition.survey.admit(wire).map_err(problems)?;
        Ok((response, edition))
    }

    async fn edition(&self, record: &Record, revision: &questionnaire::Revision) -> Result<Arc<Edition>, ReportError> {
        let edition = self.editions.get(self.survey, revision).await?;
        edition.ok_or_else(|| strange(record, "its revision was never published here"))
    }

    fn end(self) -> Counted {
        let by_ward = self.wards.into_iter().map(|(ward, sealing)| (ward, sealing.end())).collect();
        let mut counted = self.counted;
        counted.inputs = Inputs { responses: self.all.end(), by_ward, revisions: self.feeds.into_keys().collect() };
        // The order of ids is random, and that of receipts must not be the same.
        counted.receipts.sort_unstable();
        counted
    }
}

fn strange(record: &Record, what: &str) -> ReportError {
    ReportError::Strange { id: record.id.clone(), what: what.to_owned() }
}

fn bytes_of(hash: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hash.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
