//! From an empty device to a tablet that invites.

use std::sync::Arc;

use questionnaire::{Language, SurveyId};

use super::Turn;
use crate::effect::Focus;
use crate::published::{LoadError, Published};
use crate::tablet::effect::Task;
use crate::tablet::message::EnrolFault;
use crate::tablet::own::{Device, Own};
use crate::tablet::pin::Pin;
use crate::tablet::queue::Queue;
use crate::tablet::state::{Held, Offer, PinChoice, PinFault, SetupFault, Stage};
use crate::words::Words;

impl Turn<'_> {
    pub(super) fn opened(&mut self, held: Option<Box<Held>>) {
        let Some(held) = held else { return self.stand(Stage::Failed(SetupFault::NoStorage)) };
        let seed = u32::from_le_bytes([0, 1, 2, 3].map(|at| self.moment.random.get(at).copied().unwrap_or_default()));
        self.tablet.queue = Queue::restore(seed, held.waiting, self.moment.unix_ms);
        for (language, json) in &held.words {
            self.learn(language, json);
        }
        for json in held.surveys {
            self.take_offer(json);
        }
        self.tablet.desk.interviewer = held.own.as_ref().map(|own| own.interviewer.clone()).unwrap_or_default();
        self.tablet.own = held.own;
        self.tablet.pending = held.pending;
        let language = self.tablet.language.clone();
        if self.tablet.tongue(&language).is_none() {
            self.tasks.push(Task::FetchWords(language));
        }
        self.tasks.extend([Task::AskRoom, Task::SeekVoices]);
        self.set_up();
    }

    /// Goes on from what is known: with the link that was just opened, else as what the tablet is.
    fn set_up(&mut self) {
        let tablet = &mut *self.tablet;
        let fresh = tablet.link.take().filter(|link| tablet.own.as_ref().is_none_or(|own| own.enrolment != *link));
        if let Some(link) = fresh.filter(|link| tablet.pending.as_ref().is_none_or(|own| own.enrolment != *link)) {
            tablet.pending = Some(Own::new(link, &self.moment.random));
        }
        if let Some(pending) = self.tablet.pending.clone() {
            self.tasks.push(Task::KeepPending(Box::new(pending)));
            return self.stand(Stage::Enrolling);
        }
        self.come_to_rest();
    }

    /// To the first screen, or to what is lacking before.
    fn come_to_rest(&mut self) {
        let stage = match &self.tablet.own {
            None => Stage::Failed(SetupFault::NoLink),
            Some(own) if own.pin.is_none() => Stage::ChoosingPin(PinChoice::default()),
            Some(_) => Stage::Idle,
        };
        self.stand(stage);
        self.refresh();
        // The answer tells whether the office still knows this tablet, before anybody is asked.
        self.report();
        self.tend();
    }

    pub(super) fn pending_kept(&mut self, kept: bool) {
        match &self.tablet.pending {
            Some(pending) if kept => self.tasks.push(Task::Enrol(pending.enrolment.clone(), pending.token.clone())),
            // What could be forgotten before it is known must not use the link up.
            Some(_) => self.stand(Stage::Failed(SetupFault::NoStorage)),
            None => {}
        }
    }

    pub(super) fn enrolled(&mut self, result: Result<Device, EnrolFault>) {
        match result {
            Ok(device) => {
                let Some(pending) = self.tablet.pending.take() else { return };
                self.tablet.revoked = false;
                self.keep_own(Own { device: Some(device), ..pending });
                self.come_to_rest();
            }
            // A tablet that was set up before stays what it was.
            Err(EnrolFault::Unknown) => {
                self.tablet.pending = None;
                self.tasks.push(Task::DropPending);
                self.stand(Stage::Failed(SetupFault::LinkUnknown));
            }
            Err(EnrolFault::Unreachable) => self.stand(Stage::Failed(SetupFault::Unreachable)),
        }
    }

    pub(super) fn setup_retried(&mut self) {
        if matches!(self.tablet.stage, Stage::Failed(SetupFault::NoStorage)) {
            return self.tasks.push(Task::Reload);
        }
        let language = self.tablet.language.clone();
        if self.tablet.tongue(&language).is_none() {
            self.tasks.push(Task::FetchWords(language));
        }
        if matches!(self.tablet.stage, Stage::Failed(_)) { self.set_up() } else { self.refresh() }
    }

    pub(super) fn keep_own(&mut self, own: Own) {
        self.tasks.push(Task::KeepOwn(Box::new(own.clone())));
        self.tablet.own = Some(own);
    }

    /// Asks the office for everything that it publishes for this tablet: somebody may have corrected a wording.
    pub(super) fn refresh(&mut self) {
        let surveys = self.tablet.device().map(|device| device.surveys.clone()).unwrap_or_default();
        self.tasks.extend(surveys.into_iter().map(Task::FetchSurvey));
        let known = self.tablet.words.iter().map(|(language, _)| language.clone());
        self.tasks.extend(known.collect::<Vec<_>>().into_iter().map(Task::FetchWords));
    }

    pub(super) fn survey_fetched(&mut self, survey: &SurveyId, result: Result<String, LoadError>) {
        let Ok(json) = result else { return };
        if self.tablet.offer(survey).is_some_and(|offer| offer.json == json) {
            return;
        }
        if self.take_offer(json.clone()) {
            self.tasks.push(Task::KeepSurvey(survey.clone(), json));
        }
    }

    /// Takes a survey in, if it is one that this program can ask, and sees to its languages.
    fn take_offer(&mut self, json: String) -> bool {
        let Ok(published) = Published::parse(&json) else { return false };
        let survey = published.survey.id().clone();
        let languages = published.survey.languages().to_vec();
        self.tablet.offers.retain(|offer| *offer.published.survey.id() != survey);
        self.tablet.offers.push(Offer { published: Arc::new(published), json });
        let lacking = languages.into_iter().filter(|language| self.tablet.tongue(language).is_none());
        let tasks: Vec<_> = lacking.map(Task::FetchWords).filter(|task| !self.tasks.contains(task)).collect();
        self.tasks.extend(tasks);
        true
    }

    pub(super) fn words_fetched(&mut self, language: &Language, json: Option<String>) {
        if let Some(json) = json
            && self.learn(language, &json)
        {
            self.tasks.push(Task::KeepWords(language.clone(), json));
        }
    }

    /// Takes in the words of a language; says whether they are all there and others than before.
    fn learn(&mut self, language: &Language, json: &str) -> bool {
        let Some(words) = Words::parse(language, json) else { return false };
        let known = &mut self.tablet.words;
        match known.iter_mut().find(|(learned, _)| learned == language) {
            Some((_, learned)) if **learned == words => return false,
            Some((_, learned)) => *learned = Arc::new(words),
            None => known.push((language.clone(), Arc::new(words))),
        }
        true
    }

    /// The number is typed twice: it is needed months later, by somebody else.
    pub(super) fn pin_chosen(&mut self) {
        let Stage::ChoosingPin(choice) = &mut self.tablet.stage else { return };
        let typed = std::mem::take(&mut choice.typed);
        let Some(pin) = Pin::new(&typed, &self.moment.random) else {
            choice.fault = Some(PinFault::NoPin);
            return self.tasks.push(Task::Focus(Focus::Findings));
        };
        match choice.first.take() {
            None => {
                *choice = PinChoice { first: Some(typed), ..PinChoice::default() };
                self.tasks.push(Task::Focus(Focus::Heading));
            }
            Some(first) if pin.is(&first) => {
                if let Some(own) = self.tablet.own.clone() {
                    self.keep_own(Own { pin: Some(pin), ..own });
                }
                self.come_to_rest();
            }
            Some(_) => {
                choice.fault = Some(PinFault::Differs);
                self.tasks.push(Task::Focus(Focus::Findings));
            }
        }
    }
}
