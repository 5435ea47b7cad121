//! The ways to what is published.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;

use super::frame::{Frame, Refused};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Word};

/// `GET /office/results`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let mut items = String::new();
    for standing in visit.office.store.standings().await? {
        let edition = visit.office.editions.current(&standing).await?;
        let survey = &edition.survey;
        if signed.ward().is_some_and(|ward| !survey.wards().contains_key(&ward)) {
            continue;
        }
        let title = speech.text(survey.title(), &survey.slots(signed.ward()));
        let id = &standing.survey;
        let way = match visit.office.publication(id.as_str()).await? {
            Some(_) => format!(
                "<a href=\"/results/{id}/{}/index.html\">{}</a>",
                visit.tongue.tag(),
                speech.say(Word::ResultsOpen)
            ),
            None => speech.say(Word::ResultsNotYet),
        };
        let _ = write!(items, "<li><strong>{title}</strong> <span class=\"id\">{id}</span><br>{way}</li>");
    }
    let body = if items.is_empty() {
        format!("<p>{}</p>", speech.say(Word::ResultsNone))
    } else {
        format!("<p>{}</p><ul class=\"results\">{items}</ul>", speech.say(Word::ResultsLead))
    };
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::Results), live: false }
        .draw(StatusCode::OK, &body))
}
