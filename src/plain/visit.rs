//! One page that comes in, and the one that goes out for it.

use std::sync::Arc;

use outbox::Outbox;
use questionnaire::{Acknowledged, Choices, Code, Input, Kind, Language, QuestionId};

use super::doubt::Doubt;
use super::drawing::{Drawn, drawn};
use super::sent::Sent;
use super::setback::{Reply, Setback};
use super::sheet::{Enter, Sheet};
use super::{press, taking};
use crate::draft::{Draft, Place};
use crate::effect::{Effect, Focus};
use crate::message::{CodeStanding, Message, Moment};
use crate::parcel::{Heard, Kept, Slip};
use crate::published::Published;
use crate::screen::{self, Report, Scene};
use crate::state::{Arrival, Form, Screen, State, Storage, Verdict};
use crate::words::Word;

/// The random bytes of one form, drawn when it is first opened. Id and receipt follow from them, so that a form that
/// is sent twice is the same response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dice(pub [u8; 45]);

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
            Effect::FetchWords(language) => self.tell(Message::WordsFetched(language, None)),
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

    /// The page that goes out.
    pub fn draw(mut self) -> Drawn {
        self.state.note_seen();
        let title = self.title();
        let language = self.state.language.html_lang().to_owned();
        let report = Report::Posted(Box::new(self.sheet()));
        let state = self.state;
        let body = drawn(move || screen::show(Scene { state: &state, on: &report }));
        Drawn { title, language, body }
    }

    /// The title begins with the word for what is to be mended: it is what is read out first.
    fn title(&self) -> String {
        let title = screen::title(&self.state).unwrap_or_default();
        let Some(tongue) = self.state.tongue() else { return title };
        if self.conflict {
            return tongue.plain(Word::PlainConflictTitle);
        }
        let Some(word) = self.complaint() else { return title };
        [&tongue.plain(word), ": ", &title].concat()
    }

    fn complaint(&self) -> Option<Word> {
        let form = self.state.form()?;
        match self.setback {
            Some(Setback::NotOpen | Setback::Busy | Setback::Refused) => return Some(Word::WaitingTitle),
            Some(Setback::CodesUnheard | Setback::Changed | Setback::Unclear) => return Some(Word::NoticeHeading),
            None => {}
        }
        let fault = match form.draft.place() {
            Place::Code => matches!(form.code.verdict, Verdict::Empty | Verdict::Unknown | Verdict::Used),
            Place::Ward => form.tried.is_some() && form.draft.ward.is_none(),
            Place::Page(_) => self.state.asked().is_some_and(|asked| !asked.findings().is_empty()),
            Place::Opening | Place::Review => false,
        };
        (fault || !self.doubts.is_empty()).then_some(Word::FindingsError)
    }

    fn sheet(&self) -> Sheet {
        let form = self.state.form();
        Sheet {
            action: self.action(),
            hidden: self.hidden(),
            others: form.map(|form| form.draft.others.clone()).unwrap_or_default(),
            doubts: self.doubts.clone(),
            setback: self.setback,
            focus: self.focus == Some(Focus::Findings),
            enter: self.enter(),
        }
    }

    /// What Enter does in a box: it never sends.
    fn enter(&self) -> Option<Enter> {
        let sends_at_once = self.state.published.as_deref().is_some_and(Published::is_pulse);
        match self.state.form()?.draft.place() {
            Place::Opening => None,
            Place::Page(_) if sends_at_once => Some(Enter::Here),
            Place::Code | Place::Ward | Place::Page(_) => Some(Enter::Next),
            Place::Review => Some(Enter::Here),
        }
    }

    /// The address of the form as it is to be opened anew: with what the link brought, and without anything entered.
    fn action(&self) -> String {
        let Some(published) = self.state.published.as_deref() else { return String::new() };
        let mut address =
            ["/s/", published.survey.id().as_str(), "/plain?lang=", self.state.language.as_str()].concat();
        let Some(form) = self.state.form() else { return address };
        if let Some(ward) = form.draft.ward.filter(|_| form.draft.ward_given) {
            address.push_str(&["&ward=", &ward.to_string()].concat());
        }
        for (name, values) in published.survey.questionnaire().givens() {
            // Only values that the survey names: those need no encoding.
            if let Some(value) = form.draft.givens.get(name).filter(|value| values.contains(value)) {
                address.push_str(&["&", name.as_str(), "=", value].concat());
            }
        }
        address
    }

    /// What the page carries: the draft until it is sent, and after that nothing of what was answered.
    fn hidden(&self) -> Vec<(&'static str, String)> {
        let dice = ("dice", self.dice().to_string());
        match &self.state.screen {
            Screen::Form(form) => {
                let mut hidden = vec![("draft", json(&form.draft)), dice];
                hidden.extend(form.tried.as_ref().map(|tried| ("tried", json(tried))));
                let verdict = match form.code.verdict {
                    Verdict::None | Verdict::Checking => None,
                    Verdict::Empty => Some("empty"),
                    Verdict::Unknown => Some("unknown"),
                    Verdict::Used => Some("used"),
                };
                hidden.extend(verdict.map(|verdict| ("verdict", verdict.to_owned())));
                hidden
            }
            // The answer number is of no use any more, and the next person at this device need not see it.
            Screen::Done(slip) => vec![("slip", json(&Slip { code: None, ..(**slip).clone() }))],
            Screen::Loading(_) | Screen::Broken(_) | Screen::Held => Vec::new(),
        }
    }
}

impl Dice {
    fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 45];
        if text.len() != 90 || !text.is_ascii() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for Dice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// A ranking can only be mended by buttons, and what cannot be seen has none.
fn fit_ranking(input: &mut Input, choices: &Choices) {
    match input {
        Input::Ranking(codes) => {
            codes.retain(|code| choices.find(code).is_some());
            if codes.is_empty() {
                *input = Input::Blank;
            }
        }
        Input::Blank | Input::Escape(_) => {}
        Input::Choice(_) | Input::Choices(_) | Input::Typed(_) | Input::Rating(_) => *input = Input::Blank,
    }
}

/// The language itself, where the form can be drawn in it; otherwise one in which it can.
fn spoken(published: &Published, language: &Language) -> Language {
    let is_spoken = |language: &&Language| published.speaks(language) && published.interface.words(language).is_some();
    let languages = std::iter::once(language).chain(published.survey.languages());
    languages.clone().find(is_spoken).unwrap_or(language).clone()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Makes a draft fit a survey that may not be the one it began with: what is not asked any more is passed over, and
/// the answers stay.
fn fit(draft: &mut Draft, published: &Published) {
    let questionnaire = published.survey.questionnaire();
    for question in questionnaire.questions() {
        if let (Kind::Ranking { choices, .. }, Some(input)) = (question.kind(), draft.inputs.get_mut(question.id())) {
            fit_ranking(input, choices);
        }
    }
    if draft.ward.is_some_and(|ward| !published.survey.wards().contains_key(&ward)) {
        draft.ward = None;
        draft.ward_given = false;
    }
    let step = draft.step.min(draft.trail.len().saturating_sub(1));
    let exists = |place: &Place| !matches!(place, Place::Page(id) if questionnaire.question(id).is_none());
    let passed = draft.trail.iter().take(step + 1).filter(|place| exists(place)).count();
    draft.trail.retain(exists);
    if passed == 0 {
        draft.trail.insert(0, published.first_place(draft.ward_given));
    }
    draft.step = passed.saturating_sub(1);
    if !exists(&draft.left_at) {
        draft.left_at = draft.place().clone();
    }
    let asked = matches!(draft.place(), Place::Page(_) | Place::Review);
    if asked && draft.ward.is_none() {
        draft.trail.truncate(draft.step);
        draft.trail.push(Place::Ward);
    }
}
