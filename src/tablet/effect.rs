//! What the shell of a tablet is to do. Only the shell does it.

use questionnaire::{Language, SurveyId};
use uuid::Uuid;

use super::own::Own;
use super::queue::Waiting;
use crate::effect::Focus;
use crate::parcel::{Packed, Parcel};

/// Something to be done outside the rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// Keep what the tablet knows of itself before the office has heard of it.
    KeepPending(Box<Own>),
    /// Forget it: the office does not know the link.
    DropPending,
    /// Keep what the tablet knows of itself.
    KeepOwn(Box<Own>),
    /// Make the tablet known to the office: what the link brought, and the token.
    Enrol(String, String),
    /// Ask the office for a survey, with the names of all languages.
    FetchSurvey(SurveyId),
    /// Keep a survey as the office sent it.
    KeepSurvey(SurveyId, String),
    /// Ask the office for all words in this language.
    FetchWords(Language),
    /// Keep the words of a language.
    KeepWords(Language, String),
    /// Seal a response of this visit, or try whether that can be done.
    Seal(u32, Option<Packed>, String),
    /// Ask for this visit what the office knows of an answer number.
    CheckCode(u32, SurveyId, String),
    /// Write a sealed response down, and that it waits, in one transaction.
    Write(Box<(Parcel, Waiting)>),
    /// Send the stored bytes of these responses of one survey together.
    Send(SurveyId, Vec<Uuid>),
    /// The office has these: take them out of the store.
    Remove(Vec<Uuid>),
    /// Write down anew how these wait: they were refused, or are to be tried again.
    Mark(Vec<Waiting>),
    /// Tell the office how the tablet stands; JSON.
    Report(String),
    /// Ask the office whether it knows this tablet.
    Test,
    /// Make a file of everything that waits, made at this time.
    Export(String),
    /// Ask the browser what it thinks of its storage, and to keep it.
    AskRoom,
    /// Move the focus.
    Focus(Focus),
    /// Find out in which languages the tablet speaks, now and whenever that changes.
    SeekVoices,
    /// Read aloud what is asked on the screen, or be silent.
    ReadAloud(bool),
    /// Fill the screen.
    FillScreen,
    /// Leave no trace of whoever was there: selection, scroll position, focus.
    Wipe,
    /// Load the page again.
    Reload,
}
