//! A sheet of paper on its way into the store: typed in by one, typed in again by another who does not see it, compared, and
//! then taken in as a response.
//!
//! | stage | what may come next |
//! |---|---|
//! | first | typed by whoever began, or whoever takes over |
//! | typed | second, by somebody else; kept, where an account of the city or ward waives the second entry |
//! | second | kept, where both are the same; differs |
//! | differs | kept, once one of the two has decided each difference |
//! | kept | nothing: it is a response |
//! | discarded | nothing: it was begun by mistake |

use std::collections::BTreeMap;

use questionnaire::{
    Date, Givens, Language, Minute, Mode, Once, PaperResponse, Question, QuestionId, ReceiptHash, ResponseId, Revision,
    Setting, Slip, Survey, SurveyId, WardCode, WireResponse,
};
use sha2::{Digest, Sha256};

use crate::audit::Hash;
use crate::store::Stored;

/// What was typed, by question: the texts as they are, which the rules of the survey read.
pub type Texts = BTreeMap<QuestionId, String>;

/// How far a sheet has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is being typed in.
    First,
    /// It was typed in once and waits for the second entry.
    Typed,
    /// It is being typed in again.
    Second,
    /// The two entries differ, and one of the two has to decide.
    Differs,
    /// It is a response.
    Kept,
    /// It was begun by mistake, and nothing is left of what was typed.
    Discarded,
}

impl Stage {
    const ALL: [Self; 6] = [Self::First, Self::Typed, Self::Second, Self::Differs, Self::Kept, Self::Discarded];

    /// Its name in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Typed => "typed",
            Self::Second => "second",
            Self::Differs => "differs",
            Self::Kept => "kept",
            Self::Discarded => "discarded",
        }
    }

    /// The stage of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }

    /// Whether nothing more is done with it.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Kept | Self::Discarded)
    }
}

/// A sheet of paper that staff type in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedForm {
    /// Of which survey.
    pub survey: SurveyId,
    /// Its number in the survey, which is written on the sheet.
    pub number: i64,
    /// How often it was changed: whoever has seen another version changes nothing.
    pub version: i64,
    /// How far it has come.
    pub stage: Stage,
    /// The id that its response has, or will have.
    pub response: ResponseId,
    /// The revision of the survey.
    pub revision: Revision,
    /// From which ward it came back.
    pub ward: WardCode,
    /// What it was printed for besides.
    pub given: Givens,
    /// In which language it is.
    pub language: Language,
    /// The day on which it came back.
    pub returned_on: Date,
    /// Whether its survey was in rehearsal when it was begun.
    pub rehearsed: bool,
    /// The keyed hash of its code, until it is a response.
    pub code_hash: Option<[u8; 32]>,
    /// Whether somebody said that there is another sheet of this code.
    pub again: bool,
    /// When it was begun.
    pub begun_at: Minute,
    /// Who types it in.
    pub first_by: String,
    /// What was typed.
    pub first: Texts,
    /// Who types it in again.
    pub second_by: Option<String>,
    /// What was typed the second time.
    pub second: Texts,
    /// By whom it was settled.
    pub settled_by: Option<String>,
    /// When.
    pub settled_at: Option<String>,
    /// What became of its response.
    pub stored: Option<Stored>,
}

/// What texts of a sheet say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What stands on it.
    pub paper: PaperResponse,
    /// Where a text means nothing that can stand there.
    pub slips: Vec<(QuestionId, Slip)>,
}

impl Read {
    /// What `texts` say by the rules of `survey`.
    pub fn of(survey: &Survey, texts: &Texts) -> Self {
        let texts = texts.iter().map(|(id, text)| (id, text.as_str()));
        let (paper, slips) = PaperResponse::of_typed(survey.questionnaire(), texts);
        Self { paper, slips }
    }
}

impl TypedForm {
    /// Its circumstances by `survey`, its revision.
    pub fn setting(&self, survey: &Survey) -> Option<Setting> {
        survey.setting(self.ward, self.given.clone()).ok()
    }

    /// Whoever is at it now.
    pub fn typist(&self) -> Option<&str> {
        match self.stage {
            Stage::First => Some(&self.first_by),
            Stage::Second => self.second_by.as_deref(),
            Stage::Typed | Stage::Differs | Stage::Kept | Stage::Discarded => None,
        }
    }

    /// What whoever is at it has typed.
    pub fn texts(&self) -> &Texts {
        if self.stage == Stage::Second { &self.second } else { &self.first }
    }

    /// The same with other texts of whoever is at it.
    #[must_use]
    pub fn typing(mut self, texts: Texts) -> Self {
        if self.stage == Stage::Second {
            self.second = texts;
        } else {
            self.first = texts;
        }
        self
    }

    /// Whether somebody of that name may type it in again: whoever has not typed it before.
    pub fn may_be_typed_again_by(&self, name: &str) -> bool {
        self.stage == Stage::Typed && self.second_by.is_none() && self.first_by != name
    }

    /// Whether somebody of that name was one of the two.
    pub fn is_of(&self, name: &str) -> bool {
        self.first_by == name || self.second_by.as_deref() == Some(name)
    }

    /// The questions at which the two entries differ.
    pub fn differences<'s>(&self, survey: &'s Survey) -> Vec<&'s Question> {
        let (first, second) = (Read::of(survey, &self.first).paper, Read::of(survey, &self.second).paper);
        first.differences(&second, survey.questionnaire())
    }

    /// The same once both entries are there: with differences to be decided, or none.
    #[must_use]
    pub fn compared(mut self, survey: &Survey) -> Self {
        self.stage = if self.differences(survey).is_empty() { Stage::Typed } else { Stage::Differs };
        self
    }

    /// The same once it was settled: what was typed is in its response, and which code came with it is not told.
    #[must_use]
    pub fn settled(mut self, stage: Stage, by: &str, at: Minute, stored: Option<Stored>) -> Self {
        self.stage = stage;
        (self.first, self.second, self.code_hash) = (Texts::new(), Texts::new(), None);
        (self.settled_by, self.settled_at, self.stored) = (Some(by.to_owned()), Some(at.to_string()), stored);
        self
    }

    /// The response that these texts make. The same sheet gives the same one, so that it is taken in once.
    pub fn response(&self, paper: &PaperResponse) -> Option<WireResponse> {
        let answers = serde_json::to_value(paper).ok()?;
        let given = self.given.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        // Nobody holds a receipt of it: this is the hash of none.
        let digest = Sha256::digest(format!("koe typed form {}", self.response));
        let receipt_hash: ReceiptHash = Hash(digest.into()).to_string().parse().ok()?;
        let returned = Minute::of_midnight_in_japan(self.returned_on);
        Some(WireResponse {
            id: self.response,
            survey: self.survey.clone(),
            revision: self.revision.clone(),
            ward: self.ward,
            mode: Mode::Paper,
            assisted: false,
            language: self.language.clone(),
            given: Once(given),
            receipt_hash,
            started_at: returned,
            finished_at: returned,
            answers: Once(answers.as_object()?.iter().map(|(id, mark)| (id.clone(), mark.clone())).collect()),
        })
    }
}
