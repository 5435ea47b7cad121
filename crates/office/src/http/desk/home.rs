//! The surveys, and where each of them can go.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::{State, Survey, SurveyId};

use super::frame::{Frame, Refused, Table};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::content::Content;
use crate::http::html::escape;
use crate::staff::Role;

const STATES: [State; 7] =
    [State::Draft, State::Rehearsal, State::Open, State::Paused, State::Closed, State::Published, State::Archived];

/// `GET /office/`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let frame = |title| Frame { visit: &visit, signed: Some(&signed), title, live: false };
    match signed.staff.role {
        Role::Viewer => return Ok(Redirect::to("/office/results").into_response()),
        Role::Typist => {
            let body = to_type(&visit, speech).await?;
            return Ok(frame(speech.say(Word::Typing)).draw(StatusCode::OK, &body));
        }
        Role::City | Role::Ward(_) => {}
    }
    let mut rows = Vec::new();
    let mut known = Vec::new();
    for standing in visit.office.store.standings().await? {
        let edition = visit.office.editions.current(&standing).await?;
        if signed.ward().is_some_and(|ward| !edition.survey.wards().contains_key(&ward)) {
            continue;
        }
        known.push(standing.survey.clone());
        let title = speech.text(edition.survey.title(), &edition.survey.slots(signed.ward()));
        let link = format!("<a href=\"/office/surveys/{}\">{title}</a>", standing.survey);
        let state = speech.say(name(standing.state));
        rows.push(row(speech, &edition.survey, Some(standing.state), link, &state, &signed));
    }
    if signed.staff.role == Role::City {
        for survey in not_begun(&visit, &known).await? {
            let title = speech.text(survey.title(), &survey.slots(None));
            let link =
                format!("{title}<br><a href=\"/office/surveys/{}/plan\">{}</a>", survey.id(), speech.say(Word::Plan));
            rows.push(row(speech, &survey, None, link, &speech.say(Word::StateNone), &signed));
        }
    }
    visit.office.note_shown(&signed, "surveys").await?;
    let heads = [Word::Survey, Word::State, Word::Period, Word::Moves].map(|word| speech.say(word)).to_vec();
    let table = Table { caption: speech.say(Word::Surveys), heads, rows, words: 4 };
    let body =
        if table.rows.is_empty() { format!("<p>{}</p>", speech.say(Word::SurveysNone)) } else { table.draw(speech) };
    Ok(frame(speech.say(Word::Surveys)).draw(StatusCode::OK, &body))
}

/// The surveys whose sheets can be typed in now.
async fn to_type(visit: &Visit, speech: Speech) -> Result<String, Refused> {
    let mut items = String::new();
    for standing in visit.office.store.standings().await? {
        if !matches!(standing.state, State::Rehearsal | State::Open | State::Closed) {
            continue;
        }
        let edition = visit.office.editions.current(&standing).await?;
        let title = speech.text(edition.survey.title(), &edition.survey.slots(None));
        let _ = write!(
            items,
            "<li><a href=\"/office/surveys/{}/paper\">{title}</a> <span class=\"state {}\">{}</span></li>",
            standing.survey,
            standing.state.as_str(),
            speech.say(name(standing.state))
        );
    }
    if items.is_empty() {
        return Ok(format!("<p>{}</p>", speech.say(Word::TypingNotNow)));
    }
    Ok(format!("<p>{}</p><ul class=\"results\">{items}</ul>", speech.say(Word::HomeTypist)))
}

fn row(
    speech: Speech,
    survey: &Survey,
    state: Option<State>,
    title: String,
    says: &str,
    signed: &Signed,
) -> Vec<String> {
    let period = survey.period();
    let days = [("opens", period.opens.to_string()), ("closes", period.closes.to_string())];
    let moves = if signed.staff.role == Role::City { moves(speech, survey.id(), state) } else { String::new() };
    let id = format!("<br><span class=\"id\">{}</span>", survey.id());
    let class = state.map_or("none", State::as_str);
    vec![
        title + &id,
        format!("<span class=\"state {class}\">{says}</span>"),
        speech.say_with(Word::PeriodDays, &days),
        moves,
    ]
}

/// Surveys of the content folder that were never published here.
async fn not_begun(visit: &Visit, known: &[SurveyId]) -> Result<Vec<Survey>, Refused> {
    let Some(folder) = visit.office.desk.content.clone() else { return Ok(Vec::new()) };
    let read = tokio::task::spawn_blocking(move || Content::read(&folder)).await.map_err(|_| Refused::Busy)?;
    let new = read.surveys.into_iter().filter(|(id, _)| !known.contains(id));
    Ok(new.filter_map(|(_, draft)| Survey::try_from(draft).ok()).collect())
}

/// The ways that a survey has from where it is.
pub(super) fn moves(speech: Speech, survey: &SurveyId, from: Option<State>) -> String {
    let from = from.unwrap_or(State::Draft);
    let mut out = String::from("<ul class=\"moves\">");
    for next in STATES.into_iter().filter(|next| from.may_become(*next)) {
        let (word, state) = (speech.say(does(next)), next.as_str());
        let _ = write!(
            out,
            "<li><a class=\"button small\" href=\"/office/surveys/{}/move/{state}\">{word}</a></li>",
            escape(survey.as_str())
        );
    }
    out.push_str("</ul>");
    out
}

/// What a state is called.
pub(super) fn name(state: State) -> Word {
    match state {
        State::Draft => Word::StateDraft,
        State::Rehearsal => Word::StateRehearsal,
        State::Open => Word::StateOpen,
        State::Paused => Word::StatePaused,
        State::Closed => Word::StateClosed,
        State::Published => Word::StatePublished,
        State::Archived => Word::StateArchived,
    }
}

/// What the button says that brings a survey there.
pub(super) fn does(state: State) -> Word {
    match state {
        State::Draft => Word::MoveDraft,
        State::Rehearsal => Word::MoveRehearsal,
        State::Open => Word::MoveOpen,
        State::Paused => Word::MovePaused,
        State::Closed => Word::MoveClosed,
        State::Published => Word::MovePublished,
        State::Archived => Word::MoveArchived,
    }
}
