//! What a tablet shows.

mod attract;
mod desk;
mod pin;
mod setup;
mod staff;
mod warning;

use std::cell::Cell;

use yew::{Callback, Html, html};

use super::message::Happened;
use super::own::DeviceMode;
use super::state::{Hindrance, Stage, Tablet, Visit};
use crate::phrase::Tongue;
use crate::screen::parts::{heading, line};
use crate::screen::{self, Report, Scene};
use crate::words::Word;

/// The whole page, whatever is on it.
pub fn show(tablet: &Tablet, on: &Callback<Happened>) -> Html {
    if let Stage::Visit(visit) = &tablet.stage {
        return visiting(tablet, visit, on);
    }
    let Some(tongue) = tablet.tongue(&tablet.language) else { return setup::unspoken(&tablet.stage, on) };
    match (&tablet.stage, tablet.device().map(|device| device.mode)) {
        (Stage::Opening | Stage::Visit(_), _) => Html::default(),
        (Stage::Idle, Some(DeviceMode::Field)) => framed(desk::show(tablet, &tongue, on)),
        (Stage::Idle, _) => attract::show(tablet, &tongue, on),
        (Stage::Held, _) => framed(
            html! { <>{ heading(tongue.say(Word::HeldTitle)) }{ line("plain", tongue.say(Word::TabletElsewhere)) }</> },
        ),
        (Stage::Enrolling, _) => framed(heading(tongue.say(Word::TabletEnrolling))),
        (Stage::Failed(fault), _) => framed(setup::failed(*fault, tablet, &tongue, on)),
        (Stage::ChoosingPin(choice), _) => framed(pin::choose(choice, &tongue, on)),
        (Stage::HandBack, _) => framed(html! {
            <>
                { heading(tongue.say(Word::TabletThanks)) }
                { line("prose lead", tongue.say(Word::TabletHandBack)) }
                <div class="actions">{ press("button main", tongue.say(Word::TabletTaken), on, Happened::Closed) }</div>
            </>
        }),
        (Stage::Pin(entry), _) => framed(pin::ask(entry, tablet.pin_pause_s, &tongue, on)),
        (Stage::Staff(staff), _) => framed(staff::show(tablet, staff, &tongue, on)),
    }
}

/// What the page is called; the form's own title while somebody answers.
pub fn title(tablet: &Tablet) -> String {
    tablet.visit().and_then(|visit| screen::title(&visit.state)).unwrap_or_else(|| "Koe 声".to_owned())
}

/// The form, drawn anew for each visitor: no element, with what a browser keeps of what was typed into it, is used twice.
fn visiting(tablet: &Tablet, visit: &Visit, on: &Callback<Happened>) -> Html {
    let number = visit.number;
    let report = Report::Live(on.reform(move |message| Happened::Visit(number, message)));
    let warned = tablet.device().and_then(|device| visit.warning(device));
    html! {
        <div key={number} class="tablet">
            { screen::show(Scene { state: &visit.state, on: &report }) }
            if let Some(seconds) = warned { { warning::show(visit, seconds, on) } }
        </div>
    }
}

fn framed(content: Html) -> Html {
    html! { <div class="koe tablet"><main class="page">{ content }</main></div> }
}

/// A button of the tablet itself.
fn press(look: &'static str, content: Html, on: &Callback<Happened>, happened: Happened) -> Html {
    let (on, happened) = (on.clone(), Cell::new(Some(happened)));
    let onclick = Callback::from(move |_: yew::MouseEvent| {
        if let Some(happened) = happened.take() {
            on.emit(happened);
        }
    });
    html! { <button type="button" class={look} {onclick}>{ content }</button> }
}

/// Why nothing is asked, as it is said to visitors and to staff: the one cannot do anything about it.
fn hindered(hindrance: Hindrance, tongue: &Tongue) -> Html {
    let word = match hindrance {
        Hindrance::Full => Word::TabletFull,
        Hindrance::NoRoom => Word::TabletNoRoom,
        Hindrance::NotWritten => Word::TabletNotWritten,
        Hindrance::Revoked => Word::TabletRevoked,
        Hindrance::NoSurvey => Word::TabletNoSurvey,
        Hindrance::NotOpen => Word::NoticeClosed,
    };
    line("note warning", tongue.say(word))
}
