//! A sound questionnaire (調査票), and how a draft becomes one.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::{DraftQuestion, DraftQuestionnaire, DraftSection, Opening};
use crate::id::{GivenName, PageId, QuestionId, QuestionnaireId, SectionId, SlotName};
use crate::language::Language;
use crate::limit::QUESTIONS_MAX;
use crate::question::{Question, SoundCheck};
use crate::setting::WARD;
use crate::soundness::{self, Conditions, Fault, Place, Problem, Resolver, Texts};
use crate::text::Text;

/// An ordered set of sections of questions, in several languages, with conditions. It is sound: every name
/// in it means something, every condition looks back, every text is there in every language.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    pub(crate) id: QuestionnaireId,
    pub(crate) edition: String,
    pub(crate) languages: Vec<Language>,
    pub(crate) title: Text,
    pub(crate) opening: Opening,
    pub(crate) ward_question: Text,
    pub(crate) givens: BTreeMap<GivenName, Vec<String>>,
    pub(crate) sections: Vec<Section>,
    pub(crate) questions: Vec<Question>,
    pub(crate) index: BTreeMap<QuestionId, usize>,
}

/// Questions under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub title: Text,
    /// Why these are asked, where people wonder.
    pub why: Option<Text>,
}

impl Questionnaire {
    /// Its id.
    pub fn id(&self) -> &QuestionnaireId {
        &self.id
    }

    /// Which edition of the wording it is.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The languages, the one shown first being first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Its name.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// What is read before the first question.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// How the ward is asked for.
    pub fn ward_question(&self) -> &Text {
        &self.ward_question
    }

    /// The facts that a link may bring besides the ward, with the values that each may take.
    pub fn givens(&self) -> &BTreeMap<GivenName, Vec<String>> {
        &self.givens
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Its questions, in order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question of that id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.index.get(id).and_then(|at| self.questions.get(*at))
    }
}

impl TryFrom<DraftQuestionnaire> for Questionnaire {
    type Error = Vec<Problem>;

    /// The questionnaire that `draft` describes, or everything that is wrong with it.
    fn try_from(draft: DraftQuestionnaire) -> Result<Self, Vec<Problem>> {
        Self::put_together(draft).0
    }
}

impl Questionnaire {
    /// The questionnaire that `draft` describes, and the slots that its texts use, sound or not.
    pub(crate) fn put_together(draft: DraftQuestionnaire) -> (Result<Self, Vec<Problem>>, BTreeSet<SlotName>) {
        let languages = draft.languages.clone();
        let mut texts = Texts::new(&languages);
        texts.problems.extend(inspect_frame(&draft));
        inspect_front(&draft, &mut texts);
        let resolver = Resolver::new(&draft.choice_sets, &mut texts);
        let mut builder = Builder::new(&draft);
        for (section_index, section) in draft.sections.iter().enumerate() {
            inspect_section(section, &mut texts);
            for question in &section.questions {
                builder.add(question, section_index, &resolver, &mut texts);
            }
        }
        let Builder { questions, index, .. } = builder;
        let mut problems = texts.problems;
        for lost in soundness::unreachable(&questions, &draft.givens) {
            problems.extend(questions.get(lost).map(|question| Problem {
                place: Place::question(&question.id, "ask_when"),
                fault: Fault::Unreachable,
            }));
        }
        if !problems.is_empty() {
            return (Err(problems), texts.slots);
        }
        let sections = draft.sections.into_iter();
        let questionnaire = Self {
            id: draft.id,
            edition: draft.edition,
            languages: draft.languages,
            title: draft.title,
            opening: draft.opening,
            ward_question: draft.ward_question,
            givens: draft.givens,
            sections: sections.map(|it| Section { id: it.id, title: it.title, why: it.why }).collect(),
            questions,
            index,
        };
        (Ok(questionnaire), texts.slots)
    }
}

/// Looks at what is not a text: ids, languages, givens, numbers of things, pages.
fn inspect_frame(draft: &DraftQuestionnaire) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut whole = |part: &str, fault| problems.push(Problem { place: Place::whole(part), fault });
    if draft.languages.is_empty() {
        whole("languages", Fault::Empty);
    }
    for twice in twice(draft.languages.iter()) {
        whole("languages", Fault::DuplicateId { id: twice.to_string() });
    }
    if draft.givens.keys().any(|given| given.as_str() == WARD) {
        whole("givens", Fault::ReservedGiven);
    }
    if draft.sections.is_empty() {
        whole("sections", Fault::Empty);
    }
    for twice in twice(draft.sections.iter().map(|section| &section.id)) {
        whole("sections", Fault::DuplicateId { id: twice.to_string() });
    }
    let questions = || draft.sections.iter().flat_map(|section| &section.questions);
    if questions().count() > QUESTIONS_MAX {
        whole("sections", Fault::TooMany { count: questions().count(), limit: QUESTIONS_MAX });
    }
    for twice in twice(questions().map(|question| &question.id)) {
        let place = Place::question(twice, "id");
        problems.push(Problem { place, fault: Fault::DuplicateId { id: twice.to_string() } });
    }
    problems.extend(divided_pages(draft));
    problems
}

fn twice<'a, T: Ord>(ids: impl Iterator<Item = &'a T>) -> BTreeSet<&'a T> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| !seen.insert(*id)).collect()
}

fn divided_pages(draft: &DraftQuestionnaire) -> Vec<Problem> {
    let mut seen: BTreeSet<&PageId> = BTreeSet::new();
    let mut problems = Vec::new();
    for section in &draft.sections {
        let mut open: Option<&PageId> = None;
        for question in &section.questions {
            let page = question.page.as_ref();
            if let Some(page) = page.filter(|page| open != Some(*page) && !seen.insert(page)) {
                let place = Place::question(&question.id, "page");
                problems.push(Problem { place, fault: Fault::PageDivided { page: page.to_string() } });
            }
            open = page;
        }
    }
    problems
}

fn inspect_front(draft: &DraftQuestionnaire, texts: &mut Texts<'_>) {
    for (part, text) in [
        ("title", &draft.title),
        ("opening.purpose", &draft.opening.purpose),
        ("opening.office", &draft.opening.office),
        ("opening.handling", &draft.opening.handling),
        ("opening.paper", &draft.opening.paper),
        ("ward_question", &draft.ward_question),
    ] {
        texts.inspect(&Place::whole(part), text);
    }
}

fn inspect_section(section: &DraftSection, texts: &mut Texts<'_>) {
    let place = |part: &str| Place::whole(format!("sections.{}.{part}", section.id));
    texts.inspect(&place("title"), &section.title);
    if let Some(why) = &section.why {
        texts.inspect(&place("why"), why);
    }
    if section.questions.is_empty() {
        texts.problems.push(Problem { place: place("questions"), fault: Fault::Empty });
    }
}

/// Puts questions together one after the other, so that a condition finds only earlier ones.
struct Builder<'a> {
    draft: &'a DraftQuestionnaire,
    all: BTreeSet<QuestionId>,
    questions: Vec<Question>,
    index: BTreeMap<QuestionId, usize>,
}

impl<'a> Builder<'a> {
    fn new(draft: &'a DraftQuestionnaire) -> Self {
        let questions = draft.sections.iter().flat_map(|section| &section.questions);
        let all = questions.map(|question| question.id.clone()).collect();
        Self { draft, all, questions: Vec::new(), index: BTreeMap::new() }
    }

    fn add(&mut self, draft: &DraftQuestion, section_index: usize, resolver: &Resolver<'_>, texts: &mut Texts<'_>) {
        let place = |part: &str| Place::question(&draft.id, part);
        texts.inspect(&place("text"), &draft.text);
        if let Some(help) = &draft.help {
            texts.inspect(&place("help"), help);
        }
        let kind = resolver.kind(draft, texts);
        soundness::inspect_escapes(draft, &kind, texts);
        let positive = resolver.positive(draft, &kind, texts);
        let before = self.conditions(draft);
        let resolve =
            |part: &str, condition, texts: &mut Texts<'_>| before.resolve(&place(part), condition, &mut texts.problems);
        let asked = draft.ask_when.as_ref().and_then(|condition| resolve("ask_when", condition, texts));
        let mut wordings = Vec::new();
        for wording in &draft.wordings {
            texts.inspect(&place("wordings"), &wording.text);
            let rule = resolve("wordings", &wording.when, texts);
            wordings.extend(rule.map(|rule| (rule, wording.text.clone())));
        }
        let at = self.questions.len();
        self.questions.push(Question {
            id: draft.id.clone(),
            section_index,
            module: draft.module.clone(),
            page: draft.page.clone(),
            text: draft.text.clone(),
            wordings,
            help: draft.help.clone(),
            need: draft.need,
            asked,
            kind,
            escapes: draft.escapes.clone(),
            positive,
            feeds: draft.feeds.clone(),
            checks: Vec::new(),
        });
        self.index.insert(draft.id.clone(), at);
        // Checks may look at their own question, so they are resolved when it is in place.
        let checks = self.checks(draft, texts);
        if let Some(question) = self.questions.last_mut() {
            question.checks = checks;
        }
    }

    fn checks(&self, draft: &DraftQuestion, texts: &mut Texts<'_>) -> Vec<SoundCheck> {
        let place = Place::question(&draft.id, "checks");
        let mut checks = Vec::new();
        for check in &draft.checks {
            texts.inspect(&place, &check.message);
            let rule = self.conditions(draft).resolve(&place, &check.fails_when, &mut texts.problems);
            checks.extend(rule.map(|fails_when| SoundCheck {
                fails_when,
                severity: check.severity,
                message: check.message.clone(),
            }));
        }
        checks
    }

    fn conditions<'b>(&'b self, question: &'b DraftQuestion) -> Conditions<'b> {
        Conditions {
            earlier: &self.questions,
            index: &self.index,
            all: &self.all,
            givens: &self.draft.givens,
            module: &question.module,
        }
    }
}
