//! The pages of a publication: one of each for every language. They need no script; with one, tables can be put into another order.

use std::fmt::Write as _;

mod councils;
mod figures;
mod indicator;
mod method;
mod overview;
mod pen;
mod people;
mod profiles;
mod rates;
mod recipe;
mod said;
mod ward;

use super::publication::Publication;
use super::{Files, ReportError};
use crate::http::html::escape;
use pen::Pen;

const STYLE: &str = include_str!("../../../../styles/report.css");
const SORT: &str = include_str!("sort.js");

/// Writes every page into `files`.
pub(super) fn write(publication: &Publication<'_>, files: &mut Files) -> Result<(), ReportError> {
    files.insert("report.css".to_owned(), STYLE.as_bytes().to_vec());
    files.insert("report.js".to_owned(), SORT.as_bytes().to_vec());
    for language in &publication.words.languages {
        let pen = Pen::new(publication, language);
        overview::write(&pen, files)?;
        people::write(&pen, files);
        said::write(&pen, files);
        method::write(&pen, files);
        for measure in &publication.measures {
            indicator::write(&pen, measure, files)?;
        }
        for ward in publication.wards() {
            ward::write(&pen, ward, files)?;
        }
    }
    files.insert("index.html".to_owned(), door(publication).into_bytes());
    Ok(())
}

/// The first page, on which a language is chosen.
fn door(publication: &Publication<'_>) -> String {
    let (mut links, mut titles) = (String::new(), Vec::new());
    for language in &publication.words.languages {
        let pen = Pen::new(publication, language);
        let (tag, name) = (language.as_str(), pen::language_name(language.as_str()));
        let title = pen.title();
        let _ = write!(
            links,
            "<li><a href=\"{tag}/index.html\" lang=\"{lang}\" hreflang=\"{lang}\">{name}: {title}</a></li>",
            lang = language.html_lang()
        );
        titles.push(pen.plain_title());
    }
    format!(
        "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{}</title><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"report.css\"></head><body><main><h1>{}</h1><ul class=\"list\">{links}</ul></main></body></html>\n",
        escape(titles.first().map_or("", String::as_str)),
        escape(titles.first().map_or("", String::as_str)),
    )
}
