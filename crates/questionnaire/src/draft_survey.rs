//! A survey (調査): one round of asking a questionnaire, with what each ward brings to it.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::draft::DraftQuestionnaire;
use crate::id::{ModuleId, SurveyId};
use crate::map::{Map, Set};
use crate::sealing_key::SealingKey;
use crate::text::{Slots, Text};
use crate::ward::WardCode;

/// A survey as published: everything that a revision pins. It becomes a [`Survey`](crate::Survey) when it is sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "publish",
    derive(schemars::JsonSchema),
    schemars(rename = "Survey", description = "A survey as published: everything that a revision pins.")
)]
#[serde(deny_unknown_fields)]
pub struct DraftSurvey {
    /// Its id, such as `ward-residents-2026`.
    pub id: SurveyId,
    /// Its name.
    pub title: Text,
    /// How people come to answer.
    pub frame: Frame,
    /// When it is meant to run.
    pub period: Period,
    /// The modules that are on in every ward, besides `core`.
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    pub modules: Set<ModuleId>,
    /// What the slots stand for as long as the ward is not known, and where the ward does not say.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub slots: Slots,
    /// The wards that take part.
    pub wards: Map<WardCode, WardSettings>,
    /// The origins, such as `https://www.city.osaka.lg.jp`, whose pages may show it.
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    pub embed_origins: Set<String>,
    /// The keys to which a device seals each response; without any, responses come in clear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealing_keys: Vec<SealingKey>,
    /// What a kiosk does with a visit that nobody ended.
    #[serde(default, skip_serializing_if = "Abandoned::is_usual")]
    pub abandoned: Abandoned,
    /// For how long responses are taken in and kept.
    #[serde(default, skip_serializing_if = "Keeping::is_usual")]
    pub keeping: Keeping,
    /// What is asked.
    pub questionnaire: DraftQuestionnaire,
}

/// For how long responses are taken in and kept. The office goes by it; a device has no use for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    /// For how many days after the end responses still count that were finished before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub grace_days: u8,
    /// When it runs in the wards where that is another time.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub ward_periods: Map<WardCode, Period>,
    /// How many days after the results are public what was set aside is deleted; without, with the responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside_days: Option<u16>,
    /// How many days after the survey is put away its responses and codes are deleted; without, they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responses_days: Option<u16>,
}

impl Keeping {
    /// Whether it is what a survey does that says nothing of it.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(days: &u8) -> bool {
    *days == 0
}

/// What a ward brings to a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WardSettings {
    /// Its name, as a person chooses it from a list.
    pub name: Text,
    /// The modules that are on in this ward besides those of the survey.
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    pub modules: Set<ModuleId>,
    /// What the slots stand for here: `ward`, `contact`, the local name of the council.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub slots: Slots,
}

/// From when to when, both days included, in Japan's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub opens: Date,
    /// The last day.
    pub closes: Date,
}

/// How people came to answer (標本の枠). Results of different frames are never joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Drawn at random from the residents' register: the only one that speaks of residents.
    RandomSample,
    /// Members of a panel that people joined.
    RegisteredPanel,
    /// Whoever was there and wished to.
    SelfSelectedOnSite,
    /// Whoever saw the link and wished to.
    OpenSelfSelected,
    /// Everybody of a known list.
    Census,
    /// Observers under contract.
    ContractedInvestigators,
}

impl Frame {
    /// Whether each person has an invitation with a code of their own.
    pub fn needs_code(self) -> bool {
        match self {
            Self::RandomSample | Self::RegisteredPanel | Self::Census | Self::ContractedInvestigators => true,
            Self::SelfSelectedOnSite | Self::OpenSelfSelected => false,
        }
    }
}

/// What a kiosk does with a visit that nobody ended, once it has asked whether anybody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Abandoned {
    /// It forgets the visit.
    #[default]
    Discard,
    /// It sends the visit if only the last button was not pressed: every page of its path was shown, and its answers
    /// are complete. It forgets any other.
    Send,
}

impl Abandoned {
    /// Whether it is what a survey does that says nothing of it.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a survey stands (状態).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written; nobody can answer.
    Draft,
    /// 予行: anyone may answer, nothing counts.
    Rehearsal,
    /// Running.
    Open,
    /// Running, but not now.
    Paused,
    /// Over; what comes late is stored aside.
    Closed,
    /// Its results are public.
    Published,
    /// Put away.
    Archived,
}

impl State {
    /// Its name on the wire, in the store and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Rehearsal => "rehearsal",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Draft, Self::Rehearsal, Self::Open, Self::Paused, Self::Closed, Self::Published, Self::Archived]
            .into_iter()
            .find(|state| state.as_str() == name)
    }

    /// Whether a survey may go from here to `next`.
    ///
    /// A rehearsal may go back to draft, and a paused survey on; nothing that counted becomes a rehearsal.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(next, Self::Rehearsal | Self::Open),
            Self::Rehearsal => matches!(next, Self::Draft | Self::Open),
            Self::Open => matches!(next, Self::Paused | Self::Closed),
            Self::Paused => matches!(next, Self::Open | Self::Closed),
            Self::Closed => matches!(next, Self::Open | Self::Published),
            Self::Published => matches!(next, Self::Archived),
            Self::Archived => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 7] =
        [State::Draft, State::Rehearsal, State::Open, State::Paused, State::Closed, State::Published, State::Archived];

    #[test]
    fn a_state_is_found_by_its_name() {
        for state in STATES {
            assert_eq!(State::named(state.as_str()), Some(state));
        }
        assert_eq!(State::named("half-open"), None);
    }

    #[test]
    fn nothing_that_counted_becomes_a_rehearsal() {
        for state in [State::Open, State::Paused, State::Closed, State::Published, State::Archived] {
            assert!(!state.may_become(State::Rehearsal));
            assert!(!state.may_become(State::Draft));
        }
    }

    #[test]
    fn states_change_only_along_the_way() {
        let ways: Vec<_> = STATES
            .iter()
            .flat_map(|from| {
                STATES.iter().filter(|to| from.may_become(**to)).map(move |to| (from.as_str(), to.as_str()))
            })
            .collect();
        assert_eq!(
            ways,
            [
                ("draft", "rehearsal"),
                ("draft", "open"),
                ("rehearsal", "draft"),
                ("rehearsal", "open"),
                ("open", "paused"),
                ("open", "closed"),
                ("paused", "open"),
                ("paused", "closed"),
                ("closed", "open"),
                ("closed", "published"),
                ("published", "archived"),
            ]
        );
    }

    #[test]
    fn only_the_self_selected_need_no_code() {
        let free = [
            Frame::RandomSample,
            Frame::RegisteredPanel,
            Frame::SelfSelectedOnSite,
            Frame::OpenSelfSelected,
            Frame::Census,
            Frame::ContractedInvestigators,
        ]
        .map(Frame::needs_code);
        assert_eq!(free, [true, true, false, false, true, true]);
    }
}
