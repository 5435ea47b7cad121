//! From a draft to a questionnaire: every name is replaced by what it names.
//!
//! This is all that a browser does with a survey that the office has inspected and published.

mod choices;
mod conditions;

use crate::condition::Condition;
use crate::draft::{Check, DraftQuestion, DraftQuestionnaire};
use crate::id::{GivenName, ModuleId, QuestionId};
use crate::map::{Map, Set};
use crate::question::{Question, SoundCheck};
use crate::questionnaire::{Questionnaire, Section};
use crate::soundness::{Place, Problem};

use choices::Sets;
use conditions::Conditions;

/// The questionnaire that `draft` describes, and every name in it that names nothing. Where there is one,
/// the questionnaire is as good as can be made, so that the rest of it can still be inspected.
pub(crate) fn assemble(draft: DraftQuestionnaire) -> (Questionnaire, Vec<Problem>) {
    let questions = draft.sections.iter().flat_map(|section| &section.questions);
    let all = questions.map(|question| question.id.clone()).collect();
    let sets = Sets::new(draft.choice_sets);
    let mut builder = Builder {
        sets: &sets,
        givens: &draft.givens,
        all,
        questions: Vec::new(),
        index: Map::new(),
        problems: Vec::new(),
    };
    let mut sections = Vec::with_capacity(draft.sections.len());
    for (section_index, section) in draft.sections.into_iter().enumerate() {
        sections.push(Section { id: section.id, title: section.title, why: section.why });
        for question in section.questions {
            builder.add(question, section_index);
        }
    }
    let Builder { questions, index, problems, .. } = builder;
    let questionnaire = Questionnaire {
        id: draft.id,
        edition: draft.edition,
        languages: draft.languages,
        title: draft.title,
        opening: draft.opening,
        ward_question: draft.ward_question,
        givens: draft.givens,
        sections,
        questions,
        index,
    };
    (questionnaire, problems)
}

/// Puts questions together one after the other, so that a condition finds only earlier ones.
struct Builder<'a> {
    sets: &'a Sets,
    givens: &'a Map<GivenName, Vec<String>>,
    all: Set<QuestionId>,
    questions: Vec<Question>,
    index: Map<QuestionId, usize>,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn add(&mut self, draft: DraftQuestion, section_index: usize) {
        let mut problems = std::mem::take(&mut self.problems);
        let mut resolve = |part: &str, condition: &Condition| {
            self.conditions(&draft.module).resolve(&Place::question(&draft.id, part), condition, &mut problems)
        };
        let asked = draft.ask_when.as_ref().and_then(|condition| resolve("ask_when", condition));
        let mut wordings = Vec::new();
        for wording in draft.wordings {
            wordings.extend(resolve("wordings", &wording.when).map(|rule| (rule, wording.text)));
        }
        let positive = self.sets.positive(&draft.answer, draft.positive);
        let kind = self.sets.kind(draft.answer).unwrap_or_else(|(kind, fault)| {
            problems.push(Problem { place: Place::question(&draft.id, "answer"), fault });
            kind
        });
        self.problems = problems;
        let at = self.questions.len();
        self.index.insert(draft.id.clone(), at);
        self.questions.push(Question {
            id: draft.id,
            section_index,
            module: draft.module,
            page: draft.page,
            text: draft.text,
            wordings,
            help: draft.help,
            need: draft.need,
            asked,
            kind,
            escapes: draft.escapes,
            positive,
            feeds: draft.feeds,
            checks: Vec::new(),
        });
        // Checks may look at their own question, so they are resolved when it is in place.
        self.add_checks(draft.checks);
    }

    fn add_checks(&mut self, drafts: Vec<Check>) {
        let mut problems = std::mem::take(&mut self.problems);
        let mut checks = Vec::new();
        if let Some(question) = self.questions.last() {
            let place = Place::question(&question.id, "checks");
            let conditions = self.conditions(&question.module);
            for check in drafts {
                let rule = conditions.resolve(&place, &check.fails_when, &mut problems);
                checks.extend(rule.map(|fails_when| SoundCheck {
                    fails_when,
                    severity: check.severity,
                    message: check.message,
                }));
            }
        }
        self.problems = problems;
        if let Some(question) = self.questions.last_mut() {
            question.checks = checks;
        }
    }

    fn conditions<'b>(&'b self, module: &'b ModuleId) -> Conditions<'b> {
        Conditions { earlier: &self.questions, index: &self.index, all: &self.all, givens: self.givens, module }
    }
}
