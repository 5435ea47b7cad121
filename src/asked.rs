//! A form with everything that follows from what was entered in it.

use questionnaire::{
    Acknowledged, Answers, Finding, Givens, Page, Question, QuestionId, Questionnaire, Reading, Setting, WardCode,
};

use crate::draft::Place;
use crate::published::Published;
use crate::state::Form;

/// The form with everything that follows from the inputs: read once, asked often.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Form,
    /// The survey.
    pub published: &'a Published,
    /// The circumstances of this person.
    pub setting: Setting,
    /// What the inputs come to.
    pub reading: Reading,
}

impl<'a> Asked<'a> {
    /// Nothing is asked before the ward is known.
    pub fn new(published: &'a Published, form: &'a Form) -> Option<Self> {
        let setting = setting(published, form.draft.ward?, &form.draft.givens)?;
        let reading = published.survey.questionnaire().read(&form.draft.inputs);
        Some(Self { form, published, setting, reading })
    }

    /// The questionnaire.
    pub fn questionnaire(&self) -> &'a Questionnaire {
        self.published.survey.questionnaire()
    }

    /// The answers so far, on the path and off it.
    pub fn answers(&self) -> &Answers {
        &self.reading.answers
    }

    /// The screens of this person's path.
    pub fn pages(&self) -> Vec<Page<'a>> {
        self.questionnaire().path(&self.setting, self.answers()).pages()
    }

    /// The page that is on the screen.
    pub fn page(&self) -> Option<Page<'a>> {
        let Place::Page(id) = self.form.draft.place() else { return None };
        let mut pages = self.pages();
        let index = page_of(self.questionnaire(), &pages, id)?;
        Some(pages.swap_remove(index))
    }

    /// What is to be said about the page on the screen; nothing before the person tried to leave it.
    pub fn findings(&self) -> Vec<Finding<'a>> {
        match (&self.form.tried, self.page()) {
            (Some(noted), Some(page)) => self.findings_of(&page, noted),
            _ => Vec::new(),
        }
    }

    /// What is to be said about a page. What has to be mended comes first: a gentle word beside it would be lost.
    pub fn findings_of(&self, page: &Page<'a>, noted: &Acknowledged) -> Vec<Finding<'a>> {
        let mut findings = self.questionnaire().findings(page, &self.setting, &self.reading, noted);
        if findings.iter().any(|finding| !finding.kind.is_gentle()) {
            findings.retain(|finding| !finding.kind.is_gentle());
        }
        findings
    }

    /// What this person is asked by a question.
    pub fn wording_of<'q>(&self, question: &'q Question) -> &'q questionnaire::Text {
        self.questionnaire().wording(question, &self.setting, self.answers())
    }

    /// The first page with a question that was never on the screen.
    pub fn first_unseen(&self) -> Option<Place> {
        let seen = &self.form.draft.seen;
        let pages = self.pages();
        let page = pages.iter().find(|page| page.questions.iter().any(|question| !seen.contains(question.id())))?;
        Some(Place::Page(page.id()?.clone()))
    }

    /// The first page that keeps the answers from being complete, and whether there is something to say about it. Without
    /// one, only the last button is missing.
    pub fn shortcoming(&self) -> Option<(Place, bool)> {
        let pages = self.pages();
        let rejected = pages.iter().flat_map(|page| &page.questions).map(|question| question.id());
        let rejected = rejected.filter(|id| self.reading.rejected.contains_key(*id)).cloned();
        let lacking = self.questionnaire().complete(&self.setting, self.answers()).err().unwrap_or_default();
        let wanting = rejected.chain(lacking.into_iter().map(|lack| lack.question));
        let first = wanting.filter_map(|id| page_of(self.questionnaire(), &pages, &id)).min();
        match first.and_then(|index| pages.get(index)).and_then(Page::id) {
            Some(id) => Some((Place::Page(id.clone()), true)),
            None => self.first_unseen().map(|place| (place, false)),
        }
    }

    /// The number of a question on the path, from 1.
    pub fn number(&self, question: &QuestionId) -> usize {
        let path = self.questionnaire().path(&self.setting, self.answers());
        path.questions().iter().position(|asked| asked.id() == question).map_or(1, |index| index + 1)
    }
}

/// The page that shows `id`; the last one before it, where `id` is not asked any more.
pub fn page_of(questionnaire: &Questionnaire, pages: &[Page<'_>], id: &QuestionId) -> Option<usize> {
    let holds = |page: &Page<'_>| page.questions.iter().any(|question| question.id() == id);
    pages.iter().position(holds).or_else(|| {
        let order = |id: &QuestionId| questionnaire.questions().iter().position(|question| question.id() == id);
        let sought = order(id)?;
        let before = |page: &Page<'_>| page.id().and_then(order).is_some_and(|at| at < sought);
        pages.iter().rposition(before).or(if pages.is_empty() { None } else { Some(0) })
    })
}

/// The circumstances of a person; facts from the link that the survey does not know are passed over.
fn setting(published: &Published, ward: WardCode, givens: &Givens) -> Option<Setting> {
    let mut known = Givens::new();
    for (name, values) in published.survey.questionnaire().givens() {
        if let Some(value) = givens.get(name).filter(|value| values.contains(value)) {
            known.insert(name.clone(), value.clone());
        }
    }
    // On a tablet it is the collector who enters it; no link brings it.
    #[cfg(feature = "tablet")]
    for (name, value) in givens.iter().filter(|(name, _)| name.as_str() == questionnaire::INTERVIEWER) {
        known.insert(name.clone(), value.clone());
    }
    published.survey.setting(ward, known).ok()
}
