//! One page of questions.

use questionnaire::{Finding, FindingKind, Need, Page, Question};
use yew::{Html, html};

use super::parts::{self, back_and_on, heading, line, piece};
use super::{Scene, findings, progress};
use crate::asked::Asked;
use crate::field::{self, Ask};
use crate::message::Message;
use crate::phrase::Tongue;
use crate::words::Word;

/// The screen.
pub(super) fn show(scene: Scene<'_>, tongue: &Tongue) -> Html {
    let Some(asked) = scene.state.asked() else { return Html::default() };
    let Some(page) = asked.page() else { return Html::default() };
    let found = asked.findings();
    let alone = page.questions.len() == 1;
    html! {
        <div key={page.id().map(|id| id.as_str().to_owned()).unwrap_or_default()}>
            if !asked.published.is_pulse() {
                { progress::show(&asked, tongue, page.section_index) }
                { findings::summary(&asked, tongue, &found, scene.on) }
            }
            if !alone { { heading(tongue.text(&page.section.title)) } }
            { why(&asked, tongue, &page) }
            { for page.questions.iter().map(|asking| question(scene, &asked, tongue, &found, asking, alone)) }
            { actions(scene, &asked, tongue, &found) }
        </div>
    }
}

/// Why these are asked, on the first page of their section.
fn why(asked: &Asked<'_>, tongue: &Tongue, page: &Page<'_>) -> Html {
    let pages = asked.pages();
    let first = pages.iter().find(|other| other.section_index == page.section_index).and_then(Page::id);
    let why = page.section.why.as_ref().filter(|_| first == page.id());
    html! { if let Some(why) = why { { line("note information", tongue.text(why)) } } }
}

fn question(
    scene: Scene<'_>,
    asked: &Asked<'_>,
    tongue: &Tongue,
    found: &[Finding<'_>],
    question: &Question,
    alone: bool,
) -> Html {
    let number = || tongue.say_with(Word::AskingQuestion, &[("n", asked.number(question.id()).to_string())]);
    let words = html! {
        <>
            if !asked.published.is_pulse() { { piece("number", number()) }{ " " } }
            { piece("asked", tongue.text(asked.wording_of(question))) }
        </>
    };
    let heading = if alone {
        heading(words)
    } else {
        html! { <h2 class="heading">{ words }</h2> }
    };
    let wrong = found.iter().any(|finding| finding.question == question.id() && !finding.kind.is_gentle());
    let below = findings::under(asked, tongue, found, question, scene.on);
    let ask = Ask {
        tongue,
        question,
        input: asked.form.draft.input(question.id()),
        wrong,
        described: field::described(question, below.as_ref().map(|_| findings::fault_id(question.id()))),
        label: tongue.plain_text(asked.wording_of(question)),
        on: scene.on,
    };
    let mut below = below.unwrap_or_default();
    if asked.published.is_pulse() {
        // Of one question nothing has to be summed up: what is said of it stands above the button that goes on.
        below = parts::findings(below, scene.on);
    }
    field::show(&ask, heading, demand(tongue, question), below)
}

fn demand(tongue: &Tongue, question: &Question) -> Html {
    match question.need() {
        Need::Required => line("demand", tongue.say(Word::AskingRequired)),
        Need::Reminded | Need::Optional => Html::default(),
    }
}

fn actions(scene: Scene<'_>, asked: &Asked<'_>, tongue: &Tongue, found: &[Finding<'_>]) -> Html {
    let gentle = !found.is_empty() && found.iter().all(|finding| finding.kind.is_gentle());
    let reminders = found.iter().all(|finding| finding.kind == FindingKind::Reminder);
    let next = match (gentle, reminders) {
        (true, true) => Word::AskingPass,
        (true, false) => Word::AskingInsist,
        (false, _) if asked.published.is_pulse() => Word::ReviewSend,
        (false, _) => Word::AskingNext,
    };
    let back = if asked.form.draft.from_review { Word::AskingToReview } else { Word::AskingPrevious };
    html! {
        { back_and_on(scene, tongue.say(back), tongue.say(next), Message::Advanced) }
    }
}
