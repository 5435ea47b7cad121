//! How each figure of an indicator came about: its counts, its formula, and how often each choice was taken.

use indicators::{Denominator, ratio};

use super::indicator::first;
use super::pen::{Pen, Row, Table};
use crate::report::figure::{Figure, Form, Measure, Place};
use crate::report::words::Word;

pub(super) fn recipe(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let words = recipe_words(pen, measure);
    let table = match measure.form() {
        Form::Share => shares(pen, measure),
        Form::Mean => means(pen, measure),
        Form::CountOfWards => counts(pen, measure),
        Form::Rate => rates(pen, measure),
    };
    let left_out = pen.publication.counted.tallies.left_out.get(&measure.indicator.id);
    let left_out = left_out.map(|count| pen.say_with(Word::LeftOut, &[("count", count.to_string())]));
    let left_out = left_out.map(|words| format!("<p>{words}</p>")).unwrap_or_default();
    let more = format!("<p><a href=\"../method.html\">{}</a></p>", pen.say(Word::NavMethod));
    format!("<h2>{}</h2><p>{words}</p>{left_out}{}{table}{more}", pen.say(Word::Recipe), city_figures(pen, measure))
}

/// Shares, with everything that they are made of.
fn shares(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let heads = [
        Word::Where,
        Word::Responses,
        Word::NotOfBase,
        Word::NotAsked,
        Word::Asked,
        Word::NoAnswer,
        Word::Answered,
        Word::Positive,
        Word::Unweighted,
        Word::ShareDecided,
        Word::ShareAsked,
        Word::Weighted,
        Word::Effective,
        Word::DesignEffect,
        Word::Degrees,
    ];
    let rows = measure.figures.iter().map(|(place, figure)| recipe_row(pen, measure, *place, figure));
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    pen.table(&Table { caption: pen.say(Word::Recipe), heads, rows: rows.collect() })
}

/// How each figure comes about, in words.
fn recipe_words(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let denominator = match measure.indicator.denominator {
        Denominator::Answered => Word::DenominatorAnswered,
        Denominator::Decided => Word::DenominatorDecided,
        Denominator::Asked => Word::DenominatorAsked,
    };
    let codes = measure.indicator.positive.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
    let source = pen.publication.words.texts.get(denominator.key());
    let denominator = source.map(|text| text.in_language(pen.language).to_owned()).unwrap_or_default();
    let slots = [("codes", codes), ("denominator", denominator)];
    let word = match measure.form() {
        Form::Share => Word::RecipeWords,
        Form::Mean => Word::RecipeMean,
        Form::CountOfWards => Word::RecipeCount,
        Form::Rate => Word::RecipeRate,
    };
    pen.say_with(word, &slots)
}

/// Response rates, whose counts are of people and of no answers.
fn rates(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let cells = |figure: &Figure| {
        let of = figure.out_of?;
        let rate = of.share().map(Pen::percent).unwrap_or_default();
        Some(vec![of.all.to_string(), of.count.to_string(), rate])
    };
    table_of(pen, measure, &[Word::Registered, Word::Responses, Word::Rate], cells)
}

/// Means, of sheets and of what was scored on them.
fn means(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let cells = |figure: &Figure| {
        let mean = figure.mean?;
        let value = mean.mean.map(|mean| format!("{mean:.2}")).unwrap_or_default();
        Some(vec![mean.sheets.to_string(), mean.scores.to_string(), figure.total().no_answer.to_string(), value])
    };
    table_of(pen, measure, &[Word::Sheets, Word::Scores, Word::NoAnswer, Word::Mean], cells)
}

/// Numbers of wards, and how many spoke for theirs.
fn counts(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let cells = |figure: &Figure| {
        let (of, total) = (figure.out_of?, figure.total());
        let counts = [total.asked(), total.no_answer, figure.bases.answered, of.count, of.all];
        Some(counts.map(|count| count.to_string()).to_vec())
    };
    let heads = [Word::Asked, Word::NoAnswer, Word::Answered, Word::Positive, Word::OfAll];
    table_of(pen, measure, &heads, cells)
}

/// A table with a row of `cells` for each place.
fn table_of(
    pen: &Pen<'_>,
    measure: &Measure<'_>,
    heads: &[Word],
    cells: impl Fn(&Figure) -> Option<Vec<String>>,
) -> String {
    let rows = measure.figures.iter().filter_map(|(place, figure)| {
        let cells = [pen.place(*place)].into_iter().chain(cells(figure)?).collect();
        Some(Row { id: Some(row_id(*place)), ..Row::of_place(*place, cells) })
    });
    let heads = [Word::Where].iter().chain(heads).map(|word| pen.say(*word));
    pen.table(&Table { caption: pen.say(Word::Recipe), heads: heads.collect(), rows: rows.collect() })
}

/// By which a link finds the recipe of a place.
fn row_id(place: Place) -> String {
    format!("r-{}", place.map_or_else(|| "all".to_owned(), |ward| ward.to_string()))
}

/// The figures of the city, each by its name.
fn city_figures(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let Some(city) = measure.figures.get(&None).filter(|city| !city.kept_back) else { return String::new() };
    if let Some(mean) = city.mean.and_then(|mean| mean.mean) {
        let means = [(Word::CityAllSheets, Some(mean)), (Word::CityMeanScore, city.mean_score_of_wards)];
        let means =
            means.into_iter().filter_map(|(word, mean)| Some(format!("<li>{}: {:.2}</li>", pen.say(word), mean?)));
        return format!("<ul>{}</ul>", means.collect::<String>());
    }
    if measure.is_no_share() {
        return String::new();
    }
    let pooled = city.bases.share(measure.indicator.denominator);
    let figures = [
        (Word::CityWeighted, city.weighted.as_ref().ok().map(|weighted| weighted.share)),
        (Word::CityPooled, pooled),
        (Word::CityMean, city.mean_of_wards.map(|(mean, _)| mean)),
    ];
    let item =
        |(word, share): (Word, Option<f64>)| Some(format!("<li>{}: {}</li>", pen.say(word), Pen::percent(share?)));
    format!("<ul>{}</ul>", figures.into_iter().filter_map(item).collect::<String>())
}

fn recipe_row(pen: &Pen<'_>, measure: &Measure<'_>, place: Place, figure: &Figure) -> Row {
    let (total, bases) = (figure.total(), figure.bases);
    let id = Some(row_id(place));
    let mut cells = vec![pen.place(place)];
    cells
        .extend([total.responses(), total.outside_base, total.not_asked, total.asked()].map(|count| count.to_string()));
    if figure.kept_back {
        cells.push(pen.say(Word::KeptShort));
        cells.resize(15, String::new());
        return Row { id, ..Row::of_place(place, cells) };
    }
    cells.extend([total.no_answer, bases.answered, bases.positive].map(|count| count.to_string()));
    let share = |of| {
        let share = bases.share(of);
        share.map(Pen::percent).unwrap_or_default()
    };
    let unweighted = match &figure.unweighted {
        Ok(indicators::Sureness::Within(interval)) => {
            format!("{}<br>({})", share(measure.indicator.denominator), Pen::within(*interval))
        }
        Ok(_) | Err(_) => share(measure.indicator.denominator),
    };
    cells.extend([unweighted, share(Denominator::Decided), share(Denominator::Asked)]);
    match &figure.weighted {
        Ok(weighted) => cells.extend([
            Pen::percent(weighted.share),
            format!("{:.1}", weighted.effective_size),
            format!("{:.2}", weighted.design_effect),
            weighted.degrees.to_string(),
        ]),
        Err(refusal) => cells.push(pen.why_not(refusal)),
    }
    cells.resize(15, String::new());
    Row { id, ..Row::of_place(place, cells) }
}

/// How often each choice was taken, in the city or in the one ward that has it.
pub(super) fn codes(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let Some((_, figure)) = first(measure).filter(|(_, figure)| !figure.kept_back) else { return String::new() };
    let has_shares = measure.form() != Form::CountOfWards;
    let mut html = String::new();
    for (number, (item, counts)) in (1..).zip(&figure.counts) {
        let question = pen.publication.survey.questionnaire().question(&item.question);
        let choices = question.and_then(|question| question.choices());
        let rows = choices.iter().flat_map(|choices| choices.iter()).map(|choice| {
            let count = counts.codes.get(&choice.code).copied().unwrap_or_default();
            let text = pen.speech.html(&choice.text, &pen.publication.survey.slots(None));
            let share = ratio(count, counts.asked()).map(Pen::percent);
            Row::of(vec![text, count.to_string(), share.unwrap_or_default()])
        });
        let mut rows: Vec<Row> = rows.collect();
        let share = ratio(counts.no_answer, counts.asked()).map(Pen::percent).unwrap_or_default();
        rows.push(Row::of(vec![pen.say(Word::NoAnswer), counts.no_answer.to_string(), share]));
        rows.push(Row::of(vec![pen.say(Word::NotAsked), counts.not_asked.to_string(), String::new()]));
        let mut heads = vec![pen.say(Word::Code), pen.say(Word::Count), pen.say(Word::ShareAsked)];
        if !has_shares {
            heads.pop();
            for row in &mut rows {
                row.cells.truncate(heads.len());
            }
        }
        let several = if figure.counts.len() > 1 { format!(" {number}") } else { String::new() };
        html.push_str(&pen.table(&Table { caption: format!("{}{several}", pen.say(Word::Codes)), heads, rows }));
    }
    html
}
