//! A person with a device, a browser's history and an office that may be out of reach, all of them pretended.

use koe::draft::{Draft, Mark, Place};
use koe::effect::{Effect, Event, Records};
use koe::message::{CodeStanding, Message, Moment};
use koe::parcel::{Heard, Packed, Parcel, Slip};
use koe::state::{Arrival, Form, Holdings, Screen, State};
use koe::update::update;
use questionnaire::tree::{FromNode, read};
use questionnaire::{Input, Picked};

use crate::survey::{in_all_languages, payload, pulse, words};

/// What the office does with what it is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Office {
    Away,
    Stores,
    Refuses,
    SignInPage,
    /// It asks to be left alone for an hour.
    Busy,
}

/// What comes back from the device, where everything rests as text.
fn rested<T: serde::Serialize + FromNode + PartialEq + std::fmt::Debug>(kept: &T) -> T {
    let back = read(&serde_json::to_string(kept).unwrap()).expect("what was written can be read");
    assert_eq!(*kept, back);
    back
}

/// What comes of sealing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealing {
    Works,
    Fails,
    /// It is under way for as long as the test likes.
    Lasts,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a thing that may go wrong by itself")]
pub(crate) struct Person {
    pub(crate) state: State,
    pub(crate) device: Holdings,
    pub(crate) keeps: bool,
    /// Whether another tab holds by now what this one would write.
    pub(crate) taken: bool,
    /// How often it was tried whether there is room on the device.
    pub(crate) room_sought: usize,
    /// How often the device was asked for its voices.
    pub(crate) voices_sought: usize,
    /// How often it was to read aloud, and to be silent.
    pub(crate) read_aloud: Vec<bool>,
    /// Whether what is to be deleted is off the device at once; else it is under way for as long as the test likes.
    pub(crate) forgets: bool,
    /// The language in which the office gives the page to this browser.
    pub(crate) browser_language: &'static str,
    /// Whether what is finished can be written down.
    pub(crate) queues: bool,
    pub(crate) office: Office,
    pub(crate) codes: Option<CodeStanding>,
    pub(crate) sealing: Sealing,
    /// What was handed over to be sealed, and to which keys.
    pub(crate) to_seal: Vec<(Option<Packed>, String)>,
    pub(crate) sent: Vec<Parcel>,
    pub(crate) told: Vec<Event>,
    pub(crate) saved_file: Option<(String, String)>,
    pub(crate) history: Vec<Option<Mark>>,
    pub(crate) at: usize,
    pub(crate) now_ms: u64,
    pub(crate) wakes_at_ms: Option<u64>,
    published: String,
    dice: u8,
}

impl Person {
    /// Somebody who opens the link for the first time.
    pub(crate) fn new() -> Self {
        Self::with(Holdings::default(), Some("271080"), None, false)
    }

    /// Somebody who opens the link of a survey that is offered in every language.
    pub(crate) fn among_many_languages() -> Self {
        Self::before(in_all_languages(&payload(false)), Holdings::default(), Some("271080"), None)
    }

    /// Somebody who opens the link of a survey of one question.
    pub(crate) fn at_pulse(ward: Option<&str>) -> Self {
        Self::before(pulse("reminded", false), Holdings::default(), ward, None)
    }

    pub(crate) fn with(device: Holdings, ward: Option<&str>, code: Option<&str>, needs_code: bool) -> Self {
        Self::before(payload(needs_code), device, ward, code)
    }

    /// Somebody before whom the office puts this.
    pub(crate) fn before(published: String, device: Holdings, ward: Option<&str>, code: Option<&str>) -> Self {
        let mut person = Self {
            state: State::new(Arrival::default(), "ja".parse().unwrap(), 1),
            device,
            keeps: true,
            taken: false,
            room_sought: 0,
            voices_sought: 0,
            read_aloud: Vec::new(),
            forgets: true,
            browser_language: "ja",
            queues: true,
            office: Office::Stores,
            codes: Some(CodeStanding::Usable),
            sealing: Sealing::Works,
            to_seal: Vec::new(),
            sent: Vec::new(),
            told: Vec::new(),
            saved_file: None,
            history: vec![None],
            at: 0,
            now_ms: 1_795_000_000_000,
            wakes_at_ms: None,
            published,
            dice: 0,
        };
        person.open(Arrival {
            ward: ward.map(|ward| ward.parse().unwrap()),
            code: code.map(str::to_owned),
            ..Arrival::default()
        });
        person
    }

    /// Opens the page, in whatever state device and history are.
    pub(crate) fn open(&mut self, arrival: Arrival) {
        let mark = self.history[self.at].clone().filter(|_| arrival.code.is_none());
        let arrival = Arrival { survey: Some("small-2026".parse().unwrap()), mark, ..arrival };
        self.state = State::new(arrival, self.browser_language.parse().unwrap(), 1);
        let held = self.keeps.then(|| Box::new(self.device.clone()));
        self.tell(Message::DeviceRead(held));
        self.tell(Message::SurveyFetched(Ok(self.published.clone())));
    }

    pub(crate) fn reload(&mut self) {
        self.open(Arrival { ward: self.state.arrival.ward, ..Arrival::default() });
    }

    /// What the device keeps of a person. The words of the interface are nobody's, and their language is the device's.
    pub(crate) fn traces(&self) -> Holdings {
        Holdings { words: Vec::new(), language: None, ..self.device.clone() }
    }

    /// Closes the tab and opens the link anew, and nothing comes from the office.
    pub(crate) fn return_without_network(&mut self) {
        self.history = vec![None];
        self.at = 0;
        let arrival = Arrival { survey: Some("small-2026".parse().unwrap()), ..Arrival::default() };
        self.state = State::new(arrival, "ja".parse().unwrap(), 1);
        self.tell(Message::DeviceRead(Some(Box::new(self.device.clone()))));
        self.tell(Message::SurveyFetched(Err(koe::published::LoadError::Unreachable)));
    }

    /// Closes the tab and opens the link anew.
    pub(crate) fn return_later(&mut self) {
        self.history = vec![None];
        self.at = 0;
        self.reload();
    }

    pub(crate) fn tell(&mut self, message: Message) {
        self.dice = self.dice.wrapping_add(1);
        let random = [self.dice; 45];
        let moment = Moment { unix_ms: self.now_ms, random };
        for effect in update(&mut self.state, message, &moment) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Push(mark) => {
                self.history.truncate(self.at + 1);
                self.history.push(Some(rested(&mark)));
                self.at += 1;
            }
            Effect::Replace(mark) => self.history[self.at] = Some(mark),
            Effect::GoBack(steps) => self.travel(self.at - steps),
            Effect::Hold(_) => self.tell(Message::HoldTaken(false)),
            Effect::TakeOver => {
                self.taken = false;
                self.tell(Message::HoldTaken(true));
            }
            Effect::SeekRoom => self.room_sought += 1,
            Effect::SeekVoices => self.voices_sought += 1,
            Effect::ReadAloud(reads) => self.read_aloud.push(reads),
            Effect::Save(..) | Effect::Queue(..) if self.taken => self.tell(Message::HoldLost),
            Effect::ReadDevice(_) => {
                let held = self.keeps.then(|| Box::new(self.device.clone()));
                self.tell(Message::DeviceRead(held));
            }
            Effect::FetchWords(language) | Effect::LearnWords(language) => {
                let words = (self.office != Office::Away).then(|| words(language.as_str()).to_string());
                self.tell(Message::WordsFetched(language, words));
            }
            Effect::Seal(packed, keys) => self.seal(packed, keys),
            Effect::CheckCode { .. } => self.tell(Message::CodeChecked(self.codes)),
            Effect::WakeAt(ms) => self.wakes_at_ms = Some(ms),
            Effect::Tell(event) => self.told.push(event),
            Effect::SaveFile { name, text } => self.saved_file = Some((name, text)),
            kept => self.keep(kept),
        }
    }

    fn seal(&mut self, packed: Option<Packed>, keys: String) {
        self.to_seal.push((packed.clone(), keys));
        match self.sealing {
            Sealing::Works => self.has_sealed(packed),
            Sealing::Fails => self.tell(Message::Sealed(packed, false)),
            Sealing::Lasts => {}
        }
    }

    /// The browser has sealed this.
    pub(crate) fn has_sealed(&mut self, mut packed: Option<Packed>) {
        if let Some(packed) = &mut packed {
            packed.0.body = format!("sealed, {}", packed.0.id);
        }
        self.tell(Message::Sealed(packed, true));
    }

    fn keep(&mut self, effect: Effect) {
        match effect {
            Effect::Save(draft, change) => {
                self.device.drafts.retain(|kept| kept.key() != draft.key());
                self.device.drafts.push(rested(&*draft));
                self.tell(Message::DraftSaved(change));
            }
            Effect::Queue(parcel, _) if !self.queues => self.tell(Message::QueueFailed(parcel.id.uuid())),
            Effect::Queue(parcel, slip) => {
                let id = parcel.id.uuid();
                self.device.drafts.retain(|draft| draft.key() != parcel.record);
                self.device.slips.push((parcel.record.clone(), rested(&*slip)));
                self.device.parcels.push(rested(&*parcel));
                self.tell(Message::Queued(id));
            }
            Effect::Settle { id, record, kept } => {
                self.device.parcels.retain(|parcel| parcel.id.uuid() != id);
                let slips = self.device.slips.iter_mut().filter(|(key, slip)| *key == record && slip.id.uuid() == id);
                slips.for_each(|(_, slip)| slip.kept = Some(kept));
            }
            Effect::KeepParcel(parcel) => {
                let kept = self.device.parcels.iter_mut().filter(|kept| kept.id == parcel.id);
                kept.for_each(|kept| *kept = rested(&*parcel));
            }
            Effect::Forget { .. } if !self.forgets => {}
            Effect::Forget { records, parcels } => {
                let goes = |key: &str| match &records {
                    Records::All(survey) => key.starts_with(survey.as_str()),
                    Records::One(record) => key == record,
                };
                self.device.drafts.retain(|draft| !goes(&draft.key()));
                self.device.slips.retain(|(key, _)| !goes(key));
                self.device.parcels.retain(|parcel| !parcels.contains(&parcel.id.uuid()));
                self.tell(Message::Forgotten);
            }
            Effect::KeepWords(language, words) => {
                self.device.words.retain(|(kept, _)| *kept != language);
                self.device.words.push((language, words));
            }
            Effect::KeepTextSize(size) => self.device.text_size = Some(size),
            Effect::KeepLanguage(language) => self.device.language = Some(language),
            Effect::Send(parcel) => self.send(*parcel),
            _ => {}
        }
    }

    fn send(&mut self, parcel: Parcel) {
        let id = parcel.id.uuid();
        let retry_after = (self.office == Office::Busy).then(|| "3600".to_owned());
        let body = |body: String, status, problem| Some(Heard { status, retry_after, problem, body });
        let heard = match self.office {
            Office::Away => None,
            Office::Stores => body(format!(r#"{{"id":"{id}","stored":"rehearsal"}}"#), 201, false),
            Office::Refuses => body(r#"{"type":"/problems/not-open","status":403}"#.to_owned(), 403, true),
            Office::Busy => body(String::new(), 503, true),
            Office::SignInPage => body("<html>Welcome to the hall</html>".to_owned(), 200, false),
        };
        self.sent.push(parcel);
        self.tell(Message::SendSettled(id, heard));
    }

    fn travel(&mut self, to: usize) {
        self.at = to;
        self.tell(Message::Travelled(self.history[to].clone()));
    }

    /// The browser's own Back.
    pub(crate) fn back(&mut self) {
        self.travel(self.at - 1);
    }

    /// The browser's own Forward.
    pub(crate) fn forward(&mut self) {
        self.travel(self.at + 1);
    }

    pub(crate) fn form(&self) -> &Form {
        self.state.form().expect("the form is on the screen")
    }

    pub(crate) fn draft(&self) -> &Draft {
        &self.form().draft
    }

    pub(crate) fn slip(&self) -> &Slip {
        if let Screen::Done(slip) = &self.state.screen { slip } else { panic!("nothing was sent") }
    }

    /// Where the person is: a question's id, or the name of the place.
    pub(crate) fn place(&self) -> String {
        match self.draft().place() {
            Place::Page(question) => question.as_str().to_owned(),
            Place::Opening => "opening".to_owned(),
            Place::Code => "code".to_owned(),
            Place::Ward => "ward".to_owned(),
            Place::Review => "review".to_owned(),
        }
    }

    pub(crate) fn choose(&mut self, question: &str, code: &str) {
        let input = Input::Choice(Picked::plain(code.parse().unwrap()));
        self.tell(Message::Changed(question.parse().unwrap(), input));
    }

    pub(crate) fn write(&mut self, question: &str, text: &str) {
        self.tell(Message::Changed(question.parse().unwrap(), Input::Typed(text.to_owned())));
    }

    pub(crate) fn toggle(&mut self, question: &str, code: &str) {
        self.tell(Message::Toggled(question.parse().unwrap(), code.parse().unwrap()));
    }

    pub(crate) fn input(&self, question: &str) -> Input {
        self.draft().input(&question.parse().unwrap()).clone()
    }

    pub(crate) fn next(&mut self) {
        self.tell(Message::Advanced);
    }

    /// Starts, answers "no" and goes on to the review without another answer.
    pub(crate) fn hurry_to_review(&mut self) {
        self.tell(Message::Started);
        self.choose("works", "no");
        for _ in 0..20 {
            if self.place() == "review" {
                return;
            }
            self.next();
        }
        panic!("the review is not reached");
    }
}
