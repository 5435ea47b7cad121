//! Somebody answers: the form's own rules decide, and what they want done is done as a tablet does it.

use questionnaire::{Givens, INTERVIEWER, Language, SurveyId, is_interviewer};

use super::Turn;
use crate::asked::Asked;
use crate::effect::{Effect, Focus};
use crate::message::Message;
use crate::state::{Arrival, Holdings, State};
use crate::tablet::effect::Task;
use crate::tablet::own::DeviceMode;
use crate::tablet::state::{Stage, Visit};
use crate::update::update;

/// Milliseconds without a second being counted after which it is taken that the tablet slept, and that whoever wakes it is
/// somebody else.
const SLEPT_MS: u64 = 60_000;

/// Seconds of listening after a touch that do not count as nobody being there. The longest question is read in less; of a
/// voice that never says that it has ended, nobody's answers are to stay on the screen.
const LISTENING_S_MAX: u32 = 180;

impl Turn<'_> {
    pub(super) fn began(&mut self, survey: &SurveyId, language: &Language) {
        let idle = matches!(self.tablet.stage, Stage::Idle);
        if !idle || self.tablet.hindrance().is_some() || self.tablet.desk.interviewer_wrong {
            return;
        }
        let Some(state) = self.fresh_state(survey, language) else { return };
        self.tablet.visits += 1;
        let number = self.tablet.visits;
        self.tablet.stage =
            Stage::Visit(Box::new(Visit { number, state, quiet_s: 0, heard_s: 0, assists: self.tablet.desk.assisted }));
        self.tasks.push(Task::FillScreen);
        self.visit_told(number, Message::DeviceRead(Some(Box::default())));
    }

    /// A form that nobody has touched yet.
    fn fresh_state(&self, survey: &SurveyId, language: &Language) -> Option<State> {
        let offer = self.tablet.open().into_iter().find(|offer| offer.published.survey.id() == survey)?;
        let device = self.tablet.device()?;
        let mut givens = Givens::new();
        let interviewer = self.tablet.desk.interviewer.trim();
        if device.mode == DeviceMode::Field && is_interviewer(interviewer) {
            givens.insert(INTERVIEWER.parse().ok()?, interviewer.to_owned());
        }
        let (ward, language) = (Some(device.ward), language.clone());
        let arrival = Arrival { survey: Some(survey.clone()), ward, givens, ..Arrival::default() };
        let seed = u32::from(self.moment.random.first().copied().unwrap_or_default());
        let mut state = State::new(arrival, language, seed);
        state.mode = device.mode.into();
        state.published = Some(offer.published.clone());
        state.learned.clone_from(&self.tablet.words);
        state.online = self.tablet.online;
        state.seals = self.tablet.seals;
        state.voices.clone_from(&self.tablet.voices);
        Some(state)
    }

    /// Something has happened to a visit, if it is still there.
    pub(super) fn visit_told(&mut self, number: u32, message: Message) {
        if let Message::Sealed(_, done) = &message {
            self.tablet.seals |= done;
        }
        let ends = matches!(
            message,
            Message::LeaveAsked | Message::RestartConfirmed | Message::EraseConfirmed | Message::ReloadAsked
        );
        if ends && self.tablet.visit().is_some_and(|visit| visit.number == number) {
            return self.left();
        }
        let moment = self.moment;
        let Some(visit) = self.visit_numbered(number) else { return };
        let effects = update(&mut visit.state, message, moment);
        for effect in effects {
            self.do_for_visit(number, effect);
        }
        self.note_assistance(number);
    }

    /// The form stands only once it is known that the device can seal.
    fn note_assistance(&mut self, number: u32) {
        let Some(visit) = self.visit_numbered(number).filter(|visit| visit.state.form().is_some()) else { return };
        if std::mem::take(&mut visit.assists) {
            self.visit_told(number, Message::AssistedSwitched);
        }
    }

    fn visit_numbered(&mut self, number: u32) -> Option<&mut Visit> {
        let shown = if let Stage::Visit(visit) = &mut self.tablet.stage { Some(visit) } else { None };
        let leaving = self.tablet.leaving.as_mut();
        shown.into_iter().chain(leaving).find(|visit| visit.number == number).map(Box::as_mut)
    }

    /// What the form wants done. Nothing of it is kept but what is finished, and nothing of it is in the history.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is left is of a device that keeps things")]
    fn do_for_visit(&mut self, number: u32, effect: Effect) {
        match effect {
            Effect::Hold(_) => self.visit_told(number, Message::HoldTaken(false)),
            Effect::ReadDevice(_) => self.visit_told(number, Message::DeviceRead(Some(Box::new(Holdings::default())))),
            Effect::FetchWords(language) | Effect::LearnWords(language) => {
                self.visit_told(number, Message::WordsFetched(language, None));
            }
            Effect::GoBack(steps) => self.turn_back(number, steps),
            Effect::Seal(packed, keys) => self.tasks.push(Task::Seal(number, packed, keys)),
            Effect::ReadAloud(reads) => self.tasks.push(Task::ReadAloud(reads)),
            Effect::CheckCode { survey, code } => self.tasks.push(Task::CheckCode(number, survey, code)),
            Effect::Queue(parcel, _) => {
                self.tablet.leaving.take_if(|visit| visit.number == number);
                self.write(*parcel);
            }
            Effect::Focus(focus) if self.tablet.visit().is_some_and(|visit| visit.number == number) => {
                self.tasks.push(Task::Focus(focus));
            }
            _ => {}
        }
    }

    /// The voices are the tablet's, and the next visitor's too.
    pub(super) fn voice_heard(&mut self, voices: Option<String>) {
        if let Some(voices) = &voices {
            self.tablet.voices.clone_from(voices);
        }
        if let Some(number) = self.tablet.visit().map(|visit| visit.number) {
            self.visit_told(number, Message::VoiceHeard(voices));
        }
    }

    fn turn_back(&mut self, number: u32, steps: usize) {
        let mark = self.visit_numbered(number).and_then(|visit| Some(visit.state.form()?.draft.mark_back(steps)));
        self.visit_told(number, Message::Travelled(mark));
    }

    /// Back leads to the page before, as everywhere; from the first page it leads nowhere.
    pub(super) fn back_pressed(&mut self) {
        self.touched();
        let asked = |visit: &&Visit| visit.state.form().is_some() && !visit.state.begins_here();
        if let Some(number) = self.tablet.visit().filter(asked).map(|visit| visit.number) {
            self.visit_told(number, Message::Retreated);
        } else if matches!(self.tablet.stage, Stage::Pin(_) | Stage::Staff(_)) {
            self.closed();
        }
    }

    pub(super) fn touched(&mut self) {
        if let Stage::Visit(visit) = &mut self.tablet.stage {
            visit.quiet_s = 0;
            visit.heard_s = 0;
        }
    }

    /// A second more without a touch.
    pub(super) fn count_quiet(&mut self, slept_ms: u64) {
        let Some(device) = self.tablet.device().cloned().filter(|device| device.mode == DeviceMode::Kiosk) else {
            return;
        };
        let Stage::Visit(visit) = &mut self.tablet.stage else { return };
        // Whoever is read to listens, and touches nothing meanwhile.
        if visit.state.reading && visit.heard_s < LISTENING_S_MAX && slept_ms <= SLEPT_MS {
            visit.heard_s += 1;
            return;
        }
        visit.quiet_s += 1;
        if slept_ms > SLEPT_MS || visit.warning(&device) == Some(0) {
            self.abandoned();
        }
    }

    /// Nobody is there any more. What only the last button was missing of is sent, where the survey says so; everything
    /// else is forgotten.
    fn abandoned(&mut self) {
        let sends = self.tablet.visit().is_some_and(|visit| is_sent_unasked(&visit.state));
        if !sends {
            return self.left();
        }
        let Stage::Visit(visit) = std::mem::replace(&mut self.tablet.stage, Stage::Idle) else { return };
        let number = visit.number;
        self.tablet.leaving = Some(visit);
        self.visit_told(number, Message::SendAsked);
        self.clear();
    }

    /// The visitor has gone, or the collector gets the tablet back.
    pub(super) fn left(&mut self) {
        if matches!(self.tablet.stage, Stage::Visit(_)) {
            self.clear();
        }
    }

    /// The next person finds nothing of the last one.
    fn clear(&mut self) {
        let field = self.tablet.device().is_some_and(|device| device.mode == DeviceMode::Field);
        self.tablet.stage = if field { Stage::HandBack } else { Stage::Idle };
        self.tasks.extend([Task::ReadAloud(false), Task::Wipe, Task::Focus(Focus::Heading), Task::AskRoom]);
    }
}

/// Whether only the last button is missing, in a survey whose visits are sent even so.
fn is_sent_unasked(state: &State) -> bool {
    let sends = |asked: &Asked<'_>| asked.published.survey.abandoned() == questionnaire::Abandoned::Send;
    state.asked().is_some_and(|asked| sends(&asked) && asked.shortcoming().is_none())
}
