//! A questionnaire as it stands in its file: with questions taken over from others, and without its choice sets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use questionnaire::{
    ChoiceSet, ChoiceSetId, DraftKind, DraftQuestion, DraftQuestionnaire, DraftSection, GivenName, Language, Map,
    Opening, QuestionId, QuestionnaireId, SectionId, Text,
};
use serde::Deserialize;
use toml::Spanned;

use super::file::{Position, TomlFile, one_line};
use super::{ContentProblem, What};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: QuestionnaireId,
    edition: String,
    languages: Vec<Language>,
    title: Text,
    opening: Opening,
    ward_question: Text,
    #[serde(default)]
    givens: Map<GivenName, Vec<String>>,
    sections: Vec<WrittenSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSection {
    id: SectionId,
    title: Text,
    why: Option<Text>,
    // Questions stay tables until the ones they take over are known, and keep their place for messages.
    questions: Vec<Spanned<toml::Table>>,
}

/// A questionnaire's file, read but not yet put together.
#[derive(Debug)]
pub(super) struct WrittenQuestionnaire {
    pub(super) file: PathBuf,
    written: Written,
    positions: Vec<Position>,
}

/// A questionnaire put together, as far as that went.
#[derive(Debug, Default)]
pub(super) struct Drafted {
    pub(super) draft: Option<DraftQuestionnaire>,
    pub(super) lines: BTreeMap<QuestionId, Position>,
    pub(super) problems: Vec<ContentProblem>,
}

pub(super) fn parse(file: &TomlFile) -> Result<WrittenQuestionnaire, ContentProblem> {
    let written: Written = file.parse()?;
    if written.id.as_str() != file.stem() {
        return Err(file.problem(What::WrongName { id: written.id.to_string() }));
    }
    let questions = written.sections.iter().flat_map(|section| &section.questions);
    let positions = questions.map(|question| file.position(question.span().start)).collect();
    Ok(WrittenQuestionnaire { file: file.path.clone(), positions, written })
}

/// Puts `questionnaire` together with what it takes over from `all` and the choice sets that it names.
pub(super) fn draft(
    questionnaire: &WrittenQuestionnaire,
    all: &[WrittenQuestionnaire],
    choice_sets: &BTreeMap<ChoiceSetId, ChoiceSet>,
) -> Drafted {
    let mut drafted = Drafted::default();
    let mut positions = questionnaire.positions.iter();
    let mut sections = Vec::new();
    for section in &questionnaire.written.sections {
        let mut questions = Vec::new();
        for table in &section.questions {
            let at = positions.next().copied();
            match draft_question(table.get_ref(), all) {
                Ok(question) => {
                    drafted.lines.extend(at.map(|at| (question.id.clone(), at)));
                    questions.push(question);
                }
                Err(what) => drafted.problems.push(ContentProblem { file: questionnaire.file.clone(), at, what }),
            }
        }
        sections.push(DraftSection {
            id: section.id.clone(),
            title: section.title.clone(),
            why: section.why.clone(),
            questions,
        });
    }
    // Conditions that look at a question left out would be told as faults of their own, and are not.
    if drafted.problems.is_empty() {
        drafted.draft = Some(put_together(&questionnaire.written, sections, choice_sets));
    }
    drafted
}

fn draft_question(table: &toml::Table, all: &[WrittenQuestionnaire]) -> Result<DraftQuestion, What> {
    let whole = match table.get("reuse") {
        None => table.clone(),
        Some(toml::Value::String(reference)) => take_over(reference, table, all)?,
        Some(other) => return Err(What::UnknownReuse { reference: other.to_string() }),
    };
    whole.try_into().map_err(|error: toml::de::Error| What::Toml { message: one_line(&error.to_string()) })
}

/// The question that `reference` (`questionnaire.question`) names, as everybody is asked it, with what `table` says otherwise.
fn take_over(reference: &str, table: &toml::Table, all: &[WrittenQuestionnaire]) -> Result<toml::Table, What> {
    let unknown = || What::UnknownReuse { reference: reference.to_owned() };
    let (questionnaire, question) = reference.split_once('.').ok_or_else(unknown)?;
    let source = all.iter().find(|other| other.written.id.as_str() == questionnaire).ok_or_else(unknown)?;
    let is_it = |other: &&toml::Table| other.get("id").and_then(toml::Value::as_str) == Some(question);
    let questions = source.written.sections.iter().flat_map(|section| &section.questions).map(Spanned::get_ref);
    let mut copy = questions.into_iter().find(is_it).ok_or_else(unknown)?.clone();
    if copy.contains_key("reuse") {
        return Err(What::ReuseOfReuse { reference: reference.to_owned() });
    }
    // Modules and conditions speak of the questionnaire that it comes from.
    copy.remove("module");
    copy.remove("ask_when");
    copy.extend(table.iter().filter(|(key, _)| *key != "reuse").map(|(key, value)| (key.clone(), value.clone())));
    Ok(copy)
}

fn put_together(
    written: &Written,
    sections: Vec<DraftSection>,
    choice_sets: &BTreeMap<ChoiceSetId, ChoiceSet>,
) -> DraftQuestionnaire {
    let named: BTreeSet<&ChoiceSetId> = sections
        .iter()
        .flat_map(|section| &section.questions)
        .filter_map(|question| choice_set(&question.answer))
        .collect();
    let named = choice_sets.iter().filter(|(id, _)| named.contains(id));
    let choice_sets = named.map(|(id, set)| (id.clone(), in_languages(set, &written.languages))).collect();
    DraftQuestionnaire {
        id: written.id.clone(),
        edition: written.edition.clone(),
        languages: written.languages.clone(),
        title: written.title.clone(),
        opening: written.opening.clone(),
        ward_question: written.ward_question.clone(),
        givens: written.givens.clone(),
        choice_sets,
        sections,
    }
}

/// A shared set comes in every language; a questionnaire takes those that it has itself.
fn in_languages(set: &ChoiceSet, languages: &[Language]) -> ChoiceSet {
    let mut set = set.clone();
    for choice in &mut set.choices {
        choice.text.0.retain(|language, _| languages.contains(language));
    }
    set
}

fn choice_set(kind: &DraftKind) -> Option<&ChoiceSetId> {
    match kind {
        DraftKind::One(choices) => choices.choice_set.as_ref(),
        DraftKind::Several(choices) | DraftKind::Ranking(choices) => choices.choice_set.as_ref(),
        DraftKind::Number(_) | DraftKind::Date(_) | DraftKind::Month(_) | DraftKind::Text(_) | DraftKind::Rating(_) => {
            None
        }
    }
}
