//! The page of one ward: its figures beside the whole city.

use questionnaire::WardCode;

use super::indicator::is_clear;
use super::pen::{Page, Pen, Row, Table};
use crate::report::chart::{self, Said};
use crate::report::figure::{Figure, Measure};
use crate::report::words::Word;
use crate::report::{Files, ReportError};

pub(super) fn write(pen: &Pen<'_>, ward: WardCode, files: &mut Files) -> Result<(), ReportError> {
    let measures = &pen.publication.measures;
    let own: Vec<(usize, &Measure<'_>, &Figure)> = (1..)
        .zip(measures)
        .filter_map(|(number, measure)| Some((number, measure, measure.figures.get(&Some(ward))?)))
        .collect();
    let mut body = opening(pen, ward);
    // Of what one person says for each ward, nothing stands here.
    if !own.is_empty() {
        body.push_str(&charted(pen, ward, &own)?);
        body.push_str(&table(pen, ward, &own));
    }
    let (heading, path) = (pen.place(Some(ward)), format!("wards/{ward}.html"));
    pen.page(&Page { path: &path, heading, title: pen.label(ward), body }, files);
    Ok(())
}

fn opening(pen: &Pen<'_>, ward: WardCode) -> String {
    let answered = pen.publication.counted.tallies.responses(Some(ward));
    let who = match pen.publication.asked(Some(ward)) {
        Some(asked) => {
            let rate = indicators::ratio(answered, asked).map(Pen::percent).unwrap_or_default();
            let slots = [("asked", asked.to_string()), ("answered", answered.to_string()), ("rate", rate)];
            pen.say_with(Word::AskedAnswered, &slots)
        }
        None => pen.say_with(Word::AnsweredOnly, &[("answered", answered.to_string())]),
    };
    format!("<p class=\"lead\">{who}</p>")
}

fn charted(pen: &Pen<'_>, ward: WardCode, own: &[(usize, &Measure<'_>, &Figure)]) -> Result<String, ReportError> {
    let mut rows = Vec::new();
    let (mut higher, mut lower) = (Vec::new(), Vec::new());
    for (number, measure, figure) in own.iter().filter(|(_, measure, _)| !measure.is_no_share()) {
        let headline = pen.publication.headline(measure, figure);
        let city = measure.figures.get(&None).and_then(|city| pen.publication.headline(measure, city));
        match headline.map(|headline| is_clear(headline, city)) {
            Some(1) => higher.push(number.to_string()),
            Some(-1) => lower.push(number.to_string()),
            Some(_) | None => {}
        }
        rows.push(chart::Row {
            label: number.to_string(),
            share: headline.map(|headline| headline.share),
            interval: headline.and_then(|headline| headline.interval),
        });
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    let listed = |numbers: Vec<String>| if numbers.is_empty() { "–".to_owned() } else { numbers.join(", ") };
    let slots = [("count", rows.len().to_string()), ("higher", listed(higher)), ("lower", listed(lower))];
    let plain = |word| pen.speech.plain_with(word, &slots);
    let said = Said {
        id: "ward".to_owned(),
        title: format!("{}: {}", pen.label(ward), plain(Word::ChartWard)),
        says: plain(Word::SaysWard),
    };
    let svg = chart::intervals(&said, &rows, None, &[])?;
    let says = pen.say_with(Word::SaysWard, &slots);
    Ok(format!("<h2>{}</h2><figure>{svg}<figcaption><p>{says}</p></figcaption></figure>", pen.say(Word::ChartWard)))
}

fn table(pen: &Pen<'_>, ward: WardCode, own: &[(usize, &Measure<'_>, &Figure)]) -> String {
    let rows = own.iter().map(|(number, measure, figure)| {
        let versus = pen.publication.versus(measure, Some(ward), figure);
        let versus = versus.last();
        let city = measure.figures.get(&None).map(|city| {
            let [share, ..] = pen.cells(measure, None, city, "../");
            share
        });
        let name =
            format!("{number}. <a href=\"../indicators/{}.html\">{}</a>", measure.indicator.id, pen.name(measure));
        let mut cells = vec![name];
        cells.extend(pen.cells(measure, Some(ward), figure, "../"));
        cells.push(city.unwrap_or_default());
        cells.push(versus.map(|versus| pen.target(versus)).unwrap_or_default());
        cells.push(versus.map(|versus| pen.verdict(versus.assessment.verdict)).unwrap_or_default());
        cells.push(versus.map(|versus| pen.point(versus)).unwrap_or_default());
        Row::of(cells)
    });
    let heads = [
        Word::Indicators,
        Word::Share,
        Word::Interval,
        Word::Answers,
        Word::City,
        Word::Target,
        Word::Verdict,
        Word::ByPoint,
    ];
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    pen.table(&Table { caption: pen.say(Word::Indicators), heads, rows: rows.collect() })
}
