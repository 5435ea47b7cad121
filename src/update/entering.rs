//! Before the first question: the start, the answer number, the ward.

use questionnaire::{Minute, WardCode};

use super::Turn;
use crate::draft::{Place, tidy_code};
use crate::effect::{Effect, Focus};
use crate::message::CodeStanding;
use crate::state::{CodeEntry, Gathering, Screen, Verdict};

impl Turn<'_> {
    pub(super) fn started(&mut self) {
        if self.state.is_refused() {
            return;
        }
        self.begin();
        let Some(form) = self.form_mut() else { return };
        let (survey, code) = (form.draft.survey.clone(), form.draft.code.clone());
        self.go_on();
        let needs_code = self.state.published.as_ref().is_some_and(|published| published.needs_code);
        if let Some(code) = code.filter(|_| needs_code) {
            self.effects.push(Effect::CheckCode { survey, code });
        }
    }

    /// The first thing that the person does, where no opening has a button for it: to look at a question that stands
    /// beside somebody else's words is not to begin.
    pub(super) fn begin(&mut self) {
        let now = Minute::from_unix_ms(i64::try_from(self.moment.unix_ms).unwrap_or_default());
        if let Some(form) = self.form_mut() {
            form.draft.started_at.get_or_insert(now);
        }
    }

    pub(super) fn code_typed(&mut self, typed: String) {
        if let Some(form) = self.form_mut() {
            form.code = CodeEntry { typed, verdict: Verdict::None };
        }
    }

    pub(super) fn code_entered(&mut self) {
        let Some(form) = self.form_mut() else { return };
        let survey = form.draft.survey.clone();
        let code = tidy_code(&form.code.typed);
        form.code.verdict = match &code {
            Some(_) => Verdict::Checking,
            None if form.code.typed.trim().is_empty() => Verdict::Empty,
            None => Verdict::Unknown,
        };
        self.effects.push(match code {
            Some(code) => Effect::CheckCode { survey, code },
            None => Effect::Focus(Focus::Findings),
        });
    }

    /// An office that cannot be reached does not keep anyone from answering: it will say when it gets the response.
    pub(super) fn code_checked(&mut self, standing: Option<CodeStanding>) {
        let Some(form) = self.form_mut() else { return };
        let at_code = *form.draft.place() == Place::Code;
        let verdict = match standing {
            Some(CodeStanding::Used) if !form.draft.code_insisted => Verdict::Used,
            Some(CodeStanding::Unknown) => Verdict::Unknown,
            Some(CodeStanding::Usable | CodeStanding::Used) | None => {
                if at_code && form.code.verdict == Verdict::Checking {
                    self.accept_code();
                }
                return;
            }
        };
        if !at_code {
            let typed = form.draft.code.clone().unwrap_or_default();
            self.go(Place::Code);
            self.code_typed(typed);
        }
        if let Some(form) = self.form_mut() {
            form.code.verdict = verdict;
        }
        self.effects.push(Effect::Focus(Focus::Findings));
    }

    pub(super) fn code_insisted(&mut self) {
        if let Some(form) = self.form_mut() {
            form.draft.code_insisted = true;
            self.accept_code();
        }
    }

    /// The number may have a draft or a slip of its own on this device, so the device is read again.
    fn accept_code(&mut self) {
        let Some(form) = self.state.form() else { return };
        if form.draft.code == tidy_code(&form.code.typed) {
            return self.go_on_by_code();
        }
        self.effects.push(Effect::ReadDevice(form.draft.survey.clone()));
        self.state.arrival.code = Some(form.code.typed.clone());
        self.state.arrival.mark = None;
        let entered = std::mem::replace(&mut self.state.screen, Screen::Loading(Gathering::default()));
        if let (Screen::Form(form), Screen::Loading(gathering)) = (entered, &mut self.state.screen) {
            gathering.entered = Some(form);
        }
    }

    /// The number is known now: on to where its draft was left, or to the first question.
    pub(super) fn go_on_by_code(&mut self) {
        let Some(form) = self.state.form() else { return };
        if form.draft.left_at == Place::Opening { self.go_on() } else { self.resumed() }
    }

    pub(super) fn ward_chosen(&mut self, ward: WardCode) {
        self.begin();
        if let Some(form) = self.form_mut() {
            form.draft.ward = Some(ward);
            self.save();
        }
    }
}
