//! The page on which a sheet is typed in: every question by its printed number, one after the other.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use questionnaire::{GoOn, Kind, PaperWarning, Printed, Question, QuestionId, Slip, Typed};

use super::super::frame::{Refused, hidden};
use super::super::signed::Signed;
use super::super::visit::Visit;
use super::super::word::{Speech, Word};
use super::sheet::{self, Sheet};
use crate::http::html::escape;
use crate::typing::{Read, Stage, Texts, TypedForm};

/// What is told on the page.
#[derive(Default)]
pub(super) struct Told {
    /// What was typed, where it is not what is kept.
    pub(super) texts: Option<Texts>,
    /// At which questions, in words.
    pub(super) at: Vec<(QuestionId, String)>,
    /// The warnings among them that were seen once they are sent again.
    pub(super) warned: String,
    /// Above them all.
    pub(super) whole: Option<Word>,
}

/// The name of the field of a question.
pub(super) fn field(id: &QuestionId) -> String {
    format!("a-{id}")
}

/// What whoever is at a sheet has sent: kept, gone on, or done with.
pub(super) async fn typed(visit: &Visit, signed: &Signed, sheet: Sheet) -> Result<Response, Refused> {
    let texts = sheet.sent(visit);
    let what = visit.field("do").unwrap_or_default();
    // What is sealed in the end is not kept in clear before.
    let is_sealed = !sheet.survey().sealing_keys().is_empty();
    if what != "keep" {
        let kept = if is_sealed || texts == *sheet.form.texts() {
            Some(sheet.form.clone())
        } else {
            sheet::save(visit, signed, &sheet.form, |form| form.typing(texts.clone())).await?
        };
        return Ok(match kept {
            None if what == "hold" => StatusCode::CONFLICT.into_response(),
            None => overtaken(visit, signed, &sheet),
            Some(_) if what == "hold" => StatusCode::NO_CONTENT.into_response(),
            Some(_) => draw(visit, signed, &sheet, &Told { texts: Some(texts), ..Told::default() }),
        });
    }
    let told = look_through(visit, &sheet, texts.clone());
    let warned_before = visit.field("warned").unwrap_or_default() == told.warned;
    let has_slips = !Read::of(sheet.survey(), &texts).slips.is_empty();
    if has_slips || (!told.at.is_empty() && !warned_before) {
        if !is_sealed {
            sheet::save(visit, signed, &sheet.form, |form| form.typing(texts.clone())).await?;
        }
        return Ok(draw(visit, signed, &sheet, &told));
    }
    finish(visit, signed, sheet, texts).await
}

/// What is to be said of what was typed: what means nothing, and what a screen would have said.
fn look_through(visit: &Visit, sheet: &Sheet, texts: Texts) -> Told {
    let speech = Speech(visit.tongue);
    let read = Read::of(sheet.survey(), &texts);
    let questionnaire = sheet.survey().questionnaire();
    let mut told = Told::default();
    for (question, warning) in read.paper.warnings(questionnaire, &sheet.setting) {
        let id = question.id();
        let is_slip = read.slips.iter().any(|(slipped, _)| slipped == id);
        let is_said = texts.get(id).is_some_and(|text| question.typed(text) == Ok(Typed::LeftEmpty));
        if is_slip || (warning == PaperWarning::Empty && is_said) {
            continue;
        }
        let says = match warning {
            PaperWarning::Empty => speech.say(Word::TypingEmpty),
            PaperWarning::OffPath => speech.say(Word::TypingOffPath),
            PaperWarning::Check(message) => speech.text(message, &sheet.survey().slots(Some(sheet.form.ward))),
        };
        let _ = write!(told.warned, "{id} ");
        told.at.push((id.clone(), says));
    }
    let slips = read.slips.into_iter().map(|(id, slip)| (id, slip_says(speech, &slip)));
    told.at.extend(slips);
    told.whole = (!told.at.is_empty()).then_some(Word::TypingLook);
    told.texts = Some(texts);
    told
}

fn slip_says(speech: Speech, slip: &Slip) -> String {
    match slip {
        Slip::NoSuchNumber(typed) => speech.say_with(Word::TypingNoSuchNumber, &[("typed", typed.clone())]),
        Slip::SeveralNumbers => speech.say(Word::TypingSeveral),
        Slip::NoNumber => speech.say(Word::TypingNoNumber),
        Slip::Rejected(_) => speech.say(Word::TypingRejected),
    }
}

/// Keeps an entry that is whole, and goes on to what comes then.
async fn finish(visit: &Visit, signed: &Signed, sheet: Sheet, texts: Texts) -> Result<Response, Refused> {
    let is_sealed = !sheet.survey().sealing_keys().is_empty();
    let is_second = sheet.form.stage == Stage::Second;
    if is_sealed {
        // Nobody here could compare a second entry with it.
        let form = TypedForm { stage: Stage::Typed, ..sheet.form.clone().typing(texts) };
        return sheet::settle(visit, signed, &sheet, form).await;
    }
    sheet::note(visit, signed, &sheet, if is_second { "typed again" } else { "typed" }).await?;
    let survey = sheet.survey();
    let saved = sheet::save(visit, signed, &sheet.form, |form| {
        let form = form.typing(texts.clone());
        if is_second { form.compared(survey) } else { TypedForm { stage: Stage::Typed, ..form } }
    });
    let Some(saved) = saved.await? else { return Ok(overtaken(visit, signed, &sheet)) };
    if is_second && saved.stage == Stage::Typed {
        return sheet::settle(visit, signed, &Sheet { form: saved.clone(), ..sheet }, saved).await;
    }
    let (survey, number) = (&saved.survey, saved.number);
    let to = if is_second { sheet.address() } else { format!("/office/surveys/{survey}/paper?done={number}") };
    Ok(Redirect::to(&to).into_response())
}

/// The page for whoever typed while somebody else took the sheet over: with what they typed, which is not kept.
pub(super) fn overtaken(visit: &Visit, signed: &Signed, sheet: &Sheet) -> Response {
    let texts = Some(sheet.sent(visit));
    draw(visit, signed, sheet, &Told { texts, whole: Some(Word::TypingOvertaken), ..Told::default() })
}

/// The page on which a sheet is typed in.
pub(super) fn draw(visit: &Visit, signed: &Signed, sheet: &Sheet, told: &Told) -> Response {
    let speech = Speech(visit.tongue);
    let texts = told.texts.as_ref().unwrap_or_else(|| sheet.form.texts());
    let printed = sheet.survey().questionnaire().printed(&sheet.setting);
    let mut body = sheet::head(speech, sheet);
    let _ = write!(body, "<p class=\"do\">{}</p>", speech.say(Word::TypingKeys));
    if sheet.form.stage == Stage::Second {
        let _ = write!(body, "<p>{}</p>", speech.say(Word::TypingBlind));
    }
    if !sheet.survey().sealing_keys().is_empty() {
        let _ = write!(body, "<p>{}</p>", speech.say(Word::TypingSealed));
    }
    if let Some(whole) = told.whole {
        let _ = write!(body, "<p class=\"told\" role=\"alert\">{}</p>", speech.say(whole));
    }
    let _ = write!(
        body,
        "<p id=\"not-held\" class=\"told\" role=\"status\" hidden>{}</p>\
         <form id=\"typing\" class=\"typing\" method=\"post\" action=\"{}\">{}{}<button name=\"do\" value=\"next\" hidden></button><ol>",
        speech.say(Word::TypingNotHeld),
        sheet.address(),
        hidden("token", signed.token()),
        hidden("warned", &told.warned)
    );
    let is_told = |id: &QuestionId| told.at.iter().any(|(at, _)| at == id);
    let open = |printed: &&Printed<'_>| !texts.contains_key(printed.question.id());
    let first = printed.iter().find(|one| is_told(one.question.id()) && !told.at.is_empty());
    let skipped = skipped(&printed, texts);
    let first = first.or_else(|| printed.iter().filter(open).find(|one| !skipped.contains(&one.number)));
    let only_warnings = !told.warned.is_empty() && told.warned.split(' ').count() == told.at.len() + 1;
    let focus = first.map(|printed| printed.number).filter(|_| !only_warnings);
    for one in &printed {
        item(&mut body, speech, sheet, one, texts, told, focus == Some(one.number));
    }
    let at_end = if focus.is_none() { " autofocus" } else { "" };
    let word = if only_warnings { Word::TypingKeepAsItIs } else { Word::TypingKeep };
    let _ = write!(
        body,
        "</ol><p><button id=\"keep\" class=\"button\" name=\"do\" value=\"keep\"{at_end}>{}</button></p></form>\
         <script type=\"module\" src=\"/office/typing.js\"></script>",
        speech.say(word)
    );
    let is_refused = told.whole.is_some();
    let status = match told.whole {
        Some(Word::TypingOvertaken) => StatusCode::CONFLICT,
        _ if is_refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    sheet::frame(visit, signed, sheet, status, &body)
}

/// The numbers of the questions that "go to" leaves out.
fn skipped(printed: &[Printed<'_>], texts: &Texts) -> Vec<usize> {
    let mut skipped = Vec::new();
    for one in printed.iter().filter(|one| !one.go_on.is_empty()) {
        let typed = texts.get(one.question.id()).map(|text| one.question.typed(text));
        let Some(Ok(Typed::Mark(questionnaire::Mark::Answer(answer)))) = typed else { continue };
        match one.on_from(&answer) {
            Some(GoOn::At(number)) => skipped.extend(one.number + 1..number),
            Some(GoOn::End) => skipped.extend(one.number + 1..=printed.len()),
            None => {}
        }
    }
    skipped
}

fn item(
    body: &mut String,
    speech: Speech,
    sheet: &Sheet,
    printed: &Printed<'_>,
    texts: &Texts,
    told: &Told,
    is_first: bool,
) {
    let (question, number) = (printed.question, printed.number);
    let slots = sheet.survey().slots(Some(sheet.form.ward));
    let name = field(question.id());
    let _ = write!(
        body,
        "<li><label for=\"{name}\"><b>{}</b> {}</label>",
        speech.say_with(Word::TypingQuestion, &[("number", number.to_string())]),
        speech.text(question.text(), &slots)
    );
    choices(body, speech, sheet, question);
    let says: Vec<&str> = told.at.iter().filter(|(at, _)| at == question.id()).map(|(_, says)| says.as_str()).collect();
    let mut described = String::new();
    if !says.is_empty() {
        let _ = write!(body, "<p class=\"told\" id=\"t-{number}\">{}</p>", says.join("<br>"));
        let _ = write!(described, " aria-describedby=\"t-{number}\"");
    }
    let go = go(printed);
    let focus = if is_first { " autofocus" } else { "" };
    let text = texts.get(question.id()).map(String::as_str).unwrap_or_default();
    let attributes = format!(
        "id=\"{name}\" name=\"{name}\" data-number=\"{number}\"{go} autocomplete=\"off\" spellcheck=\"false\"{described}{focus}"
    );
    let lines = matches!(question.kind(), Kind::Text(limit) if !limit.one_line);
    let _ = if lines {
        write!(body, "<textarea {attributes} rows=\"3\">\n{}</textarea></li>", escape(text))
    } else {
        let wide = if matches!(question.kind(), Kind::Text(_)) { " class=\"wide\"" } else { "" };
        write!(body, "<input {attributes}{wide} value=\"{}\"></li>", escape(text))
    };
}

/// The printed numbers from which one goes on somewhere else than to the next question.
fn go(printed: &Printed<'_>) -> String {
    let numbers = printed.question.printed_choices();
    let pairs = printed.go_on.iter().filter_map(|(code, go_on)| {
        let (number, _) = numbers.iter().find(|(_, choice)| choice.code == *code)?;
        Some(match go_on {
            GoOn::At(to) => format!("{number}:{to}"),
            GoOn::End => format!("{number}:end"),
        })
    });
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() { String::new() } else { format!(" data-go=\"{}\"", pairs.join(" ")) }
}

/// The choices with their printed numbers.
pub(super) fn choices(body: &mut String, speech: Speech, sheet: &Sheet, question: &Question) {
    let slots = sheet.survey().slots(Some(sheet.form.ward));
    let printed = question.printed_choices();
    if printed.is_empty() {
        return;
    }
    let is_beside = question.choices().is_none();
    body.push_str("<p class=\"choices\">");
    for (number, choice) in printed {
        let star = if is_beside { "*" } else { "" };
        let _ = write!(body, "<span><b>{star}{number}</b> {}</span> ", speech.text(&choice.text, &slots));
    }
    body.push_str("</p>");
}
