//! A sound survey (調査), and the circumstances under which it is answered.

use crate::assemble::assemble;
use crate::draft_survey::{Abandoned, DraftSurvey, Frame, Keeping, Period, WardSettings};
use crate::id::{ModuleId, SurveyId};
use crate::language::Language;
use crate::limit::{DRAFT_BYTES_MAX, GIVEN_BYTES_MAX};
use crate::map::{Map, Set};
use crate::questionnaire::Questionnaire;
use crate::sealing_key::SealingKey;
use crate::setting::{Givens, INTERVIEWER, Setting, SettingError, is_interviewer};
use crate::soundness::{self, Problem};
use crate::text::{Slots, Text};
use crate::ward::WardCode;

/// A survey whose questionnaire is sound, whose wards exist and whose slots are filled.
#[derive(Debug, Clone)]
pub struct Survey {
    id: SurveyId,
    title: Text,
    frame: Frame,
    period: Period,
    modules: Set<ModuleId>,
    slots: Slots,
    wards: Map<WardCode, WardSettings>,
    embed_origins: Set<String>,
    sealing_keys: Vec<SealingKey>,
    abandoned: Abandoned,
    keeping: Keeping,
    questionnaire: Questionnaire,
}

/// Why bytes are no survey.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There are too many of them.
    #[error("the survey has {bytes} bytes, at most {DRAFT_BYTES_MAX} can be read")]
    TooLarge {
        /// How many there are.
        bytes: usize,
    },
    /// They are not the JSON of a survey.
    #[error("the survey cannot be read: {what}")]
    NotASurvey {
        /// What the parser says, with line and column.
        what: String,
    },
    /// The survey is not sound.
    #[error("the survey is not sound, in {} places", .0.len())]
    Unsound(Vec<Problem>),
}

impl Survey {
    /// The survey that `json` holds, as published.
    pub fn parse(json: &[u8]) -> Result<Self, Unreadable> {
        if json.len() > DRAFT_BYTES_MAX {
            return Err(Unreadable::TooLarge { bytes: json.len() });
        }
        let draft: DraftSurvey =
            serde_json::from_slice(json).map_err(|error| Unreadable::NotASurvey { what: error.to_string() })?;
        draft.try_into().map_err(Unreadable::Unsound)
    }

    /// Its id.
    pub fn id(&self) -> &SurveyId {
        &self.id
    }

    /// Its name.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// How people come to answer.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// When it is meant to run.
    pub fn period(&self) -> Period {
        self.period
    }

    /// The wards that take part, by code.
    pub fn wards(&self) -> &Map<WardCode, WardSettings> {
        &self.wards
    }

    /// The origins whose pages may show it.
    pub fn embed_origins(&self) -> &Set<String> {
        &self.embed_origins
    }

    /// The keys to which each response is sealed. Without any, responses come in clear.
    pub fn sealing_keys(&self) -> &[SealingKey] {
        &self.sealing_keys
    }

    /// What a kiosk does with a visit that nobody ended.
    pub fn abandoned(&self) -> Abandoned {
        self.abandoned
    }

    /// For how long responses are taken in and kept.
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// What is asked.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// The languages, the one shown first being first.
    pub fn languages(&self) -> &[Language] {
        self.questionnaire.languages()
    }

    /// What the slots stand for in a ward, or as long as the ward is not known.
    pub fn slots(&self, ward: Option<WardCode>) -> Slots {
        let mut slots = self.slots.clone();
        if let Some(settings) = ward.and_then(|ward| self.wards.get(&ward)) {
            slots.extend(settings.slots.clone());
        }
        slots
    }

    /// The circumstances of a person in `ward` whose link brought `givens`.
    pub fn setting(&self, ward: WardCode, givens: Givens) -> Result<Setting, SettingError> {
        let settings = self.wards.get(&ward).ok_or(SettingError::UnknownWard { ward })?;
        for (given, value) in &givens {
            let takes = match self.questionnaire.givens().get(given) {
                Some(allowed) => {
                    let sound = value.len() <= GIVEN_BYTES_MAX && !value.chars().any(char::is_control);
                    sound && (allowed.is_empty() || allowed.contains(value))
                }
                None if given.as_str() == INTERVIEWER => is_interviewer(value),
                None => return Err(SettingError::UnknownGiven { given: given.clone() }),
            };
            if !takes {
                let value = value.chars().take(GIVEN_BYTES_MAX).collect();
                return Err(SettingError::UnknownValue { given: given.clone(), value });
            }
        }
        Ok(Setting { ward, givens, modules: self.modules.iter().chain(settings.modules.iter()).cloned().collect() })
    }
}

impl TryFrom<DraftSurvey> for Survey {
    type Error = Vec<Problem>;

    /// The survey that `draft` describes, or everything that is wrong with it and its questionnaire.
    fn try_from(draft: DraftSurvey) -> Result<Self, Vec<Problem>> {
        let (questionnaire_problems, slots) = soundness::inspect(&draft.questionnaire);
        let survey_problems = soundness::inspect_survey(&draft, &slots);
        let (questionnaire, unresolved) = assemble(draft.questionnaire);
        let problems: Vec<Problem> = questionnaire_problems
            .into_iter()
            .chain(unresolved)
            .chain(soundness::unreachable(&questionnaire))
            .chain(survey_problems)
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            id: draft.id,
            title: draft.title,
            frame: draft.frame,
            period: draft.period,
            modules: draft.modules,
            slots: draft.slots,
            wards: draft.wards,
            embed_origins: draft.embed_origins,
            sealing_keys: draft.sealing_keys,
            abandoned: draft.abandoned,
            keeping: draft.keeping,
            questionnaire,
        })
    }
}
