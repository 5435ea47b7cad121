//! What rests on the device, and where.

use std::cell::RefCell;

use questionnaire::SurveyId;
use questionnaire::tree::{Faults, FromNode, Node, read, write};
use serde::Serialize;
use uuid::Uuid;
use web_sys::IdbDatabase;

use super::idb::{Change, DRAFTS, Lost, OUTBOX, STORES, SURVEYS, Transaction, open};
use crate::draft::{Draft, record_key};
use crate::effect::{Effect, Records};
use crate::message::Message;
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
pub(super) struct Store {
    name: String,
    database: RefCell<Option<IdbDatabase>>,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Store {
    pub(super) fn new(name: String) -> Self {
        Self { name, database: RefCell::default() }
    }

    fn close(&self) {
        if let Some(database) = self.database.take() {
            database.close();
        }
    }

    async fn database(&self) -> Result<IdbDatabase, Lost> {
        if let Some(database) = self.database.borrow().clone() {
            return Ok(database);
        }
        let database = open(&self.name, &STORES).await?;
        self.database.replace(Some(database.clone()));
        Ok(database)
    }

    /// Makes all changes in one transaction; once more over a new connection, where the old one is gone.
    async fn write(&self, changes: Vec<Change>) -> Result<(), Lost> {
        for _ in 0..2 {
            if self.write_once(&changes).await.is_ok() {
                return Ok(());
            }
            self.close();
        }
        Err(Lost)
    }

    async fn write_once(&self, changes: &[Change]) -> Result<(), Lost> {
        let database = self.database().await?;
        let transaction = Transaction::write(&database, &STORES)?;
        changes.iter().try_for_each(|change| transaction.make(change))?;
        transaction.done().await
    }

    /// Keeps a draft.
    pub(super) async fn save(&self, draft: &Draft) -> Result<(), Lost> {
        self.write(vec![(DRAFTS, draft.key(), Some(text(&Written::Draft(draft))))]).await
    }

    /// Reads what an effect has to know, makes the changes that follow from it in one transaction, and gives back
    /// what there is to report.
    pub(super) async fn carry_out(&self, effect: Effect) -> Option<Message> {
        let mut shelves = Vec::new();
        for store in needed(&effect) {
            match self.all(store).await {
                Ok(entries) => shelves.push(entries),
                Err(Lost) => return failed(&effect),
            }
        }
        let changes = changes(&effect, &shelves);
        if !changes.is_empty() && self.write(changes).await.is_err() {
            return failed(&effect);
        }
        done(effect, shelves)
    }

    /// All keys and texts of a store.
    async fn all(&self, store: &'static str) -> Result<Vec<(String, String)>, Lost> {
        Transaction::read(&self.database().await?, &STORES)?.all(store).await
    }
}

/// What stands behind the key of a record that was put aside. No answer number has a gap in it.
const ASIDE: &str = " aside";

/// Where a record was, if it was put aside.
fn place(key: &str) -> &str {
    key.strip_suffix(ASIDE).unwrap_or(key)
}

type Shelf = Vec<(String, String)>;

/// The stores that an effect has to look into first.
#[expect(clippy::wildcard_enum_match_arm, reason = "most effects have nothing to look for")]
fn needed(effect: &Effect) -> &'static [&'static str] {
    match effect {
        Effect::ReadDevice(_) => &[DRAFTS, OUTBOX, SURVEYS],
        Effect::KeepSurvey { .. } => &[SURVEYS],
        Effect::KeepParcel(_) => &[OUTBOX],
        Effect::KeepSlip(_) | Effect::Settle { .. } | Effect::Forget { .. } => &[DRAFTS],
        _ => &[],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other effects change nothing on the device")]
fn changes(effect: &Effect, shelves: &[Shelf]) -> Vec<Change> {
    let shelf = shelves.first().map(Vec::as_slice).unwrap_or_default();
    match effect {
        // The response goes in, and the draft gives way to the slip: both or neither.
        Effect::Queue(parcel, slip) => {
            let owed = (OUTBOX, parcel.id.to_string(), Some(parcel_text(parcel)));
            vec![owed, (DRAFTS, parcel.record.clone(), Some(text(&Written::Slip(slip))))]
        }
        Effect::KeepSurvey { survey, revision, json, needed } => keep_survey(shelf, survey, revision, json, needed),
        Effect::ReadDevice(_) => set_aside(shelf),
        Effect::KeepWords(language, json) => vec![(SURVEYS, words_key(language.as_str()), Some(json.clone()))],
        Effect::KeepParcel(parcel) => {
            let id = parcel.id.to_string();
            if shelf.iter().any(|(key, _)| *key == id) {
                vec![(OUTBOX, id, Some(parcel_text(parcel)))]
            } else {
                Vec::new()
            }
        }
        Effect::KeepSlip(slip) => {
            let key = record_key(&slip.survey, slip.code.as_deref());
            let still = resting(shelf, &key).is_some_and(|kept| kept.id == slip.id);
            if still { vec![(DRAFTS, key, Some(text(&Written::Slip(slip))))] } else { Vec::new() }
        }
        Effect::Settle { id, record, kept } => settle(shelf, *id, record, *kept),
        Effect::Forget { records, parcels } => forget(shelf, records, parcels),
        _ => Vec::new(),
    }
}

/// What this program cannot read, another version of it can. It makes room for what is begun now, and is not written over.
fn set_aside(shelf: &[(String, String)]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (key, text) in shelf.iter().filter(|(key, text)| !key.ends_with(ASIDE) && read::<Record>(text).is_err()) {
        changes.push((DRAFTS, key.clone(), None));
        changes.push((DRAFTS, [key, ASIDE].concat(), Some(text.clone())));
    }
    changes
}

/// The survey as the latest and under its revision; revisions that no draft needs are let go.
fn keep_survey(
    shelf: &[(String, String)],
    survey: &SurveyId,
    revision: &str,
    json: &str,
    needed: &[String],
) -> Vec<Change> {
    let prefix = revision_key(survey, "");
    let stale =
        |key: &str| key.strip_prefix(&prefix).is_some_and(|old| old != revision && !needed.iter().any(|it| it == old));
    let mut changes: Vec<Change> = Vec::new();
    for (key, _) in shelf.iter().filter(|(key, _)| stale(key)) {
        changes.push((SURVEYS, key.clone(), None));
    }
    changes.push((SURVEYS, survey.as_str().to_owned(), Some(json.to_owned())));
    changes.push((SURVEYS, revision_key(survey, revision), Some(json.to_owned())));
    changes
}

/// The response is owed no more, and its slip says so if it still rests there.
fn settle(shelf: &[(String, String)], id: Uuid, record: &str, kept: Kept) -> Vec<Change> {
    let mut changes: Vec<Change> = vec![(OUTBOX, id.to_string(), None)];
    if let Some(mut slip) = resting(shelf, record).filter(|slip| slip.id.uuid() == id) {
        slip.kept = Some(kept);
        changes.push((DRAFTS, record.to_owned(), Some(text(&Written::Slip(&slip)))));
    }
    changes
}

fn forget(shelf: &[(String, String)], records: &Records, parcels: &[Uuid]) -> Vec<Change> {
    let goes = |key: &str| match records {
        Records::One(record) => place(key) == record,
        Records::All(survey) => key.starts_with(&record_key(survey, None)),
    };
    let mut changes: Vec<Change> = Vec::new();
    for (key, _) in shelf.iter().filter(|(key, _)| goes(key)) {
        changes.push((DRAFTS, key.clone(), None));
    }
    for id in parcels {
        changes.push((OUTBOX, id.to_string(), None));
    }
    changes
}

/// The slip that rests under a key, if it is one.
fn resting(shelf: &[(String, String)], key: &str) -> Option<Box<Slip>> {
    let (_, text) = shelf.iter().find(|(resting, _)| resting == key)?;
    match read(text) {
        Ok(Record::Slip(slip)) => Some(slip),
        Ok(Record::Draft(_)) | Err(_) => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most effects report nothing")]
fn failed(effect: &Effect) -> Option<Message> {
    match effect {
        Effect::ReadDevice(_) => Some(Message::DeviceRead(None)),
        Effect::Queue(parcel, _) => Some(Message::QueueFailed(parcel.id.uuid())),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most effects report nothing")]
fn done(effect: Effect, shelves: Vec<Shelf>) -> Option<Message> {
    match effect {
        Effect::ReadDevice(survey) => Some(Message::DeviceRead(Some(Box::new(holdings(&survey, shelves))))),
        Effect::Queue(parcel, _) => Some(Message::Queued(parcel.id.uuid())),
        _ => None,
    }
}

/// Everything that concerns a survey, and every response that is owed.
fn holdings(survey: &SurveyId, shelves: Vec<Shelf>) -> Holdings {
    let mut held = Holdings::default();
    let mut shelves = shelves.into_iter();
    let mut shelf = || shelves.next().unwrap_or_default();
    for (key, text) in shelf() {
        if key.starts_with(&record_key(survey, None)) {
            sort_record(place(&key), &text, &mut held);
        }
    }
    for (_, text) in shelf() {
        // What another version of the program wrote, and this one cannot read, stays where it is.
        held.parcels.extend(read(&text));
    }
    let prefix = revision_key(survey, "");
    for (key, json) in shelf() {
        if key == survey.as_str() {
            held.latest = Some(json);
        } else if let Some(revision) = key.strip_prefix(&prefix) {
            held.earlier.push((revision.to_owned(), json));
        } else if let Some(language) = key.strip_prefix(&words_key("")).and_then(|language| language.parse().ok()) {
            held.words.push((language, json));
        }
    }
    held
}

/// No survey has a gap in its id.
fn words_key(language: &str) -> String {
    ["words ", language].concat()
}

fn revision_key(survey: &SurveyId, revision: &str) -> String {
    [survey.as_str(), "@", revision].concat()
}

/// Nothing that is written down is anything that JSON could not carry.
fn text(record: &Written<'_>) -> String {
    write(record).unwrap_or_default()
}

fn parcel_text(parcel: &Parcel) -> String {
    write(parcel).unwrap_or_default()
}

fn sort_record(key: &str, text: &str, held: &mut Holdings) {
    match read(text) {
        Ok(Record::Draft(draft)) => held.drafts.push(*draft),
        Ok(Record::Slip(slip)) => held.slips.push((key.to_owned(), *slip)),
        // It was put aside.
        Err(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first program wrote, as it lies on devices. It stays as it is, whatever later programs write.
    const DRAFT: &str = concat!(
        r#"{"draft":{"id":"abcdefghijklmnop","survey":"ward","#,
        r#""revision":"1111111111111111111111111111111111111111111111111111111111111111","#,
        r#""code":"AB2C9DE4FH","code_insisted":false,"ward":"271080","ward_given":true,"givens":{"training":"first"},"#,
        r#""language":"ja","ruby":false,"assisted":false,"started_at":"2026-11-21T09:00:00Z","#,
        r#""inputs":{"born":"blank","free":{"typed":"声"},"one":{"choice":{"code":"p1"}},"ranked":{"ranking":["a","b"]},"#,
        r#""rated":{"rating":4},"several":{"choices":[{"code":"a"},{"code":"b","other":"外"}]},"since":{"escape":"dk"}},"#,
        r#""aside":[["free",{"typed":"前"}]],"others":[["several",["c","外"]]],"#,
        r#""acknowledged":{"reminded":["one"],"confirmed":[["since",0]]},"seen":["one"],"from_review":false,"#,
        r#""trail":["opening",{"page":"one"}],"step":1,"left_at":{"page":"one"}}}"#,
    );
    const SLIP: &str = concat!(
        r#"{"slip":{"draft":"abcdefghijklmnop","survey":"ward","id":"67e55044-10b1-426f-9247-bb680e5fe0c8","code":null,"#,
        r#""ward":"271080","language":"ja","ruby":false,"receipt":"AB2C9DE4FHAB2C9DE4FH","kept":"aside_late"}}"#,
    );
    const PARCEL: &str = concat!(
        r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","survey":"ward","code":null,"body":"{}","record":"ward\n","#,
        r#""refusal":"not_open"}"#,
    );

    fn held(drafts: &[(&str, &str)], outbox: &[&str]) -> Holdings {
        let shelf = drafts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        let owed = outbox.iter().map(|text| (String::new(), (*text).to_owned())).collect();
        holdings(&"ward".parse().unwrap(), vec![shelf, owed, Vec::new()])
    }

    #[test]
    fn what_the_first_program_wrote_is_read() {
        let held = held(&[("ward\nAB2C9DE4FH", DRAFT), ("ward\n", SLIP)], &[PARCEL]);
        assert_eq!((held.drafts.len(), held.slips.len(), held.parcels.len()), (1, 1, 1));
        assert_eq!(text(&Written::Draft(&held.drafts[0])), DRAFT);
        assert_eq!(text(&Written::Slip(&held.slips[0].1)), SLIP);
        assert_eq!(parcel_text(&held.parcels[0]), PARCEL);
    }

    #[test]
    fn what_a_later_program_adds_hides_nothing() {
        let added = |text: &str| text.replacen("\"survey\"", "\"later\":[1],\"survey\"", 1);
        let held = held(&[("ward\nAB2C9DE4FH", &added(DRAFT)), ("ward\n", &added(SLIP))], &[&added(PARCEL)]);
        assert_eq!(text(&Written::Draft(&held.drafts[0])), DRAFT);
        assert_eq!(text(&Written::Slip(&held.slips[0].1)), SLIP);
        assert_eq!(parcel_text(&held.parcels[0]), PARCEL);
    }

    #[test]
    fn what_cannot_be_read_is_put_aside_found_again_and_forgotten_with_its_place() {
        let later = DRAFT.replace("\"opening\"", "\"preface\"");
        let key = "ward\nAB2C9DE4FH".to_owned();
        let changes = set_aside(&[(key.clone(), later.clone()), ("ward\n".to_owned(), SLIP.to_owned())]);
        let aside = [&key, ASIDE].concat();
        assert_eq!(changes, [(DRAFTS, key.clone(), None), (DRAFTS, aside.clone(), Some(later.clone()))]);
        assert_eq!(set_aside(&[(aside.clone(), later)]), []);

        let held = held(&[(&aside, DRAFT)], &[]);
        assert_eq!(held.drafts[0].key(), key);
        let gone = forget(&[(aside.clone(), String::new())], &Records::One(key), &[]);
        assert_eq!(gone, [(DRAFTS, aside, None)]);
    }
}
