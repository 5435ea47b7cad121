//! Codes given out and used, what came of the other letters, and the response rates that follow.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use indicators::{Dispositions, Formula};
use questionnaire::WardCode;

use super::aside::back;
use super::frame::{Frame, Refused, Table, hidden};
use super::signed::Signed;
use super::visit::{Seen, Visit};
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::clock;
use crate::code::InvitationCode;
use crate::http::html::escape;
use crate::outcome::Outcome;
use crate::rates::{Answered, dispositions};

/// `GET /office/surveys/{survey}/invitations`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    visit.office.note_shown(&signed, &format!("{} invitations", seen.id())).await?;
    let told = visit.asks("kept").is_some().then_some(Word::OutcomeKept);
    draw(&visit, &signed, &seen, told, StatusCode::OK).await
}

/// `POST /office/surveys/{survey}/invitations`
pub(super) async fn tell(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    let seen = visit.seen(&signed).await?;
    let outcome = Outcome::said(visit.field("outcome").unwrap_or_default()).map_err(|_| Refused::Unread)?;
    let code = visit.field("code").unwrap_or_default().parse::<InvitationCode>();
    let hash = code.map(|code| visit.office.code_key.hash(seen.id(), code)).unwrap_or_default();
    let given_out = visit.office.store.letter(seen.id(), hash).await?;
    let Some(given_out) = given_out.filter(|given_out| seen.covers(given_out.ward)) else {
        return draw(&visit, &signed, &seen, Some(Word::OutcomeNoCode), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let said = outcome.map_or("none", Outcome::as_str);
    visit.office.note(&signed, Act::Outcome, format!("{} {} {said}", seen.id(), given_out.ward)).await?;
    visit.office.store.set_outcome(seen.id(), hash, outcome, clock::now()).await?;
    Ok(Redirect::to(&format!("/office/surveys/{}/invitations?kept", seen.id())).into_response())
}

async fn draw(
    visit: &Visit,
    signed: &Signed,
    seen: &Seen,
    told: Option<Word>,
    status: StatusCode,
) -> Result<Response, Refused> {
    let speech = Speech(visit.tongue);
    let mut body = back(speech, seen);
    if let Some(told) = told {
        let _ = write!(body, "<p class=\"told\" role=\"status\">{}</p>", speech.say(told));
    }
    let codes = visit.office.store.code_uses(seen.id()).await?;
    let codes: BTreeMap<_, _> = codes.into_iter().filter(|(ward, _)| seen.covers(*ward)).collect();
    if codes.is_empty() {
        let _ = write!(body, "<p>{}</p>", speech.say(Word::InvitationsNone));
    } else {
        let given = given_out(speech, seen, &codes);
        let _ = write!(body, "<p>{}</p>{given}{}", speech.say(Word::InvitationsLead), form(visit, signed));
        body.push_str(&rates(visit, seen).await?);
    }
    let _ = write!(body, "<p class=\"note\">{}</p>", speech.say(Word::InvitationsMake));
    Ok(Frame { visit, signed: Some(signed), title: speech.say(Word::Invitations), live: false }.draw(status, &body))
}

/// What a ward is called; HTML.
pub(super) fn ward_name(speech: Speech, seen: &Seen, ward: WardCode) -> String {
    let survey = &seen.edition.survey;
    let name = survey.wards().get(&ward).map(|settings| speech.text(&settings.name, &survey.slots(Some(ward))));
    name.unwrap_or_else(|| ward.to_string())
}

/// Codes given out and used.
fn given_out(speech: Speech, seen: &Seen, codes: &BTreeMap<WardCode, (u64, u64)>) -> String {
    let row = |(ward, (given, used)): (&WardCode, &(u64, u64))| {
        let left = given.saturating_sub(*used);
        vec![ward_name(speech, seen, *ward), given.to_string(), used.to_string(), left.to_string()]
    };
    let heads = [Word::Ward, Word::Invited, Word::Used, Word::Left].map(|word| speech.say(word)).to_vec();
    Table { caption: speech.say(Word::Invitations), heads, rows: codes.iter().map(row).collect(), words: 1 }
        .draw(speech)
}

/// Where somebody says what came of one letter.
fn form(visit: &Visit, signed: &Signed) -> String {
    let speech = Speech(visit.tongue);
    let option = |value: &str, word: Word| format!("<option value=\"{value}\">{}</option>", speech.say(word));
    let options = Outcome::ALL.map(|outcome| option(outcome.as_str(), says(outcome))).concat();
    let action = escape(visit.address.split('?').next().unwrap_or_default());
    format!(
        "<h2>{}</h2><p>{}</p><form class=\"sign-in\" method=\"post\" action=\"{action}\">{}\
         <p><label for=\"code\">{}</label><input id=\"code\" name=\"code\" required autocomplete=\"off\" \
         autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"64\"></p>\
         <p><label for=\"outcome\">{}</label><select id=\"outcome\" name=\"outcome\">{options}{}</select></p>\
         <p><button class=\"button\">{}</button></p></form>",
        speech.say(Word::OutcomeTell),
        speech.say(Word::OutcomeLead),
        hidden("token", signed.token()),
        speech.say(Word::Code),
        speech.say(Word::Outcome),
        option("none", Word::OutcomeNone),
        speech.say(Word::OutcomeKeep),
    )
}

fn says(outcome: Outcome) -> Word {
    match outcome {
        Outcome::Undeliverable => Word::OutcomeUndeliverable,
        Outcome::Refused => Word::OutcomeRefused,
        Outcome::Absent => Word::OutcomeAbsent,
        Outcome::Unable => Word::OutcomeUnable,
        Outcome::NotEligible => Word::OutcomeNotEligible,
    }
}

/// The response rates, with what they are made of.
async fn rates(visit: &Visit, seen: &Seen) -> Result<String, Refused> {
    let (office, speech) = (&visit.office, Speech(visit.tongue));
    let figures = office.desk.counts.of(&office.store, seen.id()).await?;
    let answered: BTreeMap<WardCode, Answered> =
        figures.counted.iter().map(|(ward, tally)| (*ward, tally.answered)).collect();
    let wards = dispositions(&office.store, seen.id(), &answered).await?;
    let wards: Vec<_> = wards.into_iter().filter(|(ward, _)| seen.covers(*ward)).collect();
    let mut rows = Vec::new();
    if seen.ward.is_none() {
        let all = wards.iter().fold(Dispositions::default(), |all, (_, ward)| all.and(*ward));
        rows.push(row(speech.say(Word::WholeCity), &all));
    }
    rows.extend(wards.iter().map(|(ward, of)| row(ward_name(speech, seen, *ward), of)));
    let mut heads = [
        Word::Ward,
        Word::Invited,
        Word::RateComplete,
        Word::RatePartial,
        Word::RateRefused,
        Word::RateNotContacted,
        Word::RateOther,
        Word::RateUnknown,
        Word::RateNotEligible,
    ]
    .map(|word| speech.say(word))
    .to_vec();
    heads.extend(Formula::ALL.map(|formula| formula.name().to_owned()));
    let table = Table { caption: speech.say(Word::Rates), heads, rows, words: 1 }.draw(speech);
    let notes = [Word::RatesFormulas, Word::RatesPartial, Word::RatesUnknown].map(|note| speech.say(note));
    Ok(format!("<h2>{}</h2>{table}<p class=\"note\">{}</p>", speech.say(Word::Rates), notes.join("<br>")))
}

fn row(name: String, of: &Dispositions) -> Vec<String> {
    let counts =
        [of.all(), of.complete, of.partial, of.refused, of.not_contacted, of.other, of.unknown, of.not_eligible];
    let percent = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}%", share * 100.0));
    let rates = Formula::ALL.map(|formula| percent(of.rate(formula)));
    [name].into_iter().chain(counts.map(|count| count.to_string())).chain(rates).collect()
}
