//! What became of everybody who was asked by letter, and the response rates that are made of it.

use indicators::{Dispositions, Formula};

use super::pen::{Pen, Row, Table};
use crate::report::figure::Place;
use crate::report::words::Word;

/// The table with what its columns mean; nothing where nobody was asked by letter.
pub(super) fn rates(pen: &Pen<'_>) -> String {
    let wards = &pen.publication.dispositions;
    if wards.is_empty() {
        return String::new();
    }
    let rows = [(None, pen.publication.disposition(None))]
        .into_iter()
        .chain(wards.iter().map(|(ward, of)| (Some(*ward), *of)))
        .map(|(place, of)| row(pen, place, &of));
    let counts = [
        Word::Invited,
        Word::DispositionComplete,
        Word::DispositionPartial,
        Word::DispositionRefused,
        Word::DispositionNotContacted,
        Word::DispositionOther,
        Word::DispositionUnknown,
        Word::DispositionNotEligible,
        Word::DispositionE,
    ];
    let heads = [Word::Ward].into_iter().chain(counts).map(|word| pen.say(word));
    let heads = heads.chain(Formula::ALL.map(|formula| formula.name().to_owned())).collect();
    let table = pen.table(&Table { caption: pen.say(Word::Rates), heads, rows: rows.collect() });
    format!(
        "<h2>{}</h2><p>{}</p><p class=\"note\">{}</p>{table}",
        pen.say(Word::Rates),
        pen.say(Word::RatesFormulas),
        pen.say(Word::RatesRules)
    )
}

fn row(pen: &Pen<'_>, place: Place, of: &Dispositions) -> Row {
    let share = |share: Option<f64>| share.map(Pen::percent).unwrap_or_default();
    let mut cells = vec![pen.place(place), of.all().to_string()];
    cells.extend(of.counts().map(|(_, count)| count.to_string()));
    cells.push(share(of.eligibility()));
    cells.extend(Formula::ALL.map(|formula| share(of.rate(formula))));
    Row::of_place(place, cells)
}
