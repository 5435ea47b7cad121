//! What the city owns and may edit: the folder `content/`.
//!
//! Everything that can be read is read, and everything that is wrong is told at once, with its place and its mend.

mod coverage;
mod fault;
mod file;
mod indicator_fault;
mod indicator_file;
mod interface;
mod original;
mod problem;
mod questionnaire_file;
mod report_words;
mod survey_file;
mod texts;
mod translation;
mod translation_fault;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use questionnaire::{
    ChoiceSet, ChoiceSetId, DraftQuestionnaire, DraftSurvey, Fault, Language, Questionnaire, QuestionnaireId, Survey,
    SurveyId,
};

pub use coverage::{Coverage, Part};
use file::{Position, TomlFile};
pub use indicator_file::Indicators;
pub use interface::Interface;
use original::Originals;
pub use problem::{ContentProblem, Tongue, What};
pub use report_words::ReportWords;
use survey_file::{Wards, WrittenSurvey};
use texts::{CHOICE_SETS, WARDS};
pub use translation::Standing;
use translation::Translations;
pub use translation_fault::TranslationFault;

/// What was read from a content folder.
#[derive(Debug, Default)]
pub struct Content {
    /// The questionnaires that could be read, sound or not.
    pub questionnaires: BTreeMap<QuestionnaireId, DraftQuestionnaire>,
    /// The surveys that could be read, sound or not.
    pub surveys: BTreeMap<SurveyId, DraftSurvey>,
    /// The indicators, and what they are weighted by.
    pub indicators: Indicators,
    /// The words of publications.
    pub report: ReportWords,
    /// The words of the page, by language.
    pub interface: Interface,
    /// How much of it there is in each language.
    pub coverage: Vec<Coverage>,
    /// Everything that is wrong.
    pub problems: Vec<ContentProblem>,
}

/// Where a questionnaire was read, so that what is wrong with a question is told with its line.
#[derive(Debug, Default)]
struct Origin {
    file: PathBuf,
    lines: BTreeMap<questionnaire::QuestionId, Position>,
}

impl Content {
    /// Reads the folder and looks through all of it.
    pub fn read(folder: &Path) -> Self {
        let mut content = Self::default();
        let mut choice_sets = content.toml(&folder.join(CHOICE_SETS)).unwrap_or_default();
        let origins = content.read_questionnaires(folder, &choice_sets);
        let unsound = content.look_through_questionnaires(folder, &origins);
        let wards: Wards = content.toml(&folder.join(WARDS)).unwrap_or_default();
        let codes = wards.keys().copied().collect();
        content.indicators = indicator_file::read(folder, &content.questionnaires, &codes, &mut content.problems);
        content.report = report_words::read(folder, &codes, &mut content.problems);
        let translations = translation::read(folder, &mut content.problems);
        let mut originals = Originals::default();
        originals.add("choice-sets", texts::of_choice_sets(&mut choice_sets));
        for (id, draft) in &mut content.questionnaires {
            originals.add(id.as_str(), texts::of_questionnaire(draft));
        }
        content.read_surveys(folder, &wards, &unsound, &translations, &mut originals);
        let languages = content.surveys.values().flat_map(|survey| survey.questionnaire.languages.clone()).collect();
        let pages = folder.join(interface::FOLDER);
        content.interface = Interface::read(&pages, &languages, &translations, &mut originals, &mut content.problems);
        originals.look_through(folder, &mut content.problems);
        for (language, translation) in &translations {
            originals.hold_against(language, translation, &mut content.problems);
        }
        content.look_for_pages(&languages, &translations, &originals);
        content.coverage = originals.coverage(&translations);
        content.problems.sort_by(|one, other| (&one.file, one.at).cmp(&(&other.file, other.at)));
        // What is wrong with a shared set is found in every questionnaire that uses it.
        content.problems.dedup();
        content
    }

    fn toml<T: serde::de::DeserializeOwned>(&mut self, path: &Path) -> Option<T> {
        TomlFile::read(path).and_then(|file| file.parse()).map_err(|problem| self.problems.push(problem)).ok()
    }

    fn files(&mut self, folder: &Path) -> Vec<TomlFile> {
        match TomlFile::all_in(folder) {
            Ok(files) => {
                files.into_iter().filter_map(|file| file.map_err(|problem| self.problems.push(problem)).ok()).collect()
            }
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
        }
    }

    fn read_questionnaires(
        &mut self,
        folder: &Path,
        choice_sets: &BTreeMap<ChoiceSetId, ChoiceSet>,
    ) -> BTreeMap<QuestionnaireId, Origin> {
        let files = self.files(&folder.join("questionnaires"));
        let written: Vec<_> = files
            .iter()
            .filter_map(|file| questionnaire_file::parse(file).map_err(|problem| self.problems.push(problem)).ok())
            .collect();
        let mut origins = BTreeMap::new();
        for questionnaire in &written {
            let drafted = questionnaire_file::draft(questionnaire, &written, choice_sets);
            self.problems.extend(drafted.problems);
            if let Some(draft) = drafted.draft {
                origins.insert(draft.id.clone(), Origin { file: questionnaire.file.clone(), lines: drafted.lines });
                self.questionnaires.insert(draft.id.clone(), draft);
            }
        }
        origins
    }

    /// Tells what is wrong with each questionnaire, and gives it back.
    fn look_through_questionnaires(
        &mut self,
        folder: &Path,
        origins: &BTreeMap<QuestionnaireId, Origin>,
    ) -> BTreeMap<QuestionnaireId, Vec<questionnaire::Problem>> {
        let mut unsound = BTreeMap::new();
        for (id, draft) in &self.questionnaires {
            let Err(problems) = Questionnaire::try_from(draft.clone()) else { continue };
            let origin = origins.get(id);
            for problem in &problems {
                let line = origin.zip(problem.place.question.as_ref());
                let is_shared = problem.place.question.is_none() && problem.place.part.starts_with("choice_sets.");
                self.problems.push(ContentProblem {
                    file: if is_shared {
                        folder.join(CHOICE_SETS)
                    } else {
                        origin.map(|origin| origin.file.clone()).unwrap_or_default()
                    },
                    at: line.and_then(|(origin, question)| origin.lines.get(question).copied()),
                    what: What::Unsound(Box::new(problem.clone())),
                });
            }
            unsound.insert(id.clone(), problems);
        }
        unsound
    }

    fn read_surveys(
        &mut self,
        folder: &Path,
        wards: &Wards,
        unsound: &BTreeMap<QuestionnaireId, Vec<questionnaire::Problem>>,
        translations: &Translations,
        originals: &mut Originals,
    ) {
        for file in self.files(&folder.join("surveys")) {
            let WrittenSurvey { mut draft, more_languages } =
                match survey_file::parse(&file, wards, &self.questionnaires) {
                    Ok(survey) => survey,
                    Err(problems) => {
                        self.problems.extend(problems);
                        continue;
                    }
                };
            originals.add(WARDS.trim_end_matches(".toml"), texts::of_wards(&mut draft.wards));
            originals.add(draft.id.clone().as_str(), texts::of_survey_itself(&mut draft));
            self.translate(&file, &mut draft, &more_languages, translations);
            let told = unsound.get(&draft.questionnaire.id).map_or(&[][..], Vec::as_slice);
            let problems = Survey::try_from(draft.clone()).err().unwrap_or_default();
            // What is wrong with its questionnaire has been told where it is written, and so is a translation.
            let is_new = |problem: &questionnaire::Problem| {
                !told.contains(problem) && !is_of_translation(problem, &more_languages)
            };
            let new = problems.into_iter().filter(is_new);
            self.problems.extend(new.map(|problem| file.problem(What::Unsound(Box::new(problem)))));
            self.surveys.insert(draft.id.clone(), draft);
        }
    }

    /// Puts into a survey its texts in the languages that it offers more, and tells what is not there.
    fn translate(&mut self, file: &TomlFile, draft: &mut DraftSurvey, more: &[Language], translations: &Translations) {
        for language in more {
            let Some(translation) = translations.get(language) else {
                self.problems
                    .push(file.problem(What::Translation(TranslationFault::None { language: language.clone() })));
                continue;
            };
            let missing = translation.add_to(language, draft);
            let survey = &draft.id;
            self.problems.extend(missing.into_iter().map(|spot| ContentProblem {
                file: translation.path(&spot),
                at: None,
                what: What::Translation(TranslationFault::Missing { key: spot.key, survey: survey.to_string() }),
            }));
        }
    }

    /// Tells which words of the page there are not in the `languages` that surveys offer by translations.
    fn look_for_pages(&mut self, languages: &BTreeSet<Language>, translations: &Translations, originals: &Originals) {
        let offered = translations.iter().filter(|(language, _)| languages.contains(language));
        for (language, translation) in offered {
            let of_it = |survey: &&DraftSurvey| survey.questionnaire.languages.contains(language);
            let survey = self.surveys.values().find(of_it).map(|survey| survey.id.to_string()).unwrap_or_default();
            let missing = originals.of_page().filter(|spot| translation.get(spot).is_none());
            self.problems.extend(missing.map(|spot| ContentProblem {
                file: translation.path(&spot),
                at: None,
                what: What::Translation(TranslationFault::Missing { key: spot.key, survey: survey.clone() }),
            }));
        }
    }
}

/// Whether a problem is one that is told of the translation, where it is written.
fn is_of_translation(problem: &questionnaire::Problem, more: &[Language]) -> bool {
    let of = |language: &Language| more.contains(language);
    matches!(&problem.fault, Fault::MissingTranslation { language } | Fault::Markup { language, .. } if of(language))
}
