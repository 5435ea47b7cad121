//! The figures of a publication of another year.

use std::path::Path;

use indicators::{Interval, Measured, Surety};
use serde::Deserialize;

use crate::report::ReportError;
use crate::report::manifest::sha256;
use crate::report::publication::Earlier;

#[derive(Deserialize)]
struct Former {
    fiscal_year: u16,
    figures: Vec<FormerFigure>,
}

#[derive(Deserialize)]
struct FormerFigure {
    indicator: questionnaire::IndicatorId,
    place: String,
    answered: Option<u64>,
    share: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    weighted_share: Option<f64>,
    weighted_error: Option<f64>,
    weighted_low: Option<f64>,
    weighted_high: Option<f64>,
}

/// The shares of the publication in `folder`, its fiscal year, and the SHA-256 of the file that they stand in.
pub fn earlier(folder: &Path) -> Result<(u16, Earlier, String), ReportError> {
    let path = folder.join("data/figures.json");
    let not = |what: String| ReportError::NotAPublication { path: folder.to_owned(), what };
    let bytes = std::fs::read(&path).map_err(|error| not(format!("data/figures.json: {error}")))?;
    let former: Former = serde_json::from_slice(&bytes).map_err(|error| not(format!("data/figures.json: {error}")))?;
    let shares = former.figures.into_iter().filter_map(|figure| {
        let place = if figure.place == "all" { None } else { Some(figure.place.parse().ok()?) };
        Some(((figure.indicator.clone(), place), measured(&figure)?))
    });
    Ok((former.fiscal_year, shares.collect(), sha256(&bytes)))
}

fn measured(figure: &FormerFigure) -> Option<Measured> {
    let sampled = |share: f64, error: f64, low: Option<f64>, high: Option<f64>| {
        let surety = match low.zip(high) {
            Some((low, high)) => Surety::Sampled { error, interval: Interval { low, high } },
            None => Surety::Unsaid,
        };
        Measured { share, surety }
    };
    if let Some((share, error)) = figure.weighted_share.zip(figure.weighted_error) {
        return Some(sampled(share, error, figure.weighted_low, figure.weighted_high));
    }
    let share = figure.share?;
    let size = indicators::ratio(figure.answered?, 1)?;
    Some(sampled(share, (share * (1.0 - share) / size).sqrt(), figure.low, figure.high))
}
