//! Councils beside their organisations: two units, each by its name.

use super::pen::{Pen, Row, Table};
use crate::report::figure::{Figure, Measure, Place};
use crate::report::words::Word;

/// Both units in every place; nothing where no councils are counted.
pub(super) fn councils(pen: &Pen<'_>, measure: &Measure<'_>) -> String {
    let rows: Vec<Row> = measure.figures.iter().filter_map(|(place, figure)| row(pen, *place, figure)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads = [
        Word::Where,
        Word::Organisations,
        Word::OrganisationsPositive,
        Word::Councils,
        Word::CouncilsPositive,
        Word::CouncilsTied,
        Word::CouncilsOthers,
        Word::CouncilsSilent,
        Word::CouncilsShare,
        Word::WithoutCouncil,
    ];
    let heads = heads.into_iter().map(|word| pen.say(word)).collect();
    let first = measure.figures.iter().next().and_then(|(place, figure)| sentence(pen, *place, figure));
    let first = first.map(|words| format!("<p>{words}</p>")).unwrap_or_default();
    format!(
        "<h2>{heading}</h2>{first}{table}<p class=\"note\">{how}</p>",
        heading = pen.say(Word::CouncilsHeading),
        table = pen.table(&Table { caption: pen.say(Word::CouncilsHeading), heads, rows }),
        how = pen.say(Word::RecipeCouncils),
    )
}

fn row(pen: &Pen<'_>, place: Place, figure: &Figure) -> Option<Row> {
    let councils = figure.councils?;
    let mut cells = vec![pen.place(place)];
    if figure.kept_back {
        cells.extend([pen.say(Word::KeptShort), String::new()]);
    } else {
        cells.extend([figure.bases.answered, figure.bases.positive].map(|count| count.to_string()));
    }
    if figure.councils_kept_back {
        cells.push(pen.say(Word::KeptShort));
        cells.resize(10, String::new());
        return Some(Row::of_place(place, cells));
    }
    let counts = [councils.out_of().all, councils.positive, councils.tied, councils.others, councils.silent];
    cells.extend(counts.map(|count| count.to_string()));
    cells.push(councils.out_of().share().map(Pen::percent).unwrap_or_default());
    cells.push(councils.without_council.to_string());
    Some(Row::of_place(place, cells))
}

/// What the table shows of the city, or of the one ward that has the indicator.
fn sentence(pen: &Pen<'_>, place: Place, figure: &Figure) -> Option<String> {
    let councils = figure.councils.filter(|_| !figure.councils_kept_back)?.out_of();
    let slots = [
        ("place", pen.place_source(place)),
        ("answered", figure.bases.answered.to_string()),
        ("positive", figure.bases.positive.to_string()),
        ("councils", councils.all.to_string()),
        ("count", councils.count.to_string()),
    ];
    Some(pen.say_with(Word::SaysCouncils, &slots))
}
