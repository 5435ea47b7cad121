//! The page that goes out: what is seen on it, and what it carries.

use super::Visit;
use crate::draft::Place;
use crate::effect::Focus;
use crate::parcel::Slip;
use crate::plain::drawing::{Drawn, drawn};
use crate::plain::setback::Setback;
use crate::plain::sheet::{Enter, Sheet};
use crate::published::Published;
use crate::screen::{self, Report, Scene};
use crate::state::{Screen, Storage, Verdict};
use crate::words::Word;

impl Visit {
    /// The page that goes out before the module is there: as the module will draw it, with what the plain form needs
    /// should it not come. It is the same for everyone, so it has no dice.
    pub(in crate::plain) fn draw_still(mut self) -> Drawn {
        let title = self.title();
        let language = self.state.language.html_lang().to_owned();
        // Nothing is known of the device yet.
        self.state.storage = Storage::Works;
        self.state.changes = 0;
        let mut sheet = self.sheet();
        sheet.hidden.retain(|(name, _)| *name != "dice");
        let report = Report::Still(Box::new(sheet));
        let state = self.state;
        let body = drawn(move || screen::show(Scene { state: &state, on: &report }));
        Drawn { title, language, body }
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
    pub(super) fn enter(&self) -> Option<Enter> {
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

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
