//! What people wrote about, counted, and what the office answers.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::{Survey, SurveyId};
use sha2::{Digest, Sha256};

use super::counted::hex;
use crate::said::{TextKey, Theme, written};
use crate::store::{ReadingsOf, Store, StoreError};
use crate::stored_response::StoredResponse;

/// Readings fetched at once.
const PAGE: u32 = 1_000;

/// What people wrote about, and what the office answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// How many texts there are in the responses that count.
    pub given: u64,
    /// How many of them somebody at the office has read.
    pub read: u64,
    /// The themes that somebody wrote about, or that have an answer.
    pub themes: Vec<Answered>,
    /// The SHA-256 over a line for each theme and each text that was read: what this was made from.
    pub sha256: String,
}

/// A theme, and who wrote about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The theme.
    pub theme: Theme,
    /// How many responses that count have a text about it.
    responses: u64,
}

impl Said {
    /// How many texts there are and how many were read, where that is no small group.
    pub fn shown(&self) -> Option<(u64, u64)> {
        (self.given >= indicators::BASE_MIN).then_some((self.given, self.read))
    }
}

impl Answered {
    /// How many wrote about it, where they are no small group. What is kept back cannot be worked out from the others: a
    /// response may be about several themes, or about none.
    pub fn shown(&self) -> Option<u64> {
        (self.responses >= indicators::BASE_MIN).then_some(self.responses)
    }
}

/// What people wrote, while responses are counted.
pub(super) struct Listening {
    themes: Vec<Theme>,
    /// The themes of each text that was read.
    readings: BTreeMap<TextKey, BTreeSet<i64>>,
    responses: BTreeMap<i64, u64>,
    given: u64,
    read: u64,
    hash: Sha256,
}

impl Listening {
    /// To what people wrote in `survey`, unless it has no themes.
    pub(super) async fn to(store: &Store, survey: &SurveyId) -> Result<Option<Self>, StoreError> {
        let themes = store.themes(survey).await?;
        if themes.is_empty() {
            return Ok(None);
        }
        let mut readings = BTreeMap::new();
        loop {
            let after = readings.last_key_value().map(|(key, _)| key);
            let page = store.readings(survey, ReadingsOf::default(), after, PAGE).await?;
            if page.is_empty() {
                break;
            }
            readings.extend(page.into_iter().map(|reading| (reading.text, reading.themes)));
        }
        let mut hash = Sha256::new();
        for theme in &themes {
            let [name, reply] = [&theme.name, &theme.reply].map(|text| serde_json::to_string(text).unwrap_or_default());
            hash.update(format!("{}\t{}\t{name}\t{reply}\n", theme.number, theme.place));
        }
        Ok(Some(Self { themes, readings, responses: BTreeMap::new(), given: 0, read: 0, hash }))
    }

    /// Hears a response that counts.
    pub(super) fn hear(&mut self, survey: &Survey, response: &StoredResponse) {
        let mut about = BTreeSet::new();
        for text in written(survey, response).unwrap_or_default() {
            self.given += 1;
            let Some(themes) = self.readings.get(&text.key) else { continue };
            self.read += 1;
            about.extend(themes.iter().copied());
            let TextKey { id, question, choice } = &text.key;
            self.hash.update(format!("{id}\t{question}\t{choice}\t{themes:?}\n"));
        }
        for theme in about {
            *self.responses.entry(theme).or_default() += 1;
        }
    }

    /// What was heard, unless nobody wrote about a theme and none has an answer.
    pub(super) fn end(self) -> Option<Said> {
        let responses = |theme: &Theme| self.responses.get(&theme.number).copied().unwrap_or_default();
        let themes = self.themes.iter().map(|theme| Answered { theme: theme.clone(), responses: responses(theme) });
        let themes: Vec<_> =
            themes.filter(|answered| answered.responses > 0 || !answered.theme.reply.0.is_empty()).collect();
        let said = Said { given: self.given, read: self.read, themes, sha256: hex(&self.hash.finalize()) };
        Some(said).filter(|said| !said.themes.is_empty())
    }
}
