//! The survey as it is published, so that the tests say what the screens say.

use questionnaire::{Answers, Givens, Kind, Language, QuestionId, SlotName, Survey, Text, WardCode};
use serde_json::Value;

use super::fetched::Fetched;
use super::office::Office;

/// The published survey and the words of the interface.
pub(crate) struct Sheet {
    survey: Survey,
    revision: String,
    interface: Value,
}

impl Sheet {
    /// Asks the office for it.
    pub(crate) async fn of(office: &Office, survey: &str) -> Self {
        let reply = Fetched::from(&office.at(&format!("/api/v1/surveys/{survey}"))).await;
        let mut published: Value = serde_json::from_slice(&reply.body).expect("the survey is JSON");
        let revision = published["revision"].as_str().expect("the survey has a revision").to_owned();
        let survey = published["survey"].take().to_string();
        let survey = Survey::parse(survey.as_bytes()).expect("the published survey is sound");
        Self { survey, revision, interface: published["interface"].take() }
    }

    /// The words that only a tablet says, besides.
    pub(crate) async fn learn_tablet(&mut self, office: &Office) {
        for language in ["ja", "ja-easy", "en"] {
            let reply = Fetched::from(&office.at(&format!("/api/v1/interface/{language}?for=tablet"))).await;
            let mut words: Value = serde_json::from_slice(&reply.body).expect("the words are JSON");
            self.interface[language]["tablet"] = words["tablet"].take();
        }
    }

    /// The survey itself.
    pub(crate) fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Its revision.
    pub(crate) fn revision(&self) -> &str {
        &self.revision
    }

    /// The words of the interface, by table and key as in the word files.
    pub(crate) fn word(&self, language: &str, key: &str) -> String {
        self.word_with(language, key, &[])
    }

    /// The words of the interface with their places filled.
    pub(crate) fn word_with(&self, language: &str, key: &str, fill: &[(&str, &str)]) -> String {
        let (table, name) = key.split_once('.').expect("a table and a key");
        let words = self.interface[language][table][name].as_str();
        let words = words.unwrap_or_else(|| panic!("the interface has no {key} in {language}"));
        let slots = fill.iter().map(|(slot, value)| (slot_name(slot), text(language, value))).collect();
        text(language, words).plain(&tongue(language), &slots)
    }

    /// What a question asks.
    pub(crate) fn question(&self, language: &str, ward: &str, id: &str) -> String {
        let questionnaire = self.survey.questionnaire();
        let setting = self.survey.setting(code(ward), Givens::new()).expect("the ward takes part");
        self.plain(language, ward, questionnaire.wording(self.asked(id), &setting, &Answers::default()))
    }

    /// The line that helps with a question.
    pub(crate) fn help(&self, language: &str, ward: &str, id: &str) -> String {
        self.plain(language, ward, self.asked(id).help().expect("the question has a line that helps"))
    }

    /// What a choice says.
    pub(crate) fn choice(&self, language: &str, ward: &str, id: &str, code: &str) -> String {
        let question = self.asked(id);
        let choices = match question.kind() {
            Kind::One(choices) | Kind::Several { choices, .. } | Kind::Ranking { choices, .. } => &choices[..],
            Kind::Number(_) | Kind::Date(_) | Kind::Month(_) | Kind::Text(_) | Kind::Rating(_) => &[],
        };
        let choice = choices.iter().chain(question.escapes()).find(|choice| choice.code.as_str() == code);
        let choice = choice.unwrap_or_else(|| panic!("{id} has no {code}"));
        self.plain(language, ward, &choice.text)
    }

    /// The survey's name.
    pub(crate) fn title(&self, language: &str) -> String {
        self.plain_anywhere(language, self.survey.title())
    }

    /// What the survey is for.
    pub(crate) fn purpose(&self, language: &str, ward: &str) -> String {
        self.plain(language, ward, &self.survey.questionnaire().opening().purpose)
    }

    /// What becomes of the answers.
    pub(crate) fn handling(&self, language: &str, ward: &str) -> String {
        self.plain(language, ward, &self.survey.questionnaire().opening().handling)
    }

    /// How the ward is asked for.
    pub(crate) fn ward_question(&self, language: &str) -> String {
        self.plain_anywhere(language, self.survey.questionnaire().ward_question())
    }

    /// The name of a ward.
    pub(crate) fn ward(&self, language: &str, ward: &str) -> String {
        let settings = self.survey.wards().get(&code(ward)).expect("the ward takes part");
        self.plain_anywhere(language, &settings.name)
    }

    /// Every question there is.
    pub(crate) fn questions(&self) -> Vec<String> {
        self.survey.questionnaire().questions().iter().map(|question| question.id().to_string()).collect()
    }

    fn asked(&self, id: &str) -> &questionnaire::Question {
        let id: QuestionId = id.parse().expect("an id");
        self.survey.questionnaire().question(&id).unwrap_or_else(|| panic!("there is no question {id}"))
    }

    fn plain(&self, language: &str, ward: &str, text: &Text) -> String {
        text.plain(&tongue(language), &self.survey.slots(Some(code(ward))))
    }

    fn plain_anywhere(&self, language: &str, text: &Text) -> String {
        text.plain(&tongue(language), &self.survey.slots(None))
    }
}

fn tongue(language: &str) -> Language {
    language.parse().expect("a language")
}

fn slot_name(name: &str) -> SlotName {
    name.parse().expect("a slot")
}

fn code(ward: &str) -> WardCode {
    ward.parse().expect("a ward's code")
}

fn text(language: &str, words: &str) -> Text {
    Text(std::iter::once((tongue(language), words.to_owned())).collect())
}
