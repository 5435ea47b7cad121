//! What an author writes: a questionnaire that nobody has checked yet. Its fields are the file format, in
//! TOML for people and in JSON on the wire.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Month};
use crate::condition::Condition;
use crate::id::{ChoiceSetId, Code, GivenName, IndicatorId, ModuleId, PageId, QuestionId, QuestionnaireId, SectionId};
use crate::language::Language;
use crate::map::Map;
use crate::text::Text;

/// A questionnaire as written. It becomes a [`Questionnaire`](crate::Questionnaire) when it is sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "publish",
    derive(schemars::JsonSchema),
    schemars(rename = "Questionnaire", description = "A questionnaire as written, in TOML or JSON.")
)]
#[serde(deny_unknown_fields)]
pub struct DraftQuestionnaire {
    /// Its id, such as `resident`.
    pub id: QuestionnaireId,
    /// Which edition of the wording this is; results of different editions are never joined silently.
    pub edition: String,
    /// The languages that every text comes in, the first being the one shown first.
    pub languages: Vec<Language>,
    /// Its name.
    pub title: Text,
    /// What a person reads before the first question.
    pub opening: Opening,
    /// How a person is asked for the ward when the link does not bring it.
    pub ward_question: Text,
    /// The facts that a link may bring besides the ward, each with the values it may take.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub givens: Map<GivenName, Vec<String>>,
    /// Choices that several questions share.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub choice_sets: Map<ChoiceSetId, ChoiceSet>,
    /// The questions, in sections, in the order in which they are asked.
    pub sections: Vec<DraftSection>,
}

/// What a person must know before the first question (個人情報保護法, article 62).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Why the survey is made, and that answering is free.
    pub purpose: Text,
    /// Which office is in charge, and how it is reached.
    pub office: Text,
    /// What happens to the answers.
    pub handling: Text,
    /// How to answer on paper instead.
    pub paper: Text,
}

/// Choices under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceSet {
    /// The codes that count as positive, unless the question says otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positive: Vec<Code>,
    /// The choices, in order.
    pub choices: Vec<Choice>,
}

/// One thing that can be chosen (選択肢).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub code: Code,
    /// The number printed beside it on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<u16>,
    /// What is read.
    pub text: Text,
    /// What it says: an answer, or one of the two nothings that a person can choose.
    #[serde(default, skip_serializing_if = "Meaning::is_substance")]
    pub meaning: Meaning,
    /// Whether taking it clears all others; for questions with several choices.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exclusive: bool,
    /// Whether a text may be written beside it ("other").
    #[serde(default, skip_serializing_if = "is_false")]
    pub other: bool,
}

/// What taking a choice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// An answer to what was asked.
    #[default]
    Substance,
    /// わからない.
    DontKnow,
    /// 答えたくない.
    PreferNotToSay,
}

impl Meaning {
    /// Whether it answers what was asked.
    pub fn is_substance(&self) -> bool {
        *self == Self::Substance
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Questions that belong together, under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftSection {
    /// Its id.
    pub id: SectionId,
    /// Its heading.
    pub title: Text,
    /// One line on why these are asked, where people wonder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// Its questions, in order.
    pub questions: Vec<DraftQuestion>,
}

/// A question as written (設問).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftQuestion {
    /// Its id, never used again with another meaning.
    pub id: QuestionId,
    /// The module it belongs to; `core` is always on.
    #[serde(default = "core_module", skip_serializing_if = "is_core")]
    pub module: ModuleId,
    /// The screen it shares with its neighbours of the same page; alone on its screen without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// What is asked.
    pub text: Text,
    /// What is asked instead when a condition holds; the first that holds is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<Wording>,
    /// A line below the question that helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Whether it must be answered.
    #[serde(default, skip_serializing_if = "Need::is_reminded")]
    pub need: Need,
    /// Who is asked: everybody, unless a condition is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_when: Option<Condition>,
    /// What an answer looks like.
    pub answer: DraftKind,
    /// Ways to say nothing, for questions that have no choices: don't know, prefer not to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escapes: Vec<Choice>,
    /// The codes that count as positive, where they differ from the choice set's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positive: Vec<Code>,
    /// The indicators that it feeds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<IndicatorId>,
    /// What is looked at once more before going on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// The module that every survey has.
pub const CORE: &str = "core";

#[expect(clippy::expect_used, reason = "a constant name, covered by every test that parses a question")]
pub(crate) fn core_module() -> ModuleId {
    CORE.parse().expect("core is a name")
}

fn is_core(module: &ModuleId) -> bool {
    module.as_str() == CORE
}

/// Other words for a question, for those of whom a condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// For whom.
    pub when: Condition,
    /// What they are asked.
    pub text: Text,
}

/// What becomes of a question that is left without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The person cannot go on.
    Required,
    /// The person is reminded gently, once, and may go on.
    #[default]
    Reminded,
    /// Nothing is said.
    Optional,
}

impl Need {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_reminded(&self) -> bool {
        *self == Self::Reminded
    }
}

/// What an answer looks like, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DraftKind {
    /// One choice.
    One(DraftChoices),
    /// Any number of choices, or at most so many.
    Several(DraftSeveral),
    /// A whole number.
    Number(NumberRange),
    /// A day.
    Date(DateRange),
    /// A year and a month.
    Month(MonthRange),
    /// Words.
    Text(TextLimit),
    /// A number from 0 to 10 between two labelled ends.
    Rating(Ends),
    /// Choices put in order.
    Ranking(DraftSeveral),
}

impl DraftKind {
    /// The shared set that it names, where it has choices and names one.
    pub(crate) fn choice_set(&self) -> Option<&ChoiceSetId> {
        match self {
            Self::One(draft) => draft.choice_set.as_ref(),
            Self::Several(draft) | Self::Ranking(draft) => draft.choice_set.as_ref(),
            Self::Number(_) | Self::Date(_) | Self::Month(_) | Self::Text(_) | Self::Rating(_) => None,
        }
    }

    /// Its own choices, where it has any.
    pub(crate) fn own_choices(&self) -> &[Choice] {
        match self {
            Self::One(draft) => &draft.choices,
            Self::Several(draft) | Self::Ranking(draft) => &draft.choices,
            Self::Number(_) | Self::Date(_) | Self::Month(_) | Self::Text(_) | Self::Rating(_) => &[],
        }
    }
}

/// Where choices come from: a shared set, or a list of one's own. Exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftChoices {
    /// A set by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice_set: Option<ChoiceSetId>,
    /// The question's own choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// Choices of which several are taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftSeveral {
    /// A set by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice_set: Option<ChoiceSetId>,
    /// The question's own choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// How many may be taken; all, without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u16>,
}

/// Which whole numbers may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The smallest.
    pub min: i64,
    /// The largest.
    pub max: i64,
    /// What is counted, such as 歳 or 人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
}

/// Which days may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DateRange {
    /// The first.
    pub earliest: Date,
    /// The last.
    pub latest: Date,
}

/// Which months may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MonthRange {
    /// The first.
    pub earliest: Month,
    /// The last.
    pub latest: Month,
}

/// How much may be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TextLimit {
    /// How many characters, counted as a person counts them (grapheme clusters).
    pub characters_max: u32,
    /// Whether it is one line, such as a name of a place.
    #[serde(default, skip_serializing_if = "is_false")]
    pub one_line: bool,
}

/// What the two ends of a rating mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// What 0 means.
    pub low: Text,
    /// What 10 means.
    pub high: Text,
}

/// Something that is looked at once more before the person goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// When it speaks: a condition over this question and earlier ones.
    pub fails_when: Condition,
    /// Whether the person may insist.
    pub severity: Severity,
    /// What it says.
    pub message: Text,
}

/// Whether a person may insist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "publish", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// "Is this right?", and the person may say yes.
    Soft,
    /// The answer has to be changed.
    Hard,
}
