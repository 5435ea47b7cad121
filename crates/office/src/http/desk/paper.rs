//! Typing in what came back on paper: the sheets under way, and beginning one.

mod comparing;
mod entry;
mod sheet;

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::limit::GIVEN_BYTES_MAX;
use questionnaire::{Date, Givens, Language, ResponseId, Survey, SurveyId, WardCode};

pub(super) use sheet::{act, show as show_sheet};

use super::aside::back;
use super::figures::in_japan;
use super::frame::{Frame, Refused, Table, file, hidden};
use super::signed::Signed;
use super::survey::language_name;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::clock;
use crate::code::InvitationCode;
use crate::edition;
use crate::http::Problem;
use crate::http::html::escape;
use crate::random;
use crate::staff::Role;
use crate::store::{GivenOut, Stored};
use crate::typing::{Stage, Texts, TypedForm};

const SCRIPT: &str = include_str!("typing.js");
/// Sheets that are shown of each kind.
const SHOWN_MAX: i64 = 200;

/// `GET /office/typing.js`
pub(super) async fn script(_: Visit) -> Result<Response, Refused> {
    Ok(file("text/javascript; charset=utf-8", SCRIPT))
}

/// `GET /office/surveys/{survey}/paper`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    visit.office.note_shown(&signed, &format!("{} paper", seen.id())).await?;
    draw(&visit, &signed, &seen, None).await
}

/// Why a sheet is not begun. What was typed stays on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Not {
    /// Nothing was sent, as when somebody is led here.
    Yet,
    /// The ward or the day is missing.
    Missing,
    /// The day is no day, or has not come.
    NoDay,
    /// The survey counts by codes, and there is none.
    CodeMissing,
    /// It is no code: mistyped.
    CodeMistyped,
    /// It is a code that was never given out here.
    CodeUnknown,
    /// It is of another survey.
    CodeOfSurvey(SurveyId),
    /// It is of another ward.
    CodeOfWard(WardCode),
    /// A response has used it: which sheet that was, if it was one.
    CodeUsed(Option<i64>),
}

impl Not {
    fn say(&self, speech: Speech) -> String {
        match self {
            Self::Yet => String::new(),
            Self::Missing => speech.say(Word::TypingMissing),
            Self::NoDay => speech.say(Word::TypingNoDay),
            Self::CodeMissing => speech.say(Word::TypingCodeMissing),
            Self::CodeMistyped => speech.say(Word::TypingCodeMistyped),
            Self::CodeUnknown => speech.say(Word::TypingCodeUnknown),
            Self::CodeOfSurvey(survey) => speech.say_with(Word::TypingCodeOfSurvey, &[("survey", survey.to_string())]),
            Self::CodeOfWard(ward) => speech.say_with(Word::TypingCodeOfWard, &[("ward", ward.to_string())]),
            Self::CodeUsed(None) => speech.say(Word::TypingCodeUsed),
            Self::CodeUsed(Some(number)) => {
                speech.say_with(Word::TypingCodeUsedByForm, &[("number", number.to_string())])
            }
        }
    }
}

/// `POST /office/surveys/{survey}/paper`
pub(super) async fn begin(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let form = match wanted(&visit, &signed, &seen).await? {
        Ok(form) => form,
        Err(not) => return draw(&visit, &signed, &seen, Some(&not)).await,
    };
    let address =
        |number: i64| Redirect::to(&format!("/office/surveys/{}/paper/{number}", form.survey)).into_response();
    if let Some(hash) = form.code_hash.filter(|_| !form.again)
        && let Some(known) = visit.office.store.form_of_code(&form.survey, hash).await?
    {
        return Ok(address(known.number));
    }
    visit.office.note(&signed, Act::Paper, format!("{} begun {}", form.survey, form.ward)).await?;
    match visit.office.store.begin_form(&form).await? {
        Some(begun) => Ok(address(begun.number)),
        // Somebody else began it at the same moment: that is the one.
        None => match form.code_hash {
            Some(hash) => {
                let known = visit.office.store.form_of_code(&form.survey, hash).await?;
                known.map(|known| address(known.number)).ok_or(Refused::Busy)
            }
            None => Err(Refused::Busy),
        },
    }
}

/// The sheet that somebody wants to begin, or why not.
async fn wanted(visit: &Visit, signed: &Signed, seen: &Seen) -> Result<Result<TypedForm, Not>, Refused> {
    let survey = &seen.edition.survey;
    let field = |name| visit.field(name).map(str::trim).filter(|text| !text.is_empty());
    if field("returned").is_none() && field("code").is_none() && field("ward").is_none() {
        return Ok(Err(Not::Yet));
    }
    let typed_code = field("code");
    let again = field("again").is_some();
    let code = match code(visit, seen, typed_code).await? {
        Ok(code) => code,
        Err(not) => return Ok(Err(not)),
    };
    let chosen = field("ward").and_then(|ward| ward.parse().ok()).or(seen.ward);
    let of_code = code.as_ref().map(|(_, given_out)| given_out.ward);
    let Some(ward) = chosen.or(of_code) else { return Ok(Err(Not::Missing)) };
    if let Some(of_code) = of_code.filter(|of_code| *of_code != ward || !seen.covers(*of_code)) {
        return Ok(Err(Not::CodeOfWard(of_code)));
    }
    if !seen.covers(ward) || !survey.wards().contains_key(&ward) {
        return Err(Refused::Hidden);
    }
    let Some(returned) = field("returned") else { return Ok(Err(Not::Missing)) };
    let today = in_japan(&clock::now().to_string());
    let returned: Option<Date> = returned.parse().ok().filter(|day: &Date| day.to_string().as_str() <= today.as_str());
    let Some(returned_on) = returned else { return Ok(Err(Not::NoDay)) };
    if let Some(used_by) = code.as_ref().and_then(|(_, given_out)| given_out.used_by.as_deref()).filter(|_| !again) {
        let form = visit.office.store.form_of_response(seen.id(), used_by).await?;
        return Ok(Err(Not::CodeUsed(form.map(|form| form.number))));
    }
    let Some((language, given)) = language_and_given(visit, survey) else { return Ok(Err(Not::Missing)) };
    let bytes = random::bytes().map_err(|_| Refused::Busy)?;
    Ok(Ok(TypedForm {
        survey: seen.id().clone(),
        number: 0,
        version: 1,
        stage: Stage::First,
        response: ResponseId::from_random(bytes),
        revision: seen.standing.revision.clone(),
        ward,
        given,
        language,
        returned_on,
        rehearsed: seen.is_rehearsed(),
        code_hash: code.map(|(hash, _)| hash),
        again,
        begun_at: clock::now(),
        first_by: signed.staff.name.to_string(),
        first: Texts::new(),
        second_by: None,
        second: Texts::new(),
        settled_by: None,
        settled_at: None,
        stored: None,
    }))
}

type Code = ([u8; 32], GivenOut);

/// The code that was typed, if there is one, or what is wrong with it.
async fn code(visit: &Visit, seen: &Seen, typed: Option<&str>) -> Result<Result<Option<Code>, Not>, Refused> {
    let needs_code = seen.edition.survey.frame().needs_code();
    let Some(typed) = typed.filter(|_| needs_code) else {
        let missing = needs_code && !seen.is_rehearsed();
        return Ok(if missing { Err(Not::CodeMissing) } else { Ok(None) });
    };
    let Ok(code) = typed.parse::<InvitationCode>() else { return Ok(Err(Not::CodeMistyped)) };
    let (store, key) = (&visit.office.store, &visit.office.code_key);
    let hash = key.hash(seen.id(), code);
    if let Some(given_out) = store.given_out(seen.id(), hash).await? {
        return Ok(Ok(Some((hash, given_out))));
    }
    for standing in store.standings().await? {
        if store.given_out(&standing.survey, key.hash(&standing.survey, code)).await?.is_some() {
            return Ok(Err(Not::CodeOfSurvey(standing.survey)));
        }
    }
    Ok(Err(Not::CodeUnknown))
}

fn language_and_given(visit: &Visit, survey: &Survey) -> Option<(Language, Givens)> {
    let chosen = visit.field("language").and_then(|tag| survey.languages().iter().find(|one| one.as_str() == tag));
    let language = chosen.or(survey.languages().first())?.clone();
    let mut givens = Givens::new();
    for (name, values) in survey.questionnaire().givens() {
        let is_one = |value: &&str| {
            let fits = values.is_empty() && (1..=GIVEN_BYTES_MAX).contains(&value.len());
            fits || values.iter().any(|one| one == value)
        };
        let value = visit.field(&format!("given-{name}")).map(str::trim).filter(is_one);
        if let Some(value) = value {
            givens.insert(name.clone(), value.to_owned());
        }
    }
    Some((language, givens))
}

async fn draw(visit: &Visit, signed: &Signed, seen: &Seen, not: Option<&Not>) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let said = not.filter(|not| **not != Not::Yet);
    let way_back = if signed.staff.role == Role::Typist { String::new() } else { back(speech, seen) };
    let mut body = way_back;
    if let Some(number) = visit.asks("done").and_then(|number| number.parse::<i64>().ok()) {
        let kept = speech.say_with(Word::TypingKept, &[("number", number.to_string())]);
        let _ = write!(body, "<p class=\"do\" role=\"status\">{kept}</p>");
    }
    if let Some(not) = said {
        let _ = write!(body, "<p class=\"told\" role=\"alert\" id=\"not\">{}</p>", not.say(speech));
    }
    if edition::accepts(seen.standing.state) || seen.standing.state == questionnaire::State::Closed {
        body.push_str(&start(visit, signed, seen, said));
    } else {
        let _ = write!(body, "<p class=\"told\">{}</p>", speech.say(Word::TypingNotNow));
    }
    for (settled, heading) in [(false, Word::TypingUnderWay), (true, Word::TypingDone)] {
        let forms = visit.office.store.forms(seen.id(), settled, SHOWN_MAX).await?;
        let forms: Vec<_> = forms.into_iter().filter(|form| seen.covers(form.ward)).collect();
        let _ = write!(body, "<h2>{} ({})</h2>", speech.say(heading), forms.len());
        if !forms.is_empty() {
            body.push_str(&table(speech, heading, &forms));
        }
    }
    let title = speech.say(Word::Typing);
    let status = if said.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Frame { visit, signed: Some(signed), title, live: false }.draw(status, &body))
}

fn table(speech: Speech, caption: Word, forms: &[TypedForm]) -> String {
    let rows = forms.iter().map(|form| {
        let link = format!("<a href=\"/office/surveys/{}/paper/{}\">{}</a>", form.survey, form.number, form.number);
        let names = form
            .second_by
            .as_ref()
            .map_or_else(|| escape(&form.first_by), |second| format!("{}, {}", escape(&form.first_by), escape(second)));
        let begun = in_japan(&form.begun_at.to_string());
        vec![link, form.ward.to_string(), stage(speech, form), names, begun]
    });
    let heads = [Word::Number, Word::Ward, Word::State, Word::Who, Word::At].map(|word| speech.say(word)).to_vec();
    Table { caption: speech.say(caption), heads, rows: rows.collect(), words: 5 }.draw(speech)
}

/// How far a sheet has come.
fn stage(speech: Speech, form: &TypedForm) -> String {
    speech.say(match (form.stage, form.stored) {
        (Stage::First, _) => Word::TypingFirst,
        (Stage::Typed, _) => Word::TypingTyped,
        (Stage::Second, _) => Word::TypingSecond,
        (Stage::Differs, _) => Word::TypingDiffers,
        (Stage::Kept, Some(Stored::Aside)) => Word::StoredAside,
        (Stage::Kept, Some(Stored::Rehearsal)) => Word::StoredRehearsal,
        (Stage::Kept, Some(Stored::Counted) | None) => Word::StoredCounted,
        (Stage::Discarded, _) => Word::TypingDiscarded,
    })
}

/// The form by which a sheet is begun.
fn start(visit: &Visit, signed: &Signed, seen: &Seen, not: Option<&Not>) -> String {
    let (speech, survey) = (Speech(visit.tongue), &seen.edition.survey);
    let typed = |name: &str| escape(visit.field(name).unwrap_or_default());
    let mut out = format!(
        "<form class=\"start\" method=\"post\" action=\"/office/surveys/{}/paper\">{}",
        seen.id(),
        hidden("token", signed.token())
    );
    let described = if not.is_some() { " aria-describedby=\"not\"" } else { "" };
    if survey.frame().needs_code() {
        let _ = write!(
            out,
            "<p><label for=\"code\">{}</label><input id=\"code\" name=\"code\" value=\"{}\" autocomplete=\"off\" \
             autocapitalize=\"characters\" spellcheck=\"false\" autofocus{described}></p>",
            speech.say(Word::TypingCode),
            typed("code")
        );
    }
    let name = |ward: &WardCode| survey.wards().get(ward).map(|one| speech.text(&one.name, &survey.slots(Some(*ward))));
    let wards = survey.wards().keys().filter(|ward| seen.covers(**ward));
    let wards: Vec<_> = wards.map(|ward| (ward.to_string(), name(ward).unwrap_or_default())).collect();
    let of_code = survey.frame().needs_code().then(|| speech.say(Word::TypingWardOfCode));
    out.push_str(&choice(visit, "ward", &speech.say(Word::Ward), of_code, &wards));
    let today = in_japan(&clock::now().to_string());
    let today = today.split(' ').next().unwrap_or_default();
    let returned = visit.field("returned").unwrap_or(today);
    let _ = write!(
        out,
        "<p><label for=\"returned\">{}</label><input id=\"returned\" name=\"returned\" type=\"date\" max=\"{today}\" \
         value=\"{}\"></p>",
        speech.say(Word::TypingReturned),
        escape(returned)
    );
    let tags: Vec<_> = survey.languages().iter().map(|tag| (tag.to_string(), plain_name(tag.as_str()))).collect();
    out.push_str(&choice(visit, "language", &speech.say(Word::TypingLanguage), None, &tags));
    for (given, values) in survey.questionnaire().givens() {
        if values.is_empty() {
            out.push_str(&written(visit, given.as_str()));
            continue;
        }
        let values: Vec<_> = values.iter().map(|value| (value.clone(), escape(value))).collect();
        out.push_str(&choice(visit, &format!("given-{given}"), &escape(given.as_str()), Some("–".to_owned()), &values));
    }
    if matches!(not, Some(Not::CodeUsed(_))) {
        let _ = write!(
            out,
            "<p class=\"tick\"><input id=\"again\" name=\"again\" type=\"checkbox\" value=\"1\"><label for=\"again\">{}</label></p>",
            speech.say(Word::TypingAgain)
        );
    }
    let _ = write!(out, "<p><button class=\"button\">{}</button></p></form>", speech.say(Word::TypingBegin));
    out
}

/// A fact of the link that may be anything, to be typed as it stands on the sheet.
fn written(visit: &Visit, given: &str) -> String {
    let (name, typed) = (format!("given-{given}"), visit.field(&format!("given-{given}")).unwrap_or_default());
    format!(
        "<p><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" maxlength=\"{GIVEN_BYTES_MAX}\" \
         autocomplete=\"off\" value=\"{}\"></p>",
        escape(given),
        escape(typed)
    )
}

/// What a language calls itself, without its tags: a choice of a list holds none.
fn plain_name(tag: &str) -> String {
    let name = language_name(tag);
    let inner = name.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map(|(inner, _)| inner.to_owned());
    inner.unwrap_or(name)
}

fn choice(visit: &Visit, name: &str, label: &str, empty: Option<String>, values: &[(String, String)]) -> String {
    let typed = visit.field(name).unwrap_or_default();
    let mut out = format!("<p><label for=\"{name}\">{label}</label><select id=\"{name}\" name=\"{name}\">");
    if let Some(empty) = empty.filter(|_| values.len() > 1) {
        let _ = write!(out, "<option value=\"\">{empty}</option>");
    }
    for (value, text) in values {
        let chosen = if value == typed { " selected" } else { "" };
        let text = without_ruby(text);
        let _ = write!(out, "<option value=\"{}\"{chosen}>{text}</option>", escape(value));
    }
    out.push_str("</select></p>");
    out
}

/// HTML without the readings above its words: a choice of a list holds no tags.
fn without_ruby(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<ruby>") {
        out.push_str(before);
        let (base, after) = after.split_once("<rt>").unwrap_or((after, ""));
        out.push_str(base);
        rest = after.split_once("</ruby>").map_or("", |(_, after)| after);
    }
    out + rest
}

impl From<crate::intake::Refusal> for Refused {
    fn from(refusal: crate::intake::Refusal) -> Self {
        Self::Problem(Box::new(Problem::from(refusal)))
    }
}
