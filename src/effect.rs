//! What the shell is to do. Only the shell does it.

use questionnaire::{Language, QuestionId, SurveyId};
use uuid::Uuid;

use crate::draft::{Draft, Mark};
use crate::parcel::{Kept, Packed, Parcel, Slip};
use crate::state::TextSize;

/// Something to be done outside the rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the device's store and read what concerns this survey.
    ReadDevice(SurveyId),
    /// Ask the office for the survey, with the interface in this language.
    FetchSurvey(SurveyId, Language),
    /// Ask the office for the words of the interface in this language.
    FetchWords(Language),
    /// The same for a language that nobody has asked for yet: what the person waits for comes first.
    LearnWords(Language),
    /// Keep the words of a language on the device.
    KeepWords(Language, String),
    /// Keep on the device how large the letters are to be, for every survey.
    KeepTextSize(TextSize),
    /// Keep on the device which language was chosen, for every survey.
    KeepLanguage(Language),
    /// Report after this time that the copy on the device will do.
    StartPatience(u32),
    /// Keep the survey on the device as the latest; drop the revisions that no draft needs.
    KeepSurvey {
        /// Which.
        survey: SurveyId,
        /// Its revision.
        revision: String,
        /// As the office sent it.
        json: String,
        /// The revisions that drafts still need.
        needed: Vec<String>,
    },
    /// Hold the draft of this key in this tab; what was held before is let go.
    Hold(String),
    /// Take the draft that was to be held last from the tab that holds it.
    TakeOver,
    /// Find out whether there is room on the device for another form.
    SeekRoom,
    /// Keep the draft; of several that come fast, the last one lands.
    Save(Box<Draft>, u32),
    /// Write the response to the outbox and put the slip in the draft's place, in one transaction.
    Queue(Box<Parcel>, Box<Slip>),
    /// Write the slip anew, where it still rests.
    KeepSlip(Box<Slip>),
    /// Write down how far a response has come.
    KeepParcel(Box<Parcel>),
    /// The collector keeps it: take it out of the outbox, and write the slip where it still rests.
    Settle {
        /// The response.
        id: Uuid,
        /// Where its slip rests.
        record: String,
        /// How it is kept.
        kept: Kept,
    },
    /// Delete these responses and all drafts and slips of the survey, or one record of it.
    Forget {
        /// The records: all of the survey, or those named.
        records: Records,
        /// The responses.
        parcels: Vec<Uuid>,
    },
    /// Seal a response to these keys, with the code for it fetched where that is not there yet. Without a response it is
    /// only tried whether that can be done.
    Seal(Option<Packed>, String),
    /// Send the bytes.
    Send(Box<Parcel>),
    /// Report when this time has come.
    WakeAt(u64),
    /// Ask what the office knows of an answer number.
    CheckCode {
        /// Of which survey.
        survey: SurveyId,
        /// The number.
        code: String,
    },
    /// A new entry of the browser's history.
    Push(Mark),
    /// Another content for the present entry.
    Replace(Mark),
    /// Go so many entries back.
    GoBack(usize),
    /// Move the focus.
    Focus(Focus),
    /// Find out in which languages the device speaks, now and whenever that changes.
    SeekVoices,
    /// Read aloud what is asked on the screen, or be silent.
    ReadAloud(bool),
    /// Put it on the clipboard.
    Copy(String),
    /// Open the printing dialog.
    Print,
    /// Save a file.
    SaveFile {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Load the page again.
    Reload,
    /// Tell the page around the form, where it stands in someone else's.
    Tell(Event),
}

/// What the page around a form hears of it. Answers are never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The form stands.
    Ready,
    /// Another page of it is on the screen.
    Page(String),
    /// What was entered is on the device.
    Saved,
    /// The response is on the device and on its way.
    Queued,
    /// The collector keeps the response.
    Sent(Kept),
    /// Something is not as it should be.
    Error(Trouble),
}

/// What is not as it should be, as far as the page around a form could do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The collector has no such survey.
    UnknownSurvey,
    /// The survey is not for that ward, so the person is asked.
    UnknownWard,
    /// The collector was not reached, or does not let this page reach it.
    Unreachable,
    /// What came is no survey that this program can ask.
    Unsound,
    /// The survey takes only what was sealed, and this page cannot seal.
    Unsealable,
    /// Nothing can be kept on this device.
    Storage,
    /// The collector does not take the response, which stays on the device.
    Refused,
}

impl Event {
    /// Its name and what it says, as the page around hears them.
    pub fn told(&self) -> (&'static str, &str) {
        match self {
            Self::Ready => ("ready", ""),
            Self::Page(page) => ("page", page),
            Self::Saved => ("saved", ""),
            Self::Queued => ("queued", ""),
            Self::Sent(Kept::Counted) => ("sent", "counted"),
            Self::Sent(Kept::Rehearsal) => ("sent", "rehearsal"),
            Self::Sent(Kept::AsideCodeUsed | Kept::AsideLate | Kept::Aside) => ("sent", "aside"),
            Self::Error(trouble) => ("error", trouble.code()),
        }
    }
}

impl Trouble {
    fn code(self) -> &'static str {
        match self {
            Self::UnknownSurvey => "unknown_survey",
            Self::UnknownWard => "unknown_ward",
            Self::Unreachable => "unreachable",
            Self::Unsound => "unsound",
            Self::Unsealable => "unsealable",
            Self::Storage => "storage",
            Self::Refused => "refused",
        }
    }
}

/// Which records are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// All of a survey.
    All(SurveyId),
    /// One.
    One(String),
}

/// Where the focus goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Focus {
    /// To the heading of a new screen, at its top.
    Heading,
    /// To the summary of what is to be looked at.
    Findings,
    /// To the first control of a question.
    Field(QuestionId),
    /// To the question that is to be confirmed.
    Dialog,
}
