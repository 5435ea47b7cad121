//! What has happened to a tablet.

use questionnaire::{Language, SurveyId};
use uuid::Uuid;

use super::own::Device;
use super::queue::Waiting;
use super::state::{Held, Room};
use crate::message::Message;
use crate::parcel::{Heard, Parcel};
use crate::published::LoadError;

/// Something that has happened.
#[derive(Debug)]
pub enum Happened {
    /// The store was opened; nothing, where nothing can be kept.
    Opened(Option<Box<Held>>),
    /// Another tab has the tablet's program.
    HeldElsewhere,
    /// What was to be kept of a tablet that is not yet known to the office is on the device, or is not.
    PendingKept(bool),
    /// The office said what the tablet is set up for, or did not.
    Enrolled(Result<Device, EnrolFault>),
    /// The office sent a survey, or did not.
    SurveyFetched(SurveyId, Result<String, LoadError>),
    /// The office sent the words of a language, or did not.
    WordsFetched(Language, Option<String>),
    /// The browser said what it thinks of its storage.
    RoomTold(Room),
    /// A second has passed.
    Ticked,
    /// Somebody has touched the screen or a key.
    Touched,
    /// The browser's Back was used.
    BackPressed,
    /// The network came or went.
    OnlineChanged(bool),
    /// In which languages the tablet speaks, or that it has come to the end of what it was reading; as with a form.
    VoiceHeard(Option<String>),
    /// Something has happened to the visit of this number.
    Visit(u32, Message),
    /// A response is on the device, sealed.
    Written(Uuid),
    /// It could not be written.
    WriteFailed(Box<(Parcel, Waiting)>),
    /// The office answered to responses that were sent together; nothing, where it was not heard.
    Sent(Vec<Uuid>, Option<Heard>),
    /// The office answered to a test.
    Tested(Known),
    /// The office took a report, or did not.
    Reported(Known),
    /// A file was made of so many responses, or could not be.
    Exported(Option<usize>),

    /// Somebody begins.
    Began(SurveyId, Language),
    /// The visitor is done, or goes.
    Left,
    /// The staff's screen is wanted.
    StaffSought,
    /// A number is being typed.
    PinTyped(String),
    /// The number is there.
    PinEntered,
    /// Back to the first screen.
    Closed,
    /// It is to be tried again to set the tablet up.
    SetupRetried,
    /// The collector's code is being typed.
    InterviewerTyped(String),
    /// The collector enters what is said, or does not.
    AssistedSwitched,
    /// Everything that waits is to be sent now.
    SendAsked,
    /// What was refused is to be sent again.
    RetryAsked,
    /// Whether the office can be reached is to be tried.
    TestAsked,
    /// Everything that waits is to be handed over as a file.
    ExportAsked,
    /// The text of a file that staff have chosen.
    ReceiptsChosen(String),
}

/// Why the office did not set a tablet up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolFault {
    /// It does not know the link.
    Unknown,
    /// It was not heard.
    Unreachable,
}

/// Whether the office knows this tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It does.
    Yes,
    /// It does not any more.
    No,
    /// It was not heard.
    Unheard,
}
