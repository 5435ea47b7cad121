//! Before a collector hands the tablet over: who collects, what waits.

use yew::{Callback, Html, InputEvent, TargetCast, html};

use super::staff::local;
use super::{hindered, press};
use crate::phrase::Tongue;
use crate::screen::parts::{block, heading, line, piece, subheading};
use crate::tablet::message::Happened;
use crate::tablet::queue::Waiting;
use crate::tablet::state::{Offer, Tablet};
use crate::words::Word;

/// Responses that are shown by themselves; of more there is no use on a screen.
const SHOWN_MAX: usize = 50;

/// The screen.
pub(super) fn show(tablet: &Tablet, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let ways = tablet.open().into_iter().map(|offer| ways(tablet, offer, on));
    html! {
        <>
            { heading(tongue.say(Word::TabletDesk)) }
            if let Some(device) = tablet.device() { { line("support", html! { { device.name.clone() } }) } }
            if let Some(hindrance) = tablet.hindrance() { { hindered(hindrance, tongue) } } else { { hand_over(tablet, tongue, on) }{ for ways } }
            { waiting(tablet, tongue) }
            { block("actions small", press("button quiet", tongue.say(Word::TabletStaff), on, Happened::StaffSought)) }
        </>
    }
}

/// What the collector enters before the tablet is handed over.
fn hand_over(tablet: &Tablet, tongue: &Tongue, on: &Callback<Happened>) -> Html {
    let desk = &tablet.desk;
    let typed = on.reform(|event: InputEvent| {
        Happened::InterviewerTyped(event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
    });
    let switched = on.reform(|_: yew::Event| Happened::AssistedSwitched);
    html! {
        <>
            <label class="label" for="koe-interviewer">{ tongue.say(Word::TabletInterviewer) }</label>
            <input type="text" id="koe-interviewer" class="text" autocomplete="off" spellcheck="false" autocapitalize="characters"
                value={desk.interviewer.clone()} aria-describedby="koe-interviewer-help"
                aria-invalid={desk.interviewer_wrong.then_some("true")} oninput={typed} />
            <p id="koe-interviewer-help" class={if desk.interviewer_wrong { "fault" } else { "support" }}>{ tongue.say(Word::TabletInterviewerHelp) }</p>
            <label class="choice">
                <input type="checkbox" checked={desk.assisted} onchange={switched} />
                <span>{ tongue.say(Word::TabletAssisted) }</span>
            </label>
        </>
    }
}

fn ways(tablet: &Tablet, offer: &Offer, on: &Callback<Happened>) -> Html {
    let survey = &offer.published.survey;
    let ways = survey.languages().iter().filter_map(|language| {
        let tongue = tablet.tongue(language)?;
        let name = piece("name", html! { { tablet.name_of(language) } });
        let words = html! { <span lang={language.html_lang().to_owned()}>{ name }{ piece("start", tongue.say(Word::TabletGive)) }</span> };
        Some(press("button main way", words, on, Happened::Began(survey.id().clone(), language.clone())))
    });
    let title = tablet.tongue(&tablet.language).map(|tongue| tongue.text(survey.title())).unwrap_or_default();
    html! { <section class="invitation">{ subheading(title) }<div class="ways">{ for ways }</div></section> }
}

/// Numbers and times, and nothing of an answer.
fn waiting(tablet: &Tablet, tongue: &Tongue) -> Html {
    let (waiting, parked) = tablet.queue.counts();
    let latest = tablet.queue.latest(SHOWN_MAX);
    let row = |waiting: &&Waiting| {
        html! { <li><span class="number">{ waiting.number }</span><span>{ local(waiting.at) }</span></li> }
    };
    html! {
        <section class="part">
            { subheading(tongue.say_with(Word::TabletWaiting, &[("n", waiting.to_string())])) }
            if parked > 0 { { line("note warning", tongue.say_with(Word::TabletParked, &[("n", parked.to_string())])) } }
            <ol class="queue">{ for latest.iter().map(row) }</ol>
        </section>
    }
}
