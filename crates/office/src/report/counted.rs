//! The counted responses of a survey, read from the store one page after the other.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use indicators::Indicator;
use questionnaire::{SurveyId, WardCode};
use sealing::PrivateKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ReportError;
use super::reading::Feeds;
use super::said::{Listening, Said};
use super::tallies::Tallies;
use crate::store::{Record, Store, Stored};
use crate::stored_response::{NotRead, StoredResponses};

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
    /// What people wrote about and what the office answers, where that is published.
    pub said: Option<Said>,
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
        stored: StoredResponses::new(store, survey, keys),
        indicators,
        feeds: BTreeMap::new(),
        all: Sealing::default(),
        wards: BTreeMap::new(),
        counted: Counted::default(),
        listening: Listening::to(store, survey).await?,
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
    stored: StoredResponses<'a>,
    indicators: &'a [Indicator],
    /// What each revision feeds that was met so far.
    feeds: BTreeMap<String, Feeds<'a>>,
    all: Sealing,
    wards: BTreeMap<WardCode, Sealing>,
    counted: Counted,
    listening: Option<Listening>,
}

impl Counting<'_> {
    async fn record(&mut self, record: &Record) -> Result<(), ReportError> {
        let (response, edition) = self.stored.read(record).await?;
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
            return Err(NotRead::strange(record, "its ward does not take part").into());
        }
        if let Some(listening) = &mut self.listening {
            listening.hear(&edition.survey, &response);
        }
        let content = match &record.sealed {
            Some(sealed) => sealed.body.clone().into_bytes(),
            None => serde_json::to_vec(&record.response)?,
        };
        let line = format!("{}\t{}\t{}\n", record.id, record.received_at, hex(&Sha256::digest(&content)));
        self.all.add(&line);
        self.wards.entry(response.ward()).or_default().add(&line);
        let receipt = bytes_of(&response.identity().receipt_hash.to_string());
        self.counted.receipts.push(receipt.ok_or_else(|| NotRead::strange(record, "its receipt is no hash"))?);
        if record.received_at > self.counted.last_received_at {
            self.counted.last_received_at.clone_from(&record.received_at);
        }
        Ok(())
    }

    fn end(self) -> Counted {
        let by_ward = self.wards.into_iter().map(|(ward, sealing)| (ward, sealing.end())).collect();
        let mut counted = self.counted;
        counted.said = self.listening.and_then(Listening::end);
        counted.inputs = Inputs { responses: self.all.end(), by_ward, revisions: self.feeds.into_keys().collect() };
        // The order of ids is random, and that of receipts must not be the same.
        counted.receipts.sort_unstable();
        counted
    }
}

fn bytes_of(hash: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hash.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
