//! What has happened, to the device or by the person.

use questionnaire::{Code, Input, Language, QuestionId, WardCode};
use uuid::Uuid;

use crate::draft::{Mark, Place};
use crate::parcel::{Heard, Kept, Packed};
use crate::published::LoadError;
use crate::state::{Dialog, Holdings, TextSize};

/// Something that has happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// The device was opened; nothing, where it can keep nothing.
    DeviceRead(Option<Box<Holdings>>),
    /// The device has been awaited long enough. A page that was left while it made the database may keep it for ever.
    DeviceOverdue,
    /// The office sent the survey, or did not.
    SurveyFetched(Result<String, LoadError>),
    /// The office sent the words of a language, or did not.
    WordsFetched(Language, Option<String>),
    /// The copy on the device has waited long enough for the office.
    PatienceEnded,
    /// This tab holds the draft: and whether there is something on the device that another tab may have written
    /// before that.
    HoldTaken(bool),
    /// Another tab holds the draft.
    HoldRefused,
    /// Another tab has taken the draft over.
    HoldLost,
    /// The device keeps the draft as it was at this change.
    DraftSaved(u32),
    /// The device did not keep it; it is tried again.
    SaveFailed,
    /// The browser's Back or Forward was used.
    Travelled(Option<Mark>),
    /// The network came or went.
    OnlineChanged(bool),
    /// The page came to the front again.
    CameBack,
    /// The time to try again has come.
    Woke,
    /// A response was sealed, or it was tried without one: and whether it could be done.
    Sealed(Option<Packed>, bool),
    /// The response is on the device.
    Queued(Uuid),
    /// The response could not be written on the device.
    QueueFailed(Uuid),
    /// An attempt to send ended; nothing came back, without a reply.
    SendSettled(Uuid, Option<Heard>),
    /// The collector keeps a response that another tab has sent.
    SentElsewhere(Uuid, Kept),
    /// What was to be deleted is off the device, as far as it can be.
    Forgotten,
    /// Whether the browser will leave alone what waits on the device.
    PersistenceHeard(bool),
    /// Whether there is room on the device for another form.
    RoomSought(bool),
    /// The office said what it knows of the answer number; nothing, when it was not reached.
    CodeChecked(Option<CodeStanding>),
    /// The receipt is on the clipboard, or not.
    ReceiptCopied(bool),
    /// In which languages the device has voices of its own, as tags with gaps between; or nothing, where it has come to the
    /// end of what it was reading.
    VoiceHeard(Option<String>),

    /// The person starts.
    Started,
    /// The person goes on where they left.
    Resumed,
    /// The person goes on here with what is open in another tab.
    TakeOverAsked,
    /// A language was chosen.
    LanguageChosen(Language),
    /// Readings above kanji were switched.
    RubySwitched,
    /// What is asked is to be read aloud, or no more.
    AloudAsked,
    /// A size of the letters was chosen.
    TextSizeChosen(TextSize),
    /// The answer number is being typed.
    CodeTyped(String),
    /// The answer number is there.
    CodeEntered,
    /// The person goes on with a number that was used.
    CodeInsisted,
    /// A ward was chosen.
    WardChosen(WardCode),
    /// A widget changed.
    Changed(QuestionId, Input),
    /// A choice among several was taken or let go.
    Toggled(QuestionId, Code),
    /// A way to say nothing was taken or let go.
    EscapeToggled(QuestionId, Code),
    /// Words beside a choice changed.
    OtherTyped(QuestionId, Code, String),
    /// A part of a date or month changed: of which question, which part of how many, to what.
    PartTyped(QuestionId, usize, usize, String),
    /// A choice of a ranking was added at the end.
    Ranked(QuestionId, Code),
    /// A choice of a ranking was moved one place up or down.
    RankMoved(QuestionId, Code, Direction),
    /// A choice of a ranking was taken out.
    RankRemoved(QuestionId, Code),
    /// An answer was cleared.
    Cleared(QuestionId),
    /// A finding's link was followed.
    FieldSought(QuestionId),
    /// On to the next place.
    Advanced,
    /// Back to the place before.
    Retreated,
    /// An answer is to be changed, from the review.
    ChangeSought(Place),
    /// Back to the review.
    ReviewSought,
    /// Somebody enters it for the person, or does not.
    AssistedSwitched,
    /// The response is to be sent.
    SendAsked,
    /// It is to be tried again now.
    RetryAsked,
    /// The receipt is to be copied.
    CopyAsked,
    /// The receipt is to be printed.
    PrintAsked,
    /// The receipt is to be saved as a file.
    FileAsked,
    /// All responses that wait on the device are to be handed over as a file.
    ExportAsked,
    /// The person is done with the receipt.
    LeaveAsked,
    /// Something is to be confirmed, or no more.
    DialogSet(Option<Dialog>),
    /// Start again as someone else, confirmed.
    RestartConfirmed,
    /// Delete what is on this device, confirmed.
    EraseConfirmed,
    /// Load again.
    ReloadAsked,
}

/// Up or down a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first place.
    Up,
    /// Towards the last.
    Down,
}

/// What the office knows of an answer number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStanding {
    /// It may be used.
    Usable,
    /// A response came with it.
    Used,
    /// There is none such.
    Unknown,
}

/// The moment at which a message arrives: the clock and the dice, which the rules have none of.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub unix_ms: u64,
    /// Random bytes, enough for an id and a receipt.
    pub random: [u8; 45],
}
