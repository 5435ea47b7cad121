//! An indicator (成果指標) as the city's documents have it: what is counted, of whom, and what was said about it.

use std::fmt;

use questionnaire::{Code, Frame, IndicatorId, Mode, QuestionId, QuestionnaireId, WardCode};
use serde::{Deserialize, Serialize};

use crate::base::Base;

/// One of the city's documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// The copy of its text, whose lines the sources count.
    pub text_copy: String,
}

/// A question of a questionnaire, written `resident.ties_felt`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Item {
    /// Of which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Which question, or which fact that comes with the link.
    pub question: QuestionId,
}

/// A text that is no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" names no question: write questionnaire.question")]
pub struct NotAnItem {
    /// What was written.
    pub text: String,
}

impl TryFrom<String> for Item {
    type Error = NotAnItem;

    fn try_from(text: String) -> Result<Self, NotAnItem> {
        let parts = text.split_once('.').and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
        let Some((questionnaire, question)) = parts else { return Err(NotAnItem { text }) };
        Ok(Self { questionnaire, question })
    }
}

impl From<Item> for String {
    fn from(item: Item) -> Self {
        item.to_string()
    }
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.questionnaire, self.question)
    }
}

/// One indicator. Its statement and the texts of targets and figures are the documents' own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// What it says.
    pub statement: String,
    /// What it is fed by; more than one are pooled.
    pub questions: Vec<Item>,
    /// What is taken down where no question is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<String>,
    /// The codes that count as positive.
    #[serde(default)]
    pub positive: Vec<Code>,
    /// Who is counted: everybody asked, unless it says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<StatedBase>,
    /// The fact that comes with the link and names the council of an organisation, where councils are counted beside
    /// organisations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub councils_by: Option<Item>,
    /// What the share is of.
    #[serde(default)]
    pub denominator: Denominator,
    /// How people came to answer, for their answers to count here.
    pub frames: Vec<Frame>,
    /// By which ways their answers may have come.
    pub modes: Vec<Mode>,
    /// With which questionnaire it is asked.
    pub instrument: String,
    /// Whether the documents name that.
    pub instrument_named: bool,
    /// Of whom, in the documents' words.
    pub population: String,
    /// What kind of figure it is.
    pub statistic: Statistic,
    /// How it is measured.
    pub rule: String,
    /// Whether the documents say so.
    pub rule_stated: bool,
    /// The subject that it shares with indicators of other documents. They stand beside it, never in one line with it.
    pub series: String,
    /// Whether every ward has it, one ward, or the office itself.
    pub tier: Tier,
    /// Where it stands.
    pub source: Source,
    /// What else is to be known.
    #[serde(default)]
    pub notes: String,
    /// What is doubtful about all of it, by the names in `doubts.toml`.
    #[serde(default)]
    pub doubts: Vec<String>,
    /// What was aimed at.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// What was published.
    #[serde(default)]
    pub actuals: Vec<Actual>,
}

/// Who is counted, in words and as answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedBase {
    /// In words.
    pub words: String,
    /// By which answers.
    pub condition: Base,
    /// Whether the documents say so.
    pub stated: bool,
}

/// What a share is of. The documents do not say; the choice is the office's, and all three are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denominator {
    /// Those asked who answered, "don't know" included.
    #[default]
    Answered,
    /// The same without "don't know".
    Decided,
    /// All who were asked.
    Asked,
}

/// What kind of figure an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The share of positive answers.
    PositiveShare,
    /// The mean of scores from 1 to 5.
    MeanScore,
    /// Stars by such a mean.
    Stars,
    /// How many units, and which share of them.
    CountAndShare,
    /// How many of the wards, for each of which one person speaks: a number of all wards and never a share.
    CountOfWards,
    /// Those who answered of those registered.
    ResponseRate,
}

/// Whose indicator it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Every ward's.
    Core,
    /// One ward's.
    Ward,
    /// The office's own.
    Staff,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document, by its name.
    pub document: String,
    /// The lines of its text copy, from 1.
    pub lines: Vec<u32>,
}

/// What was aimed at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// For which fiscal year.
    #[serde(default)]
    pub fiscal_year: Option<u16>,
    /// As the documents write it.
    #[serde(default)]
    pub fiscal_year_label: Option<String>,
    /// That the documents name no year.
    #[serde(default)]
    pub year_unstated: bool,
    /// By that year or in it.
    pub when: When,
    /// How it is compared.
    pub op: Op,
    /// With which number.
    #[serde(default)]
    pub value: Option<f64>,
    /// In which unit.
    pub unit: Unit,
    /// Where it holds.
    pub ward: Where,
    /// That each ward is held against its own figure.
    #[serde(default)]
    pub each_ward: bool,
    /// The year that an increase is counted from.
    #[serde(default)]
    pub baseline_fiscal_year: Option<u16>,
    /// Its published figure.
    #[serde(default)]
    pub baseline_value: Option<f64>,
    /// The ways in which the words can be read.
    #[serde(default)]
    pub readings: Option<Readings>,
    /// That it was restored from what the text lost.
    #[serde(default)]
    pub derived: bool,
    /// In the documents' words.
    pub text: String,
    /// What else is to be known.
    #[serde(default)]
    pub note: String,
    /// What is doubtful about it.
    #[serde(default)]
    pub doubts: Vec<String>,
}

/// The figures that an increase of unclear words aims at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Read as points.
    pub if_points: f64,
    /// Read as per cent of the earlier figure.
    pub if_relative: f64,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actual {
    /// Of which fiscal year.
    pub fiscal_year: u16,
    /// As the documents write it.
    pub fiscal_year_label: String,
    /// Of which of several surveys in that year.
    #[serde(default)]
    pub wave: Option<u8>,
    /// The figure.
    pub value: f64,
    /// That only a bound was published.
    #[serde(default)]
    pub op: Option<Op>,
    /// Of how many, where it is a count.
    #[serde(default)]
    pub denominator: Option<u32>,
    /// In which unit.
    pub unit: Unit,
    /// Of where.
    pub ward: Where,
    /// What kind of mean it is, where it is one.
    #[serde(default)]
    pub statistic: Option<String>,
    /// That it was restored from what the text lost.
    #[serde(default)]
    pub derived: bool,
    /// That it stands in a series of its own, and nothing is compared with it.
    #[serde(default)]
    pub apart: bool,
    /// In the documents' words.
    pub text: String,
    /// What is doubtful about it.
    #[serde(default)]
    pub doubts: Vec<String>,
}

/// Whether a target is for a year or up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// By the end of the year.
    By,
    /// In the year.
    In,
}

/// How a target is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// At least that much.
    #[serde(rename = ">=")]
    AtLeast,
    /// Exactly that much.
    #[serde(rename = "=")]
    Exactly,
    /// That much more than in the year it is counted from.
    #[serde(rename = "increase_of")]
    IncreaseOf,
    /// No less than the year before.
    #[serde(rename = ">=previous_year")]
    AtLeastPreviousYear,
    /// Something is to be done; no number.
    #[serde(rename = "done")]
    Done,
    /// The number is to be set later.
    #[serde(rename = "to_be_set")]
    ToBeSet,
}

/// The unit of a target or a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent.
    Percent,
    /// Points of a share in per cent.
    PercentagePoints,
    /// Per cent of the earlier figure.
    RelativePercent,
    /// Points or per cent of the earlier figure: the words allow both.
    AmbiguousPointsOrRelativePercent,
    /// Points of five.
    #[serde(rename = "score_5")]
    Score5,
    /// Stars.
    Stars,
    /// How many of the 24.
    #[serde(rename = "count_of_24")]
    CountOf24,
    /// How many wards have two stars or more.
    #[serde(rename = "wards_with_2_stars_or_more")]
    WardsWith2StarsOrMore,
    /// How many wards have three stars.
    #[serde(rename = "wards_with_3_stars")]
    WardsWith3Stars,
    /// No number.
    Text,
}

/// One ward, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "write ward = \"all\", or a ward code such as \"271080\"")]
pub enum Where {
    /// All 24.
    All(All),
    /// One.
    Ward(WardCode),
}

/// The word for all wards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// All 24.
    All,
}
