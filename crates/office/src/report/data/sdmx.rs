//! The series of figures for statistical offices.

use std::fmt::Write as _;

use indicators::{Unit, Where, ratio};
use serde_json::Value;

use super::text::cell;
use super::{place_name, real, real_or_null};
use crate::report::figure::{Figure, Form, Headline, Measure};
use crate::report::publication::Publication;

/// The series as SDMX-CSV 2.0: a line for each figure, measured now or published before.
pub(super) fn sdmx(publication: &Publication<'_>) -> String {
    let mut text = "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,LOWER,\
                    UPPER,BASE,OBS_STATUS,CONF_STATUS\r\n"
        .to_owned();
    let mut line = |cells: [String; 11]| {
        let _ = write!(text, "dataflow,KOE:INDICATORS(1.0),R,{}\r\n", cells.join(","));
    };
    let plain = |value: &Value| cell(value);
    for measure in &publication.measures {
        let id = measure.indicator.id.to_string();
        for (place, figure) in &measure.figures {
            let headline = publication.headline(measure, figure);
            let measured = if headline.is_some_and(|headline| headline.weighted) { "WEIGHTED" } else { "UNWEIGHTED" };
            let interval = headline.and_then(|headline| headline.interval);
            let (unit, value, base) = value_of(measure, figure, headline);
            let base = (!figure.kept_back).then_some(base);
            line([
                id.clone(),
                plain(&place_name(*place)),
                measured.to_owned(),
                publication.year.to_string(),
                plain(&real_or_null(value)),
                unit.to_owned(),
                plain(&real_or_null(interval.map(|of| of.low * 100.0))),
                plain(&real_or_null(interval.map(|of| of.high * 100.0))),
                base.map(|base| base.to_string()).unwrap_or_default(),
                if figure.kept_back { "Q" } else { "A" }.to_owned(),
                if figure.kept_back { "C" } else { "F" }.to_owned(),
            ]);
        }
        for actual in measure.indicator.actuals.iter().filter(|actual| actual.unit == Unit::Percent) {
            let place = match actual.ward {
                Where::All(_) => "all".to_owned(),
                Where::Ward(ward) => ward.to_string(),
            };
            let status = if actual.doubts.is_empty() { "A" } else { "U" };
            line([
                id.clone(),
                place,
                if actual.apart { "PUBLISHED_APART" } else { "PUBLISHED" }.to_owned(),
                actual.fiscal_year.to_string(),
                plain(&real(actual.value)),
                "PERCENT".to_owned(),
                String::new(),
                String::new(),
                String::new(),
                status.to_owned(),
                "F".to_owned(),
            ]);
        }
    }
    text
}

/// In which unit a figure is, what it is, and of how many.
fn value_of(measure: &Measure<'_>, figure: &Figure, headline: Option<Headline>) -> (&'static str, Option<f64>, u64) {
    let percent = headline.map(|headline| headline.share * 100.0);
    let all = figure.out_of.map_or(0, |of| of.all);
    match measure.form() {
        Form::Share => ("PERCENT", percent, figure.bases.base(measure.indicator.denominator)),
        Form::Rate => ("PERCENT", percent, all),
        Form::Mean => {
            let mean = figure.mean.filter(|_| !figure.kept_back);
            ("SCORE_5", mean.and_then(|mean| mean.mean), mean.map_or(0, |mean| mean.sheets))
        }
        Form::CountOfWards => ("COUNT", figure.out_of.and_then(|of| ratio(of.count, 1)), all),
    }
}
