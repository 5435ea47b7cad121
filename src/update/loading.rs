//! From an empty page to the first screen: what the device holds and what the office sends come together.

use std::sync::Arc;

use outbox::{Outbox, Outcome};
use questionnaire::{Language, SurveyId};

use super::Turn;
use super::passage::settle_trail;
use crate::draft::{Draft, Mark, Place, record_key};
use crate::effect::{Effect, Focus};
use crate::parcel::Slip;
use crate::published::{LoadError, Published};
use crate::state::{CodeEntry, Form, Gathering, Holdings, Screen, Storage};

/// How long the office is awaited when the device has a copy of the survey.
const PATIENCE_MS: u32 = 5_000;

impl Turn<'_> {
    pub(super) fn device_read(&mut self, holdings: Option<Box<Holdings>>) {
        match (&holdings, self.state.storage) {
            (None, _) => self.state.storage = Storage::Absent,
            // It was awaited for too long, and is there all the same.
            (Some(_), Storage::Absent) => self.state.storage = Storage::Works,
            (Some(_), Storage::Works | Storage::Failing) => {}
        }
        if let Some(size) = holdings.as_deref().and_then(|held| held.text_size) {
            self.state.text_size = size;
        }
        // What a link asks for is of the moment, and what the browser asks for nobody may have chosen.
        let chosen = holdings.as_deref().and_then(|held| held.language.clone());
        if let Some(language) = chosen.filter(|_| self.state.arrival.language.is_none()) {
            self.state.language = language;
        }
        for (language, words) in holdings.as_deref().map(|held| held.words.as_slice()).unwrap_or_default() {
            self.learn(language, words);
        }
        let parcels = holdings.as_deref().map(|held| held.parcels.clone()).unwrap_or_default();
        self.restore_outbox(parcels);
        let Screen::Loading(gathering) = &mut self.state.screen else { return };
        if holdings.as_deref().is_some_and(|held| held.latest.is_some()) && gathering.office.is_none() {
            self.effects.push(Effect::StartPatience(PATIENCE_MS));
        }
        gathering.device = Some(holdings);
        self.settle();
    }

    /// Goes on as with a device that keeps nothing, where it has not been heard of.
    pub(super) fn device_overdue(&mut self) {
        if let Screen::Loading(Gathering { device: None, ready: None, .. }) = &self.state.screen {
            self.device_read(None);
        }
    }

    fn restore_outbox(&mut self, parcels: Vec<crate::parcel::Parcel>) {
        let now_ms = self.moment.unix_ms;
        let seed = u32::from_le_bytes([0, 1, 2, 3].map(|at| self.moment.random.get(at).copied().unwrap_or_default()));
        // What waited is due at once: a page that is opened is a person who hopes that it goes out now. Only what the
        // collector asked for holds.
        if self.state.outbox.entries().is_empty() {
            self.state.outbox = Outbox::new(seed);
        }
        for parcel in parcels {
            let known = self.state.parcels.iter().any(|known| known.id == parcel.id);
            if !known && self.state.outbox.put(parcel.id.uuid(), now_ms).is_ok() {
                if let Some(refusal) = parcel.refusal {
                    self.state.outbox.settle(parcel.id.uuid(), Outcome::Refused(refusal.into()), now_ms);
                }
                self.state.outbox.hold_until(parcel.held_until_ms.unwrap_or_default());
                self.state.parcels.push(parcel);
            }
        }
    }

    pub(super) fn survey_fetched(&mut self, result: Result<String, LoadError>) {
        if let Screen::Loading(gathering) = &mut self.state.screen {
            gathering.office = Some(result);
            self.settle();
        }
    }

    pub(super) fn patience_ended(&mut self) {
        if let Screen::Loading(gathering) = &mut self.state.screen {
            gathering.patience_over = true;
            self.settle();
        }
    }

    /// Shows the first screen, as soon as there is enough for one.
    fn settle(&mut self) {
        let Screen::Loading(gathering) = &mut self.state.screen else { return };
        let office_awaited = gathering.office.is_none() && !gathering.patience_over && self.state.published.is_none();
        if office_awaited || gathering.ready.is_some() {
            return;
        }
        let Some(device) = gathering.device.take() else { return };
        let office = gathering.office.take().unwrap_or(Err(LoadError::Unreachable));
        let held = device.unwrap_or_default();
        let published = match &self.state.published {
            Some(published) => Ok(Arc::clone(published)),
            None => self.choose_survey(office, &held).map(Arc::new),
        };
        match published {
            Ok(published) => self.choose_record(&published, *held),
            Err(error) => self.break_off(error),
        }
    }

    /// There is nothing to ask; what is owed is sent all the same.
    fn break_off(&mut self, error: LoadError) {
        self.state.screen = Screen::Broken(error);
        self.tend();
    }

    /// The survey as the office sends it; the copy on the device where the office does not answer.
    fn choose_survey(&mut self, office: Result<String, LoadError>, held: &Holdings) -> Result<Published, LoadError> {
        match office {
            Ok(json) => {
                let published = Published::parse(&json)?;
                let needed = held.drafts.iter().map(|draft| draft.revision.to_string()).collect();
                let survey = published.survey.id().clone();
                let revision = published.revision.to_string();
                self.effects.push(Effect::KeepSurvey { survey, revision, json, needed });
                Ok(published)
            }
            Err(LoadError::UnknownSurvey) => Err(LoadError::UnknownSurvey),
            Err(error) => held.latest.as_deref().map_or(Err(error), Published::parse),
        }
    }

    fn choose_record(&mut self, published: &Arc<Published>, mut held: Holdings) {
        let survey = published.survey.id().clone();
        let wanted = self.wanted_key(&survey, &held);
        if let Some(at) = held.slips.iter().position(|(key, _)| *key == wanted) {
            let (_, slip) = held.slips.swap_remove(at);
            return self.show_slip(published, slip);
        }
        let kept = held.drafts.iter().position(|draft| draft.key() == wanted).map(|at| held.drafts.swap_remove(at));
        let published = kept.as_ref().map_or_else(|| Arc::clone(published), |draft| pinned(published, draft, &held));
        let entered = self.entered_form();
        let by_code = entered.is_some();
        let form = match (kept, entered) {
            (Some(draft), _) => Form::of(self.returning(&published, draft)),
            (None, Some(form)) => form,
            (None, None) => Form::of(self.fresh_draft(&published, self.arrival_code())),
        };
        // Where its revision is nowhere to be had any more, the draft goes on with the present one.
        let draft = Draft { revision: published.revision.clone(), ..form.draft };
        self.state.published = Some(published);
        self.show_form(Form { draft, ..form }, by_code);
    }

    /// Where the record of this visit rests: by the answer number, by the history, or by neither.
    fn wanted_key(&self, survey: &SurveyId, held: &Holdings) -> String {
        if let Some(code) = self.arrival_code() {
            return record_key(survey, Some(&code));
        }
        let marked = self.state.arrival.mark.as_ref().map(|mark| mark.draft.as_str());
        let draft = held.drafts.iter().find(|draft| Some(draft.id.as_str()) == marked).map(Draft::key);
        let slip = held.slips.iter().find(|(_, slip)| Some(slip.draft.as_str()) == marked).map(|(key, _)| key.clone());
        draft.or(slip).unwrap_or_else(|| record_key(survey, None))
    }

    fn arrival_code(&self) -> Option<String> {
        self.state.arrival.code.as_deref().and_then(crate::draft::tidy_code)
    }

    /// The form in which an answer number was just typed, if that is why the device was read again.
    fn entered_form(&mut self) -> Option<Form> {
        let code = self.arrival_code();
        let Screen::Loading(gathering) = &mut self.state.screen else { return None };
        let mut form = *gathering.entered.take()?;
        form.draft.code = code;
        form.code = CodeEntry::default();
        Some(form)
    }

    /// A draft that was left, placed in the history of this tab.
    fn returning(&self, published: &Published, mut draft: Draft) -> Draft {
        let wards = published.survey.wards();
        draft.ward = draft.ward.or(self.state.arrival.ward).filter(|ward| wards.contains_key(ward));
        let mark = self.state.arrival.mark.clone().filter(|mark| mark.draft == draft.id);
        if let Some(Mark { place, step, .. }) = mark {
            settle_trail(&mut draft, place, step);
        } else {
            draft.trail = vec![published.first_place(draft.ward.is_some())];
            draft.step = 0;
            draft.from_review = false;
        }
        draft
    }

    /// A person of whom nothing is known but what the link brought.
    pub(super) fn fresh_draft(&self, published: &Published, code: Option<String>) -> Draft {
        let wards = published.survey.wards();
        let only = if wards.len() == 1 { wards.keys().next().copied() } else { None };
        let ward = self.state.arrival.ward.filter(|ward| wards.contains_key(ward)).or(only);
        Draft {
            id: self.random_name(),
            survey: published.survey.id().clone(),
            revision: published.revision.clone(),
            code,
            code_insisted: false,
            ward,
            ward_given: ward.is_some(),
            givens: self.state.arrival.givens.clone(),
            language: Self::readable(published, &self.state.language),
            ruby: self.state.ruby,
            assisted: false,
            started_at: None,
            inputs: questionnaire::Inputs::new(),
            aside: Vec::new(),
            others: Vec::new(),
            acknowledged: questionnaire::Acknowledged::default(),
            seen: Vec::new(),
            from_review: false,
            trail: vec![published.first_place(ward.is_some())],
            step: 0,
            left_at: Place::Opening,
        }
    }

    fn random_name(&self) -> String {
        let letter = |byte: &u8| char::from(b'a' + byte % 26);
        self.moment.random.iter().skip(29).map(letter).collect()
    }

    /// The language itself, where the survey comes in it; otherwise the survey's first.
    fn readable(published: &Published, language: &Language) -> Language {
        if published.speaks(language) {
            return language.clone();
        }
        published.survey.languages().first().unwrap_or(language).clone()
    }

    fn show_slip(&mut self, published: &Arc<Published>, slip: Slip) {
        self.state.language = Self::readable(published, &slip.language);
        self.state.ruby = slip.ruby;
        self.state.published = Some(Arc::clone(published));
        self.find_voice();
        let survey = published.survey.id();
        let key = record_key(survey, slip.code.as_deref());
        self.wait_for_hold(Screen::Done(Box::new(slip)), key);
    }

    fn show_form(&mut self, form: Form, by_code: bool) {
        self.state.language = form.draft.language.clone();
        if let Some(published) = self.state.published.clone() {
            self.state.language = Self::readable(&published, &form.draft.language);
        }
        self.state.ruby = form.draft.ruby;
        self.find_voice();
        let key = form.draft.key();
        let nameless = form.draft.code.is_none() && self.state.published.as_ref().is_some_and(|it| it.needs_code);
        if by_code {
            self.state.screen = Screen::Form(Box::new(form));
            self.effects.push(Effect::Hold(key));
            return self.go_on_by_code();
        }
        let screen = Screen::Form(Box::new(form));
        // A form of which it is not known whose it is has nothing that two tabs could spoil.
        if nameless { self.show(screen) } else { self.wait_for_hold(screen, key) }
    }

    fn wait_for_hold(&mut self, screen: Screen, key: String) {
        self.put_off(screen);
        self.effects.push(Effect::Hold(key));
    }

    fn put_off(&mut self, screen: Screen) {
        self.state.screen = Screen::Loading(Gathering { ready: Some(Box::new(screen)), ..Gathering::default() });
    }

    /// Puts a screen up. A form has to wait until it is known that this device can seal, where it will have to: nobody is
    /// asked what could not be sent.
    pub(super) fn stand(&mut self, screen: Screen) {
        let keys = self.keys();
        if matches!(screen, Screen::Form(_)) && !keys.is_empty() && !self.state.seals {
            self.put_off(screen);
            self.effects.push(Effect::Seal(None, keys));
        } else {
            self.state.screen = screen;
            if self.state.is_unbegun() {
                self.effects.push(Effect::SeekRoom);
            }
        }
    }

    pub(super) fn keys(&self) -> String {
        self.state.published.as_deref().map(Published::keys).unwrap_or_default()
    }

    pub(super) fn seal_tried(&mut self, can_be_done: bool) {
        self.state.seals = can_be_done;
        let Screen::Loading(gathering) = &mut self.state.screen else { return };
        match gathering.ready.take() {
            Some(screen) if can_be_done => self.show(*screen),
            Some(_) => self.break_off(LoadError::Unsealable),
            None => {}
        }
    }

    fn show(&mut self, screen: Screen) {
        self.stand(screen);
        if matches!(self.state.screen, Screen::Loading(_)) {
            return;
        }
        self.learn_others();
        if !self.state.ready {
            self.effects.push(Effect::SeekVoices);
        }
        if let Some(form) = self.form_mut() {
            let mark = form.draft.mark();
            self.state.note_seen();
            self.effects.push(Effect::Replace(mark));
        }
        if self.state.ready {
            self.effects.push(Effect::Focus(Focus::Heading));
        }
        // Who says so once need not say it again on the opening.
        let begun = self.state.form().is_some_and(|form| form.draft.started_at.is_some());
        if std::mem::take(&mut self.state.taking) && begun && self.state.begins_here() {
            self.resumed();
        }
        self.tend();
    }

    pub(super) fn take_over_asked(&mut self) {
        self.state.taking = true;
        self.effects.push(Effect::TakeOver);
    }

    /// What the device was found to hold may have been written over before it was this tab's.
    pub(super) fn hold_taken(&mut self, found: bool) {
        let taken = match &mut self.state.screen {
            Screen::Loading(gathering) => match gathering.ready.take() {
                Some(screen) => Some(screen).filter(|_| !found),
                None => return,
            },
            Screen::Held => None,
            Screen::Broken(_) | Screen::Form(_) | Screen::Done(_) => return,
        };
        match (taken, self.state.published.as_deref()) {
            (Some(screen), _) => self.show(*screen),
            (None, Some(published)) => {
                self.effects.push(Effect::ReadDevice(published.survey.id().clone()));
                self.state.screen = Screen::Loading(Gathering::default());
            }
            (None, None) => {}
        }
    }

    pub(super) fn hold_refused(&mut self) {
        if !matches!(self.state.screen, Screen::Broken(_) | Screen::Held) {
            self.state.screen = Screen::Held;
            self.effects.push(Effect::Focus(Focus::Heading));
        }
    }

    /// The other tab has what is on the device, so this one keeps nothing of it: neither the form nor a response that was
    /// not written down before.
    pub(super) fn hold_lost(&mut self) {
        let outbox = &self.state.outbox;
        self.state.parcels.retain(|parcel| outbox.entry(parcel.id.uuid()).is_some());
        self.hold_refused();
    }
}

/// The survey in the revision that the draft began with. Whether it takes responses, and the words of the
/// interface, are always of today.
fn pinned(published: &Arc<Published>, draft: &Draft, held: &Holdings) -> Arc<Published> {
    if draft.revision == published.revision {
        return Arc::clone(published);
    }
    let wanted = draft.revision.to_string();
    let earlier = held.earlier.iter().find(|(revision, _)| *revision == wanted);
    let earlier = earlier.and_then(|(_, json)| Published::parse(json).ok());
    earlier.map_or_else(
        || Arc::clone(published),
        |earlier| {
            Arc::new(Published {
                rehearsal: published.rehearsal,
                accepting: published.accepting,
                closed_wards: published.closed_wards.clone(),
                needs_code: published.needs_code,
                interface: published.interface.clone(),
                ..earlier
            })
        },
    )
}
