//! How many responses there are of what, counted from the store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicators::Completeness;
use questionnaire::{Date, Minute, Mode, SurveyId, WardCode};
use serde_json::Value;

use crate::clock;
use crate::edition::Editions;
use crate::rates::{Answered, completeness};
use crate::report::AGE;
use crate::store::{Reason, Record, Store, StoreError, Stored};
use crate::stored_response::StoredResponses;

/// Responses read at once.
const PAGE: u32 = 1_000;
/// Counting may take this part of the time: with a million responses a page is half a minute old, with a few none.
const EVERY: u32 = 20;
/// How long somebody waits for new figures rather than seeing old ones.
const PATIENCE: Duration = Duration::from_secs(2);
/// Entries of one survey that are shown for a person to see to; a survey with more has a fault that the first ones show.
pub(super) const ASIDE_MAX: usize = 500;

/// Responses of one ward, of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) all: u64,
    /// By the day on which they came, in Japan.
    pub(super) days: BTreeMap<Date, u64>,
    pub(super) modes: BTreeMap<String, u64>,
    pub(super) languages: BTreeMap<String, u64>,
    /// By the code of the age band; nothing where none was told.
    pub(super) ages: BTreeMap<Option<String>, u64>,
    /// Of which nobody here can tell, since they are sealed.
    pub(super) sealed: u64,
    /// How much of what they were asked they answer, where letters were sent.
    pub(super) answered: Answered,
}

/// An entry that waits for a person.
#[derive(Debug, Clone)]
pub(super) struct Aside {
    pub(super) id: String,
    pub(super) ward: Option<WardCode>,
    pub(super) mode: String,
    pub(super) received_at: String,
    pub(super) why: Why,
    pub(super) beside: Option<String>,
}

/// Why it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Late,
    CodeUsed,
    /// Others came under its id, this many.
    Conflict(i64),
}

/// The responses of a survey.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) counted: BTreeMap<WardCode, Tally>,
    pub(super) rehearsed: BTreeMap<WardCode, Tally>,
    pub(super) aside: Vec<Aside>,
    /// When they were counted, as clocks in Japan show it.
    pub(super) at: String,
}

/// What was counted last of each survey.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    kept: Arc<Mutex<BTreeMap<SurveyId, Counted>>>,
    /// Held by whoever counts: one at a time.
    counting: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Clone)]
struct Counted {
    figures: Arc<Figures>,
    took: Duration,
    good_until: Instant,
}

impl Counts {
    /// The figures of `survey`. Where counting takes long they are those of before, and are counted anew meanwhile.
    pub(super) async fn of(&self, store: &Store, survey: &SurveyId) -> Result<Arc<Figures>, StoreError> {
        let kept = self.kept(survey);
        if let Some(fresh) = kept.as_ref().filter(|kept| kept.good_until > Instant::now()) {
            return Ok(Arc::clone(&fresh.figures));
        }
        // By itself, so that it ends also where nobody waits for it any more.
        let renewal = tokio::spawn(renew(self.clone(), store.clone(), survey.clone()));
        match kept.filter(|kept| kept.took > PATIENCE) {
            Some(old) => Ok(old.figures),
            None => renewal.await.map_err(|_| StoreError::Again)?,
        }
    }

    fn kept(&self, survey: &SurveyId) -> Option<Counted> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(survey).cloned()
    }
}

async fn renew(counts: Counts, store: Store, survey: SurveyId) -> Result<Arc<Figures>, StoreError> {
    let _alone = counts.counting.lock().await;
    if let Some(fresh) = counts.kept(&survey).filter(|kept| kept.good_until > Instant::now()) {
        return Ok(fresh.figures);
    }
    let begun = Instant::now();
    let figures = Arc::new(count(&store, &survey).await?);
    let took = begun.elapsed();
    let counted = Counted { figures: Arc::clone(&figures), took, good_until: Instant::now() + took * EVERY };
    counts.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(survey, counted);
    Ok(figures)
}

async fn count(store: &Store, survey: &SurveyId) -> Result<Figures, StoreError> {
    let at = in_japan(&clock::now().to_string());
    let (mut figures, mut after) = (Figures { at, ..Figures::default() }, String::new());
    let by_letter = match store.standing(survey).await? {
        None => false,
        Some(standing) => Editions::new(store.clone()).current(&standing).await?.survey.frame().needs_code(),
    };
    let stored = StoredResponses::new(store, survey, &[]);
    loop {
        let records = store.records(survey, &after, PAGE).await?;
        let Some(last) = records.last() else { break };
        after.clone_from(&last.id);
        for record in &records {
            figures.add(record);
            if by_letter && record.stored == Stored::Counted {
                figures.judge(record, completeness(&stored, record).await?);
            }
        }
    }
    figures.aside.sort_by(|one, other| other.received_at.cmp(&one.received_at).then(one.id.cmp(&other.id)));
    figures.aside.truncate(ASIDE_MAX);
    Ok(figures)
}

/// What can be said of a record without reading an answer, but for the age band.
pub(super) struct Clear {
    pub(super) ward: Option<WardCode>,
    pub(super) mode: String,
    pub(super) language: String,
    pub(super) value: Value,
}

impl Clear {
    pub(super) fn of(record: &Record) -> Self {
        let value = record.in_clear();
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let through = record.sealed.as_ref().map(|sealed| Mode::as_str(sealed.through).to_owned());
        Self {
            ward: text("ward").parse().ok(),
            mode: through.unwrap_or_else(|| text("mode")),
            language: text("language"),
            value,
        }
    }
}

impl Figures {
    fn add(&mut self, record: &Record) {
        let clear = Clear::of(record);
        let aside = |why| Aside {
            id: record.id.clone(),
            ward: clear.ward,
            mode: clear.mode.clone(),
            received_at: record.received_at.clone(),
            why,
            beside: record.beside.clone(),
        };
        match record.reason {
            Some(Reason::Late) => self.aside.push(aside(Why::Late)),
            Some(Reason::CodeUsed) => self.aside.push(aside(Why::CodeUsed)),
            None => {}
        }
        if record.conflicts > 0 {
            self.aside.push(aside(Why::Conflict(record.conflicts)));
        }
        let Some(ward) = clear.ward else { return };
        match record.stored {
            Stored::Counted => self.counted.entry(ward).or_default().add(record, clear),
            Stored::Rehearsal => self.rehearsed.entry(ward).or_default().add(record, clear),
            Stored::Aside => {}
        }
    }
}

impl Figures {
    fn judge(&mut self, record: &Record, completeness: Option<Completeness>) {
        if let Some(ward) = Clear::of(record).ward {
            self.counted.entry(ward).or_default().answered.add(completeness);
        }
    }
}

impl Tally {
    fn add(&mut self, record: &Record, clear: Clear) {
        self.all += 1;
        if let Some(day) = day(&record.received_at) {
            *self.days.entry(day).or_default() += 1;
        }
        *self.modes.entry(clear.mode).or_default() += 1;
        *self.languages.entry(clear.language).or_default() += 1;
        if record.sealed.is_some() {
            self.sealed += 1;
            return;
        }
        let age = clear.value.pointer(&format!("/answers/{AGE}")).and_then(Value::as_str).map(str::to_owned);
        *self.ages.entry(age).or_default() += 1;
    }

    /// All of these together.
    pub(super) fn sum<'a>(tallies: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for tally in tallies {
            sum.all += tally.all;
            sum.sealed += tally.sealed;
            for (day, count) in &tally.days {
                *sum.days.entry(*day).or_default() += count;
            }
            for (mode, count) in &tally.modes {
                *sum.modes.entry(mode.clone()).or_default() += count;
            }
            for (tag, count) in &tally.languages {
                *sum.languages.entry(tag.clone()).or_default() += count;
            }
            for (age, count) in &tally.ages {
                *sum.ages.entry(age.clone()).or_default() += count;
            }
        }
        sum
    }
}

/// A moment as people in Japan say it: day, hour and minute.
pub(super) fn in_japan(moment: &str) -> String {
    moment.parse().map_or_else(|_| moment.to_owned(), Minute::in_japan)
}

fn day(moment: &str) -> Option<Date> {
    in_japan(moment).split_whitespace().next()?.parse().ok()
}
