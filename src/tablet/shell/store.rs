//! What rests on a tablet: what it is, its surveys, and what waits, sealed. A response and the note that it waits are
//! written in one transaction.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use questionnaire::tree::{read, write};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, IdbDatabase};

use crate::parcel::Parcel;
use crate::shell::{Change, Lost, Transaction, offer_blob, open_database};
use crate::tablet::effect::Task;
use crate::tablet::message::Happened;
use crate::tablet::state::Held;

/// What the tablet knows of itself.
const OWN: &str = "own";
/// Surveys by id, and words by language.
const SURVEYS: &str = "surveys";
const WORDS: &str = "words";
/// The sealed bytes of responses, by id.
const OUTBOX: &str = "outbox";
/// That they wait, by id.
const QUEUE: &str = "queue";

const STORES: [&str; 5] = [OWN, SURVEYS, WORDS, OUTBOX, QUEUE];

/// What is being set up, and what is set up.
const PENDING: &str = "pending";
const SET_UP: &str = "own";

/// Responses that are read at once for a file: some 400 KB.
const EXPORT_STEP: usize = 100;

/// The tablet's store. Its connection is opened when first needed, and again when it was lost.
pub(super) struct Store {
    name: &'static str,
    database: RefCell<Option<IdbDatabase>>,
}

impl Store {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, database: RefCell::default() }
    }

    async fn database(&self) -> Result<IdbDatabase, Lost> {
        if let Some(database) = self.database.borrow().clone() {
            return Ok(database);
        }
        let database = open_database(self.name, &STORES).await?;
        self.database.replace(Some(database.clone()));
        Ok(database)
    }

    fn close(&self) {
        if let Some(database) = self.database.take() {
            database.close();
        }
    }

    /// Everything but the sealed bytes, of which there may be many.
    pub(super) async fn read(&self) -> Result<Held, Lost> {
        let database = self.database().await?;
        let all = async |store| Transaction::read(&database, &STORES)?.all(store).await;
        let mut held = Held::default();
        for (key, text) in all(OWN).await? {
            let own = read(&text).ok();
            if key == PENDING { held.pending = own } else { held.own = own }
        }
        held.surveys = all(SURVEYS).await?.into_iter().map(|(_, json)| json).collect();
        let words = all(WORDS).await?;
        held.words = words.into_iter().filter_map(|(key, json)| Some((key.parse().ok()?, json))).collect();
        held.waiting = all(QUEUE).await?.into_iter().filter_map(|(_, text)| read(&text).ok()).collect();
        Ok(held)
    }

    /// Makes changes in one transaction, once more over a new connection where the old one is gone.
    async fn write(&self, changes: &[Change]) -> Result<(), Lost> {
        for _ in 0..2 {
            if self.write_once(changes).await.is_ok() {
                return Ok(());
            }
            self.close();
        }
        Err(Lost)
    }

    async fn write_once(&self, changes: &[Change]) -> Result<(), Lost> {
        let transaction = Transaction::write(&self.database().await?, &STORES)?;
        changes.iter().try_for_each(|change| transaction.make(change))?;
        transaction.done().await
    }

    /// Makes the changes of a task, and gives back what there is to report.
    pub(super) async fn carry_out(&self, task: Task) -> Option<Happened> {
        let done = self.write(&changes(&task)).await.is_ok();
        #[expect(clippy::wildcard_enum_match_arm, reason = "most tasks report nothing")]
        match task {
            Task::Write(written) if done => Some(Happened::Written(written.1.id)),
            Task::Write(unwritten) => Some(Happened::WriteFailed(unwritten)),
            Task::KeepPending(_) => Some(Happened::PendingKept(done)),
            _ => None,
        }
    }

    /// The sealed bytes of these responses, in their order; one that is not there any more is left out.
    pub(super) async fn bodies(&self, ids: &[Uuid]) -> Result<Vec<Parcel>, Lost> {
        let bodies = self.bodies_once(ids).await;
        if bodies.is_err() {
            self.close();
        }
        bodies
    }

    async fn bodies_once(&self, ids: &[Uuid]) -> Result<Vec<Parcel>, Lost> {
        let transaction = Transaction::read(&self.database().await?, &STORES)?;
        let asked: Vec<_> = ids.iter().map(|id| transaction.get(OUTBOX, &id.to_string())).collect::<Result<_, _>>()?;
        let mut parcels = Vec::new();
        for text in asked {
            parcels.extend(text.await?.and_then(|text| read(&text).ok()));
        }
        Ok(parcels)
    }

    /// Makes a file of everything that waits, in its order, and offers it, a piece at a time: there may be 40 MB of it.
    pub(super) async fn export(&self, made_at: &str) -> Result<usize, Lost> {
        let mut waiting = self.read().await?.waiting;
        waiting.sort_by_key(|waiting| waiting.number);
        let pieces = Array::new();
        let count = u64::try_from(waiting.len()).unwrap_or_default();
        pieces.push(&koefile::header(koefile::Kind::Responses, made_at, count).into());
        let ids: Vec<_> = waiting.iter().map(|waiting| waiting.id).collect();
        for some in ids.chunks(EXPORT_STEP) {
            let parcels = self.bodies(some).await?;
            let lines = parcels.iter().map(|parcel| koefile::response(&parcel.body, parcel.code.as_deref()));
            let text: String = lines.map(|entry| koefile::line(&entry)).collect();
            pieces.push(&text.into());
            // Touches are heard between the pieces.
            JsFuture::from(Promise::resolve(&JsValue::NULL)).await?;
        }
        let kind = BlobPropertyBag::new();
        kind.set_type("application/x-ndjson");
        let blob = Blob::new_with_str_sequence_and_options(&pieces, &kind)?;
        offer_blob(&["koe-", made_at.get(..10).unwrap_or_default(), ".koe"].concat(), &blob)?;
        Ok(ids.len())
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other tasks change nothing on the device")]
fn changes(task: &Task) -> Vec<Change> {
    match task {
        Task::KeepPending(own) => vec![(OWN, PENDING.to_owned(), write(own).ok())],
        Task::DropPending => vec![(OWN, PENDING.to_owned(), None)],
        Task::KeepOwn(own) => vec![(OWN, SET_UP.to_owned(), write(own).ok()), (OWN, PENDING.to_owned(), None)],
        Task::KeepSurvey(survey, json) => vec![(SURVEYS, survey.to_string(), Some(json.clone()))],
        Task::KeepWords(language, json) => vec![(WORDS, language.to_string(), Some(json.clone()))],
        Task::Write(written) => {
            let (parcel, waiting) = &**written;
            let id = waiting.id.to_string();
            vec![(OUTBOX, id.clone(), write(parcel).ok()), (QUEUE, id, write(waiting).ok())]
        }
        Task::Mark(marked) => {
            marked.iter().map(|waiting| (QUEUE, waiting.id.to_string(), write(waiting).ok())).collect()
        }
        Task::Remove(ids) => {
            let both = |id: &Uuid| [(OUTBOX, id.to_string(), None), (QUEUE, id.to_string(), None)];
            ids.iter().flat_map(both).collect()
        }
        _ => Vec::new(),
    }
}
