//! What is to be looked at before going on, in the person's words: a summary above, and each under its question.

use questionnaire::{Finding, FindingKind, Question, QuestionId, Rejection};
use yew::{Callback, Html, html};

use super::parts::{self, line, subheading};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::state::Asked;
use crate::words::Word;

/// The id of what is said under a question.
pub(super) fn fault_id(question: &QuestionId) -> String {
    ["fault-", question.as_str()].concat()
}

/// The summary, with a link to each place.
pub(super) fn summary(asked: &Asked<'_>, tongue: &Tongue, findings: &[Finding<'_>], on: &Callback<Message>) -> Html {
    let look = if findings.iter().all(|finding| finding.kind.is_gentle()) { "summary gentle" } else { "summary" };
    parts::findings(html! {
        if !findings.is_empty() {
            <div class={look}>
                { subheading(tongue.say_with(Word::FindingsTitle, &[("n", findings.len().to_string())])) }
                <ul>{ for findings.iter().map(|finding| link(asked, tongue, finding, on)) }</ul>
            </div>
        }
    })
}

fn link(asked: &Asked<'_>, tongue: &Tongue, finding: &Finding<'_>, on: &Callback<Message>) -> Html {
    let id = finding.question.clone();
    let href = ["#", &crate::field::control_id(&id)].concat();
    let onclick = on.reform(move |event: yew::MouseEvent| {
        // The address stays as it is: the history is the form's.
        event.prevent_default();
        Message::FieldSought(id.clone())
    });
    // The question's number first: two links that say the same could not be told apart.
    let number = asked.number(finding.question).to_string();
    let question = tongue.say_with(Word::AskingQuestion, &[("n", number)]);
    let what = match finding.kind {
        FindingKind::Reminder => tongue.say(Word::FindingsUnanswered),
        FindingKind::Required | FindingKind::Rejected(_) | FindingKind::Check { .. } => words(asked, tongue, finding),
    };
    html! { <li><a {href} {onclick}>{ question }{ ": " }{ what }</a></li> }
}

/// What stands under a question.
pub(super) fn under(asked: &Asked<'_>, tongue: &Tongue, findings: &[Finding<'_>], question: &Question) -> Html {
    let about: Vec<_> = findings.iter().filter(|finding| finding.question == question.id()).collect();
    if about.is_empty() {
        return Html::default();
    }
    html! {
        <div class="faults" id={fault_id(question.id())}>
            { for about.into_iter().map(|finding| {
                let look = if finding.kind.is_gentle() { "fault gentle" } else { "fault" };
                line(look, words(asked, tongue, finding))
            }) }
        </div>
    }
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
