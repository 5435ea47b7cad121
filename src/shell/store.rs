//! What rests on the device, and where.

use std::cell::RefCell;

use questionnaire::SurveyId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web_sys::IdbDatabase;

use super::idb::{DRAFTS, Lost, OUTBOX, SURVEYS, Transaction, open};
use crate::draft::{Draft, record_key};
use crate::effect::Records;
use crate::parcel::{Kept, Parcel, Slip};
use crate::state::Holdings;

/// What lies under a survey and code: a draft until it is sent, a slip afterwards.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Record {
    Draft(Box<Draft>),
    Slip(Box<Slip>),
}

/// The device's store. Its connection is opened when first needed, and again when it was lost: systems short of
/// memory cut it without a word.
#[derive(Default)]
pub(super) struct Store {
    database: RefCell<Option<IdbDatabase>>,
}

impl Store {
    async fn database(&self) -> Result<IdbDatabase, Lost> {
        if let Some(database) = self.database.borrow().clone() {
            return Ok(database);
        }
        let database = open().await?;
        self.database.replace(Some(database.clone()));
        Ok(database)
    }

    /// Writes in one transaction; once more over a new connection, where the old one is gone.
    async fn write(&self, stores: &[&str], fill: impl Fn(&Transaction) -> Result<(), Lost>) -> Result<(), Lost> {
        if self.write_once(stores, &fill).await.is_ok() {
            return Ok(());
        }
        if let Some(database) = self.database.take() {
            database.close();
        }
        self.write_once(stores, &fill).await
    }

    async fn write_once(&self, stores: &[&str], fill: &impl Fn(&Transaction) -> Result<(), Lost>) -> Result<(), Lost> {
        let database = self.database().await?;
        let transaction = Transaction::write(&database, stores)?;
        fill(&transaction)?;
        transaction.done().await
    }

    /// Everything that concerns a survey, and every response that is owed.
    pub(super) async fn read(&self, survey: &SurveyId) -> Result<Holdings, Lost> {
        let database = self.database().await?;
        let transaction = Transaction::read(&database, &[DRAFTS, OUTBOX, SURVEYS])?;
        let mut held = Holdings::default();
        let (records, parcels) = (transaction.all(DRAFTS), transaction.all(OUTBOX));
        for (key, text) in records.await? {
            if key.starts_with(&record_key(survey, None)) {
                sort_record(key, &text, &mut held);
            }
        }
        held.parcels = parcels.await?.iter().filter_map(|(_, text)| crate::json::from_str(text).ok()).collect();
        let transaction = Transaction::read(&database, &[SURVEYS])?;
        held.latest = transaction.get(SURVEYS, survey.as_str()).await?;
        for revision in held.drafts.iter().map(|draft| draft.revision.to_string()) {
            let transaction = Transaction::read(&database, &[SURVEYS])?;
            if let Some(json) = transaction.get(SURVEYS, &revision_key(survey, &revision)).await? {
                held.earlier.push((revision, json));
            }
        }
        Ok(held)
    }

    /// Keeps the survey as the latest and under its revision; revisions that no draft needs are let go.
    pub(super) async fn keep_survey(
        &self,
        survey: &SurveyId,
        revision: &str,
        json: &str,
        needed: &[String],
    ) -> Result<(), Lost> {
        let database = self.database().await?;
        let kept = Transaction::read(&database, &[SURVEYS])?.all(SURVEYS).await?;
        let prefix = revision_key(survey, "");
        let stale = |key: &str| {
            key.strip_prefix(&prefix).is_some_and(|old| old != revision && !needed.iter().any(|it| it == old))
        };
        self.write(&[SURVEYS], |transaction| {
            for (key, _) in kept.iter().filter(|(key, _)| stale(key)) {
                transaction.delete(SURVEYS, key)?;
            }
            transaction.put(SURVEYS, survey.as_str(), json)?;
            transaction.put(SURVEYS, &revision_key(survey, revision), json)
        })
        .await
    }

    /// Keeps a draft.
    pub(super) async fn save(&self, draft: &Draft) -> Result<(), Lost> {
        let key = draft.key();
        let text = json(&Record::Draft(Box::new(draft.clone())))?;
        self.write(&[DRAFTS], |transaction| transaction.put(DRAFTS, &key, &text)).await
    }

    /// The response goes in, and the draft gives way to the slip: both or neither.
    pub(super) async fn queue(&self, parcel: &Parcel, slip: &Slip) -> Result<(), Lost> {
        let (owed, record) = (json(parcel)?, json(&Record::Slip(Box::new(slip.clone())))?);
        let id = parcel.id.to_string();
        self.write(&[DRAFTS, OUTBOX], |transaction| {
            transaction.put(OUTBOX, &id, &owed)?;
            transaction.put(DRAFTS, &parcel.record, &record)
        })
        .await
    }

    /// Writes down how far a response has come, if it is still owed.
    pub(super) async fn keep_parcel(&self, parcel: &Parcel) -> Result<(), Lost> {
        let id = parcel.id.to_string();
        let database = self.database().await?;
        if Transaction::read(&database, &[OUTBOX])?.get(OUTBOX, &id).await?.is_none() {
            return Ok(());
        }
        let text = json(parcel)?;
        self.write(&[OUTBOX], |transaction| transaction.put(OUTBOX, &id, &text)).await
    }

    /// Writes a slip anew, if it still rests there.
    pub(super) async fn keep_slip(&self, slip: &Slip) -> Result<(), Lost> {
        let key = record_key(&slip.survey, slip.code.as_deref());
        if self.slip(&key).await?.is_none_or(|kept| kept.id != slip.id) {
            return Ok(());
        }
        let text = json(&Record::Slip(Box::new(slip.clone())))?;
        self.write(&[DRAFTS], |transaction| transaction.put(DRAFTS, &key, &text)).await
    }

    /// The collector keeps the response: it is owed no more, and its slip says so if it still rests there.
    pub(super) async fn settle(&self, id: Uuid, record: &str, kept: Kept) -> Result<(), Lost> {
        let slip = self.slip(record).await?.filter(|slip| slip.id == id);
        let slip = slip.map(|slip| json(&Record::Slip(Box::new(Slip { kept: Some(kept), ..slip })))).transpose()?;
        self.write(&[DRAFTS, OUTBOX], |transaction| {
            transaction.delete(OUTBOX, &id.to_string())?;
            slip.as_ref().map_or(Ok(()), |slip| transaction.put(DRAFTS, record, slip))
        })
        .await
    }

    async fn slip(&self, key: &str) -> Result<Option<Slip>, Lost> {
        let database = self.database().await?;
        let text = Transaction::read(&database, &[DRAFTS])?.get(DRAFTS, key).await?;
        match text.and_then(|text| crate::json::from_str(&text).ok()) {
            Some(Record::Slip(slip)) => Ok(Some(*slip)),
            Some(Record::Draft(_)) | None => Ok(None),
        }
    }

    /// Deletes records and responses, in one transaction.
    pub(super) async fn forget(&self, records: &Records, parcels: &[Uuid]) -> Result<(), Lost> {
        let keys = match records {
            Records::One(key) => vec![key.clone()],
            Records::All(survey) => self.keys_of(survey).await?,
        };
        self.write(&[DRAFTS, OUTBOX], |transaction| {
            keys.iter().try_for_each(|key| transaction.delete(DRAFTS, key))?;
            parcels.iter().try_for_each(|id| transaction.delete(OUTBOX, &id.to_string()))
        })
        .await
    }

    async fn keys_of(&self, survey: &SurveyId) -> Result<Vec<String>, Lost> {
        let database = self.database().await?;
        let all = Transaction::read(&database, &[DRAFTS])?.all(DRAFTS).await?;
        let prefix = record_key(survey, None);
        Ok(all.into_iter().map(|(key, _)| key).filter(|key| key.starts_with(&prefix)).collect())
    }
}

fn revision_key(survey: &SurveyId, revision: &str) -> String {
    [survey.as_str(), "@", revision].concat()
}

fn json(value: &impl Serialize) -> Result<String, Lost> {
    serde_json::to_string(value).map_err(|_| Lost)
}

fn sort_record(key: String, text: &str, held: &mut Holdings) {
    match crate::json::from_str(text) {
        Ok(Record::Draft(draft)) => held.drafts.push(*draft),
        Ok(Record::Slip(slip)) => held.slips.push((key, *slip)),
        // What a later program wrote stays where it is.
        Err(_) => {}
    }
}
