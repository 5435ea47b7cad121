//! `koe-office plan`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicators::{Assumed, Tellable};
use questionnaire::{IndicatorId, Survey, SurveyId};
use serde::Serialize;

use super::CommandError;
use super::place::ContentFolder;
use crate::content::{Content, Tongue};
use crate::plan::{self, Where};

/// Says how sure a survey's figures can be before it is opened, and how many must be asked to tell a difference
///
/// For each indicator: how many answers a ward can expect, half of the interval of its share, from which share on a target
/// would be told to be reached and up to which it would be told to be missed, how often it would be told to be reached if
/// the share lay above it by the difference, and how many answers and how many people asked it takes, in each of two years,
/// to tell the difference in 8 of 10 cases in which it is there. With --before all of it is said for each ward by what was
/// answered then; without, by what the city's documents published, and where they did not, for a share of 50 %.
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
    /// How many of a hundred who answer come to a question for some people alone, where nothing was published of it
    #[arg(long, value_name = "PERCENT", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=100))]
    routed: u32,
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
    chance: Option<f64>,
    answers_needed: Option<u64>,
    asked_needed: Option<u64>,
}

impl Plan {
    pub(super) fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let mut content = Content::read(&self.content.content);
        let draft =
            content.surveys.remove(&self.survey).ok_or_else(|| CommandError::NotInContent(self.survey.clone()))?;
        let survey = Survey::try_from(draft).map_err(|_| CommandError::NotInContent(self.survey.clone()))?;
        let before = self.before.as_deref().map(plan::before).transpose()?;
        let share = |percent: u32| f64::from(percent) / 100.0;
        let assumed = Assumed {
            asked: self.asked.into(),
            rate: share(self.rate),
            routed: share(self.routed),
            difference: share(self.difference),
        };
        let plan =
            plan::Plan { indicators: &content.indicators.all, survey: &survey, assumed, before: before.as_ref() };
        let lines: Vec<Line> = plan.lines().iter().map(line).collect();
        self.print(&lines, tongue)?;
        Ok(ExitCode::SUCCESS)
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
            let chance = percent(line.chance);
            let (needed, asked, by) = (count(line.answers_needed), count(line.asked_needed), self.difference);
            let told = match tongue {
                Tongue::Ja => format!(
                    "{id} {place}: 回答 {answers}、±{half}ポイント。目標 {target} は {from} 以上で達成、{up_to} 以下で未達成といえます。目標を{by}ポイント上回るとき、達成といえる見込みは {chance}。{by}ポイントの差には回答 {needed}（{asked}人に聞く）が毎年必要です"
                ),
                Tongue::En => format!(
                    "{id} {place}: {answers} answers, ±{half} points; target {target} told reached from {from}, missed up to {up_to}, reached told in {chance} if it lies {by} points above; {by} points take {needed} answers ({asked} asked) each year"
                ),
            };
            writeln!(out, "{told}")?;
        }
        Ok(())
    }
}

fn line(line: &plan::Line<'_>) -> Line {
    let outlook = line.outlook;
    let none = Tellable { reached_from: None, missed_up_to: None };
    let Tellable { reached_from, missed_up_to } = outlook.told.unwrap_or(none);
    let place = match line.place {
        Where::Each => "each".to_owned(),
        Where::Ward(ward) => ward.to_string(),
        Where::City => "all".to_owned(),
    };
    Line {
        indicator: line.indicator.id.clone(),
        place,
        answers: outlook.answers,
        share: line.expected.share,
        half_width: outlook.half_width,
        target: line.target.map(|(_, aim)| aim),
        reached_from,
        missed_up_to,
        chance: outlook.chance,
        answers_needed: outlook.answers_needed,
        asked_needed: outlook.asked_needed,
    }
}
