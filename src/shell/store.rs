//! What rests on the device, and where.

use std::cell::RefCell;

use questionnaire::SurveyId;
use questionnaire::tree::{read, write};
use uuid::Uuid;
use web_sys::IdbDatabase;

use super::idb::{DRAFTS, Lost, OUTBOX, STORES, SURVEYS, Shelf, Transaction, open};
use crate::draft::record_key;
use crate::effect::{Effect, Records};
use crate::message::Message;
use crate::parcel::{Kept, Parcel, Slip};
use crate::record::{Content, Entry, Hold, Leave, Record};
use crate::state::{Holdings, TextSize};

/// What has to fit before a form is begun: two of the largest response, for it waits beside its draft.
const ROOM_BYTES: usize = 128 << 10;
/// Where it is tried whether that fits. No survey has this id.
const ROOM: &str = "room ";

/// Where it is kept how large the letters are to be, and which language was chosen. No survey has these ids either.
const TEXT_SIZE: &str = "text size";
const LANGUAGE: &str = "last language";

/// The device's store. Its connection is opened when first needed, and again when it was lost: systems short of
/// memory cut it without a word.
pub(crate) struct Store {
    name: String,
    database: RefCell<Option<IdbDatabase>>,
    hold: RefCell<Hold>,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Store {
    pub(super) fn new(name: String) -> Self {
        Self { name, database: RefCell::default(), hold: RefCell::default() }
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

    /// Reads what an effect has to know, makes the changes that follow from it, and gives back what there is to report;
    /// once more over a new connection, where the old one is gone.
    pub(super) async fn carry_out(&self, effect: &Effect) -> Option<Message> {
        // A database that does not open keeps no one from a form, and nothing from being sent.
        if matches!(effect, Effect::Hold(_) | Effect::Send(_)) && self.database.borrow().is_none() {
            return failed(effect);
        }
        if matches!(effect, Effect::Forget { .. }) {
            self.hold.borrow_mut().cleared();
        }
        let mut told = Err(Lost);
        for _ in 0..2 {
            told = self.carry_out_once(effect).await;
            if told.is_ok() {
                break;
            }
            self.close();
        }
        match told {
            Ok(Some(shelves)) => done(effect, shelves),
            Ok(None) => Some(Message::HoldLost),
            Err(Lost) => failed(effect),
        }
    }

    /// All in one transaction: nobody writes between the look and the change. Nothing is done where another tab holds by
    /// now what was to be written.
    async fn carry_out_once(&self, effect: &Effect) -> Result<Option<Vec<Shelf>>, Lost> {
        let database = self.database().await?;
        let reads = matches!(effect, Effect::Send(_));
        let begin = if reads { Transaction::read } else { Transaction::write };
        let transaction = begin(&database, touched(effect))?;
        let shelves = look(&transaction, needed(effect)).await?;
        let first = shelves.first().map(Vec::as_slice).unwrap_or_default();
        let taken =
            if let Effect::Hold(key) = effect { Some(Hold::on(key, resting(first, key).as_ref())) } else { None };
        let leave = leave(effect, first, taken.as_ref().unwrap_or(&self.hold.borrow()));
        let number = match leave {
            Leave::Given(number) => number,
            // What was deleted is not to come back by a tab that was asleep meanwhile.
            Leave::Gone => return Err(Lost),
            Leave::Taken => return Ok(None),
        };
        change(&|store, key, text| transaction.put(store, key, text), effect, first, number)?;
        transaction.done().await?;
        self.note(effect, taken);
        Ok(Some(shelves))
    }

    /// What the tab knows of its hold, once something was done.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others have nothing to do with it")]
    fn note(&self, effect: &Effect, taken: Option<Hold>) {
        let mut hold = self.hold.borrow_mut();
        if let Some(taken) = taken {
            *hold = taken;
        }
        match effect {
            Effect::Save(draft, _) => hold.wrote(&draft.key()),
            Effect::Queue(parcel, _) => hold.wrote(&parcel.record),
            _ => {}
        }
    }
}

/// What stands behind the key of a record that was put aside. No answer number has a gap in it.
const ASIDE: &str = " aside";

/// Where a record was, if it was put aside.
fn place(key: &str) -> &str {
    key.strip_suffix(ASIDE).unwrap_or(key)
}

/// What an effect has to look at first.
enum Needed {
    /// Whole stores.
    Stores(&'static [&'static str]),
    /// What rests under one key: what is looked at with every answer must not grow with what else is on the device.
    Record(String),
}

/// What this effect needs.
#[expect(clippy::wildcard_enum_match_arm, reason = "most effects have nothing to look for")]
fn needed(effect: &Effect) -> Needed {
    match effect {
        Effect::ReadDevice(_) => Needed::Stores(&STORES),
        Effect::KeepSurvey { .. } => Needed::Stores(&[SURVEYS]),
        Effect::KeepParcel(_) => Needed::Stores(&[OUTBOX]),
        Effect::Forget { .. } => Needed::Stores(&[DRAFTS]),
        Effect::Hold(key) => Needed::Record(key.clone()),
        Effect::Save(draft, _) => Needed::Record(draft.key()),
        Effect::Queue(parcel, _) | Effect::Send(parcel) => Needed::Record(parcel.record.clone()),
        Effect::KeepSlip(slip) => Needed::Record(record_key(&slip.survey, slip.code.as_deref())),
        Effect::Settle { record, .. } => Needed::Record(record.clone()),
        _ => Needed::Stores(&[]),
    }
}

/// What is there of it, a shelf for each store.
async fn look(transaction: &Transaction, needed: Needed) -> Result<Vec<Shelf>, Lost> {
    let mut shelves = Vec::new();
    match needed {
        Needed::Stores(stores) => {
            for store in stores {
                shelves.push(transaction.all(store).await?);
            }
        }
        Needed::Record(key) => {
            let text = transaction.get(DRAFTS, &key)?.await?;
            shelves.push(text.map(|text| (key, text)).into_iter().collect());
        }
    }
    Ok(shelves)
}

/// The stores that an effect reads or changes.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are rare, and what they touch is small")]
fn touched(effect: &Effect) -> &'static [&'static str] {
    match effect {
        Effect::Save(..) | Effect::Hold(_) => &[DRAFTS],
        _ => &STORES,
    }
}

/// Whether the tab may do it; what goes over a draft needs leave.
#[expect(clippy::wildcard_enum_match_arm, reason = "all others are nobody's")]
fn leave(effect: &Effect, shelf: &[(String, String)], hold: &Hold) -> Leave {
    match effect {
        Effect::Hold(_) => Leave::Given(hold.number()),
        Effect::Save(draft, _) => {
            let key = draft.key();
            hold.leave(&key, resting(shelf, &key).as_ref(), &draft.id)
        }
        Effect::Queue(parcel, slip) => {
            let key = &parcel.record;
            match hold.leave(key, resting(shelf, key).as_ref(), &slip.draft) {
                Leave::Gone => Leave::Given(0),
                leave => leave,
            }
        }
        _ => Leave::Given(0),
    }
}

/// Where changes go: a store, a key in it, and the text that is put there; none takes the key out.
type To<'a> = &'a dyn Fn(&str, &str, Option<&str>) -> Result<(), Lost>;

#[expect(clippy::wildcard_enum_match_arm, reason = "all other effects change nothing on the device")]
fn change(to: To<'_>, effect: &Effect, shelf: &[(String, String)], number: u32) -> Result<(), Lost> {
    match effect {
        Effect::ReadDevice(_) => set_aside(to, shelf),
        Effect::Hold(key) => match resting(shelf, key) {
            Some(record) => rest(to, key, record.entry(), number),
            None => Ok(()),
        },
        Effect::Save(draft, _) => {
            let key = draft.key();
            match resting(shelf, &key) {
                // It was sent while this one was tried again.
                Some(record) if record.is_sent(&draft.id) => Ok(()),
                _ => rest(to, &key, Entry::Draft(draft), number),
            }
        }
        // The response goes in, and the draft gives way to the slip: both or neither.
        Effect::Queue(parcel, slip) => {
            owe(to, parcel)?;
            rest(to, &parcel.record, Entry::Slip(slip), number)
        }
        Effect::KeepSurvey { survey, revision, json, needed } => keep_survey(to, shelf, survey, revision, json, needed),
        Effect::KeepWords(language, json) => to(SURVEYS, &words_key(language.as_str()), Some(json)),
        Effect::KeepLanguage(language) => to(SURVEYS, LANGUAGE, Some(language.as_str())),
        Effect::KeepTextSize(size) => to(SURVEYS, TEXT_SIZE, Some(size.name())),
        Effect::KeepParcel(parcel) => {
            let id = parcel.id.to_string();
            if shelf.iter().any(|(key, _)| *key == id) { owe(to, parcel) } else { Ok(()) }
        }
        Effect::KeepSlip(slip) => {
            let key = record_key(&slip.survey, slip.code.as_deref());
            match resting_slip(shelf, &key, slip.id.uuid()) {
                Some((_, number)) => rest(to, &key, Entry::Slip(slip), number),
                None => Ok(()),
            }
        }
        Effect::Settle { id, record, kept } => settle(to, shelf, *id, record, *kept),
        Effect::Forget { records, parcels } => forget(to, shelf, records, parcels),
        // What takes up the room goes again with the same stroke: what does not fit is found out all the same.
        Effect::SeekRoom => {
            to(SURVEYS, ROOM, Some(&" ".repeat(ROOM_BYTES)))?;
            to(SURVEYS, ROOM, None)
        }
        _ => Ok(()),
    }
}

/// What this program cannot read, another version of it can. It makes room for what is begun now, and is not written over.
fn set_aside(to: To<'_>, shelf: &[(String, String)]) -> Result<(), Lost> {
    for (key, text) in shelf.iter().filter(|(key, text)| !key.ends_with(ASIDE) && read::<Record>(text).is_err()) {
        to(DRAFTS, key, None)?;
        to(DRAFTS, &[key, ASIDE].concat(), Some(text))?;
    }
    Ok(())
}

/// The survey as the latest and under its revision; revisions that no draft needs are let go.
fn keep_survey(
    to: To<'_>,
    shelf: &[(String, String)],
    survey: &SurveyId,
    revision: &str,
    json: &str,
    needed: &[String],
) -> Result<(), Lost> {
    let prefix = revision_key(survey, "");
    let stale =
        |key: &str| key.strip_prefix(&prefix).is_some_and(|old| old != revision && !needed.iter().any(|it| it == old));
    for (key, _) in shelf.iter().filter(|(key, _)| stale(key)) {
        to(SURVEYS, key, None)?;
    }
    to(SURVEYS, survey.as_str(), Some(json))?;
    to(SURVEYS, &revision_key(survey, revision), Some(json))
}

/// The response is owed no more, and its slip says so if it still rests there.
fn settle(to: To<'_>, shelf: &[(String, String)], id: Uuid, record: &str, kept: Kept) -> Result<(), Lost> {
    owe_no_more(to, id)?;
    let Some((mut slip, hold)) = resting_slip(shelf, record, id) else { return Ok(()) };
    slip.kept = Some(kept);
    rest(to, record, Entry::Slip(&slip), hold)
}

fn forget(to: To<'_>, shelf: &[(String, String)], records: &Records, parcels: &[Uuid]) -> Result<(), Lost> {
    let goes = |key: &str| match records {
        Records::One(record) => place(key) == record,
        Records::All(survey) => key.starts_with(&record_key(survey, None)),
    };
    for (key, _) in shelf.iter().filter(|(key, _)| goes(key)) {
        to(DRAFTS, key, None)?;
    }
    for id in parcels {
        owe_no_more(to, *id)?;
    }
    Ok(())
}

fn rest(to: To<'_>, key: &str, entry: Entry<'_>, hold: u32) -> Result<(), Lost> {
    to(DRAFTS, key, Some(&entry.text(hold)))
}

fn owe(to: To<'_>, parcel: &Parcel) -> Result<(), Lost> {
    to(OUTBOX, &parcel.id.to_string(), Some(&parcel_text(parcel)))
}

fn parcel_text(parcel: &Parcel) -> String {
    // Nothing of it is anything that JSON could not carry.
    write(parcel).unwrap_or_default()
}

fn owe_no_more(to: To<'_>, id: Uuid) -> Result<(), Lost> {
    to(OUTBOX, &id.to_string(), None)
}

/// What rests under a key. What a later program wrote is none of ours.
fn resting(shelf: &[(String, String)], key: &str) -> Option<Record> {
    let (_, text) = shelf.iter().find(|(resting, _)| resting == key)?;
    read(text).ok()
}

/// The slip of a response, if that is what rests under a key, and its number.
fn resting_slip(shelf: &[(String, String)], key: &str, id: Uuid) -> Option<(Box<Slip>, u32)> {
    match resting(shelf, key)? {
        Record { content: Content::Slip(slip), hold } if slip.id.uuid() == id => Some((slip, hold)),
        Record { .. } => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most effects report nothing")]
fn failed(effect: &Effect) -> Option<Message> {
    match effect {
        Effect::ReadDevice(_) => Some(Message::DeviceRead(None)),
        Effect::Hold(_) => Some(Message::HoldTaken(false)),
        Effect::Save(..) => Some(Message::SaveFailed),
        Effect::Queue(parcel, _) => Some(Message::QueueFailed(parcel.id.uuid())),
        Effect::Forget { .. } => Some(Message::Forgotten),
        Effect::SeekRoom => Some(Message::RoomSought(false)),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most effects report nothing")]
fn done(effect: &Effect, shelves: Vec<Shelf>) -> Option<Message> {
    match effect {
        Effect::ReadDevice(survey) => Some(Message::DeviceRead(Some(Box::new(holdings(survey, shelves))))),
        Effect::Hold(key) => Some(Message::HoldTaken(resting(shelves.first()?, key).is_some())),
        Effect::Save(_, change) => Some(Message::DraftSaved(*change)),
        Effect::Queue(parcel, _) => Some(Message::Queued(parcel.id.uuid())),
        Effect::Forget { .. } => Some(Message::Forgotten),
        Effect::SeekRoom => Some(Message::RoomSought(true)),
        // Another tab may have sent it since this one read the device.
        Effect::Send(parcel) => {
            let (slip, _) = resting_slip(shelves.first()?, &parcel.record, parcel.id.uuid())?;
            Some(Message::SentElsewhere(slip.id.uuid(), slip.kept?))
        }
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
        } else if key == TEXT_SIZE {
            held.text_size = TextSize::ALL.into_iter().find(|size| size.name() == json);
        } else if key == LANGUAGE {
            held.language = json.parse().ok();
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

fn sort_record(key: &str, text: &str, held: &mut Holdings) {
    // It was put aside where it cannot be read.
    let Ok(record) = read::<Record>(text) else { return };
    match record.content {
        Content::Draft(draft) => held.drafts.push(*draft),
        Content::Slip(slip) => held.slips.push((key.to_owned(), *slip)),
    }
}

#[cfg(test)]
mod tests;
