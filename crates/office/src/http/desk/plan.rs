//! What a survey will be able to tell, worked out before it is opened.

mod table;

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;
use indicators::{Assumed, Indicator};
use questionnaire::{State, Survey, SurveyId, WardCode, narrow};

use super::frame::{Frame, Refused};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::content::Content;
use crate::http::html::escape;
use crate::plan::{self, Before, Plan, Where};
use crate::staff::Role;

/// People asked in each ward where no codes say how many: with the answers of 30 of a hundred, some 5 points either way.
const ASKED: u64 = 1_500;
/// People are not asked in larger numbers than live in any ward.
const ASKED_MAX: u64 = 1_000_000;

/// A number of the form, with what stands in it before anybody types.
struct Field {
    name: &'static str,
    word: Word,
    max: u64,
    is: u64,
}

/// What was typed into a field, and the number that it is.
struct Typed {
    field: Field,
    text: String,
    number: Option<u64>,
}

/// A survey that may be planned, whether it was published here or not.
struct Planned {
    survey: Survey,
    /// How it stands, if it was ever published here.
    state: Option<State>,
    /// The indicators of the content folder, where the office has one.
    indicators: Option<Vec<Indicator>>,
    /// The ward that whoever looks is held to.
    ward: Option<WardCode>,
}

/// A publication to expect the same of.
struct Offered {
    survey: SurveyId,
    title: String,
    /// The share of the codes given out by which somebody answered.
    rate: Option<u64>,
}

/// `GET /office/surveys/{survey}/plan`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let planned = planned(&visit, &signed).await?;
    let (survey, speech) = (&planned.survey, Speech(visit.tongue));
    visit.office.note_shown(&signed, &format!("{} plan", survey.id())).await?;
    let offered = offered(&visit, survey).await?;
    let chosen = chosen(&visit, &offered);
    let typed = typed(&visit, &planned, chosen).await?;
    let mut wrong: Vec<String> = typed.iter().filter_map(|typed| typed.wrong(speech)).collect();
    let before = match chosen.map(|chosen| &chosen.survey) {
        Some(survey) => before(&visit, survey).await?,
        None => None,
    };
    let asked_for = visit.asks("before").map(str::trim).filter(|id| !id.is_empty());
    if asked_for.or(chosen.map(|chosen| chosen.survey.as_str())).is_some() && before.is_none() {
        wrong.push(speech.say(Word::PlanBeforeGone));
    }
    let mut body = lead(speech, &planned);
    if !wrong.is_empty() {
        let lines: Vec<String> = wrong.iter().map(|line| format!("<li>{line}</li>")).collect();
        let _ = write!(body, "<div class=\"told\" role=\"alert\"><ul id=\"wrong\">{}</ul></div>", lines.concat());
    }
    body.push_str(&form(speech, survey.id(), &typed, &offered, chosen));
    let status = match (wrong.is_empty(), &planned.indicators) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, None) => {
            let _ = write!(body, "<p class=\"told\">{}</p>", speech.say(Word::PlanNoContent));
            StatusCode::OK
        }
        (true, Some(indicators)) => {
            let assumed = assumed(&typed);
            let plan = Plan { indicators, survey, assumed, before: before.as_ref() };
            body.push_str(&table::draw(speech, &plan, planned.ward));
            StatusCode::OK
        }
    };
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::Plan), live: false }.draw(status, &body))
}

/// The survey of the address: as it was published here or, for the city, as it stands in the content folder.
async fn planned(visit: &Visit, signed: &Signed) -> Result<Planned, Refused> {
    let id: SurveyId = visit.param("survey").parse().map_err(|_| Refused::Hidden)?;
    let content = match visit.office.desk.content.clone() {
        Some(folder) => {
            Some(tokio::task::spawn_blocking(move || Content::read(&folder)).await.map_err(|_| Refused::Busy)?)
        }
        None => None,
    };
    let standing = visit.office.store.standing(&id).await?;
    let (survey, state, content) = match (standing, content) {
        (Some(_), content) => {
            let seen = visit.seen(signed).await?;
            (seen.edition.survey.clone(), Some(seen.standing.state), content)
        }
        (None, Some(mut content)) if signed.staff.role == Role::City => {
            let draft = content.surveys.remove(&id).ok_or(Refused::Hidden)?;
            (Survey::try_from(draft).map_err(|_| Refused::Hidden)?, None, Some(content))
        }
        (None, _) => return Err(Refused::Hidden),
    };
    let indicators = content.map(|content| content.indicators.all);
    Ok(Planned { survey, state, indicators, ward: signed.ward() })
}

/// The publications of surveys that asked the same of people who came to answer in the same way, the latest first.
async fn offered(visit: &Visit, survey: &Survey) -> Result<Vec<Offered>, Refused> {
    let mut offered = Vec::new();
    for standing in visit.office.store.standings().await? {
        let id = &standing.survey;
        let edition = visit.office.editions.current(&standing).await?;
        let other = &edition.survey;
        let is_alike = other.questionnaire().id() == survey.questionnaire().id() && other.frame() == survey.frame();
        if !is_alike || visit.office.publication(id.as_str()).await?.is_none() {
            continue;
        }
        let codes = visit.office.store.code_uses(id).await?;
        let (given, used) = codes.values().fold((0, 0), |(given, used), (more, of)| (given + more, used + of));
        let rate = (used * 100 + given / 2).checked_div(given).filter(|rate| (1..=100).contains(rate));
        let title = Speech(visit.tongue).text(other.title(), &other.slots(None));
        offered.push((other.period().closes, Offered { survey: id.clone(), title, rate }));
    }
    offered.sort_by(|(one, _), (other, _)| other.cmp(one));
    Ok(offered.into_iter().map(|(_, offered)| offered).collect())
}

/// The publication that was chosen, and before anybody chooses the latest.
fn chosen<'a>(visit: &Visit, offered: &'a [Offered]) -> Option<&'a Offered> {
    match visit.asks("before").map(str::trim) {
        Some(id) => offered.iter().find(|offered| offered.survey.as_str() == id),
        None => offered.first(),
    }
}

/// What a publication lets expect; nothing where it cannot be read.
async fn before(visit: &Visit, survey: &SurveyId) -> Result<Option<Before>, Refused> {
    let Some(folder) = visit.office.publication(survey.as_str()).await? else { return Ok(None) };
    let read = tokio::task::spawn_blocking(move || plan::before(&folder)).await.map_err(|_| Refused::Busy)?;
    Ok(read.map_err(|error| tracing::error!(error = %error, "a publication cannot be read")).ok())
}

/// The numbers of the form, in the order of [`assumed`].
async fn typed(visit: &Visit, planned: &Planned, chosen: Option<&Offered>) -> Result<[Typed; 4], Refused> {
    let codes = visit.office.store.code_uses(planned.survey.id()).await?;
    let own = codes.iter().filter(|(ward, _)| planned.ward.is_none_or(|own| own == **ward));
    let given = own.map(|(_, (given, _))| *given).max().filter(|given| *given > 0);
    let rate = chosen.and_then(|chosen| chosen.rate).unwrap_or(30);
    let fields = [
        Field { name: "asked", word: Word::PlanAsked, max: ASKED_MAX, is: given.unwrap_or(ASKED) },
        Field { name: "rate", word: Word::PlanRate, max: 100, is: rate },
        Field { name: "routed", word: Word::PlanRouted, max: 100, is: 30 },
        Field { name: "difference", word: Word::PlanDifference, max: 99, is: 5 },
    ];
    Ok(fields.map(|field| {
        let text = visit.asks(field.name).map_or_else(|| field.is.to_string(), str::to_owned);
        let digits: String = text.trim().chars().map(narrow).filter(|sign| *sign != ',').collect();
        let number = digits.parse().ok().filter(|number| (1..=field.max).contains(number));
        Typed { field, text, number }
    }))
}

impl Typed {
    /// What is wrong with it, as HTML.
    fn wrong(&self, speech: Speech) -> Option<String> {
        let slots = [("field", said(self.field.word, speech)), ("max", self.field.max.to_string())];
        self.number.is_none().then(|| speech.say_with(Word::PlanWrong, &slots))
    }
}

/// A word that goes into another. It holds nothing that is escaped.
fn said(word: Word, speech: Speech) -> String {
    speech.say(word)
}

fn assumed(typed: &[Typed; 4]) -> Assumed {
    let [asked, rate, routed, difference] = typed.each_ref().map(|typed| typed.number.unwrap_or(typed.field.is));
    let share = |percent: u64| indicators::ratio(percent, 100).unwrap_or_default();
    Assumed { asked, rate: share(rate), routed: share(routed), difference: share(difference) }
}

fn lead(speech: Speech, planned: &Planned) -> String {
    let id = planned.survey.id();
    let title = speech.text(planned.survey.title(), &planned.survey.slots(planned.ward));
    let way = planned.state.map_or_else(|| "/office/".to_owned(), |_| format!("/office/surveys/{id}"));
    format!(
        "<p class=\"back\"><a href=\"{way}\">{title}</a> <span class=\"id\">{id}</span></p><p>{}</p>",
        speech.say(Word::PlanLead)
    )
}

fn form(
    speech: Speech,
    survey: &SurveyId,
    typed: &[Typed; 4],
    offered: &[Offered],
    chosen: Option<&Offered>,
) -> String {
    let mut out = format!("<form class=\"start across\" method=\"get\" action=\"/office/surveys/{survey}/plan\">");
    for Typed { field: Field { name, word, .. }, text, number } in typed {
        let wrong = if number.is_none() { " aria-invalid=\"true\" aria-describedby=\"wrong\"" } else { "" };
        let _ = write!(
            out,
            "<p><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" value=\"{}\" inputmode=\"numeric\" \
             autocomplete=\"off\" required{wrong}></p>",
            speech.say(*word),
            escape(text)
        );
    }
    if !offered.is_empty() {
        let none = format!("<option value=\"\">{}</option>", speech.say(Word::PlanBeforeNone));
        let options = offered.iter().map(|offered| {
            let is_chosen = chosen.is_some_and(|chosen| chosen.survey == offered.survey);
            let selected = if is_chosen { " selected" } else { "" };
            format!("<option value=\"{}\"{selected}>{}</option>", offered.survey, offered.title)
        });
        let options: String = std::iter::once(none).chain(options).collect();
        let label = speech.say(Word::PlanBefore);
        let _ = write!(
            out,
            "<p><label for=\"before\">{label}</label><select id=\"before\" name=\"before\">{options}</select></p>"
        );
    }
    let _ = write!(out, "<p><button class=\"button\">{}</button></p></form>", speech.say(Word::PlanGo));
    out
}
