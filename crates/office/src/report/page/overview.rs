//! The first page: the city, and every ward by every indicator.

use std::fmt::Write as _;

use super::pen::{Page, Pen, Row, Table, joined};
use super::profiles::profiles;
use super::said;
use crate::report::figure::Measure;
use crate::report::words::Word;
use crate::report::{Files, ReportError};
use questionnaire::Frame;

pub(super) fn write(pen: &Pen<'_>, files: &mut Files) -> Result<(), ReportError> {
    let mut body = opening(pen);
    // A survey may feed indicators of single wards alone, which stand on the pages of these.
    if of_city(pen).next().is_some() {
        let _ = write!(body, "<h2>{}</h2>{}", pen.say(Word::City), city(pen));
        let _ = write!(body, "<h2>{}</h2>{}{}", pen.say(Word::Wards), ward_links(pen), matrix(pen));
    } else {
        let _ = write!(body, "<h2>{}</h2>{}{}", pen.say(Word::Wards), of_one_ward(pen), ward_links(pen));
    }
    let compared: Vec<_> = of_city(pen).map(|(_, measure)| measure).collect();
    body.push_str(&profiles(pen, &compared)?);
    body.push_str(&said::way(pen));
    let _ = write!(body, "<h2>{}</h2><p>{}</p>", pen.say(Word::ChanceHeading), chance(pen));
    let cannot = [Word::CannotSilent, Word::CannotRank, Word::CannotVerdict, Word::CannotJoin];
    let cannot = joined(cannot, |word| format!("<li>{}</li>", pen.say(word)));
    let _ = write!(body, "<h2>{}</h2><ul>{cannot}</ul>", pen.say(Word::Cannot));
    body.push_str(&refused(pen));
    pen.page(&Page { path: "index.html", heading: pen.title(), title: pen.say(Word::NavOverview), body }, files);
    Ok(())
}

/// What the city has a figure of, each with its number.
fn of_city<'a>(pen: &Pen<'a>) -> impl Iterator<Item = (usize, &'a Measure<'a>)> {
    (1..).zip(&pen.publication.measures).filter(|(_, measure)| measure.figures.contains_key(&None))
}

fn opening(pen: &Pen<'_>) -> String {
    let publication = pen.publication;
    let lead = if publication.survey.frame() == Frame::RandomSample { Word::LeadRandom } else { Word::LeadOther };
    let answered = publication.counted.tallies.responses(None);
    let slots = |asked: u64| {
        let rate = indicators::ratio(answered, asked).map(Pen::percent).unwrap_or_default();
        [("asked", asked.to_string()), ("answered", answered.to_string()), ("rate", rate)]
    };
    let who = match publication.asked(None) {
        Some(asked) => pen.say_with(Word::AskedAnswered, &slots(asked)),
        None => pen.say_with(Word::AnsweredOnly, &[("answered", answered.to_string())]),
    };
    let year = pen.say_with(Word::Year, &[("year", publication.year.to_string())]);
    format!("<p class=\"lead\">{}</p><p>{year} {who}</p><p class=\"note\">{}</p>", pen.say(lead), pen.adults())
}

/// A row for each indicator, and one more for each further target.
fn city(pen: &Pen<'_>) -> String {
    let heads =
        [Word::Indicators, Word::Share, Word::Interval, Word::Answers, Word::Target, Word::Verdict, Word::ByPoint];
    let mut rows = Vec::new();
    for (number, measure) in (1..).zip(&pen.publication.measures) {
        let Some(figure) = measure.figures.get(&None) else { continue };
        let cells = pen.cells(measure, None, figure, "");
        let versus = pen.publication.versus(measure, None, figure);
        let versus = versus.last();
        rows.push(Row::of(
            [format!("{number}. <a href=\"indicators/{}.html\">{}</a>", measure.indicator.id, pen.name(measure))]
                .into_iter()
                .chain(cells)
                .chain([
                    versus.map(|versus| pen.target(versus)).unwrap_or_default(),
                    versus.map(|versus| pen.verdict(versus.assessment.verdict)).unwrap_or_default(),
                    versus.map(|versus| pen.point(versus)).unwrap_or_default(),
                ])
                .collect(),
        ));
    }
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    pen.table(&Table { caption: pen.say(Word::Indicators), heads, rows })
}

/// A row for each indicator that one ward has.
fn of_one_ward(pen: &Pen<'_>) -> String {
    let of_wards = (1..).zip(&pen.publication.measures).flat_map(|(number, measure)| {
        measure.figures.iter().map(move |(place, figure)| (number, measure, *place, figure))
    });
    let rows = of_wards.map(|(number, measure, place, figure)| {
        let name = format!("{number}. <a href=\"indicators/{}.html\">{}</a>", measure.indicator.id, pen.name(measure));
        Row::of([name, pen.place(place)].into_iter().chain(pen.cells(measure, place, figure, "")).collect())
    });
    let heads = [Word::Indicators, Word::Where, Word::Share, Word::Interval, Word::Answers];
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    pen.table(&Table { caption: pen.say(Word::Indicators), heads, rows: rows.collect() })
}

fn ward_links(pen: &Pen<'_>) -> String {
    let link = |ward| format!("<li><a href=\"wards/{ward}.html\">{}</a></li>", pen.place(Some(ward)));
    format!("<ul class=\"list\">{}</ul>", pen.publication.wards().map(link).collect::<String>())
}

/// Every ward by every indicator, which stands under its number.
fn matrix(pen: &Pen<'_>) -> String {
    let head = |(number, measure): (usize, &Measure<'_>)| {
        format!("<a href=\"indicators/{id}.html\" aria-label=\"{number} {id}\">{number}</a>", id = measure.indicator.id)
    };
    let heads = [pen.say(Word::Ward)].into_iter().chain(of_city(pen).map(head)).collect();
    let cell = |measure: &Measure<'_>, ward| match measure.figures.get(&Some(ward)) {
        Some(figure) => {
            let [share, ..] = pen.cells(measure, Some(ward), figure, "");
            share
        }
        None => "–".to_owned(),
    };
    let rows = pen.publication.wards().map(|ward| {
        let name = format!("<a href=\"wards/{ward}.html\">{}</a>", pen.place(Some(ward)));
        Row::of([name].into_iter().chain(of_city(pen).map(|(_, measure)| cell(measure, ward))).collect())
    });
    pen.table(&Table { caption: pen.say(Word::Wards), heads, rows: rows.collect() })
}

fn chance(pen: &Pen<'_>) -> String {
    if pen.publication.earlier_year.is_none() {
        return pen.say(Word::ChanceNone);
    }
    let (tests, chance, found, kept) = pen.publication.chance();
    let slots = [
        ("tests", tests.to_string()),
        ("chance", format!("{chance:.0}")),
        ("found", found.to_string()),
        ("kept", kept.to_string()),
    ];
    pen.say_with(Word::Chance, &slots)
}

fn refused(pen: &Pen<'_>) -> String {
    let publication = pen.publication;
    let reasons = [(Word::Refused, &publication.refused), (Word::RefusedUnregistered, &publication.unregistered)];
    let reasons: Vec<_> = reasons.into_iter().filter(|(_, of)| !of.is_empty()).collect();
    if reasons.is_empty() {
        return String::new();
    }
    let item = |id: &questionnaire::IndicatorId| {
        let statement = publication.content.all.iter().find(|indicator| indicator.id == *id);
        let statement = statement.map(|indicator| indicator.statement.as_str()).unwrap_or_default();
        format!("<li lang=\"ja\">{}</li>", crate::http::html::escape(statement))
    };
    let reasons = joined(reasons, |(word, of)| format!("<p>{}</p><ul>{}</ul>", pen.say(word), joined(of, item)));
    format!("<h2>{}</h2>{reasons}", pen.say(Word::NotComputed))
}
