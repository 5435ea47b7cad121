#![doc = include_str!("../README.md")]

mod accept;
mod admit;
mod answer;
mod assemble;
mod calendar;
mod complete;
mod condition;
mod draft;
mod draft_survey;
mod finding;
mod grapheme;
mod id;
mod input;
mod language;
pub mod limit;
mod map;
pub mod markup;
mod narrow;
pub mod origin;
mod paper;
mod path;
mod printed;
mod question;
mod questionnaire;
mod reading;
mod receipt;
mod rejection;
mod response;
mod revision;
mod rule;
#[cfg(feature = "publish")]
pub mod schema;
mod sealed_part;
mod sealing_key;
mod setting;
mod soundness;
mod standing;
mod survey;
mod text;
pub mod tree;
mod typed;
mod typed_response;
mod ward;
mod wire;

pub use accept::{RATING_MAX, count_characters};
pub use admit::{ResponseFault, ResponseProblem};
pub use answer::{Answer, Answers, Value};
pub use calendar::{Date, Minute, Month, NotATime};
pub use complete::{Complete, Shortfall, ShortfallKind};
pub use condition::{Comparison, Condition, Operand};
pub use draft::{
    CORE, Check, Choice, ChoiceSet, DateRange, DraftChoices, DraftKind, DraftQuestion, DraftQuestionnaire,
    DraftSection, DraftSeveral, Ends, Meaning, MonthRange, Need, NumberRange, Opening, Severity, TextLimit, Wording,
};
pub use draft_survey::{Abandoned, DraftSurvey, Frame, Keeping, Period, State, WardSettings};
pub use finding::{Acknowledged, Finding, FindingKind};
pub use id::{
    ChoiceSetId, Code, GivenName, IndicatorId, ModuleId, NotAnId, PageId, QuestionId, QuestionnaireId, SectionId,
    SlotName, SurveyId,
};
pub use input::{Input, Inputs, Picked};
pub use language::{Language, NotALanguage};
pub use map::{Entries, Map, Set};
pub use narrow::narrow;
pub use paper::{Mark, PaperError, PaperResponse, PaperStanding, PaperWarning};
pub use path::{Page, Path};
pub use printed::{GoOn, Printed, Who};
pub use question::{Choices, Kind, Question};
pub use questionnaire::{Questionnaire, Section};
pub use reading::{AnswerError, Reading};
pub use receipt::{NotAReceipt, Receipt, ReceiptHash};
pub use rejection::Rejection;
pub use response::{Identity, Mode, NotAResponseId, Response, ResponseId};
pub use revision::{NotARevision, Revision};
pub use sealed_part::{ClearPart, SealedPart};
pub use sealing_key::SealingKey;
pub use setting::{Givens, INTERVIEWER, Setting, SettingError, WARD, is_interviewer};
#[cfg(feature = "publish")]
pub use soundness::strange_words;
pub use soundness::{Fault, Place, Problem};
pub use standing::Standing;
pub use survey::{Survey, Unreadable};
pub use text::{Piece, Slots, Text};
pub use typed::{Slip, Typed};
pub use typed_response::TypedResponse;
pub use ward::{NotAWard, WardCode};
pub use wire::{Once, UnreadableResponse, WireResponse};
