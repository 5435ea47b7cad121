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
use crate::edition::Editions;
use crate::report::{Feeds, Figure, Measure, Place, Sources, fiscal_year, recount};
use crate::store::{Store, StoreError};

/// Counts an exported table again, and prints each figure
///
/// The table is the responses.parquet of `koe-office export`. From the same responses the figures are those of
/// `koe-office report`, by another way: whoever doubts one can see whether both say the same. Nothing is kept back here,
/// however few people a figure is of: what is printed is for staff.
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
        let standing = store.standing(&self.survey).await?;
        let standing = standing.ok_or_else(|| StoreError::NoSuchSurvey { survey: self.survey.to_string() })?;
        note(store, Act::Show, format!("{} recount", self.survey)).await?;
        let edition = Editions::new(store.clone()).current(&standing).await?;
        let (survey, indicators) = (&edition.survey, &content.indicators);
        let tallies = recount(&self.file, survey, &indicators.all)
            .map_err(|error| CommandError::Recount { path: self.file.clone(), error })?;
        let adults = indicators.adults.get(&fiscal_year(&survey.period().opens.to_string()));
        let sources = Sources { survey, tallies: &tallies, adults };
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "indicator,place,asked,answered,positive,share,low,high,weighted_share,weighted_low,weighted_high"
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
    let counts = [figure.total().asked(), figure.bases.answered, figure.bases.positive].map(|count| count.to_string());
    let mut cells = vec![place];
    cells.extend(counts);
    cells.push(real(figure.bases.share(measure.indicator.denominator)));
    cells.extend(bounds(unweighted));
    cells.push(real(weighted.map(|of| of.share)));
    cells.extend(bounds(weighted.and_then(|of| of.interval)));
    cells.join(",")
}
