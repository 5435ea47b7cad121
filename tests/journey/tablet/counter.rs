//! The tablet at the counter.

use koe::message::{Message, Moment};
use koe::parcel::{Heard, Parcel};
use koe::state::{Form, Screen};
use koe::tablet::effect::Task;
use koe::tablet::message::{EnrolFault, Happened, Known};
use koe::tablet::own::Own;
use koe::tablet::queue::Waiting;
use koe::tablet::state::{Held, Room, Stage, Tablet, Visit};
use koe::tablet::update::update;
use questionnaire::tree::read;
use questionnaire::{Input, Picked};
use serde_json::json;

use crate::person::Office;
use crate::survey::{ESCROW, WARD, payload, with_keys, words};

/// What the page of a tablet is opened with for the first time.
pub(super) const LINK: &str = "Zm9ydHktdGhyZWUgbGV0dGVycyBvZiBhIHNlY3JldCEh";

#[expect(clippy::struct_excessive_bools, reason = "each is a thing that may go wrong by itself")]
pub(super) struct Counter {
    pub(super) tablet: Tablet,
    pub(super) mode: &'static str,
    pub(super) published: String,
    /// What is on the device, and stays there when the page is loaded again.
    pub(super) own: Option<Own>,
    pub(super) pending: Option<Own>,
    pub(super) kept: Vec<(Parcel, Waiting)>,
    surveys: Vec<String>,
    pub(super) writes: bool,
    pub(super) keeps: bool,
    pub(super) office: Office,
    pub(super) knows_link: bool,
    pub(super) knows_token: bool,
    pub(super) stored: Vec<Parcel>,
    /// Everything that was to be done and leaves no other trace here.
    pub(super) done: Vec<Task>,
    pub(super) reports: Vec<String>,
    /// What was handed over to be sealed.
    pub(super) unsealed: Vec<String>,
    pub(super) now_ms: u64,
    dice: u8,
}

impl Counter {
    /// A tablet that has just opened its link and has a number for staff.
    pub(super) fn set_up(mode: &'static str) -> Self {
        let mut counter = Self::new(mode);
        counter.open(Some(LINK));
        counter.choose_pin("2580", "2580");
        counter
    }

    /// A device on which nothing has happened yet.
    pub(super) fn new(mode: &'static str) -> Self {
        Self {
            tablet: Tablet::new(None, "ja".parse().unwrap(), 1),
            mode,
            published: with_keys(&payload(false), [WARD, ESCROW]),
            own: None,
            pending: None,
            kept: Vec::new(),
            surveys: Vec::new(),
            writes: true,
            keeps: true,
            office: Office::Stores,
            knows_link: true,
            knows_token: true,
            stored: Vec::new(),
            done: Vec::new(),
            reports: Vec::new(),
            unsealed: Vec::new(),
            now_ms: 1_795_000_000_000,
            dice: 0,
        }
    }

    /// Opens the page, in whatever state the device is.
    pub(super) fn open(&mut self, link: Option<&str>) {
        self.tablet = Tablet::new(link.map(str::to_owned), "ja".parse().unwrap(), 1);
        let waiting = self.kept.iter().map(|(_, waiting)| waiting.clone()).collect();
        let held = Held {
            own: self.own.clone(),
            pending: self.pending.clone(),
            words: ["ja", "ja-easy", "en"].map(|tag| (tag.parse().unwrap(), words(tag).to_string())).to_vec(),
            surveys: self.surveys.clone(),
            waiting,
        };
        self.tell(Happened::Opened(self.keeps.then(|| Box::new(held))));
    }

    pub(super) fn choose_pin(&mut self, first: &str, second: &str) {
        for typed in [first, second] {
            self.tell(Happened::PinTyped(typed.to_owned()));
            self.tell(Happened::PinEntered);
        }
    }

    pub(super) fn tell(&mut self, happened: Happened) {
        self.dice = self.dice.wrapping_add(1);
        let moment = Moment { unix_ms: self.now_ms, random: [self.dice; 45] };
        for task in update(&mut self.tablet, happened, &moment) {
            self.perform(task);
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::KeepPending(own) => {
                self.pending = self.keeps.then(|| rested(&own));
                self.tell(Happened::PendingKept(self.keeps));
            }
            Task::KeepOwn(own) => {
                self.own = Some(rested(&own));
                self.pending = None;
            }
            Task::DropPending => self.pending = None,
            Task::Enrol(..) => self.enrol(),
            Task::FetchSurvey(survey) => {
                let json = (self.office != Office::Away).then(|| self.published.clone());
                let result = json.ok_or(koe::published::LoadError::Unreachable);
                self.tell(Happened::SurveyFetched(survey, result));
            }
            Task::KeepSurvey(_, json) => self.surveys = vec![json],
            Task::Seal(number, mut packed, _) => {
                if let Some(packed) = &mut packed {
                    self.unsealed.push(packed.0.body.clone());
                    packed.0.body = format!("sealed, {}", packed.0.id);
                }
                self.tell(Happened::Visit(number, Message::Sealed(packed, true)));
            }
            Task::Write(written) if self.writes => {
                let id = written.1.id;
                self.kept.push(*written);
                self.tell(Happened::Written(id));
            }
            Task::Write(unwritten) => self.tell(Happened::WriteFailed(unwritten)),
            Task::Remove(ids) => self.kept.retain(|(_, waiting)| !ids.contains(&waiting.id)),
            Task::Mark(marks) => {
                for (_, waiting) in &mut self.kept {
                    if let Some(mark) = marks.iter().find(|mark| mark.id == waiting.id) {
                        *waiting = mark.clone();
                    }
                }
            }
            Task::Send(_, ids) => self.send(&ids),
            Task::Report(report) => {
                self.reports.push(report);
                self.tell(Happened::Reported(self.known()));
            }
            Task::Test => self.tell(Happened::Tested(self.known())),
            Task::AskRoom => {}
            other => self.done.push(other),
        }
    }

    fn known(&self) -> Known {
        match (self.office, self.knows_token) {
            (Office::Away | Office::SignInPage, _) => Known::Unheard,
            (_, true) => Known::Yes,
            (_, false) => Known::No,
        }
    }

    fn enrol(&mut self) {
        let device = json!({ "device": "7KQ2MX9A", "mode": self.mode, "name": "1階 窓口", "ward": "271080",
            "surveys": ["small-2026"], "idle_s": 60 });
        let result = match (self.office, self.knows_link) {
            (Office::Away, _) => Err(EnrolFault::Unreachable),
            (_, false) => Err(EnrolFault::Unknown),
            _ => Ok(read(&device.to_string()).unwrap()),
        };
        self.tell(Happened::Enrolled(result));
    }

    fn send(&mut self, ids: &[uuid::Uuid]) {
        let parcel = |id: &uuid::Uuid| self.kept.iter().find(|(_, waiting)| waiting.id == *id);
        let parcels: Vec<_> = ids.iter().filter_map(parcel).collect();
        let told = |line: usize, parcel: &Parcel| match self.office {
            Office::Refuses => json!({ "line": line, "status": 422, "problem": { "type": "urn:koe:problem:invalid" } }),
            _ => json!({ "line": line, "status": 201, "id": parcel.id, "stored": "counted" }),
        };
        let lines = parcels.iter().zip(1..).map(|((parcel, _), line)| told(line, parcel).to_string() + "\n");
        let body = match self.office {
            Office::Away | Office::Busy => None,
            Office::SignInPage => Some("<html>Welcome to the hall</html>".to_owned()),
            Office::Stores | Office::Refuses => Some(lines.collect::<String>()),
        };
        let heard = body.map(|body| Heard { status: 200, retry_after: None, problem: false, body });
        let unknown = Heard { status: 401, retry_after: None, problem: true, body: "{}".to_owned() };
        let heard = if self.knows_token { heard } else { Some(unknown) };
        if self.office == Office::Stores && self.knows_token {
            let sent: Vec<_> = parcels.iter().map(|(parcel, _)| parcel.clone()).collect();
            self.stored.extend(sent);
        }
        self.tell(Happened::Sent(ids.to_vec(), heard));
    }

    /// Lets so many seconds pass.
    pub(super) fn wait(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.now_ms += 1_000;
            self.tell(Happened::Ticked);
        }
    }

    pub(super) fn begin(&mut self) {
        self.tell(Happened::Began("small-2026".parse().unwrap(), "ja".parse().unwrap()));
    }

    pub(super) fn visit(&self) -> &Visit {
        self.tablet.visit().expect("somebody answers")
    }

    pub(super) fn form(&self) -> &Form {
        self.visit().state.form().expect("the form is on the screen")
    }

    pub(super) fn say(&mut self, message: Message) {
        let number = self.visit().number;
        self.tell(Happened::Visit(number, message));
    }

    /// Answers what must be answered and goes on to the review.
    pub(super) fn answer(&mut self) {
        self.say(Message::Started);
        self.say(Message::Changed("works".parse().unwrap(), Input::Choice(Picked::plain("no".parse().unwrap()))));
        for _ in 0..20 {
            if *self.form().draft.place() == koe::draft::Place::Review {
                return;
            }
            self.say(Message::Advanced);
        }
        panic!("the review is not reached");
    }

    /// Begins, answers and sends; the receipt is on the screen then.
    pub(super) fn give_a_response(&mut self) -> String {
        self.begin();
        self.answer();
        self.say(Message::SendAsked);
        self.receipt()
    }

    pub(super) fn receipt(&self) -> String {
        let Screen::Done(slip) = &self.visit().state.screen else { panic!("nothing was sent") };
        slip.receipt.clone()
    }

    pub(super) fn is_idle(&self) -> bool {
        matches!(self.tablet.stage, Stage::Idle)
    }

    pub(super) fn unlock(&mut self, pin: &str) {
        self.tell(Happened::StaffSought);
        self.tell(Happened::PinTyped(pin.to_owned()));
        self.tell(Happened::PinEntered);
    }

    pub(super) fn has_room(&mut self, free_bytes: u64) {
        self.tell(Happened::RoomTold(Room { free_bytes: Some(free_bytes), persistent: true }));
    }
}

/// What comes back from the device, where everything rests as text.
fn rested(own: &Own) -> Own {
    read(&serde_json::to_string(own).unwrap()).expect("what was written can be read")
}
