//! What every page has: its frame, its tables, its numbers, its links.

use std::fmt::Write as _;

use indicators::{Interval, Refusal, Unit, Verdict};
use questionnaire::{Language, Slots, Text, WardCode};

use super::said;
use crate::http::html::escape;
use crate::report::figure::{Measure, Place};
use crate::report::publication::Publication;
use crate::report::words::{Speech, Word};
use crate::report::{Files, Versus};

/// Rows from which on somebody may want another order.
const SORTED_MIN: usize = 4;

/// Writes pages in one language.
pub(super) struct Pen<'a> {
    pub(super) publication: &'a Publication<'a>,
    pub(super) speech: Speech<'a>,
    pub(super) language: &'a Language,
}

/// A page.
pub(super) struct Page<'a> {
    /// Its path below the folder of its language.
    pub(super) path: &'a str,
    /// Its title; HTML.
    pub(super) heading: String,
    /// The same without markup.
    pub(super) title: String,
    /// What stands below; HTML.
    pub(super) body: String,
}

/// A table: what it is, its heads, and its rows, each of which begins with its own head.
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Default)]
pub(super) struct Row {
    /// By which a link finds it.
    pub(super) id: Option<String>,
    pub(super) cells: Vec<String>,
    /// Whether it is of everybody, and stays where it is in whatever order the others are.
    pub(super) stays: bool,
}

impl Row {
    pub(super) fn of(cells: Vec<String>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// A row of one place.
    pub(super) fn of_place(place: Place, cells: Vec<String>) -> Self {
        Self { cells, stays: place.is_none(), ..Self::default() }
    }
}

/// What a language calls itself.
pub(super) fn language_name(tag: &str) -> &'static str {
    match tag {
        "ja" => "日本語",
        "ja-easy" => "やさしい日本語",
        _ => "English",
    }
}

impl<'a> Pen<'a> {
    pub(super) fn new(publication: &'a Publication<'a>, language: &'a Language) -> Self {
        Self { publication, speech: Speech { words: publication.words, language }, language }
    }

    pub(super) fn say(&self, word: Word) -> String {
        self.speech.say(word)
    }

    pub(super) fn say_with(&self, word: Word, slots: &[(&str, String)]) -> String {
        self.speech.say_with(word, slots)
    }

    /// The name of the publication; HTML.
    pub(super) fn title(&self) -> String {
        self.say_with(Word::Title, &[("survey", self.survey_title())])
    }

    pub(super) fn plain_title(&self) -> String {
        self.speech.plain_with(Word::Title, &[("survey", self.survey_title())])
    }

    fn survey_title(&self) -> String {
        self.publication.survey.title().in_language(self.language).to_owned()
    }

    /// The name of a place, with its markup: to be put into a slot.
    pub(super) fn place_source(&self, place: Place) -> String {
        match place {
            Some(ward) => self.publication.ward_name(ward).in_language(self.language).to_owned(),
            None => self
                .publication
                .words
                .texts
                .get(Word::City.key())
                .map_or(String::new(), |text| text.in_language(self.language).to_owned()),
        }
    }

    /// The name of a place; HTML.
    pub(super) fn place(&self, place: Place) -> String {
        match place {
            Some(ward) => self.speech.html(&self.publication.ward_name(ward), &Slots::default()),
            None => self.say(Word::City),
        }
    }

    /// The name of a ward in a chart.
    pub(super) fn label(&self, ward: WardCode) -> String {
        let name = self.speech.plain(&self.publication.ward_name(ward), &Slots::default());
        name.trim_end_matches(" Ward").to_owned()
    }

    /// What an indicator is called; HTML. The documents have a name for it in Japanese alone.
    pub(super) fn name(&self, measure: &Measure<'_>) -> String {
        let asked = self.publication.asked_as(measure, self.language);
        if self.language.as_str() == "ja" || !(1..=2).contains(&asked.len()) {
            return format!("<span lang=\"ja\">{}</span>", escape(&measure.indicator.statement));
        }
        let asked = asked.iter().map(|text| self.speech.html(text, &Slots::default()));
        asked.collect::<Vec<_>>().join(" / ")
    }

    /// The same without markup.
    pub(super) fn plain_name(&self, measure: &Measure<'_>) -> String {
        let asked = self.publication.asked_as(measure, self.language);
        if self.language.as_str() == "ja" || !(1..=2).contains(&asked.len()) {
            return measure.indicator.statement.clone();
        }
        let plain = |text: &Text| self.speech.plain(text, &Slots::default());
        asked.iter().map(plain).collect::<Vec<_>>().join(" / ")
    }

    /// A share as people read it.
    pub(super) fn percent(share: f64) -> String {
        format!("{:.1}%", share * 100.0)
    }

    pub(super) fn within(interval: Interval) -> String {
        format!("{}–{}", Self::percent(interval.low), Self::percent(interval.high))
    }

    /// The target of `versus` with how it is read; HTML.
    pub(super) fn target(&self, versus: &Versus<'_>) -> String {
        let year = versus.target.fiscal_year.map(|year| self.say_with(Word::Year, &[("year", year.to_string())]));
        let read_as = versus.read_as.map(|read_as| match read_as {
            crate::report::ReadAs::Points => self.say(Word::ReadPoints),
            crate::report::ReadAs::Relative => self.say(Word::ReadRelative),
        });
        let is_points = versus.target.unit == Unit::Score5;
        let aim = if is_points { format!("{:.1}", versus.aim) } else { Self::percent(versus.aim) };
        let parts = [Some(aim), year, read_as];
        parts.into_iter().flatten().collect::<Vec<_>>().join("<br>")
    }

    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        let (class, word) = match verdict {
            Verdict::Reached => ("reached", Word::Reached),
            Verdict::NotReached => ("not-reached", Word::NotReached),
            Verdict::CannotBeTold => ("cannot-tell", Word::CannotTell),
        };
        format!("<span class=\"{class}\">{}</span>", self.say(word))
    }

    /// What the figure alone says, as the documents have it.
    pub(super) fn point(&self, versus: &Versus<'_>) -> String {
        self.say(if versus.assessment.reached_by_the_point { Word::Reached } else { Word::NotReached })
    }

    /// Why there is no weighted figure, in a few words.
    pub(super) fn why_not(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Nobody => self.say(Word::Nobody),
            Refusal::NoSample { .. } | Refusal::Pooled => self.say(Word::NoIntervalShort),
            Refusal::OtherFrame { .. }
            | Refusal::OtherMode { .. }
            | Refusal::SmallPanel { .. }
            | Refusal::Lonely { .. }
            | Refusal::NoDegrees
            | Refusal::MoreThanPopulation { .. }
            | Refusal::NoPopulation { .. }
            | Refusal::NotSettled { .. } => "–".to_owned(),
        }
    }

    /// A table that can be moved sideways where it is too wide.
    pub(super) fn table(&self, table: &Table) -> String {
        let heads = joined(&table.heads, |head| format!("<th scope=\"col\">{head}</th>"));
        let mut rows = String::new();
        for row in &table.rows {
            let id = row.id.as_ref().map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
            let mut cells = row.cells.iter();
            let head = cells.next().map(String::as_str).unwrap_or_default();
            let long = if without_tags(head).chars().count() > 24 { " class=\"long\"" } else { "" };
            let stays = if row.stays { " data-stays" } else { "" };
            let _ = write!(rows, "<tr{id}{stays}><th scope=\"row\"{long}>{head}</th>");
            for cell in cells {
                let words = if cell.contains("<span lang=") || cell.contains("<br>") && cell.chars().count() > 60 {
                    " class=\"words\""
                } else {
                    ""
                };
                let _ = write!(rows, "<td{words}>{cell}</td>");
            }
            rows.push_str("</tr>");
        }
        let label = escape(&without_tags(&table.caption));
        let sort = self.sorts(table);
        format!(
            "<div class=\"sideways\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table{sort}><caption>{}</caption>\
             <thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
            table.caption
        )
    }

    /// What a button says that puts the rows into another order, with % for its column; nothing where there is little to order.
    fn sorts(&self, table: &Table) -> String {
        if table.rows.iter().filter(|row| !row.stays).count() < SORTED_MIN {
            return String::new();
        }
        format!(" data-sort=\"{}\"", escape(&self.speech.plain_with(Word::SortBy, &[("column", "%".to_owned())])))
    }

    /// Puts a page into `files`.
    pub(super) fn page(&self, page: &Page<'_>, files: &mut Files) {
        let up = "../".repeat(page.path.matches('/').count());
        let lang = self.language.html_lang();
        let easy = if self.language.is_easy() { " class=\"easy\"" } else { "" };
        let html = format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><title>{} | {}</title><link rel=\"icon\" href=\"data:,\">\
             <link rel=\"stylesheet\" href=\"{up}../report.css\">\
             <script defer src=\"{up}../report.js\"></script></head><body{easy}><a class=\"skip\" href=\"#main\">{}</a>\
             <header>{}</header><main id=\"main\" tabindex=\"-1\"><h1>{}</h1>{}</main><footer>{}</footer></body></html>\n",
            escape(&page.title),
            escape(&self.plain_title()),
            self.say(Word::Skip),
            self.navigation(page.path, &up),
            page.heading,
            page.body,
            self.footer(),
        );
        files.insert(format!("{}/{}", self.language, page.path), html.into_bytes());
    }

    fn navigation(&self, path: &str, up: &str) -> String {
        let said = self.publication.counted.said.is_some().then_some((said::PATH, Word::NavSaid));
        let pages = [("index.html", Word::NavOverview), ("people.html", Word::NavPeople)].into_iter();
        let pages = pages.chain(said).chain([("method.html", Word::NavMethod)]);
        let link = |(to, word): (&str, Word)| {
            let current = if to == path { " aria-current=\"page\"" } else { "" };
            format!("<li><a href=\"{up}{to}\"{current}>{}</a></li>", self.say(word))
        };
        let other = |language: &Language| {
            let (tag, name, lang) = (language.as_str(), language_name(language.as_str()), language.html_lang());
            let current = if language == self.language { " aria-current=\"true\"" } else { "" };
            format!("<li><a href=\"{up}../{tag}/{path}\" lang=\"{lang}\" hreflang=\"{lang}\"{current}>{name}</a></li>")
        };
        let plain = |word| escape(&self.speech.plain_with(word, &[]));
        format!(
            "<nav aria-label=\"{}\"><ul>{}</ul></nav><nav aria-label=\"{}\"><ul>{}</ul></nav>",
            plain(Word::NavLabel),
            pages.map(link).collect::<String>(),
            plain(Word::Languages),
            self.publication.words.languages.iter().map(other).collect::<String>(),
        )
    }

    fn footer(&self) -> String {
        let came = self.publication.counted.last_received_at.parse::<questionnaire::Minute>().ok();
        let when = came.map(questionnaire::Minute::in_japan).unwrap_or_default();
        format!("<p>{}</p><p>{}</p>", self.title(), self.say_with(Word::LastCame, &[("when", when)]))
    }

    pub(super) fn adults(&self) -> String {
        let year = self.publication.year;
        match self.publication.content.adults.get(&year) {
            Some(adults) => {
                self.say_with(Word::Fictitious, &[("source", adults.source.clone()), ("as_of", adults.as_of.clone())])
            }
            None => self.say_with(Word::NoAdults, &[("year", year.to_string())]),
        }
    }
}

/// `each` of `of`, one after the other.
pub(super) fn joined<T>(of: impl IntoIterator<Item = T>, each: impl FnMut(T) -> String) -> String {
    of.into_iter().map(each).collect::<Vec<_>>().concat()
}

/// Words alone, without tags and readings.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let (mut in_tag, mut in_reading) = (false, false);
    let mut rest = html;
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("<rt>") {
            in_reading = true;
        } else if rest.starts_with("</rt>") {
            in_reading = false;
        }
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag || in_reading => {}
            _ => text.push(letter),
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}
