//! The rules of the form told once more, with nothing but the `questionnaire` crate: which page comes when, and what
//! is said on it. The doors are held to this.

use std::collections::{BTreeMap, BTreeSet};

use questionnaire::{
    Acknowledged, Finding, Givens, Input, Inputs, Kind, Language, Page, Question, QuestionId, Questionnaire, Reading,
    Setting, WardCode,
};
use serde_json::Value;

use super::sheet::Sheet;
use super::sight::Sight;
use super::wish;

/// Where a person is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    Opening,
    Ward,
    /// A page by its first question.
    Page(QuestionId),
    Review,
    Done,
}

/// One person's way, as far as it was gone.
#[derive(Clone)]
pub(crate) struct Course<'s> {
    pub(crate) sheet: &'s Sheet,
    pub(crate) language: Language,
    pub(crate) ward: Option<WardCode>,
    pub(crate) place: Place,
    pub(crate) inputs: Inputs,
    /// Whether readings stand above kanji, where the language has any.
    pub(crate) ruby: bool,
    ward_given: bool,
    givens: Givens,
    noted: Acknowledged,
    /// What had been noted when the person last tried to leave this page.
    tried: Option<Acknowledged>,
    seen: BTreeSet<QuestionId>,
    /// What was passed over for a way to say nothing.
    pub(crate) aside: BTreeSet<QuestionId>,
    from_review: bool,
    /// Where the person was before the opening, once they have begun.
    left_at: Option<Place>,
}

impl<'s> Course<'s> {
    /// Someone who comes by a link.
    pub(crate) fn of(sheet: &'s Sheet, language: Language, ward: Option<WardCode>, givens: Givens) -> Self {
        Self {
            sheet,
            language,
            ward,
            place: Place::Opening,
            inputs: Inputs::default(),
            ruby: true,
            ward_given: ward.is_some(),
            givens,
            noted: Acknowledged::default(),
            tried: None,
            seen: BTreeSet::new(),
            aside: BTreeSet::new(),
            from_review: false,
            left_at: None,
        }
    }

    fn questionnaire(&self) -> &'s Questionnaire {
        self.sheet.survey().questionnaire()
    }

    /// The circumstances, once the ward is known.
    pub(crate) fn setting(&self) -> Option<Setting> {
        self.ward.map(|ward| self.sheet.survey().setting(ward, self.givens.clone()).expect("the ward takes part"))
    }

    fn reading(&self) -> Reading {
        self.questionnaire().read(&self.inputs)
    }

    fn pages(&self) -> Vec<Page<'s>> {
        let pages = |setting| self.questionnaire().path(&setting, &self.reading().answers).pages();
        self.setting().map(pages).unwrap_or_default()
    }

    fn at(&self) -> Option<usize> {
        let Place::Page(id) = &self.place else { return None };
        self.pages().iter().position(|page| page.questions.iter().any(|question| question.id() == id))
    }

    /// What is asked on this page.
    pub(crate) fn asked(&self) -> Vec<&'s Question> {
        self.at().map(|at| self.pages().swap_remove(at).questions).unwrap_or_default()
    }

    /// Every question on the path, in order.
    pub(crate) fn path(&self) -> Vec<&'s Question> {
        self.pages().into_iter().flat_map(|page| page.questions).collect()
    }

    /// What a question holds.
    pub(crate) fn held(&self, id: &QuestionId) -> &Input {
        self.inputs.get(id).unwrap_or(&Input::Blank)
    }

    /// A question holds something else.
    pub(crate) fn holds(&mut self, id: &QuestionId, input: Input) {
        match (&input, self.held(id)) {
            (Input::Escape(_), Input::Blank | Input::Escape(_)) => {}
            (Input::Escape(_), _) => {
                self.aside.insert(id.clone());
            }
            _ => {
                self.aside.remove(id);
            }
        }
        self.noted.forget(id);
        self.inputs.insert(id.clone(), input);
    }

    /// What would be said about this page.
    pub(crate) fn findings(&self, noted: &Acknowledged) -> Vec<Finding<'s>> {
        let (Some(at), Some(setting)) = (self.at(), self.setting()) else { return Vec::new() };
        let mut findings = self.questionnaire().findings(&self.pages()[at], &setting, &self.reading(), noted);
        if findings.iter().any(|finding| !finding.kind.is_gentle()) {
            findings.retain(|finding| !finding.kind.is_gentle());
        }
        findings
    }

    /// Whether something has to be mended before the person can go on from here.
    pub(crate) fn is_stuck(&self) -> bool {
        self.findings(&self.noted).iter().any(|finding| !finding.kind.is_gentle())
    }

    /// The person presses the button that leads on.
    pub(crate) fn goes_on(&mut self) {
        match self.place.clone() {
            Place::Opening => self.arrives(self.left_at.clone().unwrap_or_else(|| self.next())),
            Place::Ward if self.ward.is_none() => self.tried = Some(self.noted.clone()),
            Place::Ward => self.arrives(self.next()),
            Place::Page(_) => self.leaves_page(),
            Place::Review => self.sends(),
            Place::Done => {}
        }
    }

    fn leaves_page(&mut self) {
        let findings = self.findings(&self.noted);
        if findings.is_empty() {
            return self.arrives(self.next());
        }
        self.tried = Some(self.noted.clone());
        self.noted.note(&findings);
    }

    fn next(&self) -> Place {
        if self.ward.is_none() {
            return Place::Ward;
        }
        if self.from_review {
            return self.unseen().unwrap_or(Place::Review);
        }
        let next = self.at().map_or(0, |at| at + 1);
        self.page(next).unwrap_or(Place::Review)
    }

    fn page(&self, at: usize) -> Option<Place> {
        self.pages().get(at).and_then(Page::id).cloned().map(Place::Page)
    }

    fn unseen(&self) -> Option<Place> {
        let pages = self.pages();
        let new = |page: &&Page<'_>| page.questions.iter().any(|question| !self.seen.contains(question.id()));
        pages.iter().find(new).and_then(Page::id).cloned().map(Place::Page)
    }

    /// The person presses the button that leads back.
    pub(crate) fn goes_back(&mut self) {
        let before = match &self.place {
            Place::Opening | Place::Done => return,
            Place::Ward | Place::Page(_) if self.from_review => Place::Review,
            Place::Ward => Place::Opening,
            Place::Page(_) | Place::Review => {
                let at = self.at().unwrap_or(self.pages().len());
                let first = if self.ward_given { Place::Opening } else { Place::Ward };
                at.checked_sub(1).and_then(|at| self.page(at)).unwrap_or(first)
            }
        };
        self.from_review = false;
        self.arrives(before);
    }

    /// The person wants to change a row of the review.
    pub(crate) fn changes(&mut self, place: Place) {
        self.from_review = true;
        self.arrives(place);
    }

    fn sends(&mut self) {
        let (setting, reading) = (self.setting().expect("the ward is known at the review"), self.reading());
        let lacking = self.questionnaire().complete(&setting, &reading.answers).err().unwrap_or_default();
        let wanting = |question: &&Question| {
            reading.rejected.contains_key(question.id()) || lacking.iter().any(|lack| lack.question == *question.id())
        };
        let first = self.pages().iter().position(|page| page.questions.iter().any(&wanting));
        if let Some(place) = first.and_then(|at| self.page(at)) {
            self.changes(place);
            self.tried = Some(self.noted.clone());
        } else if let Some(place) = self.unseen() {
            self.changes(place);
        } else {
            self.place = Place::Done;
        }
    }

    fn arrives(&mut self, place: Place) {
        self.tried = None;
        if place == Place::Review {
            self.from_review = false;
        }
        if place != Place::Opening {
            self.left_at = Some(place.clone());
        }
        self.place = place;
        let asked: Vec<_> = self.asked().into_iter().map(|question| question.id().clone()).collect();
        self.seen.extend(asked);
    }

    /// What the office is to have in the end.
    pub(crate) fn told(&self) -> Value {
        let setting = self.setting().expect("the ward is known in the end");
        let complete = self.questionnaire().complete(&setting, &self.reading().answers).expect("it was sent");
        serde_json::to_value(complete).expect("answers are JSON")
    }

    /// What is to be seen here.
    pub(crate) fn sight(&self) -> Sight {
        let asked = self.asked();
        let mut held: BTreeMap<String, String> =
            asked.iter().flat_map(|question| wish::controls(question, self.held(question.id()))).collect();
        if let Some(ward) = self.ward.filter(|_| self.place == Place::Ward) {
            held.insert(format!("koe-ward-{ward}"), "true".to_owned());
        }
        Sight {
            place: self.place_name().to_owned(),
            voice: bare(&self.sheet.word(self.language.as_str(), "language.name")),
            lang: self.language.html_lang().to_owned(),
            ruby: self.ruby_switch(),
            asked: asked.iter().map(|question| (question.id().to_string(), self.wording(question))).collect(),
            faults: self.faults(&asked),
            buttons: self
                .buttons()
                .into_iter()
                .map(|key| bare(&self.sheet.word(self.language.as_str(), key)))
                .collect(),
            held,
            ranked: asked.iter().filter_map(|question| self.ranked(question)).collect(),
        }
    }

    fn ruby_switch(&self) -> String {
        let key = if self.ruby { "language.ruby_off" } else { "language.ruby_on" };
        if self.language.is_easy() { bare(&self.sheet.word(self.language.as_str(), key)) } else { String::new() }
    }

    fn place_name(&self) -> &'static str {
        match self.place {
            Place::Opening => "opening",
            Place::Ward => "ward",
            Place::Page(_) => "page",
            Place::Review => "review",
            Place::Done => "done",
        }
    }

    fn faults(&self, asked: &[&Question]) -> Vec<String> {
        let findings = self.tried.as_ref().map(|noted| self.findings(noted)).unwrap_or_default();
        let told = |question: &&&Question| findings.iter().any(|finding| finding.question == question.id());
        asked.iter().filter(told).map(|question| question.id().to_string()).collect()
    }

    fn wording(&self, question: &Question) -> String {
        let setting = self.setting().expect("nothing is asked before the ward is known");
        let words = self.questionnaire().wording(question, &setting, &self.reading().answers);
        bare(&words.plain(&self.language, &self.sheet.survey().slots(self.ward)))
    }

    fn ranked(&self, question: &Question) -> Option<(String, Vec<String>)> {
        let (Kind::Ranking { choices, .. }, Input::Ranking(codes)) = (question.kind(), self.held(question.id())) else {
            return None;
        };
        let slots = self.sheet.survey().slots(self.ward);
        let name = |choice: &questionnaire::Choice| bare(&choice.text.plain(&self.language, &slots));
        let names = codes.iter().filter_map(|code| choices.find(code)).map(name).collect();
        Some((question.id().to_string(), names))
    }

    /// What the buttons are called: on, and back.
    fn buttons(&self) -> Vec<&'static str> {
        let back = if self.from_review { "asking.to_review" } else { "asking.previous" };
        match self.place {
            Place::Opening if self.left_at.is_some() => vec!["opening.resume"],
            Place::Opening => vec!["opening.start"],
            Place::Ward => vec!["asking.next", "asking.previous"],
            Place::Page(_) => vec![self.on_button(), back],
            Place::Review => vec!["review.send", "review.previous"],
            Place::Done => vec![],
        }
    }

    fn on_button(&self) -> &'static str {
        let findings = self.tried.as_ref().map(|noted| self.findings(noted)).unwrap_or_default();
        let reminder = |finding: &Finding<'_>| finding.kind == questionnaire::FindingKind::Reminder;
        if findings.is_empty() || findings.iter().any(|finding| !finding.kind.is_gentle()) {
            "asking.next"
        } else if findings.iter().all(reminder) {
            "asking.pass"
        } else {
            "asking.insist"
        }
    }

    /// The person takes another ward.
    pub(crate) fn takes_ward(&mut self, ward: WardCode) {
        self.ward = Some(ward);
    }
}

/// Words without gaps.
pub(crate) fn bare(words: &str) -> String {
    words.split_whitespace().collect()
}
