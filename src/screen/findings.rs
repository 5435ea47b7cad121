//! What is to be looked at before going on, in the person's words: a summary above, and each under its question.

use questionnaire::{Finding, FindingKind, Question, QuestionId, Rejection};
use yew::{Callback, Html, html};

use super::parts::{self, Report, line, subheading};
use crate::asked::Asked;
use crate::message::Message;
use crate::phrase::Tongue;
use crate::words::Word;

/// The id of what is said under a question.
pub(super) fn fault_id(question: &QuestionId) -> String {
    ["fault-", question.as_str()].concat()
}

/// The summary, with a link to each place.
pub(super) fn summary(asked: &Asked<'_>, tongue: &Tongue, findings: &[Finding<'_>], on: &Report) -> Html {
    let links: Vec<Html> = findings.iter().map(|finding| link(asked, tongue, finding, on)).collect();
    let gentle = findings.iter().all(|finding| finding.kind.is_gentle());
    #[cfg(feature = "ssr")]
    let (links, gentle) = {
        let unclear = doubts(asked, tongue, on).into_iter();
        let unclear: Vec<Html> = unclear.map(|(id, words)| link_to(asked, tongue, id, words, on)).collect();
        let gentle = gentle && unclear.is_empty();
        ([links, unclear].concat(), gentle)
    };
    let look = if gentle { "summary gentle" } else { "summary" };
    let summary = html! {
        if !links.is_empty() {
            <div class={look}>
                { subheading(tongue.say_with(Word::FindingsTitle, &[("n", links.len().to_string())])) }
                <ul>{ for links }</ul>
            </div>
        }
    };
    parts::findings(summary, on)
}

fn link(asked: &Asked<'_>, tongue: &Tongue, finding: &Finding<'_>, on: &Report) -> Html {
    let what = match finding.kind {
        FindingKind::Reminder => tongue.say(Word::FindingsUnanswered),
        FindingKind::Required | FindingKind::Rejected(_) | FindingKind::Check { .. } => words(asked, tongue, finding),
    };
    link_to(asked, tongue, finding.question, what, on)
}

fn link_to(asked: &Asked<'_>, tongue: &Tongue, id: &QuestionId, what: Html, on: &Report) -> Html {
    let id = id.clone();
    let number = asked.number(&id).to_string();
    let href = ["#", &crate::field::control_id(&id)].concat();
    let on = on.clone();
    let onclick = Callback::from(move |event: yew::MouseEvent| {
        // The address stays as it is: the history is the form's.
        event.prevent_default();
        on.emit(Message::FieldSought(id.clone()));
    });
    // The question's number first: two links that say the same could not be told apart.
    let question = tongue.say_with(Word::AskingQuestion, &[("n", number)]);
    html! { <li><a {href} {onclick}>{ question }{ ": " }{ what }</a></li> }
}

/// What stands under a question; nothing where nothing is to be said.
#[cfg_attr(not(feature = "ssr"), expect(unused_variables, reason = "only a posted page can be unclear"))]
pub(super) fn under(
    asked: &Asked<'_>,
    tongue: &Tongue,
    findings: &[Finding<'_>],
    question: &Question,
    on: &Report,
) -> Option<Html> {
    let about = findings.iter().filter(|finding| finding.question == question.id());
    let said = about.map(|finding| {
        let look = if finding.kind.is_gentle() { "fault gentle" } else { "fault" };
        line(look, words(asked, tongue, finding))
    });
    #[cfg(feature = "ssr")]
    let said = {
        let unclear = doubts(asked, tongue, on).into_iter().filter(|(asked, _)| *asked == question.id());
        said.chain(unclear.map(|(_, words)| line("fault", words)))
    };
    let said: Vec<Html> = said.collect();
    let shown = |said: Vec<Html>| html! { <div class="faults" id={fault_id(question.id())}>{ for said }</div> };
    (!said.is_empty()).then(|| shown(said))
}

/// What a posted page says in two ways.
#[cfg(feature = "ssr")]
fn doubts<'a>(asked: &Asked<'_>, tongue: &Tongue, on: &'a Report) -> Vec<(&'a QuestionId, Html)> {
    use crate::plain::Doubt;
    let said = |doubt: &'a Doubt| match doubt {
        Doubt::Both { question, code } => {
            let escapes = asked.questionnaire().question(question).map(Question::escapes).unwrap_or_default();
            let choice = escapes.iter().find(|choice| choice.code == *code);
            let named = choice.map(|choice| tongue.filling(&choice.text)).unwrap_or_default();
            (question, tongue.say_with(Word::RejectionNotAlone, &[("choice", named)]))
        }
        Doubt::Twice { question } => (question, tongue.say(Word::PlainTwice)),
    };
    on.sheet().map(|sheet| sheet.doubts().iter().map(said).collect()).unwrap_or_default()
}

fn words(asked: &Asked<'_>, tongue: &Tongue, finding: &Finding<'_>) -> Html {
    match &finding.kind {
        FindingKind::Required => tongue.say(Word::FindingsRequired),
        FindingKind::Reminder => tongue.say(Word::FindingsReminder),
        FindingKind::Rejected(rejection) => {
            let question = asked.questionnaire().question(finding.question);
            rejected(tongue, rejection, question)
        }
        FindingKind::Check { message, .. } if finding.kind.is_gentle() => {
            html! { <>{ tongue.text(message) }<br />{ tongue.say(Word::FindingsSoft) }</> }
        }
        FindingKind::Check { message, .. } => tongue.text(message),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "dates and the rest follow below")]
fn rejected(tongue: &Tongue, rejection: &Rejection, question: Option<&Question>) -> Html {
    let over = |limit: u32, characters: usize| {
        let over = characters.saturating_sub(usize::try_from(limit).unwrap_or(usize::MAX));
        [("limit", limit.to_string()), ("n", over.to_string())]
    };
    match rejection {
        Rejection::TooMany { at_most, taken } => {
            tongue.say_with(Word::RejectionTooMany, &[("limit", at_most.to_string()), ("n", taken.to_string())])
        }
        Rejection::NotAlone { code } => {
            let choice = question.and_then(|question| question.choices()?.find(code));
            let named = choice.map(|choice| tongue.filling(&choice.text)).unwrap_or_default();
            tongue.say_with(Word::RejectionNotAlone, &[("choice", named)])
        }
        Rejection::OtherTooLong { limit, characters } => {
            tongue.say_with(Word::RejectionOtherTooLong, &over(*limit, *characters))
        }
        Rejection::NotANumber => tongue.say(Word::RejectionNotANumber),
        Rejection::OutOfRange { min, max } => {
            tongue.say_with(Word::RejectionOutOfRange, &[("min", min.to_string()), ("max", max.to_string())])
        }
        Rejection::TooLong { limit, characters } => tongue.say_with(Word::RejectionTooLong, &over(*limit, *characters)),
        Rejection::ControlCharacter { .. } | Rejection::OversizedCharacter { .. } => {
            tongue.say(Word::RejectionControlCharacter)
        }
        Rejection::LineBreak => tongue.say(Word::RejectionLineBreak),
        dated => rejected_date(tongue, dated),
    }
}

fn rejected_date(tongue: &Tongue, rejection: &Rejection) -> Html {
    match rejection {
        Rejection::NotADate => tongue.say(Word::RejectionNotADate),
        Rejection::NotAMonth => tongue.say(Word::RejectionNotAMonth),
        Rejection::DateOutOfRange { earliest, latest } => {
            let fill = [("earliest", tongue.date(*earliest)), ("latest", tongue.date(*latest))];
            tongue.say_with(Word::RejectionDateOutOfRange, &fill)
        }
        Rejection::MonthOutOfRange { earliest, latest } => {
            let fill = [("earliest", tongue.month(*earliest)), ("latest", tongue.month(*latest))];
            tongue.say_with(Word::RejectionMonthOutOfRange, &fill)
        }
        Rejection::WrongKind
        | Rejection::Empty
        | Rejection::UnknownChoice { .. }
        | Rejection::TakenTwice { .. }
        | Rejection::TooMany { .. }
        | Rejection::NotAlone { .. }
        | Rejection::OtherNotAllowed { .. }
        | Rejection::OtherTooLong { .. }
        | Rejection::NotANumber
        | Rejection::OutOfRange { .. }
        | Rejection::TooLong { .. }
        | Rejection::ControlCharacter { .. }
        | Rejection::OversizedCharacter { .. }
        | Rejection::LineBreak => tongue.say(Word::RejectionAgain),
    }
}
