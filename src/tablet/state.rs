//! Everything that a tablet's screen shows, and nothing that it does.

use std::sync::Arc;

use questionnaire::{Language, Slots, SurveyId};
use uuid::Uuid;

use super::own::{Device, DeviceMode, Own};
use super::queue::{Queue, Waiting};
use crate::parcel::Parcel;
use crate::phrase::Tongue;
use crate::published::Published;
use crate::state::{Screen, State};
use crate::words::{Word, Words};

/// Seconds for which a warning stands before a visit is ended. WCAG 2.2.1 wants at least twenty.
pub const WARNING_S: u32 = 30;
/// Seconds without a touch after which the receipt is taken off the screen, the warning not counted.
pub const RECEIPT_S: u32 = 30;
/// Bytes below which no visit begins: a few responses of the largest kind, with what the browser needs around them.
pub const FREE_BYTES_MIN: u64 = 2 << 20;

/// What the store held when the page was opened.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// What the tablet knows of itself.
    pub own: Option<Own>,
    /// The same, while it is not certain that the office has heard of it.
    pub pending: Option<Own>,
    /// Surveys as the office last sent them.
    pub surveys: Vec<String>,
    /// The words of languages.
    pub words: Vec<(Language, String)>,
    /// What waits.
    pub waiting: Vec<Waiting>,
}

/// What the browser says of its storage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes that it would still keep, where it says.
    pub free_bytes: Option<u64>,
    /// Whether it promised not to clear it by itself.
    pub persistent: bool,
}

/// Why the tablet takes no response now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// As many responses wait as may.
    Full,
    /// The browser has no room left.
    NoRoom,
    /// The last response could not be written yet.
    NotWritten,
    /// The office no longer knows the tablet.
    Revoked,
    /// It has none of its surveys.
    NoSurvey,
    /// None of its surveys takes responses.
    NotOpen,
}

/// Why a tablet could not be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupFault {
    /// There is no link, and none was there before.
    NoLink,
    /// The office does not know the link: it was used, or is too old.
    LinkUnknown,
    /// The office was not reached.
    Unreachable,
    /// Nothing can be kept on this device.
    NoStorage,
}

/// What is on the screen.
#[derive(Debug)]
pub enum Stage {
    /// Nothing yet.
    Opening,
    /// Another tab has the tablet's program.
    Held,
    /// The office is being asked.
    Enrolling,
    /// It could not be set up.
    Failed(SetupFault),
    /// The staff's number is being chosen.
    ChoosingPin(PinChoice),
    /// Between two people.
    Idle,
    /// Somebody answers.
    Visit(Box<Visit>),
    /// The collector is to be given the tablet back.
    HandBack,
    /// The staff's number is asked.
    Pin(PinEntry),
    /// The staff's screen.
    Staff(Staff),
}

/// The staff's number, while it is chosen: typed twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PinChoice {
    /// As it was typed first, once it was sound.
    pub first: Option<String>,
    /// What is being typed.
    pub typed: String,
    /// What is wrong with it.
    pub fault: Option<PinFault>,
}

/// What is wrong with a number that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinFault {
    /// It has not as many digits as it may have.
    NoPin,
    /// The two are different.
    Differs,
    /// It is not the one.
    Wrong,
}

/// The staff's number, while it is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PinEntry {
    /// What is being typed.
    pub typed: String,
    /// What is wrong with it.
    pub fault: Option<PinFault>,
}

/// What became of something that staff asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffNote {
    /// The office is being asked.
    Testing,
    /// The office knows this tablet.
    Reached,
    /// The office was not reached.
    Unreached,
    /// The office does not know this tablet.
    Unknown,
    /// So many responses were taken off the device by a receipts file, of which so many lines could not be read.
    Receipts(usize, usize),
    /// The file is no receipts file.
    NoReceipts,
    /// The file is there.
    Exported(usize),
    /// The file could not be made.
    NotExported,
}

/// The staff's screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staff {
    /// What became of what was asked for last.
    pub note: Option<StaffNote>,
}

/// Somebody answers: the form with everything that was entered, which is nowhere else.
#[derive(Debug)]
pub struct Visit {
    /// Which one since the page was opened, so that nothing of an earlier one is taken for this.
    pub number: u32,
    /// The form.
    pub state: State,
    /// Seconds since the last touch, without those of listening.
    pub quiet_s: u32,
    /// Seconds of listening since the last touch.
    pub heard_s: u32,
    /// Whether the form is still to be told that somebody enters it for the person.
    pub assists: bool,
}

impl Visit {
    /// Seconds until it ends by itself, once that is to be said.
    pub fn warning(&self, device: &Device) -> Option<u32> {
        let patience_s = if self.is_done() { RECEIPT_S } else { device.idle_s };
        let kiosk = device.mode == DeviceMode::Kiosk;
        (kiosk && self.quiet_s >= patience_s).then(|| (patience_s + WARNING_S).saturating_sub(self.quiet_s))
    }

    /// Whether there is no more to be entered.
    pub fn is_done(&self) -> bool {
        matches!(self.state.screen, Screen::Done(_))
    }
}

/// A survey that the tablet offers.
#[derive(Debug, Clone)]
pub struct Offer {
    /// It.
    pub published: Arc<Published>,
    /// As the office sent it.
    pub json: String,
}

/// The collector's own entries, which go with the responses that follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// The collector's code, as it is typed.
    pub interviewer: String,
    /// Whether it cannot be used as it is.
    pub interviewer_wrong: bool,
    /// Whether the collector enters what is said.
    pub assisted: bool,
}

/// The whole of it.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says another thing, and none follows from the others")]
pub struct Tablet {
    /// What the address brought.
    pub link: Option<String>,
    /// What is on the screen.
    pub stage: Stage,
    /// What the tablet knows of itself.
    pub own: Option<Own>,
    /// The same, while it is not certain that the office has heard of it.
    pub pending: Option<Own>,
    /// The surveys that it has.
    pub offers: Vec<Offer>,
    /// The words of languages.
    pub words: Vec<(Language, Arc<Words>)>,
    /// The language of staff, and of all that is said to nobody in particular.
    pub language: Language,
    /// What waits.
    pub queue: Queue,
    /// What could not be written yet, sealed: it is tried until it is.
    pub unwritten: Vec<(Parcel, Waiting)>,
    /// A visit that has left the screen while its response is being sealed.
    pub leaving: Option<Box<Visit>>,
    /// What the browser says of its storage.
    pub room: Room,
    /// Whether the office no longer knows it.
    pub revoked: bool,
    /// Whether the browser believes that there is a network.
    pub online: bool,
    /// Whether it was found that this device can seal.
    pub seals: bool,
    /// The languages that the tablet speaks, as tags with gaps between.
    pub voices: String,
    /// How many visits there were.
    pub visits: u32,
    /// Seconds since the page was opened.
    pub age_s: u32,
    /// When the last of them was counted.
    pub ticked_ms: u64,
    /// Wrong numbers in a row.
    pub wrong_pins: u32,
    /// Seconds that have to be waited before another is taken.
    pub pin_pause_s: u32,
    /// Whether there is something to report that the office has not heard.
    pub unreported: bool,
    /// What the collector enters for all.
    pub desk: Desk,
}

impl Tablet {
    /// A page that was just opened; `seed` spreads the retries of this device.
    pub fn new(link: Option<String>, language: Language, seed: u32) -> Self {
        Self {
            link,
            stage: Stage::Opening,
            own: None,
            pending: None,
            offers: Vec::new(),
            words: Vec::new(),
            language,
            queue: Queue::restore(seed, Vec::new(), 0),
            unwritten: Vec::new(),
            leaving: None,
            room: Room::default(),
            revoked: false,
            online: true,
            seals: false,
            voices: String::new(),
            visits: 0,
            age_s: 0,
            ticked_ms: 0,
            wrong_pins: 0,
            pin_pause_s: 0,
            unreported: false,
            desk: Desk::default(),
        }
    }

    /// What the office has set it up for.
    pub fn device(&self) -> Option<&Device> {
        self.own.as_ref()?.device.as_ref()
    }

    /// The visit, while somebody answers.
    pub fn visit(&self) -> Option<&Visit> {
        if let Stage::Visit(visit) = &self.stage { Some(visit) } else { None }
    }

    /// The surveys that it offers, those it has, in the office's order. What would rest on it in clear is not among them.
    pub fn offered(&self) -> Vec<&Offer> {
        let surveys = self.device().map(|device| device.surveys.as_slice()).unwrap_or_default();
        let sealed = |offer: &&Offer| !offer.published.keys().is_empty();
        surveys.iter().filter_map(|survey| self.offer(survey)).filter(sealed).collect()
    }

    /// Those of them that are open in its ward.
    pub fn open(&self) -> Vec<&Offer> {
        let ward = self.device().map(|device| device.ward);
        self.offered().into_iter().filter(|offer| offer.published.takes_from(ward)).collect()
    }

    /// A survey that it has.
    pub fn offer(&self, survey: &SurveyId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.published.survey.id() == survey)
    }

    /// What keeps it from taking responses, if anything does. Nobody is asked what could not be kept.
    pub fn hindrance(&self) -> Option<Hindrance> {
        if self.revoked {
            Some(Hindrance::Revoked)
        } else if !self.unwritten.is_empty() {
            Some(Hindrance::NotWritten)
        } else if !self.queue.has_room() {
            Some(Hindrance::Full)
        } else if self.room.free_bytes.is_some_and(|bytes| bytes < FREE_BYTES_MIN) {
            Some(Hindrance::NoRoom)
        } else if self.offered().is_empty() {
            Some(Hindrance::NoSurvey)
        } else if self.open().is_empty() {
            Some(Hindrance::NotOpen)
        } else {
            None
        }
    }

    /// The voice in which it speaks a language, once its words are there.
    pub fn tongue(&self, language: &Language) -> Option<Tongue> {
        let (_, words) = self.words.iter().find(|(spoken, _)| spoken == language)?;
        Some(Tongue::new(language.clone(), true, Arc::clone(words), Slots::new()))
    }

    /// What a language is called in itself.
    pub fn name_of(&self, language: &Language) -> String {
        self.tongue(language).map(|tongue| tongue.plain(Word::LanguageName)).unwrap_or_default()
    }

    /// Whether a response waits here.
    pub fn waits(&self, id: Uuid) -> bool {
        self.queue.get(id).is_some()
    }
}
