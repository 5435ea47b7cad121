//! `koe-office plan`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use indicators::{
    All, Indicator, Op, Statistic, Tellable, Tier, Unit, Where, base_to_tell, half_width, ratio, tellable,
};
use questionnaire::{IndicatorId, SurveyId};
use serde::{Deserialize, Serialize};

use super::CommandError;
use super::place::ContentFolder;
use crate::content::{Content, Tongue};
use crate::report::ReportError;

/// Says how sure a survey's figures can be before it is opened, and how many must be asked to tell a difference
///
/// For each indicator: how many answers a ward can expect, half of the interval of its share, from which share on a target
/// would be told to be reached and up to which it would be told to be missed, and how many answers and how many people
/// asked it takes, in each of two years, to tell a difference in 8 of 10 cases in which it is there. With --before all of
/// it is said for each ward by what was answered then; without, for a share of 50 % and everybody asked every question.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office plan ward-residents-2026 --asked 1500 --rate 30 --difference 5\n\
                  Example: koe-office plan ward-residents-2026 --asked 1500 --rate 30 --before results/ward-residents-2025")]
pub(super) struct Plan {
    /// The survey's id
    survey: SurveyId,
    /// How many people are asked in each ward
    #[arg(long, value_name = "PEOPLE", value_parser = clap::value_parser!(u32).range(1..))]
    asked: u32,
    /// How many of a hundred are expected to answer
    #[arg(long, value_name = "PERCENT", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=100))]
    rate: u32,
    /// The difference that is to be told, in points
    #[arg(long, value_name = "POINTS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
    difference: u32,
    /// A publication of the year before, to expect the same of each ward
    #[arg(long, value_name = "FOLDER")]
    before: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    content: ContentFolder,
}

/// What can be said beforehand of one indicator in one place.
#[derive(Debug, Serialize)]
struct Line {
    indicator: IndicatorId,
    place: String,
    answers: u64,
    share: f64,
    half_width: Option<f64>,
    target: Option<f64>,
    reached_from: Option<f64>,
    missed_up_to: Option<f64>,
    answers_needed: Option<u64>,
    asked_needed: Option<u64>,
}

/// What is expected of one place.
#[derive(Debug, Clone, Copy)]
struct Expected {
    /// Answers to the question for each response.
    answered: f64,
    share: f64,
    design_effect: f64,
}

/// Weights cost about this where nothing is known of them.
const DESIGN_EFFECT: f64 = 1.5;

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

impl Plan {
    pub(super) fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let content = Content::read(&self.content.content);
        let survey =
            content.surveys.get(&self.survey).ok_or_else(|| CommandError::NotInContent(self.survey.clone()))?;
        let before = self.before.as_deref().map(expected_by).transpose()?;
        let feeds = |indicator: &&Indicator| {
            let asks = indicator.questions.iter().any(|item| item.questionnaire == survey.questionnaire.id);
            let share = matches!(indicator.statistic, Statistic::PositiveShare | Statistic::CountAndShare);
            asks && share && indicator.frames.contains(&survey.frame)
        };
        let mut lines = Vec::new();
        for indicator in content.indicators.all.iter().filter(feeds) {
            if let Some(before) = &before {
                let own = before.iter().filter(|((id, place), _)| *id == indicator.id && place != "all");
                lines.extend(own.map(|((_, place), expected)| self.line(indicator, place, *expected)));
            } else {
                let expected = Expected { answered: 1.0, share: 0.5, design_effect: DESIGN_EFFECT };
                lines.push(self.line(indicator, "each", expected));
            }
        }
        self.print(&lines, tongue)?;
        Ok(ExitCode::SUCCESS)
    }

    fn line(&self, indicator: &Indicator, place: &str, expected: Expected) -> Line {
        let Expected { answered, share, design_effect } = expected;
        let of_asked = answered * f64::from(self.rate) / 100.0;
        let answers = whole(f64::from(self.asked) * of_asked);
        let target = target(indicator, place);
        let told = target.and_then(|target| tellable(target, answers, design_effect, None));
        let Tellable { reached_from, missed_up_to } =
            told.unwrap_or(Tellable { reached_from: None, missed_up_to: None });
        let answers_needed = base_to_tell(f64::from(self.difference) / 100.0, share, design_effect);
        let asked_needed = answers_needed.filter(|_| of_asked > 0.0);
        Line {
            indicator: indicator.id.clone(),
            place: place.to_owned(),
            answers,
            share,
            half_width: half_width(share, answers, design_effect, None),
            target,
            reached_from,
            missed_up_to,
            answers_needed,
            asked_needed: asked_needed.and_then(|needed| Some(whole((ratio(needed, 1)? / of_asked).ceil()))),
        }
    }

    fn print(&self, lines: &[Line], tongue: Tongue) -> Result<(), CommandError> {
        let mut out = std::io::stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut out, lines)?;
            writeln!(out)?;
            return Ok(());
        }
        let percent =
            |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}%", share * 100.0));
        let count = |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        for line in lines {
            let (id, place, answers) = (&line.indicator, &line.place, line.answers);
            let half = line.half_width.map_or_else(|| "–".to_owned(), |half| format!("{:.1}", half * 100.0));
            let (target, from, up_to) = (percent(line.target), percent(line.reached_from), percent(line.missed_up_to));
            let (needed, asked, by) = (count(line.answers_needed), count(line.asked_needed), self.difference);
            let told = match tongue {
                Tongue::Ja => format!(
                    "{id} {place}: 回答 {answers}、±{half}ポイント。目標 {target} は {from} 以上で達成、{up_to} 以下で未達成といえます。{by}ポイントの差には回答 {needed}（{asked}人に聞く）が毎年必要です"
                ),
                Tongue::En => format!(
                    "{id} {place}: {answers} answers, ±{half} points; target {target} told reached from {from}, missed up to {up_to}; {by} points take {needed} answers ({asked} asked) each year"
                ),
            };
            writeln!(out, "{told}")?;
        }
        Ok(())
    }
}

/// The latest target of a place that is a share by itself.
fn target(indicator: &Indicator, place: &str) -> Option<f64> {
    let here = indicator.targets.iter().filter(|target| match target.ward {
        Where::All(All::All) => true,
        Where::Ward(ward) => indicator.tier == Tier::Ward || ward.to_string() == place,
    });
    let shares = here.filter(|target| target.op == Op::AtLeast && target.unit == Unit::Percent);
    Some(shares.max_by_key(|target| target.fiscal_year)?.value? / 100.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "so many people fit, and none is negative")]
fn whole(count: f64) -> u64 {
    count.max(0.0).round() as u64
}

/// What the publication in `folder` lets expect of each indicator and place. What it keeps back lets expect nothing.
fn expected_by(folder: &Path) -> Result<BTreeMap<(IndicatorId, String), Expected>, ReportError> {
    let not = |what: String| ReportError::NotAPublication { path: folder.to_owned(), what };
    let name = "data/figures.json";
    let bytes = std::fs::read(folder.join(name)).map_err(|error| not(format!("{name}: {error}")))?;
    let former: Former = serde_json::from_slice(&bytes).map_err(|error| not(format!("{name}: {error}")))?;
    let expected = former.figures.into_iter().filter_map(|figure| {
        let share = figure.weighted_share.or(figure.share)?;
        let answered = ratio(figure.answered?, figure.responses)?;
        let design_effect = figure.design_effect.unwrap_or(1.0);
        Some(((figure.indicator, figure.place), Expected { answered, share, design_effect }))
    });
    Ok(expected.collect())
}
