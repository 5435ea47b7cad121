//! Two entries of one sheet that differ: each difference side by side, for one of the two to decide.

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::Response;
use questionnaire::{Question, Typed};

use super::super::frame::{Refused, hidden};
use super::super::signed::Signed;
use super::super::visit::Visit;
use super::super::word::{Speech, Word};
use super::entry::{choices, field};
use super::sheet::{self, Sheet};
use crate::http::html::escape;
use crate::typing::{Stage, Texts, TypedForm};

/// The page with the differences.
pub(super) fn draw(visit: &Visit, signed: &Signed, sheet: &Sheet, told: Option<Word>) -> Response {
    let speech = Speech(visit.tongue);
    let mut body = sheet::head(speech, sheet);
    let differences = sheet.form.differences(sheet.survey());
    let count = [("count", differences.len().to_string())];
    let _ = write!(body, "<p class=\"do\">{}</p>", speech.say_with(Word::TypingDecide, &count));
    if let Some(told) = told {
        let _ = write!(body, "<p class=\"told\" role=\"alert\">{}</p>", speech.say(told));
    }
    let _ = write!(
        body,
        "<form class=\"typing\" method=\"post\" action=\"{}\">{}{}<ol>",
        sheet.address(),
        hidden("token", signed.token()),
        hidden("do", "decide")
    );
    let printed = sheet.survey().questionnaire().printed(&sheet.setting);
    for question in differences {
        let number = printed.iter().find(|one| one.question.id() == question.id()).map_or(0, |one| one.number);
        difference(&mut body, visit, sheet, question, number);
    }
    let _ = write!(body, "</ol><p><button class=\"button\">{}</button></p></form>", speech.say(Word::TypingSettle));
    let status = if told.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    sheet::frame(visit, signed, sheet, status, &body)
}

fn difference(body: &mut String, visit: &Visit, sheet: &Sheet, question: &Question, number: usize) {
    let speech = Speech(visit.tongue);
    let (id, form) = (question.id(), &sheet.form);
    let slots = sheet.survey().slots(Some(form.ward));
    let _ = write!(
        body,
        "<li><fieldset><legend><b>{}</b> {}</legend>",
        speech.say_with(Word::TypingQuestion, &[("number", number.to_string())]),
        speech.text(question.text(), &slots)
    );
    choices(body, speech, sheet, question);
    let second_by = form.second_by.as_deref().unwrap_or_default();
    let picked = visit.field(&pick(question)).unwrap_or_default();
    for (which, who, texts) in [("first", form.first_by.as_str(), &form.first), ("second", second_by, &form.second)] {
        let typed = texts.get(id).map(String::as_str).unwrap_or_default();
        let typed = match question.typed(typed) {
            Ok(Typed::Nothing | Typed::LeftEmpty) => speech.say(Word::TypingNothing),
            Ok(Typed::Mark(_)) | Err(_) => escape(typed),
        };
        let checked = if picked == which { " checked" } else { "" };
        let _ = write!(
            body,
            "<p class=\"tick\"><input type=\"radio\" id=\"{which}-{id}\" name=\"{}\" value=\"{which}\"{checked}>\
             <label for=\"{which}-{id}\"><b>{typed}</b> ({})</label></p>",
            pick(question),
            escape(who)
        );
    }
    let name = field(id);
    let own = escape(visit.field(&name).unwrap_or_default());
    let _ = write!(
        body,
        "<p><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" value=\"{own}\" autocomplete=\"off\"></p></fieldset></li>",
        speech.say(Word::TypingNeither)
    );
}

fn pick(question: &Question) -> String {
    format!("pick-{}", question.id())
}

/// What was decided of each difference; nothing where one was not, or not in a way that can stand there.
fn decided(visit: &Visit, sheet: &Sheet) -> Option<Texts> {
    let mut texts = sheet.form.first.clone();
    for question in sheet.form.differences(sheet.survey()) {
        let id = question.id();
        let own = visit.field(&field(id)).filter(|own| !own.trim().is_empty());
        let text = match (own, visit.field(&pick(question))) {
            (Some(own), _) if question.typed(own).is_ok() => Some(own.to_owned()),
            (None, Some("first")) => sheet.form.first.get(id).cloned(),
            (None, Some("second")) => sheet.form.second.get(id).cloned(),
            _ => return None,
        };
        match text {
            Some(text) => texts.insert(id.clone(), text),
            None => texts.remove(id),
        };
    }
    Some(texts)
}

/// Takes in what was decided.
pub(super) async fn decide(visit: &Visit, signed: &Signed, sheet: &Sheet) -> Result<Response, Refused> {
    let Some(texts) = decided(visit, sheet) else {
        return Ok(draw(visit, signed, sheet, Some(Word::TypingDecideAll)));
    };
    sheet::note(visit, signed, sheet, "differences decided").await?;
    let form = TypedForm { stage: Stage::Typed, first: texts.clone(), second: texts, ..sheet.form.clone() };
    match visit.office.store.save_form(form).await? {
        Some(form) => sheet::settle(visit, signed, sheet, form).await,
        None => Ok(draw(visit, signed, sheet, Some(Word::TypingNotKept))),
    }
}
