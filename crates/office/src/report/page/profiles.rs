//! Every ward beside the whole city, as small charts of one shape.

use std::fmt::Write as _;

use indicators::{LEVEL, by_chance};
use questionnaire::WardCode;

use super::pen::Pen;
use crate::report::ReportError;
use crate::report::chart::{Away, Said, profile};
use crate::report::figure::Measure;
use crate::report::words::Word;

/// The charts with a heading and what they show; nothing where there is less than two wards to compare.
pub(super) fn profiles(pen: &Pen<'_>, measures: &[&Measure<'_>]) -> Result<String, ReportError> {
    let wards: Vec<(WardCode, Vec<Away>)> =
        pen.publication.wards().map(|ward| (ward, away(pen, measures, ward))).collect();
    let all = || wards.iter().flat_map(|(_, away)| away);
    if wards.iter().filter(|(_, away)| !away.is_empty()).count() < 2 {
        return Ok(String::new());
    }
    let compared = all().filter(|away| away.interval.is_some()).count();
    let slots = [
        ("count", compared.to_string()),
        ("clear", all().filter(|away| away.is_clear()).count().to_string()),
        ("chance", format!("{:.0}", by_chance(compared as u64, LEVEL))),
    ];
    let says = pen.say_with(Word::SaysProfiles, &slots);
    let reach = full_tens(all().map(Away::reach).fold(0.0, f64::max));
    let count = u32::try_from(measures.len()).unwrap_or_default();
    let mut items = String::new();
    for (ward, away) in &wards {
        let svg = profile(&said(pen, *ward, away), count, away, reach)?;
        let _ = write!(items, "<li><a href=\"wards/{ward}.html\">{}</a>{svg}</li>", pen.place(Some(*ward)));
    }
    Ok(format!(
        "<h3>{}</h3><p>{says}</p><p class=\"note\">{}</p><ul class=\"profiles\">{items}</ul>",
        pen.say(Word::ChartProfiles),
        pen.say(Word::ProfilesKey)
    ))
}

/// How far a ward is from the city in each indicator that both have.
fn away(pen: &Pen<'_>, measures: &[&Measure<'_>], ward: WardCode) -> Vec<Away> {
    let headline = |measure: &Measure<'_>, place| pen.publication.headline(measure, measure.figures.get(&place)?);
    let of = |(place, measure): (u32, &&Measure<'_>)| {
        let (own, city) = (headline(measure, Some(ward))?, headline(measure, None)?.share);
        let interval = own.interval.map(|interval| (interval.low - city, interval.high - city));
        Some(Away { place, difference: own.share - city, interval })
    };
    (0..).zip(measures).filter_map(of).collect()
}

fn said(pen: &Pen<'_>, ward: WardCode, away: &[Away]) -> Said {
    let clear = |is_up: bool| away.iter().filter(|one| one.is_clear() && (one.difference > 0.0) == is_up).count();
    let slots =
        [("count", away.len().to_string()), ("higher", clear(true).to_string()), ("lower", clear(false).to_string())];
    Said {
        id: format!("profile-{ward}"),
        title: pen.label(ward),
        says: pen.speech.plain_with(Word::SaysProfile, &slots),
    }
}

/// The next tenth up, so that its line bears a round number.
fn full_tens(reach: f64) -> f64 {
    (reach * 10.0).ceil().max(1.0) / 10.0
}
