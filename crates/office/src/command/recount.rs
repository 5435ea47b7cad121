//! `koe-office recount`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicators::{Interval, Sureness};
use questionnaire::SurveyId;

use super::CommandError;
use super::place::{ContentFolder, Database, note};
use crate::audit::Act;
use crate::content::{Content, Tongue};
use crate::export::published;
use crate::report::{Feeds, Figure, Form, Measure, Place, Sources, fiscal_year, recount};
use crate::store::{Store, StoreError};

/// Counts an exported table again, and prints each figure
///
/// The table is the responses.parquet of `koe-office export`. From the same responses the figures are those of
/// `koe-office report`, by another way: whoever doubts one can see whether both say the same. Each row is counted by the
/// revision that it answers. Of councils, which the report counts beside their organisations, nothing is printed. Nothing is
/// kept back here, however few people a figure is of: what is printed is for staff.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office recount ward-residents-2026 out/responses.parquet > figures.csv")]
pub(super) struct Recount {
    /// The survey's id
    survey: SurveyId,
    /// The table
    file: PathBuf,
    #[command(flatten)]
    content: ContentFolder,
    #[command(flatten)]
    database: Database,
}

impl Recount {
    pub(super) async fn run(&self, tongue: Tongue) -> Result<ExitCode, CommandError> {
        let content = self.content.for_figures(tongue)?;
        let store = self.database.open().await?;
        let done = self.print(&store, &content).await;
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }

    async fn print(&self, store: &Store, content: &Content) -> Result<(), CommandError> {
        let editions = published(store, &self.survey).await?;
        let Some(current) = editions.first() else {
            return Err(StoreError::NoSuchSurvey { survey: self.survey.to_string() }.into());
        };
        note(store, Act::Show, format!("{} recount", self.survey)).await?;
        let (survey, indicators) = (&current.survey, &content.indicators);
        let tallies = recount(&self.file, &editions, &indicators.all)
            .map_err(|error| CommandError::Recount { path: self.file.clone(), error })?;
        let adults = indicators.adults.get(&fiscal_year(&survey.period().opens.to_string()));
        let invited = store.invited(&self.survey).await?;
        let sources = Sources { survey, tallies: &tallies, adults, invited: &invited };
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "indicator,place,asked,answered,positive,share,low,high,weighted_share,weighted_low,weighted_high,mean_score"
        )?;
        for indicator in Feeds::of(&indicators.all, survey).indicators {
            let measure = Measure::new(indicator, sources);
            for (place, figure) in &measure.figures {
                writeln!(out, "{},{}", indicator.id, line(*place, figure, &measure))?;
            }
        }
        Ok(())
    }
}

fn line(place: Place, figure: &Figure, measure: &Measure<'_>) -> String {
    let real = |value: Option<f64>| value.map(|value| format!("{value:.9}")).unwrap_or_default();
    let unweighted = match &figure.unweighted {
        Ok(Sureness::Within(interval)) => Some(*interval),
        Ok(_) | Err(_) => None,
    };
    let weighted = figure.weighted.as_ref().ok();
    let bounds = |interval: Option<Interval>| [real(interval.map(|of| of.low)), real(interval.map(|of| of.high))];
    let place = place.map_or_else(|| "all".to_owned(), |ward| ward.to_string());
    let bases = figure.bases;
    let (counts, share) = match (measure.form(), figure.out_of) {
        (Form::Rate, Some(of)) => ([Some(of.all), Some(of.count), None], of.share()),
        // A count of wards is no share, and scores are neither positive nor otherwise.
        (Form::CountOfWards, _) => ([figure.total().asked(), bases.answered, bases.positive].map(Some), None),
        (Form::Mean, _) => ([Some(figure.total().asked()), Some(bases.answered), None], None),
        (Form::Share | Form::Rate, _) => {
            let counts = [figure.total().asked(), bases.answered, bases.positive].map(Some);
            (counts, bases.share(measure.indicator.denominator))
        }
    };
    let mut cells = vec![place];
    cells.extend(counts.map(|count| count.map(|count| count.to_string()).unwrap_or_default()));
    cells.push(real(share));
    cells.extend(bounds(unweighted.filter(|_| !measure.is_no_share())));
    cells.push(real(weighted.map(|of| of.share)));
    cells.extend(bounds(weighted.and_then(|of| of.interval)));
    cells.push(real(figure.mean.and_then(|mean| mean.mean)));
    cells.join(",")
}
