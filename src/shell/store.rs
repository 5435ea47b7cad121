//! What rests on the device, and where.

use std::cell::RefCell;

use questionnaire::SurveyId;
use questionnaire::tree::{Faults, FromNode, Node, read};
use serde::Serialize;
use uuid::Uuid;
use web_sys::IdbDatabase;

use super::idb::{Change, DRAFTS, Lost, OUTBOX, SURVEYS, Transaction, open};
use crate::draft::{Draft, record_key};
use crate::effect::Records;
use crate::parcel::{Kept, Parcel, Slip};
use crate::state::Holdings;

/// What lies under a survey and code: a draft until it is sent, a slip afterwards.
enum Record {
    Draft(Box<Draft>),
    Slip(Box<Slip>),
}

/// The same, to be written.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Written<'a> {
    Draft(&'a Draft),
    Slip(&'a Slip),
}

impl FromNode for Record {
    fn from_node(mut node: Node, faults: &mut Faults) -> Self {
        match node.take("slip") {
            Some(slip) => Self::Slip(Box::from_node(slip, faults)),
            None => Self::Draft(Box::from_node(node.take("draft").unwrap_or(Node::Null), faults)),
        }
    }
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

    /// Makes all changes in one transaction; once more over a new connection, where the old one is gone.
    async fn write(&self, changes: Vec<Change>) -> Result<(), Lost> {
        for _ in 0..2 {
            if self.write_once(&changes).await.is_ok() {
                return Ok(());
            }
            if let Some(database) = self.database.take() {
                database.close();
            }
        }
        Err(Lost)
    }

    async fn write_once(&self, changes: &[Change]) -> Result<(), Lost> {
        let database = self.database().await?;
        let transaction = Transaction::write(&database)?;
        changes.iter().try_for_each(|change| transaction.make(change))?;
        transaction.done().await
    }

    /// The text under a key.
    async fn get(&self, store: &'static str, key: &str) -> Result<Option<String>, Lost> {
        Transaction::read(&self.database().await?)?.get(store, key).await
    }

    /// All keys and texts of a store.
    async fn all(&self, store: &'static str) -> Result<Vec<(String, String)>, Lost> {
        Transaction::read(&self.database().await?)?.all(store).await
    }

    /// Everything that concerns a survey, and every response that is owed.
    pub(super) async fn read(&self, survey: &SurveyId) -> Result<Holdings, Lost> {
        let mut held = Holdings::default();
        for (key, text) in self.all(DRAFTS).await? {
            if key.starts_with(&record_key(survey, None)) {
                sort_record(key, &text, &mut held);
            }
        }
        for (_, text) in self.all(OUTBOX).await? {
            held.parcels.extend(read(&text));
        }
        held.latest = self.get(SURVEYS, survey.as_str()).await?;
        let needed: Vec<String> = held.drafts.iter().map(|draft| draft.revision.to_string()).collect();
        for revision in needed {
            if let Some(json) = self.get(SURVEYS, &revision_key(survey, &revision)).await? {
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
        json: String,
        needed: &[String],
    ) -> Result<(), Lost> {
        let prefix = revision_key(survey, "");
        let stale = |key: &str| {
            key.strip_prefix(&prefix).is_some_and(|old| old != revision && !needed.iter().any(|it| it == old))
        };
        let kept = self.all(SURVEYS).await?.into_iter().map(|(key, _)| key);
        let mut changes: Vec<Change> = kept.filter(|key| stale(key)).map(|key| (SURVEYS, key, None)).collect();
        changes.push((SURVEYS, survey.as_str().to_owned(), Some(json.clone())));
        changes.push((SURVEYS, revision_key(survey, revision), Some(json)));
        self.write(changes).await
    }

    /// Keeps a draft.
    pub(super) async fn save(&self, draft: &Draft) -> Result<(), Lost> {
        self.write(vec![(DRAFTS, draft.key(), Some(draft_text(draft)?))]).await
    }

    /// The response goes in, and the draft gives way to the slip: both or neither.
    pub(super) async fn queue(&self, parcel: &Parcel, slip: &Slip) -> Result<(), Lost> {
        let owed = (OUTBOX, parcel.id.to_string(), Some(parcel_text(parcel)?));
        self.write(vec![owed, (DRAFTS, parcel.record.clone(), Some(slip_text(slip)?))]).await
    }

    /// Writes down how far a response has come, if it is still owed.
    pub(super) async fn keep_parcel(&self, parcel: &Parcel) -> Result<(), Lost> {
        let id = parcel.id.to_string();
        if self.get(OUTBOX, &id).await?.is_none() {
            return Ok(());
        }
        self.write(vec![(OUTBOX, id, Some(parcel_text(parcel)?))]).await
    }

    /// Writes a slip anew, if it still rests there.
    pub(super) async fn keep_slip(&self, slip: &Slip) -> Result<(), Lost> {
        let key = record_key(&slip.survey, slip.code.as_deref());
        if self.slip(&key).await?.is_none_or(|kept| kept.id != slip.id) {
            return Ok(());
        }
        self.write(vec![(DRAFTS, key, Some(slip_text(slip)?))]).await
    }

    /// The collector keeps the response: it is owed no more, and its slip says so if it still rests there.
    pub(super) async fn settle(&self, id: Uuid, record: String, kept: Kept) -> Result<(), Lost> {
        let mut changes: Vec<Change> = vec![(OUTBOX, id.to_string(), None)];
        if let Some(mut slip) = self.slip(&record).await?.filter(|slip| slip.id.uuid() == id) {
            slip.kept = Some(kept);
            changes.push((DRAFTS, record, Some(slip_text(&slip)?)));
        }
        self.write(changes).await
    }

    async fn slip(&self, key: &str) -> Result<Option<Box<Slip>>, Lost> {
        let text = self.get(DRAFTS, key).await?;
        match text.and_then(|text| read(&text).ok()) {
            Some(Record::Slip(slip)) => Ok(Some(slip)),
            Some(Record::Draft(_)) | None => Ok(None),
        }
    }

    /// Deletes records and responses, in one transaction.
    pub(super) async fn forget(&self, records: Records, parcels: &[Uuid]) -> Result<(), Lost> {
        let keys = match records {
            Records::One(key) => vec![key],
            Records::All(survey) => self.keys_of(&survey).await?,
        };
        let records = keys.into_iter().map(|key| (DRAFTS, key, None));
        let parcels = parcels.iter().map(|id| (OUTBOX, id.to_string(), None));
        self.write(records.chain(parcels).collect()).await
    }

    async fn keys_of(&self, survey: &SurveyId) -> Result<Vec<String>, Lost> {
        let prefix = record_key(survey, None);
        let keys = self.all(DRAFTS).await?.into_iter().map(|(key, _)| key);
        Ok(keys.filter(|key| key.starts_with(&prefix)).collect())
    }
}

fn revision_key(survey: &SurveyId, revision: &str) -> String {
    [survey.as_str(), "@", revision].concat()
}

fn draft_text(draft: &Draft) -> Result<String, Lost> {
    text(&Written::Draft(draft))
}

fn slip_text(slip: &Slip) -> Result<String, Lost> {
    text(&Written::Slip(slip))
}

fn text(record: &Written<'_>) -> Result<String, Lost> {
    serde_json::to_string(record).map_err(|_| Lost)
}

fn parcel_text(parcel: &Parcel) -> Result<String, Lost> {
    serde_json::to_string(parcel).map_err(|_| Lost)
}

fn sort_record(key: String, text: &str, held: &mut Holdings) {
    match read(text) {
        Ok(Record::Draft(draft)) => held.drafts.push(*draft),
        Ok(Record::Slip(slip)) => held.slips.push((key, *slip)),
        // What a later program wrote stays where it is.
        Err(_) => {}
    }
}
