//! The page that says how the figures are made, what is kept back, and where the data are.

use std::fmt::Write as _;

use super::pen::{Page, Pen, joined};
use crate::report::figure::Measure;
use crate::report::words::Word;
use crate::report::{Files, RECEIPTS};

pub(super) fn write(pen: &Pen<'_>, files: &mut Files) {
    let words = [
        Word::MethodCount,
        Word::MethodShare,
        Word::MethodInterval,
        Word::MethodWeights,
        Word::MethodOthers,
        Word::MethodVerdict,
        Word::MethodKept,
        Word::MethodCheck,
    ];
    let mut body = joined(words, |word| format!("<p>{}</p>", pen.say(word)));
    let _ = write!(body, "<p>{}</p><p>{}</p>", pen.adults(), pen.say(Word::Receipts));
    let _ = write!(body, "<h2>{}</h2><p>{}</p><ul>", pen.say(Word::NavData), pen.say(Word::DataLead));
    let data = [
        ("data/figures", Word::DataFigures),
        ("data/codes", Word::DataCodes),
        ("data/targets", Word::DataVersus),
        ("data/published", Word::DataPublished),
        ("data/people", Word::DataPeople),
        ("data/rates", Word::Rates),
    ];
    let has_councils = |measure: &Measure<'_>| measure.figures.values().any(|figure| figure.councils.is_some());
    let councils = pen.publication.measures.iter().any(has_councils).then_some(("data/councils", Word::DataCouncils));
    let said = pen.publication.counted.said.is_some().then_some(("data/said", Word::DataSaid));
    for (name, word) in data.into_iter().chain(councils).chain(said) {
        let _ = write!(
            body,
            "<li>{}: <a href=\"../{name}.csv\">{name}.csv</a>, <a href=\"../{name}.json\">{name}.json</a>, \
             <a href=\"../{name}.parquet\">{name}.parquet</a></li>",
            pen.say(word)
        );
    }
    let others = [
        ("data/series.sdmx.csv", Word::DataSdmx),
        ("data/dictionary.csv", Word::DataDictionary),
        (RECEIPTS, Word::ReceiptLink),
        ("manifest.json", Word::DataManifest),
    ];
    for (name, word) in others {
        let _ = write!(body, "<li>{}: <a href=\"../{name}\">{name}</a></li>", pen.say(word));
    }
    body.push_str("</ul>");
    let title = pen.speech.plain_with(Word::NavMethod, &[]);
    pen.page(&Page { path: "method.html", heading: pen.say(Word::NavMethod), title, body }, files);
}
