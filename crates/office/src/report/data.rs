//! The same figures for spreadsheets and programs: CSV, JSON and SDMX-CSV, with what each column means.

use std::fmt::Write as _;

use std::path::Path;

use indicators::{Counts, Measured, Sureness, Surety, Verdict, Where};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::figure::{Figure, Measure, Place};
use super::publication::{Earlier, Publication};
use super::versus::ReadAs;
use super::words::{Speech, Word};
use super::{Files, ReportError};

/// A table: its columns, and what stands in each row.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Word)],
    rows: Vec<Vec<Value>>,
}

const FIGURES: &[(&str, Word)] = &[
    ("fiscal_year", Word::FiscalYear),
    ("indicator", Word::IndicatorId),
    ("place", Word::PlaceId),
    ("responses", Word::Responses),
    ("outside_base", Word::NotOfBase),
    ("not_asked", Word::NotAsked),
    ("asked", Word::Asked),
    ("kept_back", Word::KeptBack),
    ("no_answer", Word::NoAnswer),
    ("contradictory", Word::Contradictory),
    ("unreadable", Word::Unreadable),
    ("answered", Word::Answered),
    ("decided", Word::DenominatorDecided),
    ("positive", Word::Positive),
    ("share", Word::DenominatorAnswered),
    ("share_decided", Word::ShareDecided),
    ("share_asked", Word::ShareAsked),
    ("low", Word::Low),
    ("high", Word::High),
    ("weighted_share", Word::Weighted),
    ("weighted_error", Word::Error),
    ("weighted_low", Word::Low),
    ("weighted_high", Word::High),
    ("degrees", Word::Degrees),
    ("effective_size", Word::Effective),
    ("design_effect", Word::DesignEffect),
    ("mean_score", Word::Mean),
    ("mean_of_wards", Word::CityMean),
];
const CODES: &[(&str, Word)] = &[
    ("indicator", Word::IndicatorId),
    ("question", Word::QuestionId),
    ("place", Word::PlaceId),
    ("code", Word::Code),
    ("count", Word::Count),
];
const VERSUS: &[(&str, Word)] = &[
    ("indicator", Word::IndicatorId),
    ("place", Word::PlaceId),
    ("target_fiscal_year", Word::FiscalYear),
    ("target_text", Word::InWords),
    ("read_as", Word::ReadPoints),
    ("target", Word::Target),
    ("difference", Word::Share),
    ("low", Word::Low),
    ("high", Word::High),
    ("verdict", Word::Verdict),
    ("reached_by_the_point", Word::ByPoint),
];
const PUBLISHED: &[(&str, Word)] = &[
    ("indicator", Word::IndicatorId),
    ("place", Word::PlaceId),
    ("fiscal_year", Word::FiscalYear),
    ("value", Word::Published),
    ("unit", Word::Share),
    ("apart", Word::Apart),
    ("text", Word::InWords),
    ("doubts", Word::Doubts),
];
const PEOPLE: &[(&str, Word)] = &[
    ("by", Word::GroupOf),
    ("place", Word::PlaceId),
    ("group", Word::Group),
    ("count", Word::Answers),
    ("kept_back", Word::KeptBack),
];

/// Writes the data into `files`.
pub(super) fn write(publication: &Publication<'_>, files: &mut Files) -> Result<(), ReportError> {
    let tables =
        [figures(publication), codes(publication), targets(publication), published(publication), people(publication)];
    for table in &tables {
        files.insert(format!("data/{}.csv", table.name), csv(table).into_bytes());
        let mut json = serde_json::to_vec_pretty(&as_json(publication, table))?;
        json.push(b'\n');
        files.insert(format!("data/{}.json", table.name), json);
    }
    files.insert("data/series.sdmx.csv".to_owned(), sdmx(publication).into_bytes());
    files.insert("data/dictionary.csv".to_owned(), dictionary(publication, &tables).into_bytes());
    Ok(())
}

/// Nine digits after the point: as many as other machines compute alike.
fn real(value: f64) -> Value {
    let rounded: f64 = format!("{value:.9}").parse().unwrap_or(value);
    json!(if rounded == 0.0 { 0.0 } else { rounded })
}

fn real_or_null(value: Option<f64>) -> Value {
    value.map_or(Value::Null, real)
}

fn place_name(place: Place) -> Value {
    place.map_or_else(|| json!("all"), |ward| json!(ward.to_string()))
}

fn figures(publication: &Publication<'_>) -> Table {
    let rows = publication.measures.iter().flat_map(|measure| {
        let denominator = measure.indicator.denominator;
        measure.figures.iter().map(move |(place, figure)| {
            let total = figure.total();
            let mut row = vec![
                json!(publication.year),
                json!(measure.indicator.id.as_str()),
                place_name(*place),
                json!(total.responses()),
                json!(total.outside_base),
                json!(total.not_asked),
                json!(total.asked()),
                json!(figure.kept_back),
            ];
            row.extend(answers(measure, figure, &total, denominator));
            row.resize(FIGURES.len(), Value::Null);
            row
        })
    });
    Table { name: "figures", columns: FIGURES, rows: rows.collect() }
}

/// What of a figure is shown only where it is not kept back.
fn answers(measure: &Measure<'_>, figure: &Figure, total: &Counts, denominator: indicators::Denominator) -> Vec<Value> {
    if figure.kept_back {
        return Vec::new();
    }
    let bases = figure.bases;
    let share = |of| if measure.is_mean() { Value::Null } else { real_or_null(bases.share(of)) };
    let within = match &figure.unweighted {
        Ok(Sureness::Within(interval)) if !measure.is_mean() => Some(*interval),
        Ok(_) | Err(_) => None,
    };
    let weighted = figure.weighted.as_ref().ok();
    let weighted_within = weighted.and_then(|weighted| weighted.interval);
    let mut row = vec![json!(total.no_answer), json!(total.contradictory), json!(total.unreadable)];
    row.extend([json!(bases.answered), json!(bases.decided), json!(bases.positive)]);
    row.extend([share(denominator), share(indicators::Denominator::Decided), share(indicators::Denominator::Asked)]);
    row.extend([real_or_null(within.map(|of| of.low)), real_or_null(within.map(|of| of.high))]);
    row.extend([
        real_or_null(weighted.map(|of| of.share)),
        real_or_null(weighted.map(|of| of.error)),
        real_or_null(weighted_within.map(|of| of.low)),
        real_or_null(weighted_within.map(|of| of.high)),
        weighted.map_or(Value::Null, |of| json!(of.degrees)),
        real_or_null(weighted.map(|of| of.effective_size)),
        real_or_null(weighted.map(|of| of.design_effect)),
        real_or_null(figure.mean.and_then(|mean| mean.mean)),
        real_or_null(figure.mean_of_wards.map(|(mean, _)| mean).filter(|_| !measure.is_mean())),
    ]);
    row
}

fn codes(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for (place, figure) in measure.figures.iter().filter(|(_, figure)| !figure.kept_back) {
            for (item, counts) in &figure.counts {
                let row = |(code, count): (&questionnaire::Code, &u64)| {
                    let (indicator, question) = (measure.indicator.id.as_str(), item.to_string());
                    vec![json!(indicator), json!(question), place_name(*place), json!(code.as_str()), json!(count)]
                };
                rows.extend(counts.codes.iter().map(row));
            }
        }
    }
    Table { name: "codes", columns: CODES, rows }
}

fn targets(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for (place, figure) in &measure.figures {
            for versus in publication.versus(measure, *place, figure) {
                let interval = versus.assessment.difference.interval;
                rows.push(vec![
                    json!(measure.indicator.id.as_str()),
                    place_name(*place),
                    json!(versus.target.fiscal_year),
                    json!(versus.target.text),
                    json!(versus.read_as.map(|read_as| match read_as {
                        ReadAs::Points => "points",
                        ReadAs::Relative => "relative",
                    })),
                    real(versus.aim),
                    real(versus.assessment.difference.value),
                    real_or_null(interval.map(|of| of.low)),
                    real_or_null(interval.map(|of| of.high)),
                    json!(match versus.assessment.verdict {
                        Verdict::Reached => "reached",
                        Verdict::NotReached => "not_reached",
                        Verdict::CannotBeTold => "cannot_be_told",
                    }),
                    json!(versus.assessment.reached_by_the_point),
                ]);
            }
        }
    }
    Table { name: "targets", columns: VERSUS, rows }
}

fn published(publication: &Publication<'_>) -> Table {
    let mut rows = Vec::new();
    for measure in &publication.measures {
        for actual in &measure.indicator.actuals {
            let place = match actual.ward {
                Where::All(_) => json!("all"),
                Where::Ward(ward) => json!(ward.to_string()),
            };
            let unit = serde_json::to_value(actual.unit).unwrap_or_default();
            rows.push(vec![
                json!(measure.indicator.id.as_str()),
                place,
                json!(actual.fiscal_year),
                real(actual.value),
                unit,
                json!(actual.apart),
                json!(actual.text),
                json!(actual.doubts.join(" ")),
            ]);
        }
    }
    Table { name: "published", columns: PUBLISHED, rows }
}

fn people(publication: &Publication<'_>) -> Table {
    let groups = &publication.groups;
    let mut rows = Vec::new();
    let mut add = |by: &str, place: Value, group: String, count: Option<u64>| {
        rows.push(vec![json!(by), place, json!(group), json!(count), json!(count.is_none())]);
    };
    let told = |told: &Option<String>| told.clone().unwrap_or_else(|| "not_told".to_owned());
    for ward in publication.wards() {
        add("ward", json!(ward.to_string()), "all".to_owned(), Some(publication.counted.tallies.responses(Some(ward))));
    }
    for ((age, sex), count) in &groups.city {
        add("age_sex", json!("all"), format!("{} {}", told(age), told(sex)), *count);
    }
    for ((ward, age), count) in &groups.ages {
        add("age", json!(ward.to_string()), told(age), *count);
    }
    for ((ward, sex), count) in &groups.sexes {
        add("sex", json!(ward.to_string()), told(sex), *count);
    }
    for (by, counts) in [("mode", &groups.modes), ("language", &groups.languages)] {
        for (group, count) in counts {
            add(by, json!("all"), group.clone(), *count);
        }
    }
    Table { name: "people", columns: PEOPLE, rows }
}

fn as_json(publication: &Publication<'_>, table: &Table) -> Value {
    let object = |row: &Vec<Value>| {
        let cells = table.columns.iter().zip(row).map(|((name, _), value)| ((*name).to_owned(), value.clone()));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    json!({
        "survey": publication.survey.id().as_str(),
        "fiscal_year": publication.year,
        "frame": publication.survey.frame(),
        table.name: table.rows.iter().map(object).collect::<Vec<_>>(),
    })
}

fn csv(table: &Table) -> String {
    let head = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>().join(",");
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(","));
    [head].into_iter().chain(rows).fold(String::new(), |text, line| text + &line + "\r\n")
}

/// A value as RFC 4180 has it. What begins like a formula is not one for a spreadsheet.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => {
            let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.clone() };
            if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The series as SDMX-CSV 2.0: a line for each figure, measured now or published before.
fn sdmx(publication: &Publication<'_>) -> String {
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
            let value = headline.map(|headline| headline.share * 100.0);
            let interval = headline.and_then(|headline| headline.interval);
            let base = (!figure.kept_back).then(|| figure.bases.base(measure.indicator.denominator));
            line([
                id.clone(),
                plain(&place_name(*place)),
                measured.to_owned(),
                publication.year.to_string(),
                plain(&real_or_null(value)),
                "PERCENT".to_owned(),
                plain(&real_or_null(interval.map(|of| of.low * 100.0))),
                plain(&real_or_null(interval.map(|of| of.high * 100.0))),
                base.map(|base| base.to_string()).unwrap_or_default(),
                if figure.kept_back { "Q" } else { "A" }.to_owned(),
                if figure.kept_back { "C" } else { "F" }.to_owned(),
            ]);
        }
        for actual in measure.indicator.actuals.iter().filter(|actual| actual.unit == indicators::Unit::Percent) {
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

fn dictionary(publication: &Publication<'_>, tables: &[Table]) -> String {
    let languages = &publication.words.languages;
    let names: Vec<String> = languages.iter().map(ToString::to_string).collect();
    let mut text = format!("file,column,{}\r\n", names.join(","));
    for table in tables {
        for (column, word) in table.columns {
            let said = languages.iter().map(|language| {
                let speech = Speech { words: publication.words, language };
                cell(&json!(speech.plain_with(*word, &[])))
            });
            let _ = write!(text, "{}.csv,{column},{}\r\n", table.name, said.collect::<Vec<_>>().join(","));
        }
    }
    text
}

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
    Ok((former.fiscal_year, shares.collect(), super::manifest::sha256(&bytes)))
}

fn measured(figure: &FormerFigure) -> Option<Measured> {
    let sampled = |share: f64, error: f64, low: Option<f64>, high: Option<f64>| {
        let surety = match low.zip(high) {
            Some((low, high)) => Surety::Sampled { error, interval: indicators::Interval { low, high } },
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
