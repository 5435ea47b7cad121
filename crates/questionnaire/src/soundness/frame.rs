//! What stands around the questions: ids, languages, givens, numbers of things, pages, headings.

use std::collections::BTreeSet;

use super::{Fault, Place, Problem, Texts};
use crate::draft::{DraftQuestionnaire, DraftSection};
use crate::id::PageId;
use crate::limit::QUESTIONS_MAX;
use crate::setting::WARD;

/// Looks at what is not a text: ids, languages, givens, numbers of things, pages.
pub(super) fn inspect_frame(draft: &DraftQuestionnaire) -> Vec<Problem> {
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

pub(super) fn inspect_front(draft: &DraftQuestionnaire, texts: &mut Texts<'_>) {
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

pub(super) fn inspect_section(section: &DraftSection, texts: &mut Texts<'_>) {
    let place = |part: &str| Place::whole(format!("sections.{}.{part}", section.id));
    texts.inspect(&place("title"), &section.title);
    if let Some(why) = &section.why {
        texts.inspect(&place("why"), why);
    }
    if section.questions.is_empty() {
        texts.problems.push(Problem { place: place("questions"), fault: Fault::Empty });
    }
}
