//! Moving a survey on: asked once more before it is done.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::{DraftSurvey, State, Survey, SurveyId, Text};

use super::frame::{Frame, Refused, button};
use super::home::{does, name};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Tongue as Spoken, Word};
use crate::audit::Act;
use crate::clock;
use crate::content::{Content, ContentProblem, Tongue, What};
use crate::edition;
use crate::store::{Standing, check_way};

/// A survey that is about to be moved.
struct Moving {
    survey: SurveyId,
    title: Text,
    /// How it stands, if it was ever published here.
    standing: Option<Standing>,
    next: State,
}

/// `GET /office/surveys/{survey}/move/{state}`
pub(super) async fn ask(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let Moving { survey, title, standing, next } = moving(&visit).await?;
    let from = standing.as_ref().map_or(Word::StateNone, |standing| name(standing.state));
    let says = match next {
        State::Draft => Word::SaysDraft,
        State::Rehearsal => Word::SaysRehearsal,
        State::Open => Word::SaysOpen,
        State::Paused => Word::SaysPaused,
        State::Closed => Word::SaysClosed,
        State::Published => Word::SaysPublished,
        State::Archived => Word::SaysArchived,
    };
    let named = speech.text(&title, &questionnaire::Slots::default());
    let plan = if matches!(next, State::Rehearsal | State::Open) { plan(speech, &survey) } else { String::new() };
    let body = format!(
        "<p class=\"lead\">{named} <span class=\"id\">{survey}</span><br>{}: {}</p><p>{}</p>{plan}<div class=\"choice\">{}<a href=\"/office/\">{}</a></div>",
        speech.say(Word::State),
        speech.say(from),
        speech.say(says),
        button(&signed, &visit.address, &speech.say(does(next))),
        speech.say(Word::GoBack),
    );
    let title = speech.say_with(Word::MoveAsk, &[("move", plain(speech, does(next)))]);
    Ok(Frame { visit: &visit, signed: Some(&signed), title, live: false }.draw(StatusCode::OK, &body))
}

/// The way to what the survey will be able to tell, as long as it can be made another.
fn plan(speech: Speech, survey: &SurveyId) -> String {
    let (lead, plan) = (speech.say(Word::PlanBeforeOpening), speech.say(Word::Plan));
    format!("<p>{lead} <a href=\"/office/surveys/{survey}/plan\">{plan}</a></p>")
}

/// A word that goes into another, where it is escaped.
fn plain(speech: Speech, word: Word) -> String {
    speech.say(word)
}

/// `POST /office/surveys/{survey}/move/{state}`
pub(super) async fn go(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let Moving { survey, next, standing, .. } = moving(&visit).await?;
    let what = format!("{survey} {}", next.as_str());
    // What goes out to people is as it is in the content folder now, as at the command line.
    if matches!(next, State::Draft | State::Rehearsal | State::Open) {
        let draft = sound_draft(&visit, &survey).await?;
        visit.office.note(&signed, Act::Survey, what).await?;
        edition::publish(&visit.office.store, &draft, next).await?;
    } else if standing.is_some() {
        visit.office.note(&signed, Act::Survey, what).await?;
        visit.office.store.send_to(&survey, next, clock::now()).await?;
    }
    Ok(Redirect::to(&format!("/office/surveys/{survey}")).into_response())
}

async fn moving(visit: &Visit) -> Result<Moving, Refused> {
    let survey: SurveyId = visit.param("survey").parse().map_err(|_| Refused::Hidden)?;
    let next = State::named(visit.param("state")).ok_or(Refused::Hidden)?;
    let standing = visit.office.store.standing(&survey).await?;
    let from = standing.as_ref().map_or(State::Draft, |standing| standing.state);
    let title = match &standing {
        Some(standing) => visit.office.editions.current(standing).await?.survey.title().clone(),
        None => draft(visit, &survey).await?.ok_or(Refused::Hidden)?.title,
    };
    check_way(&survey, from, next)?;
    Ok(Moving { survey, title, standing, next })
}

async fn draft(visit: &Visit, survey: &SurveyId) -> Result<Option<DraftSurvey>, Refused> {
    let Some(folder) = visit.office.desk.content.clone() else { return Ok(None) };
    let survey = survey.clone();
    let read = tokio::task::spawn_blocking(move || Content::read(&folder).surveys.remove(&survey)).await;
    read.map_err(|_| Refused::Busy)
}

async fn sound_draft(visit: &Visit, survey: &SurveyId) -> Result<DraftSurvey, Refused> {
    let tongue = if visit.tongue == Spoken::Ja { Tongue::Ja } else { Tongue::En };
    let draft = draft(visit, survey).await?.ok_or_else(|| Refused::Content(Vec::new()))?;
    let Err(problems) = Survey::try_from(draft.clone()) else { return Ok(draft) };
    let file = format!("surveys/{survey}.toml");
    let line = |problem: &_| {
        let what = What::Unsound(Box::new(Clone::clone(problem)));
        ContentProblem { file: file.clone().into(), at: None, what }.line(tongue)
    };
    Err(Refused::Content(problems.iter().map(line).collect()))
}
