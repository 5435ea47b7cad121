//! How sure the figures of a survey can be before it is opened: line by line, for the command line and the desk.

use std::collections::BTreeMap;
use std::path::Path;

use indicators::{Assumed, Expected, Ground, Indicator, Item, Outlook, Statistic, Target, Tier, ratio, refusal};
use questionnaire::{Givens, IndicatorId, Survey, WardCode};
use serde::Deserialize;

use crate::report::{Feeds, ReportError, aimed, fiscal_year, is_of};

/// Of where a line speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// Of each ward in which the question is asked: nothing tells them apart.
    Each,
    /// Of one ward.
    Ward(WardCode),
    /// Of the whole city.
    City,
}

/// What can be said beforehand of one indicator in one place.
#[derive(Debug)]
pub struct Line<'a> {
    /// Which indicator.
    pub indicator: &'a Indicator,
    /// Where.
    pub place: Where,
    /// What is expected there.
    pub expected: Expected,
    /// What is aimed at there, and the share that it comes to.
    pub target: Option<(&'a Target, f64)>,
    /// What can be said.
    pub outlook: Outlook,
}

/// What an earlier publication lets expect of each indicator in each place, the whole city being no ward.
pub type Before = BTreeMap<(IndicatorId, Option<WardCode>), Expected>;

/// What is planned.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The indicators of the content folder.
    pub indicators: &'a [Indicator],
    /// The survey.
    pub survey: &'a Survey,
    /// What is asked of it.
    pub assumed: Assumed,
    /// What was published of an earlier one.
    pub before: Option<&'a Before>,
}

impl<'a> Plan<'a> {
    /// What can be said of every indicator that the survey feeds with a share of people drawn at random: of its wards, and
    /// of the whole city where they are several. Wards that nothing tells apart are one line.
    pub fn lines(&self) -> Vec<Line<'a>> {
        let feeds = Feeds::of(self.indicators, self.survey);
        feeds
            .indicators
            .into_iter()
            .filter(|indicator| self.has_interval(indicator))
            .flat_map(|of| self.of(of))
            .collect()
    }

    fn has_interval(&self, indicator: &Indicator) -> bool {
        let is_share = matches!(indicator.statistic, Statistic::PositiveShare | Statistic::CountAndShare);
        is_share && refusal::interval(self.survey.frame(), indicator.questions.len()).is_ok()
    }

    fn of(&self, indicator: &'a Indicator) -> Vec<Line<'a>> {
        let wards: Vec<WardCode> = self.wards(indicator).collect();
        let asked = self.assumed.asked;
        let mut lines: Vec<_> =
            wards.iter().map(|ward| self.line(indicator, Where::Ward(*ward), Some(*ward), asked)).collect();
        let is_alike = lines.windows(2).all(|two| matches!(two, [one, other] if one.is_like(other)));
        if lines.len() > 1 && self.before.is_none() && is_alike {
            lines.truncate(1);
            for line in &mut lines {
                line.place = Where::Each;
            }
        }
        if let Ok(times @ 2..) = u64::try_from(wards.len())
            && indicator.tier != Tier::Ward
        {
            lines.push(self.line(indicator, Where::City, None, asked.saturating_mul(times)));
        }
        lines
    }

    /// The wards in which an indicator's question is asked.
    fn wards(&self, indicator: &'a Indicator) -> impl Iterator<Item = WardCode> {
        let survey = self.survey;
        survey.wards().keys().copied().filter(move |ward| {
            let Ok(setting) = survey.setting(*ward, Givens::default()) else { return false };
            let asked = survey.questionnaire().printed(&setting);
            let own = survey.questionnaire().id();
            let is_asked = |item: &Item| {
                item.questionnaire == *own && asked.iter().any(|printed| *printed.question.id() == item.question)
            };
            is_of(indicator, *ward) && indicator.questions.iter().any(is_asked)
        })
    }

    fn line(&self, indicator: &'a Indicator, place: Where, ward: Option<WardCode>, asked: u64) -> Line<'a> {
        let known = self.before.and_then(|before| before.get(&(indicator.id.clone(), ward)));
        let expected = known.copied().unwrap_or_else(|| Expected::of(indicator, self.indicators, ward, &self.assumed));
        let year = fiscal_year(&self.survey.period().opens.to_string());
        let target = aimed(indicator, ward, year);
        let outlook = expected.outlook(asked, &self.assumed, target.map(|(_, aim)| aim));
        Line { indicator, place, expected, target, outlook }
    }
}

impl Line<'_> {
    /// Whether nothing but the place tells them apart.
    fn is_like(&self, other: &Self) -> bool {
        self.expected == other.expected && self.target == other.target
    }
}

#[derive(Deserialize)]
struct Former {
    figures: Vec<FormerFigure>,
}

#[derive(Deserialize)]
struct FormerFigure {
    indicator: IndicatorId,
    place: String,
    responses: u64,
    answered: Option<u64>,
    share: Option<f64>,
    weighted_share: Option<f64>,
    design_effect: Option<f64>,
}

/// What the publication in `folder` lets expect. What it keeps back lets expect nothing.
pub fn before(folder: &Path) -> Result<Before, ReportError> {
    let not = |what: String| ReportError::NotAPublication { path: folder.to_owned(), what };
    let name = "data/figures.json";
    let bytes = std::fs::read(folder.join(name)).map_err(|error| not(format!("{name}: {error}")))?;
    let former: Former = serde_json::from_slice(&bytes).map_err(|error| not(format!("{name}: {error}")))?;
    let expected = former.figures.into_iter().filter_map(|figure| {
        let ward = if figure.place == "all" { None } else { Some(figure.place.parse().ok()?) };
        let expected = Expected {
            answered: ratio(figure.answered?, figure.responses)?,
            answered_by: Ground::Before,
            share: figure.weighted_share.or(figure.share)?,
            share_by: Ground::Before,
            design_effect: figure.design_effect.unwrap_or(1.0),
        };
        Some(((figure.indicator, ward), expected))
    });
    Ok(expected.collect())
}
