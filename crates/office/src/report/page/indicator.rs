//! The page of one indicator: each ward, the map, earlier figures, and how each figure came about.

use std::fmt::Write as _;

use indicators::{LEVEL, Unit, Where, by_chance};

use super::councils::councils;
use super::pen::{Page, Pen, Row, Table, joined};
use super::recipe::{codes, recipe};
use crate::http::html::escape;
use crate::report::chart::{self, Point, PointKind, Said, Tile};
use crate::report::figure::{Figure, Form, Headline, Measure, Place};
use crate::report::words::Word;
use crate::report::{Files, ReportError};

pub(super) fn write(pen: &Pen<'_>, measure: &Measure<'_>, files: &mut Files) -> Result<(), ReportError> {
    let body = [
        opening(pen, measure),
        targets(pen, measure),
        wards(pen, measure)?,
        councils(pen, measure),
        map(pen, measure)?,
        history(pen, measure)?,
        doubts(pen, measure),
        recipe(pen, measure),
        codes(pen, measure),
    ];
    let path = format!("indicators/{}.html", measure.indicator.id);
    let (heading, title) = (pen.name(measure), pen.plain_name(measure));
    pen.page(&Page { path: &path, heading, title, body: body.concat() }, files);
    Ok(())
}

/// The figure of the whole city, or of the one ward that has it.
pub(super) fn first<'m>(measure: &'m Measure<'_>) -> Option<(Place, &'m Figure)> {
    measure.figures.iter().next().map(|(place, figure)| (*place, figure))
}

fn opening(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let indicator = measure.indicator;
    let sentence = first(measure).map(|(place, figure)| pen.sentence(measure, place, figure)).unwrap_or_default();
    // Whoever is registered is counted, and asked nothing.
    let about = if measure.form() == Form::Rate { String::new() } else { asked_of(pen, measure) };
    let document = pen.publication.document(&indicator.source.document);
    let lines = indicator.source.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    // The titles of documents are Japanese, and braces in them would be taken for ruby.
    let title = document.map(|document| document.title.replace(['{', '}'], "")).unwrap_or_default();
    let source = if pen.language.is_easy() { indicator.source.document.clone() } else { title };
    let source = pen.say_with(Word::Source, &[("document", source), ("lines", lines)]);
    format!(
        "<p class=\"lead\">{sentence}</p><dl>{about}<dt>{}</dt><dd lang=\"ja\">{}</dd><dd class=\"note\">{source}</dd></dl>",
        pen.say(Word::Statement),
        escape(&indicator.statement),
    )
}

/// What is asked, and of whom.
fn asked_of(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let questions = joined(pen.publication.asked_as(measure, pen.language), |text| {
        format!("<dd>{}</dd>", pen.speech.html(&text, &questionnaire::Slots::default()))
    });
    let base = match &measure.indicator.base {
        None => format!("<dd>{}</dd>", pen.say(Word::Everyone)),
        Some(base) => {
            let said = pen.say(if base.stated { Word::BaseSaid } else { Word::BaseAssumed });
            format!("<dd lang=\"ja\">{}</dd><dd class=\"note\">{said}</dd>", escape(&base.words))
        }
    };
    format!("<dt>{}</dt>{questions}<dt>{}</dt>{base}", pen.say(Word::AskedAs), pen.say(Word::BaseOf))
}

/// Every target, with what can be said of it in the city and in the wards that it names.
fn targets(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    if measure.indicator.targets.is_empty() {
        return String::new();
    }
    let mut rows = Vec::new();
    for target in &measure.indicator.targets {
        let words = format!("<span lang=\"ja\">{}</span>", escape(&target.text));
        let place = match target.ward {
            Where::All(_) => None,
            Where::Ward(ward) => Some(ward),
        };
        let figure = measure.figures.get(&place);
        let versus = figure.map(|figure| pen.publication.versus(measure, place, figure)).unwrap_or_default();
        let of_target: Vec<_> = versus.iter().filter(|versus| std::ptr::eq(versus.target, target)).collect();
        if of_target.is_empty() {
            rows.push(Row::of(vec![words, pen.place(place), String::new(), pen.say(Word::NoNumber), String::new()]));
            continue;
        }
        for versus in of_target {
            rows.push(Row::of(vec![
                words.clone(),
                pen.place(place),
                pen.target(versus),
                pen.verdict(versus.assessment.verdict),
                pen.point(versus),
            ]));
        }
    }
    let heads = [Word::InWords, Word::Where, Word::Target, Word::Verdict, Word::ByPoint];
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    let table = pen.table(&Table { caption: pen.say(Word::Target), heads, rows });
    format!("<h2>{}</h2>{table}", pen.say(Word::Target))
}

/// The wards with their figures that may be shown.
fn of_wards<'m>(
    pen: &Pen<'_>,
    measure: &'m Measure<'_>,
) -> Vec<(questionnaire::WardCode, &'m Figure, Option<Headline>)> {
    let wards = measure.figures.iter().filter_map(|(place, figure)| Some(((*place)?, figure)));
    wards.map(|(ward, figure)| (ward, figure, pen.publication.headline(measure, figure))).collect()
}

fn wards(pen: &Pen<'_>, measure: &Measure<'_>) -> Result<String, ReportError> {
    let wards = of_wards(pen, measure);
    let heading = if measure.form() == Form::CountOfWards { Word::City } else { Word::Wards };
    let mut html = format!("<h2>{}</h2>", pen.say(heading));
    if !measure.is_no_share() && wards.iter().filter(|(_, _, headline)| headline.is_some()).count() > 1 {
        html.push_str(&ward_chart(pen, measure, &wards)?);
    }
    let rows = measure.figures.iter().map(|(place, figure)| {
        let versus = pen.publication.versus(measure, *place, figure);
        let versus = versus.last();
        let change = pen.publication.changes.get(&(measure.indicator.id.clone(), *place));
        let mut cells = vec![pen.place(*place)];
        cells.extend(pen.cells(measure, *place, figure, "../"));
        cells.push(versus.map(|versus| pen.verdict(versus.assessment.verdict)).unwrap_or_default());
        cells.push(versus.map(|versus| pen.point(versus)).unwrap_or_default());
        if pen.publication.earlier_year.is_some() {
            let points = change.map(|change| {
                let value = format!("{:+.1}", change.difference.value * 100.0);
                let marked =
                    if change.is_marked() { format!("<br>{}", pen.say(Word::ChangeKept)) } else { String::new() };
                format!("{}{marked}", pen.say_with(Word::Points, &[("value", value)]))
            });
            cells.push(points.unwrap_or_default());
        }
        Row::of_place(*place, cells)
    });
    let (share, base) = match measure.form() {
        Form::Share => (Word::Share, Word::Answers),
        Form::Mean => (Word::Mean, Word::Sheets),
        Form::CountOfWards => (Word::CountOf, Word::Answers),
        Form::Rate => (Word::Rate, Word::Registered),
    };
    let heads = [Word::Where, share, Word::Interval, base, Word::Verdict, Word::ByPoint];
    let change = pen.publication.earlier_year.map(|year| pen.say_with(Word::Change, &[("year", year.to_string())]));
    let heads = heads.into_iter().map(|word| pen.say(word)).chain(change).collect();
    let caption = if measure.form() == Form::Share { Word::ChartWards } else { share };
    html.push_str(&pen.table(&Table { caption: pen.say(caption), heads, rows: rows.collect() }));
    Ok(html)
}

fn ward_chart(
    pen: &Pen<'_>,
    measure: &Measure<'_>,
    wards: &[(questionnaire::WardCode, &Figure, Option<Headline>)],
) -> Result<String, ReportError> {
    let city = measure.figures.get(&None).and_then(|figure| pen.publication.headline(measure, figure));
    let mut aims: Vec<f64> = Vec::new();
    for (place, figure) in &measure.figures {
        for versus in pen.publication.versus(measure, *place, figure) {
            if !aims.contains(&versus.aim) {
                aims.push(versus.aim);
            }
        }
    }
    let shown = || wards.iter().filter_map(|(ward, _, headline)| Some((*ward, (*headline)?)));
    let by_share = |one: &(_, Headline), other: &(_, Headline)| one.1.share.total_cmp(&other.1.share);
    let (Some(low), Some(high)) = (shown().min_by(by_share), shown().max_by(by_share)) else {
        return Ok(String::new());
    };
    let clear = shown().filter(|(_, ward)| is_clear(*ward, city) != 0).count();
    let slots = [
        ("high_ward", pen.place_source(Some(high.0))),
        ("high", Pen::percent(high.1.share)),
        ("low_ward", pen.place_source(Some(low.0))),
        ("low", Pen::percent(low.1.share)),
        ("wards", shown().count().to_string()),
        ("clear", clear.to_string()),
        ("chance", format!("{:.0}", by_chance(shown().count() as u64, LEVEL))),
    ];
    let plain = |word| pen.speech.plain_with(word, &slots);
    let said = Said { id: "wards".to_owned(), title: plain(Word::ChartWards), says: plain(Word::SaysWards) };
    let rows: Vec<chart::Row> = wards
        .iter()
        .map(|(ward, _, headline)| chart::Row {
            label: pen.label(*ward),
            share: headline.map(|headline| headline.share),
            interval: headline.and_then(|headline| headline.interval),
        })
        .collect();
    let svg = chart::intervals(&said, &rows, city.map(|city| city.share), &aims)?;
    Ok(format!(
        "<figure>{svg}<figcaption><p>{}</p><p class=\"note\">{}</p></figcaption></figure>",
        pen.say_with(Word::SaysWards, &slots),
        pen.say(Word::ChartKey)
    ))
}

/// Whether a ward lies clearly above the city (1) or below it (-1): its interval does not hold the city's figure.
pub(super) fn is_clear(ward: Headline, city: Option<Headline>) -> i8 {
    match (ward.interval, city) {
        (Some(interval), Some(city)) if interval.low > city.share => 1,
        (Some(interval), Some(city)) if interval.high < city.share => -1,
        (Some(_) | None, _) => 0,
    }
}

fn map(pen: &Pen<'_>, measure: &Measure<'_>) -> Result<String, ReportError> {
    let wards = of_wards(pen, measure);
    let tiles: Vec<Tile> = wards
        .iter()
        .filter_map(|(ward, figure, headline)| {
            let at = *pen.publication.words.tiles.get(ward)?;
            let hidden = || pen.speech.plain_with(if figure.kept_back { Word::KeptShort } else { Word::Nobody }, &[]);
            let share = headline.map(|headline| headline.share);
            Some(Tile { at, name: pen.label(*ward), figure: share.map_or_else(hidden, Pen::percent), share })
        })
        .collect();
    // One ward is no map.
    if measure.is_no_share() || tiles.iter().filter(|tile| tile.share.is_some()).count() < 2 {
        return Ok(String::new());
    }
    let plain = |word| pen.speech.plain_with(word, &[]);
    let said = Said { id: "map".to_owned(), title: plain(Word::ChartMap), says: plain(Word::MapKey) };
    let svg = chart::map(&said, &tiles)?;
    Ok(format!(
        "<h2>{}</h2><figure><div class=\"sideways\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{svg}</div>\
         <figcaption><p>{}</p></figcaption></figure>",
        pen.say(Word::ChartMap),
        escape(&said.title),
        pen.say(Word::MapKey)
    ))
}

fn history(pen: &Pen<'_>, measure: &Measure<'_>) -> Result<String, ReportError> {
    let actuals = &measure.indicator.actuals;
    if actuals.is_empty() {
        return Ok(String::new());
    }
    let mut html = format!("<h2>{}</h2>", pen.say(Word::ChartHistory));
    let mut points: Vec<Point> = actuals
        .iter()
        .filter(|actual| actual.unit == Unit::Percent && actual.op.is_none())
        .map(|actual| Point {
            year: f64::from(actual.fiscal_year),
            share: actual.value / 100.0,
            interval: None,
            kind: if actual.apart { PointKind::Apart } else { PointKind::Published },
        })
        .collect();
    points.sort_by(|one, other| one.year.total_cmp(&other.year));
    let bounds = points.first().zip(points.last()).map(|(first, last)| (first.year, last.year));
    if let Some((first_year, last_year)) = bounds {
        let slots = [
            ("first", format!("{first_year:.0}")),
            ("last", format!("{last_year:.0}")),
            ("count", points.len().to_string()),
        ];
        let now = first(measure).and_then(|(_, figure)| pen.publication.headline(measure, figure));
        points.extend(now.map(|now| Point {
            year: f64::from(pen.publication.year),
            share: now.share,
            interval: now.interval,
            kind: PointKind::Now,
        }));
        let plain = |word| pen.speech.plain_with(word, &slots);
        let said = Said { id: "history".to_owned(), title: plain(Word::ChartHistory), says: plain(Word::SaysHistory) };
        let svg = chart::history(&said, &points)?;
        let says = pen.say_with(Word::SaysHistory, &slots);
        let _ = write!(html, "<figure>{svg}<figcaption><p>{says}</p></figcaption></figure>");
    }
    html.push_str(&published(pen, measure));
    Ok(html)
}

/// What the documents published, in their words, with what is doubtful.
fn published(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let rows = measure.indicator.actuals.iter().map(|actual| {
        let place = match actual.ward {
            Where::All(_) => None,
            Where::Ward(ward) => Some(ward),
        };
        let mut remarks: Vec<String> = actual.apart.then(|| pen.say(Word::Apart)).into_iter().collect();
        remarks.extend(actual.doubts.iter().filter_map(|name| doubt(pen, name)));
        Row::of(vec![
            actual.fiscal_year.to_string(),
            pen.place(place),
            format!("<span lang=\"ja\">{}</span>", escape(&actual.text)),
            remarks.join("<br>"),
        ])
    });
    let heads = [Word::FiscalYear, Word::Where, Word::Published, Word::Doubts];
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    pen.table(&Table { caption: pen.say(Word::Published), heads, rows: rows.collect() })
}

fn doubt(pen: &Pen<'_>, name: &str) -> Option<String> {
    let text = pen.publication.content.doubts.get(name)?;
    Some(pen.speech.html(text, &questionnaire::Slots::default()))
}

fn doubts(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let of_targets = measure.indicator.targets.iter().flat_map(|target| &target.doubts);
    let names: std::collections::BTreeSet<&String> = measure.indicator.doubts.iter().chain(of_targets).collect();
    let texts = names.into_iter().filter_map(|name| doubt(pen, name));
    let items = joined(texts, |text| format!("<li>{text}</li>"));
    if items.is_empty() {
        return String::new();
    }
    format!("<h2>{}</h2><ul class=\"doubts\">{items}</ul>", pen.say(Word::Doubts))
}
