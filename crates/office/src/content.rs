//! What the city owns and may edit: the folder `content/`.
//!
//! Everything that can be read is read, and everything that is wrong is told at once, with its place and its mend.

mod fault;
mod file;
mod interface;
mod problem;
mod questionnaire_file;
mod survey_file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use questionnaire::{
    ChoiceSet, ChoiceSetId, DraftQuestionnaire, DraftSurvey, Questionnaire, QuestionnaireId, Survey, SurveyId,
};

use file::{Position, TomlFile};
pub use interface::Interface;
pub use problem::{ContentProblem, Tongue, What};
use survey_file::Wards;

const CHOICE_SETS: &str = "choice-sets.toml";

/// What was read from a content folder.
#[derive(Debug, Default)]
pub struct Content {
    /// The questionnaires that could be read, sound or not.
    pub questionnaires: BTreeMap<QuestionnaireId, DraftQuestionnaire>,
    /// The surveys that could be read, sound or not.
    pub surveys: BTreeMap<SurveyId, DraftSurvey>,
    /// The words of the page, by language.
    pub interface: Interface,
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
        let choice_sets = content.toml(&folder.join(CHOICE_SETS));
        let origins = content.read_questionnaires(folder, &choice_sets.unwrap_or_default());
        let unsound = content.look_through_questionnaires(folder, &origins);
        let wards = content.toml(&folder.join("wards.toml")).unwrap_or_default();
        content.read_surveys(folder, &wards, &unsound);
        let languages = content.surveys.values().flat_map(|survey| survey.questionnaire.languages.clone()).collect();
        content.interface = Interface::read(&folder.join("interface"), &languages, &mut content.problems);
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
    ) {
        for file in self.files(&folder.join("surveys")) {
            let draft = match survey_file::parse(&file, wards, &self.questionnaires) {
                Ok(draft) => draft,
                Err(problems) => {
                    self.problems.extend(problems);
                    continue;
                }
            };
            let told = unsound.get(&draft.questionnaire.id).map_or(&[][..], Vec::as_slice);
            let problems = Survey::try_from(draft.clone()).err().unwrap_or_default();
            // What is wrong with its questionnaire has been told where it is written.
            let new = problems.into_iter().filter(|problem| !told.contains(problem));
            self.problems.extend(new.map(|problem| file.problem(What::Unsound(Box::new(problem)))));
            self.surveys.insert(draft.id.clone(), draft);
        }
    }
}
