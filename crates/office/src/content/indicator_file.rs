//! The indicators of the city's documents, and the adults that answers are weighted by, as they stand in their files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use indicators::{Adults, Document, Indicator, IndicatorFault, Known, faults};
use questionnaire::{DraftQuestionnaire, Language, QuestionnaireId, Text, WardCode, markup};
use serde::Deserialize;
use toml::Spanned;

use super::file::{Position, TomlFile};
use super::interface::compare_text;
use super::{ContentProblem, What};

/// The folder of the indicators: a file for each document, and one for what is doubtful.
const FOLDER: &str = "indicators";
/// What the documents leave open.
const DOUBTS: &str = "doubts";
/// The folder of the adults: a file for each fiscal year, by the city.
const ADULTS: &str = "adults";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    document: Document,
    indicators: Vec<Spanned<Indicator>>,
}

/// What stands in the files of indicators and adults.
#[derive(Debug, Default)]
pub struct Indicators {
    /// The indicators that could be read, sound or not.
    pub all: Vec<Indicator>,
    /// The documents that they stand in, by name.
    pub documents: BTreeMap<String, Document>,
    /// What the documents leave open, by name.
    pub doubts: BTreeMap<String, Text>,
    /// The adults of the wards, by fiscal year.
    pub adults: BTreeMap<u16, Adults>,
}

/// Reads the indicators, and tells what is wrong with them and with the files of adults.
pub(super) fn read(
    folder: &Path,
    questionnaires: &BTreeMap<QuestionnaireId, DraftQuestionnaire>,
    wards: &BTreeSet<WardCode>,
    problems: &mut Vec<ContentProblem>,
) -> Indicators {
    let mut read = Vec::new();
    let mut documents = BTreeMap::new();
    let mut doubts = BTreeMap::new();
    for file in files(&folder.join(FOLDER), problems) {
        if file.stem() == DOUBTS {
            doubts = read_doubts(&file, problems);
            continue;
        }
        match file.parse::<Written>() {
            Ok(written) => {
                let place = |indicator: &Spanned<Indicator>| file.position(indicator.span().start);
                let placed =
                    written.indicators.into_iter().map(|indicator| (place(&indicator), indicator.into_inner()));
                read.extend(placed.map(|(at, indicator)| (file.path.clone(), at, indicator)));
                documents.insert(file.stem(), written.document);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let (named, doubtful) = (documents.keys().cloned().collect(), doubts.keys().cloned().collect());
    let known = Known { questionnaires, wards, documents: &named, doubts: &doubtful };
    let mut ids = BTreeSet::new();
    for (path, at, indicator) in &read {
        let twice = (!ids.insert(indicator.id.clone())).then_some(IndicatorFault::Twice);
        problems.extend(twice.into_iter().chain(faults(indicator, known)).map(|fault| ContentProblem {
            file: path.clone(),
            at: Some(*at),
            what: What::Indicator { id: indicator.id.clone(), fault: Box::new(fault) },
        }));
    }
    let adults = read_adults(folder, wards, problems);
    let all = read.into_iter().map(|(_, _, indicator): (_, Position, _)| indicator).collect();
    Indicators { all, documents, doubts, adults }
}

/// The files of a folder that need not be there.
fn files(folder: &Path, problems: &mut Vec<ContentProblem>) -> Vec<TomlFile> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let files = TomlFile::all_in(folder).unwrap_or_else(|problem| vec![Err(problem)]);
    files.into_iter().filter_map(|file| file.map_err(|problem| problems.push(problem)).ok()).collect()
}

/// What is doubtful, by name. Each is said in the three languages of a publication.
fn read_doubts(file: &TomlFile, problems: &mut Vec<ContentProblem>) -> BTreeMap<String, Text> {
    let doubts: BTreeMap<String, Text> = match file.parse() {
        Ok(doubts) => doubts,
        Err(problem) => {
            problems.push(problem);
            return BTreeMap::new();
        }
    };
    let languages: Vec<Language> = ["ja", "ja-easy", "en"].iter().filter_map(|tag| tag.parse().ok()).collect();
    for (name, text) in &doubts {
        let original = languages.first().map_or("", |language| text.in_language(language));
        for language in &languages {
            let key = format!("{name}.{language}");
            match text.0.get(language).map(|words| markup::parse(words)) {
                None => problems.push(file.problem(What::KeyMissing { key })),
                Some(Err(error)) => problems.push(file.problem(What::Markup { key, error })),
                Some(Ok(spans)) => {
                    compare_text(language, &key, &spans, original, &mut |what| problems.push(file.problem(what)));
                }
            }
        }
    }
    doubts
}

fn read_adults(folder: &Path, wards: &BTreeSet<WardCode>, problems: &mut Vec<ContentProblem>) -> BTreeMap<u16, Adults> {
    let mut read = BTreeMap::new();
    for file in files(&folder.join(ADULTS), problems) {
        match file.parse::<Adults>() {
            Ok(adults) => {
                let faults = adults.faults(|ward| wards.contains(&ward));
                problems.extend(faults.into_iter().map(|fault| file.problem(What::Adults(fault))));
                read.insert(adults.fiscal_year, adults);
            }
            Err(problem) => problems.push(problem),
        }
    }
    read
}
