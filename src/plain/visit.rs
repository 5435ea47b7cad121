//! One page that comes in, and what becomes of it.

mod fitting;
mod page;

use std::sync::Arc;

use outbox::Outbox;
use questionnaire::{Acknowledged, Code, Language, Minute, QuestionId};

use super::dice::Dice;
use super::doubt::Doubt;
use super::sent::Sent;
use super::setback::{Reply, Setback};
use super::sheet::Enter;
use super::{press, taking};
use crate::draft::{Draft, Place};
use crate::effect::{Effect, Focus};
use crate::message::{CodeStanding, Message, Moment};
use crate::parcel::{Heard, Kept, Slip};
use crate::published::Published;
use crate::state::{Arrival, Form, Screen, State, Storage, Verdict};
use fitting::{fit, spoken};

/// What only an office can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// Ask what is known of an answer number.
    CheckCode {
        /// The number.
        code: String,
    },
    /// Take the response in.
    Send {
        /// The response as JSON.
        body: String,
        /// The answer number that goes with it.
        code: Option<String>,
    },
    /// Look whether the response of a receipt is stored.
    LookUp {
        /// The receipt's slip.
        slip: Box<Slip>,
    },
}

/// A page does not say what was entered before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the page does not carry a draft of this survey")]
pub struct Unread;

/// Somebody at one page of the form.
#[derive(Debug)]
pub struct Visit {
    state: State,
    moment: Moment,
    errand: Option<Errand>,
    doubts: Vec<Doubt>,
    setback: Option<Setback>,
    focus: Option<Focus>,
    /// The draft as it was before it was sent.
    unsent: Option<Box<Draft>>,
    conflict: bool,
}

impl Visit {
    /// Somebody opens the form.
    pub fn open(published: Arc<Published>, arrival: Arrival, dice: Dice, unix_ms: u64) -> Self {
        let language = published.survey.languages().first().cloned();
        let language = arrival.language.clone().or(language);
        let mut visit = Self::at(arrival, language, dice, unix_ms);
        visit.state.published = Some(published);
        // There is no device, so nothing is on it.
        visit.tell(Message::DeviceRead(None));
        visit
    }

    fn at(arrival: Arrival, language: Option<Language>, dice: Dice, unix_ms: u64) -> Self {
        #[expect(clippy::expect_used, reason = "a constant tag")]
        let language = language.unwrap_or_else(|| "ja".parse().expect("ja is a language"));
        Self {
            state: State::new(arrival, language, 0),
            moment: Moment { unix_ms, random: dice.0 },
            errand: None,
            doubts: Vec::new(),
            setback: None,
            focus: None,
            unsent: None,
            conflict: false,
        }
    }

    /// Somebody sends a page back. `fresh` are the dice for a page that has lost its own.
    pub fn take(published: Arc<Published>, sent: &Sent, fresh: Dice, unix_ms: u64) -> Result<Self, Unread> {
        let dice = sent.one("dice").and_then(Dice::parse).unwrap_or(fresh);
        if sent.one("draft").is_none()
            && let Some(slip) = sent.told::<Slip>("slip").filter(|slip| slip.survey == *published.survey.id())
        {
            return Ok(Self::with_slip(published, slip, sent, dice, unix_ms));
        }
        let draft: Draft = sent.told("draft").ok_or(Unread)?;
        if draft.survey != *published.survey.id() {
            return Err(Unread);
        }
        let arrival = Arrival {
            survey: Some(draft.survey.clone()),
            ward: draft.ward.filter(|_| draft.ward_given),
            givens: draft.givens.clone(),
            ..Arrival::default()
        };
        let mut visit = Self::at(arrival, Some(draft.language.clone()), dice, unix_ms);
        visit.state.storage = Storage::Absent;
        visit.state.ready = true;
        visit.return_to(published, draft);
        visit.begin_late();
        visit.recall(sent);
        visit.read(sent);
        visit.press(sent);
        Ok(visit)
    }

    /// The draft as it fits the survey in the revision that is asked now.
    fn return_to(&mut self, published: Arc<Published>, mut draft: Draft) {
        if draft.revision != published.revision {
            draft.revision = published.revision.clone();
            self.setback = Some(Setback::Changed);
        }
        draft.language = spoken(&published, &draft.language);
        self.state.language = draft.language.clone();
        self.state.ruby = draft.ruby;
        fit(&mut draft, &published);
        self.state.published = Some(published);
        self.state.screen = Screen::Form(Box::new(Form::of(draft)));
    }

    /// A page that was drawn for everyone does not know when this person began.
    fn begin_late(&mut self) {
        let now = Minute::from_unix_ms(i64::try_from(self.moment.unix_ms).unwrap_or_default());
        if let Screen::Form(form) = &mut self.state.screen
            && *form.draft.place() != Place::Opening
        {
            form.draft.started_at.get_or_insert(now);
        }
    }

    /// What concerned only the screen, and was on the page beside the draft.
    fn recall(&mut self, sent: &Sent) {
        if let Screen::Form(form) = &mut self.state.screen {
            form.tried = sent.told::<Acknowledged>("tried");
            form.code.verdict = match sent.one("verdict") {
                Some("empty") => Verdict::Empty,
                Some("unknown") => Verdict::Unknown,
                Some("used") => Verdict::Used,
                Some(_) | None => Verdict::None,
            };
        }
    }

    fn read(&mut self, sent: &Sent) {
        let Some((published, form)) = self.state.published.clone().zip(self.state.form()) else { return };
        let verdict = form.code.verdict;
        let seen = form.draft.seen.clone();
        let told = taking::read(&published, &form.draft, sent);
        for message in told.messages {
            self.tell(message);
        }
        if let Screen::Form(form) = &mut self.state.screen {
            form.code.verdict = verdict;
            // What an answer brings onto the page is not on the one that came in.
            form.draft.seen = seen;
            if told.ward_unclear {
                form.draft.ward = None;
            }
        }
        self.doubts = told.doubts;
        self.focus = None;
    }

    fn press(&mut self, sent: &Sent) {
        let buttons = sent.all("do");
        let at_review = self.state.form().is_some_and(|form| *form.draft.place() == Place::Review);
        let pressed = match buttons.as_slice() {
            [press::HERE] => return,
            ["next"] if at_review => return,
            // Enter in a box, in a browser that names no button then.
            [] if self.enter() != Some(Enter::Next) => return,
            [] => Some(Message::Advanced),
            [value] => press::message(value),
            _ => None,
        };
        let Some(message) = pressed.filter(|message| self.can_be_pressed(message)) else {
            self.setback = Some(Setback::Unclear);
            self.focus = Some(Focus::Findings);
            return;
        };
        let leaves = press::stays_at(&message).is_none()
            && !matches!(message, Message::LanguageChosen(_) | Message::RubySwitched);
        if leaves && !self.doubts.is_empty() {
            self.focus = Some(Focus::Findings);
            return;
        }
        if leaves {
            self.unsent = self.state.form().map(|form| Box::new(form.draft.clone()));
        }
        self.tell(message);
    }

    /// Whether there is such a button: what it names is part of the survey.
    fn can_be_pressed(&self, message: &Message) -> bool {
        let Some(published) = self.state.published.as_deref() else { return false };
        let question = |id: &QuestionId| published.survey.questionnaire().question(id);
        let choice = |id: &QuestionId, code: &Code| question(id).and_then(|question| question.choices()?.find(code));
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others name nothing")]
        match message {
            Message::LanguageChosen(language) => spoken(published, language) == *language,
            Message::ChangeSought(Place::Page(id)) | Message::Cleared(id) => question(id).is_some(),
            Message::Ranked(id, code) | Message::RankMoved(id, code, _) | Message::RankRemoved(id, code) => {
                choice(id, code).is_some()
            }
            _ => true,
        }
    }

    fn with_slip(published: Arc<Published>, slip: Slip, sent: &Sent, dice: Dice, unix_ms: u64) -> Self {
        let language = spoken(&published, &slip.language);
        let mut visit = Self::at(Arrival::default(), Some(language), dice, unix_ms);
        visit.state.ruby = slip.ruby;
        visit.state.published = Some(published);
        visit.state.storage = Storage::Absent;
        let unkept = Slip { kept: None, ..slip };
        visit.state.screen = Screen::Done(Box::new(unkept.clone()));
        visit.errand = Some(Errand::LookUp { slip: Box::new(unkept) });
        if let [value] = sent.all("do").as_slice()
            && let Some(message @ (Message::LanguageChosen(_) | Message::RubySwitched)) = press::message(value)
            && visit.can_be_pressed(&message)
        {
            visit.tell(message);
        }
        visit
    }

    /// What the office has to do before the page can be drawn.
    pub fn errand(&mut self) -> Option<Errand> {
        self.errand.take()
    }

    /// What is known of the answer number; nothing, while none is listened to.
    pub fn code_checked(&mut self, standing: Option<CodeStanding>) {
        let at_code = self.state.form().is_some_and(|form| *form.draft.place() == Place::Code);
        if standing.is_some() || !at_code {
            return self.tell(Message::CodeChecked(standing));
        }
        self.setback = Some(Setback::CodesUnheard);
        self.focus = Some(Focus::Findings);
        if let Screen::Form(form) = &mut self.state.screen {
            form.code.verdict = Verdict::None;
        }
    }

    /// What became of the response.
    pub fn sent(&mut self, heard: Heard) {
        let Screen::Done(slip) = &self.state.screen else { return };
        let (id, reply) = (slip.id.uuid(), Reply::of(&heard));
        match reply {
            Reply::Kept => self.tell(Message::SendSettled(id, Some(heard))),
            Reply::Conflict => self.conflict = true,
            Reply::NotKept(setback) => {
                self.unsend();
                self.setback = Some(setback);
                self.focus = Some(Focus::Findings);
            }
            Reply::CodeUnknown => {
                self.unsend();
                self.tell(Message::CodeChecked(Some(CodeStanding::Unknown)));
            }
        }
    }

    /// Back to where it was sent from, with everything as it was.
    fn unsend(&mut self) {
        self.state.outbox = Outbox::new(0);
        self.state.parcels.clear();
        if let Some(draft) = self.unsent.take() {
            self.state.screen = Screen::Form(Box::new(Form::of(*draft)));
        }
    }

    /// How the response of the receipt is stored, if it is.
    pub fn looked_up(&mut self, kept: Option<Kept>) -> Result<(), Unread> {
        let Screen::Done(slip) = &mut self.state.screen else { return Err(Unread) };
        slip.kept = kept;
        kept.map(|_| ()).ok_or(Unread)
    }

    /// Whether another response came from the same form before.
    pub fn is_conflict(&self) -> bool {
        self.conflict
    }

    /// What is on the screen.
    pub fn state(&self) -> &State {
        &self.state
    }

    fn tell(&mut self, message: Message) {
        for effect in crate::update::update(&mut self.state, message, &self.moment) {
            self.perform(effect);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a page without script has no device, and its history is the browser's"
    )]
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Hold(_) => self.tell(Message::HoldTaken(false)),
            // Whatever words the office has are there already.
            Effect::FetchWords(language) | Effect::LearnWords(language) => {
                self.tell(Message::WordsFetched(language, None));
            }
            Effect::ReadDevice(_) => self.tell(Message::DeviceRead(None)),
            Effect::GoBack(steps) => {
                let mark = self.state.form().map(|form| form.draft.mark_back(steps));
                self.tell(Message::Travelled(mark));
            }
            Effect::CheckCode { code, .. } => self.errand = Some(Errand::CheckCode { code }),
            // It is the office that seals what comes in clear.
            Effect::Seal(packed, _) => self.tell(Message::Sealed(packed, true)),
            Effect::Send(parcel) => self.errand = Some(Errand::Send { body: parcel.body, code: parcel.code }),
            Effect::Focus(focus) => self.focus = Some(focus),
            _ => {}
        }
    }

    /// The random bytes of the form, which only its page holds.
    pub fn dice(&self) -> Dice {
        Dice(self.moment.random)
    }

    /// Whether it is a form that is shown, and not why there is none.
    pub(super) fn is_form(&self) -> bool {
        matches!(self.state.screen, Screen::Form(_)) && !self.state.is_refused()
    }

    /// The person begins, at an hour that is not known yet.
    pub(super) fn start(&mut self) {
        self.tell(Message::Started);
        if let Screen::Form(form) = &mut self.state.screen {
            form.draft.started_at = None;
        }
    }

    /// Whether the opening is shown.
    pub(super) fn is_at_opening(&self) -> bool {
        self.state.form().is_some_and(|form| *form.draft.place() == Place::Opening)
    }
}
